"""What holds of a ruled cell's reading and of what stands beside the caption."""

from dataclasses import replace
from decimal import Decimal

import pytest

from formextract.assembly.second_reading import Told, contradicts, settled, without_told
from formextract.model import Observation, Reason, Source, Unmatched


def seen(raw, status="reported", confidence=1.0, value=None):
    if value is None and status == "reported":
        value = Decimal(raw)
    return Observation("enterprises", "集群企业数量", "2021", {}, value, "个", 0, raw, status, confidence, None)


MISSING = replace(seen("", "missing"), value=None)


@pytest.mark.parametrize(
    ("ruled", "told", "raw", "kind"),
    [
        (seen("155"), seen("155", confidence=0.5), "155", ""),
        (seen("155"), MISSING, "155", ""),
        (None, seen("155"), "155", "registered"),
        (MISSING, seen("155"), "155", "registered"),
        (seen("155 163", "unreadable", 0.0), seen("155"), "155", "registered"),
        (seen("15", confidence=0.6), seen("155"), "155", "registered"),
        (seen("155"), seen("163"), "155", "registered_otherwise"),
        (seen("155"), seen("163", confidence=0.3), "155", ""),
        (seen("155"), seen("155 163", "unreadable", 0.0), "155", ""),
    ],
)
def test_settled(ruled, told, raw, kind):
    found = settled(ruled, told)
    assert found.raw == raw
    assert ([d.kind for d in found.doubts][-1:] or [""]) == [kind]
    assert (found.confidence >= 0.9) == (kind == "")


def test_nothing_is_made_of_nothing():
    assert settled(None, MISSING) is None


@pytest.mark.parametrize(
    ("ruled", "told", "against"),
    [
        (seen("155"), seen("163"), True),
        (seen("155"), seen("155"), False),
        (seen("155"), seen("163", confidence=0.3), False),
        (seen("155"), MISSING, False),
        (seen("155", "unreadable", 0.0), seen("163"), False),
        (replace(seen("155"), doubts=(Reason("year_inferred", ""),)), seen("163"), False),
    ],
)
def test_two_figures_for_one_field_contradict_each_other(ruled, told, against):
    assert contradicts(ruled, told) is against


@pytest.mark.parametrize(
    ("left", "page", "taken"),
    [
        ("155", 1, True),  # all of a value
        ("155", 2, False),
        ("2", 1, False),  # a digit of any figure
        ("湖北省襄\n阳市", 1, True),
        ("北省襄阳", 1, True),  # a piece long enough to be none by chance
        ("", 1, False),
    ],
)
def test_of_what_was_left_over_the_writings_readings_take_up_whole_values_and_long_pieces(left, page, taken):
    told = Told(
        replace(seen(raw, value=raw), source=Source(0, 1, None, None, "scan")) for raw in ("155", "2025湖北省襄阳市")
    )
    assert told.has(left, page) is taken
    unmatched = Unmatched("", left, Source(0, page, None, None, "scan"))
    assert without_told([unmatched], told) == (() if taken else (unmatched,))
