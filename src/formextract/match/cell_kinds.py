"""What a cell of a filled form is in its table: what it says by itself, printed words, or a label that is asked for."""

from __future__ import annotations

import re
from dataclasses import replace

from formextract.match.labels import LabelIndex, make_room, take_apart
from formextract.tables import CellKind, Hit, has_box, is_counted
from formextract.tables.kinds import plain_kind
from formextract.text import is_blank, squeeze, strip_numbering
from formextract.text.glyphs import MARKED, OPEN

VALUES = frozenset({"blank", "figure", "none", "ticks", "blanks", "text"})
SURE_INLINE = 0.9
"""Score from which the words before a colon are taken for a label that shares its cell with its value."""
LONGEST_LABEL = 110
HEADING_LINES = 3
"""Lines that a heading above its text may take up, with the remark on its length."""
_INLINE = re.compile(r"\s*([^:：\n]{2,60}?)\s*[:：]\s*(\S.*)", re.DOTALL)
_HEAD = re.compile(rf"\s*([^:：{MARKED}{OPEN}]{{4,60}}?)\s*[:：]\s*")
LONGEST_SORT = 2
"""Letters before what applicants are called in a caption that says no more: 产业集群."""
_NAME = re.compile(r"[\u4e00-\u9fff（）()、]{6,42}(?=\s|$)")
_BLANK = CellKind("blank")


def kind_of_pair(label: str, value: str, told: CellKind, index: LabelIndex, printed: frozenset[str]) -> CellKind:
    """What a caption before a colon is (`told` by itself), with its value: 集群：…产业集群 tells so what is asked."""
    whole = told if told.hits else kind_of(f"{label}：{value}", index, printed)
    return replace(whole if whole.kind == "label" else told, rest=value)


def kind_of(text: str, index: LabelIndex, printed: frozenset[str]) -> CellKind:
    """What a cell's text makes of it. A bare `2021` is a figure here; a row of them is told by the table.

    Several steps ask it of each cell, and forms of a kind print the same captions: the answers are kept.
    """
    if not text or is_blank(text):
        return _BLANK
    found = index.kinds.get((text, printed))
    if found is None:
        make_room(index.kinds)
        found = index.kinds[text, printed] = _kind_of(text, index, printed)
    return found


def _kind_of(text: str, index: LabelIndex, printed: frozenset[str]) -> CellKind:
    plain = plain_kind(text, index.table_words)
    if plain is not None:
        return plain
    if _is_printed(text, printed):
        return CellKind("printed")
    headed = _headed(text, index) if index.headed else None
    if headed is not None:
        return headed
    if has_box(text):
        head = _HEAD.match(text)
        if head is not None:
            hits = index.wanted(head.group(1))
            if hits and hits[0].score >= SURE_INLINE:
                return CellKind("label", rest=text[head.end() :], hits=hits)
        return CellKind("ticks")
    if is_counted(text):
        return CellKind("blanks")
    if len(text) <= 2 * LONGEST_LABEL:
        hits = index.wanted(text)
        if hits and hits[0].score >= 1.0:
            return CellKind("label", unit=take_apart(text).unit, hits=hits)
        inline = _INLINE.fullmatch(text)
        if inline is not None:
            # `发明专利拥有量：606件` is much like its label, and more than it
            before = index.wanted(inline.group(1)) or applicant_named(inline.group(1), inline.group(2), index)
            if before and before[0].score >= max(SURE_INLINE, hits[0].score if hits else 0.0):
                return CellKind("label", rest=inline.group(2), unit=take_apart(inline.group(1)).unit, hits=before)
        if hits:
            return CellKind("label", unit=take_apart(text).unit, hits=hits)
    return CellKind("text")


def applicant_named(caption: str, value: str, index: LabelIndex) -> tuple[Hit, ...]:
    """What `集群：…集群` asks for: the value itself says that it is the name of one who applies."""
    name, words = _NAME.match(value), squeeze(caption)
    for called in index.lexicon.applicants if name is not None else ():
        if words.endswith(called) and len(words) <= len(called) + LONGEST_SORT and name is not None:
            return index.wanted(f"{called}名称") if name.group().endswith(called) else ()
    return ()


def _headed(text: str, index: LabelIndex) -> CellKind | None:
    """A cell that holds a heading and, below it, its text; None where a template asks for no such cell of that name."""
    lines = text.strip().split("\n")
    best: CellKind | None = None
    for n in range(1, min(len(lines), HEADING_LINES) + 1):
        head = "\n".join(lines[:n])
        if len(head) > LONGEST_LABEL:
            break
        hits = index.wanted(head)
        if hits and hits[0].score >= 1.0 and any(h.indicator in index.headed for h in hits):
            best = CellKind("label", rest="\n".join(lines[n:]).strip(), hits=hits)
    return best


def _is_printed(text: str, printed: frozenset[str]) -> bool:
    return squeeze(text) in printed or squeeze(strip_numbering(text)) in printed
