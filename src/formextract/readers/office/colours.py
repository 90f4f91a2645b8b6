"""Whether letters are seen on their ground, by the colours that office files say."""

from __future__ import annotations

from functools import lru_cache

from formextract.layout.span import darkness

FAINT = 0.05
"""Ink up to which letters are not seen on white, and a ground is none."""
ALIKE = 6
"""Of 255, by which each channel of two colours may differ that nobody tells apart: programs round tints."""


@lru_cache(maxsize=1024)
def unseen(ink: str, ground: str) -> bool:
    """Whether nobody sees letters of one colour on a ground of another; '' is the program's own, which is seen.

    White on white, whatever white is called; and any colour on a ground of just that colour.
    """
    if not ink:
        return False
    ink, ground = ink.lstrip("#").lower(), ground.lstrip("#").lower()
    return _alike(ink, ground) or (_dark(ink, 1.0) <= FAINT and _dark(ground, 0.0) <= FAINT)


@lru_cache(maxsize=1024)
def is_ground(colour: str) -> bool:
    """Whether a colour behind letters is one that white letters are seen on."""
    return _dark(colour.lstrip("#"), 0.0) > FAINT


def _alike(one: str, other: str) -> bool:
    a, b = _channels(one), _channels(other)
    if a is None or b is None:
        return one == other
    return all(abs(x - y) <= ALIKE for x, y in zip(a, b, strict=True))


def _dark(colour: str, otherwise: float) -> float:
    """How dark a colour of six hexadecimal digits is; `otherwise` for what is none."""
    found = _channels(colour)
    if found is None:
        return otherwise
    red, green, blue = found
    return darkness(red / 255, green / 255, blue / 255)


def _channels(colour: str) -> tuple[int, int, int] | None:
    """Red, green and blue; None for what is no colour of six hexadecimal digits."""
    try:
        red, green, blue = bytes.fromhex(colour)
    except ValueError:
        return None
    return red, green, blue
