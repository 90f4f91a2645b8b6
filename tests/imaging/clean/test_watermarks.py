"""Pale words and grounds on a page: lifted off, and remembered where letters may have lain below."""

import cv2
import numpy as np
import pytest

from formextract.imaging.clean.watermarks import PAPER, without_watermarks

INK = 40
SIZE = (2339, 1654)


def sheet() -> np.ndarray:
    return np.full(SIZE, PAPER, np.uint8)


def written(page: np.ndarray, level: int = INK, scale: float = 1.0, thick: int = 2) -> np.ndarray:
    """Lines of figures all over the page, and a rule below each."""
    for y in range(200, 2200, 70):
        cv2.putText(page, "1234567890 87654 3210 5566", (150, y), cv2.FONT_HERSHEY_SIMPLEX, scale, level, thick)
        cv2.line(page, (140, y + 22), (1500, y + 22), level, 2)
    return page


def find_line_segments(size: float = 7.0, thick: int = 18, words: str = "SAMPLE", every: int = 0) -> np.ndarray:
    """1 in the strokes of slanted words, once or `every` so many pixels."""
    out = np.zeros(SIZE, np.uint8)
    for y in range(every or 1300, 2300, every or 5000):
        for x in range(120 if every else 250, 1500, (every or 5000) * 2):
            cv2.putText(out, words, (x, y), cv2.FONT_HERSHEY_SIMPLEX, size, 1, thick)
    turn = cv2.getRotationMatrix2D((SIZE[1] / 2, SIZE[0] / 2), 35, 1.0)
    return cv2.warpAffine(out, turn, (SIZE[1], SIZE[0]), flags=cv2.INTER_NEAREST)


def grain(page: np.ndarray, level: float = 5.0) -> np.ndarray:
    return np.clip(page + np.random.default_rng(2).normal(0, level, page.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("tone", [135, 170, 200, 215])
def test_a_watermark_below_the_letters_goes_and_they_stay(tone: int) -> None:
    plain, mark = written(sheet()), find_line_segments()
    page = grain(np.where(mark > 0, plain.astype(float) * tone / PAPER, plain))
    out, occlusion = without_watermarks(page)
    ink, bare = plain < 100, (mark > 0) & (plain > 240)
    assert np.quantile(out[bare], 0.02) >= 225  # paper again
    assert float((out[ink & (mark > 0)] < 120).mean()) > 0.95  # ink still
    far = cv2.dilate(mark, np.ones((61, 61))) == 0
    assert np.array_equal(out[far], page[far])
    assert occlusion is not None
    ys, xs = np.nonzero(mark)
    x, y = int(xs[len(xs) // 2]), int(ys[len(ys) // 2])
    assert occlusion.covers((x - 20, y - 20, x + 20, y + 20)) > 200
    assert occlusion.covers((0, 0, 100, 100)) == 0


def test_small_words_all_over_the_page_go_too() -> None:
    mark = find_line_segments(size=1.6, thick=6, words="INTERNAL", every=330)
    page = grain(np.where((mark > 0) & (written(sheet()) > 205), 205, written(sheet())), 3.0)
    out, occlusion = without_watermarks(page)
    assert occlusion is not None
    assert float((out[(mark > 0) & (written(sheet()) > 240)] >= 225).mean()) > 0.95


def test_a_grey_ground_goes_without_doubt_for_what_stands_on_it() -> None:
    page = written(sheet())
    ground = np.zeros(SIZE, bool)
    ground[400:640, 140:500] = True
    out, occlusion = without_watermarks(np.where(ground & (page > 215), 215, page).astype(np.uint8))
    assert float((out[ground & (page > 240)] >= 235).mean()) > 0.97
    assert occlusion is not None
    assert occlusion.covers((180, 430, 460, 610)) == 0


@pytest.mark.parametrize(
    "page",
    [
        written(sheet()),
        written(sheet(), level=150),  # a faded page: its letters are its darkest ink
        written(sheet(), level=150, scale=2.2, thick=9),  # with headings
        np.where(written(sheet()) < 100, 200, PAPER).astype(np.uint8),  # rules and letters hardly there
        grain(written(sheet()), 14.0),
        np.where(grain(written(sheet()), 40.0) < 165, 0, 255).astype(np.uint8),  # two levels
    ],
    ids=["clean", "faded", "faded headings", "faint", "noisy", "black and white"],
)
def test_pages_without_a_layer_stay_as_they_are(page: np.ndarray) -> None:
    out, occlusion = without_watermarks(page)
    assert occlusion is None
    assert out is page


def test_boxes_filled_in_grey_stay() -> None:
    page = written(sheet())
    for y in (300, 720, 1140):
        page[y : y + 26, 900:926] = 150
    assert without_watermarks(page)[0] is page


def test_letters_of_a_photograph_that_shook_are_no_layer() -> None:
    """Strokes that run into each other are pale and even: whole words were taken for a watermark, and left the page."""
    page = np.full((1640, 1160), PAPER, np.uint8)
    dice = np.random.default_rng(5)
    for y in range(120, 1500, 34):
        for x in range(100, 1050, 20):
            for level, upright in dice.integers(2, 15, (5, 2)).tolist():
                cv2.line(page, (x, y + level), (x + 15, y + level), 100, 1)
                cv2.line(page, (x + upright, y), (x + upright, y + 15), 100, 1)
    blurred = np.asarray(cv2.GaussianBlur(cv2.blur(page, (3, 3)), (0, 0), 0.8), np.uint8)
    cv2.rectangle(blurred, (300, 40), (420, 60), 30, -1)  # something dark all the same
    out, occlusion = without_watermarks(blurred)
    assert occlusion is None
    assert out is blurred
