"""Everything that people have done in a store, in one list: values corrected, decisions made."""

from __future__ import annotations

from dataclasses import dataclass

from formextract import wording
from formextract.catalogue import load_catalogue
from formextract.model import Correction
from formextract.review import deciding, words
from formextract.store import Store


@dataclass(frozen=True, slots=True)
class LogRow:
    """One thing that was done. `field` is the value that it was about, '' for none."""

    at: str
    stamp: str
    by: str
    record_id: str
    field: str
    about: str
    done: str
    old: str
    new: str
    why: str


def rows_of(store: Store) -> list[LogRow]:
    """What was done, the latest first."""
    rows = [_of_value(e.record_id, e.correction) for e in store.reviews.entries()]
    rows += [
        LogRow(wording.when(d.at), d.at, d.by, name, "", deciding.about(d), deciding.told_of(d), "", "", d.why)
        for name, d in store.decisions.entries()
    ]
    rows += [
        LogRow(wording.when(a.at), a.at, a.by, "", "", a.told, wording.ACTS.get(a.kind, a.kind), "", "", a.why)
        for a in store.acts.entries()
        if a.kind not in ("signed_in", "refused")  # these have a list of their own
    ]
    rows.reverse()  # of one second the later ones first
    return sorted(rows, key=lambda r: r.stamp, reverse=True)


def _of_value(record_id: str, c: Correction) -> LogRow:
    return LogRow(
        wording.when(c.at), c.at, c.by, record_id, c.field, name_of(c.field), wording.ACTIONS[c.action],
        words.value_text(c.old, c.old_status), words.value_text(c.new, c.new_status), c.why,
    )  # fmt: skip


def name_of(key: str) -> str:
    """What the value of a key is called: the indicator, the year, the level."""
    bare, _, inner = key.partition("[")
    indicator_id, _, period = bare.partition("@")
    indicator = load_catalogue().indicators.get(indicator_id)
    dims = dict(pair.split("=", 1) for pair in inner.rstrip("]").split(",") if "=" in pair)
    parts = [words.period_text(period or None), indicator_id if indicator is None else indicator.label]
    told = "".join(p for p in parts if p)
    return f"{told}（{words.dims_text(dims)}）" if dims else told
