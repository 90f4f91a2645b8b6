"""Observations made less or more sure: a confidence below 0.9 never stands without its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from formextract.model.doubt import SURE, Doubt, telling
from formextract.model.record import Observation, Reason


def reasons(confidence: float, doubts: Iterable[Doubt]) -> tuple[Reason, ...]:
    """What a record says of the doubts about a value; nothing of a sure one."""
    return tuple(Reason(d.kind, d.because) for d in telling(confidence, doubts))


def lowered(o: Observation, doubt: Doubt) -> Observation:
    """The observation with a further doubt: no surer than that allows."""
    confidence = min(o.confidence, doubt.ceiling)
    if confidence >= SURE:
        return o
    own = Reason(doubt.kind, doubt.because)
    return replace(o, confidence=confidence, doubts=(*(r for r in o.doubts if r != own), own))


def raised(o: Observation, confidence: float) -> Observation:
    """The observation with the confidence that something else gives it; once sure, nothing is in doubt."""
    return replace(o, confidence=confidence, doubts=() if confidence >= SURE else o.doubts)
