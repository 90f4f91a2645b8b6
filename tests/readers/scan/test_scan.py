"""A skewed scan of a committed sample, its words recorded: grid, cells, figures and places, without running the nets.

`python tests/readers/scan/test_scan.py` reads the page anew with the installed recogniser and writes the recording.
"""

import re
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pymupdf
import pytest

from formextract.layout.page import PageTable
from formextract.model import Line, SourceFile, Table
from formextract.ocr import NullEngine, RecordedEngine, RecordingEngine
from formextract.readers.page_reading import PageReading
from formextract.readers.pdf.ocr_layer import needs_a_look
from formextract.readers.scan.document import MOST_LONG, _dpi, read_scan, read_scanned_page
from formextract.readers.scan.page import read_picture

HERE = Path(__file__).parent
SAMPLE = HERE.parents[2] / "samples" / "national-office.pdf"
RECORDING = HERE / "recorded" / "national-office-4.jsonl"
PAGE, DPI, SKEW = 4, 150, 1.2
FIGURE = re.compile(r"-?\d[\d.,]*")


def worn() -> tuple[np.ndarray, np.ndarray, list[tuple[str, tuple[float, float]]]]:
    """The picture, the skew's matrix, and the figures of the page with their middles in points."""
    with pymupdf.open(SAMPLE) as pdf:
        page = pdf[PAGE - 1]
        pixmap = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csRGB, alpha=False)
        words = [
            (w[4], ((w[0] + w[2]) / 2, (w[1] + w[3]) / 2)) for w in page.get_text("words") if FIGURE.fullmatch(w[4])
        ]
    shape = (pixmap.height, pixmap.width, 3)
    picture = np.ascontiguousarray(np.frombuffer(pixmap.samples, np.uint8).reshape(shape)[:, :, ::-1])
    turn = cv2.getRotationMatrix2D((picture.shape[1] / 2, picture.shape[0] / 2), SKEW, 1.0)
    size = (picture.shape[1], picture.shape[0])
    return cv2.warpAffine(picture, turn, size, flags=cv2.INTER_CUBIC, borderValue=(250, 250, 250)), turn, words


@pytest.fixture(scope="module")
def reading() -> PageReading:
    return read_picture(worn()[0], PAGE, RecordedEngine(RECORDING), 72 / DPI)


def figures(reading: PageReading) -> dict[str, list]:
    out: dict[str, list] = {}
    for block in reading.blocks:
        for cell in block.cells if isinstance(block, PageTable) else ():
            if FIGURE.fullmatch(cell.text):
                out.setdefault(cell.text, []).append(cell.place)
    return out


def test_every_figure_of_the_tables_is_read_in_its_cell(reading: PageReading) -> None:
    found = figures(reading)
    wanted = Counter(text for text, _ in worn()[2] if len(text) > 1 or text in "0123456789")
    got = Counter({text: len(places) for text, places in found.items()})
    assert {t: n for t, n in got.items() if n > wanted[t]} == {}
    alone = {
        "-19.67",
        "9008.73",
        "11123.52",
        "15084.89",
        "115675.71",
        "123464.97",
        "109672.69",
        "18.12",
        "6.73",
        "-11.17",
    }
    assert alone <= set(got)
    assert sum(got.values()) == 33


def test_boxes_stand_where_the_figures_stand_on_the_skewed_page(reading: PageReading) -> None:
    found = figures(reading)
    _, turn, words = worn()
    for text, middle in words:
        if len(found.get(text, ())) != 1:
            continue
        x, y = turn @ np.array([middle[0] * DPI / 72, middle[1] * DPI / 72, 1]) * 72 / DPI
        x0, y0, x1, y1 = found[text][0].bbox
        assert x0 <= x <= x1, text
        assert y0 <= y <= y1, text


def test_every_place_says_how_sure_it_is(reading: PageReading) -> None:
    places = [p for some in figures(reading).values() for p in some]
    items = [x for b in reading.blocks for x in ((b,) if isinstance(b, Line) else b.cells)]
    sure = {x.place: x.legibility.confidence for x in items}
    assert all(sure[p] >= 0.88 for p in places)
    assert sum(sure[p] > 0.9 for p in places) >= len(places) - 2
    assert all(0 <= s <= 1 for s in sure.values())
    assert all(x.legibility.scanned and (sure[x.place] >= 0.9 or x.legibility.reasons) for x in items)


