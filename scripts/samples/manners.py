"""How people type a figure: each manner gives the text, and what a careful reader should make of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
CHINESE_DIGITS = "零一二三四五六七八九"
NOTHING = ["无", "/", "—", "不适用", "－", "--"]


@dataclass(frozen=True)
class Figure:
    """A figure to be written: already in the unit of its column."""

    value: Decimal
    digits: int
    unit: str
    counted_in: str  # 家, 项, 人, 件: what people write behind a count
    is_count: bool


@dataclass(frozen=True)
class Typed:
    """The text in the cell, and its reading in the column's unit; `value` is None where there is none to trust."""

    text: str
    value: Decimal | None
    digits: int = 0
    status: str = "reported"


def rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def chinese(number: int) -> str:
    """Numbers below a hundred as they are said: 十二, 二十, 三十五."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else CHINESE_DIGITS[tens] + "十"
    return head + (CHINESE_DIGITS[ones] if ones or not tens else "")


def _same(f: Figure, text: str) -> Typed:
    return Typed(text, f.value, f.digits)


def _about(rng: Random, f: Figure) -> Typed:
    return _same(f, rng.choice(["约", "约 ", "大约", "近"]) + str(f.value))


def _more_than(rng: Random, f: Figure) -> Typed:
    floor = f.value // 10 * 10
    return Typed(f"{floor}{rng.choice('余余多')}{f.counted_in}", floor)


def _coarser(rng: Random, f: Figure) -> Typed:
    digits = rng.choice(range(f.digits))
    value = rounded(f.value, digits)
    return Typed(str(value), value, digits)


def _signed_percent(rng: Random, f: Figure) -> Typed:
    digits = rng.choice([1, 2])
    value = rounded(f.value, digits)
    return Typed(f"{value}{rng.choice(['%', '％', ' %'])}", value, digits)


def _in_wan(rng: Random, f: Figure) -> Typed:
    """An 亿元 figure written in 万元: `123,000 万元` has its last digit four places further down."""
    wan = rounded(f.value * 10000, 0)
    return Typed(rng.choice(["{:,}万元", "{:,} 万元", "{}万元"]).format(wan), wan / 10000, 4)


def _in_yi(rng: Random, f: Figure) -> Typed:
    yi = rounded(f.value / 10000, 2)
    return Typed(f"{yi}{rng.choice(['亿元', ' 亿元'])}", yi * 10000, -2)


def _wan_people(_rng: Random, f: Figure) -> Typed:
    wan = rounded(f.value / 10000, 1)
    return Typed(f"{wan}万人", wan * 10000, -3)


def _spaced(rng: Random, f: Figure) -> Typed:
    return _same(f, rng.choice(["  {} ", "{}\u3000", "\t{}", "{}\n", "\n{}"]).format(f.value))


def _noted(rng: Random, f: Figure) -> Typed:
    return _same(f, f"{f.value}" + rng.choice(["（预计）", "（初步核算数）", "（含在建）", "（年报数）"]))


def _untrusted(rng: Random, f: Figure) -> Typed:
    low, high = f.value, f.value + rng.randint(1, 4)
    if f.value < 0:
        return Typed("详见附件", None, status="unreadable")
    text = rng.choice(
        [f"{low}-{high}", f"{low}～{high}", f"{low}至{high}", f"{low}/{high}", "详见附件", "统计中", "待核实"]
    )
    return Typed(text, None, status="unreadable")


def _thousands(_rng: Random, f: Figure) -> Typed:
    return _same(f, f"{f.value:,}")


def _full_digits(_rng: Random, f: Figure) -> Typed:
    return _same(f, str(f.value).translate(FULL_WIDTH))


def _with_unit(rng: Random, f: Figure) -> Typed:
    return _same(f, f"{f.value}{rng.choice(['', ' '])}{f.counted_in}")


def _spoken(_rng: Random, f: Figure) -> Typed:
    return _same(f, chinese(int(f.value)) + f.counted_in)


def _other_minus(rng: Random, f: Figure) -> Typed:
    return _same(f, rng.choice("－−") + str(-f.value))


def _nothing(rng: Random, _f: Figure) -> Typed:
    return Typed(rng.choice(NOTHING), None, status="none")


def _any(_f: Figure) -> bool:
    return True


MANNERS = {
    # name: (weight, to which figures, how)
    "thousands": (3, lambda f: abs(f.value) >= 1000, _thousands),
    "full_digits": (3, _any, _full_digits),
    "percent_sign": (3, lambda f: f.unit == "%", _signed_percent),
    "about": (3, lambda f: f.value > 0, _about),
    "more_than": (3, lambda f: f.is_count and f.value >= 20, _more_than),
    "with_unit": (3, lambda f: f.unit not in {"", "%"}, _with_unit),
    "wan_people": (4, lambda f: f.unit == "人" and f.value >= 1000, _wan_people),
    "chinese": (2, lambda f: f.is_count and 1 <= f.value <= 60, _spoken),
    "in_wan": (4, lambda f: f.unit == "亿元", _in_wan),
    "in_yi": (2, lambda f: f.unit == "万元" and f.value >= 1000, _in_yi),
    "coarser": (2, lambda f: f.digits > 0, _coarser),
    "spaced": (2, _any, _spaced),
    "minus_full": (6, lambda f: f.value < 0, _other_minus),
    "noted": (1, _any, _noted),
    "nothing": (3, _any, _nothing),
    "untrusted": (2, _any, _untrusted),
}


def type_figure(rng: Random, figure: Figure) -> tuple[str, Typed]:
    """A manner that suits the figure, and the figure typed in that manner."""
    fitting = [(name, weight, how) for name, (weight, suits, how) in MANNERS.items() if suits(figure)]
    name, _, how = rng.choices(fitting, [weight for _, weight, _ in fitting])[0]
    return name, how(rng, figure)


def type_date(rng: Random, date: tuple[int, int, int]) -> tuple[str, str]:
    """The date as typed, and as an ISO date to the precision that was typed."""
    year, month, day = date
    full, short = f"{year}-{month:02d}-{day:02d}", f"{year}-{month:02d}"
    digits = {str(n): c for n, c in enumerate("〇一二三四五六七八九")}
    spoken = "".join(digits[c] for c in str(year)) + f"年{chinese(month)}月{chinese(day)}日"
    return rng.choice(
        [
            (f"{year}年{month}月{day}日", full),
            (f"{year}.{month}.{day}", full),
            (f"{year}-{month:02d}-{day:02d}", full),
            (f"{year}/{month}/{day}", full),
            (spoken, full),
            (f"{year} 年 {month} 月 {day} 日", full),
            (f"{year}年{month}月", short),
            (f"{year}.{month:02d}", short),
        ]
    )
