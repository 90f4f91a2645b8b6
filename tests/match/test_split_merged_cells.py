"""Cells of scans that lost the rule between them, parted by the form's labels."""

from dataclasses import replace

from made_documents import FORMS, form, placed, read_from_picture, table

from formextract.model import Cell, Document, Place, Table
from formextract.model.document import Shown
from formextract.model.doubt import doubt

CEILING = doubt("cells_run_together").ceiling
WIDE, HIGH = 100.0, 20.0
"""Points of a column and of a line; letters are 10 points high."""


def scanned(made: Table, *, heights=None, page: int = 1, top: float = 0.0) -> Table:
    """The table as a picture shows it: rows as high as their lines, each line in the middle of its share of the cell.

    Words parted by `|` stand side by side in the columns that the cell spans. `heights` in lines by row.
    """
    lines = heights or [
        max([c.text.count("\n") + 1 for c in made.cells if c.row == r and c.rowspan == 1], default=1)
        for r in range(made.n_rows)
    ]
    edges = [top]
    for n in lines:
        edges.append(edges[-1] + n * HIGH)
    cells = []
    for c in made.cells:
        box = (c.col * WIDE, edges[c.row], (c.col + c.colspan) * WIDE, edges[c.row + c.rowspan])
        written = c.text.split("\n") if c.text else []
        step = (box[3] - box[1]) / max(1, len(written))
        words = []
        for k, line in enumerate(written):
            y = box[1] + step * (k + 0.5)
            for n, word in enumerate(line.split("|")):
                x = box[0] + n * WIDE
                if word:
                    words.append((word, (x + 10, y - 5, x + 90, y + 5)))
        place = Place(page, box)
        text = c.text.replace("|", " ")
        cells.append(replace(c, text=text, place=place, shown=Shown(box, tuple(words))))
    return replace(made, cells=tuple(cells))


def scan(*blocks) -> Document:
    """A scanned form: its own digital part one, and these tables."""
    made = form(*blocks)
    made = read_from_picture(made, lambda x: 1.0 if isinstance(x, Cell) and x.shown else None)
    return replace(made, reader="scan")


def as_matched(made: Document) -> Document:
    (found,) = FORMS.match(made)
    return found.document


def mended(*blocks) -> Document:
    return as_matched(scan(*blocks))


def sure(made: Document, text: str) -> float:
    (read,) = [c.legibility for b in made.blocks if isinstance(b, Table) for c in b.cells if c.text == text]
    return read.confidence


YEARS = ["指标", "2021年", "2022年", "2023年"]
WHOLE = table(YEARS, ["集群总产值（亿元）", "1.1", "2.2", "3.3"], ["集群企业数量", "10", "20", "30"])
READ = {
    "gross_output@2021": "1.1",
    "gross_output@2022": "2.2",
    "gross_output@2023": "3.3",
    "enterprises@2021": "10",
    "enterprises@2022": "20",
    "enterprises@2023": "30",
}


def test_a_whole_grid_is_left_alone() -> None:
    made = scan(scanned(WHOLE))
    assert as_matched(made) is made


def test_a_digital_document_is_left_alone() -> None:
    made = form(table(YEARS, ["集群总产值（亿元）\n集群企业数量", "1.1\n10", "2.2\n20", "3.3\n30"]))
    assert as_matched(made) is made


def test_two_rows_in_one_are_parted_and_what_stands_level_stays_sure() -> None:
    lost = scanned(table(YEARS, ["集群总产值（亿元）\n集群企业数量", "1.1\n10", "2.2\n20", "3.3\n30"]))
    made = mended("二、主导产业情况", lost)
    assert placed(made) == READ
    assert sure(made, "20") == 1.0
    assert made.notes == ("第 1 页表格线不清，有 1 处几行或几列并在一格，已按表样分开，请核对原件",)


def test_parts_know_where_they_stand_on_the_page() -> None:
    lost = scanned(table(YEARS, ["集群总产值（亿元）\n集群企业数量", "1.1\n10", "2.2\n20", "3.3\n30"]))
    (made,) = [b for b in mended(lost).blocks if isinstance(b, Table) and b.n_cols == 4]
    assert [c.place.bbox for c in made.cells if c.text == "20"] == [(200.0, 40.0, 300.0, 60.0)]


