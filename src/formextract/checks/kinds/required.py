"""Cells that may not be left blank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from formextract.checks.figures import NAMES, Figures
from formextract.checks.messages import name
from formextract.checks.rule import MAX_FIELDS, FillingEdit
from formextract.model import Finding, Observation
from formextract.model.edits import RefsField
from formextract.model.record import Severity
from formextract.places import divisions, place_of
from formextract.text.glyphs import CHECKED, EMPTY

SCAN = "scan"
"""The reader's name at places that were read from a picture."""


class RequiredEdit(FillingEdit):
    """None of `indicators` is left blank; `无` is an answer. A question has one tick, and where things are counted
    their names are given. `severity` may be less where the paper copy says more than the file does (a signature). Of
    `region` (province, city, county) the city is blank by right where there is none: 仙桃市, 重庆市大足区.
    """

    kind: Literal["required"]
    indicators: tuple[str, ...] = Field(min_length=1)
    severity: Severity = "warning"
    explain: str = "无相关情况时应填写“无”"
    region: RefsField = ()

    def findings(self, figures: Figures) -> Iterator[Finding]:
        """One finding an indicator, however many of its cells are blank."""
        right = self._blank_by_right(figures)
        named = (name for i in self.indicators for name in (i, f"{i}{NAMES}") if name == i or figures.of(name))
        for indicator in dict.fromkeys(named):
            found = figures.of(indicator)
            if indicator == right:
                continue
            blank = [o for o in found if o.status == "blank" and not _counted_none(o, figures) and not _is_seen_only(o)]
            if blank:
                which = "、".join(name(o) for o in blank[:MAX_FIELDS])
                more = f"等 {len(blank)} 栏" if len(blank) > MAX_FIELDS else ""
                statement = f"{which}{more}未填。{self.explain}。"
                if indicator.endswith(NAMES):
                    statement = f"{which}{more}填报了数量，名称未填。请写明名称。"
                yield self.finding(f"{self.id}.{indicator}", "required", statement, blank)
            for o in found:
                told = _unanswered(o)
                if told:
                    yield self.finding(f"{self.id}.{o.indicator}", "required", f"“{name(o)}”{told}。", [o])

    def _blank_by_right(self, figures: Figures) -> str:
        """The part of `region` that the county's place leaves none for; '' where each has its own."""
        parts = [figures.resolve(ref) for ref in self.region]
        said = [str(f.observation.value) if f is not None and f.observation.is_given else "" for f in parts]
        if len(said) < 3 or not said[2]:  # noqa: PLR2004 - province, city, county
            return ""
        here = place_of(said[0], "", said[2])
        known = [d for d in divisions().named(here.units[-1]) if d.county] if here.units else []
        return self.region[1].indicator if known and not any(d.prefecture for d in known) else ""


def _counted_none(o: Observation, figures: Figures) -> bool:
    """Whether a blank for names stands beside a count of none, or beside no count at all: nothing is to be named."""
    if not o.indicator.endswith(NAMES):
        return False
    counts = [c for c in figures.of(o.indicator.removesuffix(NAMES)) if c.dims == o.dims]
    return not any(c.is_given and c.value for c in counts)


def _is_seen_only(o: Observation) -> bool:
    """Whether a blank stands on a picture, where what is written by hand may not have been read as letters."""
    return o.source is not None and o.source.reader == SCAN


def _unanswered(o: Observation) -> str:
    """What is wrong with the ticks of a question; '' where nothing is, or they are to be seen on a picture only."""
    if o.status != "unreadable" or o.unit is not None or _is_seen_only(o):
        return ""
    ticked, empty = (sum(o.raw.count(c) for c in signs) for signs in (CHECKED, EMPTY))
    if ticked + empty < 2:  # noqa: PLR2004 - a question has two answers at least
        return ""
    return "没有勾选任何一项" if ticked == 0 else "勾选了不止一项，只能选一项" if ticked > 1 else ""
