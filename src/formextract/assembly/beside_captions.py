"""Answers in words beside a caption, read as the sentence that both make: 企业情况 | 共154家，其中高新技术企业41家."""

from __future__ import annotations

import re

from formextract.match.labels import take_apart
from formextract.model import Document, Line, Place
from formextract.tables.planned import planned_caption, planned_head
from formextract.text import is_blank, squeeze

LONGEST_CAPTION = 16
"""Letters of a caption; more is a condition, or a sentence of its own."""
_YEAR = re.compile("(20[0-4]\\d)年?")
_FIRST = re.compile(r"(?:[一-鿿]{0,4}?)\d[\d.,]*(?:万|亿)?(?:平方公里|[一-鿿]|%)?[^\d]*?[，,（(；;、]")
"""The first figure of an answer and what ends its clause."""
_MORE = re.compile(r"(?:[一-鿿]{2,}|占)(?:为|是|约|达到?|有)?\d[\d.,]*(?:[一-鿿]{1,3}|%)")
"""What a further clause tells of another figure: 其中主导产业241.7亿元, 占营业收入2.5%."""


def captions_beside(document: Document) -> dict[Place, str]:
    """The captions of cells that stand beside them and nothing else does, by the place of the answer."""
    out: dict[Place, str] = {}
    for block in document.blocks:
        if isinstance(block, Line):
            continue
        rows: dict[int, list[int]] = {}
        for i, c in enumerate(block.cells):
            if not is_blank(c.text):
                for row in range(c.row, c.row + c.rowspan):
                    rows.setdefault(row, []).append(i)
        for beside in rows.values():
            if len(beside) != 2:  # noqa: PLR2004 - a caption and its answer
                continue
            caption, answer = (block.cells[i] for i in beside)
            said = squeeze(caption.text)
            if len(said) <= LONGEST_CAPTION and not re.search(r"\d", _YEAR.sub("", said)):
                out[answer.place] = caption.text
    return out


def is_planned(caption: str) -> bool:
    """Whether what stands beside a caption is aimed at or expected."""
    return planned_head(squeeze(caption)) is not None or planned_caption(caption, None) is not None


def with_caption(caption: str, answer: str) -> str:
    """The sentence of a caption and an answer that tells more than one figure; '' for any other answer."""
    tight = squeeze(answer)
    first = _FIRST.match(tight)
    if first is None or _MORE.search(tight, first.end()) is None:
        return ""
    year = _YEAR.search(squeeze(caption))
    what = take_apart(caption).bare
    colon = "" if tight[0].isdigit() else "："
    return f"{year.group(1) + '年' if year else ''}{what}{colon}{answer}"
