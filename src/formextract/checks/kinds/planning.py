"""The planning table: its baselines are the form's own figures, its targets what the instructions ask for."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from formextract.checks.constraint import Product, Term
from formextract.checks.figures import Figure, Figures, Moment
from formextract.checks.kinds.agreement import WrittenTwice
from formextract.checks.messages import name, number, shown, unit
from formextract.checks.rule import Check, FillingEdit, counted, factor_between
from formextract.model import Finding, Observation, Parts
from formextract.model.edits import Ref
from formextract.model.interval import Interval
from formextract.model.plans import PlanRow, promise_of
from formextract.model.record import Severity
from formextract.text import in_digits, squeeze

LONGEST_PLAN = 15
"""Years from a plan's base to its last one; these forms plan for three, the State for five and for fifteen."""
NEAR = Fraction(2, 100)
"""Share of a target by which its last year's goal may differ without more than a hint; those of the development forms,
which were made apart from the table, do by up to 0.8 %."""
_MORE = re.compile(r"以上|不低于|不少于|超过|突破|高于|≥|不小于|余|多")
_STAGE = re.compile(
    r"\s*(?:[(（]?\s*[\d一二三四五]{1,2}\s*[)）.、．]\s*)?(?:到|至)?20\d\d\s*年?(?:\s*[-—–~～至到、和]+\s*20\d\d)?\s*年"
)
"""How a part of the stage goals begins."""
_LESS = re.compile(r"以下|以内|不高于|不超过|低于|≤|不大于|控制在")
"""Words that make a goal a bound: of what is to rise, and of what is to fall."""


class BaselineEdit(WrittenTwice):
    """Every row of the planning table whose caption names an indicator has that indicator's own figure as baseline: of
    the last year where it is yearly. `but` are indicators whose baselines are reckoned otherwise.
    """

    kind: Literal["baseline"]
    but: tuple[str, ...] = ()

    def checks(self, figures: Figures) -> Iterator[Check]:
        for left in figures.of("plan_baseline"):
            if left.measures is None or left.measures in self.but:
                continue
            own = figures.resolve(Ref(left.measures, "last")) or figures.resolve(Ref(left.measures))
            own = own or figures.resolve(Ref(left.measures, "span"))
            if own is None:
                continue
            row = Figure(left.key, left)
            factor = factor_between(own, row)
            if factor is None:
                continue
            rule = Product((Term(left.key), Term(own.key, -1)), factor, factor)
            yield Check(
                f"{self.id}.{left.measures}",
                self,
                "agreement",
                Moment(),
                {"left": (row,), "right": (own,)},
                rule,
                rule,
                computed=left.key,
                factor=factor,
                roles={left.key: "copy", own.key: counted(own)},
            )


Measures = Annotated[tuple[str, ...], BeforeValidator(lambda v: (v,) if isinstance(v, str) else v), Field(min_length=1)]
"""One indicator that planning rows are about, or several."""


