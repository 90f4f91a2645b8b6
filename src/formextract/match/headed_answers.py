"""What stands alone below a numbered heading that asks for it: 二、发生时间 over 2025年7月8日。"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from formextract.match.contacts import with_number
from formextract.match.labels import SAME_WORDS, LabelIndex
from formextract.model import Document, Line
from formextract.model.template import FieldSpec, Indicator
from formextract.text import squeeze, strip_numbering, unwrapped

LONGEST_HEADING, LONGEST_ANSWER = 24, 40
"""Letters of a heading, and of an answer that is no text of its own."""
CHAPTERS = ("_text", "_cause", "_measures")
"""How the indicators are called whose answers are chapters (`assembly.section_texts`)."""


def headed_answers(
    document: Document,
    index: LabelIndex,
    fields: Mapping[str, FieldSpec],
    indicators: Mapping[str, Indicator],
    but: Collection[str],
) -> Iterator[tuple[str, str, Line]]:
    """The fields that a heading asks for and the line below it answers, before the next heading or the end."""
    lines = [b for b in document.blocks if isinstance(b, Line) and squeeze(b.text)]
    for k, (line, answer) in enumerate(pairwise(lines)):
        heading, told = squeeze(line.text), unwrapped(answer.text).strip()
        behind = lines[k + 2] if k + 2 < len(lines) else None
        if not _is_heading(heading) or _is_heading(squeeze(told)) or not 0 < len(told) <= LONGEST_ANSWER:
            continue
        if behind is not None and not _is_heading(squeeze(behind.text)) and _is_sentence(behind.text):
            continue
        hits = index.wanted(strip_numbering(heading))
        name = hits[0].indicator if hits and hits[0].score >= SAME_WORDS else ""
        if name not in fields or name in but or name.endswith(CHAPTERS) or not index.asks_words(name):
            continue
        contact = with_number(told)
        phone = next((f.indicator for f in fields.values() if f.after == name and f.indicator not in but), None)
        if contact is not None and phone is not None:
            yield name, contact[0], answer
            yield phone, contact[1], answer
        elif indicators[name].kind in ("text", "date") and not set(told) & set(":："):
            yield name, told.rstrip("。"), answer


def _is_heading(text: str) -> bool:
    return len(text) <= LONGEST_HEADING and strip_numbering(text) != text and not text.endswith(("。", "；", ";"))


def _is_sentence(text: str) -> bool:
    return text.rstrip().endswith(("。", "；"))
