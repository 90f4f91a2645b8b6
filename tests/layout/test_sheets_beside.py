"""A wide sheet printed over several pages is put together again, and pages that only look alike are not."""

from pathlib import Path

import pymupdf
import pytest

from formextract.model import Line, Table
from formextract.pipeline import read

A4 = (595.0, 842.0)
LEFT, ROW = 54.0, 24.0
WIDTHS = [150.0, 110.0, 120.0, 90.0, 130.0, 100.0]
TEXTS = [["指标", "2021年", "2022年", "2023年", "同比", "备注"]] + [
    [f"指标{r}", *(f"{r}{c}.5" for c in range(5))] for r in range(1, 7)
]


def pages_of(rows: list[list[str]], widths: list[float]) -> list[list[int]]:
    """The columns of each page: as many as fit between the margins."""
    out, x = [[]], LEFT
    for c, width in enumerate(widths):
        if x + width > A4[0] - LEFT:
            out.append([])
            x = LEFT
        out[-1].append(c)
        x += width
    return out


def grid(page: pymupdf.Page, rows: list[list[str]], widths: list[float], left: float = LEFT) -> None:
    right, top = left + sum(widths), 90.0
    edges = [left + sum(widths[:c]) for c in range(len(widths) + 1)]
    for r in range(len(rows) + 1):
        page.draw_line((left, top + r * ROW), (right, top + r * ROW))
    for x in edges:
        page.draw_line((x, top), (x, top + len(rows) * ROW))
    for r, row in enumerate(rows):
        for x, text in zip(edges, row, strict=False):
            page.insert_text((x + 4, top + r * ROW + 16), text, fontname="china-s", fontsize=10)


