"""Rules of a PDF page: lines, rectangles, thin fills, however the producing program drew them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pymupdf

from formextract.geometry import BBox, contains
from formextract.layout.dotted_rules import dotted_rules, is_dashed_rule, is_dot
from formextract.layout.grid import Rule
from formextract.layout.span import darkness
from formextract.layout.unseen import DARK_ENOUGH, Ground
from formextract.layout.vector_page import Drawn, nothing_drawn

UNSEEN = 0.02
"""Ink up to which a line is not seen on white paper."""
SHADE = 24
"""Of 255, by which a channel may change where nothing is seen: edges of letters of the ground's own colour."""
INSIDE = 0.2
"""Share of a letter's width around its middle in which its strokes are looked for."""
AROUND = 2.0
"""Points by which a stroke's ink reaches beyond the points that it goes through."""
_BY_HAND = [pymupdf.PDF_ANNOT_INK, pymupdf.PDF_ANNOT_POLY_LINE, pymupdf.PDF_ANNOT_LINE]


def drawn(drawings: Sequence[Any], pen: Sequence[BBox] = ()) -> Drawn:
    """The vector drawings of a page (`get_cdrawings`); `pen` is what ink annotations have drawn, a box a stroke."""
    out = nothing_drawn()
    out.pen.extend(pen)
    dots: list[BBox] = []
    for drawing in drawings:
        if any(contains(box, drawing["rect"], AROUND) for box in pen):
            continue  # no rule of a table
        stroked, dark = drawing["type"] != "f" and _seen(drawing), _dark(drawing.get("fill"))
        if not stroked and drawing["type"] == "s":
            continue
        if is_dot(drawing["rect"]):
            dots.append(tuple(drawing["rect"]))
        pieces = drawing["items"]
        if not stroked and len(pieces) > 1 and is_dashed_rule(drawing["rect"], list(map(_box_of, pieces))):
            out.rectangle(*drawing["rect"], stroked=False, dark=dark)
            continue
        for item in drawing["items"]:
            kind = item[0]
            if kind == "l":
                (x0, y0), (x1, y1) = item[1], item[2]
                out.segment(x0, y0, x1, y1)
            elif kind == "re":
                x0, y0, x1, y1 = item[1]
                out.rectangle(x0, y0, x1, y1, stroked=stroked, dark=dark)
            elif kind == "qu":
                quad = item[1]
                corners = [quad[0], quad[1], quad[3], quad[2]]
                for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
                    out.segment(x0, y0, x1, y1)
            elif kind == "c":
                points = item[1:]
                xs, ys = [p[0] for p in points], [p[1] for p in points]
                out.strokes.append((min(xs), min(ys), max(xs), max(ys)))
    level, upright = dotted_rules(dots)
    out.horizontal.extend(level)
    out.vertical.extend(upright)
    return out


def _box_of(item: Any) -> BBox:
    """The box of a piece of a drawing."""
    points: list[tuple[float, float]] = []
    for given in item[1:]:
        if isinstance(given, tuple):  # points, a rectangle, or a quadrangle's corners
            flat = [n for p in given for n in (p if isinstance(p, tuple) else (p,))]
            points += zip(flat[::2], flat[1::2], strict=True)
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def pen_strokes(page: Any) -> list[BBox]:
    """The boxes of what somebody has drawn by hand over a page, a box a stroke."""
    out: list[BBox] = []
    for annotation in page.annots(types=_BY_HAND):
        strokes = annotation.vertices or []
        if annotation.type[0] != pymupdf.PDF_ANNOT_INK:
            strokes = [strokes]
        for points in strokes:
            shown = [pymupdf.Point(p) * page.rotation_matrix for p in points]
            if shown:
                xs, ys = [p.x for p in shown], [p.y for p in shown]
                out.append((min(xs), min(ys), max(xs), max(ys)))
    return out


def strike_outs(page: Any) -> list[Rule]:
    """The middles of what the page's StrikeOut annotations cover, and of what a Redact annotation will take out."""
    out: list[Rule] = []
    for annotation in page.annots(types=[pymupdf.PDF_ANNOT_STRIKE_OUT, pymupdf.PDF_ANNOT_REDACT]):
        box = annotation.rect
        points = annotation.vertices or [box.tl, box.tr, box.bl, box.br]
        for i in range(0, len(points) - 3, 4):
            quad = [pymupdf.Point(p) * page.rotation_matrix for p in points[i : i + 4]]
            xs, ys = [p.x for p in quad], [p.y for p in quad]
            out.append(((min(ys) + max(ys)) / 2, min(xs), max(xs)))
    return out


def grounds(drawings: Sequence[Any]) -> list[Ground]:
    """What letters of a page may stand on but its pictures: fills in the order of drawing."""
    return [ground for d in drawings for ground in _grounds_of(d)]


def pictures_on(page: Any) -> list[Ground]:
    """The pictures of a page, on which letters may stand."""
    return [Ground(tuple(i["bbox"]), 1.0, even=False) for i in page.get_image_info()]


def _grounds_of(drawing: Any) -> list[Ground]:
    """The boxes that a drawing fills with a colour; a shape of curves by the box around it."""
    fill = drawing.get("fill")
    if fill is None:
        return []
    ink = darkness(fill[0], fill[1], fill[2], drawing.get("fill_opacity", 1) or 0)
    boxes = [tuple(item[1]) for item in drawing["items"] if item[0] == "re"]
    if boxes:
        return [Ground(box, ink, even=True) for box in boxes]
    return [Ground(tuple(drawing["rect"]), ink, even=False)] if ink >= DARK_ENOUGH else []


def shows_one_colour(page: Any, box: BBox) -> bool:
    """Whether nothing is seen at a place of a page: no channel of its picture changes by more than a shade."""
    x0, y0, x1, y1 = box
    inset = INSIDE * min(x1 - x0, y1 - y0)  # what lies around the ground does not count
    picture = page.get_pixmap(clip=(x0 + inset, y0 + inset, x1 - inset, y1 - inset), alpha=False)
    return all(max(channel) - min(channel) <= SHADE for channel in (picture.samples[n :: picture.n] for n in range(3)))


def _seen(drawing: Any) -> bool:
    """Whether a drawing's lines are seen on white paper."""
    if drawing.get("color") is None:
        return True
    red, green, blue = drawing["color"][:3]
    return darkness(red, green, blue, drawing.get("stroke_opacity", 1) or 0) > UNSEEN


def _dark(fill: Any) -> bool:
    return fill is not None and sum(fill) / len(fill) < 0.6  # noqa: PLR2004 - darker than a grey background
