"""What LibreOffice leaves out of a Word 97 or RTF file without a word: signs drawn by fields, and embedded objects.

The source says them in its plain text, cell by cell. A cell is found again in the result by its letters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from formextract.model import Block, Cell, Table
from formextract.model.ink import NOT_TEXT
from formextract.readers.office.piece_table import CELL_END, CODE, FIELD, FIELD_END, OBJECT
from formextract.readers.office.word_fields import drawn
from formextract.text import is_blank, squeeze

_FIELD = re.compile(f"{FIELD}([^{FIELD}{CODE}{FIELD_END}]*)(?:{CODE}([^{FIELD}{FIELD_END}]*))?{FIELD_END}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DEEPEST = 8
"""Fields in fields."""


def with_source(blocks: Sequence[Block], text: str) -> tuple[Block, ...]:
    """The blocks, signs set in that the source draws, empty cells in doubt where it has objects that did not come."""
    cells = [_shown(cell) for cell in text.split(CELL_END)[:-1]]
    there = [c for b in blocks if isinstance(b, Table) for c in b.cells]
    changed = {c.place: c for c in (*_signed(cells, there), *_emptied(cells, there))}
    return tuple(
        replace(b, cells=tuple(changed.get(c.place, c) for c in b.cells)) if isinstance(b, Table) else b for b in blocks
    )


def _shown(cell: str) -> tuple[str, str, bool]:
    """A cell's text as the fields draw it, the same without what they draw, and whether an object stands in it."""
    plain = cell
    for _ in range(_DEEPEST):
        cell, more = _FIELD.subn(lambda m: m[2] or drawn(m[1])[0], cell)
        plain = _FIELD.sub(lambda m: m[2] or "", plain)
        if not more:
            break
    return _CONTROL.sub("", cell).strip(), _key(plain), OBJECT in plain


def _key(text: str) -> str:
    return squeeze(_CONTROL.sub("", text))


def _places(there: Sequence[Cell]) -> dict[str, list[int]]:
    out: dict[str, list[int]] = defaultdict(list)
    for i, cell in enumerate(there):
        out[_key("".join((cell.text, *cell.asides)))].append(i)
    return out


def _signed(cells: Sequence[tuple[str, str, bool]], there: Sequence[Cell]) -> list[Cell]:
    """The cells whose signs a field draws; all cells of the same words must draw the same, or be as many."""
    at = _places(there)
    wanted: dict[str, list[str]] = defaultdict(list)
    for text, plain, _ in cells:
        wanted[plain].append(text)
    out = []
    for plain, texts in wanted.items():
        if plain and any(_key(t) != plain for t in texts) and len(at[plain]) == len(texts):
            out += [replace(there[i], text=t) for i, t in zip(at[plain], texts, strict=True) if _key(t) != plain]
    return out


def _emptied(cells: Sequence[tuple[str, str, bool]], there: Sequence[Cell]) -> list[Cell]:
    """Empty cells behind a cell that the source has an object behind, and nothing came of it."""
    at = _places(there)
    count: dict[str, int] = defaultdict(int)
    out: list[Cell] = []
    before: int | None = None
    for _, plain, is_object in cells:
        if plain:
            own = at[plain]
            before = own[count[plain]] if count[plain] < len(own) else None
            count[plain] += 1
        elif is_object and before is not None:
            cell = there[before + 1] if before + 1 < len(there) else None
            if cell is not None and is_blank(cell.text):
                out += [] if cell.doubt else [replace(cell, doubt=NOT_TEXT)]
                before += 1
        elif before is not None and before + 1 < len(there) and is_blank(there[before + 1].text):
            before += 1
    return out
