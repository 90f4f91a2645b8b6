"""The provinces' programmes: forms that each city lays out as it likes, and none taken for another's."""

import re
from decimal import Decimal

import pytest
from made_documents import BASICS, FORMS, PROVINCE_HEAD, document, key, matched, table

from formextract.catalogue import load_catalogue
from formextract.pipeline import checked, records

TITLES = {
    "hubei-characteristic/application@2025": "湖北省特色产业集群申报表",
    "hubei-characteristic/review@2025": "湖北省特色产业集群复核申请表",
    "hubei-characteristic/annual@2025": "2024年湖北省特色产业集群年度发展情况报告".removeprefix("2024年"),
    "hubei-innovative/application@2025": "湖北省创新型产业集群申报材料",
    "hubei-innovative/evaluation@2025": "湖北省创新型产业集群绩效评价材料",
    "hubei-innovative/major-event@2025": "湖北省创新型产业集群重大事项报告",
    "hubei-strategic-emerging/application@2021": "湖北省战略性新兴产业集群建设方案",
    "hunan-advanced-manufacturing/application@2021": "湖南省先进制造业集群（培育对象）申请报告",
    "hunan-advanced-manufacturing/annual@2021": "湖南省先进制造业集群年度发展情况报告",
    "hunan-advanced-manufacturing/half-year@2021": "湖南省先进制造业集群半年度发展情况报告",
    "hunan-advanced-manufacturing/review@2021": "湖南省先进制造业集群复核申请报告",
    "sme-cluster/review@2025": "中小企业特色产业集群复核申请表",
    "sme-cluster/annual@2025": "国家级中小企业特色产业集群2024年度发展情况报告",
    "sme-cluster/half-year@2025": "中小企业特色产业集群2025年上半年运行情况",
    "sme-cluster/application@2024": "中小企业特色产业集群申报表",
}
HEAD = PROVINCE_HEAD


def known_as(made):
    template = FORMS.recognise(made)
    return None if template is None else template.id


def placed(made):
    _, (only,) = matched(made)
    return {key(p): p.text for p in only.placements if p.text}


@pytest.mark.parametrize(("name", "title"), TITLES.items())
def test_each_form_is_known_by_its_title(name, title):
    block = BASICS if name.startswith("sme-cluster") else HEAD
    assert known_as(document(title, block)) == name


def test_every_shipped_form_is_tried_here():
    assert set(load_catalogue().templates) == {*TITLES, "sme-cluster/summary@2024"}


@pytest.mark.parametrize("title", ["", "产业集群情况表", "关于开展湖北省特色产业集群申报工作的通知"])
def test_without_its_title_a_sheet_is_no_provincial_form(title):
    assert known_as(document(title, HEAD)) is None


def test_a_national_form_is_not_taken_by_a_province():
    title = "（湖北省）中小企业特色产业集群申报表"
    assert known_as(document(title, "湖北省特色产业集群申报材料之一", BASICS)) == "sme-cluster/application@2024"


@pytest.mark.parametrize(
    "figures",
    [
        table(
            ["主要指标", "2022年", "2023年", "2024年"],
            ["产值（亿元）", "81", "92", "103"],
            ["企业户数", "60", "66", "70"],
        ),
        table(["年份", "产值（亿元）", "企业户数"], ["2022", "81", "60"], ["2023", "92", "66"], ["2024", "103", "70"]),
        table(
            ["产值（亿元）", "2022年", "81"],
            ["^", "2023年", "92"],
            ["^", "2024年", "103"],
            ["企业户数", "2022年", "60"],
            ["^", "2023年", "66"],
            ["^", "2024年", "70"],
        ),
    ],
    ids=["years across", "years down", "years beside"],
)
def test_matrices_either_way(figures):
    found = placed(document(TITLES["hubei-characteristic/application@2025"], HEAD, figures))
    assert {k: found.get(k) for k in ("gross_output@2022", "gross_output@2024", "enterprises@2023")} == {
        "gross_output@2022": "81",
        "gross_output@2024": "103",
        "enterprises@2023": "66",
    }


