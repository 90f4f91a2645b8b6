"""Writes pages of scans down as text, and makes one document of stored pages: forms photographed page by page.

A stored page keeps its blocks with the edges of their cells, which a finished table has no more.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from formextract.geometry import BBox
from formextract.layout.across_pages.align import aligned
from formextract.layout.across_pages.join import join_pages
from formextract.layout.page import PageBlock, PageTable
from formextract.layout.table_builder import PlacedCell
from formextract.model import Document, Legibility, Line, Place, SourceFile
from formextract.model.document import Shown, Stamp
from formextract.model.doubt import SURE, Doubt, Rival, doubt
from formextract.readers.page_reading import SCAN, PageReading

MOST_PAGES = 60
"""Pages of a scan up to which they are kept as leaves; a longer one is no part of a form."""
WIDTH = 480.0
"""Points to which the widest table of a leaf is stretched: photographs are taken from nearer and farther."""
LEFT = 57.0
"""Points from the left at which it then begins."""


def stored_pages(readings: Sequence[PageReading]) -> tuple[str, ...]:
    """The pages as text; none where there are too many."""
    return tuple(map(_leaf, readings)) if len(readings) <= MOST_PAGES else ()


def bound(leaves: Sequence[tuple[str, str]], source: SourceFile) -> Document:
    """One document of leaves in their order, each with its file's name: page n is the n-th leaf."""
    raw = [(name, json.loads(leaf)) for name, leaf in leaves]
    pages = [_blocks(page["blocks"], number) for number, (_, page) in enumerate(raw, 1)]
    notes = tuple(f"“{name}”{note}" for name, page in raw for note in page["notes"])
    stamps = tuple(
        Stamp(_at(s, number), s["round"], s["red"])
        for number, (_, page) in enumerate(raw, 1)
        for s in page.get("stamps", ())
    )
    return Document(source, SCAN, tuple(join_pages(aligned(pages))), len(raw), notes, stamps=stamps)


def _leaf(reading: PageReading) -> str:
    blocks = []
    for block in reading.blocks:
        if isinstance(block, Line):
            blocks.append(
                {"text": block.text, **_place(block.place), **_legible(block.legibility), **_shown(block.shown)}
            )
        else:
            cells = [
                {"edges": _rounded((c.y0, c.y1, c.x0, c.x1)), "text": c.text, "doubt": c.doubt}
                | _place(c.place)
                | _legible(c.legibility)
                | _shown(c.shown)
                | ({"unruled": True} if c.unruled else {})
                for c in block.cells
            ]
            blocks.append({"box": _rounded(block.bbox), "cells": cells})
    stamps = [{"round": s.round, "red": s.red, **_place(s.place)} for s in reading.stamps]
    page = {"blocks": blocks, "notes": reading.notes, "stamps": stamps}
    return json.dumps(page, ensure_ascii=False, separators=(",", ":"))


def _place(place: Place) -> dict[str, Any]:
    return {"at": None if place.bbox is None else _rounded(place.bbox)}


def _legible(legibility: Legibility) -> dict[str, Any]:
    """How sure the letters are, and the doubts about them."""
    out: dict[str, Any] = {"sure": round(legibility.letters, 4)}
    if legibility.doubts:
        out["doubts"] = [[d.kind, round(d.ceiling, 4), d.because] for d in legibility.doubts]
    if legibility.rivals:
        out["rivals"] = [[r.text, round(r.probability, 4)] for r in legibility.rivals]
    return out


def _legibility(about: dict[str, Any]) -> Legibility:
    """What `_legible` wrote; earlier versions wrote no doubts, and one number for letters and doubts together."""
    doubts = tuple(Doubt(kind, ceiling, because) for kind, ceiling, because in about.get("doubts", ()))
    if not doubts and about["sure"] < SURE:
        doubts = (doubt("not_told", ceiling=about["sure"]),)
    return Legibility(about["sure"], doubts, scanned=True, rivals=tuple(Rival(*r) for r in about.get("rivals", ())))


def _shown(shown: Shown | None) -> dict[str, Any]:
    if shown is None:
        return {}
    lines = [[text, _rounded(box)] for text, box in shown.lines]
    return {"shown": [_rounded(shown.box), *lines], "by_line": [_legible(s) for s in shown.sure]}


def _at(about: dict[str, Any], page: int) -> Place:
    at = about["at"]
    return Place(page, None if at is None else (at[0], at[1], at[2], at[3]), None)


def _rounded(edges: Sequence[float]) -> list[float]:
    return [round(float(v), 2) for v in edges]


def _blocks(leaf: list[dict[str, Any]], number: int) -> list[PageBlock]:
    boxes = [b["box"] for b in leaf if "cells" in b]
    widest = max(boxes, key=lambda b: b[2] - b[0], default=None)
    scale = 1.0 if widest is None or widest[2] <= widest[0] else WIDTH / (widest[2] - widest[0])
    left = 0.0 if widest is None else widest[0]

    def x(v: float) -> float:
        return LEFT + (v - left) * scale

    def shown(about: dict[str, Any]) -> Shown | None:
        if "shown" not in about:
            return None
        cell, *lines = about["shown"]
        by_line = (s if isinstance(s, dict) else {"sure": s} for s in about.get("by_line", ()))
        return Shown(box(cell), tuple((text, box(at)) for text, at in lines), tuple(map(_legibility, by_line)))

    def box(v: list[float]) -> BBox:
        return x(v[0]), v[1] * scale, x(v[2]), v[3] * scale

    out: list[PageBlock] = []
    for block in leaf:
        if "cells" not in block:
            line = Line(block["text"], _at(block, number), shown=shown(block), legibility=_legibility(block))
            out.append(line)
            continue
        cells = []
        for c in block["cells"]:
            y0, y1, x0, x1 = c["edges"]
            edges = y0 * scale, y1 * scale, x(x0), x(x1)
            cell = PlacedCell(*edges, c["text"], _at(c, number), _legibility(c), c["doubt"], shown(c))
            cells.append(cell._replace(unruled=c.get("unruled", False)))
        out.append(PageTable(box(block["box"]), tuple(cells)))
    return out
