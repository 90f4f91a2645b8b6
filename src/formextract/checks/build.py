"""Edits as declared, turned into checks on one form's figures: one for each year and level where they apply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from formextract.checks.constraint import AnyOf, Constraint, Product, Sum, Term, Within, root
from formextract.checks.figures import Figure, Figures, Moment
from formextract.model.edits import (
    AgreementEdit,
    AverageGrowthEdit,
    BandEdit,
    CountEdit,
    Edit,
    Edits,
    GrowthEdit,
    RangeEdit,
    RatioEdit,
    Reading,
    Ref,
    SubsetEdit,
    SumEdit,
)
from formextract.model.record import FindingKind, Severity
from formextract.text import conversion

Role = Literal["reckoned", "copy", "amount", "count", "names"]
"""What a figure is in an edit: reckoned from others, written a second time, an amount, a count, a list."""

UNSEEN_STEP_POSSIBLE = (Fraction(1, 2), Fraction(2))
"""Outside this band the unseen year is not just implausible: the average contradicts the form. Unit: ratio."""

_HUNDREDTH = Fraction(1, 100)
_ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Check:
    """One edit at one moment. `strict` failing is a finding, `loose` failing (where there is one) an error.

    `figures` are the figures by their part in the rule, for the message; `roles` by their name, for the suspects.
    `computed` is the figure that the others give, where there is one. `hard` rules follow from the figures'
    definitions, the others from what is plausible or asked for.
    """

    id: str
    edit: Edit
    kind: FindingKind
    moment: Moment
    figures: Mapping[str, tuple[Figure, ...]]
    strict: Constraint
    loose: Constraint | None
    severity: Severity = "error"
    computed: str | None = None
    hard: bool = True
    factor: Fraction = _ONE
    roles: Mapping[str, Role] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The figures that the rule binds."""
        return self.strict.names

    @property
    def usual(self) -> Constraint:
        """The rule with an average in its first, most usual reading."""
        first = self.strict.readings[0] if isinstance(self.strict, AnyOf) else (self.strict,)
        return first[0] if len(first) == 1 else self.strict


def build(edits: Edits, figures: Figures) -> list[Check]:
    """The checks that these edits mean on this form, in the edits' order."""
    return [check for edit in edits.edits for check in _checks(edit, figures)]


def _checks(edit: Edit, figures: Figures) -> Iterator[Check]:
    match edit:
        case RatioEdit():
            yield from _ratio(edit, figures)
        case GrowthEdit():
            yield from _growth(edit, figures)
        case AverageGrowthEdit():
            yield from _average(edit, figures)
        case SubsetEdit():
            yield from _subset(edit, figures)
        case SumEdit():
            yield from _sum(edit, figures)
        case AgreementEdit():
            yield from _agreement(edit, figures)
        case BandEdit():
            yield from _band(edit, figures)
        case RangeEdit():
            yield from _range(edit, figures)
        case CountEdit():
            yield from _count(edit, figures)


def natural_ranges(edits: Edits, figures: Figures) -> dict[str, tuple[Fraction | None, Fraction | None]]:
    """What each figure may be at all, by the edits of kind `range`."""
    out: dict[str, tuple[Fraction | None, Fraction | None]] = {}
    for edit in edits.edits:
        if isinstance(edit, RangeEdit) and edit.severity == "error":
            for indicator in edit.indicators:
                for o in figures.of(indicator):
                    lo, hi = out.get(o.key, (None, None))
                    low, high = _fraction(edit.min), _fraction(edit.max)
                    out[o.key] = (low if lo is None else lo, high if hi is None else hi)
    return out


def _id(edit: Edit, moment: Moment) -> str:
    return ".".join(x for x in (edit.id, moment.year, moment.level) if x is not None)


