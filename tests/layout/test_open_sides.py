"""Tables whose print leaves their sides open."""

from formextract.layout.grid import find_grids
from formextract.layout.open_sides import open_sides

ROWS = [100.0, 120.0, 140.0, 160.0, 180.0]


def level(ys, x0=80.0, x1=520.0):
    return [(y, x0, x1) for y in ys]


def shape(horizontal, vertical):
    sides = open_sides(horizontal, vertical)
    grids = find_grids([*horizontal, *sides.horizontal], [*vertical, *sides.vertical])
    return [(len(g.ys) - 1, len(g.xs) - 1, len(g.cells)) for g in grids]


def test_a_side_stands_where_crossed_rules_end_together():
    assert shape(level(ROWS), [(260.0, 100.0, 180.0)]) == [(4, 2, 8)]


def test_a_row_that_nothing_crosses_belongs_to_its_table():
    assert shape(level(ROWS), [(260.0, 120.0, 180.0)]) == [(4, 2, 7)]


def test_what_stands_between_two_tables_belongs_to_neither():
    below = [y + 130.0 for y in ROWS]
    assert shape(level([*ROWS, *below]), [(260.0, 100.0, 180.0), (200.0, 230.0, 310.0)]) == [(4, 2, 8), (4, 2, 8)]


def test_top_and_foot_may_be_open_too():
    assert shape(level(ROWS[1:-1]), [(x, 100.0, 180.0) for x in (80.0, 260.0, 400.0, 520.0)]) == [(4, 3, 12)]


def test_underlines_that_nothing_crosses_have_no_sides():
    assert open_sides(level(ROWS, 200.0, 400.0), []) == ([], [])


def test_a_side_does_not_run_through_the_rows_between_two_parts_that_begin_at_one_place():
    upper, lower = level([100.0, 130.0, 160.0], 160.0), level([500.0, 530.0, 560.0], 160.0)
    rows = [*upper, *level([200.0, 250.0, 300.0, 400.0, 460.0]), *lower]
    frame = [(80.0, 100.0, 560.0), (520.0, 100.0, 560.0), (260.0, 100.0, 560.0)]
    drawn = [(160.0, 100.0, 160.0), (160.0, 500.0, 560.0)]
    assert open_sides(rows, [*frame, *drawn]).vertical == []


def test_a_drawn_side_is_not_drawn_again():
    whole = [(80.0, 100.0, 180.0), (260.0, 100.0, 180.0), (520.0, 100.0, 180.0)]
    assert open_sides(level(ROWS), whole) == ([], [])


def test_a_table_in_a_cell_has_open_sides_of_its_own():
    outer = level([100.0, 200.0, 220.0, 240.0])
    inner = level([120.0, 140.0, 160.0], 263.3, 516.7)
    sides = open_sides([*outer, *inner], [(260.0, 100.0, 240.0), (400.0, 100.0, 200.0)])
    assert [(x, a, b) for x, a, b in sides.vertical if 262 < x < 518] == [
        (263.3, 120.0, 140.0),
        (263.3, 140.0, 160.0),
        (516.7, 120.0, 140.0),
        (516.7, 140.0, 160.0),
    ]
