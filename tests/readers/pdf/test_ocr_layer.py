"""Text layers that nobody sees: what a recogniser laid below or over the picture of a page."""

from typing import Any

import pymupdf
import pytest

from formextract.readers.pdf.ocr_layer import hides_its_text

WORDS = [(80, 100 + 30 * n, f"gross output {n}8.69") for n in range(12)]


def scan_of(page: Any, strips: int = 1, share: float = 1.0) -> None:
    """The picture of a printed page, cut into strips, over a share of the page's height."""
    high = page.rect.height * share / strips
    for n in range(strips):
        tile = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 200, 40), False)
        tile.clear_with(250)
        page.insert_image(
            pymupdf.Rect(0, n * high, page.rect.width, (n + 1) * high), pixmap=tile, keep_proportion=False
        )


def texts(page: Any, **how: Any) -> None:
    for x, y, words in WORDS:
        page.insert_text((x, y), words, fontsize=11, **how)


def reopened(page: Any) -> Any:
    page.parent.saved = pymupdf.open("pdf", page.parent.tobytes())
    return page.parent.saved[0]


@pytest.mark.parametrize(
    "how",
    [
        {"render_mode": 3},
        {"fill_opacity": 0, "stroke_opacity": 0},
        {"color": (1, 1, 1)},
        {"color": (0, 0, 0, 0)},
        {"render_mode": 7},
    ],
)
@pytest.mark.parametrize("strips", [1, 8])
def test_text_over_a_scan_that_is_not_seen_is_a_recognisers(how: dict[str, Any], strips: int) -> None:
    page = pymupdf.open().new_page()
    scan_of(page, strips)
    texts(page, **how)
    assert hides_its_text(reopened(page))


def test_text_below_a_scan_is_a_recognisers() -> None:
    page = pymupdf.open().new_page()
    texts(page)
    scan_of(page, 3)
    assert hides_its_text(reopened(page))


def test_text_printed_on_a_background_is_the_pages_own() -> None:
    page = pymupdf.open().new_page()
    scan_of(page)
    texts(page)
    page.insert_text((80, 700), "hidden note", fontsize=11, render_mode=3)
    assert not hides_its_text(reopened(page))


def test_a_picture_on_a_part_of_the_page_hides_no_page() -> None:
    page = pymupdf.open().new_page()
    scan_of(page, share=0.4)
    texts(page, render_mode=3)
    assert not hides_its_text(reopened(page))
