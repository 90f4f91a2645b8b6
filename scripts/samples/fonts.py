"""A Chinese TrueType font to embed a subset of, whichever of these the machine has; a serif one first."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pymupdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path("/usr/share/fonts/truetype")
SERIF = ("arphic-gbsn00lp/gbsn00lp.ttf", "arphic/uming.ttc")
SANS = ("wqy/wqy-zenhei.ttc",)
CID = "STSong-Light"  # named, not embedded: the reader supplies it


def _register(name: str, files: tuple[str, ...]) -> str | None:
    for file in files:
        if (FOLDER / file).exists():
            if name not in pdfmetrics.getRegisteredFontNames():
                pdfmetrics.registerFont(TTFont(name, str(FOLDER / file), subfontIndex=0))
            return name
    return None


def body(kind: str) -> str:
    """The registered name of the body font: `serif`, `sans` or `cid`."""
    if kind == "cid":
        pdfmetrics.registerFont(UnicodeCIDFont(CID))
        return CID
    found = _register("Song", SERIF) if kind == "serif" else None
    found = found or _register("Hei", SANS)
    if found is None:
        raise SystemExit(f"no Chinese TrueType font under {FOLDER}: install fonts-wqy-zenhei or fonts-arphic-gbsn00lp")
    return found


def for_letters(kind: str, text: str) -> str:
    """The body font of that kind; the one without serifs where it lacks a Chinese letter of the text.

    A page that cannot show a letter does not say what its expected record says.
    """
    chinese = {ord(c) for c in text if "\u4e00" <= c <= "\u9fff"}
    return body(kind if chinese <= _letters(body(kind)) else "sans")


@cache
def _letters(font: str) -> frozenset[int]:
    """Code points that a registered font can show."""
    if font == CID:  # what readers supply for it: here the fallback of the reader that makes our scans
        return frozenset(pymupdf.Font("china-s").valid_codepoints())
    return frozenset(pdfmetrics.getFont(font).face.charToGlyph)


def heading() -> str:
    return body("sans")