def test_lines_numbered_and_ended_by_semicolons():
    made = document(
        "湖北省创新型产业集群申报材料",
        "1.集群名称：漳县铸造省级创新型产业集群",
        "2.集群依托单位：漳县高新区管委会",
        "3.产业领域：铸造",
        "1.有效发明专利拥有量：606 件；",
        "2.国家级创新平台：1 个；",
    )
    found = placed(made)
    assert found["operator"] == "漳县高新区管委会"
    assert found["invention_patents"].startswith("606")
    assert found["innovation_platforms[national]"].startswith("1")
    assert "innovation_platforms_names[national]" not in found


def test_a_year_in_the_label():
    made = document(TITLES["hubei-characteristic/application@2025"], HEAD, table(["省级单项冠军企业数（2023年）", "4"]))
    assert placed(made)["provincial_champions@2023"] == "4"


def record(*blocks):
    (only,) = records(document(*blocks))
    return checked(only)


def said(r, name):
    return next(o for o in r.values if o.key == name)


def test_what_has_no_cell_is_taken_from_sentences():
    made = record(
        "湖南省先进制造业集群（培育对象）申请报告",
        HEAD,
        table(["指标", "2023年"], ["集群总产值", "168.42亿元"]),
        "一、集群发展情况",
        "集群总产值由2022年的151.07亿元增加到2023年的168.4亿元，集群企业工业互联网平台应用普及率33.61%。",
        "二、下一步计划",
        "到2026年集群总产值达到220亿元。",
    )
    assert (said(made, "gross_output@2022").value, said(made, "gross_output@2022").source.reader) == (
        said(made, "gross_output@2022").value,
        "prose",
    )
    assert float(said(made, "gross_output@2022").value) == 151.07
    assert said(made, "gross_output@2023").source.reader == "docx"  # the rounded mention adds nothing
    assert len([o for o in made.values if o.key == "gross_output@2023"]) == 1
    assert float(said(made, "iiot_share").value) == 33.61
    assert not [o for o in made.values if o.period == "2026"]


def test_a_mention_that_disagrees_with_the_cell_stands_behind_it():
    made = record(
        "湖北省特色产业集群申报表",
        HEAD,
        table(["主要指标", "2023年", "2024年"], ["产值（亿元）", "92", "103"]),
        "2024年集群总产值达到130亿元，集聚企业70家。",
    )
    cell, mention = (o for o in made.values if o.key == "gross_output@2024")
    assert (float(cell.value), float(mention.value)) == (103, 130)
    assert mention.source.reader == "prose"
    assert mention.confidence <= 0.5


def test_two_sentences_that_disagree_are_doubtful_together():
    made = record("湖北省特色产业集群申报表", HEAD, "2024年集群企业70家。", "2024年集群企业90家。")
    only = said(made, "enterprises@2024")
    assert only.confidence <= 0.5
    assert [float(a.value) for a in only.alternatives] == [90]


def test_the_standard_is_judged_on_a_provincial_form():
    made = record(
        "湖北省特色产业集群申报表",
        HEAD,
        table(
            ["主要指标", "2022年", "2023年", "2024年"],
            ["产值（亿元）", "81", "92", "103"],
            ["企业户数", "49", "49", "49"],
        ),
    )
    verdicts = {c.criterion: c.status for c in made.criteria}
    assert verdicts["gross_output_each_year"] == "met"
    assert verdicts["enterprises"] == "not_met"
    assert verdicts["pillar_industry"] == "manual"


def disagreements(r):
    return [(f.fields, f.message) for f in r.findings if f.kind == "agreement"]


def test_what_a_sentence_says_otherwise_than_the_table_is_a_finding():
    made = record(
        "湖北省特色产业集群申报表",
        HEAD,
        table(["主要指标", "2023年", "2024年"], ["产值（亿元）", "92", "103"]),
        "2024年集群总产值达到130亿元，集聚企业70家。",
    )
    ((fields, told),) = disagreements(made)
    assert fields == ("gross_output@2024",)
    assert re.fullmatch(r"2024 年产值在材料中说法不一致：表格.*为 103，文字为 130亿元。请核对哪一处有误", told)


