"""Printed words found however they are broken: the same as by a pattern with white space between any two letters."""

import re

from hypothesis import given
from hypothesis import strategies as st

from formextract.match.statements import _without
from formextract.match.wherever_broken import Letters

LETTERS = st.text("甲乙:：1 \n\u3000", max_size=12)


@given(LETTERS, st.text("甲乙:1", min_size=1, max_size=3))
def test_the_spans_are_those_of_a_pattern(text, words):
    pattern = re.compile(r"\s*".join(map(re.escape, words)))
    assert list(Letters(text).spans(words)) == [m.span() for m in pattern.finditer(text)]


@given(LETTERS, st.text("甲乙1", min_size=1, max_size=3))
def test_what_is_taken_out_is_what_a_pattern_takes_out(text, words):
    pattern = re.compile(r"\s*".join(map(re.escape, words)) + r"\s*:?")
    assert _without(text, words) == pattern.sub("\n", text)


def test_letters_are_the_same_that_are_spelt_the_same():
    text = Letters("一、（2025 年\n度）目标，一、(2024年度)目标", str.maketrans("（），12345", "(),00000"))
    assert list(text.spans("(2023年度)")) == [(2, 12), (17, 25)]
    assert list(text.spans(" ")) == []
