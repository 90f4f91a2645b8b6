"""Failures as findings: with the suspect, what the other figures allow, and a suggestion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from formextract.checks import messages
from formextract.checks.hypotheses import odds_of
from formextract.checks.slips import Slip
from formextract.checks.suspects import Explanation, Locator, SuspectGroup
from formextract.checks.verdict import HELD, Failure
from formextract.model import Finding, Observation, Odds, Parts
from formextract.model.interval import Interval, is_count

USUAL_PLACES = 2
"""Decimals that the form's instructions ask for (填报说明 2)."""

TOLD_CANDIDATES = 4
"""Most figures that a message names where none is the suspect."""

TOLD_WITHIN = {"point": Fraction(5, 2), "unit": Fraction(100)}
TOLD_WITHIN_ELSE = Fraction(8, 5)
"""A slip is told only where the ends of what the figure may be lie within this ratio, by the slip's kind."""

SAME_ROUNDING = 2
"""A recomputed figure is suggested where the others leave at most so many units of its last digit."""


Proposal = tuple[Interval, Slip | None, Decimal | None]
"""What a suspect may be by definition, the slip that leads there, and the figure that is suggested."""


def group_findings(group: SuspectGroup, locator: Locator) -> list[Finding]:
    """One finding for each rule of the group that fails.

    What is merely implausible is told with the first finding that names the same suspect: it adds nothing to it.
    """
    proposals: dict[str, Proposal] = {}
    told: list[tuple[Failure, str | None]] = []
    folded: dict[str, list[Failure]] = {}
    for failure in sorted(group.failures, key=lambda f: (not _hard(f), f.severity != "error")):
        suspect = _suspect(failure, group)
        if suspect is not None and suspect not in proposals:
            best = next(e for e in group.explanations if suspect in e.names)
            proposals[suspect] = _proposal(suspect, best, group, locator)
        elif suspect is not None and not _hard(failure):
            folded.setdefault(suspect, []).append(failure)
            continue
        told.append((failure, suspect))
    out = []
    for failure, suspect in told:
        also = folded.pop(suspect, []) if suspect is not None else []
        out.append(_finding(failure, suspect, also, group=group, proposals=proposals, locator=locator))
    return out


def _hard(failure: Failure) -> bool:
    """Whether a rule that follows from definitions fails, and not just what is plausible."""
    return failure.checks[0].hard


def _suspect(failure: Failure, group: SuspectGroup) -> str | None:
    """The likeliest of the group's suspects that the failure binds."""
    return next((n for n in group.suspects if n in failure.names), None)


def _finding(
    failure: Failure,
    suspect: str | None,
    also: Sequence[Failure],
    *,
    group: SuspectGroup,
    proposals: Mapping[str, Proposal],
    locator: Locator,
) -> Finding:
    figures = locator.figures
    check = failure.checks[0]
    likely_wrong = advice = ""
    fields = tuple(n for n in failure.names if n in figures.observations)
    reported = None if check.computed is None else figures.observations[check.computed].value
    expected: tuple[Decimal | None, Decimal | None] | None = None
    suggestion: Decimal | None = None
    odds: Odds | None = None
    if suspect is not None:
        o = figures.observations[suspect]
        reported = o.value
        interval, slip, suggestion = proposals[suspect]
        expected = written(interval, o)
        likely_wrong = messages.suspected(o, *_bounds(expected), slip, suggestion)
        if also:
            likely_wrong += messages.besides(also)
        odds = odds_of(o, interval)
        if odds is not None:
            advice = messages.either(o, odds)
        elif o.confidence < HELD:
            advice = messages.unsure(o)
    else:
        if check.computed is not None and len(failure.checks) == 1:
            box = locator.project([check.computed], [failure], hard=True)
            if box is not None:
                expected = written(box[check.computed], figures.observations[check.computed])
        names = sorted(group.share, key=lambda n: (-group.share[n], n))
        likely = [n for n in names if n in failure.names][:TOLD_CANDIDATES]
        if len(likely) > 1:
            likely_wrong = messages.candidates(likely, figures)
    identity = check.id if len(failure.checks) == 1 else "joint." + "+".join(c.id for c in failure.checks)
    severity = "error" if any(f.severity == "error" for f in also) else failure.severity
    parts = Parts(messages.told(failure), suspect=likely_wrong, advice=advice)
    return Finding(
        check=identity,
        kind=check.kind,
        severity=severity,
        message=parts.message,
        fields=fields,
        suspect=suspect,
        reported=reported,
        expected=expected,
        suggestion=suggestion,
        clause=check.edit.clause,
        origin="form" if _hard(failure) else "plausibility",
        parts=parts,
        odds=odds,
    )


