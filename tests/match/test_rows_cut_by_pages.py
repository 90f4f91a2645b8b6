"""What a page has cut is no alteration of the form's layout."""

import pytest

from formextract.match.layout_changes import _Held
from formextract.model import TYPED, Cell, Place, Table
from formextract.model.template import FieldSpec


def cell(row, page, text="几行字"):
    return Cell(row, 0, 1, 1, text, Place(page, None, f"T1R{row + 1}C1"), legibility=TYPED)


def held(captions=(), tables=()):
    """The comparison with as much of its state as these questions ask."""
    made = _Held.__new__(_Held)
    made.captions, made.tables = set(captions), list(tables)
    return made


@pytest.mark.parametrize(
    ("pages", "row", "cut"),
    [
        ((3, 3, 4), 2, True),  # first on its page, the table above it goes on
        ((3, 3, 3), 2, False),
        ((3, 4, 4), 2, False),
        ((None, None, None), 2, False),  # Word and Excel have no pages
    ],
)
def test_the_first_row_of_a_page_may_be_the_rest_of_the_last_one(pages, row, cut):
    table = Table(tuple(cell(r, page) for r, page in enumerate(pages)), 3, 1)
    assert held()._goes_on_overleaf(0, table, table.cells[row]) == cut


def test_a_table_of_its_own_behind_another_page():
    before = Table((cell(0, 3),), 1, 1)
    after = Table((cell(0, 4),), 1, 1)
    assert held(tables=[(0, before), (1000, after)])._goes_on_overleaf(1000, after, after.cells[0])


@pytest.mark.parametrize(
    ("caption", "stands"), [("集群提供中小企业公共服务情", True), ("集群提供中小", False), ("集群融资情况", False)]
)
def test_a_caption_that_lost_its_end_still_stands(caption, stands):
    spec = FieldSpec(indicator="public_services", label="集群提供中小企业公共服务情况", section="7")
    assert held([caption])._stands(spec) == stands
