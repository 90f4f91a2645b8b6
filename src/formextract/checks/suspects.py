"""Which figure is most likely wrong: the smallest sets of figures whose change lets everything hold, weighed.

A set explains a group of failures where its figures can be changed so that the failing rules hold and those that held
still do. All minimal sets of the smallest size that explains, and of one figure more, are found; each is weighed by
what its figures are (a reckoned rate errs more often than a count), by how sure the reading is, by whether one slip
leads from a possible figure to the written one, and by how the written figure stands among its neighbouring years. A
figure is suspected where the sets that hold it carry most of the weight.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from formextract.checks.constraint import Box, Constraint, propagate
from formextract.checks.figures import Figures
from formextract.checks.rule import Check, Role
from formextract.checks.slips import Slip
from formextract.checks.verdict import Failure, Natural, box_of, open_interval
from formextract.checks.weighing import PRIOR, Scales
from formextract.model.interval import Interval, is_count

MAX_SIZE = 3
"""Most figures that one explanation may change."""

ANOTHER = 0.01
"""How much less likely one wrong figure more is. Unit: ratio."""

NAMED = 0.6
"""Share of the weight from which a figure is named as the suspect."""

MAX_GROUP = 14
"""Failing checks in one group up to which sets of two and three are searched; a larger group is a form in disorder."""

SWAPPED = 60.0
"""How readily two years' cells are believed to have been exchanged where that settles everything. Unit: ratio."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Figures whose change settles a group of failures, what they may then be, and how likely that is."""

    names: tuple[str, ...]
    intervals: tuple[Interval, ...]
    weight: float
    slips: tuple[Slip | None, ...] = ()
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class SuspectGroup:
    """Failures that share figures, and what explains them, likeliest first. `share` is each figure's part of the
    weight."""

    failures: tuple[Failure, ...]
    explanations: tuple[Explanation, ...]
    share: Mapping[str, float]

    @property
    def suspects(self) -> tuple[str, ...]:
        """The figures that are named, likeliest first."""
        named = [n for n, s in self.share.items() if s >= NAMED]
        return tuple(sorted(named, key=lambda n: (-self.share[n], n)))


