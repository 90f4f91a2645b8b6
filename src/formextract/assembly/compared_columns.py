"""Columns that say what two years come to (同比增长%), held against the figures of these years in the same row.

Nobody claims such a column: its figures are no indicator's. What it says of a row is a sum that can be done again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from formextract.checks.messages import name, number, shown
from formextract.model import Document, Finding, Observation, Parts, Place, Table
from formextract.model.doubt import SURE
from formextract.model.interval import is_figure, written_interval
from formextract.model.placement import Placement
from formextract.tables.grid import CellGrid
from formextract.tables.periods import is_comparison
from formextract.text import is_blank, squeeze
from formextract.values.figures import read_figure

_ELSE = re.compile(r"环比|认定时|基期|年初|上期|可比|不变价|百分点|[额数值量](?:\(|$)|增减情况|变化情况")
"""Heads whose figures are of another time, reckoned otherwise, or perhaps no rates."""
_YEAR = re.compile(r"20\d\d")
_MANY = 100


def compared_findings(
    document: Document, placements: Sequence[Placement], observations: Sequence[Observation]
) -> Iterator[Finding]:
    """What the table's own comparison of two years says otherwise than the years' figures, each read for sure."""
    known = [o for o in observations if o.status == "reported" and o.confidence >= SURE and is_figure(o.value)]
    at: dict[Place, list[Observation]] = {}
    keys = {(o.indicator, o.period, tuple(sorted(o.dims.items()))): o for o in known}
    for p in placements:
        o = keys.get((p.indicator, p.period, tuple(sorted(p.dims))))
        if o is not None:
            at.setdefault(p.place, []).append(o)
    for block in document.blocks:
        if isinstance(block, Table):
            yield from _of_table(block, at)


def _of_table(table: Table, at: Mapping[Place, Sequence[Observation]]) -> Iterator[Finding]:
    heads = {id(c): text for c in table.cells if is_comparison(text := squeeze(c.text))}
    if not heads:
        return
    grid = CellGrid(table)
    for cell in table.cells:
        if is_blank(cell.text) or cell.doubt or cell.legibility.reasons or cell.place in at:
            continue
        head = next((heads[id(c)] for c in grid.above(cell.row, cell.col) if id(c) in heads), "")
        if not head or _ELSE.search(head):
            continue
        rate = read_figure(cell.text, "%")
        if rate.status != "reported" or rate.confidence < SURE or not is_figure(rate.value):
            continue
        left = [o for c in grid.row(cell.row) if c.col < cell.col for o in at.get(c.place, ())]
        pairs = [(o, before) for o in left if (before := _year_before(o, left)) is not None]
        if not pairs:
            continue
        # behind each year its own, else the latest year's
        now, before = next((p for p in pairs if p[0] is left[-1]), max(pairs, key=lambda p: p[0].period or ""))
        said = replace(now, value=rate.value, unit="%", precision=rate.precision, raw=cell.text, label=head, dims={})
        whole = "%" not in head + cell.text  # 0.125 of a sheet in which the sign is missing
        if not _holds(now, before, said, whole=whole):
            yield _finding(now, before, cell.text.strip(), head)


def _year_before(now: Observation, row: Sequence[Observation]) -> Observation | None:
    """The same figure of the year before, or of its same half."""
    period = _YEAR.sub(lambda y: str(int(y.group()) - 1), now.period or "")
    return next(
        (o for o in row if period and (o.indicator, o.dims, o.period) == (now.indicator, now.dims, period)), None
    )


def _holds(now: Observation, before: Observation, said: Observation, *, whole: bool) -> bool:
    """Whether figures that round to the written ones grow at the rate; of rates, by so many points as well."""
    a, b, rate = written_interval(now, "any"), written_interval(before, "any"), written_interval(said, "any")
    ends = (*(a or ()), *(b or ()), *(rate or ()))
    if a is None or b is None or rate is None or None in ends or len(ends) < 6:  # noqa: PLR2004 - two ends each
        return True
    low, high, first, last, least, most = (Fraction(x) for x in ends if x is not None)
    if first <= 0:
        return True  # from nothing there is no growth
    allowed = [((low / last - 1) * _MANY, (high / first - 1) * _MANY)]
    if now.unit == "%":
        allowed.append((low - last, high - first))
    found = [(least, most), *([(least * _MANY, most * _MANY)] if whole else [])]
    return any(one[0] <= other[1] and other[0] <= one[1] for one in found for other in allowed)


def _finding(now: Observation, before: Observation, said: str, head: str) -> Finding:
    assert is_figure(now.value)
    assert is_figure(before.value)
    growth = (Fraction(now.value) / Fraction(before.value) - 1) * _MANY
    parts = Parts(
        f"{name(now)} {shown(now)}、{name(before)} {shown(before)}，同一行的“{head}”为 {said}，"
        f"按“({shown(now)} ÷ {shown(before)} − 1) × 100”应为 {number(growth)}%",
        advice="请核对三个数中哪一个有误；按可比口径计算的请说明",
    )
    return Finding(
        check=f"agreement.compared.{now.key}",
        kind="agreement",
        severity="warning",
        message=parts.message,
        fields=(now.key, before.key),
        clause="表中所列的增减幅度应与两年数字一致",
        origin="reading",  # the column is no field: what it says is for a person to judge
        parts=parts,
    )
