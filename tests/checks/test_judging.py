"""The standard's clauses: met, not met, not to be known; and the same answers from an engine outside our code."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
import zen
from invented_forms import change, consistent, figure, observation, record

from formextract.catalogue.criteria import load_criteria
from formextract.catalogue.edits import load_edits
from formextract.checks import check, judge
from formextract.model import CriterionResult
from formextract.model.facts import facts

ROOT = Path(__file__).parents[2] / "templates"
EDITS = load_edits(ROOT)
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
    "land_area": (
        [figure("land_area", "99.99", "平方公里")],
        [figure("land_area", "100.01", "平方公里")],
        [figure("land_area", "100.00", "平方公里")],
    ),
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
        row("gross_output", "亿元", "50.00", "55.00", "60.50"),
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
        else "not_met"
        if says(c["not_met"])
        else "unknown"
        for c in shipped
    }
    assert outside == {r.criterion: r.status for r in judge(form, STANDARD)}
    assert {"met", "manual"} <= set(outside.values())
