"""Digital PDF: PyMuPDF's runs of text and vector rules, our own ruled grid on top."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pymupdf

from formextract.errors import UnreadableFileError
from formextract.geometry import BBox
from formextract.layout.boxes import drawn_ticks, is_box
from formextract.layout.flow import Piece
from formextract.layout.grid import Grid, Rule, find_grids
from formextract.layout.join import join_pages
from formextract.layout.page import PageBlock, compose
from formextract.model import Document, SourceFile
from formextract.text.symbols import is_symbol_font, shown

READER = "pdf-text"
MAX_PAGES = 400
"""A form has a dozen or two pages; a book is not one."""
MAX_RULES = 20_000
"""Rules on one page; a drawing with more is a map or a plan, not a form."""
THIN = 3.0
"""Points: a filled rectangle this thin is a rule."""
STRAIGHT = 1.0
"""Points by which the ends of a rule may differ across its direction."""

SLANT = 0.05
"""Sine of the angle beyond which a line of text is neither level nor upright: a watermark, no part of the form."""

_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_PRESERVE_LIGATURES | pymupdf.TEXT_MEDIABOX_CLIP
_GARBLED = re.compile("[\ufffd\ue000-\uefff\x00-\x08\x0e-\x1f]")
GARBLED_SHARE = 0.02
"""Share of letters without a meaning above which a page's text layer is not trusted."""

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
        for number, page in enumerate(pdf, 1):
            try:
                blocks, count, note = _read_page(page, number)
            except (RuntimeError, ValueError) as e:
                blocks, count, note = [], 0, f"第 {number} 页读不出来（{type(e).__name__}），请核对原件"
            letters += count
            pages.append(blocks)
            if note:
                notes.append(note)
        if letters == 0:
            raise UnreadableFileError("PDF 里没有文字（是扫描件或图片）。请提供 Word、Excel 或由其导出的 PDF")
        return Document(source, READER, tuple(join_pages(pages)), pdf.page_count, tuple(notes))


