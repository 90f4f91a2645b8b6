"""The central types, and nothing else. Stages meet here and are strangers otherwise."""

from formextract.model.document import Block, Cell, Document, Format, Line, Place, SourceFile, Table
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
    "Line",
    "Observation",
    "Place",
    "Record",
    "Source",
    "SourceFile",
    "Status",
    "Table",
    "Unmatched",
    "Value",
]
