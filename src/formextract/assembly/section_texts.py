"""Texts that a form asks for and a report gives as chapters: what stands below their headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from formextract.match.letterhead import signature
from formextract.match.naming import head_of_document, year_of
from formextract.model import TYPED, Cell, Document, Legibility, Line, Observation, Place, Source
from formextract.model.doubt import all_of, confidence_of, doubt
from formextract.model.placement import Leftover
from formextract.model.prose import ProseRules
from formextract.model.unsure import reasons
from formextract.text import squeeze, strip_numbering, unwrapped

LONGEST_HEADING = 24
"""Letters; a longer line is a paragraph, whatever number it begins with."""
UNDER_A_HEADING = 0.9
"""Confidence of a chapter whose heading is not the form's own wording."""
BY_ITS_NOUN = 0.8
"""The same where the heading only has a noun of what such a chapter is about."""
EVENT = "event_"
"""How the indicators of a report of an event are called: their nouns are of other papers' chapters, too."""
LONGEST_CAPTION, LEAST_TEXT = 12, 5
"""Letters of a caption at most, and of the text behind it at least, that are a chapter of their own."""
NEXT = "next_steps_text"
"""The text of what is to be done; a chapter on a year behind the one reported is one."""
_YEAR = re.compile(r"20[0-4]\d(?=年)")
_CLOSES = re.compile(
    r"附(?:件|表|录)?[一二三四五六七八九十\d]*(?:[:：]|$)|特此|此致|[妥当]否|以上(?:报告|请示|情况|意见)?[,，]?[请妥当]"
)
"""How a line begins that ends a letter's chapters: what it encloses, or a phrase for whom it is sent to."""
_LEAD = re.compile(r"[。：:]")
"""What ends the heading of a paragraph that begins with its own: 三、原因分析。市场需求下降。"""
_CAPTION_AND_TEXT = re.compile(r"([^,，。;；:：]{2,12})[:：]\s*(\S.*)", re.DOTALL)
_LETTERS = re.compile("[\u4e00-\u9fff]")
_CAPTIONED = re.compile(r"[^,，。;；:：]{2,12}[:：]")
"""How a row of a sheet begins that is a caption and its value: 填表人：彭巧玲."""
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
    led: bool = False
    """Whether the heading is the first sentence of its paragraph."""


def chapters(document: Document, captions: Collection[int] = ()) -> list[Chapter]:
    """The chapters of all depths, in order; a chapter holds those within it. The blocks `captions` are fields of the
    form, and no part of a chapter: 联系人：付晓芳 below the last one.
    """
    lines = list(_written(document, captions))
    heads = [(i, *found) for i, line in enumerate(lines) if line is not None and (found := _headed(line.text))]
    ends = [i for i, line in enumerate(lines) if line is None]
    out: list[Chapter] = []
    for n, (i, level, heading, own) in enumerate(heads):
        end = next((j for j, other, *_ in heads[n + 1 :] if other <= level), len(lines))
        end = min([end, *(j for j in ends if j > i)])
        told = [line for line in lines[i if own else i + 1 : end] if line is not None]
        if told:
            texts = [unwrapped(line.text).strip() for line in told]
            out.append(
                Chapter(
                    strip_numbering(heading).strip(),
                    "\n".join([own, *texts[1:]] if own else texts),
                    tuple(line.place for line in told),
                    all_of(line.legibility for line in told),
                    led=bool(own),
                )
            )
    return out


def _written(document: Document, captions: Collection[int]) -> Iterator[Line | Cell | None]:
    """The lines that may be of a chapter, of a sheet the cells that are alone in their row; None for rows of others,
    which end a chapter.
    """
    signed = {n for n, _ in signature(document)} | set(captions)
    sheet = not any(isinstance(b, Line) for b in document.blocks)
    for n, b in enumerate(document.blocks):
        if isinstance(b, Line):
            if b.text.strip() and n not in signed:
                if _CLOSES.match(squeeze(b.text)):
                    return
                yield b
        elif sheet:
            rows: dict[int, list[Cell]] = {}
            for c in b.cells:
                if c.text.strip():
                    rows.setdefault(c.row, []).append(c)
            for cells in rows.values():
                yield cells[0] if len(cells) == 1 and not _CAPTIONED.match(squeeze(cells[0].text)) else None


