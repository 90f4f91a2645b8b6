"""Lists whose columns are ruled and whose rows are not."""

from formextract.layout.grid import find_grids
from formextract.layout.unruled_rows import rows_by_lines
from formextract.text.flow import TextRun

COLUMNS = (0.0, 100.0, 200.0, 300.0)
HEADS = ["名称", "数量", "金额"]
ROWS = [["甲件", "105", "476.54"], ["乙件", "420", "1906.15"], ["打包费用", "", "2811.97"], ["丙件", "90", "408.46"]]


def written(rows: list[list[str]]) -> tuple[list, dict]:
    """One grid with a head and one tall cell a column, in which the rows are written 14 points apart."""
    bottom = 40.0 + 14 * len(rows)
    level = [(y, 0.0, 300.0) for y in (0.0, 20.0, bottom)]
    grids = find_grids(level, [(x, 0.0, bottom) for x in COLUMNS])
    inside: dict = {}
    for n, row in enumerate([HEADS, *rows]):
        top = 5.0 if n == 0 else 25.0 + 14 * (n - 1)
        for c, text in enumerate(row):
            if text:
                piece = TextRun(COLUMNS[c] + 5, top, COLUMNS[c] + 60, top + 10, 10.0, text)
                inside.setdefault((0, grids[0].find(COLUMNS[c] + 30, top + 5)), []).append(piece)
    return grids, inside


def texts(grids: list, placed: dict) -> list[list[str]]:
    (grid,) = grids
    return [["".join(p.text for p in placed.get((0, k), [])) for k in row] for row in grid.at]


def test_each_line_becomes_a_row() -> None:
    assert texts(*rows_by_lines(*written(ROWS))) == [HEADS, *ROWS]


def test_paragraphs_side_by_side_stay_in_their_cells() -> None:
    """Without columns of figures the lines of neighbouring cells only happen to stand side by side."""
    prose = [["研发投入持续", "平台建设有序", "标准制定领先"]] * 5
    grids, inside = written(prose)
    assert rows_by_lines(grids, inside)[0] == grids


def test_few_lines_are_no_list() -> None:
    grids, inside = written(ROWS[:3])
    assert rows_by_lines(grids, inside)[0] == grids
