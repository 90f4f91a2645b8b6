"""A notice with two forms, made like the ones that are sent out: drafted from the blank one, the filled one reads."""

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from formextract import extract, intake, readers
from formextract.catalogue import check_file, load_catalogue
from formextract.catalogue.catalogue import default_folder
from formextract.checks import kinds
from formextract.drafting import as_yaml, draft_of, forms_in

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "drafting"
ID = "digital-service/register@2025"


@pytest.fixture(scope="module")
def drafted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("drafted")
    shutil.copytree(default_folder(), folder / "templates", ignore=shutil.ignore_patterns("*@*.yaml"))
    catalogue = load_catalogue()
    several = forms_in(readers.read(intake.source_file(SAMPLES / "blank.docx")), catalogue.lexicon)
    draft = draft_of(several[0], catalogue.indicators, catalogue.lexicon)
    path = folder / "templates" / f"{ID}.yaml"
    path.parent.mkdir()
    path.write_text(as_yaml(draft, ID, "blank.docx"), "utf-8")
    check_file(path, kinds())
    return several, draft, folder / "templates"


def test_the_notice_holds_two_forms(drafted):
    several, draft, _ = drafted
    assert len(several) == 2
    assert draft.layout.title == "数字服务商登记表"


def test_the_filled_form_reads(drafted):
    _, draft, templates = drafted
    (record,) = extract(SAMPLES / "filled.docx", templates, check=False)
    labels = {name: i.label for name, i in draft.indicators.items()}
    asked = {f.indicator: f.found.group + f.found.label.partition("（")[0] for f in draft.fields}
    got = {}
    for o in record.values:
        if o.status == "reported":
            value = list(o.value) if isinstance(o.value, tuple) else o.value
            value = str(value) if isinstance(value, Decimal) else value
            for label in (labels[o.indicator], asked.get(o.indicator, "")):
                got[label + (f"@{o.period}" if o.period else "")] = (
                    value if isinstance(value, bool | list) else str(value)
                )
    expected = json.loads((SAMPLES / "expected.json").read_text("utf-8"))
    assert {k: got.get(k) for k in expected} == expected
    assert {o.unit for o in record.values if asked.get(o.indicator) == "服务利润"} == {"万元"}


def test_the_blank_form_itself_reads_as_empty(drafted):
    """No printed word of the blank form is taken for an answer."""
    _, _, templates = drafted
    (record,) = extract(SAMPLES / "blank.docx", templates, check=False)
    said = {o.key: o.value for o in record.values if o.status == "reported" and o.value not in ((), None)}
    assert said == {}
