"""The central types, and nothing else. Stages meet here and are strangers otherwise."""

from formextract.model.document import Block, Cell, Document, Format, Line, Place, SourceFile, Stamp, Table
from formextract.model.ink import Ink, Run
from formextract.model.record import (
    REVIEW,
    SCHEMA,
    Action,
    Alternative,
    Correction,
    CriterionResult,
    FileRef,
    Finding,
    Observation,
    Record,
    Source,
    Status,
    Unmatched,
    Value,
)

__all__ = [
    "REVIEW",
    "SCHEMA",
    "Action",
    "Alternative",
    "Block",
    "Cell",
    "Correction",
    "CriterionResult",
    "Document",
    "FileRef",
    "Finding",
    "Format",
    "Ink",
    "Line",
    "Observation",
    "Place",
    "Record",
    "Run",
    "Source",
    "SourceFile",
    "Stamp",
    "Status",
    "Table",
    "Unmatched",
    "Value",
]
