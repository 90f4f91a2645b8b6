"""Boxes to tick: which signs and brackets of a cell are boxes, and which are letters like any other."""

from __future__ import annotations

import re

from formextract.text.glyphs import MARKED, OPEN, TICKS

SIGN = f"[{MARKED}{OPEN}]"
"""A sign that is a box and nothing else."""
_MOUTH = f"(?:(?<=^)|(?<=[\\s{MARKED}:：]))口(?=\\S)|(?<![出进人港窗接关户路缺门可入])口(?=\\s|$|[，,；;（(])"
"""口 typed for a box: at the head of an option, or behind one; not in 出口, 人口."""
_BRACKETS = f"[(（]\\s*[{TICKS}]?\\s*[)）]|[\\[［]\\s*[{TICKS}xX]?\\s*[\\]］]"
_ROUND = "(?<![\\d一二三四五六七八九十零〇])〇"
"""〇 is a zero behind a figure."""
BOX = re.compile(f"{SIGN}|{_ROUND}|{_MOUTH}|{_BRACKETS}", re.MULTILINE)
SQUARE = re.compile(f"{SIGN}|{_MOUTH}", re.MULTILINE)
"""Boxes that no gap to write in looks like."""


def has_box(text: str) -> bool:
    """Whether something to tick, or ticked, stands in a text: one pair of brackets or one 口 alone is nothing."""
    marks = BOX.findall(text)
    return bool(marks) and not (len(marks) == 1 and marks[0][0] in "(（[［口")
