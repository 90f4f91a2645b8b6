"""Ruled grids from rules alone: cells with their spans, whatever way the borders were drawn."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formextract.layout.grid import find_grids, join_rules


def rules(xs, ys):
    """The rules of a full lattice."""
    return [(y, xs[0], xs[-1]) for y in ys], [(x, ys[0], ys[-1]) for x in xs]


def cells(grid):
    return [(c.row, c.col, c.rowspan, c.colspan) for c in grid.cells]


def one(horizontal, vertical):
    (grid,) = find_grids(horizontal, vertical)
    return grid


XS, YS = [50.0, 150.0, 250.0, 350.0], [100.0, 130.0, 160.0, 190.0]


def test_a_lattice_is_a_cell_a_square_with_its_box():
    grid = one(*rules(XS[:3], YS[:3]))
    assert [(c.row, c.col, c.rowspan, c.colspan, c.bbox) for c in grid.cells] == [
        (0, 0, 1, 1, (50, 100, 150, 130)),
        (0, 1, 1, 1, (150, 100, 250, 130)),
        (1, 0, 1, 1, (50, 130, 150, 160)),
        (1, 1, 1, 1, (150, 130, 250, 160)),
    ]
    assert (grid.bbox, grid.xs, grid.ys) == ((50, 100, 250, 160), (50, 150, 250), (100, 130, 160))


def test_merged_cells_say_their_spans():
    horizontal = [(100, 50, 350), (130, 150, 350), (160, 50, 350), (190, 50, 350)]
    vertical = [(50, 100, 190), (150, 100, 160), (250, 130, 160), (350, 100, 190)]
    grid = one(horizontal, vertical)
    assert cells(grid) == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 3)]
    assert grid.at == ((0, 1, 1), (0, 2, 3), (4, 4, 4))


def test_borders_drawn_cell_by_cell_are_the_same_grid():
    horizontal, vertical = [], []
    for x0, x1 in pairwise(XS):
        for y0, y1 in pairwise(YS):
            horizontal += [(y0, x0, x1), (y1, x0, x1)]
            vertical += [(x0, y0, y1), (x1, y0, y1)]
    assert one(horizontal, vertical) == one(*rules(XS, YS))


def test_double_borders_are_one():
    horizontal, vertical = rules(XS, YS)
    doubled_h = horizontal + [(y + 1.5, a + 1.5, b - 1.5) for y, a, b in horizontal]
    doubled_v = vertical + [(x + 1.5, a + 1.5, b - 1.5) for x, a, b in vertical]
    assert cells(one(doubled_h, doubled_v)) == cells(one(horizontal, vertical))


def test_a_wide_double_frame_around_a_table_adds_no_rows():
    horizontal, vertical = rules(XS, YS)
    x0, x1, y0, y1 = XS[0] - 4, XS[-1] + 4, YS[0] - 4, YS[-1] + 4
    frame_h = [(y0, x0, x1), (y1, x0, x1)]
    frame_v = [(x0, y0, y1), (x1, y0, y1)]
    found = find_grids(horizontal + frame_h, vertical + frame_v)
    assert cells(found[-1]) == cells(one(horizontal, vertical))


@pytest.mark.parametrize(
    "underline",
    [(145, 170, 240), (145, 155.4, 244.6), (155, 156, 200), (145, 55, 100), (127, 56, 144), (133, 260, 344)],
)
def test_the_underline_of_a_blank_ends_no_cell(underline):
    horizontal, vertical = rules(XS, YS)
    assert cells(one([*horizontal, underline], vertical)) == cells(one(horizontal, vertical))


def test_underlines_in_a_merged_cell_end_it_neither():
    """数量：___ 名称：___ in a cell across three columns; one blank covers a whole column of the rows above."""
    horizontal = [(100, 50, 350), (130, 50, 350), (160, 50, 350)]
    vertical = [(50, 100, 160), (150, 100, 130), (250, 100, 130), (350, 100, 160)]
    underlines = [(145, 140, 260), (152, 60, 120)]
    assert cells(one(horizontal + underlines, vertical)) == [(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 0, 1, 3)]


def test_a_frame_inside_a_cell_is_a_grid_of_its_own_behind_its_host():
    horizontal, vertical = rules([50.0, 350.0], [100.0, 300.0, 400.0])
    inner_h, inner_v = rules([80.0, 200.0, 320.0], [120.0, 200.0, 280.0])
    outer, inner = find_grids(horizontal + inner_h, vertical + inner_v)
    assert (cells(outer), outer.bbox) == ([(0, 0, 1, 1), (1, 0, 1, 1)], (50, 100, 350, 400))
    assert (cells(inner), inner.bbox) == ([(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)], (80, 120, 320, 280))


def test_two_tables_on_a_page_are_two_grids_from_top_to_bottom():
    low_h, low_v = rules(XS, [y + 300 for y in YS])
    high_h, high_v = rules(XS[:2], YS)
    upper, lower = find_grids(low_h + high_h, low_v + high_v)
    assert (upper.bbox, lower.bbox) == ((50, 100, 150, 190), (50, 400, 350, 490))


def test_rules_broken_by_a_gap_or_short_of_the_crossing_still_close_the_cell():
    horizontal = [(100, 51, 349), (130, 48, 120), (130, 122, 352), (160, 51, 349), (190, 52, 348)]
    vertical = [(50, 98, 144), (50, 146, 188), (150, 102, 192), (250, 98, 191), (350, 99, 191)]
    assert cells(one(horizontal, vertical)) == cells(one(*rules(XS, YS)))


def test_dashed_rules_are_whole_ones():
    horizontal, vertical = rules(XS, YS)
    dashed = [(y, a, a + 2) for y, start, end in horizontal for a in range(int(start), int(end), 4)]
    dashed_v = [(x, a, a + 2) for x, start, end in vertical for a in range(int(start), int(end), 4)]
    assert cells(one(dashed, dashed_v)) == cells(one(horizontal, vertical))


def test_slightly_skewed_rules_are_snapped():
    horizontal = [(100.0, 50, 150), (100.8, 150, 250), (101.2, 250, 350), (130, 50, 350)]
    vertical = [(50, 100, 130), (150, 100, 130), (250, 101, 130), (350, 101, 130)]
    assert cells(one(horizontal, vertical)) == [(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1)]


def test_a_cross_shaped_pinwheel_is_covered_without_overlap():
    """Four cells around a fifth: no rule crosses the whole table."""
    horizontal = [(100, 50, 350), (130, 50, 250), (160, 150, 350), (190, 50, 350)]
    vertical = [(50, 100, 190), (150, 130, 190), (250, 100, 160), (350, 100, 190)]
    grid = one(horizontal, vertical)
    assert cells(grid) == [(0, 0, 1, 2), (0, 2, 2, 1), (1, 0, 2, 1), (1, 1, 1, 1), (2, 1, 1, 2)]


@pytest.mark.parametrize(
    ("horizontal", "vertical"),
    [
        ([], []),
        ([(100, 50, 350)], [(50, 100, 190)]),
        ([(100, 50, 350), (130, 50, 350)], []),
        ([(100, 50, 350), (130, 50, 350)], [(400, 100, 130), (500, 100, 130)]),
        ([(100, 50, 350), (100.5, 50, 350)], [(50, 98, 102), (350, 98, 102)]),
    ],
)
def test_rules_that_enclose_nothing_are_no_grid(horizontal, vertical):
    assert find_grids(horizontal, vertical) == []


@pytest.mark.parametrize(
    ("point", "cell"),
    [
        ((60, 110), 0),
        ((340, 110), 2),
        ((60, 180), 6),
        ((340, 180), 8),
        ((45, 110), 0),  # a letter that sticks out of the frame a little
        ((355, 110), 2),
        ((30, 110), None),
        ((60, 90), None),
        ((60, 200), None),
    ],
)
def test_a_point_finds_its_cell(point, cell):
    assert one(*rules(XS, YS)).find(*point) == cell


def test_joined_rules_touch_on_one_line_only():
    pieces = [(100, 200, 300), (100.5, 50, 100), (101, 102, 199), (140, 50, 80), (140, 90, 120)]
    assert join_rules(pieces) == [(100.5, 50, 300), (140, 50, 80), (140, 90, 120)]


@st.composite
def partitions(draw):
    """A lattice cut from a rectangle by guillotine cuts: cells as (row, col, rowspan, colspan)."""
    rows, cols = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    todo, done = [(0, 0, rows, cols)], []
    while todo:
        r, c, h, w = todo.pop()
        ways = [("row", k) for k in range(1, h)] + [("col", k) for k in range(1, w)]
        way = draw(st.sampled_from([None, *ways])) if ways else None
        if way is None:
            done.append((r, c, h, w))
        elif way[0] == "row":
            todo += [(r, c, way[1], w), (r + way[1], c, h - way[1], w)]
        else:
            todo += [(r, c, h, way[1]), (r, c + way[1], h, w - way[1])]
    return sorted(done)


@given(partitions())
def test_any_partition_is_found_again_from_its_borders(wanted):
    """Boxes rather than row and column numbers: places that no border uses are no rows."""
    boxes = sorted((50.0 + 60 * c, 90.0 + 40 * r, 50.0 + 60 * (c + w), 90.0 + 40 * (r + h)) for r, c, h, w in wanted)
    horizontal = [(y, x0, x1) for x0, y0, x1, y1 in boxes for y in (y0, y1)]
    vertical = [(x, y0, y1) for x0, y0, x1, y1 in boxes for x in (x0, x1)]
    assert sorted(c.bbox for g in find_grids(horizontal, vertical) for c in g.cells) == boxes


@given(
    st.lists(st.tuples(*[st.floats(0, 600)] * 3), max_size=25),
    st.lists(st.tuples(*[st.floats(0, 600)] * 3), max_size=25),
)
def test_any_rules_give_grids_covered_without_gap_or_overlap(horizontal, vertical):
    h = [(p, min(a, b), max(a, b)) for p, a, b in horizontal]
    v = [(p, min(a, b), max(a, b)) for p, a, b in vertical]
    for grid in find_grids(h, v):
        seen = sorted(
            (r, c)
            for cell in grid.cells
            for r in range(cell.row, cell.row + cell.rowspan)
            for c in range(cell.col, cell.col + cell.colspan)
        )
        assert seen == [(r, c) for r in range(len(grid.ys) - 1) for c in range(len(grid.xs) - 1)]
        assert list(grid.xs) == sorted(grid.xs)
        assert list(grid.ys) == sorted(grid.ys)


def test_tables_side_by_side_in_one_frame_have_walls_of_their_own():
    """The rows of the right one stand five points lower: the cells' boxes do, their places in the grid do not."""
    horizontal = [(100, 50, 352), (190, 50, 352), (130, 50, 200), (160, 50, 200), (135, 200, 352), (165, 200, 352)]
    vertical = [(50, 100, 190), (200, 100, 190), (352, 100, 190)]
    grid = one(horizontal, vertical)
    assert [(c.row, c.col, c.bbox[1], c.bbox[3]) for c in grid.cells] == [
        (0, 0, 100, 130),
        (0, 1, 100, 135),
        (1, 0, 130, 160),
        (1, 1, 135, 165),
        (2, 0, 160, 190),
        (2, 1, 165, 190),
    ]
    assert {(c.edges[1], c.edges[3]) for c in grid.cells} == {(100, 132.5), (132.5, 162.5), (162.5, 190)}
    assert [grid.cells[grid.find(300, y) or 0].row for y in (134, 136, 164, 166)] == [0, 1, 1, 2]
    assert [grid.cells[grid.find(100, y) or 0].row for y in (129, 131, 159, 161)] == [0, 1, 1, 2]


def test_an_underline_close_above_a_rule_moves_no_wall() -> None:
    horizontal = [(100, 50, 350), (127.5, 60, 290), (130, 50, 350), (160, 50, 350)]
    vertical = [(50, 100, 160), (200, 130, 160), (270, 130, 160), (350, 100, 160)]  # it spans the column below
    grid = one(horizontal, vertical)
    assert grid.cells[0].edges == (50, 100, 350, 128.75)
    assert [c.bbox for c in grid.cells] == [
        (50, 100, 350, 130), (50, 130, 200, 160), (200, 130, 270, 160), (270, 130, 350, 160),
    ]  # fmt: skip
