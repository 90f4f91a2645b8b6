from decimal import Decimal

import pytest

from formextract.checks.slips import slips


@pytest.mark.parametrize(
    ("written", "precision", "meant", "kind"),
    [
        ("9611.44", 2, "6911.44", "swap"),
        ("288.40", 2, "28.840", "point"),
        ("4.00", 2, "40.0", "point"),
        ("0.5663", 4, "56.63", "point"),
        ("1924700", 0, "192.47", "unit"),
        ("0.9390", 4, "9390", "unit"),
        ("11.76", 2, "-11.76", "sign"),
        ("12334", 0, "1234", "double"),
        ("911.44", 2, "6911.44", "drop"),
        ("6811.44", 2, "6911.44", "digit"),
    ],
)
def test_the_slip_that_leads_from_the_meant_figure_to_the_written_one(written, precision, meant, kind):
    found = {s.value: s.kind for s in slips(Decimal(written), precision)}
    assert found[Decimal(meant)] == kind


def test_likelier_kinds_come_first_and_each_figure_once():
    found = [s.value for s in slips(Decimal("12.50"), 2)]
    assert len(found) == len(set(found))
    assert next(iter(slips(Decimal("12.50"), 2))).kind == "unit"


def test_digits_that_recognition_confuses_are_tried_on_scans_only():
    assert "look" in {s.kind for s in slips(Decimal("38.10"), 2, scanned=True)}
    assert "look" not in {s.kind for s in slips(Decimal("38.10"), 2)}
