"""Ticked options: which marks stand beside which option."""

from __future__ import annotations

import re
from dataclasses import dataclass

from formextract.text import squeeze
from formextract.text.symbols import CHECKED, EMPTY

_CROSSES = "☒✖✗✘×⊠🗷"
# 口 typed for a box: at the head of an option, or behind one; not in 出口, 人口 ...
MOUTH = "(?<![出进人港窗接关户路缺门可入开戴])口(?![罩岸语述径服味腔碑])"
_MARK = re.compile(f"[\\[(（]\\s*[{CHECKED}{EMPTY}xXvV]?\\s*[\\])）]|[{CHECKED}{EMPTY}]|{MOUTH}", re.MULTILINE)
_SEPARATORS = " \t\r\n\u3000/／|｜;；,，、"
_NOTE = re.compile(r"[(（]\s*(?:注|如涉及|可多选|勾选|需提供|单选|请|[^()（）]?[:：])[^()（）]*[)）]")


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a cell in form order, each with whether it is ticked; `clear` is False where marks contradict.

    `after`: the marks stand behind their options, so that of words run together the last are the ticked ones.
    """

    texts: tuple[str, ...]
    ticked: tuple[bool, ...]
    clear: bool
    after: bool = False

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ticked options' texts, in form order."""
        return tuple(t for t, on in zip(self.texts, self.ticked, strict=True) if on)


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    on: bool
    cross: bool


def _marks(text: str) -> list[_Mark]:
    out = []
    for m in _MARK.finditer(text):
        glyph = m.group()
        on = glyph[0] in CHECKED if len(glyph) == 1 else bool(re.search(f"[{CHECKED}xXvV]", glyph))
        out.append(_Mark(m.start(), m.end(), on, any(c in _CROSSES for c in glyph)))
    if len(out) == 1 and text[out[0].start] in "口(（[":
        return []  # one such sign alone is a letter or a bracket
    return out


def has_marks(text: str) -> bool:
    """Whether any tick or box stands in the text."""
    return bool(_marks(text))


def read_options(text: str) -> Options | None:
    """The options with their marks; None where there is no mark at all.

    Marks may stand before or after their options, and a tick may replace the printed box or stand beside it.
    """
    text = _NOTE.sub("", text)
    marks = _marks(text)
    if not marks:
        return None
    groups = _groups(text, marks)
    behind = _marks_follow(text, groups)
    after = bool(behind)
    crossed_out = any(m.on and not m.cross for m in marks) and any(m.cross for m in marks)
    if not after and len(groups) > 1 and _ticks_follow(text, groups):
        return _boxes_and_ticks(text, groups)
    # an unticked box beside them tells ticks apart from words that run on
    texts: list[str] = []
    ticked: list[bool] = []
    clear = behind is not None or any(not m.on for m in marks)
    bounds = [0] + [g[-1].end for g in groups] if after else [g[-1].end for g in groups]
    stops = [g[0].start for g in groups] if after else [*(g[0].start for g in groups[1:]), len(text)]
    for group, start, stop in zip(groups, bounds, stops, strict=False):
        option = _option(text[start:stop])
        if after and not texts:
            option = re.sub(r"^.*[:：]", "", option)  # the heading of the list
        if not option:
            clear = clear and not any(m.on for m in group)
            continue
        on = any(m.on and not (crossed_out and m.cross) for m in group)
        texts.append(option)
        ticked.append(on)
    return Options(tuple(texts), tuple(ticked), clear, after) if texts else None


def _marks_follow(text: str, groups: list[list[_Mark]]) -> bool | None:
    """Whether marks stand behind their options, by what the text begins and ends with, else by the side they cling to.

    None where neither tells (`是否√不适用`).
    """
    head, tail = text[: groups[0][0].start].strip(), text[groups[-1][-1].end :].strip()
    if not head or head.endswith((":", "：")):
        return False
    if not tail:
        return True
    votes = 0
    for group in groups:
        before, behind = text[: group[0].start][-1:], text[group[-1].end :][:1]
        votes += bool(before.strip(_SEPARATORS)) - bool(behind.strip(_SEPARATORS))
    return votes > 0 if votes else None


def _groups(text: str, marks: list[_Mark]) -> list[list[_Mark]]:
    """Marks side by side (`□√`) belong to one option; a tick right behind a word (`□是√□否`) belongs to the word."""
    groups: list[list[_Mark]] = [[marks[0]]]
    for mark in marks[1:]:
        last = groups[-1][-1]
        beside = mark.start == last.end and mark.on != last.on
        clings = last.on and bool(text[: last.start][-1:].strip(_SEPARATORS))
        if beside and not clings:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return groups


def _ticks_follow(text: str, groups: list[list[_Mark]]) -> bool:
    """`□是√  □否`: boxes stand before the options, ticks after them."""
    singles = [g[0] for g in groups if len(g) == 1]
    if len(singles) != len(groups) or not any(m.on for m in singles) or all(m.on for m in singles):
        return False
    stops = [m.start for m in singles[1:]] + [len(text)]
    if any(m.on and text[m.end : stop].strip() for m, stop in zip(singles, stops, strict=True)):
        return False  # words behind a tick are its option
    return not singles[0].on


def _boxes_and_ticks(text: str, groups: list[list[_Mark]]) -> Options:
    flat = [g[0] for g in groups]
    texts, ticked = [], []
    for i, mark in enumerate(flat):
        if mark.on:
            continue
        stop = flat[i + 1].start if i + 1 < len(flat) else len(text)
        option = _option(text[mark.end : stop])
        if option:
            texts.append(option)
            ticked.append(i + 1 < len(flat) and flat[i + 1].on)
    return Options(tuple(texts), tuple(ticked), clear=True)


def _option(text: str) -> str:
    option = re.sub(r"\s*\n\s*", "", text).strip().strip("；;。,，、/／|｜_ \t")
    return re.sub(r"[ \t\u3000]+", " ", option)


def option_key(text: str) -> str:
    """An option's words without punctuation, to compare printed options."""
    return re.sub(r"[^\w%]", "", squeeze(text))
