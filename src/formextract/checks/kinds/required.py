"""Cells that may not be left blank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from formextract.checks.figures import Figures
from formextract.checks.messages import name
from formextract.checks.rule import MAX_FIELDS, FillingEdit
from formextract.model import Finding


class RequiredEdit(FillingEdit):
    """None of `indicators` is left blank; `无` is an answer."""

    kind: Literal["required"]
    indicators: tuple[str, ...] = Field(min_length=1)

    def findings(self, figures: Figures) -> Iterator[Finding]:
        """One finding an indicator, however many of its cells are blank."""
        for indicator in self.indicators:
            blank = [o for o in figures.of(indicator) if o.status == "blank"]
            if not blank:
                continue
            which = "、".join(name(o) for o in blank[:MAX_FIELDS])
            more = f"等 {len(blank)} 栏" if len(blank) > MAX_FIELDS else ""
            statement = f"{which}{more}未填。无相关情况时应填写“无”。"
            yield self.finding(f"{self.id}.{indicator}", "required", statement, blank)
