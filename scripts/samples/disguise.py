"""PDF files that are not what their text layer says: each with the answers of the form that it shows.

What is seen on the pages is always the truth; the text below, behind or beside it may say something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, NamedTuple

import pymupdf

FIGURE = re.compile(r"-?\d[\d.,]*\d|\d")
OTHER = {"0": "6", "1": "7", "2": "3", "3": "8", "4": "9", "5": "6", "6": "0", "7": "1", "8": "3", "9": "4"}
"""What recognisers mistake each digit for."""
FONT = "china-s"


class Run(NamedTuple):
    """A run of text on a page: its text, box, size, and the point where its first letter stands."""

    text: str
    box: Any
    size: float
    origin: tuple[float, float]


def runs(page: Any) -> Iterator[Run]:
    """The runs of text of a page."""
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                if span["text"].strip():
                    yield Run(span["text"], pymupdf.Rect(span["bbox"]), span["size"], span["origin"])


def misread(text: str, rng: Random) -> str:
    """A figure with one digit changed, as a recogniser does it."""
    at = rng.choice([i for i, c in enumerate(text) if c in OTHER])
    return text[:at] + OTHER[text[at]] + text[at + 1 :]


def _said(text: str, rng: Random, share: float) -> str:
    plain = text.strip()
    wrong = FIGURE.fullmatch(plain) is not None and any(c in OTHER for c in plain) and rng.random() < share
    return misread(plain, rng) if wrong else text


def lying(pdf: Any, rng: Random, share: float = 0.3) -> Any:
    """Scanned pages with somebody's recognised text below the picture, or unseen above it, a share of figures wrong."""
    out = pymupdf.open()
    for page in pdf:
        new = out.new_page(width=page.rect.width, height=page.rect.height)
        pixmap = page.get_pixmap(dpi=200, alpha=False)
        below = rng.random() < 0.5
        if not below:
            new.insert_image(new.rect, stream=pixmap.tobytes("jpeg", jpg_quality=85))
        for run in runs(page):
            mode = 0 if below else 3
            text = _said(run.text, rng, share)
            new.insert_text(run.origin, text, fontname=FONT, fontsize=run.size, render_mode=mode)
        if below:
            new.insert_image(new.rect, stream=pixmap.tobytes("jpeg", jpg_quality=85))
    return out


def patched(pdf: Any, rng: Random, share: float = 0.3) -> Any:
    """Digital pages on which pictures of figures were laid over other figures, or stand alone in their cells."""
    for page in pdf:
        chosen = [r for r in runs(page) if FIGURE.fullmatch(r.text.strip()) and rng.random() < share]
        tiles = []
        for run in chosen:
            clip = pymupdf.Rect(run.box.x0 - 1, run.box.y0, run.box.x1 + 1, run.box.y1)
            tiles.append((run, clip, page.get_pixmap(dpi=250, clip=clip, alpha=False).tobytes("png")))
        for run in chosen:
            page.add_redact_annot(run.box, fill=False)
        page.apply_redactions(images=0, graphics=0)
        for run, clip, tile in tiles:
            if rng.random() < 0.6:
                wrong = misread(run.text.strip(), rng)
                size = min(run.size, run.size * run.box.width / pymupdf.get_text_length(wrong, "helv", run.size))
                page.insert_text(run.origin, wrong, fontname="helv", fontsize=size)
            page.insert_image(clip, stream=tile)
    return pdf


def outlines(pdf: Any, _: Random) -> Any:
    """Pages whose letters were turned to curves."""
    out = pymupdf.open()
    for page in pdf:
        drawn = pymupdf.open("svg", page.get_svg_image(text_as_path=True).encode())
        out.insert_pdf(pymupdf.open("pdf", drawn.convert_to_pdf()))
    return out


def unmapped(pdf: Any, _: Random) -> Any:
    """Pages whose fonts do not say which letter is which: every code is a private one."""
    private = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0000> <18ff> <e000> endbfrange
endcmap end end"""
    for xref in range(1, pdf.xref_length()):
        if pdf.xref_get_key(xref, "Type")[1] == "/Font" and pdf.xref_get_key(xref, "ToUnicode")[0] == "xref":
            pdf.update_stream(int(pdf.xref_get_key(xref, "ToUnicode")[1].split()[0]), private)
    return pdf


def mixed(pdf: Any, rng: Random) -> Any:
    """Pages of every kind in one file, as signed pages are scanned and put back among the digital ones."""
    kinds: list[Callable[[Any, Random], Any]] = [lambda p, _: p, lying, patched, outlines, unmapped]
    out = pymupdf.open()
    for number in range(pdf.page_count):
        one = pymupdf.open()
        one.insert_pdf(pdf, from_page=number, to_page=number)
        out.insert_pdf(kinds[number % len(kinds)](one, rng))
    return out


DISGUISES: dict[str, Callable[[Any, Random], Any]] = {
    "lying": lying,
    "patched": patched,
    "outlines": outlines,
    "unmapped": unmapped,
    "mixed": mixed,
}
