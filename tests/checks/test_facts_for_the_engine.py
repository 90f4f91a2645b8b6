"""The engine is given the facts that an expression names, and judges as if it had all of them."""

from pathlib import Path

import pytest

import formextract
from formextract.checks import criteria
from formextract.rules import rules

FACTS = {"form": "application", "values": {"a": {"value": 1}, "b": {"value": 2}, "中": {"value": 3}}}


@pytest.mark.parametrize(
    ("expression", "given"),
    [
        ("values.a.value > 0", {"values": {"a": {"value": 1}}}),
        ('values["b"].value > values.gone.value', {"values": {"b": {"value": 2}}}),
        ("form == 'application' and values . 中.value == 3", {"form": "application", "values": {"中": {"value": 3}}}),
        ("len(keys(values)) == 3", FACTS),
        ("$root.values.a.value == 1", FACTS),
        ("values[form].value == 1", FACTS),
        ("values(values.a)[0] == 1", {"values": {"a": {"value": 1}}}),
        ("matches(values.a.value, 'x$|y')", {"values": {"a": {"value": 1}}}),
        ("`${values.a.value}` == '1'", FACTS),
        ("1 == 1", {}),
    ],
)
def test_what_an_expression_names_is_given_to_it(expression, given):
    assert criteria._asked_for(expression, FACTS) == given


def test_the_shipped_clauses_are_judged_the_same_on_all_facts():
    (record,) = formextract.extract(Path(__file__).parents[2] / "samples" / "national.docx")
    facts = criteria.engine_facts(record)
    told = [e for c in rules(record.program)[1] for e in (c.met, c.not_met, c.soft_if) if e]
    assert told
    for expression in told:
        try:
            whole = criteria._compiled(expression).evaluate(dict(facts)) is True
        except RuntimeError:
            whole = False
        assert criteria._true(expression, facts) is whole, expression


def test_clauses_are_judged_the_same_where_only_what_they_look_at_is_handed_over():
    (record,) = formextract.extract(Path(__file__).parents[2] / "samples" / "national.docx")
    clauses = rules(record.program)[1]
    whole, part = criteria.engine_facts(record), criteria.engine_facts(record, criteria.what_they_see(clauses))
    assert 0 < len(part["values"]) < len(whole["values"]) // 2
    assert part == {**whole, "values": {k: v for k, v in whole["values"].items() if k in part["values"]}}
    for c in clauses:
        assert c.manual or criteria.decide(c, part) == criteria.decide(c, whole), c.id
