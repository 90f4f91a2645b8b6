"""Figures: what an applicant typed, as a Decimal in the canonical unit with the precision as written."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from formextract.model import Doubt
from formextract.model.doubt import doubt
from formextract.model.interval import MOST_DIGITS, is_figure
from formextract.text import conversion, fold, is_none, parse_unit, squeeze
from formextract.text.marks import without_last_mark
from formextract.values.numerals import NUMERAL, chinese_number
from formextract.values.reading import BLANK, NONE, UNREADABLE, Reading, nothing

_BEFORE = re.compile(
    r"^(?:(?:截至|截止到?|至)?20\d\d年(?:年?底|末|度)?[:,]?)?"
    r"(?P<about>(?:约为?|大约为?|近|将近|接近|大概|大致|累计|合计|共计?|总计|已?达到?|实现|现有|拥有|共有|为|:|≈|~)*)"
)
_BOUND = re.compile(
    r"^(?:[<>≥≤≧≦]=?|不[低少高超]于?过?|至少|至多|最多|低于|高于|少于|多于|大于|小于|超过?|逾|突破|不足|不到)"
)
_BOUND_BEHIND = re.compile(r"(?:以上|以下|以内|不到)$")
_RISE = re.compile(
    r"^(?:同比|环比|[比较]上年(?:同期)?)?"
    r"(?:(?P<down>下降|减少|降低|降|减|负增长|负|下滑|回落|▼|↓)|(?:正?增长|增加|上升|提高|提升|增|升|正|↑)|(?P<either>[▲△])|(?=[+-]))"
    r"(?:了|幅)?(?:约|为|:)?"
)
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+(?!\d)|[1-9]\d{0,2}(?: \d{3})+(?! ?\d)|\d+)(?:[.。·]\d+)?|[+-]?\.\d+")
_YUAN = re.compile(r"^([+-]?\(?)\s*(?:¥|RMB|CNY|人民币)\s*(?:¥\s*)?(?=[+-]?[\d.])", re.IGNORECASE)
_DASH = re.compile(r"^[–—]{1,2}\s*(?=\.?\d)")
_MANY = re.compile(r"^(?:余|多|来|\+)")
_LESS = re.compile(r"^(?:左右|上下|以上|以下|以内|不到|之多|强|弱|余|多)$")
_MULTIPLIER = re.compile(r"^(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百)")
_FACTORS = {
    "万亿": 12,
    "千亿": 11,
    "百亿": 10,
    "十亿": 9,
    "亿": 8,
    "千万": 7,
    "百万": 6,
    "十万": 5,
    "万": 4,
    "千": 3,
    "百": 2,
}
_NOTE = re.compile(r"\([^()]*\)$|^\([^()]*\)")
_ACCOUNTS = re.compile(r"\((\d[\d,]*(?:\.\d+)?%?)\)")
_BOXED = re.compile(r"\(\s*(?P<figure>\d[\d,]*(?:\.\d+)?)\s*\)\s*(?P<unit>[^\d\s(){}]+)")
"""A figure in brackets with its unit behind: `(3.2)%` as accountants write it, `（12）家` where a form has brackets."""
_UNIT_TAIL = re.compile(r"\s*(?:[个家项件人名户%]|万元|亿元)$")
_OF_IT = re.compile(r"[,;]?\s*(?:其中|包括|包含|含)[:]?\D.*$", re.DOTALL)
"""What a cell says of parts of its figure: 56家，其中专精特新12家."""
_STEPS = re.compile(r"(?<![\d.])(?P<hundred_millions>\d{1,5})亿零?(?P<ten_thousands>\d{1,4}(?:\.\d+)?)万")
"""A figure said in 亿 and 万: 12亿3400万元."""
_PRINTED = re.compile(r"\((?:需|请|注|见|详见|如|附)[^()]*\)")
_MARKED = re.compile(r"(?<=[\d%元个家项件人户名])\s*[*※†‡]{1,3}$")
"""The sign of a note that is no number: `107.27*`."""
_ONLY_DIGITS = re.compile(r"[+-]?[\d,. ]+")
_DIGIT = re.compile(r"[\d零〇一二三四五六七八九十]")

ODD_SPELLING = 0.85
"""A figure that one can read only in one way, though it is not written as figures are: `12。5`, `≥40`."""
EITHER_SIGN = 0.5
"""▲ and △ before a figure: a rise to some, and to who keeps accounts a negative figure."""
WORDED_SIGN = 0.95
"""A sign or multiplier in words, of which nobody doubts what is meant."""
FRACTION = 0.8
"""A count that is no whole number."""
UNSURE_UNIT = 0.7
"""A multiplier without its unit in a field whose unit has one: `1.2万` in a 万元 field."""
MAX_LENGTH = 60
"""Letters; a longer text is prose, not a figure."""
TOO_LONG = replace(UNREADABLE, why=f"数字超过 {MAX_LENGTH} 位，不可能是填报的数")


def read_figure(text: str, unit: str, written_unit: str | None = None, *, whole: bool = False) -> Reading:
    """The figure in a cell, in `unit`.

    `written_unit` is what the label, a unit column or the caption say; a unit in the cell itself wins. `whole` is
    for counts: `12.0` is 12. Ranges, fractions, two figures, or a unit that measures something else are unreadable.
    """
    reading = _read(text, unit, written_unit or unit, whole)
    if reading.status == "reported" and written_unit is None and _YUAN.match(fold(text).strip()):
        return reading.doubted(doubt("unit_unsure", "写了货币符号，单位可能是元", ODD_SPELLING))
    return reading


@lru_cache(maxsize=4096)
def _read(text: str, unit: str, written_unit: str, whole: bool) -> Reading:
    empty = nothing(text)
    if empty is not None:
        return empty
    body = _PRINTED.sub("", re.sub(r"[_＿﹍]+", " ", fold(without_last_mark(text)))).strip()
    if len(body) > MAX_LENGTH:
        return TOO_LONG if _ONLY_DIGITS.fullmatch(body) else UNREADABLE
    doubts: list[Doubt] = []
    mark = _MARKED.search(body)
    if mark is not None:
        doubts.append(_odd(f"数字后有注释符号：{mark.group().strip()}"))
        body = body[: mark.start()]
    yuan = _YUAN.match(body)
    if yuan is not None:
        known = parse_unit(unit)
        if known is None or known.dimension != "money":
            return UNREADABLE
        body = yuan.group(1) + body[yuan.end() :]
    boxed = _BOXED.fullmatch(body)
    measured = None if boxed is None else parse_unit(boxed["unit"])
    if boxed is not None and measured is not None:
        if measured.dimension in ("percent", "money"):
            doubts.append(doubt("either_sign", "括号可能表示负数，也可能是表上印的", EITHER_SIGN))
            body = f"-{boxed['figure']}{boxed['unit']}"
        else:
            doubts.append(_odd("数字写在括号里"))
            body = f"{boxed['figure']}{boxed['unit']}"
    note = _NOTE.search(body)
    while note is not None and note.group() != body:
        inside = note.group()[1:-1].strip()
        if _says_again(inside, body.replace(note.group(), "", 1), unit):
            pass  # 12.5平方公里（18750亩）
        elif re.search(r"\d", inside):
            doubts.append(_odd(f"数字旁的括号里还有数字：{note.group()}"))
        elif parse_unit(inside) is not None:
            written_unit = inside
        elif inside and inside != squeeze(written_unit):
            # whose it is, of when, or that it is a plan: 107.27（预计）
            doubts.append(_odd(f"数字旁另有说明：{note.group()}"))
        body = body.replace(note.group(), "", 1).strip()
        note = _NOTE.search(body)
    body = _STEPS.sub(_in_ten_thousands, body)
    of_it = _OF_IT.search(body)
    if of_it is not None and of_it.start():
        doubts.append(_odd(f"数字后另有说明：{of_it.group().lstrip(',;')}"))
        body = body[: of_it.start()]
    accounts = _ACCOUNTS.fullmatch(body)
    if accounts is not None:
        body = f"-{accounts.group(1)}"
        doubts.append(_odd("用括号表示负数"))
    tight = re.sub(r"[^\S\n]+", " ", body)  # a line end inside a figure makes two
    before = _BEFORE.match(tight)
    if before is not None:
        tight = tight[before.end() :].lstrip()
    bound = _BOUND.match(tight)
    if bound is not None:
        tight = tight[bound.end() :].lstrip()
        doubts.append(_odd(f"写的是范围（{bound.group()}），不是一个确定的数"))
    dash = _DASH.match(tight)
    if dash is not None:  # a minus as Word and Chinese input make it
        tight = f"-{tight[dash.end() :]}"
        doubts.append(_odd("数字前的长横可能不是负号"))
    sign = 1
    rise = _RISE.match(tight)
    if rise is not None and rise.end():
        tight, sign = tight[rise.end() :].lstrip(), -1 if rise.group("down") else 1
        either = rise.group("either")
        if rise.group("down") and tight.startswith("-"):  # a fall of less than nothing, or the same said twice
            either, tight = f"{rise.group()}-", tight[1:].lstrip()
        doubts.append(
            doubt("either_sign", f"“{either}”可能表示增长，也可能表示负数", EITHER_SIGN)
            if either
            else _odd(f"数字前写了“{rise.group()}”", WORDED_SIGN)
        )
    reading = _figure(tight, sign, tuple(doubts), unit, written_unit, whole)
    if reading.status == "blank" and doubts:
        return UNREADABLE  # there is a figure, though only beside what should be one
    # a dash beside a figure in brackets is no 无 that one could be sure of
    return reading.doubted(*doubts) if reading.status == "none" else reading


def _figure(text: str, sign: int, doubts: tuple[Doubt, ...], unit: str, written_unit: str, whole: bool) -> Reading:
    match = _NUMBER.match(re.sub(r"^([+-])\s+", r"\1", text))
    if match is not None:
        text = re.sub(r"^([+-])\s+", r"\1", text)
        digits = match.group()
        if any(sign in digits for sign in "。· "):  # a space parts two figures as often as thousands
            doubts = (*doubts, _odd(f"数字写作“{digits}”"))
        digits = re.sub(r"[, ]", "", digits).replace("。", ".").replace("·", ".")
        number, decimals = Decimal(digits), len(digits.partition(".")[2])
    else:
        match = NUMERAL.match(text)
        spoken = None if match is None else chinese_number(_without_multiplier(match.group()))
        if match is None or spoken is None:
            if _only_unit(text, unit):
                return BLANK
            return NONE if is_none(_UNIT_TAIL.sub("", text)) else UNREADABLE
        kept = _without_multiplier(match.group())
        number, decimals = spoken, len(kept.partition("点")[2])
        text = text[len(kept) :]
        return _with_unit(text, number * sign, decimals, doubts, unit, written_unit, whole)
    return _with_unit(text[match.end() :], number * sign, decimals, doubts, unit, written_unit, whole)


def _without_multiplier(numeral: str) -> str:
    """`十二万` keeps its 万 for the unit (十二 + 万人), so that the precision is that of what was written."""
    stripped = numeral.rstrip("万亿")
    return stripped or numeral


def _in_ten_thousands(said: re.Match[str]) -> str:
    """12亿3400万 as 123400万."""
    return f"{Decimal(said['hundred_millions']) * 10000 + Decimal(said['ten_thousands'])}万"


def _says_again(inside: str, figure: str, unit: str) -> bool:
    """Whether brackets behind a figure give it once more in another unit, as exactly as they are written."""
    found, again = read_as_written(figure), read_as_written(inside)
    if found is None or again is None or not again[1]:
        return False
    factors = conversion(found[1] or unit, unit), conversion(again[1], unit)
    if None in factors or parse_unit(again[1]) == parse_unit(found[1] or unit):
        return False
    a, b = (Fraction(n) * Fraction(f) for (n, *_), f in zip((found, again), factors, strict=True) if f is not None)
    steps = (
        Fraction(10) ** -d * Fraction(f) for (*_, d), f in zip((found, again), factors, strict=True) if f is not None
    )
    return abs(a - b) <= sum(steps) / 2


def _with_unit(
    rest: str, number: Decimal, decimals: int, doubts: tuple[Doubt, ...], unit: str, written_unit: str, whole: bool
) -> Reading:
    tail = squeeze(rest)
    bound = _BOUND_BEHIND.search(tail)
    if bound is not None:
        doubts = (*doubts, _odd(f"写的是范围（{bound.group()}），不是一个确定的数"))
    many = _MANY.match(tail)
    if many is not None:
        tail = tail[many.end() :]
    power = 0
    tail = re.sub(r"^(万|亿|千|百)(?:余|多)", r"\1", tail)
    multiplier = _MULTIPLIER.match(tail)
    after = tail[multiplier.end() :] if multiplier else tail
    if multiplier is not None and (not after or _LESS.fullmatch(after)):
        # 1.2万, 12.3亿: the unit itself is left out
        power, tail = _FACTORS[multiplier.group()], after
        known = parse_unit(written_unit)
        if known is not None and known.dimension == "money":
            doubts = (*doubts, _bare_money(multiplier.group(), written_unit))
            return _convert(number.scaleb(power), decimals - power, "元", unit, doubts, whole)
    tail = re.sub(r"^(?:余|多)", "", tail)
    if tail and not _LESS.fullmatch(tail):
        stem = re.sub(r"(?:左右|上下|以上|以下|以内|之多|余|多)$", "", tail)
        stem = re.sub(r"[。.,;:]+$", "", stem)
        half = len(stem) // 2
        if stem and stem[:half] == stem[half:]:
            stem = stem[:half]  # the unit typed before the printed one
        if stem:
            own = stem == squeeze(written_unit)  # what the form prints behind the room is a unit, known or not
            if not own and parse_unit(stem) is None:
                return UNREADABLE
            written_unit = written_unit if own else stem
    number = number.scaleb(power)
    return _convert(number, decimals - power, written_unit, unit, doubts, whole)


def _bare_money(multiplier: str, written_unit: str) -> Doubt:
    """That a multiplier stands without its unit."""
    twice = squeeze(written_unit).startswith(multiplier) and multiplier == "万"
    why = f"数字后写了“{multiplier}”，而单位已是{written_unit}" if twice else f"“{multiplier}”后没有写单位"
    return doubt("unit_unsure", why, UNSURE_UNIT if twice else WORDED_SIGN)


def _odd(because: str, ceiling: float = ODD_SPELLING) -> Doubt:
    return doubt("odd_spelling", because, ceiling)


def _convert(
    number: Decimal, decimals: int, written_unit: str, unit: str, doubts: tuple[Doubt, ...], whole: bool
) -> Reading:
    factor = conversion(written_unit, unit)
    if factor is None:
        return UNREADABLE
    value = number * factor
    if not is_figure(value):
        return beyond_figures(value)
    # a unit of the last written digit, in the canonical unit, rounded up to a power of ten
    precision = decimals - math.ceil(factor.log10()) if factor != 1 else decimals
    if whole:
        if value == value.to_integral_value():
            value, precision = value.quantize(Decimal(1)), min(precision, 0)
        else:
            doubts = (*doubts, _odd("应为整数，写的有小数", FRACTION))
    return Reading("reported", _plain(value, precision), unit, precision, doubts)


def beyond_figures(value: Decimal) -> Reading:
    """The reading of a number that is too large or too small for a figure (`model.interval.MOST_DIGITS`)."""
    found = "整数部分超过" if value.adjusted() > 0 else "小数点后的零超过"
    return replace(UNREADABLE, why=f"按规定单位计，{found} {MOST_DIGITS} 位，不可能是填报的数")


def _plain(value: Decimal, precision: int) -> Decimal:
    """Without exponents: 1.2E+4 as 12000; written zeros kept."""
    if precision <= 0 and value == value.to_integral_value():
        return value.quantize(Decimal(1))
    return Decimal(f"{value:f}")


def _only_unit(text: str, unit: str) -> bool:
    """`___ 个`, `____ 亿元`: the printed unit with nothing before it."""
    bare = squeeze(text).replace("_", "")
    return bool(bare) and not _DIGIT.search(bare) and conversion(bare, unit) is not None


def is_figure_like(text: str) -> bool:
    """Whether a cell holds a figure, however typed, rather than words."""
    squeezed = squeeze(text)
    if not squeezed or len(squeezed) > MAX_LENGTH:
        return False
    return bool(re.match(r"^(?:约|大约|近|超过?|逾|≥|>)?[+-]?[\d.]", squeezed)) and not re.match(
        r"^\d+[.、)]\D", squeezed
    )


def read_as_written(text: str) -> tuple[Decimal, str, int] | None:
    """Number, unit and decimals of a figure in its own unit (`12.5亿元`, `45%`, `120家`); None where it is in words."""
    squeezed = squeeze(text)
    match = re.fullmatch(
        r"(?:约|大约|近|达到?|超过?|≥)?([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?:余|多)?([^\d()]*?)(?:左右|以上)?",
        squeezed,
    )
    if match is None:
        return None
    unit = match.group(2)
    if unit and parse_unit(unit) is None:
        return None
    digits = match.group(1).replace(",", "")
    return Decimal(digits), unit, len(digits.partition(".")[2])
