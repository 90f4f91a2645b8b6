"""Figures that are none yet, set aside before any field takes them: what is aimed at, what is only expected.

Neither is ever an actual figure. A target gets a place of its own (`plan_target`, with what it measures); a forecast
stays with what nobody claimed, under a name that says what it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from formextract.match.assign import Assigned
from formextract.match.key_values import KeyCell, ValueCell
from formextract.match.labels import LabelIndex, take_apart
from formextract.match.leftovers import Leftovers, printed_label
from formextract.model.placement import Placement
from formextract.model.template import FieldSpec, Indicator, Template
from formextract.tables.planned import SAID, How, planned_caption, planned_period
from formextract.text import is_blank, unwrapped

TARGET = "plan_target"
"""Where a figure goes that is aimed at, on forms that name no other place."""
MEASURED = 0.8
"""Score from which a caption without its words of plans names an indicator."""
SHORTEST = 2
"""Letters of what a caption is about, its words of plans apart."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A figure that is none yet: its caption and value, of which year, and the indicator where its caption tells it."""

    at: KeyCell
    value: ValueCell
    how: How
    year: str | None
    indicator: str | None = None


def set_aside(labels: Sequence[KeyCell], template: Template, index: LabelIndex) -> list[Planned]:
    """Takes from captions the values that are only planned; a template with columns says itself what these are."""
    if any(f.columns for f in template.fields):
        return []
    return [*_of_captions(labels, index), *_of_columns(labels)]


def _of_columns(labels: Sequence[KeyCell]) -> list[Planned]:
    """Takes from captions the values that stand under a head of what is aimed at or expected."""
    out: list[Planned] = []
    for at in labels:
        kept: list[ValueCell] = []
        for v in at.values:
            told = None if v.period is None else planned_period(v.period)
            if told is None:
                kept.append(v)
            else:
                out.append(Planned(at, replace(v, period=None), *told))
        at.values = kept
    return out


def _of_captions(labels: Sequence[KeyCell], index: LabelIndex) -> list[Planned]:
    """Takes the values of captions that say themselves that they are of a plan."""
    out: list[Planned] = []
    for at in labels:
        label = printed_label(at)
        if not at.values or index.exact(label) or index.planned_itself(label):
            continue
        told = planned_caption(label, take_apart(label).unit)
        name = None if told is None or len(told[2]) < SHORTEST else _measured(told[2], index)
        if told is None or name is None:
            continue
        out += [Planned(at, v, told[0], told[1], name) for v in at.values if v.kind != "blank"]
        at.unit = at.unit or take_apart(at.cell.text).unit
        at.values, at.cell_kind = [], replace(at.cell_kind, kind="printed", hits=())
    return out


def placed(
    planned: Sequence[Planned],
    fields: Mapping[int, FieldSpec],
    template: Template,
    indicators: Mapping[str, Indicator],
    left: Leftovers,
) -> list[Placement]:
    """The targets as placements; what is expected, or of nothing that the form asks for, is left over.

    `fields`: the fields of captions, by the captions' identity.
    """
    own = next((f for f in template.fields if f.shape == "targets"), None)
    name = (own.target if own is not None else None) or TARGET
    out: dict[tuple[str, str | None], Placement] = {}
    for p in planned:
        spec = fields.get(id(p.at)) or next((f for f in template.fields if f.indicator == p.indicator), None)
        label = unwrapped(printed_label(p.at))
        measured = indicators[spec.indicator] if spec is not None else None
        figure = measured is not None and measured.kind in ("number", "integer")
        if p.how != "goal" or spec is None or not figure or name not in indicators or (label, p.year) in out:
            left.add(_called(p, label), p.value.text, p.value.cell.place, p.value.order)
        elif not is_blank(p.value.text):
            assert measured is not None
            out[label, p.year] = Placement(
                spec,
                name,
                label,
                p.year,
                (("target", label),),
                p.value.text,
                p.value.cell.place,
                p.value.unit or p.at.unit or measured.unit,
                "target",
                (),
                p.value.cell.doubt,
                (p.at.cell.place, *p.value.cell.further),
                spec.indicator,
                legibility=p.value.cell.legibility,
            )
    return list(out.values())


def only_planned(planned: Sequence[Planned], labels: Sequence[KeyCell], assigned: Mapping[int, Assigned]) -> set[int]:
    """The captions that have nothing but planned figures: their fields are not asked for there."""
    own = {id(p.at) for p in planned}
    return {k for k in assigned if id(labels[k]) in own and not any(v.kind != "blank" for v in labels[k].values)}


def _called(p: Planned, label: str) -> str:
    """What a figure is called among what nobody claimed."""
    said = SAID[p.how]
    return label if said in label else f"{label}（{p.year + '年' if p.year else ''}{said}）"


def _measured(body: str, index: LabelIndex) -> str | None:
    hits = index.hits(body)
    if not hits or hits[0].score < MEASURED:
        return None
    best = {h.indicator for h in hits if h.score >= hits[0].score}
    return best.pop().partition("[")[0] if len(best) == 1 else None