def test_cells_say_which_lines_stand_where_in_them(reading: PageReading) -> None:
    cells = [c for b in reading.blocks if isinstance(b, PageTable) for c in b.cells]
    assert all(c.shown is not None for c in cells)
    for c in cells:
        written = "".join(text for text, _ in c.shown.lines)
        assert re.sub(r"\s|\u200b", "", c.text) == re.sub(r"\s|\u200b", "", written) or not c.text
        assert all(c.shown.box[0] <= (box[0] + box[2]) / 2 <= c.shown.box[2] for _, box in c.shown.lines)


def test_ticks_come_from_the_ink(reading: PageReading) -> None:
    text = "\n".join(c.text for b in reading.blocks if isinstance(b, PageTable) for c in b.cells).replace("\u200b", "")
    assert "☑绘制产业链图谱，开展产业链培育" in text
    assert "☐形成产业链技术难点清单或创新项目库" in text


def test_without_words_the_grid_still_stands() -> None:
    tables = [b for b in read_picture(worn()[0], PAGE, NullEngine(), 72 / DPI).blocks if isinstance(b, PageTable)]
    assert [len(t.cells) for t in tables] == [52]


@pytest.mark.parametrize(
    ("over", "letters", "garbled", "wanted"),
    [
        (None, 700, 0, False),
        (None, 700, 30, True),  # letters without a meaning
        ("visible text", 12, 0, False),
        ("hidden text", 11, 0, True),  # somebody's recogniser over a picture of the page
        ("text below", 10, 0, True),
        (None, 0, 0, False),  # an empty page
    ],
)
def test_which_pages_need_a_look(over: str | None, letters: int, garbled: int, wanted: bool) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    picture = cv2.imencode(".png", np.full((842, 595), 255, np.uint8))[1].tobytes()
    if over == "text below":
        page.insert_text((100, 100), over)
    if over:
        page.insert_image(page.rect, stream=picture)
    if over in ("visible text", "hidden text"):
        page.insert_text((100, 100), over, render_mode=3 if over == "hidden text" else 0)
    assert needs_a_look(page, letters, garbled) is wanted


def test_a_page_of_a_pdf_is_read_in_points() -> None:
    pdf = pymupdf.open()
    page = pdf.new_page(width=595, height=842)
    page.insert_image(page.rect, stream=cv2.imencode(".jpg", worn()[0])[1].tobytes())
    reading = read_scanned_page(page, 1, NullEngine())
    table = next(b for b in reading.blocks if isinstance(b, PageTable))
    assert table.bbox == pytest.approx((90, 60, 520, 772), abs=25)


def test_a_page_as_large_as_its_pixels_is_not_drawn_larger() -> None:
    """Telephones' programs write pages of a point a pixel: they were drawn at twice their size, for minutes."""
    sizes = []
    for width, height in ((2411, 3181), (1200, 1600)):  # points
        page = pymupdf.open().new_page(width=width, height=height)
        page.insert_image(page.rect, stream=cv2.imencode(".jpg", np.full((height, width), 255, np.uint8))[1].tobytes())
        sizes.append(height / 72 * _dpi(page))
    assert sizes == [pytest.approx(3181, abs=50), pytest.approx(1754, abs=50)]


@pytest.mark.slow
def test_a_large_picture_is_read_reduced_and_its_boxes_are_in_its_own_pixels(tmp_path: Path) -> None:
    path = tmp_path / "phone.png"
    small = worn()[0]
    picture = cv2.resize(small, None, fx=2.2, fy=2.2, interpolation=cv2.INTER_CUBIC)
    assert max(picture.shape) > MOST_LONG
    cv2.imwrite(str(path), picture)
    source = SourceFile(str(path), "0" * 64, "image", 1)
    (table,) = [b for b in read_scan(source, NullEngine()).blocks if isinstance(b, Table)]
    boxes = [c.place.bbox for c in table.cells if c.place.bbox is not None]
    around = [f(v) for f, v in zip((min, min, max, max), zip(*boxes, strict=True), strict=True)]
    assert around == pytest.approx([v * 2.2 * DPI / 72 for v in (90, 60, 520, 772)], abs=25 * 2.2 * DPI / 72)


def test_a_damaged_picture_is_named(tmp_path: Path) -> None:
    from formextract.errors import UnreadableFileError

    path = tmp_path / "cut.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 100)
    with pytest.raises(UnreadableFileError, match="重新扫描"):
        read_scan(SourceFile(str(path), "0" * 64, "image", 104), NullEngine())


if __name__ == "__main__":
    from formextract.ocr import default_engine

    engine = RecordingEngine(default_engine())
    read_picture(worn()[0], PAGE, engine, 72 / DPI)
    RECORDING.parent.mkdir(exist_ok=True)
    engine.save(RECORDING)