def test_figures_that_stand_off_their_labels_are_not_sure() -> None:
    lost = scanned(table(YEARS, ["集群总产值（亿元）\n集群企业数量", "1.1\n10", "2.2\n20", "30"]))
    made = mended("二、主导产业情况", lost)
    found = placed(made)
    assert found["enterprises@2022"] == "20"
    assert found.get("gross_output@2023", "") in ("", "30")
    assert sure(made, "30") == CEILING


def test_a_label_that_lost_its_rule_beside_rows_that_have_theirs() -> None:
    lost = scanned(table(YEARS, ["集群总产值（亿元）\n集群企业数量", "1.1", "2.2", "3.3"], ["^", "10", "20", "30"]))
    made = mended("二、主导产业情况", lost)
    assert placed(made) == READ
    (grid,) = [b for b in made.blocks if isinstance(b, Table) and b.n_cols == 4]
    assert grid.n_rows == 3


def test_figures_in_one_cell_beside_two_labels() -> None:
    rows = (["集群总产值（亿元）", "1.1\n10", "2.2", "3.3"], ["集群企业数量", "^", "20", "30"])
    made = mended("二、主导产业情况", scanned(table(YEARS, *rows), heights=[1, 1, 1]))
    assert placed(made) == READ
    assert len(made.notes) == 1


def test_years_side_by_side_in_one_cell() -> None:
    lost = scanned(
        table(
            ["指标", "2021年|2022年|2023年", "<", "<"],
            ["集群总产值（亿元）", "1.1", "2.2", "3.3"],
            ["集群企业数量", "10", "20", "30"],
        )
    )
    assert placed(mended("二、主导产业情况", lost)) == READ


def test_figures_side_by_side_in_one_cell() -> None:
    lost = scanned(table(YEARS, ["集群总产值（亿元）", "1.1|2.2", "<", "3.3"], ["集群企业数量", "10", "20", "30"]))
    assert placed(mended("二、主导产业情况", lost)) == READ


def test_a_label_of_two_lines_is_one_label() -> None:
    made = scan(scanned(table(["集群外商直接\n投资额（万元）", "123"], ["集群企业数量", "10"])))
    assert as_matched(made) is made


def two_pages(*rows, strokes: bool = False) -> Table:
    """A table whose first page has all its rules, and whose second lost the rule right of the captions."""
    first = scanned(table(YEARS, ["集群总产值（亿元）", "1.1", "2.2", "3.3"]))
    second = scanned(table(*rows), page=2)
    cells = []
    for c in second.cells:
        words = c.shown.lines
        if strokes and c.col == 0:
            words = (*words, ("1", (c.shown.box[0] + WIDE - 0.3, words[0][1][1], WIDE + 0.3, words[0][1][3])))
        cells.append(replace(c, row=c.row + 2, shown=replace(c.shown, lines=words)))
    return Table((*first.cells, *cells), first.n_rows + second.n_rows, 4, (2,))


LOST = (["年度|2021年", "<", "2022年", "2023年"], ["集群企业数量|10", "<", "20", "30"])


def test_captions_that_took_the_first_year_with_them_on_one_page() -> None:
    made = mended("二、主导产业情况", two_pages(*LOST))
    assert placed(made) == READ
    assert sure(made, "10") == CEILING
    assert sure(made, "30") == 1.0


def test_what_is_left_of_the_lost_rule_is_no_figure() -> None:
    assert placed(mended("二、主导产业情况", two_pages(*LOST, strokes=True))) == READ


def test_a_caption_over_the_lost_rule_is_left_alone() -> None:
    wide = (["年度|2021年", "<", "2022年", "2023年"], ["集群企业数量", "<", "20", "30"])
    found = placed(mended("二、主导产业情况", two_pages(*wide)))
    assert "enterprises@2021" not in found
    assert found["enterprises@2022"] == "20"
