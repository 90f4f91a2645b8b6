"""How long a text may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from formextract.checks.figures import Figures
from formextract.checks.messages import name
from formextract.checks.rule import FillingEdit
from formextract.model import Finding


class LengthEdit(FillingEdit):
    """Each text of `indicators` has at most `max` letters, white space not counted; of a text whose `sections` were
    told
    apart these are counted, without the headings that the form prints.
    """

    kind: Literal["length"]
    indicators: tuple[str, ...] = Field(min_length=1)
    max: int = Field(gt=0)
    sections: tuple[str, ...] = ()

    def findings(self, figures: Figures) -> Iterator[Finding]:
        for indicator in self.indicators:
            for o in figures.of(indicator):
                if not o.is_given or not isinstance(o.value, str):
                    continue
                told = [s.value for n in self.sections for s in figures.of(n) if isinstance(s.value, str)]
                letters = len(re.sub(r"\s+", "", "".join(told) if told else o.value))
                if letters > self.max:
                    statement = f"{name(o)}共 {letters} 字，超过 {self.max} 字。"
                    yield self.finding(f"{self.id}.{indicator}", "length", statement, [o])
