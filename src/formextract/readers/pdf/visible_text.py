"""What a digital page shows other than its text layer says: text under pictures or white paint, pasted figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from formextract.geometry import BBox, holds
from formextract.layout.span import Span, apart
from formextract.layout.vector_page import garbled

LEAST = 4.0
"""Points: a picture that is lower or narrower holds no letter."""
MOST = 0.25
"""Share of the page: a larger picture is a photograph or a drawing, not a figure that was pasted in."""
MOST_PATCHES = 400
"""Pictures on one page that are read; a page made of more is a drawing."""
WHITE = 0.99
"""Of 1: paint this light is not seen on paper."""
EXACT = 0.3
"""Points by which two accounts of one letter's edges part."""
STEP = 8.0
"""Points of height by which letters are looked up."""
_INVISIBLE = 3
"""PyMuPDF's type of runs that are not drawn."""

Cover = tuple[int, BBox]
"""The number of a drawing in the order of drawing, and its box."""


class _Printed(NamedTuple):
    """A letter as it was drawn: its number in the order of drawing, whether it was drawn at all, what and where."""

    number: int
    drawn: bool
    char: str
    box: BBox


class VisibleText(NamedTuple):
    """The runs of text that are seen and have a meaning, those without one, and the boxes of small pictures.

    `too_many`: there are more pictures than are looked at, and none is.
    """

    spans: list[Span]
    lost: list[Span]
    pictures: list[BBox]
    too_many: bool = False
    painted_over: tuple[Span, ...] = ()
    """Runs under white paint: what was erased, or hidden."""


def seen_of(page: Any, spans: Sequence[Span], paint: Sequence[Cover]) -> VisibleText:
    """The page's runs without those under opaque pictures or white `paint`. For pages that are not shown turned."""
    pictures = _pictures(page)
    shown = _uncovered(page, spans, [(number, box) for number, box, opaque in pictures if opaque], paint)
    area = page.rect.width * page.rect.height
    small = [box for _, box, _ in pictures if _may_hold_letters(box, area)]
    small = [box for box in small if not any(_stands_on(s, box) for s in shown)]  # else the text on it says it
    lost = [s for s in shown if garbled(s.text)]
    too_many = len(small) > MOST_PATCHES
    over = _under(spans, shown, [box for _, box in paint])
    return VisibleText([s for s in shown if s not in lost], lost, [] if too_many else small, too_many, over)


def _under(spans: Sequence[Span], shown: Sequence[Span], paint: Sequence[BBox]) -> tuple[Span, ...]:
    """The runs of which nothing is seen since white paint lies over them."""
    seen = {(s.text, s.bbox) for s in shown}
    return tuple(
        s
        for s in spans
        if (s.text, s.bbox) not in seen
        and any(holds(box, s.bbox) for box in paint)
        and not any(o.bbox[0] >= s.bbox[0] and o.bbox[2] <= s.bbox[2] and o.bbox[1] == s.bbox[1] for o in shown)
    )


def _stands_on(span: Span, picture: BBox) -> bool:
    """Whether letters of a run stand on a picture; of `（ ）` around a pasted figure none does."""
    return holds(picture, span.bbox) and any(not c.isspace() and holds(picture, box) for c, box in span.letters())


def _uncovered(page: Any, spans: Sequence[Span], pictures: Sequence[Cover], paint: Sequence[Cover]) -> list[Span]:
    """The runs, cut where a cover lies over some of their letters: of a sentence one figure may be pasted over.

    White paint leaves no trace; what a picture leaves of a figure is torn.

    What was drawn later than the cover stands on it, also where it reaches beyond: so do figures typed over white.
    """
    out: list[Span] = []
    printed: dict[int, list[_Printed]] = {}
    for span in spans:
        x0, y0, x1, y1 = span.bbox
        pasted, painted_over = (
            [(n, c) for n, c in covers if c[0] < x1 and x0 < c[2] and c[1] < y1 and y0 < c[3]]
            for covers in (pictures, paint)
        )
        over = pasted + painted_over
        if not over:
            out.append(span)
            continue
        printed = printed or _printed(page)
        shown = [not _is_hidden(char, box, span.size, over, printed) for char, box in span.letters()]
        if all(shown):
            out.append(span)
            continue
        out += [part for seen, part in apart(span, shown, tears=bool(pasted)) if seen and part.text.strip()]
    return out


def _printed(page: Any) -> dict[int, list[_Printed]]:
    """Every letter of a page in the order of drawing, by the step of height on which its middle lies."""
    out: dict[int, list[_Printed]] = defaultdict(list)
    for run in page.get_texttrace():
        for code, _, _, box in run["chars"]:
            middle = int((box[1] + box[3]) / 2 // STEP)
            out[middle].append(_Printed(run["seqno"], run["type"] != _INVISIBLE, chr(code), box))
    return out


def _is_hidden(
    char: str, box: BBox, size: float, covers: Sequence[Cover], printed: Mapping[int, Sequence[_Printed]]
) -> bool:
    """Whether a letter lies under something that was drawn later, or is below it and never drawn at all."""
    over = [number for number, cover in covers if holds(cover, box)]
    if not over:
        return False
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    row = int(y // STEP)
    near = [
        p
        for r in (row - 1, row, row + 1)
        for p in printed.get(r, ())
        if abs((p.box[0] + p.box[2]) / 2 - x) < size / 4 and abs((p.box[1] + p.box[3]) / 2 - y) < size / 2
    ]
    own = [p for p in near if abs(p.box[0] - box[0]) < EXACT and abs(p.box[2] - box[2]) < EXACT] or near
    mine = [p for p in own if p.char == char] or own
    return bool(mine) and all(not p.drawn or p.number < max(over) for p in mine)


def _may_hold_letters(box: BBox, area: float) -> bool:
    w, h = box[2] - box[0], box[3] - box[1]
    return min(w, h) >= LEAST and w * h <= MOST * area


def _pictures(page: Any) -> list[tuple[int, BBox, bool]]:
    """The pictures of a page: their number in the order of drawing, their box, whether nothing shows through."""
    if not page.get_images():
        return []
    masked = {_rounded(i["bbox"]) for i in page.get_image_info() if i["has-mask"]}
    return [
        (number, box, kind == "fill-image" and _rounded(box) not in masked)
        for number, (kind, box) in enumerate(page.get_bboxlog())
        if kind in {"fill-image", "fill-imgmask"}
    ]


def painted(drawings: Sequence[Any]) -> list[Cover]:
    """White rectangles as wide as a letter: how programs erase."""
    out = []
    for drawing in drawings:
        fill, box = drawing.get("fill"), drawing["rect"]
        if fill is None or min(fill) < WHITE or drawing.get("fill_opacity", 1) < 1 or len(drawing["items"]) != 1:
            continue
        if drawing["items"][0][0] == "re" and min(box[2] - box[0], box[3] - box[1]) >= LEAST:
            out.append((drawing["seqno"], tuple(box)))
    return out


def _rounded(box: Sequence[float]) -> tuple[int, ...]:
    return tuple(round(v) for v in box)
