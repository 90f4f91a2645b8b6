"""A cell to sign in: `负责人（签字）：王建国 …（公章）： 2024年6月5日` as its parts."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from formextract.match.wherever_broken import Letters
from formextract.model import Document, Line, Place
from formextract.model.doubt import weakest_of
from formextract.model.placement import Placement
from formextract.model.template import Indicator, Template
from formextract.text import fold, squeeze, strip_numbering, unwrapped

BEFORE = ""
"""The part of a cell before its first printed words: an opinion."""
DATE = "年月日"
"""The part that is a date, wherever in the cell it stands."""

_DIGIT = r"[\d零〇○一二三四五六七八九十_\s]"
_DATE = re.compile(rf"(?:{_DIGIT}*年{_DIGIT}*月(?:{_DIGIT}*[日号])?|20\d\d\s*[-./]\s*\d{{1,2}}\s*[-./]\s*\d{{1,2}})")
_EDGE = " \t\r\n\u3000_＿:：;；,，。"


def statement_placements(
    document: Document, template: Template, indicators: Mapping[str, Indicator], printed: Collection[str]
) -> tuple[list[Placement], frozenset[Place]]:
    """The parts of the cells, or lines, in which an assurance, signatures, seals and a date are printed and filled in
    one below the other; and where they stand, since nothing in them is left over.
    """
    used: set[Place] = set()
    placements: list[Placement] = []
    specs = [f for f in template.fields if f.shape == "statement"]
    captions = {squeeze(f.label) for f in specs}
    for spec in specs:
        places, text = statement_of(document, spec.label, captions)
        if not places:
            continue
        used |= set(places)
        read = weakest_of(i.legibility for i in document.items() if i.place in used)
        for name, ink in statement_parts(text, spec.parts, printed).items():
            label = indicators[name].label
            placements.append(Placement(spec, name, label, None, (), ink, places[0], legibility=read))
    return placements, frozenset(used)


def statement_of(document: Document, caption: str, captions: Collection[str]) -> tuple[tuple[Place, ...], str]:
    """Where what stands under a caption stands, and its text: the cells beside it, else the lines below it up to the
    next of the `captions` (squeezed).
    """
    wanted = squeeze(caption)
    below: list[tuple[Place, str]] = []
    inside = False
    for block in document.blocks:
        if isinstance(block, Line):
            head, _, rest = squeeze(strip_numbering(block.text)).partition(":")
            if head in captions:
                inside = head == wanted
                if inside and rest:
                    below.append((block.place, block.text.partition("：")[2] or block.text.partition(":")[2]))
            elif inside:
                below.append((block.place, block.text))
            continue
        inside = False
        for cell in block.cells:
            if squeeze(cell.text).rstrip(":") != wanted:
                continue
            beside = [c for c in block.cells if c.row in range(cell.row, cell.row + cell.rowspan) and c.col > cell.col]
            beside = beside or [c for c in block.cells if c.row == cell.row + cell.rowspan and c.col <= cell.col]
            if beside:
                return tuple(c.place for c in beside), "\n".join(c.text for c in beside)
    return tuple(place for place, _ in below), "\n".join(text for _, text in below)


def statement_parts(text: str, parts: Mapping[str, str], printed: Collection[str] = ()) -> dict[str, str]:
    """The ink of each part by its indicator, '' where a part was left empty.

    `parts` names the indicators by the printed words behind which each stands, by `''` for what stands before all of
    them and by `年月日` for the date. What the form itself prints (`printed`, squeezed) is no part's.
    """
    rest = fold(unwrapped(text))
    for words in sorted(printed, key=len, reverse=True):
        if len(words) > LONG:
            rest = _without(rest, squeeze(words).rstrip(":"))
    out = {}
    if DATE in parts:
        dates = [m.group() for m in _DATE.finditer(rest)]
        filled = [d for d in dates if re.search(r"[\d零〇一二三四五六七八九十]", d)]
        out[parts[DATE]] = (filled or dates or [""])[-1].strip()
        rest = _DATE.sub("\n", rest)
    marks = sorted(
        (m.start(), m.end(), name) for words, name in parts.items() if words not in (BEFORE, DATE)
        for m in [_loosely(words).search(rest)] if m is not None
    )  # fmt: skip
    ends = [*(start for start, _, _ in marks[1:]), len(rest)] if marks else []
    if BEFORE in parts:
        out[parts[BEFORE]] = _plain(rest[: marks[0][0] if marks else len(rest)])
    for (_, end, name), until in zip(marks, ends, strict=True):
        out[name] = _plain(rest[end:until])
    for name in parts.values():
        out.setdefault(name, "")
    return out


LONG = 30
"""Letters; longer printed words are sentences, shorter ones may be those behind which a part stands."""


def _without(text: str, words: str) -> str:
    """The text with a line's end for the words, and for a colon behind them."""
    kept, done = [], 0
    for begun, ended in Letters(text).spans(words):
        kept.append(text[done:begun])
        behind = text[ended:].lstrip()
        done = len(text) - len(behind.removeprefix(":"))
    return "\n".join([*kept, text[done:]])


def _loosely(words: str) -> re.Pattern[str]:
    """The words however they are spaced and broken over lines, with or without their colon."""
    letters = squeeze(words).rstrip(":")
    return re.compile(r"\s*".join(map(re.escape, letters)) + r"\s*:?")


def _plain(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", text.strip(_EDGE)).strip(_EDGE)
