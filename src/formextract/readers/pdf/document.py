"""Digital PDF: runs of text and vector rules, our own ruled grid on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pymupdf

from formextract.errors import UnreadableFileError
from formextract.geometry import holds
from formextract.layout.across_pages.align import aligned
from formextract.layout.across_pages.join import join_pages
from formextract.layout.page import PageBlock, PageTable
from formextract.layout.span import Span
from formextract.layout.vector_page import GARBLED_SHARE, LOST_LETTERS, Drawn, garbled, page_blocks
from formextract.model import Document, Line, SourceFile
from formextract.readers.image_only import as_scan, look_at, look_at_parts, stored_pages
from formextract.readers.page_reading import SCAN, PageReading, apart, as_patched, stamps_of
from formextract.readers.pdf.drawings import drawn
from formextract.readers.pdf.ocr_layer import needs_a_look
from formextract.readers.pdf.rotation import as_shown, stood_upright, turned_back
from formextract.readers.pdf.struck import struck_apart
from formextract.readers.pdf.text_runs import second_reading, text_of
from formextract.readers.pdf.visible_text import VisibleText, painted, seen_of

READER = "pdf-text"
MAX_PAGES = 400
"""A form has a dozen or two pages; a book is not one."""
A_LINE = 36.0
"""Points: a picture outside tables that is higher shows no piece of a line; it is a sign or a photograph."""
MAX_RULES = 20_000
"""Rules on one page; a drawing with more is a map or a plan, not a form."""

BROKEN: tuple[type[Exception], ...] = (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase)
"""What MuPDF raises on a file or page that it cannot make out: its own exceptions, or the binding's for the same."""

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)


def read_pdf(source: SourceFile) -> Document:
    """The document of a PDF file; UnreadableFileError where it is damaged, encrypted, too long or has no text."""
    path = Path(source.path)
    try:
        pdf = pymupdf.open(path, filetype="pdf")
        n_pages = 0 if pdf.needs_pass else pdf.page_count  # the tree of pages is only walked where one asks
    except pymupdf.mupdf.FzErrorSystem:  # memory or disk: nothing that the file has done
        raise
    except BROKEN as e:
        raise UnreadableFileError("PDF 文件已损坏，打不开。请重新导出或向申报单位索取") from e
    with pdf:
        if pdf.needs_pass:
            raise UnreadableFileError("PDF 设有打开密码。请去掉密码后再读，或向申报单位索取无密码的文件")
        if n_pages == 0:
            raise UnreadableFileError("PDF 里没有任何页。请重新导出或向申报单位索取")
        if n_pages > MAX_PAGES:
            raise UnreadableFileError(f"PDF 有 {n_pages} 页，超过 {MAX_PAGES} 页上限。请只保留申报表的页")
        pages: list[list[PageBlock]] = []
        notes: list[str] = []
        letters = 0
        scans: list[PageReading] = []
        patched: list[int] = []
        for number in range(1, n_pages + 1):
            try:
                blocks, count, note = _read_page(pdf, path, number, scans, patched)
            except pymupdf.mupdf.FzErrorSystem:
                raise
            except BROKEN as e:
                blocks, count, note = [], 0, f"第 {number} 页读不出来（{type(e).__name__}），请核对原件"
            letters += count
            pages.append(blocks)
            if note:
                notes.append(note)
        if letters == 0:
            raise UnreadableFileError("PDF 里读不出任何文字。请核对文件，或重新扫描")
        if not scans and not patched:
            return Document(source, READER, tuple(join_pages(pages)), n_pages, tuple(notes))
        pages = aligned(pages)
        whole = 2 * len(scans) >= n_pages
        return Document(
            as_scan(source) if whole else source,
            SCAN if whole else READER,
            tuple(join_pages(pages)),
            n_pages,
            tuple(notes),
            stamps=stamps_of(scans),
            leaves=stored_pages(scans) if len(scans) == n_pages else (),
        )


