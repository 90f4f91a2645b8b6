"""Values of a spreadsheet as its reader sees them: 0.3196 under `0.00%` is 31.96%, and `0!.0,"万元"` counts 万元.

Ours rather than a library's: those of PyPI are ports that nobody keeps, or of one release; and what is asked for here
is more than a picture of the cell: a doubt where a format is not understood, hides its value or turns its sign. Held
against other programs by `scripts/check_number_formats.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from formextract.readers.office.format_sections import Format, FormatSection, Part, parsed

GENERAL_DIGITS = 15
"""Significant digits that a spreadsheet keeps of a number."""
UNKNOWN = "单元格的数字格式看不懂，请对照原表"
HIDDEN = "单元格里有内容，但数字格式不显示它"
HIDDEN_ZERO = "单元格里存的是 0，但按数字格式看上去是空白，是填 0 还是没有填不能确定"
OTHER_SIGN = "数字格式显示的正负号与单元格里存的数不一致"

CHINESE_DATES = {
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
"""Formats that a Chinese Excel has built in and need not write down (ECMA-376 part 1, 18.8.30, zh-cn)."""

_NOT_READ = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_DATE_LETTERS = re.compile(r"y|m|d|h|s|年|月|日", re.IGNORECASE)
_DASHES = "-－−–—"
_SIGNS = f"{_DASHES}(（"


def display(value: object, number_format: str) -> tuple[str, str]:
    """A cell's value as displayed, and why that is not to be trusted, else ''."""
    if value is None:
        return "", ""
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), ""
    if isinstance(value, datetime | date | time):
        return _date(value, number_format), ""
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}", ""
    if isinstance(value, int | float):
        return _number(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), parsed(number_format))
    return _text(str(value), parsed(number_format).text)


def _text(value: str, section: FormatSection | None) -> tuple[str, str]:
    if section is None or not value.strip():
        return value, ""
    if not section.known or not section.has("text"):
        return value, HIDDEN if section.known else UNKNOWN
    return "".join(value if kind == "text" else word for kind, word in section.parts), ""


def _number(value: Decimal, formats: Format) -> tuple[str, str]:
    if not value.is_finite():
        return str(value), UNKNOWN
    value = _kept(value)
    chosen = formats.section(value)
    if chosen is None or not chosen[0].known:
        return _general(value), UNKNOWN
    section, minus = chosen
    if not section.takes_numbers:
        return _in_words(value, section)
    words = _shown(abs(value), section.parts)
    if words is None:
        return _general(value), UNKNOWN
    before, digits, after = words
    if not digits and not f"{before}{after}".strip():
        return _general(value), HIDDEN if value else HIDDEN_ZERO
    if not digits:  # zero, for which a dash may stand
        before, digits = before if before.strip(f"{_DASHES} ") else "", "0"
    if value and not any(c in "123456789" for c in digits):
        return f"{before}{digits}{after}".strip(), ""  # rounded to nothing, which has no sign
    own = bool(set(before) & set(_SIGNS))
    if value < 0 and not minus and not own:
        plain = formats.section(-value)
        positive = None if plain is None else _shown(-value, plain[0].parts)
        if positive is not None and positive[0].strip() != before.strip():
            return f"{before}{digits}{after}".strip(), ""  # 下降, ▼: the sign in words
        if positive is not None and positive[2].strip() != after.strip():
            return f"{before}{digits}{after}".strip(), OTHER_SIGN
        minus = True  # red alone says it on the screen; a text has to say it
    text = f"{'-' if minus else ''}{before}{digits}{after}".strip()
    return text, OTHER_SIGN if own and (minus or value > 0) else ""


def _in_words(value: Decimal, section: FormatSection) -> tuple[str, str]:
    """A value under a section without a place for a digit: its words; zero where a dash stands for it."""
    words = "".join(word for kind, word in section.parts if kind in ("literal", "percent")).strip()
    if value == 0 and not words.strip(_DASHES):
        return "0", "" if words else HIDDEN_ZERO
    return (words, "") if words else (_general(value), HIDDEN)


def _kept(value: Decimal) -> Decimal:
    """The value with the digits that a spreadsheet keeps."""
    return Decimal(0) if value == 0 else Decimal(f"{value:.{GENERAL_DIGITS}g}")


