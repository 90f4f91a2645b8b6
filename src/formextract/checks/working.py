"""The sum behind a check, with the form's figures in it, as a clerk redoes it on a calculator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from formextract.checks.build import build
from formextract.checks.figures import Figure, Figures
from formextract.checks.messages import number, shown
from formextract.checks.rule import Check
from formextract.model import Record
from formextract.model.edits import AverageGrowthEdit, BandEdit, CountEdit, Edits, RangeEdit

JOINT = "joint."
"""How the name of a finding starts whose rules hold one by one and not together; their names follow, with `+`."""
_HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Working:
    """`formula` `relation` `result` `unit`, as `(5036.85 ÷ 4313.52 − 1) × 100` `=` `16.77` `%`.

    `subject` names the figure that should be the result (or stands on the left of ≤); None where there is none.
    """

    formula: str
    relation: str
    result: str
    unit: str
    subject: str | None


def workings(record: Record, edits: Edits, check: str) -> list[Working]:
    """The sums of a finding's check (of several, where it is about rules that fail together); none for the rest."""
    names = set(check.removeprefix(JOINT).split("+")) if check.startswith(JOINT) else {check}
    return [w for c in build(edits, Figures(record)) if c.id in names for w in _working(c)]


def _working(check: Check) -> Iterator[Working]:
    f = {part: found[0] for part, found in check.figures.items() if found}
    match check.kind:
        case "share" | "per_capita":
            result = _over(_value(f["part"]), _value(f["whole"]))
            formula = f"{_shown(f['part'])} ÷ {_shown(f['whole'])}"
            if check.factor != 1:
                formula += f" × {number(check.factor)}"
            yield _equal(formula, None if result is None else result * check.factor, f["rate"])
        case "growth":
            result = _over(_value(f["now"]), _value(f["before"]))
            formula = f"({_shown(f['now'])} ÷ {_shown(f['before'])} − 1) × 100"
            yield _equal(formula, None if result is None else (result - 1) * 100, f["rate"])
        case "average_growth" if isinstance(check.edit, AverageGrowthEdit):
            yield from _average(check, check.edit)
        case "sum":
            parts = check.figures["parts"]
            values = [_value(p) for p in parts]
            total = None if None in values else sum((v for v in values if v is not None), Fraction(0))
            yield _equal(" + ".join(_shown(p) for p in parts), total, f["total"])
        case "subset":
            part, whole = f["part"], f["whole"]
            yield Working(_shown(part), "≤", _shown(whole), _unit(whole), part.key)
        case "agreement":
            yield Working(_shown(f["left"]), "=", _shown(f["right"]), _unit(f["right"]), f["left"].key)
        case "count" if isinstance(check.edit, CountEdit):
            names = f["names"].observation
            listed = len(names.value) if isinstance(names.value, tuple) else 0
            yield Working("名称栏列出的个数", "=", str(listed), _unit(f["count"]), f["count"].key)
        case _ if isinstance(check.edit, RangeEdit):
            low, high = check.edit.min, check.edit.max
            bounds = [f"≥ {number(low)}"] if low is not None else []
            bounds += [f"≤ {number(high)}"] if high is not None else []
            yield Working(_shown(f["figure"]), "应", "且 ".join(bounds), _unit(f["figure"]), f["figure"].key)
        case _ if isinstance(check.edit, BandEdit):
            yield from _band(check, check.edit)


def _band(check: Check, edit: BandEdit) -> Iterator[Working]:
    over, under = check.figures["over"], check.figures["under"]
    result: Fraction | None = Fraction(edit.times) / (check.factor or 1)
    times = result
    for f in over:
        v = _value(f)
        result = None if result is None or v is None else result * v
    for f in under:
        result = _over(result, _value(f))
    formula = " × ".join(_shown(f) for f in over) + "".join(f" ÷ {_shown(f)}" for f in under)
    if times != 1:
        formula += f" × {number(times, 4)}"
    yield Working(formula, "=", number(result), "", None)


def _average(check: Check, edit: AverageGrowthEdit) -> Iterator[Working]:
    """The average in its first reading: over the years that the form shows."""
    years = sorted(y for y in check.figures if y != "rate")
    first, last = (_product(check.figures[y]) for y in (years[0], years[-1]))
    ratio = _over(last[1], first[1])
    rate = check.figures["rate"][0]
    steps = 1 if "total" in edit.readings else int(years[-1]) - int(years[0])
    root = f"^(1/{steps})" if steps > 1 else ""
    quotient = f"({last[0]}) ÷ ({first[0]})" if " × " in first[0] else f"{last[0]} ÷ {first[0]}"
    inner = f"({quotient}){root}" if root else quotient
    formula = f"(1 − {inner}) × 100" if edit.falling else f"({inner} − 1) × 100"
    result: Fraction | None = None
    if ratio is not None and ratio >= 0:
        growth = Fraction(float(ratio) ** (1 / steps)).limit_denominator(10**9) - 1
        result = (-growth if edit.falling else growth) * 100
    yield _equal(formula, result, rate)


def _product(figures: tuple[Figure, ...]) -> tuple[str, Fraction | None]:
    value: Fraction | None = Fraction(1)
    for f in figures:
        v = _value(f)
        if v is not None and _unit(f) == "%" and len(figures) > 1:
            v /= _HUNDRED
        value = None if v is None or value is None else value * v
    return " × ".join(_shown(f) + ("%" if _unit(f) == "%" and len(figures) > 1 else "") for f in figures), value


def _equal(formula: str, result: Fraction | None, subject: Figure) -> Working:
    return Working(formula, "=", number(result), _unit(subject), subject.key)


def _value(f: Figure) -> Fraction | None:
    return None if f.value is None else Fraction(f.value)


def _over(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or not b else a / b


def _shown(f: Figure) -> str:
    return shown(f.observation) if isinstance(f.observation.value, Decimal) else "？"


def _unit(f: Figure) -> str:
    return f.observation.unit or ""