def _all(figures: Figures, moment: Moment, **refs: Ref) -> dict[str, tuple[Figure, ...]] | None:
    """The figures by their part in the rule; None where the form has no cell for one of them."""
    out: dict[str, tuple[Figure, ...]] = {}
    for part, ref in refs.items():
        figure = figures.resolve(ref, moment)
        if figure is None:
            return None
        out[part] = (figure,)
    return out


def _ratio(edit: RatioEdit, figures: Figures) -> Iterator[Check]:
    for moment in figures.moments((edit.part, edit.whole, edit.rate)):
        found = _all(figures, moment, part=edit.part, whole=edit.whole, rate=edit.rate)
        if found is None:
            continue
        part, whole, rate = (found[k][0].key for k in ("part", "whole", "rate"))
        k = 1 / Fraction(edit.times)
        rule = Product((Term(part), Term(whole, -1), Term(rate, -1)), k, k)
        roles = {part: _counted(found["part"][0]), whole: _counted(found["whole"][0]), rate: "reckoned"}
        yield Check(_id(edit, moment), edit, edit.kind, moment, found, rule, rule, computed=rate, roles=roles,
                    factor=Fraction(edit.times))


def _growth(edit: GrowthEdit, figures: Figures) -> Iterator[Check]:
    previous = edit.amount._replace(at="prev")
    for moment in figures.moments((edit.amount, edit.rate)):
        found = _all(figures, moment, now=edit.amount, before=previous, rate=edit.rate)
        if found is None:
            continue
        now, before, rate = (found[k][0].key for k in ("now", "before", "rate"))
        rule = Product((Term(now), Term(before, -1), Term(rate, -1, _HUNDREDTH, _ONE)))
        amount = _counted(found["now"][0])
        yield Check(_id(edit, moment), edit, "growth", moment, found, rule, rule, computed=rate,
                    roles={now: amount, before: amount, rate: "reckoned"})


def _average(edit: AverageGrowthEdit, figures: Figures) -> Iterator[Check]:
    rate = figures.resolve(edit.rate)
    if rate is None or (edit.needs_unit is not None and not _same_unit(rate.unit, edit.needs_unit)):
        return
    first, last = _span(rate.observation.period, figures)
    if first is None or last is None or last <= first:
        return
    rows = []
    for year in range(first, last + 1):
        row = [figures.resolve(ref, Moment(str(year))) for ref in edit.amounts]
        rows.append(tuple(f for f in row if f is not None))
    if len(rows[0]) < len(edit.amounts) or len(rows[-1]) < len(edit.amounts):
        return
    rows = [row if len(row) == len(edit.amounts) else () for row in rows]
    unseen = (Fraction(edit.unseen[0]), Fraction(edit.unseen[1]))
    strict = _readings(edit, edit.id, rate.key, rows, unseen)
    loose = _readings(edit, edit.id, rate.key, rows, UNSEEN_STEP_POSSIBLE)
    found = {"rate": (rate,)} | {str(first + i): row for i, row in enumerate(rows) if row}
    roles: dict[str, Role] = {f.key: _counted(f) for row in rows for f in row}
    yield Check(edit.id, edit, "average_growth", Moment(), found, strict, loose, computed=rate.key,
                roles=roles | {rate.key: _reckoned(rate)})


def _span(period: str | None, figures: Figures) -> tuple[int | None, int | None]:
    """The first and last year of a span, else of the form."""
    if period is not None and "/" in period:
        a, _, b = period.partition("/")
        return (int(a), int(b)) if a.isdigit() and b.isdigit() else (None, None)
    return (int(figures.years[0]), int(figures.years[-1])) if figures.years else (None, None)


