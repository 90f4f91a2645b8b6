"""What dust and weak print make of a value's ink, put right where only one thing can be meant; never for sure."""

from __future__ import annotations

import re
from dataclasses import replace

from formextract.model.doubt import doubt
from formextract.model.placement import Placement
from formextract.model.template import Indicator
from formextract.text import squeeze
from formextract.values.read import read
from formextract.values.reading import Reading

_SPECKS = re.compile(r"^[^\w+\-−<>≤≥≈~～(（]{1,3}(?=\d+[.．]\d|\d\d)")
"""Dust before a figure: a further point or comma where the figure has its own, or two digits."""
_TAIL = re.compile(r"^([-+]?\d+\.\d+)\s*[-.,，、'·]{1,2}$")
"""A figure with its own point, and dust behind it."""
_GAP = re.compile(r"(?<=\d)\s*([.．])\s+(?=\d{1,4}\s*\S{0,6}$)|(?<=\d)\s+([.．])(?=\d{1,4}\s*\S{0,6}$)")
"""White space beside the point of a figure in wide digits."""
_WEAK = re.compile(r"(?<=[\u4e00-\u9fff)）]{4})\s*[:：.．·。]\s*(?=[\u4e00-\u9fffA-Z]{4})")
"""What a sign between two names is read as."""


def mended(
    reading: Reading, placement: Placement, indicator: Indicator, context: str = "", count: int | None = None
) -> Reading:
    """The reading of scanned ink, or of it without what wear left. `count`: how many names there are."""
    if placement.doubt:
        return reading
    if indicator.kind == "list":
        return _names(reading, placement, indicator, context, count)
    if reading.status != "unreadable" or (
        indicator.kind not in ("number", "integer") and placement.part not in ("baseline", "target")
    ):
        return reading
    text = _GAP.sub(lambda m: m.group(1) or m.group(2), _SPECKS.sub("", placement.text.strip()))
    text = _TAIL.sub(r"\1", text)
    return _again(reading, placement, indicator, context, count, text)


def _names(reading: Reading, placement: Placement, indicator: Indicator, context: str, count: int | None) -> Reading:
    """Names parted at signs that stand between none, if that gives as many as the form counts."""
    if count is None or reading.status != "reported" or not _WEAK.search(placement.text):
        return reading
    again = _again(reading, placement, indicator, context, count, _WEAK.sub("、", placement.text))
    return again if isinstance(again.value, tuple) and len(again.value) == count else reading


def _again(
    reading: Reading, placement: Placement, indicator: Indicator, context: str, count: int | None, text: str
) -> Reading:
    if text == placement.text.strip():
        return reading
    again = read(replace(placement, text=text), indicator, context, count)
    if again.status != "reported":
        return reading
    return again.doubted(doubt("mended", f"识读为“{squeeze(placement.text)}”，按去掉污点后的“{squeeze(text)}”取值"))
