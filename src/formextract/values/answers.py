"""Questions answered in words where a tick was asked for: `不属于`, `未发生`, `无`, `有`."""

from __future__ import annotations

import re

from formextract.text import squeeze

_NO = re.compile(r"(?:经自查|截至目前|目前|近三年|近3年|均|从来?|暂|尚|也|确)*(没有|未曾|无|没|未|不|非|否)(.*)")
_YES = re.compile(r"(?:经自查|截至目前|目前|近三年|近3年|均|已经?|确|曾经?)*(是|有|系)?(.*)")
_ASKS_WHETHER = re.compile(r"是否|有无|有没有|能否|可否")
_THESE = re.compile(
    r"^(?:存在|发生|涉及|有|此|该|这|上述|以上|前述|相关|所列|任何|过|了|的|类|等|情况|情形|行为|问题|事项|事故|事件|范围|属)*$"
)
"""What an answer may say of the thing asked for without a word of the question: `无上述情况`."""
_OF_SHEETS = {"TRUE": "yes", "FALSE": "no"}
"""What a sheet shows of an answer that was typed as one of these, or that a box to tick is linked to."""
LONGEST = 24
"""Letters; more is a statement that a person should read."""


def yes_or_no(text: str, question: str) -> str | None:
    """`yes` or `no` where the words answer the question; None where they say something else.

    The answer's words but for its 不, 未 or 无 must be the question's own (不属于 to 是否属于……), or stand for them.
    """
    said, asked = squeeze(text).strip("。.,;!"), squeeze(question)
    if not said or len(said) > LONGEST or _ASKS_WHETHER.search(said):
        return None
    if said.upper() in _OF_SHEETS:
        return _OF_SHEETS[said.upper()]
    no = _NO.fullmatch(said)
    if no is not None:
        return "no" if _is_of(no.group(2), asked) else None
    yes = _YES.fullmatch(said)
    assert yes is not None
    if not yes.group(1) and not yes.group(2):
        return None
    if yes.group(1) and not yes.group(2):
        return "yes"
    return "yes" if yes.group(2) and _is_of(yes.group(2), asked, bare=bool(yes.group(1))) else None


def _is_of(words: str, asked: str, *, bare: bool = True) -> bool:
    """Whether words are the question's, or stand for them; `bare`: none at all will do."""
    if not words:
        return bare
    rest = words
    for size in range(len(words), 1, -1):
        for at in range(len(words) - size + 1):
            part = words[at : at + size]
            if part in asked and part in rest:
                rest = rest.replace(part, "", 1)
    return (bare or rest != words) and _THESE.fullmatch(rest) is not None
