"""Long texts in the store's own table of names and values, whose column holds 65 535 bytes in MySQL: in pieces."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from formextract.store import tables
from formextract.store.rows import put

LONGEST_PIECE = 60_000
"""Letters (ASCII) of a row."""


def value_of(c: Connection, key: str) -> str | None:
    """What one row holds, None where there is none."""
    value: str | None = c.execute(select(tables.meta.c.value).where(tables.meta.c.key == key)).scalar()
    return value


def long_text(c: Connection, key: str) -> str | None:
    """The text that was kept in pieces under a key, None where there is none."""
    first = value_of(c, key)
    if first is None:
        return None
    pieces = [first]
    while (piece := value_of(c, f"{key}/{len(pieces)}")) is not None:
        pieces.append(piece)
    return "".join(pieces)


def put_long(c: Connection, key: str, text: str) -> None:
    """Keeps a text under a key, in place of the one before: the first piece in the key's row, the others behind it."""
    drop_long(c, key)
    for n in range(max(1, -(-len(text) // LONGEST_PIECE))):
        piece = text[n * LONGEST_PIECE : (n + 1) * LONGEST_PIECE]
        put(c, tables.meta, {"key": f"{key}/{n}" if n else key}, {"value": piece}, {})


def drop_long(c: Connection, key: str) -> None:
    """Takes away a text with all its pieces."""
    t = tables.meta
    c.execute(delete(t).where(t.c.key.startswith(f"{key}/", autoescape=True) | (t.c.key == key)))


def keys_below(c: Connection, key: str) -> list[str]:
    """The names right below a key, without those of further pieces."""
    t = tables.meta
    found = c.execute(select(t.c.key).where(t.c.key.startswith(f"{key}/", autoescape=True))).scalars()
    return sorted(name for k in found if "/" not in (name := k.removeprefix(f"{key}/")))
