"""What is made of templates is made once, and anew when another folder is taken into use."""

import pytest

from formextract import pipeline
from formextract.catalogue import default_folder, load_catalogue
from formextract.catalogue.further import use
from formextract.catalogue.kept import forget_templates
from formextract.rules import relations, rules
from formextract.submissions.proofs import load_proofs


@pytest.mark.parametrize(
    "made",
    [load_catalogue, pipeline.forms, pipeline.prose, relations, load_proofs, lambda: rules("sme-cluster")],
    ids=["catalogue", "forms", "prose", "relations", "proofs", "rules"],
)
def test_what_is_made_of_templates_is_made_anew_when_others_are_in_use(made, monkeypatch):
    monkeypatch.setenv("FORMEXTRACT_TEMPLATES_IN_USE", str(default_folder()))
    before = made()
    assert made() is before
    use(default_folder())
    assert made() is not before
    forget_templates()


def test_the_shipped_templates_are_read_once_however_they_are_asked_for():
    assert load_catalogue() is load_catalogue(None) is load_catalogue(folder=None)
    assert rules("sme-cluster") is rules(program="sme-cluster", templates=None)
