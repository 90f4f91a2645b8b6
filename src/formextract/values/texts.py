"""Texts: names, telephone numbers, paragraphs."""

from __future__ import annotations

import re

from formextract.text import is_blank, is_none
from formextract.values.reading import BLANK, NONE, Reading

_HINT = re.compile(r"[（(]\s*XX.*$", re.DOTALL | re.IGNORECASE)
_PLACES = re.compile(
    r"(?:[\s_＿\u3000]+(?:[省市县区州盟旗乡镇村组号路]|街道|社区|自治[区州县旗]|[（(/、)）]){1,8})+[\s_＿\u3000。]*"
)
"""Kinds of places with room before each and no name in it: `____市____县（市、区）____乡镇____村`."""
_CJK_GAP = re.compile(r"(?<=[^\x00-\x7f])[ \t\u3000]+(?=[^\x00-\x7f])")


def read_text(text: str, *, paragraphs: bool = False) -> Reading:
    """The text without printed hints and blanks. `paragraphs` keeps line ends; otherwise the text is one line."""
    body = _HINT.sub("", text).strip(" \t\r\n_＿\u3000")
    if is_blank(body) or _PLACES.fullmatch(text.rstrip("\n")):
        return BLANK
    if is_none(body):
        return NONE
    if paragraphs:
        return Reading("reported", "\n".join(line.strip() for line in body.splitlines() if line.strip()))
    joined = re.sub(r"\s*\n\s*", "", body) if not body.isascii() else " ".join(body.split())
    return Reading("reported", re.sub(r"[ \t\u3000]+", " ", _CJK_GAP.sub("", joined)).strip("_ "))
