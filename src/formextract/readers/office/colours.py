"""Whether letters are seen on their ground, by the colours that office files say."""

from __future__ import annotations

from formextract.layout.span import darkness

FAINT = 0.05
"""Ink up to which letters are not seen on white, and a ground is none."""


def unseen(ink: str, ground: str) -> bool:
    """Whether nobody sees letters of one colour on a ground of another; '' is the program's own, which is seen.

    White on white, whatever white is called; and any colour on a ground of just that colour.
    """
    if not ink:
        return False
    ink, ground = ink.lstrip("#").lower(), ground.lstrip("#").lower()
    return ink == ground or (_dark(ink, 1.0) <= FAINT and _dark(ground, 0.0) <= FAINT)


def is_ground(colour: str) -> bool:
    """Whether a colour behind letters is one that white letters are seen on."""
    return _dark(colour.lstrip("#"), 0.0) > FAINT


def _dark(colour: str, otherwise: float) -> float:
    """How dark a colour of six hexadecimal digits is; `otherwise` for what is none."""
    try:
        red, green, blue = bytes.fromhex(colour)
    except ValueError:
        return otherwise
    return darkness(red / 255, green / 255, blue / 255)
