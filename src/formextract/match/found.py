"""What a scan of a table finds: captions with the values that they caption, and what stands outside."""

from __future__ import annotations

from dataclasses import dataclass, field

from formextract.match.roles import Role
from formextract.model import Cell, Line


@dataclass(eq=False)
class LabelAt:
    """A caption with the values that it captions. `unit` stands in the label, `caption` above the table."""

    cell: Cell
    role: Role
    order: int
    section: str = ""
    values: list[ValueAt] = field(default_factory=list)
    unit: str | None = None
    caption: str | None = None


@dataclass(eq=False)
class ValueAt:
    """A value cell in its context; `text` is its ink (a part of the cell where a label stands in it too)."""

    cell: Cell
    text: str
    kind: str
    label: LabelAt | None
    period: str | None
    level: str | None
    role: str | None
    unit: str | None
    order: int
    spans_years: bool = False


@dataclass
class Scan:
    """What a table holds: its labels in reading order, values without a label, rows that are lines of text, years."""

    labels: list[LabelAt]
    orphans: list[ValueAt]
    lines: list[tuple[int, Line]]
    years: list[int]
