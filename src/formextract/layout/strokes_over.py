"""What is drawn in cells of a digital page beside letters: strokes over figures, upright strokes, a drawn minus.

A reader sees a figure crossed out, a `1` or a minus; the text layer says nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from formextract.geometry import BBox, contains
from formextract.text.flow import TextRun

CROSSED = "文字上有画的线，其中的数字可能已被划去"
OVERPRINTED = "几处文字印在同一个地方，读出的字不可信"
MINUS_DRAWN = "数字前画有短横，可能是负号"
LEAST_STROKE = 5.0
"""Points: a stroke that spans less is a speck, or a rounded corner."""
ACROSS = 0.5
"""Share of a figure's width that strokes go across which cross it out."""
OVERLAP = 0.4
"""Share of the narrower of two runs that lies over the other where both were printed at one place."""
LONGEST_MINUS = 1.2
"""Letter sizes of a minus sign at most."""


def is_ink(stroke: BBox, cell: BBox) -> bool:
    """Whether a stroke is something that stands in a cell, and no piece of its border or of a drawing across cells."""
    inner = (cell[0] + 1, cell[1] + 1, cell[2] - 1, cell[3] - 1)
    return contains(inner, stroke) and max(stroke[2] - stroke[0], stroke[3] - stroke[1]) >= LEAST_STROKE


def doubt_of_strokes(runs: Sequence[TextRun], strokes: Sequence[BBox]) -> str:
    """Why the figures of a cell are in doubt over which something is drawn; '' where that lies beside them."""
    for run in runs:
        if not any(c.isdigit() for c in run.text):
            continue
        middle, quarter = (run.y0 + run.y1) / 2, (run.y1 - run.y0) / 4
        over = [s for s in strokes if s[1] < middle + quarter and s[3] > middle - quarter and _level_with(s, run)]
        if over and min(max(s[2] for s in over), run.x1) - max(min(s[0] for s in over), run.x0) > ACROSS * (
            run.x1 - run.x0
        ):
            return CROSSED
    return ""


def _level_with(stroke: BBox, run: TextRun) -> bool:
    """Whether a stroke lies over a run: no frame around it, and no drawing of its own that begins there."""
    return stroke[0] < run.x1 and stroke[2] > run.x0 and stroke[3] - stroke[1] < 2 * (run.y1 - run.y0)


def has_minus(runs: Sequence[TextRun], rules: Sequence[BBox]) -> bool:
    """Whether a short level rule stands before a figure as a minus sign does."""
    return any(
        run.text.strip()[:1].isdigit()
        and 0 < run.x0 - x1 + run.size / 8 < run.size / 2
        and x1 - x0 <= LONGEST_MINUS * run.size
        and abs((y0 + y1) / 2 - (run.y0 + run.y1) / 2) < run.size / 4
        for run in runs
        for x0, y0, x1, y1 in rules
    )


def overprinted(runs: Sequence[TextRun]) -> bool:
    """Whether two runs with letters of their own were printed at one place, so that neither can be told."""
    if len(runs) < 2:  # noqa: PLR2004 - as in most cells
        return False
    for a, b in combinations(_with_letters(runs), 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        level = min(a.y1, b.y1) - max(a.y0, b.y0)
        if across > OVERLAP * min(a.x1 - a.x0, b.x1 - b.x0) and level > min(a.size, b.size) / 2:
            return True
    return False


def _with_letters(runs: Sequence[TextRun]) -> Iterator[TextRun]:
    """The runs with figures, without the blanks at their ends, which may lie over another run's letters."""
    for run in runs:
        if not any(c.isdigit() for c in run.text):
            continue
        if run.letters is not None and run.text.strip() != run.text:
            seen = [(x0, x1) for c, x0, x1 in run.letters() if not c.isspace()]
            run = run._replace(x0=seen[0][0], x1=seen[-1][1])  # noqa: PLW2901
        yield run
