"""Units of these forms: what a written unit measures, and by what factor it becomes another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from formextract.text.normalise import squeeze


@dataclass(frozen=True, slots=True)
class Unit:
    """`dimension` (money, usd, count, people, percent, area, co2, coal, mass ...) and the factor to its base unit."""

    dimension: str
    factor: Decimal


CURRENCIES = frozenset({"usd", "eur", "hkd", "jpy", "gbp"})
"""Dimensions of money other than 人民币."""
LONGEST_UNIT = 16
"""Letters; 千克标准煤当量/万元 has eleven."""

_D = Decimal
_MULTIPLIERS = {
    "万亿": _D(10) ** 12,
    "千亿": _D(10) ** 11,
    "百亿": _D(10) ** 10,
    "十亿": _D(10) ** 9,
    "亿": _D(10) ** 8,
    "千万": _D(10) ** 7,
    "百万": _D(10) ** 6,
    "十万": _D(10) ** 5,
    "万": _D(10) ** 4,
    "千": _D(1000),
    "百": _D(100),
}
_COUNTERS = (
    "家次",
    "人次",
    "户",
    "家",
    "个",
    "项",
    "件",
    "条",
    "名",
    "位",
    "人",
    "种",
    "款",
    "套",
    "台",
    "所",
    "座",
    "处",
    "次",
    "枚",
    "只",
    "篇",
    "部",
    "批",
    "支",
    "期",
    "场",
    "宗",
    "只",
)
_BASE: dict[str, tuple[str, Decimal]] = {
    "元": ("money", _D(1)),
    "元人民币": ("money", _D(1)),
    "人民币": ("money", _D(1)),
    "rmb": ("money", _D(1)),
    "美元": ("usd", _D(1)),
    "usd": ("usd", _D(1)),
    "美金": ("usd", _D(1)),
    "欧元": ("eur", _D(1)),
    "英镑": ("gbp", _D(1)),
    "港元": ("hkd", _D(1)),
    "港币": ("hkd", _D(1)),
    "日元": ("jpy", _D(1)),
    "%": ("percent", _D(1)),
    "个百分点": ("percent", _D(1)),
    "百分点": ("percent", _D(1)),
    "‰": ("percent", _D("0.1")),
    "百分比": ("percent", _D(1)),
    "平方公里": ("area", _D(1)),
    "平方千米": ("area", _D(1)),
    "km2": ("area", _D(1)),
    "km²": ("area", _D(1)),
    "公顷": ("area", _D("0.01")),
    "ha": ("area", _D("0.01")),
    "hm2": ("area", _D("0.01")),
    "亩": ("area", _D(1) / _D(1500)),
    "平方米": ("area", _D("0.000001")),
    "m2": ("area", _D("0.000001")),
    "平米": ("area", _D("0.000001")),
    "吨": ("mass", _D(1)),
    "t": ("mass", _D(1)),
    "千克": ("mass", _D("0.001")),
    "公斤": ("mass", _D("0.001")),
    "kg": ("mass", _D("0.001")),
    "克": ("mass", _D("0.000001")),
    "tce": ("coal", _D(1)),
    "kgce": ("coal", _D("0.001")),
    "tco2": ("co2", _D(1)),
    "kgco2": ("co2", _D("0.001")),
    "千瓦时": ("power", _D(1)),
    "kwh": ("power", _D(1)),
    "度": ("power", _D(1)),
    "立方米": ("volume", _D(1)),
    "m3": ("volume", _D(1)),
    "年": ("years", _D(1)),
    "字": ("letters", _D(1)),
} | {c: ("count", _D(1)) for c in _COUNTERS}
_SUBSTANCES = {
    "二氧化碳": "co2",
    "co2": "co2",
    "碳": "co2",
    "二氧化碳当量": "co2",
    "co2e": "co2",
    "标准煤": "coal",
    "标煤": "coal",
    "标准煤当量": "coal",
    "ce": "coal",
}
_COMPATIBLE = {frozenset({"mass", "co2"}), frozenset({"mass", "coal"})}


def _simple(text: str) -> Unit | None:
    """A unit without a denominator; `text` is squeezed and lower case."""
    if text in _BASE:
        return Unit(*_BASE[text])
    for name, substance in _SUBSTANCES.items():
        if text.endswith(name):
            mass = _simple(text[: -len(name)])
            if mass is not None and mass.dimension == "mass":
                return Unit(substance, mass.factor)
    for name, factor in _MULTIPLIERS.items():
        if text.startswith(name):
            rest = text[len(name) :]
            base = _BASE.get(rest)
            if base is not None and base[0] not in ("percent", "letters", "years"):
                return Unit(base[0], base[1] * factor)
            compound = _simple(rest) if rest and rest[0] in "吨tk千公" else None
            if compound is not None:
                return Unit(compound.dimension, compound.factor * factor)
    return None


@lru_cache(maxsize=1024)
def parse_unit(text: str) -> Unit | None:
    """The unit that `text` writes (`亿元`, `万人`, `吨标煤/万元`, `％`), or None where it is no unit."""
    squeezed = squeeze(text).lower().strip(".,;:()").removeprefix("单位:").removeprefix("人民币")
    if not squeezed or len(squeezed) > LONGEST_UNIT:
        return None
    # 每万人…件 and 件/万人 mean the same; the denominators of these forms are amounts of money or people
    upper, slash, lower = squeezed.partition("/")
    unit = _simple(upper)
    if not slash or unit is None:
        return unit
    below = _simple(lower)
    if below is None:
        return None
    if below.dimension == "count":
        if lower in ("万人", "万名", "万名从业人员", "每万人"):
            return Unit("count", unit.factor) if unit.dimension == "count" else None
        return Unit(f"{unit.dimension}/people", unit.factor / below.factor)
    return Unit(f"{unit.dimension}/{below.dimension}", unit.factor / below.factor)


_OVER = re.compile("每?(?P<over>[百千万亿]+元)(?:地区|工业)?(?:总?产值|总?产出|增加值|GDP|(?:营业|主营业务|销售)?收入)")


def per_what(unit: str, caption: str) -> str:
    """A unit over what its caption says that it is per: 吨标煤 of 万元产值综合能耗 are 吨标煤/万元."""
    found = _OVER.match(squeeze(caption))
    measured = parse_unit(unit)
    if found is None or measured is None or "/" in unit or measured.dimension in ("money", "percent"):
        return unit
    return f"{unit}/{found.group('over')}"


def counts_per_people(unit: str) -> bool:
    """Whether a unit counts things for so many people: 件/万人, 项/万名."""
    upper, slash, lower = squeeze(unit).lower().strip(".,;:()").partition("/")
    above, below = parse_unit(upper), parse_unit(lower)
    return bool(slash) and above is not None and below is not None and above.dimension == below.dimension == "count"


def is_sign_of_unit(text: str) -> bool:
    """Whether a text beside a figure is its unit and no mark of a note: %, 亿元; a raised `t` may be either."""
    return not any(c.isascii() and c.isalnum() for c in text) and parse_unit(text.strip()) is not None


def conversion(written: str, canonical: str) -> Decimal | None:
    """By what to multiply a figure in `written` to have it in `canonical`; None where they measure different things."""
    a, b = parse_unit(written), parse_unit(canonical)
    if a is None or b is None:
        return Decimal(1) if squeeze(written) == squeeze(canonical) else None
    if a.dimension != b.dimension:
        over_a, over_b = a.dimension.split("/"), b.dimension.split("/")
        if over_a[1:] != over_b[1:] or frozenset({over_a[0], over_b[0]}) not in _COMPATIBLE:
            return None
    return a.factor / b.factor


_CAPTION = re.compile(r"(?:金额|计量|计价)?单位(?:[均都皆]|统一)*[:：为是]?[（(]?([^\s,，;；、。()（）:：]{1,12})")
_MULTI = re.compile(r"[、,，;；]|或|和")


def find_unit(text: str) -> str | None:
    """The unit that a caption such as `单位：万元` or `金额单位：万元、%` names first; None where there is none."""
    match = _CAPTION.search(squeeze(text))
    if match is None:
        return None
    for part in _MULTI.split(match.group(1)):
        if parse_unit(part) is not None:
            return part
    return None
