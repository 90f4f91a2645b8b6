"""Chapters of a form written in prose, as placements: the text, its sections, and the goals of its years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from formextract.match.narrative import chapter, goals
from formextract.match.planning import Measures
from formextract.match.reading_order import Stream
from formextract.model import Legibility, Place
from formextract.model.doubt import all_of, doubt
from formextract.model.placement import Placement
from formextract.model.template import FieldSpec, Template
from formextract.text import number_of, squeeze, strip_numbering

_ELSEWHERE = doubt("begins_elsewhere", "本章的标题没有认出，开头的内容可能缺失", 0.8)
"""Of a scanned chapter that seems to begin at another chapter's heading."""


def chapter_placements(
    spec: FieldSpec, stream: Stream, template: Template, printed: frozenset[str], measures: Measures
) -> Iterator[Placement]:
    """A chapter's text, its sections' and what it promises for single years; nothing where nothing is written."""
    lines = [(o, line) for o, section, line in stream.lines if section == spec.section]
    end = squeeze(spec.until or "")
    if end:
        lines = list(takewhile(lambda found: not squeeze(found[1].text).startswith(end), lines))
    found = chapter([line for _, line in lines], spec.parts, printed - _of_other_parts(spec, stream, template))
    if not found.places:
        return
    sure = () if _begins_there(spec, stream, template) else (_ELSEWHERE,)
    read = {line.place: line.legibility for _, line in lines}
    first, *others = found.places
    yield Placement(
        spec,
        spec.indicator,
        spec.label,
        None,
        (),
        found.text,
        first,
        doubts=sure,
        further=tuple(others),
        legibility=all_of(read[p] for p in found.places),
    )
    headings = {name: heading for heading, name in spec.parts.items()}
    for name, told in found.sections.items():
        label = strip_numbering(headings[name])
        text = "\n".join(t for t, _ in told if t)
        place, *more = places = list(dict.fromkeys(place for _, place in told))
        yield Placement(
            spec,
            name,
            label,
            None,
            (),
            text,
            place,
            doubts=sure,
            further=tuple(more),
            legibility=all_of(read[p] for p in places),
        )
        if spec.goals is not None and name == spec.goals[0]:
            yield from _goals(spec, spec.goals[1], told, read, measures)


def _of_other_parts(spec: FieldSpec, stream: Stream, template: Template) -> frozenset[str]:
    """The headings of a form's other parts that stand at those parts: in a chapter they are an applicant's own."""
    there = {_bare(line.text) for _, section, line in stream.lines if section != spec.section}
    headings = {_bare(s.heading) for s in template.sections if s.id != spec.section}
    return frozenset(headings & there)


def _bare(heading: str) -> str:
    return squeeze(strip_numbering(heading.strip()))


def _goals(
    spec: FieldSpec,
    indicator: str,
    lines: Sequence[tuple[str, Place]],
    read: Mapping[Place, Legibility],
    about: Measures,
) -> Iterator[Placement]:
    """The figures that lines promise for single years."""
    seen: set[tuple[str, str]] = set()
    for goal in goals(lines):
        if (goal.year, goal.name) in seen:
            continue
        seen.add((goal.year, goal.name))
        yield Placement(
            spec,
            indicator,
            goal.name,
            goal.year,
            (("target", goal.name),),
            goal.said,
            goal.place,
            None,
            "target",
            measures=about.of(goal.name, goal.said),
            legibility=read[goal.place],
        )


def _begins_there(spec: FieldSpec, stream: Stream, template: Template) -> bool:
    """Whether a chapter begins at its own heading: a heading within it that reads alike has another number.

    Of a scan the chapter's own may have been misread; what stood before the other one is then lost.
    """
    heading = next((s.heading for s in template.sections if s.id == spec.section), "")
    scanned = False
    for _, section, line in stream.lines:
        scanned = scanned or line.legibility.scanned
        if section == f"#{spec.section}":
            return not scanned or number_of(line.text) == number_of(heading)
    return True
