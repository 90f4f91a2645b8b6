"""Totals within one cell: 免费开放____项，低收费开放____项，共____项."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from formextract.drafting.draft import DraftField
from formextract.drafting.rules import line_of

_TOTAL = re.compile("(?:一?共|总)(?:有|计)?|合计|累计")
_REST = re.compile("未|待|其余|剩余|其他")
"""What is left when the others are done: with it they make up the first figure."""
LEAST_PARTS = 2


def gap_rules(fields: Sequence[DraftField]) -> Iterator[str]:
    """Lines of `edits.yaml` for places of several figures of which the last, or the first, adds up the others."""
    for f in fields:
        gaps = f.found.gaps.gaps if f.found.gaps is not None else ()
        names = [f.indicator, *(name for name, _ in f.more)]
        units = {g.unit for g in gaps}
        if len(gaps) > LEAST_PARTS and len(units) == 1 and None not in units and _REST.match(gaps[-1].before):
            first = all(not _TOTAL.fullmatch(g.before) for g in gaps[1:])
            if first and not any(g.before.startswith("其中") for g in gaps):  # 计划____部，已完工____部，未开工____部
                told = f"{f.found.label}，{gaps[-1].before}"
                yield line_of(f"{names[0]}_sum", "sum", told, total=names[0], parts=f"[{', '.join(names[1:])}]")
        for n, gap in enumerate(gaps):
            parts = [name for name, g in zip(names[:n], gaps[:n], strict=True) if g.unit == gap.unit]
            if _TOTAL.fullmatch(gap.before) and gap.unit is not None and len(parts) == n >= LEAST_PARTS:
                told = f"{f.found.label}，{gap.before}"
                yield line_of(f"{names[n]}_sum", "sum", told, total=names[n], parts=f"[{', '.join(parts)}]")
