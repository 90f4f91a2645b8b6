"""Dates as ISO text, as fine as they were written: `2024-06-05`, `2024-06`, `2024`."""

from __future__ import annotations

import re
from datetime import date

from formextract.text import fold
from formextract.values.numerals import chinese_number
from formextract.values.reading import BLANK, UNREADABLE, Reading, nothing

_EMPTY = re.compile(r"[\s_]*年[\s_]*月?[\s_]*日?[\s_]*")
_CN = "零〇○一二三四五六七八九十"
_WORDS = re.compile(rf"([{_CN}]{{4}})年(?:([{_CN}]{{1,3}})月(?:([{_CN}]{{1,3}})[日号])?)?")
_FIGURES = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?:年|[-./]|$)"
    r"(?:(?P<m>\d{1,2})(?:月|[-./]|$)(?:(?P<d>\d{1,2})[日号]?)?)?(?:份|底|末|初)?(?:00:00(?::00)?)?"
)
_EMPTY_TAIL = re.compile(r"(年|月)(?:月日?|日)$")
_TIGHT = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)")


def read_date(text: str) -> Reading:
    """The date in a text; unreadable where it is none, or one that the calendar does not have."""
    empty = nothing(text)
    if empty is not None:
        return empty
    tight = re.sub(r"\s+", "", fold(text)).strip("。.,;")
    if _EMPTY.fullmatch(tight):
        return BLANK
    words = _WORDS.fullmatch(tight)
    if words is not None:
        parts = [None if p is None else chinese_number(p) for p in words.groups()]
        return _iso(*(None if p is None else int(p) for p in parts))
    written = _EMPTY_TAIL.sub(_kept, tight)
    match = _TIGHT.fullmatch(tight) or _FIGURES.fullmatch(written)
    if match is None:
        return UNREADABLE
    return _iso(*(None if match.group(g) is None else int(match.group(g)) for g in "ymd"))


def _kept(match: re.Match[str]) -> str:
    """Printed 月 and 日 without a number say nothing: `2024年6月日` is the month, `2024年月日` the year."""
    return match.group(1)


def _iso(year: int | None, month: int | None, day: int | None) -> Reading:
    if year is None:
        return UNREADABLE
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return UNREADABLE
    text = f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")
    return Reading("reported", text)
