"""Places between printed words of a blank form: `共____项，年均____项`, `起：  年 月  止：  年 月`, `发明（  ）件`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from formextract.text import parse_unit, squeeze
from formextract.text.glyphs import EMPTY

_ROOM = r"[ \t\u3000_＿﹍﹎]"
_HOUR = rf"(?:(?:{_ROOM}|[Xx×])+[时点](?:(?:{_ROOM}|[Xx×])+分)?)?"
_DATE = rf"(?:(?:20)?(?:{_ROOM}|[Xx×])+|20|^)年(?:{_ROOM}|[Xx×])*月(?:(?:{_ROOM}|[Xx×])*日)?{_HOUR}"
_RULED = r"[_＿﹍﹎]{2,}"
_EMPTY = r"(?<=[（(])[ \t\u3000_＿]*(?=[)）])"
_WIDE = r"(?<=[^\s_＿:：])[ \t\u3000]{2,}(?=[^\s_＿\d（(])"
_GAP = re.compile(rf"(?P<date>{_DATE})|(?P<ruled>{_RULED})|(?P<empty>{_EMPTY})|(?P<wide>{_WIDE})")
_SIGNS = re.compile(r"(?<=[^\s])[ \t\u3000]{2,}")
"""Room behind the letters and signs of a code to be written: K    +    ～K    +    ."""
_ENDING = re.compile(r"\s*[^\s（(，。；、]{1,2}(?=\s*(?:[，,；;。、]|$))")
_MEASURE = re.compile(
    r"(?![省市县区乡镇村州旗盟月日号])[\u4e00-\u9fff](?:[（(][\u4e00-\u9fff]{1,2}[)）])?(?=\s*(?:[，,；;。、]|$))"
)
"""A counting word that the table of units need not know, perhaps with another: 架, 台（套）."""
_COMPOUND = re.compile(
    r"(?:个[\u4e00-\u9fff]{0,2}[年月日时期]|[\u4e00-\u9fff]{1,4}(?:[/／·][\u4e00-\u9fff]{1,4}){1,3})(?=\s*(?:[，,；;。、]|$))"
)
"""A measure of several words: a time (个月, 个工作日), or one of several (元/人·月)."""
_BEGUN = re.compile(r"(?<!\d)20$")
"""The printed half of a year: 20    —20    学年."""
_QUANTITY = "共约计已第满近达"
"""Letters after which a space is left for a number, however short the text is: 共    年."""
ROOM = 3
"""Columns of white space from which it is room to write in; letters of a caption stand less far apart."""
LONGEST_TAIL = 3
"""Letters printed behind a gap that stands alone, up to which the cell is a cell: ____天."""
LONGEST_BEHIND = 3
WORD = 2
"""Letters from which a piece between rooms is a word, and no sign of a code."""


@dataclass(frozen=True)
class FillGap:
    """A gap: the words before it that say what is meant, the unit printed behind it, whether it is a date."""

    before: str
    unit: str | None
    date: bool


@dataclass(frozen=True)
class Gaps:
    """A text with gaps: `printed` has a piece more than there are gaps."""

    printed: tuple[str, ...]
    gaps: tuple[FillGap, ...]

    def written(self, names: Sequence[str]) -> str:
        """The text as a template has it, with a name in each gap."""
        out = [self.printed[0]]
        for name, behind in zip(names, self.printed[1:], strict=True):
            out += ["{" + name + "}", behind]
        return "".join(out)


def gaps_in(text: str) -> Gaps | None:
    """The gaps of a text; None where it has none, or is nothing but one place with a unit."""
    plain = text.replace("\n", " ")
    if is_pattern(plain):
        room = "" if plain != plain.rstrip() or plain[-1].isalpha() else "  "  # which the reader took off
        inner = tuple(re.sub(r"\s", "", p) for p in _SIGNS.split(plain + room))
        return Gaps(inner, tuple(FillGap("", None, date=False) for _ in inner[1:]))
    plain = plain.rstrip()
    found = [m for m in _GAP.finditer(plain) if m.group("wide") is None or _is_room(plain, m)]
    if not found:
        return None
    bounds = [0, *(m.end() for m in found)]
    printed = [plain[a : m.start()] for a, m in zip(bounds, found, strict=False)] + [plain[found[-1].end() :]]
    pieces = [re.sub(rf"{_ROOM}+", "", p) for p in printed]
    gaps: list[FillGap] = []
    for n, match in enumerate(found):
        before = re.split(r"[，,；;、。]", pieces[n])[-1]
        compound = _COMPOUND.match(pieces[n + 1])
        unit = None if match.group("date") else _unit_behind(pieces[n + 1].lstrip("）)"))
        if unit is not None and compound is not None and compound.group().startswith("个"):
            unit = compound.group()  # 共    个月
        if unit is None and match.group("date") is None and match.group("empty") is None:
            counted = _MEASURE.match(pieces[n + 1])
            unit = compound.group() if compound is not None else counted.group()[0] if counted is not None else None
        if n and gaps[-1].unit is not None:
            before = before.removeprefix(gaps[-1].unit)
        gaps.append(FillGap(squeeze(before).strip("（）()：: "), unit, match.group("date") is not None))
    if len(gaps) == 1 and not pieces[0].strip("（( ") and len(pieces[1].strip("）) ")) <= LONGEST_TAIL:
        return None
    return Gaps(tuple(pieces), tuple(gaps))


def is_pattern(text: str) -> bool:
    """Whether a text is nothing but single letters and signs with room between: how a code is to be written."""
    pieces = [p for p in _SIGNS.split(text.strip("\n")) if p]
    return (
        _SIGNS.search(text) is not None
        and re.search(r"[A-Za-z]", text) is not None
        and re.fullmatch(r"[\sA-Za-z+＋.．~～—–\-－/至()（）]*", text) is not None
        and all(len(re.findall("[A-Za-z]", p)) < WORD for p in pieces)
    )


def _is_room(text: str, wide: re.Match[str]) -> bool:
    """Whether white space within words is there to be written in: a unit or a counting word follows, or a year is
    begun.
    """
    behind = text[wide.end() :]
    if _BEGUN.search(text[: wide.start()]):
        return True
    if _unit_behind(behind) is not None:
        return True
    measured = _MEASURE.match(behind) or _COMPOUND.match(behind)
    return _width(wide.group()) >= ROOM and measured is not None


def is_compound(text: str) -> bool:
    """Whether a text is nothing but a measure of several words: 个月, 元/人·月."""
    return _COMPOUND.fullmatch(text) is not None


def is_measure(text: str) -> bool:
    """Whether a text is one counting word: 间（套）."""
    return _MEASURE.fullmatch(text) is not None


def _width(space: str) -> int:
    return sum(2 if c == "\u3000" else 1 for c in space)


def _spaced_out(text: str) -> bool:
    """Whether the letters of a caption only stand apart: 姓    名."""
    pieces = re.sub(r"[（(][^（）()]*[)）]", "", text).strip(" \u3000:：").split()
    return all(len(p) == 1 for p in pieces) and pieces[:1] != [] and pieces[0] not in _QUANTITY


def asks_amounts(text: str) -> bool:
    """Whether all empty brackets stand behind words and before a unit or a short word: 发明（  ）件，事故（  ）起。

    So they are gaps to write in, and no boxes before or behind options.
    """
    found = list(re.finditer(r"[（(]\s*[)）]", text))
    if not found or re.search(f"[{EMPTY}]", text) or not text[: found[0].start()].strip():
        return False
    behind = [text[m.end() :] for m in found]
    return all(_unit_behind(b) is not None or _ENDING.match(b) is not None for b in behind)


def has_gap(text: str) -> bool:
    """Whether a text holds a ruled blank, empty brackets, a date to be filled in, or room between words and a unit."""
    if is_pattern(text):
        return True
    found = list(_GAP.finditer(text.replace("\n", " ").rstrip()))
    if any(m.group("wide") is None for m in found):
        return True
    plain = text.replace("\n", " ").rstrip()
    return not _spaced_out(plain) and any(_width(m.group()) >= ROOM and _is_room(plain, m) for m in found)


def before_gap(text: str) -> str:
    """What an option says before the place that it leaves to write in: 租赁 of `租赁，租期    年`."""
    found = [m for m in _GAP.finditer(text) if m.group("wide") is None or _is_room(text, m)]
    if not found:
        return text
    head = text[: found[0].start()].strip().rstrip("（(:：_＿ ")
    return re.split(r"[，,；;、（(\s]", head)[0] if head else text


def _unit_behind(text: str) -> str | None:
    """The unit that a text begins with, the longest that is one."""
    tight = re.sub(rf"^{_ROOM}+", "", text)
    for length in range(min(LONGEST_BEHIND, len(tight)), 0, -1):
        if tight[:length].isalpha() and parse_unit(tight[:length]) is not None:
            return tight[:length]
    return None


Kind = Literal["date", "number", "integer", "text"]


def type_of(gap: FillGap) -> tuple[Kind, str | None]:
    """Type and unit of what is to be written in a gap."""
    if gap.date:
        return "date", None
    if gap.unit is None:
        return "text", None
    whole = gap.unit in "个家人项件户名篇次部种期人次"
    return ("integer" if whole else "number"), gap.unit