def _bounds(expected: tuple[Decimal | None, Decimal | None] | None) -> tuple[Fraction | None, Fraction | None]:
    if expected is None:
        return None, None
    low, high = expected
    return (None if low is None else Fraction(low)), (None if high is None else Fraction(high))


def _proposal(suspect: str, best: Explanation, group: SuspectGroup, locator: Locator) -> Proposal:
    """What the group's explanation makes of the suspect."""
    o = locator.figures.observations[suspect]
    at = best.names.index(suspect)
    box = locator.project(best.names, group.failures, hard=True)
    interval = best.intervals[at] if box is None or suspect not in box else box[suspect]
    about = [f for f in group.failures if suspect in f.names]
    if not any(map(_hard, about)) or (interval.hi is None and (interval.lo is None or interval.lo <= 0)):
        interval = best.intervals[at]  # definitions say nothing of it: what is plausible does
    if best.swapped:
        other = locator.figures.observations[best.names[1 - at]].value
        return interval, None, other if isinstance(other, Decimal) else None
    slip = best.slips[at] if best.slips else None
    again = recomputed(best.intervals[at], o)
    if slip is not None and slip.kind in ("drop", "digit") and locator.roles[suspect] in ("reckoned", "copy"):
        slip = None  # what is reckoned or copied is put right by doing so again, whatever digits it shares
    if slip is None:
        return interval, None, again
    if _ratio(best.intervals[at]) > TOLD_WITHIN.get(slip.kind, TOLD_WITHIN_ELSE):
        return interval, None, again  # too much fits for one slip to be told
    value, possible = Fraction(slip.value), best.intervals[at]
    inside = (possible.lo is None or possible.lo <= value) and (possible.hi is None or value <= possible.hi)
    coarse = slip.unit > Decimal(1).scaleb(-_places(o))
    suggestion = again if again is not None and coarse and not inside else tidy(slip.value)
    return interval, replace(slip, value=suggestion), suggestion


def _ratio(interval: Interval) -> Fraction:
    """The ratio of the interval's ends; a very large one where there is none."""
    if interval.lo is None or interval.hi is None or interval.lo <= 0:
        return Fraction(10**9)
    return interval.hi / interval.lo


def tidy(value: Decimal) -> Decimal:
    """The figure without zeros beyond the decimals asked for (10.400 is 10.40)."""
    while -int(value.as_tuple().exponent) > USUAL_PLACES and value.as_tuple().digits[-1] == 0:
        value = value.quantize(Decimal(1).scaleb(int(value.as_tuple().exponent) + 1))
    return value


def recomputed(interval: Interval, o: Observation) -> Decimal | None:
    """The figure that the others give, where they leave hardly a choice at the precision asked for."""
    if interval.lo is None or interval.hi is None:
        return None
    places = _places(o)
    unit = Decimal(1).scaleb(-places)
    if interval.hi - interval.lo > SAME_ROUNDING * Fraction(unit):
        return None
    return _decimal((interval.lo + interval.hi) / 2, places, ROUND_HALF_EVEN)


def written(interval: Interval, o: Observation) -> tuple[Decimal | None, Decimal | None] | None:
    """The interval in figures as they would be written, rounded outwards; for counts, the whole numbers inside."""
    if interval.lo is None and interval.hi is None:
        return None
    places = _places(o)
    down, up = (ROUND_CEILING, ROUND_FLOOR) if is_count(o) else (ROUND_FLOOR, ROUND_CEILING)
    low = None if interval.lo is None else _decimal(interval.lo, places, down)
    high = None if interval.hi is None else _decimal(interval.hi, places, up)
    if low is not None and high is not None and low > high:  # no whole number lies inside
        low, high = high, low
    return low, high


def _places(o: Observation) -> int:
    return 0 if is_count(o) else max(USUAL_PLACES, o.precision or 0)


def _decimal(x: Fraction, places: int, rounding: str) -> Decimal:
    scaled = x * 10**places
    whole = scaled.numerator // scaled.denominator
    exact = Fraction(whole) == scaled
    if rounding == ROUND_CEILING and not exact:
        whole += 1
    elif rounding == ROUND_HALF_EVEN:
        whole = round(scaled)
    return messages.decimal(whole, places)
