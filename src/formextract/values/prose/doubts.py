"""Why a figure of a sentence is unsure: of which figure a sentence speaks is never as plain as a label."""

from __future__ import annotations

from formextract.model import Doubt
from formextract.model.doubt import doubt


def in_a_sentence(sure: float) -> Doubt:
    """That a value was taken from a sentence, and how sure (0 to 1) it is that it is the one meant."""
    return doubt("in_a_sentence", "从文字段落中读出，请核对说的是不是这一项", sure)
