"""Tables cut by page breaks, joined again."""

from formextract.layout.across_pages.join import join_pages
from formextract.layout.page import PageTable
from formextract.layout.table_builder import PlacedCell
from formextract.model import TYPED, Line, Place, Table

WIDTHS = (100.0, 200.0, 300.0)


def table(page, *rows, top=100.0, widths=WIDTHS):
    """A page's table with a row of texts each; None goes on the cell to its left."""
    edges = [50.0 + w for w in (0, *widths)]
    cells = []
    for r, row in enumerate(rows):
        y0, y1 = top + 20 * r, top + 20 * (r + 1)
        for c, text in enumerate(row):
            if text is None:
                continue
            right = c + 1
            while right < len(row) and row[right] is None:
                right += 1
            box = (edges[c], y0, edges[right], y1)
            cells.append(PlacedCell(y0, y1, edges[c], edges[right], text, Place(page, box), TYPED))
    return PageTable((edges[0], top, edges[-1], top + 20 * len(rows)), tuple(cells))


def line(page, text):
    return Line(text, Place(page, (50, 50, 100, 60)), legibility=TYPED)


def shape(blocks):
    return [
        b.text
        if isinstance(b, Line)
        else ([(c.row, c.col, c.rowspan, c.colspan, c.text, c.place.page) for c in b.cells], b.page_starts)
        for b in blocks
    ]


def test_rows_go_on_below_and_the_break_is_remembered():
    pages = [[line(1, "一"), table(1, ("名称", "甲", None))], [table(2, ("面积", "3", None)), line(2, "二")]]
    assert shape(join_pages(pages)) == [
        "一",
        ([(0, 0, 1, 1, "名称", 1), (0, 1, 1, 1, "甲", 1), (1, 0, 1, 1, "面积", 2), (1, 1, 1, 1, "3", 2)], (1,)),
        "二",
    ]


def test_a_repeated_heading_is_dropped_over_several_pages():
    head = ("指标", "2021年", "2022年")
    pages = [
        [table(1, head, ("产值", "1", "2"))],
        [table(2, head, ("企业", "3", "4"))],
        [table(3, head, ("专利", "5", "6"))],
    ]
    (joined,) = join_pages(pages)
    assert isinstance(joined, Table)
    assert [[c.text for c in joined.cells if c.row == r] for r in range(joined.n_rows)] == [
        ["指标", "2021年", "2022年"],
        ["产值", "1", "2"],
        ["企业", "3", "4"],
        ["专利", "5", "6"],
    ]
    assert (joined.page_starts, {c.place.page for c in joined.cells}) == ((2, 3), {1, 2, 3})


def test_a_heading_of_two_rows_is_dropped_whole():
    head = (("指标", "年度", None), ("名称", "2021年", "2022年"))
    pages = [[table(1, *head, ("产值", "1", "2"))], [table(2, *head, ("企业", "3", "4"))]]
    (joined,) = join_pages(pages)
    assert [c.text for c in joined.cells if c.row >= 2] == ["产值", "1", "2", "企业", "3", "4"]
    assert joined.n_rows == 4


def test_a_row_of_one_word_that_recurs_is_no_heading():
    pages = [[table(1, ("无", "", ""), ("产值", "1", "2"))], [table(2, ("无", "", ""), ("企业", "3", "4"))]]
    (joined,) = join_pages(pages)
    assert [c.text for c in joined.cells if c.col == 0] == ["无", "产值", "无", "企业"]


def test_a_page_with_nothing_but_the_repeated_heading_adds_no_row():
    head = ("指标", "2021年", "2022年")
    (joined,) = join_pages([[table(1, head, ("产值", "1", "2"))], [table(2, head)]])
    assert (joined.n_rows, joined.page_starts) == (2, ())


def test_a_table_behind_a_line_or_of_another_width_is_a_new_one():
    first, second = table(1, ("名称", "甲", None)), table(2, ("面积", "3", None))
    assert len(join_pages([[first], [line(2, "二、"), second]])) == 3
    assert len(join_pages([[first], [table(2, ("面积", "3"), widths=(100.0, 150.0))]])) == 2
    assert len(join_pages([[first, second]])) == 2


def test_the_rest_of_a_row_of_a_numbered_list_goes_on_overleaf():
    """Nobody ruled it, so that nothing but the missing number tells the rest of a row from a row."""

    def unruled(part):
        return part._replace(cells=tuple(c._replace(unruled=True) for c in part.cells))

    first = table(1, ("序号", "名称", "简介"), ("1", "甲", "长"), ("2", "乙", "还"))
    second = table(2, ("", "集群", "没完"), ("3", "丙", "短"))
    (joined,) = join_pages([[unruled(first)], [unruled(second)]])
    assert [c.text.replace("\u200b", "") for c in joined.cells][6:] == ["2", "乙集群", "还没完", "3", "丙", "短"]
    (ruled,) = join_pages([[first], [second]])
    assert ruled.n_rows == 5


def test_sides_that_are_one_on_a_page_are_one_with_that_of_the_page_before():
    first = table(1, ("年度", "2022年", "2023年"), widths=(100.0, 200.0, 300.0))
    second = table(2, ("企业", "1", "2"), ("专利", "3", "4"), widths=(100.0, 203.7, 300.0))
    # a row's own wall stands 3.7 points left of the middle of the two that the page takes for one
    moved = [
        c._replace(place=Place(2, (c.x0 - 3.7 * (c.x0 == 253.7), c.y0, c.x1 - 3.7 * (c.x1 == 253.7), c.y1)))
        for c in second.cells
    ]
    (joined,) = join_pages([[first], [second._replace(cells=tuple(moved))]])
    assert joined.n_cols == 3
    assert [(c.col, c.colspan) for c in joined.cells] == [(0, 1), (1, 1), (2, 1)] * 3
