"""What lines of writing are on a form: what it prints is no value, and what somebody ticked is no print."""

import pytest
from made_pages import CATALOGUE

from formextract.match.registration.blocks import FormWordings, blocks_of
from formextract.match.registration.words import Word
from formextract.model import TYPED, Line, Place
from formextract.pipeline import forms

FORM = next(p for p in forms()._prepared if p.template.id == "sme-cluster/application@2024")
WORDINGS = FormWordings(FORM, CATALOGUE.indicators)


def words(*texts):
    """Lines of writing right below each other."""
    item = Line("x", Place(1), legibility=TYPED)
    return [Word(t, (80.0, 15.0 * k, 280.0, 15.0 * k + 11), 1, item, TYPED, Place(1)) for k, t in enumerate(texts)]


def printed(*texts):
    """The lines that are taken for what the form prints."""
    return {w.text for b in blocks_of(words(*texts), WORDINGS) if b.kind == "printed" for w in b.words}


def test_a_year_above_a_printed_note_is_no_part_of_it():
    note = "（注：单位产值二氧化碳排放量需提供计算公式）"
    assert printed("2023年度", note) == {note}


@pytest.mark.parametrize("ticked", ["☑是 ☐否（如涉及，需提供佐证材料）", "●是 ○否（如涉及，需提供佐证材料）"])
def test_what_has_a_box_is_a_value_however_like_the_forms_own_words(ticked):
    assert not printed(ticked)
