"""Why it is not sure that a value is its field's: what its caption says, and what the form says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from formextract.match.conditions import BESIDE_CONDITION, condition_of
from formextract.match.labels import LabelIndex
from formextract.model import Doubt
from formextract.model.doubt import doubt
from formextract.model.placement import Placement
from formextract.model.template import FieldSpec, Template
from formextract.tables import has_box
from formextract.text import squeeze

LONGEST = 30
"""Letters of a caption that a reason quotes."""
SHORTEST = 6
"""Letters of a line that is known for another field's caption; 联系人 may be a value's own word."""


def label_doubts(label: str, field: FieldSpec, confidence: float) -> tuple[Doubt, ...]:
    """The doubt that a caption leaves whose field is `confidence` (0 to 1) sure; none where it is certain."""
    if confidence >= 1:
        return ()
    said, printed = _quoted(label), _quoted(field.label)
    if condition_of(label) is not None:
        why = f"“{said}”是一项条件，旁边写的不一定是达到的数，请核对"
        return (doubt("label_differs", why, min(confidence, BESIDE_CONDITION)),)
    if said == printed:
        return (doubt("label_shared", f"表中不止一处叫“{said}”，可能对到了另一栏", confidence),)
    return (doubt("label_differs", f"标签“{said}”与表式的“{printed}”措辞不一致", confidence),)


def with_captions_inside(placements: Sequence[Placement], index: LabelIndex, template: Template) -> list[Placement]:
    """The placements, those in doubt in whose text a line is another field's caption, or offers what is to be ticked
    for another one: what is below it is not theirs.

    So where a table's frame was drawn and nothing in it, and a reader takes it for one cell.
    """
    asked = {f.key for f in template.fields}
    offered = [(said, f.key) for f in template.fields for o in f.options if len(said := squeeze(o)) >= SHORTEST]
    out = []
    for p in placements:
        lines = [line for line in map(str.strip, p.text.split("\n")) if SHORTEST <= len(squeeze(line)) <= LONGEST]
        lines = lines if p.field.shape != "narrative" and "\n" in p.text else []
        inside = next((x for x in lines if (found := set(index.exact(x)) & asked) and p.field.key not in found), None)
        other = _offered_inside(p, offered)
        if inside is None and other:
            why = f"里面有别的栏目的选项“{_quoted(other)}”，可能几栏连在了一起"
            out.append(replace(p, doubts=(*p.doubts, doubt("several_values", why))))
        elif inside is None:
            out.append(p)
        else:
            why = f"里面有栏目“{_quoted(inside)}”，后面的内容可能是那一栏的"
            out.append(replace(p, doubts=(*p.doubts, doubt("several_values", why))))
    return out


def _offered_inside(p: Placement, offered: Sequence[tuple[str, str]]) -> str:
    """The option of another field that stands with its box in a placement's text; '' where none does."""
    if p.field.options or p.field.shape == "narrative" or not has_box(p.text):
        return ""
    text = squeeze(p.text)
    return next((said for said, key in offered if key != p.field.key and said in text), "")


def _quoted(label: str) -> str:
    text = squeeze(label)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
