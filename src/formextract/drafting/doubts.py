"""Whether what was given as a blank form is one: a filled form's answers would be drafted as printed words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from formextract.drafting.lines import Layout
from formextract.model import Document, Line, Table
from formextract.tables import is_figure
from formextract.text import is_blank, squeeze
from formextract.text.glyphs import MARKED

LEAST_SIGNS = 3
"""Answers from which a form is taken for a filled one; a blank one may show an example or two."""
OF_PLACES = 0.25
"""And so many for each place that is still empty."""
MANY_SIGNS = 6
"""Different answers from which a form is filled, however many rows of it are empty."""
MOST_SHOWN = 24
LONG_TEXT = 400
"""Letters of paragraphs from which a file without a place in a table reads as a notice."""
_TICK = re.compile(f"[{MARKED}]")
_DAY = r"(?:19|20)\d\d(?:年\d{1,2}月(?:\d{1,2}日)?|[-./]\d{1,2}[-./]\d{1,2})"
_DATE = re.compile(rf"{_DAY}(?:\d{{1,2}}:\d\d(?::\d\d)?|[-—~至到]+{_DAY})?")
_PAPER = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[(（]20\d\d[〕\])）]第?\d{1,5}号")
_OFFICIAL = re.compile(rf"{_PAPER.pattern}|{_DAY}\d{{1,2}}:\d\d(?::\d\d)?")
"""What no example shows: the number of a paper, the hour at which it came."""
_NUMBER = re.compile(
    r"[0-9A-Z]{18}|1\d{10}|0\d{2,3}-?\d{7,8}|[¥￥]?-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)|\d{1,3}(?:,\d{3})+"
)
_YEAR = re.compile(r"20\d\d年?[度末底]?")
_MEASURED = re.compile(r"\d[\d,]*(?:\.\d+)?(?!分$)[^\d.,]{1,5}")
"""A figure with its unit, as it stands in a filled cell; a blank one prints points at most (10分)."""
LEAST_FIGURES = 5
"""Figures of a column from which these are no codes, scores or numbers of rows, where they are not equally long."""
_MAIL = re.compile(r"\S+@\S+\.\w+")


def why_not_blank(document: Document, layout: Layout) -> str:
    """A sentence for staff that says why this is no blank form; '' where it looks like one."""
    cells = [c for b in document.blocks if not isinstance(b, Line) for c in b.cells]
    empty = sum(is_blank(c.text) for c in cells)
    signs = list(_answers(document))
    sure = sum(_OFFICIAL.fullmatch(s) is not None for s in signs)
    told = len(signs) + sure
    if (told >= LEAST_SIGNS and told >= OF_PLACES * empty) or len(set(signs)) >= MANY_SIGNS:
        shown = "、".join(f"“{s}”" for s in signs[:LEAST_SIGNS])
        return f"看来已经填写过（如 {shown}），填写的内容会被当成印在表上的字。请改用空白表，或先把填写的内容清空"
    labels = [f.label for f in layout.found]
    if labels and sum(re.search("[\u4e00-\u9fff]", label) is not None for label in labels) * 2 < len(labels):
        return "看来不是要填写的表：大多数栏目没有汉字名称，像是代码表或数据。请给出空白表"
    length = sum(len(b.text) for b in document.blocks if isinstance(b, Line))
    if not any(f.shape not in ("line", "region") for f in layout.found) and length >= LONG_TEXT:
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
            yield from _figures(block)
        for text in texts:
            tight = squeeze(text)
            ticked = (
                _TICK.search(text) is not None and len(set(_TICK.findall(text))) <= len(re.findall(r"\S", text)) // 2
            )
            written = any(p.fullmatch(tight) for p in (_DATE, _NUMBER, _MAIL, _PAPER))
            measured = _MEASURED.fullmatch(tight) is not None and is_figure(text) and not _YEAR.fullmatch(tight)
            if ticked or written or measured:
                yield tight[:MOST_SHOWN]


def _figures(table: Table) -> Iterator[str]:
    """The bare figures of columns that hold amounts: many, and not all equally long as codes and years are."""
    columns: dict[int, list[str]] = {}
    for c in table.cells:
        tight = squeeze(c.text)
        if tight.isdecimal():
            columns.setdefault(c.col, []).append(tight)
    for found in columns.values():
        longer = [t for t in found if len(t) > 2]  # noqa: PLR2004 - a row's number, a score
        if len(longer) >= LEAST_FIGURES and len({len(t) for t in longer}) > 1:
            yield from longer
