"""What a form says about a clause that only a person can judge: the sentences that hold the clause's words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from formextract.model.record import Record, Source

MOST = 3
"""Passages for a clause; a person reads on in the form from there."""
LONGEST = 240
"""Letters of a passage."""
SHORTEST = 10
"""Letters; what is shorter is a name or a tick, not a passage."""

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")


Texts = Sequence[tuple[str, str, str]]
"""Texts with their names and captions."""


def passages(texts: Texts, words: Sequence[str]) -> dict[str, str]:
    """Up to `MOST` of these texts' passages by where they stand, those with most of the words, in the form's order.

    The name of an observation where a field holds the text; `passage[page=3]`, `passage[cell=T2R5C3]` or, where the
    file has neither pages nor cells, `passage[n=12]` (its number in `unmatched`) for text that no field claims.
    """
    found: list[tuple[int, int, str, str]] = []
    for order, (key, label, text) in enumerate(texts):
        told, score = _about(text, words)
        if not told and any(w in label for w in words):
            told, score = text.strip(), 1
        if told:
            found.append((-score, order, key, _cut(told)))
    best = sorted(sorted(found)[:MOST], key=lambda f: f[1])
    out: dict[str, str] = {}
    for _, _, key, told in best:
        out[key] = f"{out[key]} {told}" if key in out else told
    return out


def texts_of(record: Record) -> Texts:
    """Every text of the record with its name and caption: fields first, then what no field claims."""
    out = [
        (o.key, o.label, o.value)
        for o in record.values
        if o.status == "reported" and isinstance(o.value, str) and len(o.value) >= SHORTEST
    ]
    for number, u in enumerate(record.unmatched, 1):
        if len(u.text) >= SHORTEST:
            out.append((f"passage[{_where(u.source, number)}]", u.label, u.text))
    return out


def _where(source: Source, number: int) -> str:
    if source.cell is not None:
        return f"cell={source.cell}"
    return f"n={number}" if source.page is None else f"page={source.page}"


def _about(text: str, words: Sequence[str]) -> tuple[str, int]:
    """The sentences that hold any of the words, and how many different words they hold."""
    for w in words:
        if w in text:
            break
    else:  # most texts: nothing of them need be parted
        return "", 0
    kept = [s for s in _SENTENCE.findall(text) if any(w in s for w in words)]
    told = "".join(kept).strip()
    return told, sum(w in told for w in words)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
