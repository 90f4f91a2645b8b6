"""Inline blanks: `数量：3 个 名称：甲中心、乙平台` as two parts of one cell."""

from __future__ import annotations

import re

from formextract.tables import is_figure

# a colon that was scanned may have lost its upper dot
_COUNT = re.compile(r"(?:数量|个数)\s*[:：.．]\s*(.*?)\s*(?=(?:名称|名单)\s*[:：.．]|$)", re.DOTALL)
_NAMES = re.compile(r"(?:名称|名单)\s*[:：.．]\s*(.*?)\s*(?=(?:数量|个数)\s*[:：.．]|$)", re.DOTALL)
_BOTH = re.compile(
    r"^\s*(\d{1,4}|[一二三四五六七八九十]{1,3})\s*[个家项]\s*[:：,，。;；(（]\s*(.+?)[)）]?\s*$", re.DOTALL
)
_ALONE = re.compile(
    r"^\s*(?:约|共)?\s*(?:\d{1,4}|[一二三四五六七八九十]{1,3})\s*(?:余|多)?\s*[个家项]?\s*[;；。，,]?\s*$"
)


def count_and_names(text: str) -> tuple[str | None, str | None]:
    """The ink after 数量 and after 名称; None for the part that the cell does not hold."""
    count, names = _COUNT.search(text), _NAMES.search(text)
    if count is not None or names is not None:
        return (None if count is None else count.group(1)), (None if names is None else names.group(1))
    both = _BOTH.match(text)
    if both is not None:
        return both.group(1), both.group(2)
    if not text.strip() or _ALONE.match(text) or is_figure(text) or re.match(r"\s*\d+\s*[-~～至—]\s*\d+", text):
        return text, None
    return None, text
