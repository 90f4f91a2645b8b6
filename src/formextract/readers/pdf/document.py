"""Digital PDF: runs of text and vector rules, our own ruled grid on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pymupdf

from formextract.errors import UnreadableFileError
from formextract.geometry import holds
from formextract.layout.across_pages.align import aligned
from formextract.layout.across_pages.join import join_pages
from formextract.layout.fold import fold_of, has_two_grids, parted
from formextract.layout.page import PageBlock, PageTable
from formextract.layout.page_text import PageText
from formextract.layout.printed_twice import printed_once
from formextract.layout.sheets_beside import PrintedPage, laid_beside
from formextract.layout.span import Span
from formextract.layout.struck import struck_apart
from formextract.layout.table_builder import PlacedCell
from formextract.layout.unseen import unseen_apart
from formextract.layout.vector_page import GARBLED_SHARE, LOST_LETTERS, garbled, legible_letters
from formextract.layout.watermarks import without_watermarks
from formextract.model import TYPED, Document, Line, Place, SourceFile
from formextract.model.doubt import doubt
from formextract.readers.image_only import as_scan, look_at, look_at_parts, stored_pages
from formextract.readers.page_reading import SCAN, PageReading, Patch, apart, as_patched, stamps_of
from formextract.readers.pdf.attachments import with_attachments
from formextract.readers.pdf.comments import comments_on
from formextract.readers.pdf.drawings import drawn, grounds, pen_strokes, pictures_on, shows_one_colour, strike_outs
from formextract.readers.pdf.ocr_layer import needs_a_look
from formextract.readers.pdf.repair import MENDED, repaired
from formextract.readers.pdf.rotation import Turned, as_shown, stood_upright, turned_back
from formextract.readers.pdf.text_runs import Text, hidden_fields, second_reading, text_of, without_options
from formextract.readers.pdf.unencoded import letters_left_out, with_all_codes
from formextract.readers.pdf.visible_text import VisibleText, painted, seen_of
from formextract.text import squeeze

READER = "pdf-text"
MAX_PAGES = 400
"""A form has a dozen or two pages; a book is not one."""
A_LINE = 36.0
"""Points: a picture outside tables that is higher shows no piece of a line; it is a sign or a photograph."""
MAX_RULES = 20_000
"""Rules on one page; a drawing with more is a map or a plan, not a form."""

_DAMAGED = "PDF 文件已损坏，打不开。请重新导出或向申报单位索取"

BROKEN: tuple[type[Exception], ...] = (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase)
"""What MuPDF raises on a file or page that it cannot make out: its own exceptions, or the binding's for the same."""

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)


_DYNAMIC = (
    "这是要用 Adobe Reader 打开的动态表单（XFA），文件里没有可读的页面。"
    "请用 Adobe Reader 打开，打印成 PDF 后再装载，或向申报单位索取打印成的 PDF"
)


def read_pdf(source: SourceFile, *, folded: bool = False) -> Document:
    """The document of a PDF file; UnreadableFileError where it is damaged, encrypted, too long or has no text.

    `folded`: it is known that two pages stand on each sheet.
    """
    path = Path(source.path)
    note = ""
    try:
        pdf, n_pages = _opened(path)
    except pymupdf.mupdf.FzErrorSystem:  # memory or disk: nothing that the file has done
        raise
    except BROKEN as e:
        data = repaired(path)
        if data is None:
            raise UnreadableFileError(_DAMAGED) from e
        try:
            pdf, n_pages = _opened(path, data)
        except BROKEN:
            raise UnreadableFileError(_DAMAGED) from e
        note = MENDED
    with pdf:
        if pdf.needs_pass:
            raise UnreadableFileError("PDF 设有打开密码。请去掉密码后再读，或向申报单位索取无密码的文件")
        if n_pages == 0:
            raise UnreadableFileError("PDF 里没有任何页。请重新导出或向申报单位索取")
        if n_pages > MAX_PAGES:
            raise UnreadableFileError(f"PDF 有 {n_pages} 页，超过 {MAX_PAGES} 页上限。请只保留申报表的页")
        found = _Found(pdf, path, notes=[note] if note else [], folded=folded)
        for number in range(1, n_pages + 1):
            try:
                found.pages += _read_page(found, number)
            except pymupdf.mupdf.FzErrorSystem:
                raise
            except BROKEN as e:
                found.pages.append([])
                found.notes.append(f"第 {number} 页读不出来（{type(e).__name__}），请核对原件")
        found.pages = laid_beside(found.pages, [found.texts.get(n) for n in range(len(found.pages))])
        if found.folded and found.unfolded:  # its first sheets did not show it
            return read_pdf(source, folded=True)
        if found.letters == 0 and not pdf.embfile_count():
            raise UnreadableFileError("PDF 里读不出任何文字。请核对文件，或重新扫描")
        if _is_dynamic(pdf) and not any(isinstance(b, PageTable) for page in found.pages for b in page):
            raise UnreadableFileError(_DYNAMIC)
        return with_attachments(_document(source, found, n_pages), pdf)


