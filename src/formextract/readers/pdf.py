"""Digital PDF: runs of text and vector rules, our own ruled grid on top."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pymupdf

from formextract.errors import UnreadableFileError
from formextract.geometry import BBox
from formextract.layout.boxes import drawn_ticks, is_box
from formextract.layout.flow import Piece
from formextract.layout.grid import Grid, find_grids
from formextract.layout.join import join_pages
from formextract.layout.page import PageBlock, compose
from formextract.model import Document, SourceFile
from formextract.readers.pdf_rules import Drawn, drawn
from formextract.readers.pdf_text import GARBLED_SHARE, Span, garbled, second_reading, spans_of

READER = "pdf-text"
MAX_PAGES = 400
"""A form has a dozen or two pages; a book is not one."""
MAX_RULES = 20_000
"""Rules on one page; a drawing with more is a map or a plan, not a form."""
LOST_LETTERS = "文字编码缺失，读出的字不可信"
"""Doubt of a cell with letters that have no meaning."""

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)


def read_pdf(source: SourceFile) -> Document:
    """The document of a PDF file; UnreadableFileError where it is damaged, encrypted, too long or has no text."""
    path = Path(source.path)
    try:
        pdf = pymupdf.open(path, filetype="pdf")
    except (pymupdf.FileDataError, pymupdf.EmptyFileError, RuntimeError, ValueError) as e:
        raise UnreadableFileError("PDF 文件已损坏，打不开。请重新导出或向申报单位索取") from e
    with pdf:
        if pdf.needs_pass:
            raise UnreadableFileError("PDF 设有打开密码。请去掉密码后再读，或向申报单位索取无密码的文件")
        if pdf.page_count == 0:
            raise UnreadableFileError("PDF 里没有任何页。请重新导出或向申报单位索取")
        if pdf.page_count > MAX_PAGES:
            raise UnreadableFileError(f"PDF 有 {pdf.page_count} 页，超过 {MAX_PAGES} 页上限。请只保留申报表的页")
        pages: list[list[PageBlock]] = []
        notes: list[str] = []
        letters = 0
        for number in range(1, pdf.page_count + 1):
            try:
                blocks, count, note = _read_page(pdf, path, number)
            except (RuntimeError, ValueError) as e:
                blocks, count, note = [], 0, f"第 {number} 页读不出来（{type(e).__name__}），请核对原件"
            letters += count
            pages.append(blocks)
            if note:
                notes.append(note)
        if letters == 0:
            raise UnreadableFileError("PDF 里没有文字（是扫描件或图片）。请提供 Word、Excel 或由其导出的 PDF")
        return Document(source, READER, tuple(join_pages(pages)), pdf.page_count, tuple(notes))


def _read_page(pdf: Any, path: Path, number: int) -> tuple[list[PageBlock], int, str]:
    """Blocks, number of letters, and a note where the page cannot be trusted."""
    page = pdf[number - 1]
    matrix = None if page.rotation == 0 else page.rotation_matrix
    marks = drawn(page, matrix)
    if len(marks.horizontal) + len(marks.vertical) > MAX_RULES:
        return [], 0, f"第 {number} 页的线条太多，未按表格读取，请核对原件"
    spans, note = _best_reading(page, path, number)
    letters = sum(len(s.text) for s in spans)
    if letters == 0 and page.get_images():
        note = f"第 {number} 页是图片，没有文字，未能读取"
    return _blocks(spans, marks, matrix, number, page.rect.height), letters, note


def _best_reading(page: Any, path: Path, number: int) -> tuple[list[Span], str]:
    """The page's runs by the reader whose letters have a meaning, and a note where neither's do."""
    spans = spans_of(page)
    bad, letters = sum(garbled(s.text) for s in spans), sum(len(s.text) for s in spans)
    if bad <= GARBLED_SHARE * letters:
        return spans, ""
    others = second_reading(path, number) if page.rotation == 0 else []
    if others and sum(garbled(s.text) for s in others) < bad:
        spans, bad = others, sum(garbled(s.text) for s in others)
    if bad <= GARBLED_SHARE * letters:
        return spans, ""
    return spans, f"第 {number} 页的文字编码缺失，读出的内容不可信，请核对原件"


def _blocks(spans: list[Span], marks: Drawn, matrix: Any, number: int, height: float) -> list[PageBlock]:
    """Lines and tables of a page, each run of text in its cell."""
    boxes = list(marks.boxes)
    grids = []
    for grid in find_grids(marks.horizontal, marks.vertical):
        if len(grid.cells) == 1 and is_box(grid.bbox):
            boxes.append(grid.bbox)
        else:
            grids.append(grid)
    inside: dict[tuple[int, int], list[Piece]] = defaultdict(list)
    loose: list[Piece] = []
    doubts: dict[tuple[int, int], str] = {}
    for span in spans:
        bad = garbled(span.text)
        for key, piece in _place(span, grids, matrix):
            if key is None:
                loose.append(piece)
                continue
            inside[key].append(piece)
            if bad:
                doubts[key] = LOST_LETTERS
    for piece in drawn_ticks(boxes, marks.strokes, marks.fills):
        key = _find(grids, (piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2)
        (loose if key is None else inside[key]).append(piece)
    return compose(number, height, grids, inside, loose, doubts)


def _find(grids: list[Grid], x: float, y: float) -> tuple[int, int] | None:
    """The innermost grid and its cell at a point."""
    for i in range(len(grids) - 1, -1, -1):
        k = grids[i].find(x, y)
        if k is not None:
            return i, k
    return None


def _place(span: Span, grids: list[Grid], matrix: Any) -> list[tuple[tuple[int, int] | None, Piece]]:
    """A run of text by cell; a run that crosses a rule is cut there."""
    size = span.size
    x0, y0, x1, y1 = span.bbox if matrix is None else tuple(pymupdf.Rect(span.bbox) * matrix)
    middle = (y0 + y1) / 2
    nudge = size / 4
    first = _find(grids, x0 + nudge, middle)
    within = first is not None and x1 - nudge <= grids[first[0]].cells[first[1]].bbox[2] and len(grids) == 1
    if within or first == _find(grids, x1 - nudge, middle):
        edges = None if matrix else lambda: [(c, box[0], box[2]) for c, box in span.letters()]
        return [(first, Piece(x0, y0, x1, y1, size, span.text, edges))]
    out: list[tuple[tuple[int, int] | None, Piece]] = []
    run: list[tuple[str, BBox]] = []
    here: tuple[int, int] | None = None

    def close() -> None:
        while run and run[-1][0].isspace():
            run.pop()
        if run:
            letters = tuple((c, box[0], box[2]) for c, box in run)
            text = "".join(c for c, _ in run)
            out.append((here, Piece(run[0][1][0], y0, run[-1][1][2], y1, size, text, lambda: letters)))

    for char, box in span.letters():
        place = box if matrix is None else tuple(pymupdf.Rect(box) * matrix)
        key = _find(grids, (place[0] + place[2]) / 2, middle)
        if run and key != here:
            close()
            run = []
        if not run:
            if char.isspace():
                continue
            here = key
        run.append((char, place))
    close()
    return out
