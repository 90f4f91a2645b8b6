"""Cells that may not be left blank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from formextract.checks.figures import Figures
from formextract.checks.messages import MAX_FIELDS, name
from formextract.checks.rule import FillingEdit
from formextract.model import Finding
from formextract.model.record import Severity


class RequiredEdit(FillingEdit):
    """None of `indicators` is left blank; `无` is an answer."""

    kind: Literal["required"]
    indicators: tuple[str, ...] = Field(min_length=1)
    severity: Severity = "warning"

    def findings(self, figures: Figures) -> Iterator[Finding]:
        """One finding an indicator, however many of its cells are blank."""
        for indicator in self.indicators:
            blank = [o for o in figures.of(indicator) if o.status == "blank"]
            if not blank:
                continue
            which = "、".join(name(o) for o in blank[:MAX_FIELDS])
            more = f"等 {len(blank)} 栏" if len(blank) > MAX_FIELDS else ""
            yield Finding(
                f"{self.id}.{indicator}",
                "required",
                self.severity,
                f"{which}{more}未填。无相关情况时应填写“无”。",
                tuple(o.key for o in blank[:MAX_FIELDS]),
                clause=self.clause,
            )
