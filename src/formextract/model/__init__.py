"""The central types, and nothing else. Stages meet here and are strangers otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formextract.lazily import offered

if TYPE_CHECKING:
    from formextract.model.document import Block, Cell, Document, Format, Line, Place, SourceFile, Stamp, Table, Unread
    from formextract.model.doubt import TYPED, Doubt, Legibility
    from formextract.model.ink import Ink, Run
    from formextract.model.record import (
        REVIEW,
        SCHEMA,
        Action,
        AlsoRead,
        Alternative,
        Correction,
        CriterionResult,
        Decision,
        FileRef,
        Finding,
        Observation,
        Odds,
        Parts,
        Proposal,
        Reason,
        Record,
        Source,
        Status,
        Unmatched,
        UnreadPart,
        Value,
    )

__all__ = [
    "REVIEW",
    "SCHEMA",
    "TYPED",
    "Action",
    "AlsoRead",
    "Alternative",
    "Block",
    "Cell",
    "Correction",
    "CriterionResult",
    "Decision",
    "Document",
    "Doubt",
    "FileRef",
    "Finding",
    "Format",
    "Ink",
    "Legibility",
    "Line",
    "Observation",
    "Odds",
    "Parts",
    "Place",
    "Proposal",
    "Reason",
    "Record",
    "Run",
    "Source",
    "SourceFile",
    "Stamp",
    "Status",
    "Table",
    "Unmatched",
    "Unread",
    "UnreadPart",
    "Value",
]

__getattr__ = offered(
    {
        "formextract.model.document": (
            "Block",
            "Cell",
            "Document",
            "Format",
            "Line",
            "Place",
            "SourceFile",
            "Stamp",
            "Table",
            "Unread",
        ),
        "formextract.model.doubt": ("TYPED", "Doubt", "Legibility"),
        "formextract.model.ink": ("Ink", "Run"),
        "formextract.model.record": (
            "REVIEW",
            "SCHEMA",
            "Action",
            "AlsoRead",
            "Alternative",
            "Correction",
            "CriterionResult",
            "Decision",
            "FileRef",
            "Finding",
            "Observation",
            "Odds",
            "Parts",
            "Proposal",
            "Reason",
            "Record",
            "Source",
            "Status",
            "Unmatched",
            "UnreadPart",
            "Value",
        ),
    }
)
