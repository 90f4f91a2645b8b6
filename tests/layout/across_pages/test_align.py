"""Sheets that lay to one side, were photographed from nearer, or lost a rule: tables that go on overleaf."""

import pytest

from formextract.layout.across_pages.align import aligned
from formextract.layout.across_pages.join import join_pages
from formextract.layout.page import PageTable
from formextract.layout.table_builder import PlacedCell
from formextract.model import Legibility, Line, Place, Table
from formextract.model.document import Shown
from formextract.model.doubt import doubt

READ = Legibility(1.0, (), scanned=True)
ASTRAY = doubt("columns_astray").ceiling


def table(page: int, *rows: tuple[list[float], list[str]], left: float = 100.0, scale: float = 1.0) -> PageTable:
    """A page's table; each row has its edges (from 0 to 400) and its texts."""
    cells = []
    for r, (edges, texts) in enumerate(rows):
        for a, b, text in zip(edges, edges[1:], texts, strict=False):
            x0, x1, y0, y1 = left + a * scale, left + b * scale, 100.0 + 20 * r, 120.0 + 20 * r
            cells.append(PlacedCell(y0, y1, x0, x1, text, Place(page, (x0, y0, x1, y1)), READ))
    return PageTable((min(c.x0 for c in cells), 100.0, max(c.x1 for c in cells), 100.0 + 20 * len(rows)), tuple(cells))


def line(page: int, text: str, sure: float = 1.0) -> Line:
    return Line(text, Place(page, (250.0, 800.0, 280.0, 812.0)), legibility=Legibility(sure, (), scanned=True))


YEARS = [0, 140, 180, 254, 327, 400]
HEAD = (YEARS, ["指标", "单位", "2021年", "2022年", "2023年"])
NAMES = ([0, 127, 400], ["名称", "甲"])


def under(pages: list[list], text: str) -> tuple[str, float]:
    """What heads the column of a text, and how sure that is."""
    for block in join_pages(aligned(pages)):
        if isinstance(block, Table):
            for cell in block.cells:
                if cell.text == text:
                    heads = [c.text for c in block.cells if c.col == cell.col and c.text.endswith("年")]
                    return (heads[0] if heads else ""), cell.legibility.confidence
    raise AssertionError(text)


def test_a_page_number_far_from_the_edge_of_a_photograph_does_not_part_a_table() -> None:
    """The years of one page were lost for the next: its number, on a desk, stood too far up to be known as one."""
    above = [table(1, NAMES, HEAD, (YEARS, ["产值", "亿元", "1", "2", "3"])), line(1, "-3.")]
    below = [table(2, (YEARS, ["出口", "万元", "4", "5", "6"])), line(2, "第4页")]
    assert under([above, below], "4") == ("2021年", 1.0)
    assert aligned([above, below])[2] == [line(1, "-3."), line(2, "第4页")]


@pytest.mark.parametrize(
    ("text", "sure", "joined"),
    [("•", 1.0, True), ("1", 0.85, True), ("家", 0.95, False), ("95242 十戊", 0.2, True), ("素趋紧。", 0.85, False)],
)
def test_dust_and_desk_between_two_pages_do_not_part_a_table(text: str, sure: float, joined: bool) -> None:
    """Specks were read as points, and surely: the years were lost for the next page."""
    above = [table(1, NAMES, HEAD, (YEARS, ["产值", "亿元", "1", "2", "3"])), line(1, text, sure)]
    below = [table(2, (YEARS, ["出口", "万元", "4", "5", "6"]))]
    pages = aligned([above, below])
    assert (len(pages) == 3) is joined


