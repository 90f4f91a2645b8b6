"""How indicators are told of in sentences: a lexicon of concepts, and frames made of them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Fillers(_Strict):
    """Words within a phrase that say nothing."""

    words: tuple[str, ...] = ()


class Frame(_Strict):
    """An indicator as the concepts by which it is told of. The keys are explained at the head of `prose.yaml`."""

    indicator: str
    means: tuple[str, ...] = Field(alias="is")
    may: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    flow: bool = False
    plain: bool = False
    behind: bool = False
    rate: bool = False
    only_percent: bool = False
    alone: bool = False
    share: str | None = None
    of: tuple[tuple[str, ...], ...] = ()
    growth: str | None = None
    fall: str | None = None
    average: str | None = None
    in_years: str | None = None
    level: Literal["place", "standard"] | None = None
    needs_level: bool = False
    dims: dict[str, str] = Field(default_factory=dict)
    only_asked: bool = False
    planned: bool = False
    wider: bool = False
    parts: tuple[tuple[str, ...], ...] = ()

    def names(self) -> tuple[str, ...]:
        """Every indicator that the frame speaks of."""
        return tuple(
            n
            for n in (self.indicator, self.share, self.growth, self.fall, self.average, self.in_years)
            if n is not None
        )


class SumOfConcepts(_Strict):
    """An indicator that counts several things together, each of them a set of concepts."""

    indicator: str
    of: tuple[tuple[str, ...], ...]


class Statement(_Strict):
    """A yes or no that a sentence says: `about` must all stand in one clause, `denied` turns it round."""

    indicator: str
    about: tuple[tuple[str, ...], ...]
    value: bool | str
    denied: bool | str | None = None
    needs_denied: bool = False


class ProseWeights(_Strict):
    """The fitted score of a reading in a sentence: a weight for each thing seen, and from where one claims."""

    intercept: float = 0.0
    weights: dict[str, float] = Field(default_factory=dict)
    claimed: float = 0.5
    """Probability from which a figure is claimed."""
    sure: float = 1.0
    """Probability from which it is sure."""
    measured: str = ""
    """On what the weights were fitted and how they did on what was left out."""


class ProseRules(_Strict):
    """What the words of a sentence do to a figure; see the head of `prose.yaml`."""

    heads: dict[str, tuple[str, ...]]
    sides: dict[str, tuple[str, ...]]
    neutral: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    fillers: Fillers = Fillers()
    foreign: tuple[tuple[str, ...], ...] = ()
    foreign_concepts: tuple[str, ...] = ()
    sized: tuple[str, ...] = ()
    marks: dict[str, tuple[str, ...]]
    frames: tuple[Frame, ...]
    sums: tuple[SumOfConcepts, ...] = ()
    plan_headings: tuple[str, ...] = ()
    others_headings: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    ranks: tuple[str, ...] = ()
    sections: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    section_nouns: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    weights: ProseWeights = ProseWeights()
    """From a file of their own, which a script writes."""
