"""Rules of conditional formats in .xls workbooks, taken from their records."""

import struct

import pytest

from formextract.readers.office.conditional_formats97 import Look, veils97
from formextract.readers.office.records97 import BOF, BOUND_SHEET

LOOK = Look(lambda _, other: other, {})
A1_TO_B2 = struct.pack("<4H", 0, 1, 0, 1)


def record(number: int, body: bytes) -> bytes:
    return struct.pack("<HH", number, len(body)) + body


def workbook(rule: bytes) -> bytes:
    """The stream of a workbook with one sheet and one rule over its cells A1 to B2."""
    begin = len(record(BOUND_SHEET, bytes(4)))
    ranges = bytes(12) + struct.pack("<H", 1) + A1_TO_B2
    return (
        record(BOUND_SHEET, struct.pack("<I", begin)) + record(BOF, b"") + record(0x1B0, ranges) + record(0x1B1, rule)
    )


@pytest.mark.parametrize(
    ("rule", "veiled"),
    [
        (b"", True),
        (struct.pack("<BBHHIH", 2, 0, 0, 0, 1 << 26, 0), True),
        (struct.pack("<BBHHIH", 2, 0, 0, 0, 0, 0), False),
    ],
    ids=["cut off", "a font that is not there", "a look that changes nothing"],
)
def test_a_rule_that_cannot_be_taken_apart_may_hide_its_cells_and_no_others(rule, veiled):
    (veil,) = veils97(workbook(rule))[0]
    assert veil.hides(1, 1, 155.0, "000000", "FFFFFF", LOOK) is veiled
    assert not veil.hides(2, 1, 155.0, "000000", "FFFFFF", LOOK)
