"""What is aimed at or expected is none of a year's figures, however a table says so; lists that a form only counts."""

from decimal import Decimal

import pytest
from made_documents import document, matched, table

from formextract.tables.planned import planned_caption, planned_head

TITLE = "湖北省战略性新兴产业集群申报书"
NAME = "集群名称：荆沅市生物医药产业集群"


def read(*blocks):
    """Periods and texts of the figures, of the targets by year and name, and the captions of what is left over."""
    _, (match,) = matched(document(TITLE, NAME, *blocks))
    actual = {(p.indicator, p.period): p.text for p in match.placements if p.part == "value" and p.text}
    goals = {(p.period, p.measures): p.text for p in match.placements if p.part == "target"}
    return actual, goals, {x.label: x.text for x in match.leftovers}


@pytest.mark.parametrize(
    ("head", "period"),
    [
        ("2025年目标", "2025~goal"),
        ("2025年目标值(亿元)", "2025~goal"),
        ("2025年规划", "2025~goal"),
        ("目标值(2026年)", "2026~goal"),
        ("“十四五”末目标", "~goal"),
        ("全年目标", "~goal"),
        ("到2027年力争达到", "2027~goal"),
        ("2021年(预计)", "2021~expected"),
        ("2021年预计完成数", "2021~expected"),
        ("全年预计", "~expected"),
        ("全省平均(2020年)", "2020~others"),
        ("行业平均水平", "~others"),
        ("平均", None),
        ("2021年", None),
        ("2021年实际", None),
        ("规划", None),
        ("规划面积", None),
        ("计划总投资(亿元)", None),
        ("目标市场", None),
    ],
)
def test_a_head_says_of_a_plan(head, period):
    assert planned_head(head) == period


def test_a_caption_says_of_a_plan():
    assert planned_caption("2025年集群总产值目标（亿元）", "亿元") == ("goal", "2025", "集群总产值")
    assert planned_caption("预计2021年营业收入", None) == ("expected", "2021", "营业收入")
    assert planned_caption("集群总产值（亿元）", "亿元") is None


def test_years_as_columns():
    actual, goals, left = read(
        table(
            ["项目", "2019年", "2020年", "2021年（预计）", "2025年目标"],
            ["集群总产值（亿元）", "186", "205", "238", "500"],
        )
    )
    assert actual["gross_output", "2020"] == "205"
    assert ("gross_output", "2021") not in actual
    assert ("gross_output", "2025") not in actual
    assert goals == {("2025", "gross_output"): "500"}
    assert left["集群总产值（亿元）（2021年预计）"] == "238"


def test_years_as_rows():
    actual, goals, _ = read(
        table(
            ["年度", "集群总产值（亿元）", "营业收入（亿元）"],
            ["2020年", "205", "196"],
            ["2021年（预计）", "238", "229"],
            ["2025年（目标）", "500", "480"],
        )
    )
    assert actual["gross_output", "2020"] == "205"
    assert {p for _, p in actual if p} == {"2020"}
    assert goals == {("2025", "gross_output"): "500", ("2025", "revenue"): "480"}


def test_captions_that_say_it_themselves():
    actual, goals, _ = read(
        table(
            ["集群总产值（亿元）", "205"],
            ["2025年集群总产值目标（亿元）", "500"],
            ["预计2021年营业收入（亿元）", "229"],
            ["计划总投资（亿元）", "52"],
        )
    )
    assert actual["planned_investment", None] == "52"
    assert "500" not in actual.values()
    assert "229" not in actual.values()
    assert goals == {("2025", "gross_output"): "500"}


PROJECTS = (
    ["序号", "项目名称", "项目类别", "总投资（亿元）"],
    ["1", "疫苗基地", "核心龙头项目", "35"],
    ["2", "玻璃配套", "配套及补链项目", "8.5"],
    ["3", "中间体", "配套及补链项目", "6"],
    ["4", "检测平台", "产业生态建设项目", "2.5"],
)


def test_a_list_is_counted_by_kind_and_its_money_added_up():
    _, (match,) = matched(document(TITLE, NAME, table(*PROJECTS)))
    found = {p.indicator: p for p in match.placements}
    assert Decimal(found["planned_investment"].text) == 52
    assert [found[n].text for n in ("leading_projects", "chain_projects", "ecosystem_projects")] == ["1", "2", "1"]
    assert all(d.kind == "added_up" for d in found["chain_projects"].doubts)
    assert {x.text for x in match.leftovers} >= {"疫苗基地", "玻璃配套", "中间体", "检测平台"}


