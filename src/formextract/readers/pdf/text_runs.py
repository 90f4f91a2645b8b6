"""Runs of text of a PDF page, by PyMuPDF or, where its letters have no meaning, by pdfplumber."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import pdfplumber
import pymupdf

from formextract.geometry import BBox, holds
from formextract.layout.span import TILTED, Letters, Span, darkness, part_of
from formextract.text.flow import GAP as BLANK
from formextract.text.symbols import is_symbol_font, shown

SLANT = 0.05
"""Sine of the angle beyond which a line of text is neither level nor upright: a watermark, no part of the form."""
GAP = 1.0
"""Letter sizes: letters further apart are two runs (pdfplumber gives letters, not runs)."""

MOST_PAIRS = 4_000_000
"""Blanks times runs of a page that are looked at, a second or two; a form has some thousand runs at most."""
TOUCHING = 0.1
"""Heights of a blank: a run that ends or begins so near to it stands beside it."""

QUARTERS = {(1, 0): 0, (0, -1): 90, (-1, 0): 180, (0, 1): 270}
"""By the direction in which text runs (x, y downwards), degrees clockwise to stand it upright."""

_PRIVATE = re.compile("[\uf000-\uf0ff]")
"""Where symbol fonts keep their signs."""
_NOT_SHOWN = (1, 3)
"""Of a field: hidden, and not to be viewed."""
_HAN = "\u2e80-\u9fff\uff00-\uffef"
_SET_APART = re.compile(rf"^ (?=[{_HAN}])|(?<=[0-9A-Za-z%]) (?=[{_HAN}])|(?<=[{_HAN}]) (?=[0-9A-Za-z])")
"""A blank between a Chinese letter and one of another script, which the program that prints sets apart by itself."""
_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_PRESERVE_LIGATURES | pymupdf.TEXT_MEDIABOX_CLIP


class Text(NamedTuple):
    """The runs of a page, and how many letters need a turn of so many degrees clockwise to run from left to right."""

    spans: list[Span]
    turns: Counter[int]
    slanted: list[str]
    """Text that runs neither level nor upright, each once."""
    tilted: list[Span]
    """The same as it stands."""


def text_of(page: Any) -> Text:
    """Runs of level or upright text, symbol fonts resolved; slanted text is left out."""
    textpage = page.get_textpage(flags=_FLAGS)
    raw: list[Any] = []

    def chars(block: int, line: int, span: int) -> list[Any]:
        if not raw:
            raw.append(textpage.extractRAWDICT())
        return list(raw[0]["blocks"][block]["lines"][line]["spans"][span]["chars"])

    def letters(block: int, line: int, span: int, text: str) -> Letters:
        return [(c, char["bbox"]) for c, char in zip(text, chars(block, line, span), strict=False)]

    out: list[Span] = []
    turns: Counter[int] = Counter()
    slanted: dict[str, None] = {}
    tilted: list[Span] = []
    blanks: list[BBox] = []
    for b, block in enumerate(textpage.extractDICT()["blocks"]):
        for n, line in enumerate(block.get("lines", ())):
            across, along = line["dir"]
            if min(abs(across), abs(along)) > SLANT:
                slanted[said := "".join(span["text"] for span in line["spans"]).strip()] = None
                tilted.append(Span(said, line["spans"][0]["size"], line["bbox"], tuple, turn=TILTED))
                continue
            turn = QUARTERS.get((round(across), round(along)), 0) if line["wmode"] == 0 else 0
            for k, span in enumerate(line["spans"]):
                text = span["text"]
                if not text:
                    continue
                if text.isspace():
                    blanks.append(span["bbox"])
                    continue
                turns[turn] += len(text)
                font = span["font"]
                if is_symbol_font(font) or (not text.isascii() and _PRIVATE.search(text)):
                    text = "".join(shown(c, font) for c in text)
                ink = _ink(span["color"], span["alpha"])
                run = Span(text, span["size"], span["bbox"], partial(letters, b, n, k, text), ink, turn)
                if not turn and " " in text and _SET_APART.search(text):
                    run = _set_together(run, [bool(c.get("synthetic")) for c in chars(b, n, k)])
                out.append(run)
    out = _with_typed_blanks(out, blanks)
    return Text(out, turns, [text for text in slanted if text], [s for s in tilted if s.text])


def _set_together(span: Span, made: Sequence[bool]) -> Span:
    """The run without blanks that nobody typed (MuPDF has `made` them of a gap) beside Chinese letters: a program that
    prints sets 2024 and 年 a fifth or a quarter of a letter apart, which is no blank.
    """
    own = list(span.letters())
    narrow = {
        k
        for k in (m.start() for m in _SET_APART.finditer(span.text))
        if k < min(len(own), len(made)) and made[k] and own[k][1][2] - own[k][1][0] <= BLANK * span.size
    }
    return part_of(span, [letter for k, letter in enumerate(own) if k not in narrow]) if narrow else span


def _with_typed_blanks(spans: list[Span], blanks: Sequence[BBox]) -> list[Span]:
    """The runs with the blanks between Chinese letters that are runs of their own, in a font of other letters (mostly
    a quarter of a letter wide, which does not show as a gap): 集群名称 仙桃市…
    """
    if not blanks or len(blanks) * len(spans) > MOST_PAIRS:
        return spans
    out = list(spans)
    for box in blanks:
        middle = (box[1] + box[3]) / 2
        level = [n for n, s in enumerate(out) if not s.turn and s.bbox[1] < middle < s.bbox[3]]
        around = next((n for n in level if out[n].bbox[0] < box[0] and box[2] < out[n].bbox[2]), None)
        if around is not None:
            letters = list(out[around].letters())
            at = sum(b[0] < box[0] for _, b in letters)
            if at < len(letters) and _is_han(letters[at - 1][0]) and _is_han(letters[at][0]):
                out[around] = part_of(out[around], [*letters[:at], (" ", box), *letters[at:]])
            continue
        near = TOUCHING * (box[3] - box[1])
        left = next((n for n in level if abs(out[n].bbox[2] - box[0]) < near and _is_han(out[n].text[-1:])), None)
        right = any(abs(out[n].bbox[0] - box[2]) < near and _is_han(out[n].text[:1]) for n in level)
        if left is not None and right:
            out[left] = part_of(out[left], [*out[left].letters(), (" ", box)])
    return out


def _is_han(letter: str) -> bool:
    return re.match(f"[{_HAN}]", letter) is not None


def without_options(spans: Sequence[Span], page: Any) -> list[Span]:
    """The runs without those that a list box offers and nobody has chosen: it shows all of its options."""
    lists = []
    for widget in page.widgets(types=[pymupdf.PDF_WIDGET_TYPE_LISTBOX]):
        value = widget.field_value
        chosen = value if isinstance(value, list | tuple) else [value]
        lists.append((tuple(widget.rect * page.rotation_matrix), {str(v).strip() for v in chosen if v}))
    if not lists:
        return list(spans)
    return [s for s in spans if all(not holds(box, s.bbox) or s.text.strip() in chosen for box, chosen in lists)]


def hidden_fields(page: Any) -> list[Span]:
    """What is typed into fields that the page does not show."""
    out = []
    for widget in page.widgets():
        hidden = widget.field_display in _NOT_SHOWN
        said = widget.field_value
        if hidden and isinstance(said, str) and said.strip() and widget.field_type != pymupdf.PDF_WIDGET_TYPE_CHECKBOX:
            out.append(Span(said.strip(), 0.0, tuple(widget.rect * page.rotation_matrix), tuple))
    return out


@lru_cache(maxsize=1024)
def _ink(colour: int, alpha: int) -> float:
    """How dark a colour (red, green, blue, a byte each) is; letters that are not drawn have an alpha of 0."""
    red, green, blue = colour.to_bytes(3, "big")
    return darkness(red / 255, green / 255, blue / 255, alpha / 255)


def second_reading(path: Path, number: int) -> list[Span]:
    """The runs of a page (from 1) as pdfplumber reads them; nothing where it cannot either."""
    try:
        with pdfplumber.open(path, pages=[number]) as pdf:
            chars = [c for c in pdf.pages[0].chars if c["upright"]]
    except MemoryError:  # says nothing about the page
        raise
    except Exception:  # noqa: BLE001 - pdfminer raises of every kind on a broken page; the first reading then stands
        return []
    out: list[Span] = []
    run: list[tuple[str, BBox]] = []
    size = 0.0

    def close() -> None:
        if run and not all(c.isspace() for c, _ in run):
            boxes = [box for _, box in run]
            box = (boxes[0][0], min(b[1] for b in boxes), boxes[-1][2], max(b[3] for b in boxes))
            letters = tuple(run)
            out.append(Span("".join(c for c, _ in run), size, box, lambda: letters))

    for c in chars:
        box = (float(c["x0"]), float(c["top"]), float(c["x1"]), float(c["bottom"]))
        if run and (abs(box[1] - run[-1][1][1]) > size / 2 or not -size < box[0] - run[-1][1][2] < GAP * size):
            close()
            run = []
        size = float(c["size"])
        run.append((shown(c["text"], c["fontname"]) if len(c["text"]) == 1 else c["text"], box))
    close()
    return out
