"""What of a cell's ink is its value: one rule for every format."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formextract.model import Ink, Run
from formextract.model.ink import ALL_SHIFTED, NOT_SEEN, NOT_TEXT, RUN_TOGETHER, STRUCK, standing


def struck(text):
    return Run(text, struck=True)


def shifted(text):
    return Run(text, shifted=True)


def plain(text):
    return Run(text)


@pytest.mark.parametrize(
    ("runs", "ink"),
    [
        # an old figure struck through and the new one behind or before it
        ([struck("155"), plain("165")], Ink("165", "", ("155",))),
        ([plain("165"), struck("155")], Ink("165", "", ("155",))),
        ([struck("15"), struck("5"), plain("165家")], Ink("165家", "", ("155",))),
        ([plain("是 / "), struck("否")], Ink("是 / ", "", ("否",))),
        # nothing else stands: no value, and no blank of which one is sure
        ([struck("155")], Ink("155", STRUCK, ("155",), struck_out=True)),
        ([struck("155"), plain(" 家")], Ink(" 家", STRUCK, ("155",))),
        ([plain("联系人："), struck("张三")], Ink("联系人：", STRUCK, ("张三",))),
        # digits on both sides of what was struck may be one figure or two
        ([plain("1"), struck("5"), plain("65")], Ink("165", RUN_TOGETHER, ("5",))),
        # note marks: kept as raised letters behind figures, which no figure reader takes for digits
        ([plain("107.27"), shifted("①")], Ink("107.27①")),
        ([plain("120.22"), shifted("1")], Ink("120.22¹")),
        ([plain("31.96%"), shifted("[2]")], Ink("31.96%⁽²⁾")),
        ([plain("120"), shifted("注1")], Ink("120", "", ("注1",))),
        ([plain("汽车座椅集群"), shifted("1")], Ink("汽车座椅集群", "", ("1",))),
        ([shifted("1"), plain("182.93")], Ink("¹182.93")),
        ([plain("12"), shifted("3"), plain("45")], Ink("12³45", RUN_TOGETHER)),
        # powers and formulas are none
        ([plain("km"), shifted("2")], Ink("km2")),
        ([plain("CO"), shifted("2"), plain("排放")], Ink("CO2排放")),
        ([plain("10"), shifted("4"), plain("吨")], Ink("10⁴吨")),
        ([shifted("155")], Ink("¹⁵⁵", ALL_SHIFTED)),
        # prompts are nothing
        ([Run("单击此处", placeholder=True)], Ink("")),
        # hidden text is no value and is kept; where a cell shows nothing else, nobody can be sure that it is empty
        ([plain("甲"), Run("乙", hidden=True)], Ink("甲", "", ("乙",))),
        ([Run("165", hidden=True)], Ink("", NOT_SEEN, ("165",))),
        ([Run(" ", hidden=True)], Ink("")),
        # what is not text is said where it stands alone
        ([Run("", picture=True)], Ink("", NOT_TEXT)),
        ([plain("甲"), Run("", picture=True)], Ink("甲")),
        ([plain("是"), Run("", doubt="没有读出")], Ink("是", "没有读出")),
        ([], Ink("")),
    ],
)
def test_what_stands_in_a_cell(runs, ink):
    assert standing(runs) == ink


RUNS = st.builds(
    Run, st.text("0123456789.①家 元：", max_size=4), struck=st.booleans(), shifted=st.booleans(), hidden=st.booleans()
)


@given(st.lists(RUNS, max_size=6))
def test_where_a_program_parts_a_text_makes_no_difference(runs):
    letters = [Run(c, r.struck, r.shifted, r.hidden) for r in runs for c in r.text]
    assert standing(letters) == standing(runs)


@given(st.lists(RUNS, max_size=6))
def test_no_struck_text_is_part_of_a_value_that_is_sure(runs):
    ink = standing([*runs, struck("999")])
    assert "999" not in ink.text or ink.doubt
    assert any("999" in aside for aside in ink.asides)
