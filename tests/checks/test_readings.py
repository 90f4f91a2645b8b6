"""What edits say about scanned figures, on invented forms: right readings are cleared, misreadings never are."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from invented_forms import consistent, figure, record

from effort import effort
from formextract.catalogue.edits import load_edits
from formextract.checks import check, cleared, held_back, kinds
from formextract.checks.slips import slips
from formextract.model import Observation, Record, Source

EACH = 8
EDITS = load_edits(Path(__file__).parents[2] / "templates", kinds())
SCANNED = Source(0, 1, None, None, "scan")


def scanned(form: Record, confidence: float = 0.99) -> Record:
    """The form as if every figure had been read from a picture, each at a place of its own."""
    values = (
        replace(o, confidence=confidence, source=replace(SCANNED, bbox=(0.0, 10.0 * i, 50.0, 10.0 * i + 9)))
        for i, o in enumerate(form.values)
    )
    return replace(form, values=tuple(values))


def doubted(form: Record, key: str, value: Decimal | None = None, confidence: float = 0.6) -> Record:
    """The form with one figure read in doubt, and otherwise than it is where a value is given."""
    return replace(
        form,
        values=tuple(
            o
            if o.key != key
            else replace(o, confidence=confidence)
            if value is None
            else replace(o, confidence=confidence, value=value, raw=str(value))
            for o in form.values
        ),
    )


def figures(form: Record) -> list[Observation]:
    return [o for o in form.values if isinstance(o.value, Decimal) and o.value]


def of(form: Record, key: str) -> Observation:
    return next(o for o in form.values if o.key == key)


@pytest.mark.slow
def test_right_readings_are_cleared_where_rules_bind_them_sharply() -> None:
    seen = {}
    for seed in range(effort(4, 12)):
        form = scanned(consistent(seed))
        for o in figures(form):
            after = of(cleared(doubted(form, o.key), EDITS), o.key)
            assert after.value == o.value
            assert 0.6 <= after.confidence <= 0.97
            seen.setdefault(o.indicator, []).append(after.confidence >= 0.9)
    assert sum(seen["fdi_growth"]) > len(seen["fdi_growth"]) / 2
    assert sum(seen["invention_patents_per_10k"]) > len(seen["invention_patents_per_10k"]) / 2
    assert not any(seen["little_giants"])  # nothing but an upper bound binds it


@pytest.mark.slow
def test_no_misreading_is_cleared() -> None:
    """One digit, the point, the sign or two neighbours misread: whatever the form, no rule makes that sure."""
    rng = Random(7)
    tried, forms = 0, effort(16, 64)
    for seed in range(forms):
        form = scanned(consistent(seed))
        for o in figures(form)[seed % EACH :: EACH]:  # so that every figure is tried in one form of EACH
            wrong = [
                s.value for s in slips(o.value, o.precision or 0, scanned=True) if s.kind in ("digit", "look", "swap")
            ]
            for value in rng.sample(wrong, min(2, len(wrong))):
                after = of(cleared(doubted(form, o.key, value), EDITS), o.key)
                assert after.confidence < 0.9, (seed, o.key, o.value, value)
                assert after.value == value
                tried += 1
    assert tried > 15 * forms


def test_a_figure_repeated_in_the_rule_says_nothing_of_itself() -> None:
    """Baseline and cell hold the same digits: a net that misreads them does so in both places."""
    form = scanned(record(figure("gross_output@2023", "123.45"), figure("plan_baseline[target=集群总产值]", "123.45")))
    assert of(cleared(doubted(form, "gross_output@2023"), EDITS), "gross_output@2023").confidence == 0.6


def test_nought_is_cleared_by_nothing() -> None:
    form = scanned(record(figure("fdi@2022", "0"), figure("fdi@2023", "0"), figure("fdi_growth@2023", "0", "%")))
    assert of(cleared(doubted(form, "fdi@2023"), EDITS), "fdi@2023").confidence == 0.6


def growth(value: str) -> Record:
    return record(
        figure("fdi@2022", "1234.56", "万元"),
        figure("fdi@2023", "1543.20", "万元"),
        figure("fdi_growth@2023", value, "%"),
    )


def test_a_failing_edit_holds_scanned_figures_back_and_leaves_the_value() -> None:
    form = scanned(growth("35.00"))
    found = check(cleared(form, EDITS), EDITS, ())
    assert [f.severity for f in found.findings if f.kind == "growth"] == ["error"]
    after = held_back(found, EDITS)
    assert {o.key for o in after.values if o.confidence < 0.9} == {"fdi@2022", "fdi@2023", "fdi_growth@2023"}
    assert [o.value for o in after.values] == [o.value for o in form.values]
    assert "由扫描件识读" in "".join(f.message for f in after.findings if f.suspect)
    assert all(f.odds is not None for f in after.findings if f.suspect)
    again = check(after, EDITS, ())  # a stored record is checked anew: what was held back is no smaller a contradiction
    assert again.findings == after.findings


@pytest.mark.parametrize(("value", "held"), [("35.00", set()), ("26.00", {"fdi_growth@2023"})])
def test_where_a_doubtful_figure_may_be_wrong_only_those_are_held_back_that_a_misreading_would_mend(value, held):
    """25.00 may have been read as 26.00, 35.00 as nothing that fits: what is in doubt already explains that."""
    form = doubted(scanned(growth(value)), "fdi@2022")
    after = held_back(check(form, EDITS, ()), EDITS)
    assert {o.key for o in after.values if o.confidence < 0.9} == {"fdi@2022", *held}


@pytest.mark.parametrize("value", ["35.00", "25.00"])
def test_digital_figures_are_left_alone(value: str) -> None:
    form = growth(value)
    assert held_back(check(cleared(form, EDITS), EDITS, ()), EDITS).values == form.values


def test_a_consistent_form_is_not_held_back() -> None:
    form = scanned(growth("25.00"))
    assert held_back(check(form, EDITS, ()), EDITS).values == form.values
