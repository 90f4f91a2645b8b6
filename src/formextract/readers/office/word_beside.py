"""What a Word file says beside its text: comments and notes, and text boxes that float over the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from formextract.model import TYPED, Block, Document, Line, Place, Table
from formextract.readers.office.word_looks import W
from formextract.text import is_blank, squeeze

FLOATING = "文件里有浮在页面上的文本框，其中的数字可能填在这一格，请看原件"
"""Doubt of empty cells where a figure stands in a text box that may lie over any of them."""
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_NOTES = {"comments": ("comment", "批注"), "footnotes": ("footnote", "脚注"), "endnotes": ("endnote", "尾注")}
_SIGNS = frozenset("0123456789.,%‰+-()万亿元家个项件人")


def notes_in(related: Callable[[str], Any]) -> Iterator[Line]:
    """The comments, foot and end notes of a file; `related` gives a part of it by its kind."""
    for kind, (tag, called) in _NOTES.items():
        for note in related(kind).iter(W + tag):
            if note.get(W + "type") in (None, "normal"):
                text = "".join(t.text or "" for t in note.iter(W + "t")).strip()
                if text:
                    yield Line(f"{called}：{text}", Place(), legibility=TYPED)


def below_floating(document: Document, body: Any) -> Document:
    """The document, its empty cells in doubt where a figure floats over the page that may lie on one of them."""
    if not any(is_bare_figure(_text(box)) for box in _floating(body)):
        return document
    return replace(document, blocks=tuple(doubted_below(b) for b in document.blocks))


def _floating(body: Any) -> Iterator[Any]:
    """Text boxes outside tables that do not stand in their line, and paragraphs in frames."""
    for frame in body.iter(W + "framePr"):  # a form has hundreds of paragraphs, and hardly ever one in a frame
        props = frame.getparent()
        paragraph = props.getparent() if props.tag == W + "pPr" else None
        if paragraph is None or paragraph.tag != W + "p" or next(paragraph.iterancestors(W + "tbl"), None) is not None:
            continue
        yield paragraph
    for box in body.iter(W + "txbxContent"):
        above = [a.tag for a in box.iterancestors()]
        if W + "tbl" not in above and _WP + "inline" not in above:
            yield box


def _text(box: Any) -> str:
    return squeeze("".join(t.text or "" for t in box.iter(W + "t")))


def is_bare_figure(text: str) -> bool:
    """Whether a text is a figure with its unit and nothing else."""
    return any(c.isdigit() for c in text) and set(text) <= _SIGNS


def doubted_below(block: Block) -> Block:
    """A table in which any empty cell may be the one on which a floating figure lies."""
    if not isinstance(block, Table):
        return block
    return replace(
        block, cells=tuple(replace(c, doubt=c.doubt or FLOATING) if is_blank(c.text) else c for c in block.cells)
    )
