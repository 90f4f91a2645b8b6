"""Letters that a program prints twice, a hair apart, to look bold or to throw a shadow: they are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby

from formextract.geometry import BBox
from formextract.layout.span import Span, part_of

SAME_PLACE = 0.15
"""Letter sizes by which two prints of a letter lie apart at most; the narrowest letters are twice as wide."""
CROWDED = 0.75
"""Share of the width that a run's letters need, below which it may hold them twice over."""
STEP = 8.0
"""Points of height by which runs are looked up."""
_WIDE = 0x2E7F
"""From here on letters are as wide as they are high."""


def printed_once(spans: Sequence[Span]) -> list[Span]:
    """The runs without letters of which the same letter stands at the same place already."""
    doubtful = _over_each_other(spans)
    if not doubtful:
        return list(spans)
    out: list[Span] = []
    there: dict[tuple[str, int], list[BBox]] = defaultdict(list)
    for i, span in enumerate(spans):
        if i not in doubtful:
            out.append(span)
            continue
        kept = []
        for char, box in span.letters():
            near = SAME_PLACE * span.size
            row = int(box[1] // STEP)
            twins = [b for r in (row - 1, row, row + 1) for b in there.get((char, r), ())]
            again = any(abs(b[0] - box[0]) <= near and abs(b[1] - box[1]) <= near for b in twins)
            if not again:
                there[char, row].append(box)
            kept.append((char, box, not again))
        for keep, run in groupby(kept, key=lambda letter: letter[2]):
            letters = [(char, box) for char, box, _ in run]
            if keep and not all(char.isspace() for char, _ in letters):
                out.append(span if len(letters) == len(kept) else part_of(span, letters))
    return out


def _over_each_other(spans: Sequence[Span]) -> set[int]:
    """The runs that lie over others by more than a letter's edge, or are too narrow for what they hold."""
    out = {i for i, s in enumerate(spans) if _is_crowded(s)}
    at: dict[int, list[int]] = defaultdict(list)
    for i, s in enumerate(spans):
        at[int((s.bbox[1] + s.bbox[3]) / 2 // STEP)].append(i)
    for step, here in at.items():
        near = sorted((*here, *at.get(step + 1, ())), key=lambda i: spans[i].bbox[0])
        for k, i in enumerate(near):
            a = spans[i]
            for j in near[k + 1 :]:
                b = spans[j]
                if b.bbox[0] > a.bbox[2] - a.size / 4:
                    break
                if min(a.bbox[3], b.bbox[3]) - max(a.bbox[1], b.bbox[1]) > min(a.size, b.size) / 2:
                    out |= {i, j}
    return out


def _is_crowded(span: Span) -> bool:
    width = span.bbox[2] - span.bbox[0]
    if width >= CROWDED * span.size * len(span.text):  # room enough, however wide the letters: most runs
        return False
    return width < CROWDED * _width(span)


def _width(span: Span) -> float:
    return span.size * sum(1.0 if ord(c) > _WIDE else 0.35 for c in span.text if not c.isspace())