class TargetEdit(FillingEdit):
    """The target of the row about `measures` is what an instruction asks for: a level (`least`), growth a year
    (`least_yearly`), a fall over all years (`least_fall`), each in per cent, or simply more than the baseline
    (`rising`). Of several indicators it is asked that none falls behind its baseline (`kept`).

    `around` says how much less still is 左右, as a share of what is asked for.
    """

    kind: Literal["target"]
    measures: Measures
    least: Decimal | None = None
    least_yearly: Decimal | None = None
    least_fall: Decimal | None = None
    rising: bool = False
    kept: bool = False
    around: Decimal = Field(default=Decimal(0), ge=0, lt=1)

    def findings(self, figures: Figures) -> Iterator[Finding]:
        for row in figures.plan:
            if row.measures not in self.measures:
                continue
            said = self._missed(row)
            if said:
                about = [
                    row.target,
                    *([row.baseline] if row.baseline is not None and row.promise.how == "level" else []),
                ]
                statement = f"{name(row.target)}“{row.target.raw}”，{said}。"
                check = self.id if len(self.measures) == 1 else f"{self.id}.{row.measures}"
                yield self.finding(check, "range", statement, about, reported=row.target.value)

    def _missed(self, row: PlanRow) -> str:
        """What the row promises too little; '' where it promises enough, or one cannot tell."""
        slack = 1 - Fraction(self.around)
        about = "左右" if self.around else ""
        if self.least is not None and _below(row.level, Fraction(self.least) * slack):
            return f"要求达到 {number(self.least)}%{about}" if self.around else f"要求不低于 {number(self.least)}%"
        if self.least_yearly is not None and _below(row.yearly, Fraction(self.least_yearly) * slack):
            return f"{_from(row)}折合年均增长 {_least(row.yearly)}%，要求年均不低于 {number(self.least_yearly)}%"
        if self.least_fall is not None and row.total is not None:
            fall = Interval(_minus(row.total.hi), _minus(row.total.lo))
            if _below(fall, Fraction(self.least_fall) * slack):
                return f"{_from(row)}共下降 {_least(fall)}%，要求下降 {number(self.least_fall)}%{about}"
        if self.rising and row.total is not None and row.total.hi is not None and row.total.hi <= 0:
            return f"{_from(row)}没有增加，要求逐年增加"
        if self.kept and row.total is not None and row.total.hi is not None and row.total.hi < 0:
            return f"低于基准值 {shown(row.baseline)}{unit(row.baseline)}，请核对" if row.baseline is not None else ""
        return ""


def _from(row: PlanRow) -> str:
    base = row.baseline
    if base is None or row.promise.how != "level":
        return ""
    return f"按基准值 {shown(base)}{unit(base)}"


def _below(found: Interval | None, least: Fraction) -> bool:
    return found is not None and found.hi is not None and found.hi < least


def _least(found: Interval | None) -> str:
    """A figure to two decimals; of an interval its middle, which is what a reader reckons."""
    if found is None or found.lo is None or found.hi is None:
        return "？"
    return number((found.lo + found.hi) / 2)


def _minus(x: Fraction | None) -> Fraction | None:
    return None if x is None else -x


class PlanYearsEdit(FillingEdit):
    """The planning table starts from the form's last year, and ends so many `years` later."""

    kind: Literal["plan_years"]
    years: int = Field(gt=0)

    def findings(self, figures: Figures) -> Iterator[Finding]:
        last = int(figures.years[-1]) if figures.years and figures.years[-1].isdigit() else None
        base, goal = (next(iter(figures.of(name)), None) for name in ("plan_base_year", "plan_target_year"))
        if base is None or not isinstance(base.value, Decimal):
            return
        if last is not None and base.value != last:
            statement = f"规划表以 {number(base.value)} 年为基准年，而表中数据截止到 {last} 年，请核对年份。"
            yield self.finding(f"{self.id}.base", "agreement", statement, [base], reported=base.value)
        elif goal is not None and isinstance(goal.value, Decimal) and goal.value - base.value != self.years:
            span = f"{number(base.value)} 年到 {number(goal.value)} 年"
            statement = f"规划表由 {span}，应为 {self.years} 年，请核对年份。"
            yield self.finding(f"{self.id}.target", "agreement", statement, [base, goal], reported=goal.value)


