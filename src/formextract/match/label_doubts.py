"""Why it is not sure that a value is its field's: what its caption says, and what the form says."""

from __future__ import annotations

from formextract.model import Doubt
from formextract.model.doubt import doubt
from formextract.model.template import FieldSpec
from formextract.text import squeeze

LONGEST = 30
"""Letters of a caption that a reason quotes."""


def label_doubts(label: str, field: FieldSpec, confidence: float) -> tuple[Doubt, ...]:
    """The doubt that a caption leaves whose field is `confidence` (0 to 1) sure; none where it is certain."""
    if confidence >= 1:
        return ()
    said, printed = _quoted(label), _quoted(field.label)
    if said == printed:
        return (doubt("label_shared", f"表中不止一处叫“{said}”，可能对到了另一栏", confidence),)
    return (doubt("label_differs", f"标签“{said}”与表式的“{printed}”措辞不一致", confidence),)


def _quoted(label: str) -> str:
    text = squeeze(label)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
