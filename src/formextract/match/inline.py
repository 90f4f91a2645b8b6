"""Several labels with their values in one line or cell: `联系人：孙玉芳  电话：134…`, `变更前：甲；变更后：乙。`."""

from __future__ import annotations

import re

from formextract.match.labels import LabelIndex
from formextract.text import fold

KNOWN = 0.9
"""Score from which words before a colon are one of the form's labels."""
SHORT = 4
"""Letters of a caption between semicolons that nobody knows: 联系人：冷月；职务：副局长；电话：139…"""
_LABEL = re.compile(r"(?:^|(?<=[\s;；,，、。.]))\s*([^\s:：;；,，。]{2,24})\s*[:：]")
_WIDE = re.compile(r"(?:[ \u00a0]{3,}|\t|\u3000)$")
"""What sets captions apart on one line, whether they are known or not: 编制单位：甲    编制时间：乙."""
_END = " \t\r\n\u3000;；,，、"


_LETTERS_APART = re.compile(r"(?<![一-鿿])[一-鿿](?:[ \u00a0\u3000]{1,4}[一-鿿]){1,3}(?=\s*[:：])")
"""A caption whose letters were set apart to fill its place: 电　话：."""


def pairs(text: str, index: LabelIndex) -> list[tuple[str, str]]:
    """The labels of a text that has several, the form's own or behind a space, each with what stands behind it."""
    text = _LETTERS_APART.sub(lambda m: re.sub(r"\s", "", m.group()), text)
    found = [m for m in _LABEL.finditer(text) if _is_own(m, index) or _stands_apart(m, text)]
    own = any(_is_own(m, index) for m in found) or all(_WIDE.search(text[: m.start(1)]) for m in found[1:])
    if len(found) < 2 or text[: found[0].start()].strip() or not own:  # noqa: PLR2004 - one label alone is any line's
        return []
    ends = [*(m.start() for m in found[1:]), len(text)]
    out = [(m.group(1), text[m.end() : end].strip(_END)) for m, end in zip(found, ends, strict=True)]
    return out if len({label for label, _ in out}) == len(out) else []


def _is_own(found: re.Match[str], index: LabelIndex) -> bool:
    hits = index.wanted(found.group(1))
    return bool(hits) and hits[0].score >= KNOWN


def _stands_apart(found: re.Match[str], text: str) -> bool:
    """Whether a caption that nobody knows (`手机：138…    邮箱：…`) ends the value before it."""
    before, caption = text[: found.start(1)], fold(found.group(1))
    if caption.count("(") != caption.count(")"):
        return False  # （注：勾选需提供佐证材料）
    return not before.strip() or before[-1].isspace() or (before[-1] in ";；" and len(caption) <= SHORT)
