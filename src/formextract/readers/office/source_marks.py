"""What LibreOffice changes of a Word 97 or RTF file without a word.

Signs that fields draw and embedded objects are left out; sums and dates are worked out anew.

The source says them in its plain text, cell by cell. A cell is found again in the result by its letters, or by those of
its neighbours.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import NamedTuple

from formextract.model import Block, Cell, Line, Place, Table
from formextract.model.ink import NOT_TEXT
from formextract.readers.office.piece_table import CELL_END, CODE, FIELD, FIELD_END, OBJECT
from formextract.readers.office.word_fields import drawn, is_worked_out
from formextract.text import is_blank, squeeze

_FIELD = re.compile(f"{FIELD}([^{FIELD}{CODE}{FIELD_END}]*)(?:{CODE}([^{FIELD}{FIELD_END}]*))?{FIELD_END}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
WORKED_OUT = "格里有域，转换时重新计算过，请对照原文件"
_DEEPEST = 8
"""Fields in fields."""


def with_source(blocks: Sequence[Block], text: str) -> tuple[Block, ...]:
    """The blocks, signs set in that the source draws, empty cells in doubt where it has objects that did not come."""
    raw = text.split(CELL_END)[:-1]
    cells = [_shown(cell) for cell in raw]
    there = [c for b in blocks if isinstance(b, Table) for c in b.cells]
    changed = {c.place: c for c in (*_signed(cells, there), *_emptied(cells, there))}
    changed |= {c.place: c for c in _as_stored(raw, cells, there) if c.place not in changed}
    lines = _lines_as_stored(text)
    return tuple(
        replace(b, cells=tuple(changed.get(c.place, c) for c in b.cells)) if isinstance(b, Table) else lines.told(b)
        for b in blocks
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


def _is_worked_out(raw: str) -> bool:
    """Whether a field in a piece of the source is worked out anew, or drawn, by whoever opens the file."""
    codes = [m[1].strip() for m in _FIELD.finditer(raw)]
    return any(is_worked_out(code) or drawn(code)[0] for code in codes)


def _as_stored(raw: Sequence[str], cells: Sequence[tuple[str, str, bool]], there: Sequence[Cell]) -> Iterator[Cell]:
    """The cells in which a field shows something else than the file holds of it, as the file has them."""
    if not any(_is_worked_out(cell) for cell in raw):
        return
    mine = [i for i, (text, _, _) in enumerate(cells) if _key(text)]
    theirs = [i for i, c in enumerate(there) if not is_blank(c.text)]
    wanted = [_key(cells[i][0]) for i in mine]
    came = [_key("".join((there[i].text, *there[i].asides))) for i in theirs]
    a = b = 0
    for block in SequenceMatcher(None, wanted, came, autojunk=False).get_matching_blocks():
        gap, found = mine[a : block.a], theirs[b : block.b]
        if len(found) != len(gap):  # what came of it may be nothing at all
            first = theirs[b - 1] + 1 if b else 0
            found = list(range(first, theirs[block.b] if block.b < len(theirs) else len(there)))
        if len(found) == len(gap) and (a or block.size):
            yield from (
                _stored(cells[i][0], there[k]) for i, k in zip(gap, found, strict=True) if _is_worked_out(raw[i])
            )
        a, b = block.a + block.size, block.b + block.size


def _stored(text: str, cell: Cell) -> Cell:
    """A cell as the file has it; in doubt where something of it was struck out, which the plain text does not say."""
    return (
        replace(cell, doubt=cell.doubt or WORKED_OUT) if cell.asides else replace(cell, text=text.replace("\r", "\n"))
    )


class _StoredLines(NamedTuple):
    """What lines look like in which a field is worked out anew, and what the file holds of them."""

    patterns: Sequence[tuple[re.Pattern[str], str]]

    def told(self, line: Line) -> Line:
        """A line as the file has it."""
        key = _key(line.text)
        for pattern, text in self.patterns:
            if pattern.fullmatch(key) and key != _key(text):
                return replace(line, text=text)
        return line


def _lines_as_stored(text: str) -> _StoredLines:
    out = []
    for paragraph in re.split(f"[\r{CELL_END}]", text):
        if FIELD in paragraph and _is_worked_out(paragraph):
            around = [_key(part) for part in _FIELD.split(paragraph)[:: _FIELD.groups + 1]]
            if any(around):  # else nothing says which line it is
                out.append((re.compile(".*".join(map(re.escape, around))), _shown(paragraph)[0]))
    return _StoredLines(out)


def _key(text: str) -> str:
    return squeeze(_CONTROL.sub("", text))


def objects_beside_words(blocks: Sequence[Block], text: str) -> list[Place]:
    """The cells with words in which the source has an object beside them, by their words."""
    there = [c for b in blocks if isinstance(b, Table) for c in b.cells]
    at = _places(there)
    found = [(plain, has_object) for _, plain, has_object in map(_shown, text.split(CELL_END)[:-1]) if plain]
    alike: dict[str, list[bool]] = defaultdict(list)
    for plain, has_object in found:
        alike[plain].append(has_object)
    return [
        there[i].place
        for plain, objects in alike.items()
        if len(at[plain]) == len(objects)
        for i, has_object in zip(at[plain], objects, strict=True)
        if has_object
    ]


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
