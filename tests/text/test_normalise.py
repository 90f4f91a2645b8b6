"""One normaliser for labels and values: what a reader takes for the same words is the same text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formextract.text import WRAP, fold, is_blank, squeeze, unwrapped


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("１２３４．５", "1234.5"),
        ("１，２３４", "1,234"),
        ("12.5％", "12.5%"),
        ("12.5﹪", "12.5%"),
        ("−5", "-5"),
        ("﹣5", "-5"),
        ("（亿元）", "(亿元)"),
        ("〔2024〕", "(2024)"),
        ("【甲】", "(甲)"),
        ("［甲］", "(甲)"),
        ("[甲]", "(甲)"),
        ("{甲}", "(甲)"),
        ("{3}", "(3)"),
        ("“小巨人”", '"小巨人"'),
        ("「小巨人」", '"小巨人"'),
        ("‘甲’", "'甲'"),
        ("甲•乙・丙‧丁", "甲·乙·丙·丁"),
        ("ＰＣＴ", "PCT"),
        ("㎡", "m2"),
        ("①", "1"),
        ("a\u3000b", "a b"),
        ("两 行\n字", "两 行\n字"),
    ],
)
def test_signs_that_look_alike_become_one_and_white_space_stays(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("written", "squeezed"),
    [
        (" 集 群\u3000总\n产 值 （亿 元） ", "集群总产值(亿元)"),
        ("集群\u200b总产值", "集群总产值"),
        ("集群\ufeff总产\u00ad值", "集群总产值"),
        ("R & D 经费", "R&D经费"),
        ("\xa0 \t\r\n", ""),
    ],
)
def test_squeezed_words_hold_no_white_space_of_any_kind(written, squeezed):
    assert squeeze(written) == squeezed


def written_here(char):
    """Not an accent that would hang on the letter before it once the space between them is gone (U ¨)."""
    return not any(map(unicodedata.combining, unicodedata.normalize("NFKC", char)))


BLOCKS = [(0, 0x17F), (0x2000, 0x27BF), (0x3000, 0x303F), (0x4E00, 0x9FFF), (0xE000, 0xE0FF), (0xFE30, 0xFFEF)]
FORMS_LETTERS = st.one_of(*(st.characters(min_codepoint=a, max_codepoint=b).filter(written_here) for a, b in BLOCKS))


@pytest.mark.parametrize(
    ("text", "words"), [("⁴❶", "4"), ("①❶", "1"), ("½❶", "1⁄2"), ("163\u3000❷", "163"), ("163❶ ❷", "163")]
)
def test_a_mark_behind_what_is_a_digit_only_for_a_reader_is_none_of_it(text, words):
    assert squeeze(text) == words


@given(st.text(FORMS_LETTERS))
def test_squeezing_twice_is_squeezing_once(text):
    once = squeeze(text)
    assert not any(c.isspace() for c in once)
    assert squeeze(once) == once


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("", True),
        (" \t\n\u3000\xa0", True),
        ("____", True),
        ("＿＿ ﹍\n__", True),
        ("\u200b\ufeff", True),
        ("0", False),
        ("/", False),
        ("无", False),
        ("__3__", False),
        (" 年   月   日", True),
        ("___年__月__日", True),
        ("2024年 月 日", False),
        ("年月", True),
        ("-", False),
    ],
)
def test_a_blank_is_white_space_or_a_ruled_line_and_zero_is_none(text, blank):
    assert is_blank(text) is blank


def test_the_sign_of_a_wrapped_line_is_nothing_to_a_reader_of_the_text():
    wrapped = f"甲中心、乙{WRAP}平台"
    assert (unwrapped(wrapped), squeeze(wrapped), is_blank(WRAP)) == ("甲中心、乙平台", "甲中心、乙平台", True)


def test_radicals_are_the_letters_that_they_look_like():
    """PDFs printed by browsers hold 增⻓率 with a radical; NFKC knows the Kangxi ones only."""
    assert fold("增⻓率 汽⻋ ⻔⺠⻛ ⼀⾞ 豈") == "增长率 汽车 门民风 一車 豈"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("163①", "163"),
        ("12.5% ②", "12.5%"),
        ("１２０²", "120"),
        ("①155", "(1)155"),
        ("⒈55", "(1)55"),
        ("1.2×10⁴吨", "1.2×10^4吨"),
        ("110⁴", "110"),
        ("km²", "km2"),
    ],
)
def test_a_note_mark_is_no_digit_of_the_figure_that_it_stands_at(written, folded):
    assert fold(written) == folded
