"""Numbers of a spreadsheet as its reader sees them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from formextract.readers.office.number_format import display

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
        (float("inf"), "0.00", "Infinity"),
    ],
)
def test_a_number_is_the_figure_displayed(value, number_format, shown):
    assert display(value, number_format) == shown


ACCOUNTS = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


def test_accounts_show_their_figures():
    assert [display(v, ACCOUNTS) for v in (1234.5, -1234.5, "无")] == ["1,234.50", "-1,234.50", "无"]


def test_zero_in_accounts_is_a_dash_or_zero_and_has_no_sign():
    assert display(0, ACCOUNTS) in ("-", "0", "0.00")


@pytest.mark.parametrize("number_format", ["0.00;[Red]0.00", "#,##0.00;[Red]#,##0.00"])
def test_a_negative_in_red_does_not_become_positive(number_format):
    assert display(-12.34, number_format) in ("-12.34", "(12.34)")


@given(
    st.decimals(-(10**9), 10**9, places=2, allow_nan=False).filter(lambda d: d or not d.is_signed()),
    st.sampled_from(["General", "0.00", "#,##0.00", "0.00_ ", "0.00###", "#,##0.00;-#,##0.00"]),
)
def test_a_figure_of_two_places_is_shown_whole(figure, number_format):
    assert Decimal(display(float(figure), number_format).replace(",", "")) == figure


@example(value=1e28, number_format="0")
@given(st.one_of(st.integers(), st.floats(), st.text(), st.datetimes(), st.none()), st.text(max_size=20))
def test_any_value_in_any_format_is_some_text(value, number_format):
    assert isinstance(display(value, number_format), str)
