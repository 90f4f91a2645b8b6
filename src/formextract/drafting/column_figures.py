"""The figures of a row under headings of words or years, how a rule calls them, and the row that adds up the table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from formextract.drafting.draft import DraftField
from formextract.drafting.frames import Frame, frame_of
from formextract.drafting.words import bare
from formextract.tables import HeadWords
from formextract.text import squeeze


def heads_of(f: DraftField) -> list[str]:
    """The headings of words under which a place has values, such as a reference can name."""
    return [h for h, told in f.found.columns if isinstance(told, str) and not re.search(r"[\],=]", h)]


def at(f: DraftField, head: str) -> str:
    """The reference of a row's figure under a heading."""
    return f'"{f.indicator}[column={head}]"'


def frames_of(f: DraftField, said: HeadWords) -> list[Frame]:
    """The figures of a row, rates apart, by what their headings say; those of one unit take it from the row."""
    own = f.new.unit if f.new is not None else None
    called = {0: "last", -1: "prev"}
    years = {told: head for head, told in f.found.columns if isinstance(told, int)}
    made = [
        replace(frame_of(years[told], f"{f.indicator}@{called[told]}", said), this_year=told == 0)
        for told in sorted(years)
        if told in called
    ]
    made += [frame_of(h, at(f, h), said) for h in heads_of(f)]
    made = [x if x.unit else replace(x, unit=own or "") for x in made]
    order = [h for h, _ in (*f.found.columns, *f.found.beside)]
    beside = zip(f.found.beside, f.more, strict=False)
    made += [
        replace(frame_of(h, name, said), unit=unit or own or "")
        for (h, unit), (name, new) in beside
        if unit != "%" and new.kind in ("number", "integer")
    ]
    return sorted(made, key=lambda x: _place(x.head, f, order))


def _place(head: str, f: DraftField, order: Sequence[str]) -> int:
    """Where a heading stands in its row: by the form's own order where it is told, else as drafted."""
    return f.found.heads.index(head) if head in f.found.heads else order.index(head)


def total_of(n: int, fields: Sequence[DraftField], said: HeadWords) -> DraftField | None:
    """The total of the rows that a row stands among: the next one below under the same headings."""
    mine = {h for h, _ in fields[n].found.columns}
    rows = list(takewhile(lambda f: {h for h, _ in f.found.columns} == mine, fields[n:]))
    last = [f for f in rows[-1:] if said.names_total(squeeze(bare(f.found.label)))]  # 总投资, 研发费用总额
    return next(
        iter([f for f in rows if f.found.total or said.ends_in_total(squeeze(bare(f.found.label)))] + last), None
    )
