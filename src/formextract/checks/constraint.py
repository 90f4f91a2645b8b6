"""Constraints between intervals, and their propagation, in exact rationals.

The rules of these forms bind amounts by ratios (shares, growth, per-head figures, equal copies, parts of a whole) and
by sums. A ratio constraint in which each figure occurs once is narrowed exactly by interval arithmetic, and a system of
ratio constraints whose rates are intervals of their own has its feasible set closed under the larger and the smaller
of two solutions, so that narrowing to a fixpoint decides it. Where the theory does not reach (sums, a rate that
occurs twice) narrowing errs to the safe side: it may overlook a contradiction and never invents one. Bounds that
need a root are rounded outwards.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf, isqrt
from typing import Protocol

from formextract.model.interval import Interval

Box = dict[str, Interval]
"""What is known of each figure; a name that is not in the box is not bounded below 0 either (see `ANYTHING`)."""

ANYTHING = Interval(Fraction(0), None)
"""The domain of an amount, a count or a ratio of which nothing is known."""

ROUNDS = 40
"""Narrowings of one constraint before propagation stops with what it has, unit: times."""

READING_ROUNDS = 3
"""The same within one reading of an average, whose figures hang together loosely. On the development forms more
rounds found nothing more."""

WORTHWHILE = Fraction(1, 1000)
"""Share of an interval's width that a narrowing must cut for its neighbours to be looked at again."""

ROOT_DIGITS = 10**24
"""Roots are rounded outwards to this many parts of one."""

MAX_BITS = 400
"""Bounds with a longer denominator are rounded outwards, so that long chains stay fast."""

ROUNDING = 1e-9
"""Share by which a product reckoned in floats may be off, with room to spare: a float has sixteen digits."""

MOST_POWER = 10
"""Power that no float of a form's figures overflows by; growth over more years is reckoned exactly."""

NEAR_NOUGHT = 1e-3
"""Share of the greater part below which the sum of two floats may have lost its digits: exact arithmetic decides."""

MOST_WHOLE = 2.0**53
"""Below it floats reckon with whole numbers exactly."""

_ZERO = Fraction(0)
_ONE = Fraction(1)


class EmptyError(Exception):
    """No figures satisfy the constraint."""


class Constraint(Protocol):
    """What binds figures together."""

    @property
    def names(self) -> tuple[str, ...]:
        """The figures that it binds."""
        ...

    def narrow(self, box: Box) -> list[str]:
        """The names whose bounds in `box` were narrowed; EmptyError where nothing is left."""
        ...


@dataclass(frozen=True, slots=True)
class Term:
    """`(offset + scale·x) ** power`, a factor that is never negative; a growth rate r enters as `1 + r/100`."""

    name: str
    power: int = 1
    scale: Fraction = _ONE
    offset: Fraction = _ZERO

    @property
    def plain(self) -> bool:
        """Whether the factor's base is the figure itself."""
        return (self.offset is _ZERO or self.offset == 0) and (self.scale is _ONE or self.scale == 1)


@dataclass(frozen=True, slots=True)
class Product:
    """`low ≤ Π terms ≤ high`; None where there is no bound."""

    terms: tuple[Term, ...]
    low: Fraction | None = _ONE
    high: Fraction | None = _ONE

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(t.name for t in self.terms)

    def surely_holds(self, box: Box) -> bool:
        """Whether rough reckoning says already that figures in the box satisfy it, as most do; False says nothing."""
        if len({t.name for t in self.terms}) < len(self.terms):
            return False
        least, most = 1.0, 1.0
        for term in self.terms:
            lo, hi = box.get(term.name, ANYTHING)
            low = 0.0 if lo is None else float(lo)
            high = inf if hi is None else float(hi)
            if not term.plain:
                if term.scale < 0 or lo is None:
                    return False
                scale, offset = float(term.scale), float(term.offset)
                low, high = offset + scale * low, offset + scale * high
                if min(abs(low), abs(high)) < NEAR_NOUGHT * abs(offset):
                    return False
            if high <= 0:
                return False
            low, power = max(low, 0.0), abs(term.power)
            if term.power < 0:
                low, high = 1 / high, 1 / low if low else inf
            if power > MOST_POWER:
                return False
            least *= low**power
            most *= high**power
        below = self.high is None or least * (1 + ROUNDING) <= float(self.high)
        return below and most * (1 - ROUNDING) >= float(self.low or 0)

    def narrow(self, box: Box) -> list[str]:
        factors = [_factor(t, box.get(t.name, ANYTHING)) for t in self.terms]
        changed: list[str] = []
        for j, term in enumerate(self.terms):
            # t_j^|p| = (K ÷ Π others)^±1, kept as a product so that a zero among the others stays exact
            sign = 1 if term.power > 0 else -1
            lo, hi = (self.low or _ZERO, self.high) if sign > 0 else _inverse(self.low or _ZERO, self.high)
            for i, other in enumerate(self.terms):
                if i == j:
                    continue
                low, high = factors[i]
                if (other.power > 0) != (sign > 0):
                    lo = low if lo is _ONE else lo * low
                    hi = None if hi is None or high is None else high if hi is _ONE else hi * high
                else:  # nothing is known of the inverse of zero alone
                    lo = lo / high if high else _ZERO
                    hi = None if hi is None or not low else hi / low
            # K of [0, …] times an unbounded factor says nothing, hence the order above: None wins over 0
            power = abs(term.power)
            if power > 1:
                lo, hi = root(lo, power, up=False), None if hi is None else root(hi, power, up=True)
            if _meet(box, term, lo, hi):
                changed.append(term.name)
                factors[j] = _factor(term, box[term.name])
        return changed


