"""Numbers of notes, set small and high or low behind a figure, on a page that knows letters by size and place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from formextract.layout.span import Letters, Span
from formextract.text.marks import is_mark, raised
from formextract.text.units import is_sign_of_unit

SMALL = 0.86
"""Share of the figure's letter size up to which a run may be a note's mark: LibreOffice sets 0.58, Word 0.65, web pages
in browsers 0.83; a size of print that is the next smaller one is 0.875."""
HIGH = 0.15
"""Letter sizes of the figure by which the mark's base line stands above the figure's."""
LOW = 0.06
"""Letter sizes of the figure by which a lowered mark's base line stands below the figure's."""
NEAR = 0.4
"""Letter sizes between a figure and its mark."""
DESCENT = 0.25
"""Letter sizes from a run's base line to its lower edge, about the same in all fonts."""
STEP = 8.0
"""Points of height by which runs are looked up."""

_FIGURE_ENDS = re.compile(r"[\d%％‰]\s*$")


def with_notes(spans: Sequence[Span]) -> list[Span]:
    """The runs, each note's mark set as raised letters behind the figure that it stands at, wherever it was drawn."""
    figures: dict[int, list[int]] = defaultdict(list)
    for i, span in enumerate(spans):
        if _FIGURE_ENDS.search(span.text):
            for step in range(int(span.bbox[1] // STEP), int(span.bbox[3] // STEP) + 1):
                figures[step].append(i)
    marks: dict[int, Span] = {}
    gone: set[int] = set()
    for i, span in enumerate(spans):
        if not span.text.strip() or not (is_mark(span.text) or is_sign_of_unit(span.text)):
            continue
        own = [k for k in figures[int((span.bbox[1] + span.bbox[3]) / 2 // STEP)] if k != i and _at(spans[k], span)]
        if len(own) == 1 and own[0] not in marks:
            marks[own[0]] = span
            gone.add(i)
    if not gone:
        return list(spans)
    return [_joined(s, marks[i]) if i in marks else s for i, s in enumerate(spans) if i not in gone]


def _at(figure: Span, mark: Span) -> bool:
    size = figure.size
    above = (figure.bbox[3] - DESCENT * size) - (mark.bbox[3] - DESCENT * mark.size)
    gap = mark.bbox[0] - figure.bbox[2]
    shifted = HIGH * size < above < size or LOW * size < -above < size / 2
    return mark.size <= SMALL * size and shifted and -NEAR * size / 2 < gap < NEAR * size


def _joined(figure: Span, mark: Span) -> Span:
    text = raised(mark.text.strip())

    def letters() -> Letters:
        own = list(figure.letters())
        while own and own[-1][0].isspace():
            own.pop()
        return [*own, *((raised(c), box) for c, box in mark.letters() if not c.isspace())]

    x0, y0, x1, y1 = figure.bbox
    return figure._replace(text=figure.text.rstrip() + text, bbox=(x0, y0, max(x1, mark.bbox[2]), y1), letters=letters)
