"""Edits as declared, turned into checks on one form's figures: one for each year and level where they apply."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from formextract.checks.averages import average_checks
from formextract.checks.constraint import Product, Sum, Term, Within
from formextract.checks.figures import Figure, Figures, Moment
from formextract.checks.rule import Check, Role, counted, factor_between, fraction, same_unit
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
    Ref,
    SubsetEdit,
    SumEdit,
)

_HUNDREDTH = Fraction(1, 100)
_ONE = Fraction(1)


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
            yield from average_checks(edit, figures)
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
                    low, high = fraction(edit.min), fraction(edit.max)
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
        roles = {part: counted(found["part"][0]), whole: counted(found["whole"][0]), rate: "reckoned"}
        yield Check(
            _id(edit, moment),
            edit,
            edit.kind,
            moment,
            found,
            rule,
            rule,
            computed=rate,
            roles=roles,
            factor=Fraction(edit.times),
        )


def _growth(edit: GrowthEdit, figures: Figures) -> Iterator[Check]:
    previous = edit.amount._replace(at="prev")
    for moment in figures.moments((edit.amount, edit.rate)):
        found = _all(figures, moment, now=edit.amount, before=previous, rate=edit.rate)
        if found is None:
            continue
        now, before, rate = (found[k][0].key for k in ("now", "before", "rate"))
        rule = Product((Term(now), Term(before, -1), Term(rate, -1, _HUNDREDTH, _ONE)))
        amount = counted(found["now"][0])
        yield Check(
            _id(edit, moment),
            edit,
            "growth",
            moment,
            found,
            rule,
            rule,
            computed=rate,
            roles={now: amount, before: amount, rate: "reckoned"},
        )


def _subset(edit: SubsetEdit, figures: Figures) -> Iterator[Check]:
    for moment in figures.moments((edit.part, edit.whole)):
        found = _all(figures, moment, part=edit.part, whole=edit.whole)
        if found is None:
            continue
        part, whole = found["part"][0], found["whole"][0]
        factor = factor_between(whole, part)
        if factor is None:
            continue
        rule = Product((Term(part.key), Term(whole.key, -1)), None, factor * Fraction(edit.times))
        yield Check(
            _id(edit, moment),
            edit,
            "subset",
            moment,
            found,
            rule,
            rule,
            edit.severity,
            factor=factor,
            hard=edit.severity == "error",
            roles={part.key: counted(part), whole.key: counted(whole)},
        )


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
        roles: dict[str, Role] = {p.key: counted(p) for p in named}
        yield Check(
            _id(edit, moment),
            edit,
            "sum",
            moment,
            found,
            rule,
            rule,
            computed=total.key,
            roles={**roles, total.key: "reckoned"},
        )


def _agreement(edit: AgreementEdit, figures: Figures) -> Iterator[Check]:
    for moment in figures.moments((edit.left, edit.right)):
        found = _all(figures, moment, left=edit.left, right=edit.right)
        if found is None:
            continue
        left, right = found["left"][0], found["right"][0]
        factor = factor_between(right, left)
        if factor is None:
            continue
        rule = Product((Term(left.key), Term(right.key, -1)), factor, factor)
        yield Check(
            _id(edit, moment),
            edit,
            "agreement",
            moment,
            found,
            rule,
            rule,
            computed=left.key,
            factor=factor,
            roles={left.key: "copy", right.key: counted(right)},
        )


def _band(edit: BandEdit, figures: Figures) -> Iterator[Check]:
    for moment in figures.moments((*edit.over, *edit.under)):
        over = [figures.resolve(r, moment) for r in edit.over]
        under = [figures.resolve(r, moment) for r in edit.under]
        tops, bottoms = tuple(f for f in over if f is not None), tuple(f for f in under if f is not None)
        if len(tops) < len(over) or len(bottoms) < len(under):
            continue
        if edit.needs_unit is not None and not same_unit(tops[0].unit, edit.needs_unit):
            continue
        if edit.at_least is not None and any((f.value or 0) < edit.at_least for f in (*tops, *bottoms)):
            continue
        factor = factor_between(bottoms[0], tops[0]) if len(tops) == len(bottoms) == 1 else _ONE
        if factor is None:
            continue
        terms = (*(Term(f.key) for f in tops), *(Term(f.key, -1) for f in bottoms))
        times = factor / Fraction(edit.times)
        strict = _between(terms, edit.between, times)
        loose = None if edit.beyond is None else _between(terms, edit.beyond, times)
        yield Check(
            _id(edit, moment),
            edit,
            edit.finding,
            moment,
            {"over": tops, "under": bottoms},
            strict,
            loose,
            edit.severity,
            hard=False,
            factor=factor,
            roles={f.key: counted(f) for f in (*tops, *bottoms)},
        )


def _between(terms: tuple[Term, ...], bounds: tuple[Decimal | None, Decimal | None], times: Fraction) -> Product:
    lo, hi = (fraction(b) for b in bounds)
    return Product(terms, None if lo is None else lo * times, None if hi is None else hi * times)


def _range(edit: RangeEdit, figures: Figures) -> Iterator[Check]:
    for indicator in edit.indicators:
        for o in figures.of(indicator):
            rule = Within(o.key, fraction(edit.min), fraction(edit.max))
            figure = Figure(o.key, o)
            name = o.key.replace("@", ".").replace("[", ".").replace("]", "")
            yield Check(
                f"{edit.id}.{name}",
                edit,
                "range",
                Moment(o.period),
                {"figure": (figure,)},
                rule,
                rule,
                edit.severity,
                hard=edit.severity == "error",
                roles={o.key: counted(figure)},
            )


def _count(edit: CountEdit, figures: Figures) -> Iterator[Check]:
    for moment in figures.moments((edit.count, edit.names)):
        found = _all(figures, moment, count=edit.count, names=edit.names)
        if found is None:
            continue
        count, names = found["count"][0].key, found["names"][0].key
        rule = Sum(((count, _ONE), (names, -_ONE)))
        yield Check(
            _id(edit, moment),
            edit,
            "count",
            moment,
            found,
            rule,
            rule,
            computed=count,
            roles={count: "reckoned", names: "names"},
        )
