"""Whether what was given as a blank form is one: a filled form's answers would be drafted as printed words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from formextract.drafting.lines import Layout
from formextract.model import Document, Line
from formextract.text import is_blank, squeeze

LEAST_SIGNS = 3
"""Answers from which a form is taken for a filled one; a blank one may show an example or two."""
OF_PLACES = 0.25
"""And so many for each place that is still empty."""
LONG_TEXT = 400
"""Letters of paragraphs from which a file without a place in a table reads as a notice."""
_TICK = re.compile("[☑☒√✓✔■◼●◉🗹]")
_DATE = re.compile(r"(?:19|20)\d\d(?:年\d{1,2}月(?:\d{1,2}日)?|[-./]\d{1,2}[-./]\d{1,2})")
_NUMBER = re.compile(
    r"[0-9A-Z]{18}|1\d{10}|0\d{2,3}-?\d{7,8}|[¥￥]?-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)|\d{1,3}(?:,\d{3})+"
)
_MAIL = re.compile(r"\S+@\S+\.\w+")


def why_not_blank(document: Document, layout: Layout) -> str:
    """A sentence for staff that says why this is no blank form; '' where it looks like one."""
    cells = [c for b in document.blocks if not isinstance(b, Line) for c in b.cells]
    empty = sum(is_blank(c.text) for c in cells)
    signs = list(_answers(document))
    if len(signs) >= LEAST_SIGNS and len(signs) >= OF_PLACES * empty:
        shown = "、".join(f"“{s}”" for s in signs[:LEAST_SIGNS])
        return f"看来已经填写过（如 {shown}），填写的内容会被当成印在表上的字。请改用空白表，或先把填写的内容清空"
    told = sum(len(b.text) for b in document.blocks if isinstance(b, Line))
    if not any(f.shape not in ("line", "region") for f in layout.found) and told >= LONG_TEXT:
        return "看来是通知或说明，里面没有要填写的表。请给出表格本身（通知的附件）"
    return ""


def _answers(document: Document) -> Iterator[str]:
    """Texts that only somebody who fills in a form writes: ticks, dates, numbers of telephones, amounts."""
    for block in document.blocks:
        if isinstance(block, Line):
            _, colon, behind = block.text.partition("：")
            texts = [behind] if colon and len(block.text) <= LEAST_SIGNS * 20 else []
        else:
            texts = [c.text for c in block.cells]
        for text in texts:
            tight = squeeze(text)
            ticked = (
                _TICK.search(text) is not None and len(set(_TICK.findall(text))) <= len(re.findall(r"\S", text)) // 2
            )
            if ticked or _DATE.fullmatch(tight) or _NUMBER.fullmatch(tight) or _MAIL.fullmatch(tight):
                yield tight[:20]
