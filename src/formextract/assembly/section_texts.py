"""Texts that a form asks for and a report gives as chapters: what stands below their headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from formextract.match.letterhead import signature
from formextract.model import Document, Legibility, Line, Observation, Place, Source
from formextract.model.doubt import all_of, confidence_of, doubt
from formextract.model.prose import ProseRules
from formextract.model.unsure import reasons
from formextract.text import squeeze, strip_numbering, unwrapped

LONGEST_HEADING = 24
"""Letters; a longer line is a paragraph, whatever number it begins with."""
UNDER_A_HEADING = 0.9
"""Confidence of a chapter whose heading is not the form's own wording."""
BY_ITS_NOUN = 0.8
"""The same where the heading only has a noun of what such a chapter is about."""
_LEVELS = (
    re.compile(r"第[一二三四五六七八九十]+[章部]"),
    re.compile(r"[一二三四五六七八九十]+[、.．]"),
    re.compile(r"[(（][一二三四五六七八九十]+[)）]"),
    re.compile(r"\d{1,2}[、.．](?!\d)"),
    re.compile(r"[(（]\d{1,2}[)）]"),
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading with the paragraphs below it, down to the next heading that is not within it."""

    heading: str
    text: str
    places: tuple[Place, ...]
    legibility: Legibility


def chapters(document: Document, captions: Collection[int] = ()) -> list[Chapter]:
    """The chapters of all depths, in order; a chapter holds those within it. The blocks `captions` are fields of the
    form, and no part of a chapter: 联系人：付晓芳 below the last one.
    """
    signed = {n for n, _ in signature(document)} | set(captions)
    lines = [b for n, b in enumerate(document.blocks) if isinstance(b, Line) and b.text.strip() and n not in signed]
    heads = [(i, level) for i, line in enumerate(lines) if (level := heading_level(line.text)) is not None]
    out: list[Chapter] = []
    for n, (i, level) in enumerate(heads):
        end = next((j for j, other in heads[n + 1 :] if other <= level), len(lines))
        below = lines[i + 1 : end]
        if below:
            text = "\n".join(unwrapped(line.text).strip() for line in below)
            out.append(
                Chapter(
                    strip_numbering(lines[i].text).strip(),
                    text,
                    tuple(line.place for line in below),
                    all_of(line.legibility for line in below),
                )
            )
    return out


def heading_level(text: str) -> int | None:
    """How deep a heading stands; None where a line is none."""
    tight = squeeze(text)
    if len(tight) > LONGEST_HEADING or tight.endswith(("。", "；", ";", "，")):
        return None
    return next((n for n, form in enumerate(_LEVELS) if form.match(tight)), None)


def with_chapters(
    own: Sequence[Observation],
    document: Document,
    rules: ProseRules,
    source: Callable[[Place], Source],
    captions: Collection[int] = (),
) -> tuple[list[Observation], frozenset[Place]]:
    """The observations, texts that were missing taken from chapters, and where these stand.

    A heading is a text's where it holds one of the text's words, and no other text's wording holds more of it; else
    where it holds a noun of the text's, and of none before it.
    """
    words = rules.sections
    asked = {o.indicator for o in own if o.indicator in words}
    found: dict[str, Chapter] = {}
    ceilings: dict[str, float] = {}
    others = []
    for chapter in chapters(document, captions):
        name = _asked_for(chapter.heading, {n: words[n] for n in asked})
        if name is None:
            others.append(chapter)
        else:
            found.setdefault(name, chapter)
    for chapter in others:
        name = next((n for n, nouns in rules.section_nouns.items() if any(w in chapter.heading for w in nouns)), None)
        if name in asked and name not in found:
            found[name], ceilings[name] = chapter, BY_ITS_NOUN
    out: list[Observation] = []
    claimed: set[Place] = set()
    for o in own:
        chapter_of = found.get(o.indicator)
        if o.status != "missing" or chapter_of is None:
            out.append(o)
            continue
        claimed |= set(chapter_of.places)
        read = chapter_of.legibility
        doubts = (*read.reasons, doubt("label_differs", ceiling=ceilings.get(o.indicator, UNDER_A_HEADING)))
        confidence = round(confidence_of(read.letters, doubts), 4)
        out.append(
            replace(
                o,
                value=chapter_of.text,
                raw=chapter_of.text,
                status="reported",
                confidence=confidence,
                doubts=reasons(confidence, doubts),
                source=source(chapter_of.places[0]),
            )
        )
    return out, frozenset(claimed)


def _asked_for(heading: str, words: Mapping[str, Sequence[str]]) -> str | None:
    """The text that a heading names: the one whose word in it is the longest."""
    tight = squeeze(heading)
    fitting = [(len(w), name) for name, wordings in words.items() for w in wordings if squeeze(w) in tight]
    return max(fitting)[1] if fitting else None
