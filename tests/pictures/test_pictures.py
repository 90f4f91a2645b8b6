"""Originals as people look at them: what stands in a box on the page stands in the box of the picture."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pymupdf
import pytest
from made_ofd import grid, page, text, write

from formextract import extract
from formextract.errors import UnreadableFileError
from formextract.model import TYPED, Cell, Place, Table
from formextract.pictures import Paged, Picture, Tabled, around, open_original, whole

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def pixels(picture: Picture) -> np.ndarray:
    decoded = cv2.imdecode(np.frombuffer(picture.data, np.uint8), cv2.IMREAD_COLOR)
    assert decoded.shape[:2] == (picture.height, picture.width)
    return decoded


def inside(picture: Picture, box) -> np.ndarray:
    x0, y0, x1, y1 = (round(v) for v in picture.within(box))
    return pixels(picture)[y0:y1, x0:x1]


def red(part: np.ndarray) -> float:
    """Share of red pixels."""
    b, g, r = (part[:, :, i].astype(int) for i in range(3))
    return float(((r > 180) & (g < 90) & (b < 90)).mean())


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_box_of_a_pdf_page_is_where_it_is_drawn(tmp_path: Path, rotation: int) -> None:
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=400, height=600)
        page.draw_rect(pymupdf.Rect(100, 200, 180, 220), color=(1, 0, 0), fill=(1, 0, 0))
        page.set_rotation(rotation)
        box = tuple(pymupdf.Rect(100, 200, 180, 220) * page.rotation_matrix)
        size = (page.rect.width, page.rect.height)
        data = pdf.tobytes()
    with open_original(BytesIO(data), "pdf") as original:
        assert isinstance(original, Paged)
        assert (original.count, original.size(1)) == (1, size)
        whole_page = original.picture(1, width=800)
        assert whole_page.width == 800
        part = original.picture(1, area=(box[0] - 30, box[1] - 20, box[2] + 5000, box[3] + 20), width=800)
        assert part.area[2] == size[0]  # cut at the page's edge
        for picture in (whole_page, part):
            assert red(inside(picture, box)) > 0.9
            assert red(inside(picture, (box[0] - 20, box[1] - 20, box[0] - 4, box[1] - 4))) == 0


def test_the_cell_of_a_reading_is_on_its_picture() -> None:
    [record] = extract(SAMPLES / "national-drawn.pdf", check=False)
    [o] = [o for o in record.values if o.key == "gross_output@2021"]
    assert o.source is not None
    with open_original(SAMPLES / "national-drawn.pdf", "pdf") as original:
        assert isinstance(original, Paged)
        picture = original.picture(o.source.page, area=(0, o.source.bbox[1] - 20, 600, o.source.bbox[3] + 20))
    assert picture.media == "image/png"
    assert len(picture.data) < 20_000
    assert picture.url.startswith("data:image/png;base64,iVBOR")
    ink = (inside(picture, o.source.bbox) < 100).mean()
    assert 0.02 < ink < 0.5


def test_picture_files_are_shown_with_their_pages(tmp_path: Path) -> None:
    first = np.full((300, 200, 3), 240, np.uint8)
    first[100:150, 40:90] = (0, 0, 255)
    second = np.full((100, 400, 3), 200, np.uint8)
    cv2.imwrite(str(tmp_path / "a.png"), first)
    cv2.imwritemulti(str(tmp_path / "b.tif"), [first, second])
    with (tmp_path / "a.png").open("rb") as stream, open_original(stream, "image") as original:
        assert isinstance(original, Paged)
        assert original.size(1) == (200.0, 300.0)
        picture = original.picture(1, width=100)
        assert (picture.width, picture.height) == (100, 150)
        assert red(inside(picture, (42, 102, 88, 148))) > 0.9
    with open_original(tmp_path / "b.tif", "image") as original:
        assert isinstance(original, Paged)
        assert [original.size(n) for n in (1, 2)] == [(200.0, 300.0), (400.0, 100.0)]
        with pytest.raises(UnreadableFileError, match="文件只有 2 页，没有第 3 页"):
            original.picture(3)


def test_ofd_pages_are_drawn_from_what_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ofd", [page(grid([20, 60, 120], [30, 42]) + text(65, 33.5, "1234.56"))])
    with open_original(path, "ofd") as original:
        assert isinstance(original, Paged)
        assert original.redrawn
        picture = original.picture(1)
        mm = 72 / 25.4
        filled = inside(picture, (62 * mm, 32 * mm, 118 * mm, 41 * mm))
        empty = inside(picture, (22 * mm, 32 * mm, 58 * mm, 41 * mm))
        assert (filled < 128).any()
        assert not (empty < 128).any()
        assert (inside(picture, (59.5 * mm, 33 * mm, 60.5 * mm, 40 * mm)) < 160).any()  # the rule


@pytest.mark.parametrize(
    ("data", "kind", "told"),
    [
        (b"no pdf at all", "pdf", "PDF 文件已损坏"),
        (b"\x89PNG\r\n\x1a\nbroken", "image", "图片已损坏"),
        (b"II*\x00broken", "image", "图片已损坏"),
        (b"PK", "docx", "Word"),
        (b"x", "mp4", "无法在这里显示"),
    ],
)
def test_what_cannot_be_shown_is_told_in_one_line(data: bytes, kind: str, told: str) -> None:
    with pytest.raises(UnreadableFileError, match=told), open_original(BytesIO(data), kind):
        pass


def test_a_place_beyond_the_page_is_told() -> None:
    with open_original(SAMPLES / "national-drawn.pdf", "pdf") as original:
        assert isinstance(original, Paged)
        with pytest.raises(UnreadableFileError, match="在页面之外"):
            original.picture(1, area=(10, 5000, 20, 5010))
        assert original.picture(1, width=10**9).width <= 4000


def test_the_rows_around_a_cell_of_a_word_form() -> None:
    [record] = extract(SAMPLES / "national.docx", check=False)
    [o] = [o for o in record.values if o.key == "gross_output@2022"]
    assert o.source is not None
    with open_original(SAMPLES / "national.docx", "docx") as original:
        assert isinstance(original, Tabled)
        [excerpt] = original.around([o.source.cell])
    assert excerpt.names == (o.source.cell,)
    assert [len(row) for row in excerpt.rows] == [4, 4, 4]
    assert [c.text for c in excerpt.rows[0]] == ["年度", "2021年", "2022年", "2023年"]
    assert [c.text for row in excerpt.rows for c in row if c.marked] == [o.raw]


def table(n_rows: int, n_cols: int, *merged: tuple[int, int, int, int]) -> Table:
    """A table whose cells are named by row and column; `merged` cells as row, column, rowspan, colspan."""
    covered = {(r + i, c + j) for r, c, h, w in merged for i in range(h) for j in range(w)} - {m[:2] for m in merged}
    spans = {m[:2]: m[2:] for m in merged}
    cells = [
        Cell(r, c, *spans.get((r, c), (1, 1)), f"{r},{c}", Place(cell=f"R{r}C{c}"), legibility=TYPED)
        for r in range(n_rows)
        for c in range(n_cols)
        if (r, c) not in covered
    ]
    return Table(tuple(cells), n_rows, n_cols)


def grid_of(excerpt) -> list[list[str]]:
    """What a browser makes of the rows: each place with the name of the cell that covers it."""
    width = max(sum(c.colspan for c in row) for row in excerpt.rows[:1])
    out: list[list[str]] = [[""] * width for _ in excerpt.rows]
    for r, row in enumerate(excerpt.rows):
        col = 0
        for cell in row:
            while out[r][col]:
                col += 1
            for i in range(cell.rowspan):
                for j in range(cell.colspan):
                    assert out[r + i][col + j] == ""
                    out[r + i][col + j] = cell.name
    return out


def test_spans_are_cut_to_the_excerpt() -> None:
    tall = table(9, 3, (0, 0, 9, 1), (4, 1, 1, 2))
    [excerpt] = around([tall], ["R4C1"])
    assert (excerpt.first_row, excerpt.last_row, excerpt.of_rows) == (4, 6, 9)
    assert grid_of(excerpt) == [["R0C0", "R3C1", "R3C2"], ["R0C0", "R4C1", "R4C1"], ["R0C0", "R5C1", "R5C2"]]
    assert grid_of(whole(tall))[8] == ["R0C0", "R8C1", "R8C2"]


def test_cells_far_apart_are_two_excerpts_and_wide_tables_are_cut() -> None:
    sheet = table(40, 40, (0, 0, 1, 40))
    near, far = around([sheet], ["R1C20", "R3C21", "R30C2"])
    assert (near.names, far.names) == (("R1C20", "R3C21"), ("R30C2",))
    assert (near.first_row, near.last_row, far.first_row, far.last_row) == (1, 5, 30, 32)
    columns = [0, 1, *range(16, 26)]
    assert grid_of(near) == [["R0C0"] * 12] + [[f"R{r}C{c}" for c in columns] for r in range(1, 5)]
    assert grid_of(far)[1] == [f"R30C{c}" for c in range(7)]


def test_an_excerpt_brings_the_row_of_years_that_stands_above_its_cells() -> None:
    headed = table(9, 4, (7, 1, 1, 3))
    said = {"R0C1": "2021年", "R0C2": "2022年", "R0C3": "2023 年"}
    cells = tuple(replace(c, text=said.get(c.place.cell or "", c.text)) for c in headed.cells)
    headed = replace(headed, cells=cells)
    [near] = around([headed], ["R1C1"])
    assert near.heading == ()  # it is among the rows
    [far] = around([headed], ["R5C2"])
    assert [c.text for c in far.heading] == ["0,0", "2021年", "2022年", "2023 年"]
    [spanning] = around([headed], ["R7C1"])
    assert spanning.heading == ()  # a cell under all three years is of none of them


def test_of_a_photograph_that_breaks_off_is_drawn_what_there_is(tmp_path):
    noise = np.random.default_rng(7).integers(0, 255, (300, 200, 3), np.uint8)
    data = cv2.imencode(".jpg", noise)[1].tobytes()
    (tmp_path / "a.jpg").write_bytes(data[: len(data) // 2])
    with open_original(tmp_path / "a.jpg", "image") as original:
        assert original.size(1) == (200.0, 300.0)
