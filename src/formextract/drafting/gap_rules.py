"""Totals within one cell: 免费开放____项，低收费开放____项，共____项."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from formextract.drafting.draft import DraftField
from formextract.drafting.rules import line_of

_TOTAL = re.compile("(?:一?共|总)(?:有|计)?|合计|累计")
LEAST_PARTS = 2


def gap_rules(fields: Sequence[DraftField]) -> Iterator[str]:
    """Lines of `edits.yaml` for places whose last figure adds up those before it in the same cell, in form order."""
    for f in fields:
        gaps = f.found.gaps.gaps if f.found.gaps is not None else ()
        names = [f.indicator, *(name for name, _ in f.more)]
        for n, gap in enumerate(gaps):
            parts = [name for name, g in zip(names[:n], gaps[:n], strict=True) if g.unit == gap.unit]
            if _TOTAL.fullmatch(gap.before) and gap.unit is not None and len(parts) == n >= LEAST_PARTS:
                told = f"{f.found.label}，{gap.before}"
                yield line_of(f"{names[n]}_sum", "sum", told, total=names[n], parts=f"[{', '.join(parts)}]")