def test_two_sheets_photographed_from_nearer_than_the_first_go_on_as_surely_as_two_others() -> None:
    """Held against the one before as it was moved under the first, the third page was too wide to be its other half."""
    first = [table(1, NAMES, HEAD, (YEARS, ["产值", "亿元", "1", "2", "3"]))]
    second = [table(2, (YEARS, ["出口", "万元", "4", "5", "6"]), left=60.0, scale=1.025)]
    third = [table(3, ([0, 400], ["说明"]), ([0, 160, 400], ["增速", "7"]), left=50.0, scale=1.045)]
    assert under([first, second, third], "7")[1] == 1.0
    assert len(join_pages(aligned([first, second, third]))) == 1


def test_a_sheet_photographed_from_nearer_goes_on_under_the_same_columns() -> None:
    """The rest of the page had columns of its own, so that not all of either were among the other's."""
    above = [table(1, ([0, 100, 200, 400], ["a", "b", "c"]), HEAD, (YEARS, ["产值", "亿元", "1", "2", "3"]))]
    below = [
        table(
            2,
            (YEARS, ["出口", "万元", "4", "5", "6"]),
            ([0, 80, 232, 400], ["d", "e", "f"]),
            left=60.0,
            scale=1.12,
        )
    ]
    assert under([above, below], "5") == ("2022年", 1.0)


def test_columns_that_hardly_agree_are_joined_with_doubt() -> None:
    above = [table(1, ([0, 90, 400], ["a", "b"]), HEAD)]
    askew = [0, 144, 185, 259, 331, 400]
    below = [table(2, (askew, ["出口", "万元", "4", "5", "6"]), ([0, 50, 300, 400], ["d", "e", "f"]), scale=1.1)]
    assert under([above, below], "6") == ("2023年", ASTRAY)


@pytest.mark.parametrize(("off", "sure"), [(0.1, 1.0), (1.6, ASTRAY)])
def test_one_column_goes_on_surely_only_where_it_stands_just_there(off: float, sure: float) -> None:
    """A row of two cells, photographed from nearer, was in doubt wherever its one column stood."""
    above = [table(1, ([0, 90, 400], ["a", "b"]), ([0, 160, 400], ["做法", "甲"]))]
    below = [table(2, ([0, 160 + off, 400], ["效果", "乙"]), ([0, 50, 300, 400], ["d", "e", "f"]), scale=1.1)]
    (_, (moved,)) = aligned([above, below])
    assert isinstance(moved, PageTable)
    assert {c.legibility.confidence for c in moved.cells} == {sure}


def test_a_page_that_lost_the_rule_at_one_side_goes_on_with_doubt() -> None:
    above = [table(1, HEAD)]
    assert under([above, [table(2, (YEARS[1:], ["万元", "4", "5", "6"]))]], "5") == ("2022年", ASTRAY)
    assert under([above, [table(2, (YEARS[:-1], ["出口", "万元", "4", "5"]))]], "5") == ("2022年", ASTRAY)


def test_what_goes_on_below_a_doubtful_part_is_doubtful_too() -> None:
    pages = [[table(1, HEAD)], [table(2, (YEARS[1:], ["万元", "4", "5", "6"]))], [table(3, (YEARS, list("uvwxy")))]]
    assert under(pages, "w")[1] == ASTRAY


def test_another_table_overleaf_stays_by_itself() -> None:
    pages = [[table(1, HEAD)], [table(2, ([0, 60, 210, 400], ["方向", "指标", "目标"]), scale=1.15)]]
    assert len(join_pages(aligned(pages))) == 2


def test_no_line_of_a_cell_is_surer_than_its_doubtful_columns() -> None:
    shown = Shown((0.0, 0.0, 9.0, 9.0), (("4", (0.0, 0.0, 9.0, 9.0)),), (READ,))
    below = table(2, (YEARS[1:], ["万元", "4", "5", "6"]))
    below = below._replace(cells=tuple(c._replace(shown=shown) for c in below.cells))
    (_, (moved,)) = aligned([[table(1, HEAD)], [below]])
    assert isinstance(moved, PageTable)
    assert {c.shown and c.shown.sure for c in moved.cells} == {()}
