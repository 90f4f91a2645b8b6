"""A chapter of prose: its text without the blank form's hints, its sections by their headings, its goals by year."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from formextract.match.labels import take_apart
from formextract.match.wherever_broken import Letters
from formextract.model import Line, Place
from formextract.text import fold, squeeze, strip_numbering, unwrapped

LONGEST_HEADING = 40
"""Letters; a heading fits on a line."""
SHORTEST_HINT = 8
"""Letters; shorter printed words may stand in an applicant's own sentence."""

_YEAR = re.compile(
    r"^\s*[(（]?\s*\d{0,2}\s*[)）.、．]?\s*(20\d\d)\s*年\s*(?:度|目标|阶段目标|年度目标)*\s*[:：,，]?\s*"
)
_FIGURE = (
    r"(?P<said>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s*"
    r"(?:个百分点|[%‰]|(?:万亿|千亿|百亿|十亿|亿|千万|百万|万|千)?[^\d,，。；;、:：()（）\s和及至到并同比较]{0,8}))"
)
_VERB = (
    r"(?P<verb>(?:力争|争取|预计|计划|确保|基本|累计|总数|总量|总额|规模)*"
    r"(?:(?:年均)?(?:增[长加速]|提[高升]|上升|新增|降低|下降|减少|降)(?:至|到|为)?|达到?|突破|超过?|不[低少高]于|不超过|实现|保持在?|"
    r"控制在|稳定在|为|约|[:：])+\s*(?:约|超过?|至少|不低于|不少于|以内)?)"
)
_GOAL = re.compile(rf"(?P<name>[^\d,，。；;:：\n]{{2,24}}?){_VERB}\s*{_FIGURE}(?P<tail>左右|以上|以内)?")
_COMPARED = re.compile(
    r"[较比](?:20\d\d年度?|上年度?|去年|基[期年]|上一年度?)[底末]?(?:同期)?的?|在20\d\d年[底末]?的?基础上"
)
"""With what a goal is compared, in the midst of it: 单位产值能耗较2023年下降15% is one of 单位产值能耗."""
_HEADING_BEHIND = re.compile(r"(?<=[。；])\s*(?=[(（][一二三四五六七八九十]+[)）][^。；，,]{2,20}$)")
_LEAD = re.compile(
    r"^(?:其中|力争|争取|预计|计划|确保|使|将|到|在|全年|当年|年内|年底|集群内?|实现|完成|和|及|与|并|、)+"
)

_SPELT = str.maketrans("（），：；％123456789０１２３４５６７８９", "(),:;%" + "0" * 19)
"""Punctuation of either width is one; a hint may be of another edition, whose numbers and years are others."""


@dataclass(frozen=True, slots=True)
class ChapterText:
    """What an applicant wrote in a chapter: the whole text, and each section's by its indicator.

    `places` are those of the lines that are left; a section's lines each stand with theirs.
    """

    text: str
    places: tuple[Place, ...]
    sections: Mapping[str, Sequence[tuple[str, Place]]]


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that a chapter promises for a year: what of, how it is said (`达到91.70亿元`, `年均增长8%`), and
    where."""

    year: str
    name: str
    said: str
    place: Place


@lru_cache(maxsize=64)
def _keys_of_headings(printed: frozenset[str]) -> frozenset[str]:
    """What the form prints and may be a heading, as captions are compared: of a template always the same."""
    return frozenset(take_apart(p).key for p in printed if len(p) <= LONGEST_HEADING)


def chapter(lines: Sequence[Line], headings: Mapping[str, str], printed: Collection[str]) -> ChapterText:
    """A chapter's lines without what the form itself prints there. `headings` names the indicators of its sections by
    their printed headings; a printed heading of no section ends the one before.
    """
    keys = {take_apart(h).key: name for h, name in headings.items()}
    ends = _keys_of_headings(frozenset(printed))
    kept: list[str] = []
    places: list[Place] = []
    sections: dict[str, list[tuple[str, Place]]] = {}
    name: str | None = None
    for line, text in _written(lines, printed, {*ends, *keys}):
        head, own = _headed(text, keys)
        if head is not None:
            name = head
            sections.setdefault(name, []).append((own, line.place))
        elif _is_heading(text, ends):
            name = None
        elif name is not None:
            sections[name].append((text.strip(), line.place))
        kept.append(text.strip())
        places.append(line.place)
    return ChapterText("\n".join(kept), tuple(dict.fromkeys(places)), sections)


def goals(lines: Sequence[tuple[str, Place]]) -> Iterator[Goal]:
    """The figures that lines promise, each for the year at whose head it stands."""
    year: str | None = None
    for line, place in lines:
        head = _YEAR.match(line)
        if head is not None:
            year = head.group(1)
        if year is None:
            continue
        said_of_it = _COMPARED.sub("", fold(line if head is None else line[head.end() :]))
        for m in _GOAL.finditer(said_of_it):
            name = _LEAD.sub("", squeeze(m.group("name")))
            if len(name) > 1:
                said = squeeze(m.group("verb") + m.group("said") + (m.group("tail") or "")).lstrip(":")
                yield Goal(year, name, said, place)


def _written(lines: Sequence[Line], printed: Collection[str], ends: Collection[str]) -> Iterator[tuple[Line, str]]:
    """The lines with what is left of them without the printed hints, which a print may have broken over several."""
    texts = [unwrapped(line.text) for line in lines]
    whole = "\n".join(texts)
    gone = [False] * len(whole)
    letters = Letters(whole, _SPELT)
    for hint in printed:
        if len(hint) >= SHORTEST_HINT and not _is_numbered(hint):
            for begun, ended in letters.spans(hint):
                gone[begun:ended] = [True] * (ended - begun)
    start = 0
    # a chapter in a cell is one line of several, each of which may be a heading
    parts = [(line, part) for line, said in zip(lines, texts, strict=True) for part in said.split("\n")]
    for line, text in parts:
        left = "".join(c for c, g in zip(text, gone[start : start + len(text)], strict=True) if not g)
        start += len(text) + 1
        if _is_heading(text, ends):
            yield line, text
            continue
        *before, last = _HEADING_BEHIND.split(left)
        if before and _is_heading(last, ends):  # …产业基地。（二）发展目标: two lines that a print has run together
            yield line, before[0]
            yield line, last
        elif left.strip(" \t()（）:：。;；") and squeeze(left) not in printed:
            yield line, left


def _is_numbered(text: str) -> bool:
    return len(text) <= LONGEST_HEADING and strip_numbering(text) != text and not text.rstrip().endswith(("。", "；"))


def _headed(text: str, keys: Mapping[str, str]) -> tuple[str | None, str]:
    """The section that a line begins, and what of it is no heading (`（一）总体思路：坚持……`)."""
    key = take_apart(text).key if len(text) <= LONGEST_HEADING else ""
    if key in keys:
        return keys[key], ""
    bare = strip_numbering(text.strip())
    head, colon, rest = bare.partition("：") if "：" in bare[:LONGEST_HEADING] else bare.partition(":")
    if colon and bare != text.strip() and take_apart(head).key in keys:
        return keys[take_apart(head).key], rest.strip()
    return None, ""


def _is_heading(text: str, ends: Collection[str]) -> bool:
    return _is_numbered(text) and take_apart(text).key in ends
