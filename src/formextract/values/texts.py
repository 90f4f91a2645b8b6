"""Texts: names, telephone numbers, paragraphs."""

from __future__ import annotations

import re

from formextract.model.doubt import doubt
from formextract.text import is_blank, is_none
from formextract.values.reading import BLANK, NONE, Reading

_HINT = re.compile(r"[（(]\s*XX.*$", re.DOTALL | re.IGNORECASE)
_PLACES = re.compile(
    r"(?:[\s_＿\u3000]+(?:[省市县区州盟旗乡镇村组号路]|街道|社区|自治[区州县旗]|[（(/、)）]){1,8})+[\s_＿\u3000。]*"
)
"""Kinds of places with room before each and no name in it: `____市____县（市、区）____乡镇____村`."""
_CAPTION_WITHIN = re.compile(r"[一-鿿\d][^，,。；;\n]*[一-鿿]{2}[:：][^，,。；;\n]+")
"""A name or an address has no colon: another caption with its value follows in the same cell."""
_TWO_ANSWERS = doubt("odd_spelling", "里面有冒号，可能是两栏写在了一起")
_IN_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_CJK_GAP = re.compile(r"(?<=[^\x00-\x7f])[ \t\u3000]+(?=[^\x00-\x7f])")


def read_text(text: str, *, paragraphs: bool = False) -> Reading:
    """The text without printed hints and blanks. `paragraphs` keeps line ends; otherwise the text is one line."""
    body = _HINT.sub("", text).strip(" \t\r\n_＿\u3000")
    if is_blank(body) or _PLACES.fullmatch(text.rstrip("\n")):
        return BLANK
    if is_none(body):
        return NONE
    run_together = _CAPTION_WITHIN.fullmatch(_IN_BRACKETS.sub("", body)) is not None
    return _as_text(body, paragraphs=paragraphs).doubted(*([_TWO_ANSWERS] if run_together else []))


def _as_text(body: str, *, paragraphs: bool) -> Reading:
    if paragraphs:
        return Reading("reported", "\n".join(line.strip() for line in body.splitlines() if line.strip()))
    joined = re.sub(r"\s*\n\s*", "", body) if not body.isascii() else " ".join(body.split())
    return Reading("reported", re.sub(r"[ \t\u3000]+", " ", _CJK_GAP.sub("", joined)).strip("_ "))
