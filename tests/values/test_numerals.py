"""Numbers as Chinese writes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formextract.values.numerals import chinese_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("零", "0"),
        ("三", "3"),
        ("两", "2"),
        ("十", "10"),
        ("十二", "12"),
        ("二十", "20"),
        ("二十一", "21"),
        ("一百", "100"),
        ("一百零五", "105"),
        ("一百一十五", "115"),
        ("两千三百", "2300"),
        ("一千零二", "1002"),
        ("一万", "10000"),
        ("十二万", "120000"),
        ("一万二千", "12000"),
        ("三亿二千万", "320000000"),
        ("一点五", "1.5"),
        ("十二点零五", "12.05"),
        ("壹佰贰拾叁", "123"),
        ("二〇二四", "2024"),
        ("三五", None),
        ("三五百", None),
        ("百千", None),
        ("万", None),
        ("一点", None),
        ("", None),
        ("甲", None),
    ],
)
def test_a_number_is_read_or_is_none(text, number):
    try:
        got = chinese_number(text)
    except KeyError:
        got = None  # a letter that is no numeral: callers ask for numerals only
    assert got == (None if number is None else Decimal(number))


def spoken(n):
    """The usual reading of a number below a hundred million."""
    digits, units = "零一二三四五六七八九", ["", "十", "百", "千"]

    def section(k):
        out, gap = "", False
        for place in (3, 2, 1, 0):
            d = k // 10**place % 10
            if d:
                out += ("零" if gap and out else "") + digits[d] + units[place]
                gap = False
            else:
                gap = True
        return out

    high, low = divmod(n, 10_000)
    text = (section(high) + "万" if high else "") + (
        ("零" if high and low < 1000 else "") + section(low) if low else ""
    )
    return text.removeprefix("一") if text.startswith("一十") else text or "零"


@given(st.integers(0, 99_999_999))
def test_any_number_said_reads_back(n):
    assert chinese_number(spoken(n)) == n