class StagesEdit(FillingEdit):
    """The goals of single years lie on the way from baseline to target: none falls back behind the year before, and the
    last is the target. Of intensities (`falling`) the other way round.
    """

    kind: Literal["stages"]
    falling: tuple[str, ...] = ()
    severity: Severity = "warning"

    def findings(self, figures: Figures) -> Iterator[Finding]:
        by: dict[str, list[Observation]] = {}
        for o in figures.of("plan_stage"):
            by.setdefault(o.measures or o.dims.get("target", ""), []).append(o)
        rows = {row.measures or row.name: row for row in figures.plan}
        last_year = next((str(o.value) for o in figures.of("plan_target_year")), None)
        yield from self._left_out(figures)
        for measures, found in by.items():
            stages = sorted((o for o in found if _level(o) is not None), key=lambda o: o.period or "")
            sign = -1 if measures in self.falling else 1
            for before, after in itertools.pairwise(stages):
                if _differ(before, after) * sign < 0:
                    yield self._told(before, after, "后一年的目标反而" + ("高" if sign < 0 else "低") + "于前一年")
            row = rows.get(measures)
            if row is None:
                continue
            base = row.baseline
            if stages and base is not None and base.is_given and _differ(base, stages[0]) * sign < 0:
                yield self._told(base, stages[0], "第一年的目标还不及基准值")
            final = [o for o in stages if o.period == last_year] or (stages[-1:] if last_year is None else [])
            if final and row.promise.how == "level" and not _keeps(final[0], row.target, sign):
                far = abs(_differ(final[0], row.target)) > NEAR * abs(row.promise.figure)
                what = "最后一年的目标与三年总体目标应为同一数字"
                yield self._told(final[0], row.target, what, self.severity if far else "info")

    def _left_out(self, figures: Figures) -> Iterator[Finding]:
        """The years of the plan for which the text that is told apart by years has no goals."""
        text = next((o for o in figures.of("plan_stages") if o.is_given), None)
        base, goal = (next(iter(figures.of(name)), None) for name in ("plan_base_year", "plan_target_year"))
        if text is None or base is None or goal is None:
            return
        first, last = base.value, goal.value
        if not isinstance(first, Decimal) or not isinstance(last, Decimal):
            return
        if not first < last <= first + LONGEST_PLAN:
            return  # a misread or mistyped year, which is told as such elsewhere
        headed = [int(year) for line in str(text.value).splitlines() for year in _headed(line)]
        left = [year for year in range(int(first) + 1, int(last) + 1) if year not in headed]
        if len(headed) < 2 or not left:  # noqa: PLR2004 - years that part a text
            return
        twice = "、".join(str(y) for y in dict.fromkeys(headed) if headed.count(y) > 1)
        statement = f"阶段性目标没有写 {'、'.join(map(str, left))} 年的" + (
            f"，{twice} 年的写了不止一次" if twice else ""
        )
        yield self.finding(f"{self.id}.years", "agreement", f"{statement}，请核对。", [text])

    def _told(self, one: Observation, other: Observation, what: str, severity: Severity | None = None) -> Finding:
        parts = Parts(f"{_said(one)}，{_said(other)}：{what}", advice="请核对哪一处有误")
        return Finding(
            check=f"{self.id}.{one.measures or 'row'}.{one.period or 'base'}",
            kind="agreement",
            severity=severity or self.severity,
            message=parts.message,
            fields=(one.key, other.key),
            clause=self.clause,
            origin="form",
            parts=parts,
        )


def _headed(line: str) -> list[str]:
    """The years with which a line begins: `（1）2024年度：…`, `2024—2025年，…`; none where it begins otherwise."""
    head = _STAGE.match(in_digits(line))
    return [] if head is None else re.findall(r"20\d\d", head.group())


def _level(o: Observation) -> Fraction | None:
    promise = promise_of(o, o.measures)
    return promise.figure if promise is not None and promise.how == "level" else None


def _differ(one: Observation, other: Observation) -> Fraction:
    """How much the second is more than the first, in its unit; 0 where they do not compare or may be the same."""
    a, b = _level(one), _level(other)
    if a is None or b is None:
        return Fraction(0)
    factor = factor_between(Figure(one.key, one), Figure(other.key, other))
    if factor is None:
        return Fraction(0)
    grain = Fraction(1, 10 ** max(0, min(one.precision or 0, other.precision or 0)))
    difference = b - a * factor
    return difference if abs(difference) >= grain else Fraction(0)


def _keeps(stage: Observation, target: Observation, sign: int) -> bool:
    """Whether the last year's goal is the target, in the words in which that is put: 50%以上 is kept by 52."""
    difference = _differ(stage, target)
    beyond = _MORE if sign > 0 else _LESS
    at_least = beyond.search(squeeze(target.raw)) and difference * sign <= 0
    at_most = beyond.search(squeeze(stage.raw)) and difference * sign >= 0
    return difference == 0 or bool(at_least or at_most)


def _said(o: Observation) -> str:
    if o.indicator == "plan_stage":
        return f"{o.period} 年“{o.dims.get('target', '')}”的阶段性目标 {shown(o)}{unit(o)}"
    return f"{name(o)} {shown(o)}{unit(o)}"