def _readings(
    edit: AverageGrowthEdit, check: str, rate: str, rows: list[tuple[Figure, ...]], unseen: tuple[Fraction, Fraction]
) -> AnyOf:
    """The accepted readings of the average as alternatives; `unseen` bounds the growth of the year before the form."""
    sign = -1 if edit.falling else 1
    n = len(rows) - 1
    scale = sign * _HUNDREDTH

    def average(power: int) -> Term:
        return Term(rate, power, scale, _ONE)

    def amount(i: int, power: int) -> tuple[Term, ...]:
        # a year whose amounts are not all there stands for any amount
        return tuple(Term(f.key, power) for f in rows[i]) or (Term(f"{check}#amount{i}", power),)

    def step(i: int) -> Term:
        return Term(f"{check}#step{i}")

    def inverse(term: Term) -> Term:
        return Term(term.name, -term.power)

    steps: list[Constraint] = [Product((*amount(i, 1), *amount(i - 1, -1), inverse(step(i)))) for i in range(1, n + 1)]
    low, high = (bound**n for bound in unseen)
    base: list[Constraint] = [Product((Term(step(0).name, n), *amount(0, 1), *amount(n, -1)), low, high)]

    def mean(first: int) -> Constraint:
        count = n + 1 - first
        weights = [(step(i).name, _ONE) for i in range(first, n + 1)]
        return Sum((*weights, (rate, -count * scale)), Fraction(-count))

    whole = (*amount(n, 1), *amount(0, -1))
    rules: dict[Reading, list[Constraint]] = {
        "compound": [Product((*whole, average(-n)))],
        "mean": [*steps, mean(1)],
        # the unseen step s is F^(n+1) ÷ whole, and s^n ÷ whole lies in the band: F^n ÷ whole does, to the root
        "compound_unseen": [
            Product((*amount(0, 1), *amount(n, -1), average(n)), root(low, n + 1, up=False), root(high, n + 1, up=True))
        ],
        "mean_unseen": [*base, *steps, mean(0)],
        "total": [Product((*whole, average(-1)))],
        "total_unseen": [Product((*amount(0, n + 1), *amount(n, -n - 1), average(n)), low, high)],
        "last_year": [Product((*amount(n, 1), *amount(n - 1, -1), average(-1)))],
    }
    names = tuple(dict.fromkeys([rate, *(f.key for row in rows for f in row)]))
    return AnyOf(tuple(tuple(rules[r]) for r in edit.readings), names)


def _subset(edit: SubsetEdit, figures: Figures) -> Iterator[Check]:
    for moment in figures.moments((edit.part, edit.whole)):
        found = _all(figures, moment, part=edit.part, whole=edit.whole)
        if found is None:
            continue
        part, whole = found["part"][0], found["whole"][0]
        factor = _conversion(whole, part)
        if factor is None:
            continue
        rule = Product((Term(part.key), Term(whole.key, -1)), None, factor * Fraction(edit.times))
        yield Check(_id(edit, moment), edit, "subset", moment, found, rule, rule, edit.severity, factor=factor,
                    hard=edit.severity == "error",
                    roles={part.key: _counted(part), whole.key: _counted(whole)})


def _sum(edit: SumEdit, figures: Figures) -> Iterator[Check]:
    for moment in figures.moments((edit.total, *edit.parts)):
        total = figures.resolve(edit.total, moment)
        parts = [figures.resolve(p, moment) for p in edit.parts]
        if total is None:
            continue
        named = tuple(p for p in parts if p is not None)
        weights = [(total.key, -_ONE), *((p.key, _ONE) for p in named)]
        if len(named) < len(parts):  # a part without a cell on this form may be anything
            weights.append((f"{_id(edit, moment)}#rest", _ONE))
        rule = Sum(tuple(weights))
        found = {"total": (total,), "parts": named}
        roles: dict[str, Role] = {p.key: _counted(p) for p in named}
        yield Check(_id(edit, moment), edit, "sum", moment, found, rule, rule, computed=total.key,
                    roles={**roles, total.key: "reckoned"})


