"""Captions of which letters were misread, by where they stand: held against the wordings still missing between others.

Lines of the column of captions and the form's fields are two sequences in one order, so that dynamic programming finds
the lines that are most like the fields that they may be. Between two captions that were read there are few of either.

The constants were set on the ten worn prints that docs/accuracy.md names as those that this was built on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from formextract.match.labels import take_apart
from formextract.match.registration.blocks import MOST_LINES, Block, FormWordings
from formextract.match.registration.words import Word

LEAST = 0.6
"""Likeness (0 to 1) below which lines are not taken for a caption."""
SHORT, NEARLY = 6, 0.8
"""Letters below which more of a caption must be alike, and how much (0 to 1)."""
SHORTEST = 4
"""Letters of a wording of which some may be misread."""


class Found(NamedTuple):
    """Lines `first` to `stop` that are a field's caption, and how much alike the letters are (0 to 1)."""

    first: int
    stop: int
    target: str
    likeness: float


def aligned(lines: Sequence[str], targets: Sequence[str], wordings: FormWordings) -> list[Found]:
    """The lines that are captions of some of these fields, both in their order; others are left out."""
    n, m = len(lines), len(targets)
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    came: dict[tuple[int, int], Found] = {}
    for i in range(n + 1):
        for j in range(m + 1):
            value = max(best[i - 1][j] if i else 0.0, best[i][j - 1] if j else 0.0)
            found = None
            for first in range(max(0, i - MOST_LINES), i) if j else ():
                alike = likeness("".join(lines[first:i]), targets[j - 1], wordings)
                if alike >= LEAST and best[first][j - 1] + alike - LEAST > value:
                    value = best[first][j - 1] + alike - LEAST
                    found = Found(first, i, targets[j - 1], alike)
            best[i][j] = value
            if found is not None:
                came[i, j] = found
    return sorted(_back(best, came, n, m))


def _back(best: list[list[float]], came: dict[tuple[int, int], Found], i: int, j: int) -> Iterator[Found]:
    while i and j:
        found = came.get((i, j))
        if found is not None:
            yield found
            i, j = found.first, j - 1
        elif best[i - 1][j] >= best[i][j]:
            i -= 1
        else:
            j -= 1


def likeness(text: str, target: str, wordings: FormWordings) -> float:
    """How much the letters of a text are like a field's wordings (0 to 1); 0 where it says that it is another's."""
    taken = take_apart(text)
    best = max((fuzz.ratio(taken.bare, key) for key in wordings.index.said(target) if len(key) >= SHORTEST), default=0)
    if best < 100 * (LEAST if len(taken.bare) >= SHORT else NEARLY) or wordings.index.contradicts(text, target):
        return 0.0
    return best / 100


def between(known: Sequence[Block], y: float, wordings: FormWordings) -> tuple[int, int]:
    """The positions in the form of the captions right above and below a height: what is missing there lies between."""
    above = [wordings.order[b.targets[0]] for b in known if b.y < y]
    below = [wordings.order[b.targets[0]] for b in known if b.y > y]
    return (above[-1] if above else -1), (below[0] if below else len(wordings.order))


def in_order(blocks: Sequence[Block], wordings: FormWordings, least: float = 1.0) -> list[Block]:
    """Of captions that name one field each those that stand in the form's order, as many letters as can be.

    `least` is how like its wording a caption is at least (0 to 1).
    """
    sure = [b for b in blocks if b.kind != "printed" and len(b.targets) == 1 and b.likeness >= least]
    weight = [0.0] * len(sure)
    before = [-1] * len(sure)
    for i, b in enumerate(sure):
        at = wordings.order[b.targets[0]]
        for j in range(i):
            if wordings.order[sure[j].targets[0]] < at and weight[j] > weight[i]:
                weight[i], before[i] = weight[j], j
        weight[i] += len(b.text)
    out = []
    i = max(range(len(sure)), key=weight.__getitem__, default=-1)
    while i >= 0:
        out.append(sure[i])
        i = before[i]
    return out[::-1]


def named_once(blocks: Sequence[Block], wordings: FormWordings, least: float) -> list[Block]:
    """The captions that name one field each, as like its wording as `least` (0 to 1), which no other caption names.

    Such a caption is its field's in whatever order a county sets the form, unless it is a part of another field's
    wording as well (企业数量): then it may be the last line of one of which the first was not read.
    """
    named = Counter(t for b in blocks if b.kind != "printed" for t in b.targets)
    return [
        b
        for b in blocks
        if b.kind != "printed"
        and len(b.targets) == 1
        and named[b.targets[0]] == 1
        and b.likeness >= least
        and not wordings.holds_of_others(b.text, b.targets[0])
    ]


def garbled(words: Sequence[Word], blocks: Sequence[Block], wordings: FormWordings) -> list[Block]:
    """The captions among the words of their column that no wording tells letter by letter."""
    known = in_order(sorted(blocks, key=lambda b: b.y), wordings)
    taken = {t for b in blocks if b.likeness >= 1.0 for t in b.targets}
    groups: dict[tuple[int, int], list[Word]] = {}
    for w in sorted(words, key=lambda w: w.y):
        groups.setdefault(between(known, w.y, wordings), []).append(w)
    names = list(wordings.order)
    out = []
    for (low, high), own in groups.items():
        missing = [t for t in names[low + 1 : high] if t not in taken]
        for found in aligned([w.text for w in own], missing, wordings):
            run = tuple(own[found.first : found.stop])
            out.append(Block("label", run, wordings.label(found.target), (found.target,), found.likeness))
    return out
