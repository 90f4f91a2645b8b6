"""Ticks and answers beside the figures that they speak of."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from formextract.checks.figures import Figure, Figures
from formextract.checks.messages import figure, name
from formextract.checks.rule import FillingEdit
from formextract.model import Finding, Observation
from formextract.model.edits import RefField, RefsField
from formextract.text import squeeze


class TickedEdit(FillingEdit):
    """The option of `ticks` that begins with `option` is ticked where `count` is more than nought, and only there."""

    kind: Literal["ticked"]
    ticks: RefField
    option: str
    count: RefField

    def findings(self, figures: Figures) -> Iterator[Finding]:
        ticks, count = figures.resolve(self.ticks), figures.resolve(self.count)
        if ticks is None or count is None or not isinstance(ticks.observation.value, tuple):
            return
        interval = figures.interval(count.key, "rounded")
        if interval is None or interval.lo is None or interval.hi is None or not ticks.observation.is_given:
            return
        ticked = next((t for t in ticks.observation.value if squeeze(t).startswith(squeeze(self.option))), None)
        about = [count.observation, ticks.observation]
        if ticked is not None and interval.hi < 1:
            said = f"勾选了“{ticked}”，而{figure(count.observation)}，请核对是否漏填或误勾。"
            yield self.finding(f"{self.id}", "agreement", said, about)
        elif ticked is None and interval.lo >= 1:
            question = name(ticks.observation)
            said = f"{figure(count.observation)}，而“{question}”没有勾选“{self.option}”开头的一项，请核对是否漏勾。"
            yield self.finding(f"{self.id}", "agreement", said, about)


class AnswerEdit(FillingEdit):
    """Where the question is answered `when`, the figures bear it out: one is there (`given`), they do not fall from
    year
    to year (`rising`), or at least one is more than nought (`some`).
    """

    kind: Literal["answer"]
    question: RefField
    when: str | bool
    figures_of: RefsField
    needs: Literal["given", "rising", "some"]

    def findings(self, figures: Figures) -> Iterator[Finding]:
        question = figures.resolve(self.question)
        if question is None or not question.observation.is_given or question.observation.value != self.when:
            return
        found = [f for ref in self.figures_of for f in _all(figures, ref.indicator, ref.at)]
        if not found:
            return
        said = self._against(found)
        if said:
            answer = "是" if self.when in (True, "yes") else "否" if self.when in (False, "no") else "不适用"
            statement = f"“{name(question.observation)}”填“{answer}”，而{said}（{self.label}），请核对。"
            yield self.finding(
                f"{self.id}", "agreement", statement, [question.observation, *(f.observation for f in found)]
            )

    def _against(self, found: list[Figure]) -> str:
        if self.needs == "given":
            empty = [f for f in found if f.observation.status in ("none", "blank")]
            return figure(empty[0].observation) if len(empty) == len(found) else ""
        values = [(f, Fraction(f.value)) for f in found if f.value is not None]
        if self.needs == "some":
            none = values and len(values) == len(found) and all(v == 0 for _, v in values)
            return f"{'、'.join(figure(f.observation) for f, _ in values)}" if none else ""
        for (a, x), (b, y) in itertools.pairwise(values):
            if y < x:
                return f"{figure(a.observation)}，{figure(b.observation)}，有下降"
        return ""


def _all(figures: Figures, indicator: str, at: str | None) -> Iterator[Figure]:
    """All years' figures of an indicator for `@year`, the one figure else."""
    found: list[Observation] = [o for o in figures.of(indicator) if (o.period is None) == (at is None)]
    yield from (Figure(o.key, o) for o in sorted(found, key=lambda o: o.period or ""))
