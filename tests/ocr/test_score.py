"""What speaks for a reading to how sure it is."""

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formextract.ocr.score import HELD, TABLE, ReadingEvidence, fitted, score
from formextract.ocr.words import kind_of

CLEAR = ReadingEvidence(
    0.9999, 0.9999, agree=True, slight=False, differ=False, figure=True, edge=False, ticks=False, letters=5
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("83.69", "figure"),
        ("-1.75%", "figure"),
        ("3/8", "figure"),
        ("☑是☐否", "tick"),
        ("汤志远", "text"),
        ("12家", "text"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def test_two_clear_readings_that_agree_are_sure() -> None:
    assert score(CLEAR) > 0.995
    assert score(CLEAR._replace(figure=False)) > 0.995


@given(st.floats(0, 1), st.floats(0, 1), st.booleans(), st.booleans(), st.booleans(), st.integers(0, 60))
def test_figures_that_differ_are_never_sure(
    best: float, weaker: float, agree: bool, figure: bool, ticks: bool, letters: int
) -> None:
    found = score(
        ReadingEvidence(max(best, weaker), min(best, weaker), agree, False, True, figure, False, ticks, letters)
    )
    assert 0 <= found <= HELD


@given(st.floats(0, 1), st.floats(0, 1), st.booleans(), st.integers(1, 60))
def test_stronger_letters_never_make_it_less_sure(low: float, high: float, figure: bool, letters: int) -> None:
    low, high = sorted((low, high))
    one, other = (CLEAR._replace(best=p, weaker=p, figure=figure, letters=letters) for p in (low, high))
    assert score(one) <= score(other) + 1e-9


def test_what_is_not_nearly_always_right_is_not_sure() -> None:
    found = [score(CLEAR._replace(weaker=p, best=p)) for p in (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999)]
    assert all(f <= HELD or f >= fitted()["sure_from"]["figure"] for f in found)


def test_the_table_says_where_it_comes_from() -> None:
    table = json.loads((files("formextract.ocr") / TABLE).read_text(encoding="utf-8"))
    assert {"made", "by", "seed", "wears", "pages", "lines", "engine"} <= set(table)
    assert set(table["weights"]) == set(CLEAR.terms())
