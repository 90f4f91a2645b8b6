"""Dates as ISO text, as fine as they were written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formextract.values.dates import read_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024年6月5日", "2024-06-05"),
        ("2024 年 6 月 5 日", "2024-06-05"),
        ("２０２４年６月５日", "2024-06-05"),
        ("2024年06月05日", "2024-06-05"),
        ("2024-06-05", "2024-06-05"),
        ("2024-06-05 00:00:00", "2024-06-05"),
        ("2024/6/5", "2024-06-05"),
        ("2024.6.5", "2024-06-05"),
        ("20240605", "2024-06-05"),
        ("2024年6月5号", "2024-06-05"),
        ("二〇二四年六月五日", "2024-06-05"),
        ("二零二四年十二月三十一日", "2024-12-31"),
        ("二○二四年六月", "2024-06"),
        ("2024年6月", "2024-06"),
        ("2024年6月日", "2024-06"),
        ("2024年 6 月   日", "2024-06"),
        ("2024.06", "2024-06"),
        ("2024-6", "2024-06"),
        ("2024/6", "2024-06"),
        ("2024年6月份", "2024-06"),
        ("2012年", "2012"),
        ("2012", "2012"),
        ("1998年5月", "1998-05"),
        ("2024年2月29日", "2024-02-29"),
        pytest.param(
            "2024年  月  日",
            "2024",
        ),
    ],
)
def test_a_date_is_as_fine_as_it_was_written(text, iso):
    reading = read_date(text)
    assert (reading.status, reading.value, reading.confidence) == ("reported", iso, 1.0)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", "blank"),
        ("____", "blank"),
        ("    年  月  日", "blank"),
        ("__年__月__日", "blank"),
        ("无", "none"),
        ("/", "none"),
        ("2024年13月", "unreadable"),
        ("2024-02-30", "unreadable"),
        ("2023年2月29日", "unreadable"),
        ("6月5日", "unreadable"),
        ("24年6月", "unreadable"),
        ("去年", "unreadable"),
        ("2024年6月-7月", "unreadable"),
        ("2024-2025", "unreadable"),
        ("20249999", "unreadable"),
        ("12345", "unreadable"),
    ],
)
def test_what_is_no_date_of_the_calendar_is_not_guessed(text, status):
    reading = read_date(text)
    assert (reading.status, reading.value) == (status, None)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_any_day_reads_back(day):
    forms = [
        f"{day.year}年{day.month}月{day.day}日",
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
    ]
    assert {read_date(text).value for text in forms} == {day.isoformat()}
    assert read_date(f"{day.year}年{day.month}月").value == f"{day:%Y-%m}"


@given(st.text())
@pytest.mark.parametrize("more", ["", "2024年", "二〇二四年"])
def test_any_text_is_a_reading(more, text):
    reading = read_date(more + text)
    assert (reading.value is not None) == (reading.status == "reported")
