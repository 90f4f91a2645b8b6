"""How a text is to be spelt, and how many decimals a figure is to have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field, model_validator

from formextract.checks.figures import Figures
from formextract.checks.messages import name, shown
from formextract.checks.rule import MAX_FIELDS, FillingEdit
from formextract.errors import pattern_fault
from formextract.model import Finding, Observation
from formextract.model.facts import is_prose
from formextract.model.interval import is_count, is_figure
from formextract.model.record import Severity
from formextract.text import fold


class FormatEdit(FillingEdit):
    """Each text of `indicators` is written as `pattern` (searched) says, or each figure with `decimals` decimals."""

    kind: Literal["format"]
    indicators: tuple[str, ...] = Field(min_length=1)
    pattern: str | None = None
    decimals: int | None = None
    severity: Severity = "info"
    explain: str

    @model_validator(mode="after")
    def _one_of(self) -> FormatEdit:
        if (self.pattern is None) == (self.decimals is None):
            raise ValueError("pattern 和 decimals 须写一个，且只写一个")
        if self.pattern is not None:
            try:
                re.compile(self.pattern)
            except re.error as e:
                raise ValueError(f"pattern 不是正则表达式：{pattern_fault(e)}") from e
        return self

    def findings(self, figures: Figures) -> Iterator[Finding]:
        """One finding a text; figures with other decimals are told together."""
        odd: list[Observation] = []
        for indicator in self.indicators:
            for o in figures.of(indicator):
                if not o.is_given or is_prose(o):  # a sentence is no cell that is to be filled in so
                    continue
                if self.decimals is not None:
                    if is_figure(o.value) and not is_count(o) and _decimals(o) not in (None, 0, self.decimals):
                        odd.append(o)
                elif isinstance(o.value, str) and re.search(self.pattern or "", o.value) is None:
                    statement = f"{name(o)}填报“{o.value}”，{self.explain}。"
                    yield self.finding(f"{self.id}.{indicator}", "format", statement, [o], reported=o.value)
        if odd:
            yield self._other_decimals(odd)

    def _other_decimals(self, odd: Sequence[Observation]) -> Finding:
        which = "、".join(f"{name(o)}（{_written(o)}）" for o in odd[:MAX_FIELDS])
        more = f"等 {len(odd)} 处" if len(odd) > MAX_FIELDS else ""
        statement = f"{self.explain}：{which}{more}不是 {self.decimals} 位小数。"
        return self.finding(self.id, "format", statement, odd)


_FIGURE = re.compile(r"\d[\d,，]*(?:\.(\d+))?")


def _decimals(o: Observation) -> int | None:
    """How many decimals the figure has on the form, in the unit in which it was written there: 42900亩 has none."""
    found = list(_FIGURE.finditer(fold(o.raw)))
    return o.precision if len(found) != 1 else len(found[0].group(1) or "")


def _written(o: Observation) -> str:
    """The figure as it stands on the form; as a figure of its unit where the cell holds more than one."""
    found = [m.group() for m in _FIGURE.finditer(fold(o.raw))]
    return found[0] if len(found) == 1 else shown(o)