def test_a_list_says_its_sum_itself():
    _, (match,) = matched(document(TITLE, NAME, table(*PROJECTS, ["合计", "", "", "60"])))
    (invested,) = [p for p in match.placements if p.indicator == "planned_investment"]
    assert (invested.text, invested.doubts) == ("60", ())


def test_a_count_that_the_form_gives_goes_before_its_list():
    _, (match,) = matched(document(TITLE, NAME, table(["配套及补链项目数量（个）", "5"]), table(*PROJECTS)))
    assert [p.text for p in match.placements if p.indicator == "chain_projects"] == ["5"]


def test_rows_of_figures_are_no_list_of_things():
    rows = table(
        ["序号", "指标名称", "单位", "上年", "本年"],
        ["1", "高新技术企业", "家", "28", "34"],
        ["2", "企业户数", "户", "1120", "1243"],
        ["3", "省级专精特新企业", "家", "19", "25"],
    )
    _, (match,) = matched(document("2024年湖北省特色产业集群年度运行情况表", NAME, rows))
    found = {(p.indicator, p.period): p.text for p in match.placements if p.text}
    assert found["enterprises", "2024"] == "1243"
    assert found["hightech_enterprises", "2023"] == "28"
    assert not any(d.kind == "added_up" for p in match.placements for d in p.doubts)


def test_what_was_before_a_change_is_not_what_is():
    rows = table(
        ["事项", "变更前", "变更后"],
        ["运营管理机构", "黄石模具协会", "黄石模具产业研究院"],
        ["联系人", "张建", "李明"],
    )
    _, (match,) = matched(document("湖北省创新型产业集群重大事项变更报告", NAME, rows))
    found = {p.indicator: (p.text, p.doubts) for p in match.placements if p.text}
    assert found["operator"] == ("黄石模具产业研究院", ())
    assert found["operator_contact"] == ("李明", ())
    assert found["event_before"] == ("运营管理机构：黄石模具协会；联系人：张建", ())
    assert found["event_after"] == ("运营管理机构：黄石模具产业研究院；联系人：李明", ())
    assert match.leftovers == ()


CHANGED = ["变更事项", "变更前", "变更后"]
AGENCY = ["集群运营管理机构", "黄石模具协会", "黄石模具产业研究院"]


@pytest.mark.parametrize(
    ("rows", "expected", "left"),
    [
        (
            [CHANGED, AGENCY],
            {
                "event_kind": "集群运营管理机构",
                "event_before": "黄石模具协会",
                "event_after": "黄石模具产业研究院",
                "operator": "黄石模具产业研究院",
            },
            {},
        ),
        (
            [[*CHANGED, "变更原因"], ["四至范围", "东至甲路", "东至乙路", "扩区"], ["备注", "", "", ""]],
            {"event_kind": "四至范围", "event_before": "东至甲路", "event_after": "东至乙路", "event_cause": "扩区"},
            {"": "备注"},
        ),
        (
            [CHANGED, AGENCY, ["四至范围", "东至甲路", "东至乙路"]],
            {
                "event_kind": "集群运营管理机构、四至范围",
                "event_before": "集群运营管理机构：黄石模具协会；四至范围：东至甲路",
                "event_after": "集群运营管理机构：黄石模具产业研究院；四至范围：东至乙路",
                "operator": "黄石模具产业研究院",
            },
            {},
        ),
        # a change to nothing, or a row that is none of the table's: never what is
        ([CHANGED, [*AGENCY[:2], ""]], {}, {"集群运营管理机构（变更前）": "黄石模具协会"}),
    ],
)
def test_a_table_of_changes_answers_what_was_before_and_what_is_now(rows, expected, left):
    _, (match,) = matched(document("湖北省创新型产业集群重大事项变更报告", NAME, table(*rows)))
    found = {p.indicator: p.text for p in match.placements if p.text}
    assert found == {"cluster_name": "荆沅市生物医药产业集群", **expected}
    assert {x.label: x.text for x in match.leftovers} == left


def test_a_form_that_does_not_ask_what_was_before_lists_it():
    actual, _, left = read(table(CHANGED, ["集群运营管理机构", "甲协会", "乙研究院"]))
    assert actual["operator", None] == "乙研究院"
    assert left["集群运营管理机构（变更前）"] == "甲协会"


def test_a_row_each_for_before_and_after_stays_a_caption():
    rows = table(["变更前情况", "黄石模具协会运营"], ["变更后情况", "黄石模具产业研究院运营"])
    _, (match,) = matched(document("湖北省创新型产业集群重大事项变更报告", NAME, rows))
    assert {p.indicator: p.text for p in match.placements if p.text}["event_after"] == "黄石模具产业研究院运营"
