"""Which checks fail, how badly, and whether the rest can hold together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from formextract.checks.constraint import ANYTHING, AnyOf, AtMost, Box, Constraint, EmptyError, Product, Sum, propagate
from formextract.checks.figures import Figures
from formextract.checks.rule import Check
from formextract.model.interval import Interval, Precision
from formextract.model.record import Severity

Natural = Mapping[str, tuple[Fraction | None, Fraction | None]]

HELD = 0.89
"""Confidence of a scanned figure that only a failing edit holds back: no reason to take the edit less seriously."""

Saved = Literal["truncated", "coarse", "any", "implausible", "unsure"]
"""Why a failing check is no error: its figures agree if they were cut off, or rounded more coarsely than written, or
either; or they are merely implausible; or one of them was not read for sure."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Checks that cannot hold: one by itself, or several together. `saved` says why it is no error."""

    checks: tuple[Check, ...]
    severity: Severity
    saved: Saved | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The figures involved, in the order of the rules."""
        return tuple(dict.fromkeys(n for c in self.checks for n in c.names))


def known(check: Check, figures: Figures) -> bool:
    """Whether the check can be decided: every figure that it binds has one (a sum holds from below without a part)."""
    if check.edit.holds_without_a_part and check.computed is not None:
        return figures.interval(check.computed, "rounded") is not None
    return all(figures.interval(n, "rounded") is not None for n in check.names)


def box_of(names: Iterable[str], figures: Figures, precision: Precision, natural: Natural) -> Box:
    """What the form says of these figures; of those it leaves open, what is possible at all."""
    box: Box = {}
    for name in names:
        interval = figures.interval(name, precision)
        box[name] = open_interval(name, natural) if interval is None else interval
    return box


def open_interval(name: str, natural: Natural) -> Interval:
    """What a figure may be at all."""
    return Interval(*natural[name]) if name in natural else ANYTHING


def holds(constraint: Constraint, figures: Figures, precision: Precision, natural: Natural) -> bool:
    """Whether figures that the written ones may stand for satisfy the constraint."""
    box = box_of(constraint.names, figures, precision, natural)
    if isinstance(constraint, AnyOf):
        return constraint.possible(box)
    if isinstance(constraint, Product | Sum | AtMost) and constraint.surely_holds(box):
        return True
    try:
        constraint.narrow(box)
    except EmptyError:
        return False
    return True


def failures(checks: Sequence[Check], figures: Figures, natural: Natural) -> list[Failure]:
    """Each check that fails by itself, in the checks' order."""
    return [
        _judge(check, figures, natural)
        for check in checks
        if known(check, figures) and not holds(check.strict, figures, "rounded", natural)
    ]


def _judge(check: Check, figures: Figures, natural: Natural) -> Failure:
    """How badly a failing check fails."""
    if check.loose is not None and not holds(check.loose, figures, "any", natural):
        if check.hard and check.severity != "error":
            return Failure((check,), check.severity)
        sure = all(_sure(n, figures) for n in check.names)
        severity: Severity = check.severity if check.hard or check.loose is check.strict else "error"
        return Failure((check,), severity if sure else _at_most_warning(severity), None if sure else "unsure")
    for precision in ("truncated", "coarse", "any"):
        if holds(check.strict, figures, precision, natural):
            return Failure((check,), _at_most_warning(check.severity), precision)
    return Failure((check,), _at_most_warning(check.severity), "implausible")


def _at_most_warning(severity: Severity) -> Severity:
    return "warning" if severity == "error" else severity


def _sure(name: str, figures: Figures) -> bool:
    return figures.observations[name].confidence >= HELD


def joint_failures(checks: Sequence[Check], figures: Figures, natural: Natural) -> list[Failure]:
    """Sets of checks that hold one by one and not together, each as small as it can be made.

    Only rules that follow from definitions take part; what is merely plausible is left out.
    """
    hard = [c for c in checks if c.hard]
    out: list[Failure] = []
    while True:
        core = _core(hard, figures, "rounded", natural)
        if core is None:
            return out
        certain = all(c.loose is not None for c in core) and not _together(core, figures, "any", natural)
        sure = all(_sure(n, figures) for c in core for n in c.names if n in figures.observations)
        saved: Saved | None = None if certain and sure else "unsure" if certain else "any"
        out.append(Failure(tuple(core), "error" if saved is None else "warning", saved))
        hard = [c for c in hard if c is not core[0] and c is not core[-1]]


def _together(checks: Sequence[Check], figures: Figures, precision: Precision, natural: Natural) -> bool:
    names = {n for c in checks for n in c.names if n in figures.observations}
    rules = [c.strict if precision == "rounded" or c.loose is None else c.loose for c in checks]
    return propagate(rules, box_of(sorted(names), figures, precision, natural))


def _core(checks: list[Check], figures: Figures, precision: Precision, natural: Natural) -> list[Check] | None:
    """A smallest set of checks that fail together: leave out each in turn, keep those that are needed."""
    if _together(checks, figures, precision, natural):
        return None
    core = list(checks)
    for check in checks:
        rest = [c for c in core if c is not check]
        if not _together(rest, figures, precision, natural):
            core = rest
    return core
