"""A figure that a form asks for, as the rules between figures see it: its words, its unit, where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from formextract.drafting.frames import AIM, BEFORE, NOW, Frame
from formextract.drafting.totals import LEFT

_DONE = re.compile("实际|已|实[收有到际测]|累计|决算|到位|完成|执行|持证|有效|合格")
_TOTAL = re.compile("总(?!部)|计$|全部|全[县市省院校区]|核定|应")


@dataclass(frozen=True)
class Figure:
    """One figure: `ref` calls it in a rule beside a rate, `plain` are its words without numbering, brackets and 其中,
    `head` is the heading under which it stands where that is one of a table's, `order` its place in the form, `above`
    the `ref` of what it is a 其中 or a narrower one of.
    """

    ref: str
    plain: str
    unit: str
    block: int = 0
    row: int = -1
    order: int = 0
    which: bool = False
    total: bool = False
    head: str = ""
    this_year: bool | None = None
    cell: bool = False
    above: str = ""
    of: str = ""
    """The label of the row that adds up its table, where it stands there."""
    last: bool = False
    """Whether it is the last of its row that holds: neither a part nor what is left."""

    @property
    def aim(self) -> bool:
        """Whether it is planned, asked for or granted."""
        return AIM.search(self.plain) is not None and re.search("实际|^已|累计完成|执行数", self.plain) is None

    @property
    def done(self) -> bool:
        """Whether it has come about."""
        return _DONE.search(self.plain) is not None

    @property
    def left(self) -> bool:
        """Whether it is what another one leaves."""
        return LEFT.search(self.plain) is not None

    @property
    def before(self) -> bool:
        """Whether it is of the time before."""
        return self.this_year is False or BEFORE.search(self.plain) is not None

    @property
    def whole(self) -> bool:
        """Whether its words say that it is all there is."""
        return self.total or _TOTAL.search(self.plain) is not None


def of_columns(frames: Sequence[Frame], total_row: str = "") -> list[Figure]:
    """The figures of one row by its headings; `total_row` is its label where it adds up the table."""
    out = []
    cell = total_row != ""
    final = next((f.ref for f in reversed(frames) if not (f.left or f.part) and not f.unit.startswith("%")), "")
    for n, f in enumerate(frames):
        above = next((x.ref for x in reversed(frames[:n]) if not x.part and x.group == f.group), "") if f.part else ""
        now = f.this_year
        if now is None and BEFORE.search(f.group or f.leaf) is None and NOW.search(f.group or f.leaf):
            now = True
        made = Figure(f.ref, f.plain, f.unit, 0, 0, n, f.part, f.total or cell, f.head, now, cell, above, total_row)
        out.append(replace(made, last=f.ref == final))
    return out