class Locator:
    """Explains failures on one form."""

    def __init__(
        self, checks: Sequence[Check], failures: Sequence[Failure], figures: Figures, natural: Natural
    ) -> None:
        self.figures = figures
        self.natural = natural
        failing = {id(c) for f in failures for c in f.checks}
        self.failing_alone = {id(f.checks[0]) for f in failures if len(f.checks) == 1}
        self.passing = [c for c in checks if id(c) not in failing]
        self.failures = failures
        self.roles: dict[str, Role] = {}
        for check in checks:
            for name, role in check.roles.items():
                if name not in self.roles or PRIOR[role] > PRIOR[self.roles[name]]:
                    self.roles[name] = role
        self.scales = Scales(figures, self.roles)
        self._touching: dict[str, list[Check]] = {}
        for check in self.passing:
            for name in check.names:
                self._touching.setdefault(name, []).append(check)

    def groups(self) -> list[SuspectGroup]:
        """The failures in groups that share no figure, each explained, in the failures' order."""
        return [self._explain(group) for group in _connected(self.failures)]

    def _explain(self, failures: list[Failure]) -> SuspectGroup:
        figures = self._free(failures)
        found: list[Explanation] = []
        limit = MAX_SIZE if len(failures) <= MAX_GROUP else 1
        smallest = None
        for size in range(1, limit + 1):
            if smallest is not None and size > min(smallest + 1, 2):
                break
            for names in combinations(figures, size):
                if any(set(e.names) < set(names) for e in found) or not _hits(names, failures):
                    continue
                explanation = self._try(names, failures)
                if explanation is not None:
                    found.append(explanation)
            if found and smallest is None:
                smallest = min(len(e.names) for e in found)
        found.sort(key=lambda e: (-e.weight, e.names))
        total = sum(e.weight for e in found)
        share: dict[str, float] = {}
        for e in found:
            for name in e.names:
                share[name] = share.get(name, 0.0) + (e.weight / total if total else 0.0)
        return SuspectGroup(tuple(failures), tuple(found), share)

    def _free(self, failures: Iterable[Failure]) -> list[str]:
        """The figures that failing checks bind and that the form gives."""
        names = dict.fromkeys(n for f in failures for n in f.names)
        return [n for n in names if n in self.figures.observations and self.figures.interval(n, "rounded") is not None]

    def project(
        self,
        names: Sequence[str],
        failures: Iterable[Failure],
        *,
        hard: bool = False,
        usual: bool = False,
        fixed: Box | None = None,
    ) -> Box | None:
        """What is left of everything where `names` may be anything; None where that does not help.

        With `hard`, only rules that follow from definitions bind them; with `usual`, averages are taken in their
        first reading. `fixed` gives some of the figures other intervals.
        """
        rules: list[Constraint] = []
        involved = [c for f in failures for c in f.checks]
        reach = set(names) | {n for c in involved for n in c.names}
        chosen: dict[int, Check] = {id(c): c for c in involved}
        for name in sorted(reach):
            for check in self._touching.get(name, ()):
                chosen.setdefault(id(check), check)
        rules = [c.usual if usual else c.strict for c in chosen.values() if c.hard or not hard]
        box = box_of(
            dict.fromkeys(n for r in rules for n in r.names if n in self.figures.observations),
            self.figures,
            "rounded",
            self.natural,
        )
        for name in names:
            box[name] = open_interval(name, self.natural)
        if fixed:
            box.update(fixed)
        return box if propagate(rules, box) else None

    def _try(self, names: tuple[str, ...], failures: list[Failure]) -> Explanation | None:
        box = self.project(names, failures)
        if box is None:
            return None
        counts = [n for n in names if is_count(self.figures.observations[n])]
        if any(_without_whole(box[n]) for n in counts if n in box):
            return None
        # the usual reading of an average says more about the slip, where it can hold at all
        usual = self.project(names, failures, usual=True) or box
        intervals, found = [], []
        for name in names:
            narrow, wide = (b.get(name, open_interval(name, self.natural)) for b in (usual, box))
            slip = self.scales.slip(name, narrow)
            other = self.scales.slip(name, wide) if slip is None and narrow != wide else None
            if other is not None and other.kind == "point":
                narrow, slip = wide, other
            intervals.append(narrow)
            found.append(slip)
        weight = ANOTHER ** (len(names) - 1)
        rows = Counter(self.figures.observations[n].indicator for n in names)
        for name, interval, slip in zip(names, intervals, found, strict=True):
            weight *= self.scales.weigh(name, interval, slip)
            # one wrong figure puts its whole row out of line: several of a row share that evidence
            weight *= self.scales.out_of_line(name, interval) ** (1 / rows[self.figures.observations[name].indicator])
        swapped = len(names) == 2 and self._swap(names, failures)  # noqa: PLR2004
        return Explanation(names, tuple(intervals), weight * SWAPPED if swapped else weight, tuple(found), swapped)

    def _swap(self, names: tuple[str, ...], failures: list[Failure]) -> bool:
        """Whether two figures of the same kind, exchanged, settle the failures."""
        a, b = (self.figures.observations[n] for n in names)
        if a.indicator != b.indicator and (a.period != b.period or a.dims != b.dims):
            return False  # neither two years of a row nor two columns of a year
        if a.unit != b.unit or a.value == b.value:
            return False
        mine, theirs = (self.figures.interval(n, "rounded") for n in names)
        assert mine is not None
        assert theirs is not None
        return self.project(names, failures, fixed={names[0]: theirs, names[1]: mine}) is not None


def _without_whole(interval: Interval) -> bool:
    """Whether no whole number lies in the interval."""
    lo, hi = interval
    return lo is not None and hi is not None and math.ceil(lo) > math.floor(hi)


def _hits(names: Iterable[str], failures: Iterable[Failure]) -> bool:
    """Whether each failure binds one of the figures."""
    chosen = set(names)
    return all(not chosen.isdisjoint(f.names) for f in failures)


def _connected(failures: Sequence[Failure]) -> Iterator[list[Failure]]:
    """The failures in groups that share no figure, in order of their first."""
    left = list(failures)
    while left:
        group = [left.pop(0)]
        names = set(group[0].names)
        grown = True
        while grown:
            grown = False
            for f in list(left):
                if not names.isdisjoint(f.names):
                    group.append(f)
                    left.remove(f)
                    names |= set(f.names)
                    grown = True
        yield [f for f in failures if any(f is g for g in group)]
