"""What a reading's raw confidence is worth: the share of them that were right where the truth is known."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np

from formextract.ocr.words import as_figure

Kind = Literal["figure", "text", "tick"]
TABLE = "calibration.json"
"""Written by `scripts/calibrate.py`, which says in it when, on how much and on what."""
_FIGURE = re.compile(r"[-+(（]?\d[\d.,/，%％)）]*")
_TICK = re.compile("[☐☑]")


def kind_of(text: str) -> Kind:
    """What is written: a figure, ticks, or words."""
    if _TICK.search(text):
        return "tick"
    return "figure" if _FIGURE.fullmatch(as_figure(text)) else "text"


def calibrated(text: str, raw: float) -> float:
    """The confidence (0 to 1) of what was read with a raw one: the share that was right, and never above the raw one.

    A sample is small where readings are doubtful: it may say that a doubt was too small, not that there was none.
    Between two measured points it is weighed by how near they are.
    """
    points = measured().get(kind_of(text), ())
    return min(raw, float(np.interp(raw, [x for x, _ in points], [y for _, y in points]))) if points else raw


@cache
def measured() -> dict[str, tuple[tuple[float, float], ...]]:
    """By kind, raw confidences with the share that was right, both rising."""
    table = json.loads((files("formextract.ocr") / TABLE).read_text(encoding="utf-8"))
    return {kind: tuple((p["raw"], p["confidence"]) for p in points) for kind, points in table["kinds"].items()}
