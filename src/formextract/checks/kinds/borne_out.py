"""Figures that only mean something where others are there: growth of what is nothing, money for research by nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from formextract.checks.figures import Figure, Figures
from formextract.checks.messages import behind, figure, name
from formextract.checks.rule import FillingEdit, instance_id
from formextract.model import Finding
from formextract.model.doubt import SURE
from formextract.model.edits import RefField, RefsField

WHOLE = 100
"""Per cent of all there is."""


class BorneOutEdit(FillingEdit):
    """Where `figure` is more or less than nought, at least one of `by` is there and not nought.

    Where one of them is left blank, or was not read, nobody knows.
    """

    kind: Literal["borne_out"]
    figure: RefField
    by: RefsField

    def findings(self, figures: Figures) -> Iterator[Finding]:
        told: list[str] = []
        about: list[Figure] = []
        for moment in figures.moments((self.figure, *self.by)):
            said = figures.resolve(self.figure, moment)
            others = [f for ref in self.by if (f := figures.resolve(ref, moment)) is not None]
            if said is None or not said.value or len(others) < len(self.by) or not all(map(_nothing, others)):
                continue
            against = "、".join(figure(f.observation) for f in others)
            told.append(f"{figure(said.observation)}，{behind('而', against)}")
            about += [f for f in (said, *others) if f not in about]
        if told:
            statement = f"{'；'.join(told)}（{self.label}），请核对哪一处有误。"
            yield _as_sure_as(self.finding(self.id, "agreement", statement, [f.observation for f in about]), about)


class AllOfItEdit(FillingEdit):
    """Where `part` is as many as `whole`, `rate`, its share of what they make, is 100 %; where it is fewer, a share of
    100 % leaves the others nothing, which is a hint.
    """

    kind: Literal["all_of_it"]
    part: RefField
    whole: RefField
    rate: RefField

    def findings(self, figures: Figures) -> Iterator[Finding]:
        for moment in figures.moments((self.part, self.whole, self.rate)):
            found = [figures.resolve(ref, moment) for ref in (self.part, self.whole, self.rate)]
            about = [f for f in found if f is not None]
            if len(about) < len(found) or any(f.value is None for f in about):
                continue
            part, whole, rate = about
            shares = figures.interval(rate.key, "rounded")
            if not whole.value or shares is None or shares.hi is None:
                continue
            told = "、".join(figure(f.observation) for f in about)
            of = [f.observation for f in about]
            if part.value == whole.value and shares.hi < WHOLE:
                statement = f"{told}：{self.label}，{name(rate.observation)}应为 100%，请核对哪一处有误。"
                yield _as_sure_as(self.finding(instance_id(self, moment), "agreement", statement, of), about)
            elif (part.value or 0) < whole.value and rate.value == WHOLE:
                statement = f"{told}：其余的似没有产值，请核对。"
                yield replace(self.finding(instance_id(self, moment), "agreement", statement, of), severity="info")


def _nothing(f: Figure) -> bool:
    """Whether the form says that there is none of it."""
    return f.observation.status == "none" or f.value == 0


def _as_sure_as(finding: Finding, about: Sequence[Figure]) -> Finding:
    """The finding as a hint where one of its figures was read in doubt."""
    return finding if all(f.observation.confidence >= SURE for f in about) else replace(finding, severity="info")
