"""Whether a finding may be put before the applicant: what it rests on decides, not what it says."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from invented_forms import consistent, figure, record

from formextract.catalogue.edits import load_edits
from formextract.checks import findings, kinds
from formextract.checks.grounds import withheld
from formextract.model import Alternative, Finding, Parts, Source
from formextract.model.corrections import by_reviewer
from formextract.model.facts import PROSE

EDITS = load_edits(Path(__file__).parents[2] / "templates", kinds())
SOURCE = Path(__file__).parents[2] / "src" / "formextract"
PAPER = Source(1, 4, None, None, "scan")
BEFORE = figure("fdi@2022", "3694.00", "万元")
NOW = figure("fdi@2023", "3995.06", "万元")
RATE = figure("fdi_growth@2023", "12.00", "%")


def why(*values):
    """Why the growth rate that does not follow from its amounts is not told."""
    form = record(*values)
    (found,) = [f for f in findings(form, EDITS) if f.check == "fdi_growth.2023"]
    return withheld(found, form)


def test_what_rests_on_sure_figures_is_told():
    assert why(BEFORE, NOW, RATE) == ""


@pytest.mark.parametrize("place", [0, 1, 2])
def test_what_rests_on_one_doubtful_figure_is_not(place):
    values = [BEFORE, NOW, RATE]
    values[place] = replace(values[place], confidence=0.89)
    assert "识读把握不足" in why(*values)


def test_nor_what_another_copy_says_otherwise_in_doubt():
    contested = replace(NOW, alternatives=(Alternative(Decimal("4137.28"), "4137.28", 0.6, PAPER),))
    assert "先核对两份" in why(BEFORE, contested, RATE)
    sure = replace(NOW, alternatives=(Alternative(Decimal("4137.28"), "4137.28", 0.95, PAPER),))
    assert why(BEFORE, sure, RATE) == ""


def test_a_sentence_is_never_sure_enough():
    assert why(BEFORE, replace(NOW, source=Source(0, 9, None, None, PROSE)), RATE)


def test_a_confirmed_figure_is_sure():
    doubtful = replace(RATE, confidence=0.6)
    assert why(BEFORE, NOW, doubtful)
    assert why(BEFORE, NOW, doubtful, by_reviewer(doubtful)) == ""


def test_a_figure_that_a_reviewer_has_typed_over_legible_text_stands_on_no_paper():
    typed = by_reviewer(replace(RATE, value=Decimal("13.00"), raw="13.00", status="corrected"))
    assert "表上所填与审核人填写的不同" in why(BEFORE, NOW, RATE, typed)
    misread = replace(RATE, source=PAPER, confidence=0.95)
    seen = by_reviewer(replace(misread, value=Decimal("13.00"), raw="13.00", status="corrected"))
    assert why(BEFORE, NOW, misread, seen) == ""


def test_a_row_in_the_wrong_unit_rests_on_the_figures_that_say_so():
    form = consistent(6)
    rows = ("sme_output_share@2021", "sme_output_share@2022", "sme_output_share@2023")
    values = tuple(replace(o, value=o.value.scaleb(-2)) if o.key in rows else o for o in form.values)
    form = replace(form, values=values)
    (found,) = [f for f in findings(form, EDITS) if f.check == "unit.sme_output_share"]
    assert withheld(found, form) == ""
    assert not set(found.rests_on) & set(found.fields)
    for key in ("rd_expenditure@2022", "gross_output@2022"):
        assert key in found.rests_on
        values = tuple(replace(o, confidence=0.7) if o.key == key else o for o in form.values)
        assert "识读把握不足" in withheld(found, replace(form, values=values))


TOLD = ("form", "plausibility", "evidence", "layout")


@pytest.mark.parametrize("origin", [*TOLD, "reading", "summary", None])
def test_where_a_finding_comes_from(origin):
    said = Finding("x", "layout", "warning", "看看。", (), origin=origin, parts=Parts("看看。"))
    assert (withheld(said, record()) == "") is (origin in TOLD)
    assert withheld(replace(said, severity="info"), record())


def test_every_finding_that_is_made_says_where_it_comes_from():
    """One without an origin is told to nobody: whoever adds a check is to say what it rests on."""
    made = []
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        made += [(path.name, text[at : at + 1500]) for at in _calls(text)]
    assert len(made) >= 12
    assert [name for name, call in made if "origin=" not in call or "parts=" not in call] == []


def _calls(text):
    at = text.find(" Finding(\n")
    while at >= 0:
        yield at
        at = text.find(" Finding(\n", at + 1)
