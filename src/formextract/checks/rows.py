"""A whole row in the wrong unit: one finding, not one a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from formextract.checks import messages
from formextract.checks.constraint import EmptyError
from formextract.checks.figures import Figures
from formextract.checks.rule import Check
from formextract.checks.verdict import Failure, Natural, box_of, known
from formextract.model import Finding, Parts
from formextract.model.interval import Interval, is_figure
from formextract.model.record import Severity

POWERS = (-4, 4, -8, 8, -2, 2)
"""Powers of ten by which a row may be off: 万元 for 亿元 and back, 元, percent for fractions."""

LEAST_YEARS = 2
"""A row of fewer figures is no row."""


@dataclass(frozen=True, slots=True)
class WrongRow:
    """All figures of an indicator off by the same power of ten; with them in place, `failures` vanish."""

    names: tuple[str, ...]
    power: int
    failures: tuple[Failure, ...]


def wrong_rows(
    checks: Sequence[Check], failures: Sequence[Failure], figures: Figures, natural: Natural
) -> list[WrongRow]:
    """The rows whose figures, moved by one power of ten together, settle at least two failures and break nothing."""
    out: list[WrongRow] = []
    left = list(failures)
    indicators = dict.fromkeys(
        figures.observations[n].indicator for f in failures for n in f.names if n in figures.observations
    )
    for indicator in indicators:
        names = tuple(
            o.key for o in figures.of(indicator) if is_figure(o.value) and o.value != 0 and "target" not in o.dims
        )
        touched = [f for f in left if not set(names).isdisjoint(f.names)]
        years = {figures.observations[n].period for f in touched for n in f.names if n in names}
        if len(names) < LEAST_YEARS or len(years) < LEAST_YEARS:
            continue
        about = [c for c in checks if not set(names).isdisjoint(c.names) and known(c, figures)]
        for power in POWERS:
            if all(_holds(c, set(names), power, figures, natural) for c in about):
                out.append(WrongRow(names, power, tuple(touched)))
                left = [f for f in left if all(f is not t for t in touched)]
                break
    return out


def row_finding(row: WrongRow, figures: Figures) -> Finding:
    """The finding for a whole row in the wrong unit."""
    rows = [figures.observations[n] for n in row.names]
    factor = Decimal(10) ** abs(row.power)
    moved = "缩小" if row.power < 0 else "扩大"
    listed = "、".join(messages.figure(o) for o in rows)
    why = messages.told(row.failures[0])
    statement = f"{messages.caption(rows[0])}各栏（{listed}）与其余数字不符，例如：{why}"
    suspect = f"这一行可能都把单位写错：{moved} {factor:f} 倍后与其余数字全部吻合。"
    worst: Severity = "error" if any(f.severity == "error" for f in row.failures) else "warning"
    parts = Parts(statement, suspect=suspect)
    bound = (n for f in row.failures for n in f.names if n in figures.observations)
    return Finding(
        f"unit.{rows[0].indicator}",
        "range",
        worst,
        parts.message,
        row.names,
        clause=row.failures[0].checks[0].edit.clause,
        origin="plausibility",
        parts=parts,
        rests_on=tuple(n for n in dict.fromkeys(bound) if n not in row.names),
    )


def _holds(check: Check, names: set[str], power: int, figures: Figures, natural: Natural) -> bool:
    box = box_of(check.strict.names, figures, "rounded", natural)
    factor = Fraction(10) ** power
    for name in names & box.keys():
        lo, hi = box[name]
        box[name] = Interval(None if lo is None else lo * factor, None if hi is None else hi * factor)
    try:
        check.strict.narrow(box)
    except EmptyError:
        return False
    return True
