"""Why a figure of a sentence is unsure: of which figure a sentence speaks is never as plain as a label."""

from __future__ import annotations

from formextract.model import Doubt
from formextract.model.doubt import doubt


def in_a_sentence(sure: float, *, named: bool = True) -> Doubt:
    """That a value was taken from a sentence, and how sure (0 to 1) it is that it is the one meant.

    `named`: the sentence says that the figure is the applicant's own.
    """
    why = "请核对说的是不是这一项" if named else "句中没有写明是谁的数，请核对"
    return doubt("in_a_sentence", f"从文字段落中读出，{why}", sure)
