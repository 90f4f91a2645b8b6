"""A document and a template to placements: every field's cells, and the ink that no field claimed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace

from formextract.match.arithmetic import Arithmetic
from formextract.match.assign import Assigned, assign, fields_by_target, of_other_years
from formextract.match.body_names import without_more
from formextract.match.cell_fields import CellFields
from formextract.match.chapters import chapter_placements
from formextract.match.claims import Claims, FormYears
from formextract.match.contacts import with_telephones
from formextract.match.gaps import sentence_placements
from formextract.match.key_values import KeyCell
from formextract.match.label_doubts import with_captions_inside
from formextract.match.labels import LabelIndex, take_apart
from formextract.match.layout_changes import alterations
from formextract.match.leftovers import Leftovers, at_levels, printed_label
from formextract.match.letterhead import told_by_letter
from formextract.match.list_values import list_placements
from formextract.match.own_trade import told_as_leading, trade_in
from formextract.match.paper_numbers import with_paper_numbers
from formextract.match.paraphrased import paraphrased
from formextract.match.planned import only_planned, placed, set_aside
from formextract.match.planning import Measures, planning_rows
from formextract.match.reading_order import Stream, flow
from formextract.match.region import with_places
from formextract.match.set_apart import with_contact_set_apart, with_date_set_apart
from formextract.match.shares_behind import told_as_share
from formextract.match.statements import statement_placements
from formextract.model import Document, Line
from formextract.model.placement import Match, Placement
from formextract.model.template import FieldSpec, Indicator, Template

TAUGHT_ONCE = 0.85
"""Confidence at most of a field whose caption people have explained on one file only: below what is sure (0.9)."""


def match_form(
    document: Document,
    template: Template,
    index: LabelIndex,
    indicators: dict[str, Indicator],
    printed: frozenset[str],
    titled: str = "",
    sums: Callable[[], Arithmetic] | None = None,
) -> Match:
    """All placements of a form in one record, with what is left over. `titled` is the year of its title; `sums` say
    what its figures come to.
    """
    stream = flow(document, template, index, printed, indicators)
    years = FormYears(document, template, stream, titled)
    stream.lines = [x for x in stream.lines if not years.stated_by(x[2].text)]
    left = Leftovers(printed)
    claims = Claims(indicators, left, stream.entered)
    fields = CellFields(claims, years, stream.tables, index.table_words, template.named_by)
    measures = Measures(index, indicators)

    signed, left.claimed = statement_placements(document, template, indicators, printed)
    sentences, asking = sentence_placements(document, template, indicators)
    left.claimed |= asking
    claims.placements += signed + sentences
    shared = set()
    for spec, found in _labelled(stream, template, index, claims, sums):
        fields.place(spec, found)
        shared |= {spec.key} if any(at.shares is not None for at, _ in found) else set()
    claims.placements += planning_rows(stream, template, measures, left)
    claims.placements += list_placements(stream.lists, left)
    claims.tallied(stream.tallies)
    for spec in template.fields:
        if spec.shape == "narrative":
            claims.placements += chapter_placements(spec, stream, template, printed, measures)
    placements = with_places(with_telephones(claims.placements, template, left), template, stream.labels, left, index)
    placements = with_paper_numbers(placements, template, indicators)
    placements = without_more(placements, indicators, left)
    placements = with_contact_set_apart(placements, template, index, left)
    placements = _with_letter(document, template, stream, placements, index, indicators, titled)
    placements = with_captions_inside(placements, index, template)

    numbered = any(f.columns for f in template.fields)
    for value in stream.orphans:
        if not (numbered and fields.numbers_row(value)):
            left.add("", value.text, value.cell.place, value.order)
    for order, head, cell in stream.of_firms:
        left.add(head, cell.text, cell.place, order)
    left.lines(stream, template)
    for hidden in document.hidden:
        left.add("（隐藏内容）", hidden.text, hidden.place, 1 << 60)
    altered = alterations(document, template, index, printed, stream, placements)
    again = tuple(claims.again.values())
    return Match(tuple(placements), left.all(), years.all, altered, again, frozenset(shared))


def _labelled(
    stream: Stream, template: Template, index: LabelIndex, claims: Claims, sums: Callable[[], Arithmetic] | None
) -> Iterator[tuple[FieldSpec, list[tuple[KeyCell, Assigned]]]]:
    """The fields of a template in its order, each with the labels that stand for it; other labels are left over, and
    what is only planned has been placed before.
    """
    left, indicators = claims.left, claims.indicators
    own = len(stream.labels)
    labels = [*stream.labels, *stream.offered]
    told_as_leading(stream.labels, trade_in(stream.labels), index)
    told_as_share(stream.labels, index)
    planned = set_aside(labels, template, index)
    assigned = assign(stream.labels, template, fields_by_target(template), index.reader)
    read = paraphrased(labels, assigned, template, index, indicators, sums)
    assigned = {k: a for k, a in assigned.items() if k not in read.refused} | {**read.held, **read.claimed}
    assigned |= {k: a for k, a in of_other_years(labels, assigned).items() if k not in read.refused}
    assigned = {k: _settled(labels[k], a, index) for k, a in assigned.items()}
    for k in read.claimed:
        labels[k].unit = labels[k].unit or take_apart(labels[k].cell.text).unit
    left.proposed = {labels[k].order: proposals for k, proposals in read.proposed.items()}
    left.at_levels = at_levels(template, indicators)
    meant = {id(labels[k]): a.field for k, a in assigned.items()}
    claims.placements += placed(planned, meant, template, indicators, left)
    not_asked = only_planned(planned, labels, assigned)
    assigned = {k: a for k, a in assigned.items() if k not in not_asked}
    by_field: dict[str, list[tuple[KeyCell, Assigned]]] = defaultdict(list)
    for k, at in enumerate(labels):
        if k in assigned:
            by_field[assigned[k].field.key].append((at, assigned[k]))
            if k >= own:
                stream.lines = [x for x in stream.lines if x[0] != at.order]
        elif k < own:
            left.label(at)
    for spec in template.fields:
        found = by_field.get(spec.key)
        if found:
            # the field's own part first: the cover repeats what the tables say
            found.sort(key=lambda f: (f[0].section != spec.section and f[0].section == "0", f[0].order))
            if spec.cover is not None and len(found) > 1 and found[0][0].section == "0":
                found.insert(0, found.pop())  # the part's heading was not known: the cover comes before the part
            yield spec, found


def _settled(at: KeyCell, a: Assigned, index: LabelIndex) -> Assigned:
    """What a caption is assigned to; less sure where only one file has taught it."""
    return (
        replace(a, confidence=min(a.confidence, TAUGHT_ONCE)) if index.unsettled(printed_label(at), a.field.key) else a
    )


def _with_letter(
    document: Document,
    template: Template,
    stream: Stream,
    placements: list[Placement],
    index: LabelIndex,
    indicators: dict[str, Indicator],
    titled: str,
) -> list[Placement]:
    """The placements with what a report in prose says at its head and foot, for fields that have no caption."""
    if not template.prose:
        return placements
    told, used = told_by_letter(document, template, placements, index, indicators, titled)
    names = {p.indicator for p in told}
    places = {b.place for n, b in enumerate(document.blocks) if n in used and isinstance(b, Line)}
    stream.lines = [x for x in stream.lines if x[2].place not in places]
    placements = [p for p in placements if p.indicator not in names] + told
    return with_date_set_apart(placements, template, stream)
