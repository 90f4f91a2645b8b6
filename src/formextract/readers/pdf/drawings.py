"""Rules of a PDF page: lines, rectangles, thin fills, however the producing program drew them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from formextract.layout.vector_page import Drawn, nothing_drawn


def drawn(drawings: Sequence[Any]) -> Drawn:
    """The vector drawings of a page (`get_cdrawings`)."""
    out = nothing_drawn()
    for drawing in drawings:
        stroked, dark = drawing["type"] != "f", _dark(drawing.get("fill"))
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
    return out


def _dark(fill: Any) -> bool:
    return fill is not None and sum(fill) / len(fill) < 0.6  # noqa: PLR2004 - darker than a grey background
