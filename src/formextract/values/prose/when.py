"""Of when a figure is: what a period in a sentence makes of the period that held before it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from formextract.values.prose.periods import Period
from formextract.values.prose.tokens import Token

THREE = 3
"""Years of an average growth that the forms ask for."""
_LONG_SPAN = re.compile(r"[四五45]年|[两2]年|^十.五")


@dataclass(frozen=True, slots=True)
class When:
    """Of when a figure is: a year, or a part of one. `said`: in this sentence; `now`: as it stands today."""

    year: str | None = None
    half: bool = False
    part: bool = False
    point: bool = False
    span: tuple[str, ...] = ()
    spans: bool = False
    said: bool = False
    now: bool = False
    lost: bool = False
    """Of a time of which no year is said: 认定时, 成立之初."""
    aside: bool = False
    """Of the same period of another year, which a sentence only looks back to: 上年同期."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the form says beside its sentences: its reporting years, what it asks for, the half-year it is on."""

    years: tuple[int, ...] = ()
    asked: frozenset[str] = frozenset()
    half: int | None = None
    home: str = ""
    """The applicant's place and name, by which the clusters of other places are told."""

    def year(self, back: int) -> str | None:
        """The year that 今年 (0) or 去年 (1) means: in a half-year's report the year runs on, else it is over."""
        if self.half is not None:
            return str(self.half - back)
        if not self.years:
            return None
        return str(self.years[-1] - back + 1) if back else None


def moved(when: When, period: Period, token: Token, report: Report) -> When:
    """The period that holds from a token on."""
    years = period.years
    if period.kind == "year":
        return When(year=years[0], said=True)
    if period.kind == "last":
        if token.text.startswith("上") and when.year is not None and when.said:
            return When(year=str(int(when.year) - 1), half=when.half, said=True)
        return When(year=report.year(1), said=True)
    if period.kind == "before_last":
        return When(year=report.year(2), part=report.year(2) is None, said=True)
    if period.kind == "this":
        if token.text.startswith(("今", "本")):
            return When(year=report.year(0), half=report.half is not None, said=True, part=False)
        return replace(when, said=True, half=False, part=False, point=False)
    if period.kind == "half":
        year = (
            years[0]
            if years
            else report.year(period.back)
            if period.back is not None
            else when.year
            if when.said
            else None
        )
        return When(year=year or report.year(0), half=True, said=True, point=period.until, part=report.half is None)
    if period.kind == "same_period":
        year = years[0] if years else None
        if report.half is not None:
            return When(year=year or report.year(1), half=True, said=True, aside=True)
        if year is None and when.year is not None:
            year = str(int(when.year) - 1)
        return When(year=year, half=when.half, part=when.part or year is None, said=True, aside=True)
    if period.kind == "event":
        return When(lost=True, said=True)
    if period.kind == "now":
        return When(now=True, said=True)
    if period.kind == "whole":  # of a year of which a part was told; in a half-year's report that year is not over
        ended = report.half is None or (when.year is not None and int(when.year) < report.half)
        return replace(when, half=False, part=not ended, point=False)
    if period.kind == "part":
        return When(year=years[0] if years else when.year, part=True, said=True)
    if period.kind == "point":
        return When(year=years[0] if years else when.year, part=True, point=True, said=True)
    if period.kind in ("span", "years"):
        long = years and len(years) != THREE and period.kind == "span"
        return When(
            span=years, spans=True, said=True, point=bool(long or (not years and _LONG_SPAN.search(token.text)))
        )
    return when


def compared(when: When, period: Period, report: Report) -> When:
    """The period with which the present one is compared: 较2022年的3.18%提高."""
    if period.until:  # 比上年末的183家: of the year that was over
        year = period.years[0] if period.years else report.year(1)
        return When(year=year, said=True, part=year is None)
    if period.years:
        return When(year=period.years[0], half=when.half, part=when.part, said=True)
    if when.year is not None:
        return When(year=str(int(when.year) - 1), half=when.half, part=when.part, said=True)
    if report.years and report.half is None and not when.part:  # what has no year is of the last one reported
        return When(year=str(report.years[-1] - 1), said=True)
    return When(year=report.year(1), half=when.half, part=when.part or report.year(1) is None, said=True)
