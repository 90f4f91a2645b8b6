"""Who applies: proposed by the draft, checked in the template, said by the record."""

import shutil

import docx
import pytest

from formextract import extract, intake, readers
from formextract.catalogue import check_file, default_folder, load_catalogue
from formextract.checks import kinds
from formextract.checks.identifiers import is_credit_code
from formextract.drafting import as_yaml, draft_of
from formextract.errors import TemplateError
from formextract.model.json import record_from_dict, record_to_dict
from samples import strangers


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("acceptance", "applicant: {kind: project, name: project_name}"),
        ("statistics", "applicant: {kind: company, name: 单位详细名称, identifier: 统一社会信用代码}"),
        ("hospital", "applicant: {kind: institute, name: 申报医院}"),
        ("farm", "applicant: {kind: company, name: 农场名称}"),
        ("talent", "applicant: {kind: person, name: name}"),
    ],
)
def test_the_draft_says_who(name, line, tmp_path):
    catalogue = load_catalogue()
    document = readers.read(intake.source_file(strangers.write(name, tmp_path / "blank.docx")))
    assert line in as_yaml(draft_of(document, catalogue.indicators, catalogue.lexicon), "demo/form@2025", "blank.docx")


TEMPLATE = """
template: demo/form@2025
title: 某某登记表
recognise: {titles: [某某登记表], least_labels: 2}
applicant: {kind: company, name: firm, identifier: code}
indicators:
  firm: {label: 企业全称, type: text, section: drafted}
  code: {label: 统一社会信用代码, type: text, section: drafted}
fields:
  - {indicator: firm, label: 企业全称}
  - {indicator: code, label: 统一社会信用代码}
"""


@pytest.fixture
def templates(tmp_path):
    folder = tmp_path / "templates"
    shutil.copytree(default_folder(), folder)
    (folder / "demo").mkdir()
    (folder / "demo" / "form@2025.yaml").write_text(TEMPLATE, "utf-8")
    return folder


def filled(path, code):
    made = docx.Document()
    made.add_paragraph("某某登记表")
    table = made.add_table(rows=2, cols=2, style="Table Grid")
    for r, row in enumerate([["企业全称", "甲县启明仪器有限公司"], ["统一社会信用代码", code]]):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    made.save(str(path))
    return path


@pytest.mark.parametrize(("code", "findings"), [("91350100M000100Y43", 0), ("91350100M000100Y44", 1), ("1234", 1)])
def test_the_record_says_who(templates, tmp_path, code, findings):
    (record,) = extract(filled(tmp_path / "f.docx", code), templates)
    assert (record.applicant, record.cluster) == ("甲县启明仪器有限公司", "甲县启明仪器有限公司")
    assert len([f for f in record.findings if f.check.startswith("identifier.")]) == findings
    raw = record_to_dict(record)
    assert raw["applicant"] == "甲县启明仪器有限公司"
    assert record.identifier == (code if not findings else "")
    assert record_from_dict(raw) == record


def test_an_applicant_that_the_form_does_not_ask_for(templates):
    path = templates / "demo" / "form@2025.yaml"
    path.write_text(TEMPLATE.replace("name: firm,", "name: enterprises,"), "utf-8")
    with pytest.raises(TemplateError, match="applicant 所指的"):
        check_file(path, kinds())


def test_check_digits():
    assert is_credit_code("91350100M000100Y43")
    assert not is_credit_code("91350100M000100Y4")
    assert not is_credit_code("9135O100M000100Y43")
