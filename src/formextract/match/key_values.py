"""What a scan of a table finds: captions with the values that they caption, and what stands outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from formextract.model import Cell, Line
from formextract.tables import CellKind


class StatedUnit(NamedTuple):
    """The unit of amounts that a line above states (单位：万元). Not `near` where it stands above another table."""

    unit: str
    near: bool


@dataclass(eq=False)
class KeyCell:
    """A caption with the values that it captions. `unit` stands in the label, what is `stated` above the table.

    `shares` is a filled cell that begins beside the caption above and reaches down beside this one.
    """

    cell: Cell
    cell_kind: CellKind
    order: int
    section: str = ""
    values: list[ValueCell] = field(default_factory=list)
    unit: str | None = None
    stated: StatedUnit | None = None
    shares: Cell | None = None


@dataclass(eq=False)
class ValueCell:
    """A value cell in its context; `text` is its ink (a part of the cell where a label stands in it too). One that
    `compares` (增长率, 备注) is no value of its caption: it says what that one's years come to, or is a remark.
    """

    cell: Cell
    text: str
    kind: str
    label: KeyCell | None
    period: str | None
    level: str | None
    role: str | None
    unit: str | None
    order: int
    spans_years: bool = False
    compares: str = ""


@dataclass
class TableReading:
    """What a table holds: its labels in reading order, values without a label, rows that are lines of text, years."""

    labels: list[KeyCell]
    orphans: list[ValueCell]
    lines: list[tuple[int, Line]]
    years: list[int]