@dataclass(frozen=True, slots=True)
class Sum:
    """`Σ weight·x = 0`."""

    weights: tuple[tuple[str, Fraction], ...]
    constant: Fraction = _ZERO

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.weights)

    def surely_holds(self, box: Box) -> bool:
        """As of a product."""
        least, most, off = _rough_sum(self.weights, self.constant, box)
        return least <= -off and most >= off

    def narrow(self, box: Box) -> list[str]:
        changed: list[str] = []
        for j, (name, weight) in enumerate(self.weights):
            lo: Fraction | None = -self.constant
            hi: Fraction | None = -self.constant
            for i, (other, w) in enumerate(self.weights):
                if i == j:
                    continue
                a, b = box.get(other, ANYTHING)
                if w < 0:
                    a, b = b, a
                lo = None if lo is None or b is None else lo - w * b
                hi = None if hi is None or a is None else hi - w * a
            if weight < 0:
                lo, hi = hi, lo
            lo = None if lo is None else lo / weight
            hi = None if hi is None else hi / weight
            if _set(box, name, lo, hi):
                changed.append(name)
        return changed


@dataclass(frozen=True, slots=True)
class AtMost:
    """`Σ weight·x ≤ 0`."""

    weights: tuple[tuple[str, Fraction], ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.weights)

    def surely_holds(self, box: Box) -> bool:
        """As of a product."""
        least, _, off = _rough_sum(self.weights, _ZERO, box)
        return least <= -off

    def narrow(self, box: Box) -> list[str]:
        changed: list[str] = []
        for j, (name, weight) in enumerate(self.weights):
            least: Fraction | None = _ZERO
            for i, (other, w) in enumerate(self.weights):
                if i != j:
                    end = box.get(other, ANYTHING)[0 if w > 0 else 1]
                    least = None if least is None or end is None else least + w * end
            if least is None:
                continue
            bound = -least / weight
            if _set(box, name, None, bound) if weight > 0 else _set(box, name, bound, None):
                changed.append(name)
        return changed


