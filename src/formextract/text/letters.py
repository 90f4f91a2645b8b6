"""Chinese letters as everyone types them: radicals and compatibility letters look alike, and are other code points.

PDFs printed by browsers and macOS hold radicals where letters are meant (增⻓率), and so does what is pasted from them.
NFKC folds the Kangxi radicals and the compatibility letters; for the CJK Radicals Supplement and the strokes Unicode
gives a table of its own, `EquivalentUnifiedIdeograph.txt` beside this file.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

_RADICALS = "\u2e80-\u2fdf\u31c0-\u31ef"
_COMPATIBILITY = "\uf900-\ufaff\U0002f800-\U0002fa1f"
_ODD = re.compile(f"[{_RADICALS}{_COMPATIBILITY}]")


def plain_letters(text: str) -> str:
    """The text with radicals and compatibility letters as the ideographs that they stand for; all else is kept."""
    return _ODD.sub(_plain, text)


def _plain(odd: re.Match[str]) -> str:
    letter = odd.group()
    return _equivalents().get(letter) or unicodedata.normalize("NFKC", letter)


@cache
def _equivalents() -> dict[str, str]:
    """Unicode's table: a radical or stroke, and its ideograph."""
    table = files("formextract.text").joinpath("EquivalentUnifiedIdeograph.txt").read_text(encoding="utf-8")
    out: dict[str, str] = {}
    for line in table.splitlines():
        span, _, ideograph = line.partition("#")[0].partition(";")
        if ideograph:
            first, _, last = span.strip().partition("..")
            for code in range(int(first, 16), int(last or first, 16) + 1):
                out[chr(code)] = chr(int(ideograph, 16))
    return out