def _is_dynamic(pdf: Any) -> bool:
    """Whether Adobe's programs alone draw the form: its pages are not in the file but what they are made of."""
    kind, form = pdf.xref_get_key(pdf.pdf_catalog(), "AcroForm/XFA")
    return kind != "null" and bool(form)


def _opened(path: Path, data: bytes | None = None) -> tuple[Any, int]:
    """The file, or its repaired bytes, and how many pages it has; none of one that is locked."""
    pdf = pymupdf.open(path, filetype="pdf") if data is None else pymupdf.open(stream=data, filetype="pdf")
    return pdf, 0 if pdf.needs_pass else pdf.page_count  # the tree of pages is only walked where one asks


_NOT_SHOWN = doubt("letters_missing", "这里有一个字没有编码，页面上也没有显示，可能少了符号或数字")
"""Of a run whose picture shows fewer letters than it has: the font has no sign for a minus, say."""


@dataclass(slots=True)
class _Found:
    """What has been read of a file so far: its pages' blocks, and all that is said beside them.

    Pages read as pictures are in `scans`; `patched` where a part of another was.
    """

    pdf: Any
    path: Path
    pages: list[list[PageBlock]] = field(default_factory=list)
    letters: int = 0
    notes: list[str] = field(default_factory=list)
    hidden: list[Line] = field(default_factory=list)
    scans: list[PageReading] = field(default_factory=list)
    patched: bool = False
    folded: bool = False
    """Whether two pages stand on each sheet, side by side."""
    unfolded: bool = False
    """Whether a sheet was read as one page before that was known."""
    left_out: bool = False
    """Whether letters were left out whose code their font's map does not know, which has been mended since."""
    texts: dict[int, PrintedPage] = field(default_factory=dict)
    """What stands on pages that were read as they are drawn, by their place among the pages."""


def _document(source: SourceFile, found: _Found, n_pages: int) -> Document:
    notes, hidden = tuple(found.notes), tuple(found.hidden)
    if not found.scans and not found.patched:
        return Document(source, READER, tuple(join_pages(found.pages)), n_pages, notes, hidden)
    pages = aligned(found.pages)
    whole = 2 * len(found.scans) >= n_pages
    return Document(
        as_scan(source) if whole else source,
        SCAN if whole else READER,
        tuple(join_pages(pages)),
        n_pages,
        notes,
        hidden,
        stamps=stamps_of(found.scans),
        leaves=stored_pages(found.scans) if len(found.scans) == n_pages else (),
    )


def _read_page(found: _Found, number: int) -> list[list[PageBlock]]:
    """The blocks of a page (from 1), or of the two on a sheet; what is to be said beside them goes to `found`."""
    page = found.pdf[number - 1]
    as_stored = page.rotation == 0
    as_shown(page)
    comments = comments_on(page)
    text = _in_full(found, page, number)
    turned = stood_upright(page, text.turns)
    text = text if turned is None else text_of(page)
    spans = without_options(text.spans, page)
    drawings = page.get_cdrawings()
    marks = drawn(drawings, pen_strokes(page))
    if len(marks.horizontal) + len(marks.vertical) > MAX_RULES:
        found.notes.append(f"第 {number} 页的线条太多，未按表格读取，请核对原件")
        return [[]]
    note = ""
    if not found.left_out:  # the second reader would leave them out as well
        spans, note = _best_reading(spans, found.path, number, again=as_stored and turned is None)
    letters = sum(len(s.text) for s in spans)
    bad = 0 if found.left_out else sum(garbled(s.text) for s in spans)  # such letters are looked at one by one
    if needs_a_look(page, letters, bad):
        return [_looked_at(found, page, number, spans, turned)]
    found.letters += letters
    spans, unseen = unseen_apart(
        printed_once(spans), grounds(drawings), partial(shows_one_colour, page), partial(pictures_on, page)
    )
    unseen += [*text.tilted, *hidden_fields(page)]
    spans, watermarks = without_watermarks(spans, marks.horizontal, marks.vertical)
    there, known = Place(number), {line.text for line in found.hidden}
    across = (f"水印：{said}" for said in (*watermarks, *text.slanted))  # it stands on every page, and is told once
    found.hidden += [Line(said, there, legibility=TYPED) for said in across if said not in known]
    found.hidden += [Line(f"批注：{said}", there, legibility=TYPED) for said in comments]
    apart_from = struck_apart(spans, marks.horizontal, strike_outs(page), marks.pen)
    marks = marks._replace(horizontal=apart_from.rules, pen=apart_from.pen)
    page_text = PageText(apart_from.standing, marks, number, page.rect.height, apart_from.struck, unseen)
    fold = fold_of(page.rect.width, page.rect.height, spans, marks)
    if fold is not None:
        found.folded = found.folded or has_two_grids(fold, marks)
        page_text = page_text._replace(fold=fold if found.folded else None)
        found.unfolded |= not found.folded
    if page.get_images() or painted(drawings) or any(garbled(s.text) for s in spans):
        shown = seen_of(page, page_text.spans, painted(drawings))
        if shown.too_many:
            note = "；".join(filter(None, (note, f"第 {number} 页小图片太多，图片里的字没有读，请核对原件")))
        blocks = _patched(page, shown, page_text)
        items = (item for b in blocks for item in ((b,) if isinstance(b, Line) else b.cells))
        found.patched |= any(item.legibility.scanned for item in items)
    else:
        blocks = page_text.blocks()
        if turned is None and page_text.fold is None:
            found.texts[len(found.pages)] = page_text.sheet(page.rect.width)
    if note:
        found.notes.append(note)
    pages = [blocks] if page_text.fold is None else parted(blocks, page_text.fold)
    return pages if turned is None else [turned.blocks(p) for p in pages]


