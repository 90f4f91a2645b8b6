"""Criteria for other engines judge as ours: GoRules' decision file by ZEN, and the rules of JSON by JsonLogic."""

import datetime as dt
import json
import random
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import zen
from json_logic import jsonLogic
from json_logic.builtins import BUILTINS

from formextract import extract
from formextract.checks.criteria import engine_facts, judge
from formextract.errors import TemplateError
from formextract.outputs.rule_expressions import OPERATORS, safe
from formextract.outputs.rule_files import STATUSES, decision, neutral
from formextract.outputs.rule_zen import zen_text
from formextract.outputs.zen_expressions import parsed
from formextract.rules import rules

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "checks"))
from invented_forms import consistent, observation  # noqa: E402, F401

pytestmark = pytest.mark.slow

OURS = {
    "matches": lambda text, pattern: re.search(pattern, text) is not None,
    "contains": lambda text, part: part in text,
    "startsWith": lambda text, part: text.startswith(part),
    "endsWith": lambda text, part: text.endswith(part),
    "pow": lambda base, exponent: base**exponent,
    "part": lambda text, cut, n: dict(enumerate(text.split(cut))).get(int(n)),
    "number": float,
    "day": lambda text: dt.date.fromisoformat(text).toordinal(),
    "items": lambda found: list(found.values()),
    "first": lambda found: found[0] if found else None,
}
ENGINE = BUILTINS | {name: lambda _, *args, do=do: do(*args) for name, do in OURS.items()}
SAMPLES = [
    "national.docx", "variant.docx", "summary-word.docx", "hubei-characteristic.docx",
    "hubei-characteristic-review.xlsx",
    "hubei-innovative.pdf", "hubei-innovative-evaluation.docx", "hubei-strategic-emerging.xlsx",
    "hunan-advanced-manufacturing.pdf", "hunan-advanced-manufacturing-annual.docx",
]  # fmt: skip


def gappy(seed, share=0.2):
    """An invented form of which some figures are not there."""
    dice = random.Random(seed)
    form = consistent(seed)
    return replace(form, values=tuple(o for o in form.values if dice.random() > share))


def by_json(clause, facts):
    """A clause's status as docs/rules-engine.md tells engines to find it."""
    if clause.get("manual"):
        return "manual"
    if jsonLogic(clause["met"], facts, ENGINE) is True:
        return "met"
    if jsonLogic(clause["not_met"], facts, ENGINE) is not True:
        return "unknown"
    leaves_room = "soft" in clause and jsonLogic(clause["soft_if"], facts, ENGINE) is True
    return "unknown" if leaves_room else "not_met"


def agreed(record):
    """How many clauses of a record both engines judge as the record says."""
    _, criteria = rules(record.program)
    facts = json.loads(json.dumps(engine_facts(record)))
    ours = {r.criterion: r.status for r in judge(record, criteria)}
    counted = {c.id for c in criteria if c.cap is not None}
    made = zen.ZenEngine().create_decision(json.dumps(decision(record.program, criteria), ensure_ascii=False))
    by_zen = made.evaluate(facts)["result"]
    by_logic = {
        c["id"]: by_json(c, facts)
        for c in json.loads(json.dumps(neutral(record.program, criteria)))["clauses"]
        if "cap" not in c
    }
    wanted = {name: status for name, status in ours.items() if name not in counted}
    assert {name: by_zen[name] for name in wanted} == wanted
    assert {name: by_logic[name] for name in wanted} == wanted
    return wanted


@pytest.mark.parametrize("name", SAMPLES)
def test_both_engines_judge_the_samples_as_we_do(name):
    for record in extract(ROOT / "samples" / name):
        agreed(record)


def test_both_engines_judge_forms_with_gaps_as_we_do():
    statuses = [status for seed in range(12) for status in agreed(gappy(seed)).values()]
    assert set(statuses) == set(STATUSES)


def test_a_form_without_anything():
    assert "met" not in agreed(replace(consistent(1), values=())).values()


def test_operators_are_all_documented():
    assert set(OPERATORS) == set(OURS)


@pytest.mark.parametrize(
    ("text", "facts", "said"),
    [
        ("a >= 1 or b >= 1", {"a": None, "b": 2}, None),
        ("b >= 1 or a >= 1", {"a": None, "b": 2}, True),
        ("b >= 3 and a >= 1", {"a": None, "b": 2}, False),
        ("not(a >= 1)", {"a": None}, None),
        ("(a ?? 5) >= 5", {"a": None}, True),
        ("b / a > 1", {"a": 0, "b": 2}, None),
        ("1.1 ^ 2 > b", {"b": 1.2}, True),
        ("a == null ? b > 1 : a > 1", {"a": None, "b": 2}, True),
        ("all(years, x[#].lo >= 2)", {"years": ["2021", "2022"], "x": {"2021": {"lo": 2}, "2022": {"lo": 3}}}, True),
        ("all(years, x[#].lo >= 2)", {"years": ["2021", "2022"], "x": {"2021": {"lo": 2}}}, None),
        ("some(years, (x[#].lo ?? 0) < 1)", {"years": ["2021", "2022"], "x": {"2021": {"lo": 2}}}, True),
        ('years[len(years) - 1] == "2022"', {"years": ["2021", "2022"]}, True),
        ('years[len(years) - 1] == "2022"', {"years": []}, False),
        ('date(a) <= date("2024-06-20")', {"a": "2024-06-05"}, True),
        ('date(a) <= date("2024-06-20")', {"a": "2024-06"}, None),
        ('number(split(a, "-")[1]) == 6', {"a": "2024-06"}, True),
        ('filter(rows, matches(#.name, "能耗"))[0].lo > 1', {"rows": [{"name": "x"}, {"name": "能耗", "lo": 2}]}, True),
        ('filter(rows, matches(#.name, "能耗"))[0].lo > 1', {"rows": [{"name": "x"}]}, None),
        ("values(x)[0].lo > 1", {"x": {"2021_2023": {"lo": 2}}}, True),
        ("values(x)[0].lo > 1", {}, None),
    ],
)
def test_what_comes_of_figures_that_are_not_there(text, facts, said):
    rule = safe(parsed(text))
    facts = {"years": [], "a": None, "b": None, "x": None, "rows": None} | facts
    assert jsonLogic(rule, facts, ENGINE) is said
    assert zen.evaluate_expression(zen_text(rule), facts) is said


@pytest.mark.parametrize("text", ["median(years) > 1", "a @ 1", "a >", "all(rows, # > 1)", "(a"])
def test_what_cannot_be_turned_into_a_rule_says_so(text):
    with pytest.raises(TemplateError, match="条件表达式"):
        safe(parsed(text))
