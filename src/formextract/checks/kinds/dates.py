"""Dates that come one after the other, and after the years whose figures the form gives."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Literal

from formextract.checks.figures import Figures
from formextract.checks.messages import name
from formextract.checks.rule import FillingEdit
from formextract.model import Finding, Observation
from formextract.model.edits import RefsField

MONTHS = 12


class DatesEdit(FillingEdit):
    """`order` are dates of which none lies before the one before it. With `after_data` each also lies after the end
    of the form's last year, with `before_data` none does: what was not there yet has no figures.
    """

    kind: Literal["dates"]
    order: RefsField
    after_data: bool = False
    before_data: bool = False

    def findings(self, figures: Figures) -> Iterator[Finding]:
        found = [f.observation for ref in self.order if (f := figures.resolve(ref)) is not None]
        dates = [o for o in found if o.is_given and isinstance(o.value, str) and o.value[:4].isdigit()]
        for before, after in itertools.pairwise(dates):
            if _before(str(after.value), str(before.value)):
                said = f"{_told(after)}早于{_told(before)}，请核对哪一处有误。"
                yield self.finding(f"{self.id}.{after.indicator}", "agreement", said, [after, before])
        if self.before_data and figures.years:
            for o in dates:
                if str(o.value)[:4] > figures.years[-1]:
                    said = f"{_told(o)}，晚于表中数据的年份（{figures.years[-1]} 年），请核对。"
                    yield self.finding(f"{self.id}.{o.indicator}.data", "agreement", said, [o], reported=o.value)
        last = figures.years[-1] if self.after_data and figures.years else None
        for o in dates:
            # a form for this year's plans may be filled in while the year lasts: only what cannot be known yet is told
            if last is not None and _before(str(o.value), f"{last}-{MONTHS}"):
                said = f"{_told(o)}，早于 {last} 年底，而表中的数据截止到 {last} 年底，请核对日期或数据年份。"
                yield self.finding(f"{self.id}.{o.indicator}.data", "agreement", said, [o], reported=o.value)


def _before(one: str, other: str) -> bool:
    """Whether a date lies before another, as far as both are written out."""
    length = min(len(one), len(other))
    return one[:length] < other[:length]


def _told(o: Observation) -> str:
    return f"{name(o)} {_written(str(o.value))}"


def _written(iso: str) -> str:
    """A date as officials write it: 2024年6月5日, 2024年6月."""
    parts = iso.split("-")
    return "".join(f"{int(part)}{word}" for part, word in zip(parts, "年月日", strict=False)) if len(parts) > 1 else iso