def _read_page(
    pdf: Any, path: Path, number: int, scans: list[PageReading], patched: list[int]
) -> tuple[list[PageBlock], int, str]:
    """Blocks, number of letters, and a note where the page cannot be trusted.

    Pages read as pictures go to `scans`, the numbers of those with parts that were to `patched`.
    """
    page = pdf[number - 1]
    as_stored = page.rotation == 0
    as_shown(page)
    text = text_of(page)
    turned = stood_upright(page, text.turns)
    spans = text.spans if turned is None else text_of(page).spans
    drawings = page.get_cdrawings()
    marks = drawn(drawings)
    if len(marks.horizontal) + len(marks.vertical) > MAX_RULES:
        return [], 0, f"第 {number} 页的线条太多，未按表格读取，请核对原件"
    spans, note = _best_reading(spans, path, number, again=as_stored and turned is None)
    apart_from = struck_apart(spans, marks.horizontal, page)
    spans, marks = apart_from.standing, marks._replace(horizontal=apart_from.rules)
    letters = sum(len(s.text) for s in (*spans, *apart_from.struck))
    if needs_a_look(page, letters, sum(garbled(s.text) for s in spans)):
        seen = look_at(page, number)
        seen = replace(seen, blocks=_doubting(seen.blocks, [s for s in spans if garbled(s.text)]))
        if turned is not None:
            seen = turned_back(seen, turned)
        scans.append(seen)
        unread = () if seen.letters or not page.get_images() else (f"第 {number} 页是图片，没有读出文字，请核对原件",)
        return seen.blocks, seen.letters, "；".join((*seen.notes, *unread))
    if page.get_images() or painted(drawings) or any(garbled(s.text) for s in spans):
        shown = seen_of(page, spans, painted(drawings))
        if shown.too_many:
            note = "；".join(filter(None, (note, f"第 {number} 页小图片太多，图片里的字没有读，请核对原件")))
        blocks = _patched(page, shown, marks, number, apart_from.struck)
        if any(item.legibility.scanned for b in blocks for item in ((b,) if isinstance(b, Line) else b.cells)):
            patched.append(number)
    else:
        blocks = page_blocks(spans, marks, number, page.rect.height, apart_from.struck)
    return blocks if turned is None else turned.blocks(blocks), letters, note


def _patched(page: Any, seen: VisibleText, marks: Drawn, number: int, struck: Sequence[Span]) -> list[PageBlock]:
    """A digital page with what its pictures show: figures pasted into cells and lines; letters without a meaning."""
    height = page.rect.height
    blocks = page_blocks([*seen.spans, *seen.lost], marks, number, height, struck)
    tables = [b.bbox for b in blocks if isinstance(b, PageTable)]
    parts = [p for p in seen.pictures if p[3] - p[1] <= A_LINE or any(holds(t, p) for t in tables)]
    parts += [s.bbox for s in seen.lost]
    if not parts:
        return blocks
    patches = apart(look_at_parts(page, parts), seen.spans)
    unread = [s for s in seen.lost if not any(p.span.text and holds(s.bbox, p.span.bbox) for p in patches)]
    there = [*seen.spans, *unread, *(p.span for p in patches if p.span.text)]
    return as_patched(page_blocks(there, marks, number, height, struck), patches)


def _doubting(blocks: Sequence[PageBlock], lost: Sequence[Span]) -> list[PageBlock]:
    """The blocks of a page's picture, with doubt in cells that show nothing where the text layer has lost letters."""
    out: list[PageBlock] = []
    for block in blocks:
        if isinstance(block, PageTable):
            cells = tuple(
                c._replace(doubt=LOST_LETTERS)
                if not c.text and c.place.bbox and any(holds(c.place.bbox, s.bbox) for s in lost)
                else c
                for c in block.cells
            )
            out.append(block._replace(cells=cells))
        else:
            out.append(block)
    return out


def _best_reading(spans: list[Span], path: Path, number: int, *, again: bool) -> tuple[list[Span], str]:
    """A page's runs by the reader whose letters have a meaning, and a note where neither's do.

    `again`: the page is as it is stored, so that the file's second reader sees the same.
    """
    bad, letters = sum(garbled(s.text) for s in spans), sum(len(s.text) for s in spans)
    if bad <= GARBLED_SHARE * letters:
        return spans, ""
    others = second_reading(path, number) if again else []
    if others and sum(garbled(s.text) for s in others) < bad:
        spans, bad = others, sum(garbled(s.text) for s in others)
    if bad <= GARBLED_SHARE * letters:
        return spans, ""
    return spans, f"第 {number} 页的文字编码缺失，读出的内容不可信，请核对原件"
