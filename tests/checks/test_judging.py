"""The standard's clauses: met, not met, not to be known; and the same answers from an engine outside our code."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
import zen
from invented_forms import change, consistent, figure, observation, record

from formextract.catalogue.criteria import load_criteria
from formextract.catalogue.edits import load_edits
from formextract.checks import check, judge, kinds
from formextract.model import CriterionResult, Source, Unmatched
from formextract.model.facts import facts

ROOT = Path(__file__).parents[2] / "templates"
EDITS = load_edits(ROOT, kinds(), "sme-cluster")
STANDARD = load_criteria(ROOT, "sme-cluster")
PROGRAMS = (
    "sme-cluster",
    "hubei-characteristic",
    "hubei-innovative",
    "hubei-strategic-emerging",
    "hunan-advanced-manufacturing",
)


def row(name, unit, *texts):
    return [figure(f"{name}@{2021 + i}", t, unit) for i, t in enumerate(texts)]


THREES = {
    "gross_output_each_year": (
        row("gross_output", "亿元", "40.01", "45.00", "50.00"),
        row("gross_output", "亿元", "39.99", "45.00", "50.00"),
        row("gross_output", "亿元", "40.00", "45.00", "50.00"),
    ),
    "leading_output_share": (
        row("leading_output_share", "%", "60.00", "65.00", "70.01"),
        row("leading_output_share", "%", "80.00", "75.00", "69.99"),
        row("leading_output_share", "%", "80.00", "75.00", "70.00"),
    ),
    "output_growth": (
        row("gross_output", "亿元", "50.00", "55.00", "61.00"),
        row("gross_output", "亿元", "50.00", "55.00", "60.00"),
        [
            *row("gross_output", "亿元", "50.00", "55.00", "60.00"),
            figure("leading_output_growth_3y@2021/2023", "10.50", "%"),
        ],
    ),
    "quality_smes": (
        row("champions", "个", "0", "0", "1"),
        [
            f
            for n in ("champions", "little_giants", "srdi_smes", "innovative_smes", "hightech_enterprises")
            for f in row(n, "个", "0", "0", "0")
        ],
        row("srdi_smes", "个", "3", "4", "5"),
    ),
    "co2_falling": (
        row("co2_intensity", "吨二氧化碳/万元", "0.25", "0.23", "0.22"),
        row("co2_intensity", "吨二氧化碳/万元", "0.23", "0.25", "0.22"),
        row("co2_intensity", "吨二氧化碳/万元", "0.25", "0.22", "0.22"),
    ),
    "iiot_share": (
        [figure("iiot_share", "15.01", "%")],
        [figure("iiot_share", "14.99", "%")],
        [figure("iiot_share", "15.00", "%")],
    ),
    "water_efficiency": (
        [observation("water_efficiency_met", "not_applicable", None)],
        [observation("water_efficiency_met", "no", None)],
        [observation("water_efficiency_met", None, None, status="blank")],
    ),
    "no_incidents": (
        [observation("major_incidents", False, None)],
        [observation("major_incidents", True, None)],
        [observation("major_incidents", None, None, status="unreadable")],
    ),
}


@pytest.mark.parametrize("name", THREES)
def test_in_threes(name):
    (criterion,) = [c for c in STANDARD if c.id == name]
    got = [judge(record(*values), [criterion])[0].status for values in THREES[name]]
    assert got == ["met", "not_met", "unknown"]
    assert judge(record(), [criterion])[0].status == "unknown"


def test_a_whole_result():
    (criterion,) = [c for c in STANDARD if c.id == "gross_output_each_year"]
    form = record(*row("gross_output", "亿元", "45.2", "50", "55.12"))
    assert judge(form, [criterion]) == [
        CriterionResult(
            criterion="gross_output_each_year",
            clause="认定标准 一",
            text="近三年产值均在 40 亿元以上",
            status="met",
            observed={
                "gross_output@2021": Decimal("45.2"),
                "gross_output@2022": Decimal(50),
                "gross_output@2023": Decimal("55.12"),
            },
            threshold=">= 40",
        )
    ]


def test_what_only_a_person_can_judge_is_manual():
    assert {r.criterion for r in judge(record(), STANDARD) if r.status == "manual"} >= {"chain", "development_plan"}


def test_a_clause_is_told_which_finding_could_turn_it():
    form = change(consistent(4), "iiot_share", Decimal("4.00"))
    results = {r.criterion: r for r in check(form, EDITS, STANDARD).criteria}
    assert results["iiot_share"].status == "not_met"
    assert "可能有误，更正后结论可能改变" in results["iiot_share"].text
    assert "可能有误" not in results["gross_output_each_year"].text


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_expression_is_one_the_engine_understands(program):
    criteria = load_criteria(ROOT, program)
    assert criteria
    for criterion in criteria:
        for expression in (criterion.met, criterion.not_met):
            assert expression is None or zen.validate_expression(expression) is None, criterion.id


@pytest.mark.parametrize("seed", range(8))
def test_an_engine_outside_gives_the_same_answers(seed):
    form = consistent(seed)
    exported = json.loads(json.dumps(facts(form), ensure_ascii=False))
    shipped = yaml.safe_load((ROOT / "sme-cluster" / "criteria.yaml").read_text(encoding="utf-8"))["criteria"]

    def says(expression):
        try:
            return zen.evaluate_expression(expression, exported) is True
        except RuntimeError:
            return False

    outside = {
        c["id"]: "manual"
        if c.get("manual")
        else "met"
        if says(c["met"])
        else "unknown"
        if c.get("soft") and says(c["not_met"]) and says(c.get("soft_if", "true"))
        else "not_met"
        if says(c["not_met"])
        else "unknown"
        for c in shipped
        if form.form in c.get("forms", [form.form])
    }
    assert outside == {r.criterion: r.status for r in judge(form, STANDARD)}
    assert {"met", "manual"} <= set(outside.values())


def dated(program, form, **texts):
    values = [observation(k, v, None) for k, v in texts.items()]
    years = [figure(f"gross_output@{y}", "100.00", "亿元") for y in (2022, 2023, 2024)]
    made = replace(record(*values, *years), program=program, form=form)
    return {c.criterion: c.status for c in judge(made, load_criteria(ROOT, program))}


@pytest.mark.parametrize(
    ("program", "form", "criterion", "texts", "status"),
    [
        ("hubei-characteristic", "annual", "annual_on_time", {"application_date": "2025-03-31"}, "met"),
        ("hubei-characteristic", "annual", "annual_on_time", {"application_date": "2025-03"}, "met"),
        ("hubei-characteristic", "annual", "annual_on_time", {"application_date": "2025-04-01"}, "not_met"),
        ("hubei-characteristic", "annual", "annual_on_time", {"application_date": "2025"}, "unknown"),
        ("hubei-characteristic", "annual", "annual_on_time", {}, "unknown"),
        ("hunan-advanced-manufacturing", "annual", "annual_on_time", {"application_date": "2025-01-31"}, "met"),
        ("hunan-advanced-manufacturing", "annual", "annual_on_time", {"application_date": "2025-02-01"}, "not_met"),
        (
            "hunan-advanced-manufacturing",
            "half-year",
            "half_year_on_time",
            {"application_date": "2025-07-30", "report_period": "2025年上半年"},
            "met",
        ),
        (
            "hunan-advanced-manufacturing",
            "half-year",
            "half_year_on_time",
            {"application_date": "2025-08-01", "report_period": "2025年上半年"},
            "not_met",
        ),
        (
            "hubei-characteristic",
            "review",
            "review_on_time",
            {"application_date": "2025-06-01", "certified_date": "2023-06-20"},
            "met",
        ),
        (
            "hubei-characteristic",
            "review",
            "review_on_time",
            {"application_date": "2025-07-01", "certified_date": "2023-06-20"},
            "not_met",
        ),
        (
            "hunan-advanced-manufacturing",
            "review",
            "review_on_time",
            {"application_date": "2024-12-01", "certified_date": "2021-12"},
            "met",
        ),
        (
            "hunan-advanced-manufacturing",
            "review",
            "review_on_time",
            {"application_date": "2025-01-05", "certified_date": "2021-12"},
            "not_met",
        ),
        ("hunan-advanced-manufacturing", "review", "rules_in_force", {"application_date": "2026-03-14"}, "met"),
        ("hunan-advanced-manufacturing", "review", "rules_in_force", {"application_date": "2026-03-15"}, "not_met"),
        (
            "hubei-innovative",
            "application",
            "reapplication",
            {"application_date": "2025-06-01", "revoked_date": "2022-07"},
            "not_met",
        ),
        (
            "hubei-innovative",
            "application",
            "cultivation_period",
            {"application_date": "2025-06-01", "cultivation_since": "2024-07"},
            "met",
        ),
    ],
)
def test_deadlines_and_periods(program, form, criterion, texts, status):
    assert dated(program, form, **texts)[criterion] == status


@pytest.mark.parametrize(
    ("program", "operator", "status"),
    [
        ("hubei-characteristic", "堵阳县轴承产业发展服务中心", "met"),
        ("hubei-characteristic", "堵阳县宏图建筑工程有限公司", "not_met"),
        ("hubei-characteristic", "堵阳县开发建设有限公司", "unknown"),
        ("hubei-innovative", "漳原国家高新技术产业开发区管理委员会", "met"),
        ("hubei-innovative", "漳原县人民政府", "met"),
        ("hubei-innovative", "漳原城投建设有限公司", "not_met"),
        ("hunan-advanced-manufacturing", "益沅市工程机械产业集群促进中心", "met"),
        ("hunan-advanced-manufacturing", "益沅市路桥有限公司", "not_met"),
    ],
)
def test_who_may_apply(program, operator, status):
    assert dated(program, "application", operator=operator)["applicant"] == status


@pytest.mark.parametrize(
    ("name", "field", "status"),
    [
        ("漳原精密铸造省级创新型产业集群", "精密铸造", "met"),
        ("漳原精密铸造产业集群", "精密铸造", "not_met"),
        ("精密铸造省级创新型产业集群", "精密铸造", "not_met"),
        ("漳原铸件省级创新型产业集群", "精密铸造", "unknown"),
    ],
)
def test_the_name_pattern(name, field, status):
    said = dated("hubei-innovative", "application", cluster_name=name, leading_industry=field)
    assert said["cluster_name"] == status


def test_a_clause_is_judged_on_the_forms_that_it_is_about():
    assert "enterprises" not in dated("hubei-innovative", "major-event")
    assert "annual_on_time" not in dated("hubei-characteristic", "application")
    assert "enterprises" in dated("hubei-innovative", "evaluation")


def test_passages_are_quoted_for_whom_must_judge():
    (criterion,) = [c for c in load_criteria(ROOT, "hubei-characteristic") if c.id == "innovation_cooperation"]
    texts = ["集群位于县城东部。与武汉理工大学共建研究院，产学研合作项目12项。", "营商环境不断优化，办事更方便。"]
    form = record(observation("measures_text", "主持制定国家标准3项。其他工作有序推进。", None))
    place = Source(0, 7, None, None, "pdf-text")
    form = replace(form, unmatched=tuple(Unmatched("", t, place) for t in texts))
    assert judge(form, [criterion])[0].observed == {
        "measures_text": "主持制定国家标准3项。",
        "passage[page=7]": "与武汉理工大学共建研究院，产学研合作项目12项。",
    }


@pytest.mark.parametrize(("area", "status", "soft"), [("99.99", "met", ()), ("100.01", "unknown", ("一般",))])
def test_what_a_clause_asks_generally_is_for_a_person_to_judge(area, status, soft):
    form = record(figure("land_area", area, "平方公里"))
    (result,) = [r for r in judge(form, STANDARD) if r.criterion == "land_area"]
    assert (result.status, result.soft) == (status, soft)
    assert ("“一般”" in result.text) is bool(soft)
