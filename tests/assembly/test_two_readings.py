"""What the tables gave and what the writing tells of a field, where they differ in more than letters."""

from dataclasses import replace
from decimal import Decimal

import pytest

from formextract.assembly.second_reading import contradicts, leaves_more, says_same, settled
from formextract.model import Observation, Reason, Source
from formextract.model.doubt import SURE

PLACE = Source(0, 1, (0.0, 0.0, 9.0, 9.0), None, "pdf-text")
RULED = Observation(
    "gross_output", "集群总产值", "2021", {}, Decimal("1157687.28"), "亿元", 2, "1157687.28", "reported", 0.48, PLACE
)
TOLD = replace(RULED, value=Decimal("115.768728"), confidence=1.0)
"""The same ink with the unit that stands above the table."""


def test_one_ink_in_two_units_is_not_the_same_and_the_surer_one_stands_in_doubt():
    assert not says_same(RULED, TOLD)
    assert says_same(RULED, replace(RULED, confidence=1.0))
    held = settled(RULED, TOLD)
    assert held is not None
    assert (held.value, held.confidence < SURE) == (TOLD.value, True)


@pytest.mark.parametrize("clear", [True, False])
def test_what_only_the_writing_tells_is_sure_where_it_is_clear(clear):
    held = settled(None, TOLD, clear=clear)
    assert held is not None
    assert (held.confidence >= SURE) is clear
    empty = replace(RULED, value=None, raw="", status="blank")
    beside = settled(empty, TOLD, clear=clear)  # a cell that is empty says otherwise
    assert beside is not None
    assert beside.confidence < SURE


@pytest.mark.parametrize("kinds", [("table_unruled",), ("border_lost",)])
def test_what_is_clear_is_sure_though_a_cell_that_nobody_ruled_holds_it_with_more(kinds):
    reasons = tuple(Reason(kind, "") for kind in kinds)
    both = replace(RULED, value=None, raw="2021 1157687.28 2022", status="unreadable", confidence=0.0, doubts=reasons)
    held = settled(both, TOLD, clear=True)
    assert held is not None
    assert (held.confidence >= SURE) is (kinds == ("table_unruled",))
    other = settled(replace(both, raw="2021 2022"), TOLD, clear=True)
    assert other is not None
    assert other.confidence < SURE
    unclear = settled(both, TOLD)
    assert unclear is not None
    assert unclear.confidence < SURE


def test_a_cell_with_more_than_was_taken_of_it_leaves_something():
    cell = replace(RULED, raw="浙江省 绍兴市\n浉浦县工业和信息化局")
    assert leaves_more(cell, replace(TOLD, raw="浉浦县工业和信息化局"))
    assert not leaves_more(cell, replace(TOLD, raw=cell.raw))


def test_what_speaks_against_the_rows_of_a_page():
    count = replace(RULED, indicator="enterprises", value=Decimal(173), raw="173", unit=None, confidence=1.0)
    assert contradicts(count, replace(count, value=Decimal(193), raw="193"))
    assert contradicts(count, replace(count, value=Decimal(1732), raw="1732"))
    # the same ink in another unit, or read with what stands beside it
    assert not contradicts(RULED, TOLD)
    assert not contradicts(count, replace(count, value=Decimal(193174173), raw="193 174 173"))
