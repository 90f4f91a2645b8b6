"""What the edits say about how figures were read from a picture: agreement clears them, contradiction holds them back.

A doubtful figure is cleared where the others, read for sure and by themselves, leave room for it and for none of the
figures that one misreading would have made of it. A rule that is satisfied trivially leaves room for many, a figure
whose digits stand elsewhere in the same rule may have been misread there in the same way: neither says anything.
The value stays as it was read, whatever the edits would like it to be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from formextract.checks.build import build, natural_ranges
from formextract.checks.constraint import propagate
from formextract.checks.figures import Figures
from formextract.checks.hypotheses import may_have_been
from formextract.checks.rule import Check
from formextract.checks.slips import slips
from formextract.checks.verdict import HELD, Failure, Natural, box_of, failures, known, open_interval
from formextract.model import Observation, Record
from formextract.model.doubt import SURE, doubt
from formextract.model.edits import Edits
from formextract.model.interval import Interval, is_figure
from formextract.model.unsure import lowered, raised

SCAN = "scan"
"""The reader's name at figures that were read from a picture."""
CLEARED = 0.97
"""Confidence at most of a figure that edits have cleared."""
_SUM_FAILS = doubt("sum_fails", "与同一份表里的其他数字对不上，可能是读错，也可能是填错", HELD)
LEAST = 0.5
"""Confidence below which a figure is rather a guess, and is not cleared."""


def cleared(record: Record, edits: Edits) -> Record:
    """The record with its doubtful scanned figures more sure where the edits vouch for them."""
    doubtful = [o for o in record.values if _scanned(o) and LEAST <= o.confidence < SURE]
    if not doubtful:
        return record
    rules = _ReadingRules(record, edits)
    new = {}
    for o in doubtful:
        others = rules.vouching(o.key)
        if others:
            wrong = (1 - o.confidence) / others
            new[o.key] = raised(o, round(min(CLEARED, o.confidence / (o.confidence + wrong)), 4))
    return _with(record, new)


def held_back(record: Record, edits: Edits) -> Record:
    """The record with the scanned figures of failing edits below 0.9 that may be what was misread.

    Those aside that other edits vouch for, and those of which no misreading would mend what a figure that is in doubt
    already explains.
    """
    if not any(_scanned(o) for o in record.values):
        return record
    rules = _ReadingRules(record, edits)
    new = {}
    for name in dict.fromkeys(n for f in rules.failures for n in rules.may_be_misread(f)):
        o = rules.figures.observations.get(name)
        if o is not None and _scanned(o) and o.confidence > HELD and not rules.vouching(name):
            new[name] = lowered(o, _SUM_FAILS)
    return _with(record, new)


class _ReadingRules:
    """The definitions that hold on a form, and the figures of those that fail."""

    def __init__(self, record: Record, edits: Edits) -> None:
        self.figures = Figures(record)
        self.natural: Natural = natural_ranges(edits, self.figures)
        checks = [c for c in build(edits, self.figures) if c.hard]
        self.failures = failures(checks, self.figures, self.natural)
        self.failing = frozenset(n for f in self.failures for n in f.names)
        failed = {id(c) for f in self.failures for c in f.checks}
        self.passing = [c for c in checks if id(c) not in failed and self._bound(c)]

    def vouching(self, name: str) -> int:
        """How many misreadings of a figure the rules rule out, all there are; 0 where they leave room for one."""
        o = self.figures.observations[name]
        mine = [c for c in self.passing if name in c.names and self._independent(name, c)]
        if not mine or not is_figure(o.value) or o.value == 0 or o.precision is None:
            return 0
        interval = self._room([name], mine)
        if interval is None or interval.lo is None or interval.hi is None:
            return 0
        seen = 0
        for slip in slips(o.value, o.precision, scanned=True):
            half = Fraction(slip.unit) / 2
            if interval.lo <= Fraction(slip.value) + half and Fraction(slip.value) - half <= interval.hi:
                return 0
            seen += 1
        return seen

    def may_be_misread(self, failure: Failure) -> list[str]:
        """The figures of a failing rule one of which was likely misread.

        All of them, unless those that are in doubt already may be what fails: then of the others those of which a
        single misreading would mend it.
        """
        doubtful = [n for n in failure.names if n in self.figures.observations and not self._is_sure(n)]
        if not doubtful or self._room(doubtful, failure.checks) is None:
            return list(failure.names)
        return [n for n in failure.names if n not in doubtful and self._would_mend(n, failure)]

    def _is_sure(self, name: str) -> bool:
        return self.figures.observations[name].confidence >= SURE

    def _would_mend(self, name: str, failure: Failure) -> bool:
        """Whether a figure taken for a look-alike, or for what the other pass read, is all that is wrong."""
        o, room = self.figures.observations.get(name), self._room([name], failure.checks)
        return o is not None and room is not None and may_have_been(o, room)

    def _room(self, names: Sequence[str], checks: Sequence[Check]) -> Interval | None:
        """What the other figures of the rules leave for the first of some that are open; None where nothing."""
        box = box_of(dict.fromkeys(n for c in checks for n in c.names), self.figures, "rounded", self.natural)
        box |= {n: open_interval(n, self.natural) for n in names}
        return box[names[0]] if propagate([c.strict for c in checks], box) else None

    def _bound(self, check: Check) -> bool:
        """Whether every figure of a rule is there."""
        return known(check, self.figures) and all(
            self.figures.interval(n, "rounded") is not None for n in check.names if n in self.figures.observations
        )

    def _independent(self, name: str, check: Check) -> bool:
        """Whether the rule's other figures are sure, in no failing rule, and do not repeat this one's digits."""
        mine = self.figures.observations[name]
        others = [self.figures.observations[n] for n in check.names if n != name and n in self.figures.observations]
        return bool(others) and all(
            o.confidence >= SURE
            and (not _scanned(o) or o.key not in self.failing)
            and _digits(o) != _digits(mine)
            and (o.source is None or mine.source is None or o.source != mine.source)
            for o in others
        )


def _scanned(o: Observation) -> bool:
    return o.status == "reported" and is_figure(o.value) and o.source is not None and o.source.reader == SCAN


def _digits(o: Observation) -> str:
    return "".join(c for c in o.raw if c.isdigit())


def _with(record: Record, new: dict[str, Observation]) -> Record:
    if not new:
        return record
    return replace(record, values=tuple(new[o.key] if o.key in new and _scanned(o) else o for o in record.values))