def _read_page(page: Any, number: int) -> tuple[list[PageBlock], int, str]:
    """Blocks, number of letters, and a note where the page cannot be trusted."""
    matrix = None if page.rotation == 0 else page.rotation_matrix
    horizontal, vertical, boxes, strokes, fills = _drawings(page, matrix)
    if len(horizontal) + len(vertical) > MAX_RULES:
        return [], 0, f"第 {number} 页的线条太多，未按表格读取，请核对原件"
    grids = []
    for grid in find_grids(horizontal, vertical):
        if len(grid.cells) == 1 and is_box(grid.bbox):
            boxes.append(grid.bbox)
        else:
            grids.append(grid)
    inside: dict[tuple[int, int], list[Piece]] = defaultdict(list)
    loose: list[Piece] = []
    doubts: dict[tuple[int, int], str] = {}
    letters = garbled = 0
    for span in _spans(page):
        text = span["text"]
        letters += len(text) - text.count(" ")
        bad = len(_GARBLED.findall(text)) if not text.isascii() or not text.isprintable() else 0
        garbled += bad
        for key, piece in _place(span, grids, matrix):
            if key is None:
                loose.append(piece)
                continue
            inside[key].append(piece)
            if bad:
                doubts[key] = "文字编码缺失，读出的字不可信"
    for piece in drawn_ticks(boxes, strokes, fills):
        key = _find(grids, (piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2)
        (loose if key is None else inside[key]).append(piece)
    note = ""
    if letters == 0 and page.get_images():
        note = f"第 {number} 页是图片，没有文字，未能读取"
    elif garbled > GARBLED_SHARE * letters:
        note = f"第 {number} 页的文字编码缺失，读出的内容不可信，请核对原件"
    return compose(number, page.rect.height, grids, inside, loose, doubts), letters, note


def _drawings(page: Any, matrix: Any) -> tuple[list[Rule], list[Rule], list[BBox], list[BBox], list[BBox]]:
    """Horizontal rules, vertical rules, boxes to tick, strokes that may tick them, dark fills."""
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    boxes: list[BBox] = []
    strokes: list[BBox] = []
    fills: list[BBox] = []
    for drawing in page.get_cdrawings():
        stroked = drawing["type"] != "f"
        for item in drawing["items"]:
            kind = item[0]
            if kind == "l":
                (x0, y0), (x1, y1) = item[1], item[2]
                if matrix is not None:
                    (x0, y0), (x1, y1) = pymupdf.Point(x0, y0) * matrix, pymupdf.Point(x1, y1) * matrix
                _segment(x0, y0, x1, y1, horizontal, vertical, strokes)
            elif kind == "re":
                x0, y0, x1, y1 = item[1] if matrix is None else tuple(pymupdf.Rect(item[1]) * matrix)
                w, h = x1 - x0, y1 - y0
                if h <= THIN < w:
                    horizontal.append(((y0 + y1) / 2, x0, x1))
                elif w <= THIN < h:
                    vertical.append(((x0 + x1) / 2, y0, y1))
                elif is_box((x0, y0, x1, y1)):
                    (boxes if stroked else fills).append((x0, y0, x1, y1))
                elif stroked:
                    horizontal += [(y0, x0, x1), (y1, x0, x1)]
                    vertical += [(x0, y0, y1), (x1, y0, y1)]
                elif max(w, h) < THIN * 6 and _dark(drawing.get("fill")):
                    fills.append((x0, y0, x1, y1))
            elif kind == "qu":
                quad = item[1]
                corners = [quad[0], quad[1], quad[3], quad[2]]
                if matrix is not None:
                    corners = [pymupdf.Point(c) * matrix for c in corners]
                for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
                    _segment(x0, y0, x1, y1, horizontal, vertical, strokes)
            elif kind == "c":
                points = item[1:] if matrix is None else [pymupdf.Point(p) * matrix for p in item[1:]]
                xs, ys = [p[0] for p in points], [p[1] for p in points]
                strokes.append((min(xs), min(ys), max(xs), max(ys)))
    return horizontal, vertical, boxes, strokes, fills


def _segment(
    x0: float, y0: float, x1: float, y1: float, horizontal: list[Rule], vertical: list[Rule], strokes: list[BBox]
) -> None:
    if abs(y1 - y0) <= STRAIGHT < abs(x1 - x0):
        horizontal.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
    elif abs(x1 - x0) <= STRAIGHT < abs(y1 - y0):
        vertical.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    else:
        strokes.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


def _dark(fill: Any) -> bool:
    return fill is not None and sum(fill) / len(fill) < 0.6  # noqa: PLR2004 - darker than a grey background


def _spans(page: Any) -> list[dict[str, Any]]:
    """Runs of level or upright text with their letters' boxes, symbol fonts resolved; `text` added."""
    out = []
    for block in page.get_textpage(flags=_FLAGS).extractRAWDICT()["blocks"]:
        for line in block.get("lines", ()):
            across, along = line["dir"]
            if min(abs(across), abs(along)) > SLANT:
                continue  # a watermark
            for span in line["spans"]:
                chars = span["chars"]
                text = "".join([c["c"] for c in chars])
                font = span["font"]
                if is_symbol_font(font) or any("\uf000" <= c <= "\uf0ff" for c in text):
                    text = "".join(shown(c, font) for c in text)
                span["text"] = text
                out.append(span)
    return out


def _find(grids: list[Grid], x: float, y: float) -> tuple[int, int] | None:
    """The innermost grid and its cell at a point."""
    for i in range(len(grids) - 1, -1, -1):
        k = grids[i].find(x, y)
        if k is not None:
            return i, k
    return None


def _letters(span: dict[str, Any]) -> list[tuple[str, float, float]]:
    return [(c, box[0], box[2]) for c, box in zip(span["text"], (c["bbox"] for c in span["chars"]), strict=False)]


def _place(span: dict[str, Any], grids: list[Grid], matrix: Any) -> list[tuple[tuple[int, int] | None, Piece]]:
    """A run of text by cell; a run that crosses a rule is cut there."""
    text = span["text"]
    if not text or text.isspace():
        return []
    x0, y0, x1, y1 = span["bbox"] if matrix is None else tuple(pymupdf.Rect(span["bbox"]) * matrix)
    size = span["size"]
    middle = (y0 + y1) / 2
    nudge = size / 4
    first, last = _find(grids, x0 + nudge, middle), _find(grids, x1 - nudge, middle)
    if first == last:
        return [(first, Piece(x0, y0, x1, y1, size, text, None if matrix else lambda: _letters(span)))]
    out: list[tuple[tuple[int, int] | None, Piece]] = []
    run: list[tuple[str, BBox]] = []
    here: tuple[int, int] | None = None

    def close() -> None:
        if run and any(not c.isspace() for c, _ in run):
            while run[-1][0].isspace():
                run.pop()
            letters = tuple((c, box[0], box[2]) for c, box in run)
            text = "".join(c for c, _ in run)
            out.append((here, Piece(run[0][1][0], y0, run[-1][1][2], y1, size, text, lambda: letters)))

    for char, box in zip(text, (c["bbox"] for c in span["chars"]), strict=False):
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