def _in_full(found: _Found, page: Any, number: int) -> Text:
    """The text of a page, letters of which their font's map does not know the code as letters without a meaning."""
    letters_left_out()  # whatever was left out before is not of this page
    text = text_of(page)
    if letters_left_out():
        with_all_codes(found.pdf)
        found.left_out = True
        text = text_of(page)
        if letters_left_out():
            found.notes.append(f"第 {number} 页有的字在字体的编码表里没有，没有读出来，请核对原件")
    return text


def _looked_at(found: _Found, page: Any, number: int, spans: Sequence[Span], turned: Turned | None) -> list[PageBlock]:
    """The blocks of a page as its picture reads."""
    seen = look_at(page, number)
    seen = replace(seen, blocks=_doubting(seen.blocks, spans))
    if turned is not None:
        seen = turned_back(seen, turned)
    found.scans.append(seen)
    found.letters += seen.letters
    found.notes += seen.notes
    if not seen.letters and page.get_images():
        found.notes.append(f"第 {number} 页是图片，没有读出文字，请核对原件")
    return seen.blocks


def _patched(page: Any, seen: VisibleText, text: PageText) -> list[PageBlock]:
    """A digital page with what its pictures show: figures pasted into cells and lines; letters without a meaning."""
    text = text._replace(unseen=[*text.unseen, *seen.painted_over])
    blocks = text._replace(spans=[*seen.spans, *seen.lost]).blocks()
    tables = [b.bbox for b in blocks if isinstance(b, PageTable)]
    parts = [p for p in seen.pictures if p[3] - p[1] <= A_LINE or any(holds(t, p) for t in tables)]
    parts += [s.bbox for s in seen.lost]
    if not parts:
        return blocks
    patches = [
        p._replace(legibility=p.legibility.doubted(_NOT_SHOWN)) if any(_shows_less(p, s) for s in seen.lost) else p
        for p in apart(look_at_parts(page, parts), seen.spans)
    ]
    unread = [s for s in seen.lost if not any(p.span.text and holds(s.bbox, p.span.bbox) for p in patches)]
    there = [*seen.spans, *unread, *(p.span for p in patches if p.span.text)]
    return as_patched(text._replace(spans=there).blocks(), patches)


def _shows_less(patch: Patch, lost: Span) -> bool:
    """Whether the picture of a run shows its letters that have a meaning and nothing for those that have none."""
    return holds(lost.bbox, patch.span.bbox) and _is_what_is_left(patch.span.text, [lost])


def _is_what_is_left(text: str, spans: Sequence[Span]) -> bool:
    """Whether a text is what is left of runs without their letters that have no meaning."""
    said = "".join(s.text for s in spans)
    return garbled(said) > 0 and squeeze(text) == squeeze(legible_letters(said)) != ""


def _doubting(blocks: Sequence[PageBlock], spans: Sequence[Span]) -> list[PageBlock]:
    """The blocks of a page's picture, with doubt in cells that show less than the text layer's runs would have."""
    lost = [s for s in spans if garbled(s.text)]

    def doubted(cell: PlacedCell) -> PlacedCell:
        box = cell.place.bbox
        if box is None or not any(holds(box, s.bbox) for s in lost):
            return cell
        if not cell.text:
            return cell._replace(doubt=LOST_LETTERS)
        inside = sorted((s for s in spans if holds(box, s.bbox)), key=lambda s: (round(s.bbox[1]), s.bbox[0]))
        less = _is_what_is_left(cell.text, inside)
        return cell._replace(legibility=cell.legibility.doubted(_NOT_SHOWN)) if less else cell

    return [b._replace(cells=tuple(map(doubted, b.cells))) if isinstance(b, PageTable) else b for b in blocks]


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