def _agreement(edit: AgreementEdit, figures: Figures) -> Iterator[Check]:
    for moment in figures.moments((edit.left, edit.right)):
        found = _all(figures, moment, left=edit.left, right=edit.right)
        if found is None:
            continue
        left, right = found["left"][0], found["right"][0]
        factor = _conversion(right, left)
        if factor is None:
            continue
        rule = Product((Term(left.key), Term(right.key, -1)), factor, factor)
        yield Check(_id(edit, moment), edit, "agreement", moment, found, rule, rule, computed=left.key, factor=factor,
                    roles={left.key: "copy", right.key: _counted(right)})


def _band(edit: BandEdit, figures: Figures) -> Iterator[Check]:
    for moment in figures.moments((*edit.over, *edit.under)):
        over = [figures.resolve(r, moment) for r in edit.over]
        under = [figures.resolve(r, moment) for r in edit.under]
        tops, bottoms = tuple(f for f in over if f is not None), tuple(f for f in under if f is not None)
        if len(tops) < len(over) or len(bottoms) < len(under):
            continue
        if edit.needs_unit is not None and not _same_unit(tops[0].unit, edit.needs_unit):
            continue
        if edit.at_least is not None and any((f.value or 0) < edit.at_least for f in (*tops, *bottoms)):
            continue
        factor = _conversion(bottoms[0], tops[0]) if len(tops) == len(bottoms) == 1 else _ONE
        if factor is None:
            continue
        terms = (*(Term(f.key) for f in tops), *(Term(f.key, -1) for f in bottoms))
        times = factor / Fraction(edit.times)
        strict = _between(terms, edit.between, times)
        loose = None if edit.beyond is None else _between(terms, edit.beyond, times)
        yield Check(_id(edit, moment), edit, edit.finding, moment, {"over": tops, "under": bottoms}, strict, loose,
                    edit.severity, hard=False, factor=factor, roles={f.key: _counted(f) for f in (*tops, *bottoms)})


def _between(terms: tuple[Term, ...], bounds: tuple[Decimal | None, Decimal | None], times: Fraction) -> Product:
    lo, hi = (_fraction(b) for b in bounds)
    return Product(terms, None if lo is None else lo * times, None if hi is None else hi * times)


def _range(edit: RangeEdit, figures: Figures) -> Iterator[Check]:
    for indicator in edit.indicators:
        for o in figures.of(indicator):
            rule = Within(o.key, _fraction(edit.min), _fraction(edit.max))
            figure = Figure(o.key, o)
            name = o.key.replace("@", ".").replace("[", ".").replace("]", "")
            yield Check(f"{edit.id}.{name}", edit, "range", Moment(o.period), {"figure": (figure,)}, rule, rule,
                        edit.severity, hard=edit.severity == "error", roles={o.key: _counted(figure)})


def _count(edit: CountEdit, figures: Figures) -> Iterator[Check]:
    for moment in figures.moments((edit.count, edit.names)):
        found = _all(figures, moment, count=edit.count, names=edit.names)
        if found is None:
            continue
        count, names = found["count"][0].key, found["names"][0].key
        rule = Sum(((count, _ONE), (names, -_ONE)))
        yield Check(_id(edit, moment), edit, "count", moment, found, rule, rule, computed=count,
                    roles={count: "reckoned", names: "names"})


def _counted(figure: Figure) -> Role:
    return "count" if figure.observation.precision == 0 else "amount"


def _reckoned(figure: Figure) -> Role:
    return "copy" if "target" in figure.observation.dims else "reckoned"


def _same_unit(written: str, wanted: str) -> bool:
    return conversion(written, wanted) is not None


def _conversion(written: Figure, wanted: Figure) -> Fraction | None:
    """By what to multiply a figure in the one's unit to have it in the other's; None where they do not compare."""
    a, b = written.unit, wanted.unit
    if a == b or not a or not b:
        return _ONE
    factor = conversion(a, b)
    return None if factor is None else Fraction(factor)


def _fraction(x: Decimal | None) -> Fraction | None:
    return None if x is None else Fraction(x)
