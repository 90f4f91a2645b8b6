"""Numbers of a spreadsheet as its reader sees them."""

import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from formextract.readers.office.number_format import HIDDEN, HIDDEN_ZERO, OTHER_SIGN, UNKNOWN, display

YEN = "￥"
JUNE = datetime(2024, 6, 5)  # noqa: DTZ001 - a spreadsheet knows no time zones


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (None, "General", ""),
        ("约120", "0.00", "约120"),
        (True, "General", "TRUE"),
        (0, "General", "0"),
        (12, "General", "12"),
        (12.5, "General", "12.5"),
        (0.1 + 0.2, "General", "0.3"),
        (1e15, "General", "1000000000000000"),
        (1e-7, "General", "0.0000001"),
        (1234567.891, "General", "1234567.891"),
        (12.345, "0.00", "12.35"),
        (1.005, "0.00", "1.01"),
        (2.675, "0.00", "2.68"),
        (12, "0.00", "12.00"),
        (12.3, "0.0##", "12.3"),
        (12.3456, "0.0##", "12.346"),
        (12.0, "#.##", "12"),
        (12.5, "0", "13"),
        (0.3196, "0%", "32%"),
        (0.3196, "0.00%", "31.96%"),
        (0.3196, "0.0%", "32.0%"),
        (-0.0312, "0.00%", "-3.12%"),
        (1234567.8, "#,##0", "1,234,568"),
        (1234567.8, "#,##0.00", "1,234,567.80"),
        (1234567.8, "#,##0.00_ ", "1,234,567.80"),
        (-1234.5, "#,##0.00;[Red]-#,##0.00", "-1,234.50"),
        (-1234.5, "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        (0, "0.00;-0.00;0", "0"),
        (1234567, "#,##0,", "1,235"),
        (12, '0"家"', "12家"),
        (12.3, '0.00"亿元"', "12.30亿元"),
        (12, "0\\个", "12个"),
        (1234.5, f"[${YEN}-804]#,##0.00", f"{YEN}1,234.50"),
        (1234.5, f'"{YEN}"#,##0.00', f"{YEN}1,234.50"),
        (12.5, "@", "12.5"),
        (12345.678, "0.00E+00", "12345.678"),
        (0.5, "# ?/?", "0.5"),
        (12, '"a;b"0', "a;b12"),
        (JUNE, "yyyy-mm-dd", "2024年6月5日"),
        (date(2024, 6, 5), "m/d/yyyy", "2024年6月5日"),
        (JUNE, 'yyyy"年"m"月"', "2024年6月"),
        (JUNE, "mmm-yy", "2024年6月"),
        (JUNE, "yyyy", "2024年"),
    ],
)
def test_a_number_is_the_figure_displayed(value, number_format, shown):
    assert display(value, number_format) == (shown, "")


def agreed():
    """Formats, values and what three programs show of them (`scripts/check_number_formats.py`)."""
    with (Path(__file__).parent / "number_formats.csv").open(encoding="utf-8", newline="") as f:
        return [(row["format"], row["value"], row["shown"]) for row in csv.DictReader(f)]


@pytest.mark.parametrize(("number_format", "value", "shown"), agreed())
def test_a_format_shows_what_other_programs_show(number_format, value, shown):
    assert display(float(value) if "." in value or "e" in value else int(value), number_format) == (shown, "")


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        # the comma style and 会计专用: the sign of the second section is escaped
        (-2.21, '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)', "(2.21)"),
        (-3.5, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-3.50"),
        (-0.0511, "0.00%;\\-0.00%", "-5.11%"),
        # figures shown in another unit than they are stored in
        (1813000, 'General"万元"', "1813000万元"),
        (-1813000, 'G/通用格式"万元"', "-1813000万元"),
        (18521300, '0"."0000"万元"', "1852.1300万元"),
        (500, '0"."0000"万元"', "0.0500万元"),
        (19418100, '0!.0,"万元"', "1941.8万元"),
        (19418100, '#0\\.0,"万元"', "1941.8万元"),
        (1171339900, '0.00,,"百万元"', "1171.34百万元"),
        (123456789, '[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0', "1.23亿"),
        (12345, '[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0', "1.2万"),
        (12, '[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0', "12"),
        # a sign is never lost, whether a colour, a word or a condition stands for it
        (-5.11, '"增长"0.00;"下降"0.00', "下降5.11"),
        (-12, '[>=10000]0!.0,"万";0', "-12"),
        (-12, "[Blue]0;[Red]0", "-12"),
        # words in place of figures
        (0, '0.00;-0.00;"无"', "无"),
        (1, '[=1]"是";[=0]"否"', "是"),
        ("三", '0;-0;0;@"（预计）"', "三（预计）"),
        (1234567, "# ### ##0", "1234567"),
    ],
)
def test_formats_of_everyday_use_in_china(value, number_format, shown):
    assert display(value, number_format) == (shown, "")


@pytest.mark.parametrize(
    ("value", "number_format", "doubt"),
    [
        (12, ";;;", HIDDEN),
        (0, "0;-0;", HIDDEN_ZERO),
        (0, "#,##0;;", HIDDEN_ZERO),
        (0, "0;-0;;@", HIDDEN_ZERO),
        (0, '[=0]"";0.00', HIDDEN_ZERO),
        (0, "#,###", HIDDEN_ZERO),
        (0.2, "#", HIDDEN),
        ("甲", "0;-0;0;", HIDDEN),
        (-12, "0.00;", HIDDEN),
        (45000, "yyyy-mm-dd", UNKNOWN),
        (12, "0.00 Q", UNKNOWN),
        (12, "0;0;0;@;0", UNKNOWN),
        (12, "0,%", UNKNOWN),
        (5, "[>=100]0;[<0]0", UNKNOWN),
        (5, "(0.00)", OTHER_SIGN),
        (5, "-0.00", OTHER_SIGN),
        (-5, '0.00;0.00"（减）"', OTHER_SIGN),
        (float("inf"), "0.00", UNKNOWN),
    ],
)
def test_what_a_format_hides_turns_or_does_not_say_is_in_doubt(value, number_format, doubt):
    text, why = display(value, number_format)
    assert (why, bool(text)) == (doubt, True)


ACCOUNTS = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


def test_accounts_show_their_figures():
    assert [display(v, ACCOUNTS)[0] for v in (1234.5, -1234.5, "无")] == ["1,234.50", "-1,234.50", "无"]


def test_zero_in_accounts_is_a_dash_or_zero_and_has_no_sign():
    assert display(0, ACCOUNTS)[0] in ("-", "0", "0.00")


@pytest.mark.parametrize("number_format", ["0.00;[Red]0.00", "#,##0.00;[Red]#,##0.00"])
def test_a_negative_in_red_does_not_become_positive(number_format):
    assert display(-12.34, number_format)[0] in ("-12.34", "(12.34)")


@given(
    st.decimals(-(10**9), 10**9, places=2, allow_nan=False).filter(lambda d: d or not d.is_signed()),
    st.sampled_from(["General", "0.00", "#,##0.00", "0.00_ ", "0.00###", "#,##0.00;-#,##0.00"]),
)
def test_a_figure_of_two_places_is_shown_whole(figure, number_format):
    assert Decimal(display(float(figure), number_format)[0].replace(",", "")) == figure


@example(value=1e28, number_format="0")
@given(st.one_of(st.integers(), st.floats(), st.text(), st.datetimes(), st.none()), st.text(max_size=20))
def test_any_value_in_any_format_is_some_text(value, number_format):
    text, doubt = display(value, number_format)
    assert isinstance(text, str)
    assert isinstance(doubt, str)
