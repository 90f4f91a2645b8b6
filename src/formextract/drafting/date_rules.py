"""Dates that a form asks for in their order: 开工日期 and 竣工日期, both ends of a period in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from formextract.drafting.draft import DraftField
from formextract.drafting.rule_lines import line_of
from formextract.model.template import Indicator

_BEGINS = re.compile("开|始|起|启动")
_ENDS = re.compile("竣|完|终|止|束|结|满|到期")
_UNTIL = re.compile("至|到|止|[-—–~～]")


def date_rules(fields: Sequence[DraftField], indicators: dict[str, Indicator]) -> Iterator[str]:
    """Lines of `edits.yaml` for pairs of dates, in form order."""
    for f in fields:
        if f.found.gaps is None:
            continue
        names = [f.indicator, *(name for name, _ in f.more)]
        gaps = list(zip(names, f.found.gaps.gaps, f.found.gaps.printed[1:], strict=False))
        for (one, first, between), (other, second, _) in pairwise(gaps):
            if first.date and second.date and _UNTIL.search(between):
                yield line_of(f"{f.indicator}_order", "dates", f.found.label, order=f"[{one}, {other}]")
    dates = [f for f in fields if f.found.gaps is None and indicators[f.indicator].kind == "date"]
    for begin, end in pairwise(dates):
        same = (begin.found.block, begin.found.section) == (end.found.block, end.found.section)
        if same and _only(_BEGINS, _ENDS, begin.found.label) and _only(_ENDS, _BEGINS, end.found.label):
            told = f"{begin.found.label}、{end.found.label}"
            yield line_of(f"{begin.indicator}_order", "dates", told, order=f"[{begin.indicator}, {end.indicator}]")


def _only(this: re.Pattern[str], other: re.Pattern[str], label: str) -> bool:
    return this.search(label) is not None and other.search(label) is None