@pytest.mark.parametrize(
    "sentence",
    [
        "2024年集群总产值达到103亿元。",
        "2024年集群总产值103.2亿元。",
        "2024年集群总产值约100亿元。",
        "2024年集群总产值超过90亿元。",
        "2024年集群总产值突破100亿元。",
        "2024年集群总产值近110亿元。",
        "2024年集群总产值1,034,000万元。",
        "2024年全省轴承总产值800亿元。",
        "到2027年，集群总产值达到160亿元。",
    ],
)
def test_rounded_and_rough_figures_agree(sentence):
    made = record(
        "湖北省特色产业集群申报表",
        HEAD,
        table(["主要指标", "2023年", "2024年"], ["产值（亿元）", "92", "103"]),
        sentence,
    )
    assert disagreements(made) == []


def test_two_sentences_that_disagree_are_a_finding():
    made = record("湖北省特色产业集群申报表", HEAD, "2024年集群企业70家。", "2024年集群企业90家。")
    assert [f[0] for f in disagreements(made)] == [("enterprises@2024",)]


def test_figures_of_sentences_are_judged():
    made = record(
        "湖北省创新型产业集群申报材料",
        HEAD,
        "2024年，集群实现总营业收入142.95亿元，其中主导产业营业收入占比27.62%；集群企业141家，高新技术企业66家。",
        "集群总营业收入由2022年的96.3亿元增长到2024年的142.95亿元。",
    )
    verdicts = {c.criterion: c.status for c in made.criteria}
    assert verdicts["revenue"] == "met"
    assert verdicts["leading_revenue_share"] == "not_met"
    assert verdicts["enterprises"] == "met"


def test_sentences_that_disagree_decide_nothing():
    made = record("湖北省创新型产业集群申报材料", HEAD, "2024年集群企业98家。", "2024年集群企业141家。")
    assert {c.criterion: c.status for c in made.criteria}["enterprises"] == "unknown"


def test_a_report_without_tables_is_about_the_years_that_it_tells_of():
    made = record(
        "湖北省创新型产业集群申报材料",
        HEAD,
        "填报时间：2026年3月2日",
        "2023年、2024年、2025年集群总营业收入分别为120.1亿元、131.5亿元、142.9亿元。",
        "到2028年，集群总营业收入达到200亿元。",
    )
    years = {o.period for o in made.values if o.period}
    assert years == {"2023", "2024", "2025"}
    assert {c.criterion: c.status for c in made.criteria}["revenue"] == "met"


def test_a_paragraph_may_name_what_a_title_must_not():
    made = document(
        "湖南省先进制造业集群年度发展情况报告",
        HEAD,
        "根据《湖南省先进制造业集群培育管理办法》和关于报送年度情况的通知要求，2023年上半年以来开展了以下工作，现将有关情况报告如下，请予审核，并对下一步工作提出宝贵意见。",
    )
    assert known_as(made) == "hunan-advanced-manufacturing/annual@2021"


def test_a_title_may_be_broken_over_two_lines():
    made = document("湖北省特色产业集群", "复核申请表", HEAD)
    assert known_as(made) == "hubei-characteristic/review@2025"


def test_the_year_of_a_part_above_is_not_that_of_a_figure_alone():
    made = record(
        "湖北省创新型产业集群申报材料",
        HEAD,
        table(
            ["指标", "2022年", "2023年", "2024年"],
            ["企业数", "98", "105", "112"],
            ["二、服务体系", "<", "<", "<"],
            ["集群专项资金（万元）", "2540", "有效发明专利拥有量（件）", "31"],
        ),
    )
    assert said(made, "special_fund@2024").value == 2540
    assert said(made, "special_fund@2024").confidence < 0.9
    assert said(made, "invention_patents").value == 31


@pytest.mark.parametrize("heading", ["{}年上半年", "{}年1-6月", "{}年1—6月"])
def test_half_years_are_no_years(heading):
    made = record(
        "湖南省先进制造业集群半年度发展情况报告",
        HEAD,
        table(
            ["指标", heading.format(2023), heading.format(2024)],
            ["集群总产值（亿元）", "82.1", "91.3"],
            ["高新技术企业", "30", "36"],
        ),
    )
    got = {o.key: float(o.value) for o in made.values if o.status == "reported" and isinstance(o.value, Decimal)}
    assert got == {
        "gross_output@2023-01/2023-06": 82.1,
        "gross_output@2024-01/2024-06": 91.3,
        "hightech_enterprises@2023-01/2023-06": 30,
        "hightech_enterprises@2024-01/2024-06": 36,
    }