def _headed(text: str) -> tuple[int, str, str] | None:
    """How deep a line's heading stands, the heading, and the text that follows it in the line; None without one."""
    level = heading_level(text)
    if level is not None:
        return level, text, ""
    said = unwrapped(text).strip()
    mark = _LEAD.search(said, 0, 2 * LONGEST_HEADING)
    if mark is None or not said[mark.end() :].strip():
        return None
    level = heading_level(said[: mark.start()])
    return None if level is None else (level, said[: mark.start()], said[mark.end() :].strip())


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
    leftovers: Sequence[Leftover] = (),
) -> tuple[list[Observation], frozenset[Place]]:
    """The observations, texts that were missing taken from chapters, and where these stand. `leftovers` are captions
    with a text that no field claimed: a chapter of one paragraph each, where the document has no other.

    A heading is a text's where it holds one of the text's words or its label, and no other text's wording holds more of
    it; else where it holds a noun of the text's, and of none before it.
    """
    labels = {o.indicator: o.label for o in own}
    words = {name: (*said, labels[name]) if labels.get(name) else said for name, said in rules.sections.items()}
    asked = {o.indicator for o in own if o.indicator in words}
    found: dict[str, Chapter] = {}
    ceilings: dict[str, float] = {}
    others = []
    for chapter in chapters(document, captions):
        name = _asked_for(chapter.heading, {n: words[n] for n in asked}, least=len(chapter.heading) // 2 * chapter.led)
        if name is None:
            others += [] if chapter.led else [chapter]
        else:
            found.setdefault(name, chapter)
    reported = _year_of_title(document)
    read_at = {i.place: i.legibility for i in document.items()}
    nouns = {n: words for n, words in rules.section_nouns.items() if n in asked or not n.startswith(EVENT)}
    for chapter in (*others, *_captioned(leftovers, read_at)):
        name = next((n for n, words in nouns.items() if any(w in chapter.heading for w in words)), None)
        if reported and any(year > reported for year in _YEAR.findall(chapter.heading)):
            name = NEXT  # 2026年重点工作 in a report on 2025
        if name in asked and name not in found:
            found[name], ceilings[name] = chapter, BY_ITS_NOUN
    out: list[Observation] = []
    claimed: set[Place] = set()
    for o in own:
        chapter_of = found.get(o.indicator)
        if o.status not in ("missing", "blank") or chapter_of is None:
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


def _captioned(leftovers: Sequence[Leftover], read_at: Mapping[Place, Legibility]) -> Iterator[Chapter]:
    """Captions with a text behind them that no field claimed, as chapters: 主要困难：订单下滑。"""
    for x in leftovers:
        parted = _CAPTION_AND_TEXT.fullmatch(unwrapped(x.text).strip()) if not x.label else None
        heading, text = (x.label, unwrapped(x.text).strip()) if parted is None else parted.groups()
        if heading and len(heading) <= LONGEST_CAPTION and len(_LETTERS.findall(text)) >= LEAST_TEXT:
            yield Chapter(strip_numbering(heading).strip(), text, (x.place,), read_at.get(x.place, TYPED))


def _year_of_title(document: Document) -> str:
    """The year that a report's title names; '' for none."""
    return next((year[:4] for line in head_of_document(document)[0] if (year := year_of(line))), "")


def _asked_for(heading: str, words: Mapping[str, Sequence[str]], least: int = 0) -> str | None:
    """The text that a heading names: the one whose word in it is the longest, of `least` letters."""
    tight = squeeze(heading)
    fitting = [
        (len(w), name) for name, wordings in words.items() for w in wordings if len(w) >= least and squeeze(w) in tight
    ]
    return max(fitting)[1] if fitting else None
