"""Records as tables: columns that know what they hold, and rows of plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["text", "number", "integer", "bool", "mixed"]
"""What a column holds. `mixed` holds figures in some rows and words in others."""

CellValue = str | bool | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `id` for programs, ASCII but for names that come from the form; `header` for staff."""

    id: str
    header: str
    kind: Kind = "text"


Row = tuple[CellValue, ...]


@dataclass(frozen=True, slots=True)
class TableFrame:
    """A table. `rows` may be read once only, and are made as they are asked for."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]


def wide_frame(
    name: str, fixed: Iterable[Column], rows: list[dict[str, CellValue]], headers: dict[str, str]
) -> TableFrame:
    """A table whose columns are found in its rows, in the order in which they turn up; `fixed` ones come first."""
    lead = tuple(fixed)
    known = {c.id for c in lead}
    found: dict[str, set[Kind]] = {}
    for row in rows:
        for key, value in row.items():
            if key not in known:
                found.setdefault(key, set()).update(() if value is None else (_kind(value),))
    columns = lead + tuple(Column(key, headers.get(key, key), _joint(kinds)) for key, kinds in found.items())

    def cells() -> Iterator[Row]:
        for row in rows:
            yield tuple(row.get(c.id) for c in columns)

    return TableFrame(name, columns, cells())


def _kind(value: CellValue) -> Kind:
    if isinstance(value, bool):
        return "bool"
    return "text" if isinstance(value, str) else "number"


def _joint(kinds: set[Kind]) -> Kind:
    if len(kinds) == 1:
        return next(iter(kinds))
    return "mixed" if kinds else "text"
