"""Misread or misfilled: both told with their odds, and neither ever put in the figure's place."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_forms import figure, record

from formextract.catalogue.edits import load_edits
from formextract.checks import check, kinds
from formextract.checks.hypotheses import odds_of
from formextract.checks.messages import either
from formextract.model import AlsoRead, Finding, Observation, Reason, Source
from formextract.model.interval import Interval
from formextract.model.json import record_from_json, record_to_json

EDITS = load_edits(Path(__file__).parents[2] / "templates", kinds())
SCANNED = Source(0, 1, None, None, "scan")
ROOM = Interval(Fraction("5086.80"), Fraction("5086.90"))
DIFFER = (Reason("looks_differ", "两次识读不一致（5036.85 / 5086.85）"),)


def scanned(text: str, confidence: float = 0.999, *also: str, doubts: tuple[Reason, ...] = ()) -> Observation:
    """A figure read from paper, and what else was read there."""
    read = tuple(AlsoRead(Decimal(t), t, 0.8) for t in also)
    return replace(
        figure("fdi@2023", text, "万元"), confidence=confidence, source=SCANNED, also_read=read, doubts=doubts
    )


def test_a_pass_that_read_what_the_sums_allow_makes_a_misreading_likely() -> None:
    o = scanned("5036.85", 0.6, "5086.85", doubts=DIFFER)
    odds = odds_of(o, ROOM)
    assert odds is not None
    assert odds.misread > 0.9
    assert odds.misread + odds.misfilled == pytest.approx(1)
    assert odds.if_misread == Decimal("5086.85")
    assert either(o, odds) == (
        "该数由扫描件识读（两次识读不一致（5036.85 / 5086.85））"
        "，识读时也读出过 5086.85，代入后各项吻合，很可能是识读有误，请先看原件。"
    )


def test_a_clear_figure_that_no_misreading_explains_was_filled_in_wrongly() -> None:
    o = scanned("123.45")
    odds = odds_of(o, ROOM)
    assert odds is not None
    assert odds.misfilled > 0.99
    assert odds.if_misread is None
    assert either(o, odds) == "该数由扫描件识读，很可能是填写有误，请对照原件确认。"


def test_a_doubtful_figure_whose_other_readings_do_not_fit_either_may_be_both() -> None:
    odds = odds_of(scanned("5036.85", 0.6, "5036.35", doubts=DIFFER), ROOM)
    assert odds is not None
    assert 0.1 < odds.misread < 0.9
    assert odds.if_misread == Decimal("5086.85")  # a look-alike digit, though no pass has read it


def test_what_is_not_read_from_paper_has_no_such_odds() -> None:
    assert odds_of(figure("fdi@2023", "5036.85", "万元"), ROOM) is None
    assert odds_of(replace(scanned("5036.85"), value=None), ROOM) is None


def test_that_a_sum_fails_is_no_doubt_about_the_letters() -> None:
    held = replace(scanned("5036.85"), confidence=0.89, doubts=(Reason("sum_fails", "对不上"),))
    assert odds_of(held, ROOM) == odds_of(scanned("5036.85"), ROOM)


@given(st.decimals("0.01", "99999", places=2), st.floats(0, 1), st.lists(st.decimals("0.01", "99999", places=2)))
def test_odds_are_a_share(value: Decimal, confidence: float, also: list[Decimal]) -> None:
    odds = odds_of(scanned(str(value), confidence, *map(str, also)), ROOM)
    assert odds is not None
    assert 0 <= odds.misread <= 1
    assert odds.misread + odds.misfilled == pytest.approx(1)


def fdi_finding(value: str, *also: str, confidence: float) -> tuple[Finding, Observation]:
    values = [
        figure("fdi@2022", "4000.00", "万元"),
        scanned(value, confidence, *also, doubts=DIFFER if confidence < 0.9 else ()),
        figure("fdi_growth@2023", "27.17", "%"),
    ]
    checked = check(record(*values), EDITS, ())
    assert record_from_json(record_to_json(checked)) == checked
    (found,) = [f for f in checked.findings if f.check.startswith("fdi_growth")]
    return found, next(o for o in checked.values if o.key == "fdi@2023")


def test_both_hypotheses_stand_in_the_finding_and_the_figure_stays() -> None:
    found, o = fdi_finding("5036.85", "5086.85", confidence=0.6)
    assert found.suspect == "fdi@2023"
    assert found.odds is not None
    assert found.odds.misread > 0.9
    assert found.parts is not None
    assert "很可能是识读有误" in found.parts.advice
    assert found.message.endswith(found.parts.advice)
    assert (o.value, o.raw) == (Decimal("5036.85"), "5036.85")


def test_the_odds_of_a_clear_figure_say_that_it_was_filled_in_wrongly() -> None:
    found, _ = fdi_finding("9036.85", confidence=0.999)
    if found.suspect == "fdi@2023":
        assert found.odds is not None
        assert found.odds.misfilled > 0.9
