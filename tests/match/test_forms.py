"""Which form a document is: by its title and its labels together, and none at all for a stranger."""

from pathlib import Path

import docx
import pytest
from made_documents import BASICS, FORMS, SUMMARY_HEAD, TITLE, document, form, on_paper, table

from formextract import extract
from formextract.errors import UnknownFormError

SUMMARY = table(SUMMARY_HEAD, ["1", "甲集群", "甲园区", "湖北省十堰市堵阳县", "织造", "2012年", "甲简介"])
SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def known_as(made):
    template = FORMS.recognise(made)
    return None if template is None else template.id


def test_title_and_labels_make_the_form():
    assert known_as(form()) == "sme-cluster/application@2024"


@pytest.mark.parametrize(
    "title",
    [
        "附件2 中小企业特色产业集群申报表",
        "2025年度中小企业特色产业集群申报书",
        "中小企业特色产业 集群\n申请表",
        "（湖北省）中小企业特色产业集群申报表",
    ],
)
def test_titles_vary(title):
    assert known_as(document(title, BASICS)) == "sme-cluster/application@2024"


@pytest.mark.parametrize(
    "made",
    [
        document(),
        document("关于开展中小企业特色产业集群申报工作的通知", "各有关单位：", "请于6月5日前报送。"),
        document(TITLE),
        document("请假条", table(["姓名", "张三"], ["联系人", "李四"], ["联系方式", "111"])),
        document("某集群介绍", table(*[[c.text for c in BASICS.cells if c.row == r] for r in range(5)])),
        document("中小企业特色产业集群认定标准", BASICS),
    ],
    ids=["empty", "notice", "title only", "leave", "few labels, no title", "standard"],
)
def test_what_is_no_form_is_not_taken_for_one(made):
    assert known_as(made) is None


def test_a_form_without_its_title_is_known_by_its_labels():
    printed = next(p.template for p in FORMS._prepared if p.template.id == "sme-cluster/application@2024")
    labels = [[f.label, ""] for f in printed.fields if f.shape is None]
    assert known_as(document(table(*labels))) == "sme-cluster/application@2024"


def test_an_unrelated_word_file_is_told_to_be_unknown(tmp_path):
    made = docx.Document()
    made.add_heading("关于召开季度例会的通知")
    made.add_paragraph("定于6月5日召开季度例会，请准时参加。")
    made.add_table(rows=2, cols=2).cell(0, 0).text = "时间"
    made.save(tmp_path / "通知.docx")
    with pytest.raises(UnknownFormError, match="中小企业特色产业集群申报表"):
        extract(tmp_path / "通知.docx")


@pytest.mark.parametrize(
    ("name", "template", "records"),
    [
        ("national.docx", "sme-cluster/application@2024", 1),
        ("variant-sheets.xlsx", "sme-cluster/application@2024", 1),
        ("controls-2025.docx", "sme-cluster/application@2024", 1),
        ("summary.xlsx", "sme-cluster/summary@2024", None),
        ("summary-word.docx", "sme-cluster/summary@2024", None),
    ],
)
def test_the_samples_are_known(name, template, records):
    found = extract(SAMPLES / name, check=False)
    assert {r.template for r in found} == {template}
    assert records is None or len(found) == records


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("中小企特色产业集群申报表", "sme-cluster/application@2024"),
        ("中小企业特色产业集群申报衣", "sme-cluster/application@2024"),
        ("2025年度中小企特色产业集群推荐汇总衣", "sme-cluster/summary@2024"),
    ],
)
def test_a_title_of_which_a_letter_was_misread_is_known_on_paper_only(title, name):
    made = document(title, SUMMARY if name.endswith("summary@2024") else BASICS)
    assert known_as(on_paper(made)) == name
    typed = document("2025年度中小企特色产业集群推荐汇总衣", SUMMARY)
    assert {fit.title for fit in FORMS.fit(typed)} == {""}


def test_another_title_is_not_taken_for_a_misread_one():
    head = ["序号", "集群名称", "集群运营管理机构", "主导产业", "集群成立时间"]
    assert (
        known_as(on_paper(document("中小学特色课程集锦推荐汇总表", table(head, ["1", "甲", "乙", "丙", "2012年"]))))
        is None
    )