def _general(value: Decimal) -> str:
    text = f"{_kept(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _shown(value: Decimal, parts: Sequence[Part]) -> tuple[str, str, str] | None:
    """The words before a value's digits, the digits, the words behind them; None where the format is a riddle.

    Powers of ten and fractions are given as plain figures, which no one misreads. A riddle is what other programs part
    on: two percent signs, one behind commas that scale, commas before the point.
    """
    percents = sum(kind == "percent" for kind, _ in parts)
    if percents > 1:
        return None
    value = value.scaleb(2 * percents)
    spots = [i for i, (kind, _) in enumerate(parts) if kind in ("digit", "general")]
    first, last = spots[0], spots[-1]
    while last + 1 < len(parts) and parts[last + 1][0] in ("point", "comma"):
        last += 1
    if first and parts[first - 1][0] == "point":
        first -= 1
    within = parts[first : last + 1]
    kinds = {kind for kind, _ in within}
    if "slash" in kinds or "exponent" in kinds or (parts[last + 1 :] and parts[last + 1][0] == "slash"):
        if any(kind == "comma" for kind, _ in within):
            return None
        while last + 1 < len(parts) and (parts[last + 1][0] == "slash" or parts[last + 1][1].isdigit()):
            last += 1
        digits: str | None = _general(value)
    elif "general" in kinds:
        digits = _general(value) if len(within) == 1 else None
    else:
        digits = _places(value, within, scaled=not percents)
    return None if digits is None else (_words(parts[:first]), digits, _words(parts[last + 1 :]))


def _words(parts: Sequence[Part]) -> str:
    return "".join(word for _, word in parts)


def _places(value: Decimal, parts: Sequence[Part], *, scaled: bool) -> str | None:
    """A value set into the places for its digits, with what stands between them; `scaled`: commas may scale it."""
    points = [i for i, (kind, _) in enumerate(parts) if kind == "point"]
    point = points[0] if points else len(parts)
    whole, fraction = list(parts[:point]), list(parts[point + 1 :])
    at_point = bool(points) and _trailing_commas(whole)
    scaling = _trailing_commas(fraction if points else whole)
    if at_point or (scaling and not scaled) or any(kind == "percent" for kind, _ in parts):
        return None
    places = sum(kind == "digit" for kind, _ in fraction)
    try:
        rounded = value.scaleb(-3 * scaling).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    except InvalidOperation:  # more digits than any figure of a form has
        return None
    integer, _, decimals = f"{rounded:f}".partition(".")
    tail = _fraction(decimals, fraction)
    head = _integer("" if integer == "0" else integer, whole)
    return f"{head}.{tail}" if tail else head


def _trailing_commas(parts: list[Part]) -> int:
    """How many commas stand behind the last place for a digit, each for a thousand; they are taken away."""
    count = 0
    while parts and parts[-1][0] == "comma":
        parts.pop()
        count += 1
    return count


def _integer(digits: str, parts: Sequence[Part]) -> str:
    """The digits before the point, set from the right; the first place takes all that are left."""
    spots = [i for i, (kind, _) in enumerate(parts) if kind == "digit"]
    if not spots:
        return digits
    grouped = any(kind == "comma" for kind, _ in parts)
    out: list[str] = []
    set_so_far = 0

    def put(digit: str) -> None:
        nonlocal set_so_far
        if grouped and set_so_far and set_so_far % 3 == 0:
            out.append(",")
        out.append(digit)
        set_so_far += 1

    for i in range(len(parts) - 1, -1, -1):
        kind, sign = parts[i]
        if kind == "literal":
            out.append(sign[::-1].strip())  # a space between digits parts thousands
        elif kind != "digit":
            continue
        elif digits:
            put(digits[-1])
            digits = digits[:-1]
        elif sign == "0":
            put("0")
        if i == spots[0]:
            for digit in reversed(digits):
                put(digit)
    return "".join(out)[::-1]


def _fraction(digits: str, parts: Sequence[Part]) -> str:
    """The digits behind the point; zeros that nobody asked for are left away."""
    spots = [sign for kind, sign in parts if kind == "digit"]
    shown = len(spots)
    while shown and spots[shown - 1] != "0" and digits[shown - 1] == "0":
        shown -= 1
    out, at = "", 0
    for kind, sign in parts:
        if kind == "digit":
            out += digits[at] if at < shown else ""
            at += 1
        elif kind == "literal":
            out += sign.strip()
    return out


def _date(value: datetime | date | time, number_format: str) -> str:
    if isinstance(value, time):
        return value.isoformat()
    letters = set(_DATE_LETTERS.findall(_NOT_READ.sub(lambda m: m.group(1) or "", number_format).lower()))
    day = value.date() if isinstance(value, datetime) else value
    if letters & {"d", "日"} or not letters & {"y", "年"}:
        return f"{day.year}年{day.month}月{day.day}日"
    if letters & {"m", "月"}:
        return f"{day.year}年{day.month}月"
    return f"{day.year}年"
