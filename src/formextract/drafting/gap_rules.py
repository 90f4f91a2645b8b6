"""Totals within one cell: 免费开放____项，低收费开放____项，共____项."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from formextract.drafting.draft import DraftField
from formextract.drafting.gaps import FillGap
from formextract.drafting.rule_lines import line_of

_TOTAL = re.compile("(?:一?共|总)(?:有|计)?|合计|累计")
_REST = re.compile("未|待|其余|剩余|其他")
"""What is left when the others are done: with it they make up the first figure."""
_LEVEL = re.compile("(?:中央|国家|省|市县|市|区县|区|县|乡镇?|地方)(?:级|财政)?")
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
        elif len(gaps) > LEAST_PARTS and len(units) == 1 and None not in units and _all_of_it(gaps[1:]):
            told = f"{f.found.label}，{gaps[1].before}"
            yield line_of(f"{names[0]}_sum", "sum", told, total=names[0], parts=f"[{', '.join(names[1:])}]")
        for n, gap in enumerate(gaps):
            parts = [name for name, g in zip(names[:n], gaps[:n], strict=True) if g.unit == gap.unit]
            if _TOTAL.fullmatch(gap.before) and gap.unit is not None and len(parts) == n >= LEAST_PARTS:
                told = f"{f.found.label}，{gap.before}"
                yield line_of(f"{names[n]}_sum", "sum", told, total=names[n], parts=f"[{', '.join(parts)}]")


def _all_of_it(gaps: Sequence[FillGap]) -> bool:
    """Whether parts are all there is: one denies the other (其中属实, 不属实), or all say the same of one level of
    government each (其中市级承担, 区级承担).
    """
    said = [re.sub(r"^其中[:：]?", "", g.before) for g in gaps]
    if len(said) == LEAST_PARTS and said[1] in (f"不{said[0]}", f"未{said[0]}", f"非{said[0]}"):
        return True
    levels = [_LEVEL.match(b) for b in said]
    return all(levels) and len({b[m.end() :] for b, m in zip(said, levels, strict=True) if m is not None}) == 1