def printed(path: Path, *, down: int = 1, widths: list[float] = WIDTHS, rows: list[list[str]] = TEXTS) -> Path:
    """A PDF of a table, its rows on as many pages down as wanted, then those that lie to the right."""
    pdf = pymupdf.open()
    each = -(-len(rows) // down)
    for columns in pages_of(rows, widths):
        for k in range(down):
            page = pdf.new_page(width=A4[0], height=A4[1])
            part = [[row[c] for c in columns] for row in rows[k * each : (k + 1) * each]]
            grid(page, part, [widths[c] for c in columns])
    pdf.save(path)
    return path


def texts(path: Path) -> list[list[str]]:
    (table,) = [b for b in read(path).blocks if isinstance(b, Table)]
    return [[c.text for c in sorted(table.cells, key=lambda c: c.col) if c.row == r] for r in range(table.n_rows)]


@pytest.mark.parametrize("down", [1, 2, 3])
def test_columns_on_further_pages_stand_beside_the_first(tmp_path, down):
    assert texts(printed(tmp_path / "a.pdf", down=down)) == TEXTS


def test_a_page_of_a_stray_cell_between_does_not_part_them(tmp_path):
    path = tmp_path / "a.pdf"
    printed(path, widths=[w * 1.6 for w in WIDTHS])
    pdf = pymupdf.open(path)
    pdf.new_page(2, width=A4[0], height=A4[1]).insert_text((300, 400), "x")
    pdf.save(tmp_path / "b.pdf")
    (table,) = [b for b in read(tmp_path / "b.pdf").blocks if isinstance(b, Table)]
    assert [c.text for c in sorted(table.cells, key=lambda c: c.col) if c.row == 3] == TEXTS[3]


def test_pages_printed_in_the_middle_stand_beside_each_other_too(tmp_path):
    """Of the last, empty columns up to a cell far off are printed with it: it stands left of the middle."""
    pdf = pymupdf.open()
    for part, (x0, widths) in (((0, 3), (107.5, WIDTHS[:3])), ((3, 6), (80.0, WIDTHS[3:]))):
        page = pdf.new_page(width=A4[0], height=A4[1])
        grid(page, [row[slice(*part)] for row in TEXTS], widths, x0)
    pdf.save(tmp_path / "a.pdf")
    assert texts(tmp_path / "a.pdf") == TEXTS


def test_a_cell_as_high_as_several_beyond_the_break_keeps_them_together(tmp_path):
    pdf = pymupdf.open()
    for n, widths in enumerate(([150.0, 330.0], WIDTHS[3:])):
        page = pdf.new_page(width=A4[0], height=A4[1])
        heads, top = ([0, 1, 3, 5, 7], 90.0) if n == 0 else (range(8), 90.0)
        edges = [LEFT + sum(widths[:c]) for c in range(len(widths) + 1)]
        for r in heads:
            page.draw_line((LEFT, top + r * ROW), (edges[-1], top + r * ROW))
        for x in edges:
            page.draw_line((x, top), (x, top + 7 * ROW))
        for r, row in enumerate(TEXTS):
            if r in heads or n:
                for x, text in zip(edges, row[:2] if n == 0 else row[3:], strict=False):
                    page.insert_text((x + 4, top + r * ROW + 16), text, fontname="china-s", fontsize=10)
    pdf.save(tmp_path / "a.pdf")
    (table,) = [b for b in read(tmp_path / "a.pdf").blocks if isinstance(b, Table)]
    assert [c.rowspan for c in table.cells if c.text == "指标3"] == [2]
    assert [c.text for c in table.cells if c.row == 4] == ["42.5", "43.5", "44.5"]


def test_three_pages_across(tmp_path):
    assert texts(printed(tmp_path / "a.pdf", widths=[w * 1.6 for w in WIDTHS])) == TEXTS


def test_each_cell_says_on_which_page_it_stands(tmp_path):
    (table,) = [b for b in read(printed(tmp_path / "a.pdf")).blocks if isinstance(b, Table)]
    at = {c.text: (c.place.page, round(c.place.bbox[0])) for c in table.cells}
    assert at["指标1"] == (1, 54)
    assert at["13.5"] == (2, 54)
    assert all(c.legibility.confidence == 1.0 for c in table.cells)


def test_a_list_that_goes_on_below_is_not_laid_beside(tmp_path):
    pdf = pymupdf.open()
    for first in (0, 6):
        page = pdf.new_page(width=A4[0], height=A4[1])
        grid(page, [[f"{first + r}-{c}" for c in range(4)] for r in range(6)], [100, 120, 130, 130])
    pdf.save(tmp_path / "a.pdf")
    (table,) = [b for b in read(tmp_path / "a.pdf").blocks if isinstance(b, Table)]
    assert (table.n_rows, table.n_cols) == (12, 4)


@pytest.mark.parametrize("widths", [[100.0, 80.0, 70.0], [240.0, 240.0]])
def test_another_table_of_as_many_rows_is_another(tmp_path, widths):
    """Narrow ones had room beside each other; of full pages the second begins with a column that is as wide."""
    pdf = pymupdf.open()
    grid(pdf.new_page(width=A4[0], height=A4[1]), TEXTS, [90.0, 80.0, 70.0, 60.0])
    pdf[0].insert_text((54, 80), "一、基本情况", fontname="china-s")
    page = pdf.new_page(width=A4[0], height=A4[1])
    grid(page, [[f"乙{r}", "1", "2"][: len(widths)] for r in range(len(TEXTS) + (len(widths) == 2))], widths)
    pdf.save(tmp_path / "a.pdf")
    blocks = read(tmp_path / "a.pdf").blocks
    tables = [b for b in blocks if isinstance(b, Table)]
    assert [t.n_cols for t in tables] == [4, len(widths)]
    assert any(isinstance(b, Line) for b in blocks)


def test_writing_that_the_break_cuts_is_read_once_and_in_doubt(tmp_path):
    pdf = pymupdf.open()
    said = "引进补链项目二十二个计划投资六亿元"
    for n, (x0, x1) in enumerate(((LEFT, 500.0), (LEFT, 354.0))):
        page = pdf.new_page(width=A4[0], height=A4[1])
        for r in range(5):
            page.draw_line((x0, 90 + r * ROW), (x1, 90 + r * ROW))
        for x in (LEFT, 180.0) if n == 0 else (x1,):
            page.draw_line((x, 90), (x, 90 + 4 * ROW))
        if n:
            page.draw_line((254.0, 90 + ROW), (254.0, 90 + 4 * ROW))
    start = 500.0 - 6.4 * 10
    for r in range(4):
        pdf[0].insert_text((60, 90 + r * ROW + 16), f"情况{r}", fontname="china-s", fontsize=10)
    pdf[0].insert_text((start, 106), said[:7], fontname="china-s", fontsize=10)
    pdf[1].insert_text((start + 60 - (500.0 - LEFT), 106), said[6:], fontname="china-s", fontsize=10)
    pdf.save(tmp_path / "a.pdf")
    (table,) = [b for b in read(tmp_path / "a.pdf").blocks if isinstance(b, Table)]
    (cell,) = [c for c in table.cells if c.text.startswith("引进")]
    assert cell.text == said
    assert cell.legibility.confidence < 0.9
