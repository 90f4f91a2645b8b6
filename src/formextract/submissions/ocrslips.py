"""Whether a scan's reading that differs from the file's is a likely slip of the recogniser."""

from __future__ import annotations

import re

from formextract.text import squeeze
from formextract.text.glyphs import look_alike

_SIGNS = re.compile(r"[^0-9A-Za-z.+-]")
_FIGURES = re.compile(r"[0-9A-Za-z.+-]")
_UNITS = re.compile(r"[个家户人名项件种次亿万元%％]+$")


def is_likely_slip(scan: str, file: str) -> bool:
    """Whether one look-alike sign, or a lost or added point, comma, sign or end digit, explains the difference.

    Never where the words around the figures are others: they are no slip of a sign.
    """
    scan, file = (_UNITS.sub("", squeeze(t).replace(",", "")) for t in (scan, file))
    a, b = _SIGNS.sub("", scan), _SIGNS.sub("", file)
    if not a or not b or _FIGURES.sub("", scan) != _FIGURES.sub("", file):
        return False
    if a == b or a.replace(".", "").lstrip("+-") == b.replace(".", "").lstrip("+-"):
        return True
    if len(a) == len(b):
        different = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
        return len(different) == 1 and look_alike(*different[0])
    short, long = sorted((a, b), key=len)
    return len(long) - len(short) == 1 and (long[1:] == short or (long[:-1] == short and short == a))
