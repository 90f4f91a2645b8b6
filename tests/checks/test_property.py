"""Forms that satisfy every edit, however they are rounded, raise no error.

The default run takes some hundred forms; FORMEXTRACT_THOROUGH=1 takes thousands, and
`scripts/bench_checks.py` more still.
"""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented_forms import consistent, record

from effort import effort
from formextract.catalogue.edits import load_edits
from formextract.checks import findings, kinds

ODD = st.sampled_from(
    [
        Decimal(0),
        Decimal(-5),
        Decimal("1E+40"),
        Decimal("1E-12"),
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal(7),
        Decimal("123456789.12"),
        Decimal("99.9"),
        None,
    ]
)
EDITS = load_edits(Path(__file__).parents[2] / "templates", kinds(), "sme-cluster")
FORMS = effort(150, 2500)


@pytest.mark.slow
@settings(max_examples=FORMS, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9), places=st.none() | st.integers(0, 4))
def test_consistent_forms_raise_no_error(seed, places):
    assert [f for f in findings(consistent(seed, places), EDITS) if f.severity == "error"] == []


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(0, 1000), odd=st.dictionaries(st.integers(0, 140), st.tuples(ODD, st.integers(-3, 6)), max_size=6)
)
def test_whatever_is_written_the_checks_give_an_answer_and_the_same_again(seed, odd):
    values = list(consistent(seed).values)
    for at, (value, precision) in odd.items():
        if isinstance(values[at % len(values)].value, Decimal):
            values[at % len(values)] = replace(
                values[at % len(values)],
                value=value,
                precision=precision,
                raw="约" if at % 2 else "",
                status="unreadable" if value is None else "reported",
                confidence=0.5 if at % 3 else 1.0,
            )
    form = record(*values)
    assert [repr(f) for f in findings(form, EDITS)] == [repr(f) for f in findings(form, EDITS)]
