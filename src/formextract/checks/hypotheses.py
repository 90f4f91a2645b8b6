"""Misread or misfilled: for a figure from paper that contradicts others, how likely is which.

Bayes' rule over two hypotheses. That the paper says something else has the probability that the reading is wrong, times
the share of its possible misreadings that would make the figures agree. That the paper says what was read has the
rest, times how often a form's own figures contradict each other. Nothing is replaced: both are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from formextract.checks.slips import Slip, slips
from formextract.model import AlsoRead, Observation, Odds
from formextract.model.copies import from_picture
from formextract.model.interval import Interval, is_figure

MISFILLED = 0.01
"""How often a figure that an applicant wrote contradicts his others. An assumption: no set of real forms says it, and
the odds say most where it hardly matters, since the other factor is 1 in 1000 or 1 in 3."""
CLEAR = 0.998
"""How sure a figure is of which no reason of doubt says that it was misread: what scans' sure figures are
(docs/accuracy.md), never more."""
READ_THERE = 0.8
"""Share of misreadings where the paper says what one of the passes has read as well; of the rest each look-alike digit
and lost or gained point is as likely as another. Not measured: seldom do both matter."""
_BY_MISREADING = frozenset({"look", "point"})


def odds_of(o: Observation, room: Interval) -> Odds | None:
    """The odds of both hypotheses for a figure that must lie in `room` to agree; None for one not read from paper."""
    if not from_picture(o) or not is_figure(o.value) or o.precision is None:
        return None
    fitting = _read_there(o, room)
    guesses = _misreadings(o.value, o.precision)
    inside = _inside(guesses, room)
    share = len(inside) / len(guesses) if guesses else 0.0
    if o.also_read:
        seen = sum(a.probability for a in fitting) / (sum(a.probability for a in o.also_read) or 1.0)
        share = READ_THERE * seen + (1 - READ_THERE) * share
    sure = _letters(o)
    misread, misfilled = (1 - sure) * share, sure * MISFILLED
    likeliest = max(fitting, key=lambda a: a.probability, default=None)
    value = likeliest.value if likeliest is not None else inside[0].value if len(inside) == 1 else None
    part = misread / (misread + misfilled) if misread + misfilled else 0.0
    return Odds(round(part, 3), round(1 - part, 3), value if part > 0 else None)


def may_have_been(o: Observation, room: Interval) -> bool:
    """Whether one misreading of a figure, or what the other pass read, lies in `room`."""
    if not is_figure(o.value) or o.precision is None:
        return False
    return bool(_read_there(o, room) or _inside(_misreadings(o.value, o.precision), room))


def _read_there(o: Observation, room: Interval) -> list[AlsoRead]:
    return [a for a in o.also_read if is_figure(a.value) and _within(Fraction(a.value), Fraction(0), room)]


def _misreadings(value: Decimal, precision: int) -> list[Slip]:
    return [s for s in slips(value, precision, scanned=True) if s.kind in _BY_MISREADING]


def _inside(guesses: Sequence[Slip], room: Interval) -> list[Slip]:
    return [s for s in guesses if _within(Fraction(s.value), Fraction(s.unit) / 2, room)]


def read_there_too(o: Observation, odds: Odds) -> AlsoRead | None:
    """The other reading by which the figures would agree, where a pass gave it."""
    return next((a for a in o.also_read if odds.if_misread is not None and a.value == odds.if_misread), None)


def _letters(o: Observation) -> float:
    """How sure the letters were read; that its sum fails is no doubt about them, but what is to be explained."""
    if all(d.kind == "sum_fails" for d in o.doubts):
        return CLEAR  # the same before and after the sum was found to fail: a stored record says the same anew
    return min(o.confidence, CLEAR)


def _within(value: Fraction, half: Fraction, room: Interval) -> bool:
    return (room.lo is None or value + half >= room.lo) and (room.hi is None or value - half <= room.hi)
