"""How dark an OFD object is on white paper, and whether anything shows through it (GB/T 33190, 8.3)."""

from __future__ import annotations

from typing import Any

from formextract.layout.span import darkness
from formextract.readers.ofd.package import child, numbers

WHITE = 240
"""Of 255: lines and fills this light are not seen on paper."""
DARK = 0.6 * 255


def ink_of(item: Any) -> float:
    """How dark an object's letters are; black where it says nothing (GB/T 33190, 11.1)."""
    if item.get("Fill") == "false":
        return (numbers(item.get("Alpha")) or [255.0])[0] / 255  # drawn as outlines
    return fill_ink_of(item)


def fill_ink_of(item: Any) -> float:
    colour = child(item, "FillColor")
    opacity = (numbers(item.get("Alpha")) or [255.0])[0] / 255
    if colour is None:
        return opacity
    opacity *= (numbers(colour.get("Alpha")) or [255.0])[0] / 255
    values = [v / 255 for v in numbers(colour.get("Value"))]
    if len(values) == 1:
        return darkness(values[0], values[0], values[0], opacity)
    if len(values) == 4:  # noqa: PLR2004 - cyan, magenta, yellow, black
        red, green, blue = ((1 - v) * (1 - values[3]) for v in values[:3])
        return darkness(red, green, blue, opacity)
    return darkness(values[0], values[1], values[2], opacity) if len(values) == 3 else opacity  # noqa: PLR2004


def is_seen(item: Any, kind: str) -> bool:
    """Whether a stroke or fill shows on white paper."""
    if item.get("Alpha") == "0":
        return False
    colour = child(item, kind)
    if colour is None:
        return True
    values = numbers(colour.get("Value"))
    white = len(values) in (1, 3) and min(values) >= WHITE
    return not white and colour.get("Alpha") != "0"


def is_dark(item: Any) -> bool:
    colour = child(item, "FillColor")
    values = [] if colour is None else numbers(colour.get("Value"))
    return len(values) == 4 or not values or sum(values) / len(values) < DARK  # noqa: PLR2004 - cyan, magenta …: seldom light


def is_opaque(item: Any) -> bool:
    """Whether nothing shows through what an object fills."""
    colour = child(item, "FillColor")
    return item.get("Alpha") in (None, "255") and (colour is None or colour.get("Alpha") in (None, "255"))