@dataclass(frozen=True, slots=True)
class Within:
    """`low ≤ x ≤ high`; None where there is no bound."""

    name: str
    low: Fraction | None
    high: Fraction | None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def narrow(self, box: Box) -> list[str]:
        return [self.name] if _set(box, self.name, self.low, self.high) else []


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the readings holds; each is a set of constraints, with figures of its own where it needs them."""

    readings: tuple[tuple[Constraint, ...], ...]
    names: tuple[str, ...]

    def narrow(self, box: Box) -> list[str]:
        kept: list[Box] = []
        before = {n: box.get(n, ANYTHING) for n in self.names}
        for reading in sorted(self.readings, key=len):  # what costs least may say already that nothing is narrowed
            trial = dict(before)
            if propagate(reading, trial, rounds=READING_ROUNDS):
                if all(trial[n] == before[n] for n in self.names):
                    return []
                kept.append(trial)
        if not kept:
            raise EmptyError
        changed = []
        for name in self.names:
            lows = [k[name].lo for k in kept]
            highs = [k[name].hi for k in kept]
            lo = None if None in lows else min(x for x in lows if x is not None)
            hi = None if None in highs else max(x for x in highs if x is not None)
            if _set(box, name, lo, hi):
                changed.append(name)
        return changed

    def possible(self, box: Box) -> bool:
        """Whether any of the readings can hold, which is less work than how far they narrow together."""
        readings = sorted(self.readings, key=len)
        for reading in readings:
            if len(reading) == 1 and isinstance(reading[0], Product) and reading[0].surely_holds(box):
                return True
        return any(
            propagate(reading, {n: box.get(n, ANYTHING) for n in self.names}, rounds=READING_ROUNDS)
            for reading in readings
        )


def propagate(constraints: Sequence[Constraint], box: Box, rounds: int = ROUNDS) -> bool:
    """Narrow `box` in place until nothing worthwhile changes; False where no figures satisfy all constraints."""
    watching: dict[str, list[int]] = {}
    for i, constraint in enumerate(constraints):
        for name in constraint.names:
            watching.setdefault(name, []).append(i)
    queue = deque(range(len(constraints)))
    waiting = set(queue)
    turns = [0] * len(constraints)
    while queue:
        i = queue.popleft()
        waiting.discard(i)
        turns[i] += 1
        if turns[i] > rounds:
            continue
        try:
            changed = constraints[i].narrow(box)
        except EmptyError:
            return False
        for name in changed:
            for k in watching[name]:
                if k != i and k not in waiting:
                    waiting.add(k)
                    queue.append(k)
    return True


def _rough_sum(weights: Sequence[tuple[str, Fraction]], constant: Fraction, box: Box) -> tuple[float, float, float]:
    """The least and the most that `Σ weight·x + constant` may be, in floats, and by how much they may be off."""
    least = most = float(constant)
    size, whole = abs(least), constant.denominator == 1
    for name, weight in weights:
        ends = box.get(name, ANYTHING)
        lo, hi = ends if weight.numerator > 0 else (ends.hi, ends.lo)
        for x in ends:
            if x is not None:
                size += abs(float(weight) * float(x))
                whole = whole and x.denominator == 1 == weight.denominator
        least = -inf if lo is None else least + float(weight) * float(lo)
        most = inf if hi is None else most + float(weight) * float(hi)
    if len({name for name, _ in weights}) < len(weights):
        return least, most, inf
    return least, most, 0.0 if whole and size < MOST_WHOLE else ROUNDING * size


def _factor(term: Term, x: Interval) -> tuple[Fraction, Fraction | None]:
    """The bounds of `(offset + scale·x) ** |power|`, cut at zero."""
    lo, hi = x
    if not term.plain:
        lo = None if lo is None else term.offset + term.scale * lo
        hi = None if hi is None else term.offset + term.scale * hi
        if term.scale < 0:
            lo, hi = hi, lo
    if hi is not None and hi.numerator < 0:
        raise EmptyError
    low = _ZERO if lo is None or lo.numerator < 0 else lo
    power = abs(term.power)
    return (low, hi) if power == 1 else (low**power, None if hi is None else hi**power)


def _inverse(lo: Fraction, hi: Fraction | None) -> tuple[Fraction, Fraction | None]:
    """`1/x`; nothing is known of the inverse of zero alone."""
    if lo is _ONE and hi is _ONE:
        return lo, hi
    return (_ZERO if hi is None or hi == 0 else 1 / hi, None if lo == 0 else 1 / lo)


def root(x: Fraction, n: int, *, up: bool) -> Fraction:
    """The n-th root, rounded outwards to ROOT_DIGITS."""
    scaled = x.numerator * ROOT_DIGITS**n // x.denominator
    root = _integer_root(scaled, n)
    if up and Fraction(root, ROOT_DIGITS) ** n != x:
        root += 1
    return Fraction(root, ROOT_DIGITS)


def _integer_root(x: int, n: int) -> int:
    """The largest r with `r ** n ≤ x`."""
    if n == 2:  # noqa: PLR2004
        return isqrt(x)
    if x == 0:
        return 0
    r = 1 << -(-x.bit_length() // n)
    while True:
        better = ((n - 1) * r + x // r ** (n - 1)) // n
        if better >= r:
            return r
        r = better


def _meet(box: Box, term: Term, lo: Fraction, hi: Fraction | None) -> bool:
    """Narrow the figure of `term` so that its factor's base lies within the bounds."""
    if term.plain:
        return _set(box, term.name, lo, hi)
    a = (lo - term.offset) / term.scale
    b = None if hi is None else (hi - term.offset) / term.scale
    return _set(box, term.name, *((a, b) if term.scale > 0 else (b, a)))


def _set(box: Box, name: str, lo: Fraction | None, hi: Fraction | None) -> bool:
    """Cut the figure's interval; whether it became worthwhile narrower. EmptyError where nothing is left."""
    old_lo, old_hi = box.get(name, ANYTHING)
    new_lo, new_hi = old_lo, old_hi
    if lo is not None and (old_lo is None or _less(old_lo, lo)):
        new_lo = _short(lo, up=False)
        if old_lo is not None and _less(new_lo, old_lo):
            new_lo = old_lo
    if hi is not None and (old_hi is None or _less(hi, old_hi)):
        new_hi = _short(hi, up=True)
        if old_hi is not None and _less(old_hi, new_hi):
            new_hi = old_hi
    if new_lo is not None and new_hi is not None and _less(new_hi, new_lo):
        raise EmptyError
    if (new_lo is old_lo or new_lo == old_lo) and (new_hi is old_hi or new_hi == old_hi):
        return False
    box[name] = Interval(new_lo, new_hi)
    if old_lo is None or old_hi is None or new_lo is None or new_hi is None:
        return not (
            old_hi is None
            and new_hi is None
            and old_lo is not None
            and new_lo is not None
            and new_lo - old_lo <= WORTHWHILE * new_lo
        )
    return (old_hi - old_lo) - (new_hi - new_lo) > WORTHWHILE * (old_hi - old_lo)


def _less(a: Fraction, b: Fraction) -> bool:
    """`a < b`, of which there are so many that what Fraction asks first (of which kind each is) tells."""
    return a.numerator * b.denominator < b.numerator * a.denominator


def _short(x: Fraction, *, up: bool) -> Fraction:
    """`x`, rounded outwards where its denominator has grown long."""
    if x.denominator.bit_length() <= MAX_BITS:
        return x
    scaled = x.numerator * ROOT_DIGITS // x.denominator
    return Fraction(scaled + (1 if up else 0), ROOT_DIGITS)
