"""Colours of a workbook as six hexadecimal digits: said outright, of its palette, or of its theme with a tint."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from openpyxl.styles.colors import COLOR_INDEX

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_BLACK, _WHITE, _GREY = "000000", "ffffff", "808080"
_OFFICE = (_WHITE, _BLACK, "e7e6e6", "44546a", "4472c4", "ed7d31", "a5a5a5", "ffc000", "5b9bd5", "70ad47")
"""The colours of Office's own theme by their numbers in a sheet: where a file does not say its own."""
_SWAPPED = ((0, 1), (2, 3))
"""A theme lists dark before light, and a sheet counts light before dark."""
_SYSTEM_LETTERS, _SYSTEM_GROUND = 64, 65


@dataclass(frozen=True, slots=True)
class SheetColours:
    """What the colours of one workbook look like."""

    theme: Sequence[str] = _OFFICE
    palette: Sequence[str] = COLOR_INDEX

    @classmethod
    def of(cls, book: Any) -> SheetColours:
        """Those of a workbook as openpyxl holds it."""
        return cls(_theme(book.loaded_theme) or _OFFICE, tuple(getattr(book, "_colors", ()) or COLOR_INDEX))

    def ink(self, font: Any) -> str:
        """The colour of letters; black where a font says none."""
        return self._colour(getattr(font, "color", None), _BLACK)

    def ground(self, fill: Any) -> str:
        """The colour behind them; '' where there is none, grey where it is a pattern."""
        kind = getattr(fill, "fill_type", None)
        if kind in (None, "none"):
            return ""
        return self._colour(fill.start_color, _WHITE) if kind == "solid" else _GREY

    def plain(self, colour: Any) -> str:
        """A colour by itself; '' for none."""
        return self._colour(colour, "")

    def _colour(self, colour: Any, otherwise: str) -> str:
        if colour is None:
            return otherwise
        if colour.type == "rgb" and isinstance(colour.rgb, str):
            found = colour.rgb[-6:].lower()
        elif colour.type == "theme":
            found = self.theme[colour.theme] if 0 <= colour.theme < len(self.theme) else otherwise
        elif colour.type == "indexed":
            found = _indexed(colour.indexed, self.palette, otherwise)
        else:
            return otherwise
        return _tinted(found, colour.tint or 0.0)


def _indexed(number: int, palette: Sequence[str], otherwise: str) -> str:
    if number in (_SYSTEM_LETTERS, _SYSTEM_GROUND):
        return _BLACK if number == _SYSTEM_LETTERS else _WHITE
    return palette[number][-6:].lower() if 0 <= number < len(palette) else otherwise


def _theme(part: Any) -> tuple[str, ...]:
    if not part:
        return ()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(part, parser)
    scheme = None if root is None else next(root.iter(_A + "clrScheme"), None)
    if scheme is None:
        return ()
    found = [(c[0].get("lastClr") or c[0].get("val") or _GREY).lower() if len(c) else _GREY for c in scheme]
    for a, b in _SWAPPED:
        if b < len(found):
            found[a], found[b] = found[b], found[a]
    return tuple(found)


def _tinted(colour: str, tint: float) -> str:
    """A colour made lighter (to 1) or darker (to -1) by its lightness (ECMA-376 part 1, 18.3.1.15)."""
    try:
        red, green, blue = (v / 255 for v in bytes.fromhex(colour))
    except ValueError:
        return colour
    if not tint:
        return colour
    hue, light, strength = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light + (1 - light) * tint
    made = colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), strength)
    return bytes(round(255 * v) for v in made).hex()
