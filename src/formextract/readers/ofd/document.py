"""OFD (GB/T 33190), the national format of fixed pages: read straight from its XML into the same path as a PDF page.

Places are in PDF points (1/72 inch) from the page's top left, converted from the format's millimetres.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from formextract.errors import UnreadableFileError
from formextract.geometry import BBox, holds
from formextract.layout.across_pages.align import aligned
from formextract.layout.across_pages.join import join_pages
from formextract.layout.fold import fold_of, has_two_grids, parted
from formextract.layout.page import PageBlock, PageTable
from formextract.layout.page_text import PageText
from formextract.layout.printed_twice import printed_once
from formextract.layout.sheets_beside import PrintedPage, laid_beside
from formextract.layout.span import Span
from formextract.layout.struck import struck_apart
from formextract.layout.unseen import unseen_apart
from formextract.layout.vector_page import GARBLED_SHARE, garbled
from formextract.layout.watermarks import without_watermarks
from formextract.model import TYPED, Document, Legibility, Line, Place, SourceFile, Stamp, Unread
from formextract.model.doubt import doubt
from formextract.readers.files_within import with_files
from formextract.readers.image_only import look_at_picture, look_at_snippet, only_pictures, read_pages
from formextract.readers.ofd.matrices import Matrix, own_matrix
from formextract.readers.ofd.package import DAMAGED, OfdError, Package, Part, inside, named, numbers, text_of
from formextract.readers.ofd.page import POINTS, OfdPage, Resources, TooMuchError
from formextract.readers.page_reading import Patch, as_patched

READER = "ofd"
MAX_PAGES = 400
"""A form has a dozen or two pages; a book is not one."""
MAX_RULES = 20_000
"""Rules on one page; a drawing with more is a map or a plan, not a form."""
A_LINE = 36.0
"""Points: a picture outside tables that is higher shows no piece of a line; it is a sign or a photograph."""
MOST_SNIPPETS = 200
"""Pictures on one page that are read."""
_NOT_READ = Legibility(1.0, (doubt("part_unread", "这里有一张图片没有读"),), scanned=True)
"""Of a cell that shows a picture which was not read."""
A4 = (0.0, 0.0, 210.0, 297.0)
_NOT_INK = ("Watermark", "Link")
"""Kinds of annotation that are no part of the form."""


class Body(NamedTuple):
    """One document of the file: its root part, resources, templates and annotations by number, seals by page."""

    root: Part
    resources: Resources
    templates: dict[str, Any]
    annotations: dict[str, Part]
    seals: dict[str, int]


def read_ofd(source: SourceFile) -> Document:
    """The document of an OFD file, as a scan where it holds only pictures.

    UnreadableFileError where it is damaged, encrypted, too long or empty.
    """
    with Package(Path(source.path)) as package:
        found = _Found(package)
        sheets: list[tuple[OfdPage, float, float] | None] = []
        seals: list[str] = []
        for body, page in _pages(package):
            number = len(sheets) + 1
            if number > MAX_PAGES:
                raise UnreadableFileError(f"OFD 超过 {MAX_PAGES} 页上限。请只保留申报表的页")
            try:
                sheets.append(_sheet(package, body, page))
            except (OfdError, TooMuchError) as e:
                why = "内容太多" if isinstance(e, TooMuchError) else "内容缺失或损坏"
                found.notes.append(f"第 {number} 页读不出来（{why}），请核对原件")
                sheets.append(None)
                continue
            if count := body.seals.get(page.get("ID") or "", 0):
                seals.append(f"第 {number} 页有电子印章 {count} 枚，章内文字未读")
        letters = sum(len(s.text) for sheet in sheets if sheet for s in sheet[0].spans)
        pictures = [name for sheet in sheets if sheet for name in sheet[0].pictures]
        if only_pictures(letters, len(pictures)):
            scan = read_pages(source, (package.blob(name) for name in pictures))
            if scan.pages:
                return replace(scan, notes=(*found.notes, *scan.notes, *seals))
        if not sheets:
            raise UnreadableFileError("OFD 里没有任何页。请重新导出或向申报单位索取")
        if letters == 0:
            what = "（是扫描件或图片）" if pictures else ""
            raise UnreadableFileError(f"OFD 里没有文字{what}。请提供 Word、Excel 或由其导出的 PDF、OFD")
        folded = any(_is_two_pages(*sheet) for sheet in sheets if sheet)
        pages: list[list[PageBlock]] = []
        for number, sheet in enumerate(sheets, 1):
            pages += [[]] if sheet is None else found.page(*sheet, number, len(pages), folded=folded)
        pages = laid_beside(pages, [found.texts.get(n) for n in range(len(pages))])
        if found.pictured:
            pages = aligned(pages)
        document = Document(
            source,
            READER,
            tuple(join_pages(pages)),
            len(sheets),
            (*found.notes, *seals),
            tuple(found.hidden),
            stamps=tuple(found.stamps),
            unread=tuple(found.unread),
        )
        held = list(_attachments(package).items())
        return with_files(document, [name for name, _ in held], lambda n: package.blob(held[n][1]))


@dataclass(slots=True)
class _Found:
    """What has been read of a file so far, beside the blocks of its pages."""

    package: Package
    notes: list[str] = field(default_factory=list)
    hidden: list[Line] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    pictured: bool = False
    """Whether something was read from a picture."""
    texts: dict[int, PrintedPage] = field(default_factory=dict)
    """What stands on pages that were read as they are drawn, by their place among the pages."""

    def page(
        self, sheet: OfdPage, width: float, height: float, number: int, place: int, *, folded: bool
    ) -> list[list[PageBlock]]:
        """The blocks of a page, or of the two on a sheet that is `folded`; a picture without a letter is read from it.

        `place`: how many pages come before.
        """
        marks = sheet.marks
        if len(marks.horizontal) + len(marks.vertical) > MAX_RULES:
            self.notes.append(f"第 {number} 页的线条太多，未按表格读取，请核对原件")
            return [[]]
        if not sheet.spans and sheet.pictures:
            return [self._scanned(sheet, width, number)]
        bad, letters = sum(garbled(s.text) for s in sheet.spans), sum(len(s.text) for s in sheet.spans)
        if bad > GARBLED_SHARE * letters:
            self.notes.append(f"第 {number} 页的文字编码缺失，读出的内容不可信，请核对原件")
        spans, unseen = unseen_apart(printed_once(sheet.spans), sheet.grounds)
        unseen += [*sheet.painted_over, *sheet.tilted]
        spans, watermarks = without_watermarks(spans, marks.horizontal, marks.vertical)
        apart = struck_apart(spans, marks.horizontal, (), marks.pen)
        marks = marks._replace(horizontal=apart.rules, pen=apart.pen)
        self.hidden += [Line(f"批注：{said}", Place(number), legibility=TYPED) for said in sheet.remarks]
        self.hidden += [Line(f"水印：{said}", Place(number), legibility=TYPED) for said in watermarks]
        fold = fold_of(width, height, apart.standing, marks) if folded else None
        text = PageText(apart.standing, marks, number, height, apart.struck, unseen, fold)
        blocks = text.blocks()
        patches = self._pasted(sheet, blocks, number)
        if patches:
            self.pictured = True
            there = [*apart.standing, *(p.span for p in patches if p.span.text)]
            blocks = as_patched(text._replace(spans=there).blocks(), patches)
        elif fold is None:
            self.texts[place] = text.sheet(width)
        return [blocks] if fold is None else parted(blocks, fold)

    def _scanned(self, sheet: OfdPage, width: float, number: int) -> list[PageBlock]:
        data = self.package.blob(
            max(zip(sheet.pictures, sheet.picture_boxes, strict=True), key=lambda p: _area_of(p[1]))[0]
        )
        seen = look_at_picture(data, number, width) if data else None
        if seen is None or not seen.letters:
            self.notes.append(f"第 {number} 页是图片，没有文字，未能读取")
            self.unread.append(Unread("page", Place(number)))
        if seen is None:
            return []
        self.notes += seen.notes
        self.stamps += seen.stamps
        self.pictured = True
        return seen.blocks

    def _pasted(self, sheet: OfdPage, blocks: Sequence[PageBlock], number: int) -> list[Patch]:
        """The writing in pictures that were pasted into cells and lines; the others are noted as unread."""
        tables = [b.bbox for b in blocks if isinstance(b, PageTable)]
        out: list[Patch] = []
        for name, box in zip(sheet.pictures, sheet.picture_boxes, strict=True):
            if any(holds(box, s.bbox) for s in sheet.spans):
                continue  # a ground on which text stands
            if len(out) < MOST_SNIPPETS and (box[3] - box[1] <= A_LINE or any(holds(t, box) for t in tables)):
                found = look_at_snippet(self.package.blob(name), box)
                out += found or [Patch(Span("", box[3] - box[1], box, tuple), _NOT_READ)]
                if found:
                    continue
            self.unread.append(Unread("picture", Place(number, box)))
        return out


def _is_two_pages(sheet: OfdPage, width: float, height: float) -> bool:
    """Whether two pages stand on a sheet, side by side."""
    fold = fold_of(width, height, sheet.spans, sheet.marks)
    return fold is not None and has_two_grids(fold, sheet.marks)


def drawn_pages(path: Path) -> Iterator[tuple[OfdPage | None, float, float]]:
    """Each page as far as it is drawn here, with its width and height in points; None for one that cannot be read."""
    with Package(path) as package:
        for number, (body, page) in enumerate(_pages(package), 1):
            if number > MAX_PAGES:
                return
            try:
                yield _sheet(package, body, page)
            except (OfdError, TooMuchError):
                yield None, A4[2] * POINTS, A4[3] * POINTS


def _pages(package: Package) -> Iterator[tuple[Body, Any]]:
    """Every page element of every document in the file, in order."""
    base, root = package.root()
    for body in inside(root, "DocBody"):
        try:
            part = package.part(base, text_of(body, "DocRoot"))
        except OfdError as e:
            raise UnreadableFileError(DAMAGED) from e
        known = Body(
            part,
            _resources(package, part),
            {e.get("ID") or "": e for e in inside(part[1], "TemplatePage")},
            _annotations(package, part),
            _seals(package, base, text_of(body, "Signatures")),
        )
        for pages in inside(part[1], "Pages"):
            for page in inside(pages, "Page"):
                yield known, page


def _sheet(package: Package, body: Body, page: Any) -> tuple[OfdPage, float, float]:
    """The page with its templates and annotations drawn, its width and height in points."""
    base = body.root[0]
    name, content = package.part(base, page.get("BaseLoc") or "")
    x, y, width, height = _area(content) or _area(body.root[1]) or A4
    matrix: Matrix = (POINTS, 0.0, 0.0, POINTS, -x * POINTS, -y * POINTS)
    sheet = OfdPage(_resources(package, (name, content), body.resources))
    for use in (e for e in content if e.tag.endswith("}Template") or e.tag == "Template"):
        template = body.templates.get(use.get("TemplateID") or "")
        if template is not None:
            part = package.part(base, template.get("BaseLoc") or "")
            sheet.draw(part[1], matrix)
    sheet.draw(content, matrix)
    notes = body.annotations.get(page.get("ID") or "")
    if notes is not None:
        for note in inside(notes[1], "Annot"):
            if note.get("Type") in _NOT_INK or note.get("Visible") == "false" or note.get("Invisible") == "true":
                continue
            for look in inside(note, "Appearance"):
                sheet.draw(look, own_matrix(look, matrix), by_hand=True)
            if said := text_of(note, "Remark"):
                sheet.remarks.append(said)
    sheet.join_dots()
    return sheet, width * POINTS, height * POINTS


def _area_of(box: BBox) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _area(element: Any) -> tuple[float, float, float, float] | None:
    """The paper's box in millimetres; None where the element does not say."""
    box = next(inside(element, "PhysicalBox"), None)
    values = [] if box is None else numbers(box.text)
    return (values[0], values[1], values[2], values[3]) if len(values) == 4 and values[3] > 0 else None  # noqa: PLR2004


def _resources(package: Package, owner: Part, beyond: Resources | None = None) -> Resources:
    """Fonts and drawings that a document or page declares, besides those of the document around it."""
    fonts = {} if beyond is None else dict(beyond.fonts)
    units = {} if beyond is None else dict(beyond.units)
    media = {} if beyond is None else dict(beyond.media)
    looks = {} if beyond is None else dict(beyond.looks)
    for pointer in inside(owner[1], "PublicRes", "DocumentRes", "PageRes"):
        try:
            name, root = package.part(owner[0], pointer.text or "")
        except OfdError:
            continue  # what it held will be missing where it is used
        for font in inside(root, "Font"):
            fonts[font.get("ID") or ""] = f"{font.get('FontName') or ''} {font.get('FamilyName') or ''}".strip()
        for look in inside(root, "DrawParam"):
            looks[look.get("ID") or ""] = look
        for unit in inside(root, "CompositeGraphicUnit"):
            units[unit.get("ID") or ""] = unit
        for medium in inside(root, "MultiMedia"):
            if file := text_of(medium, "MediaFile"):
                media[medium.get("ID") or ""] = named(name, file, root.get("BaseLoc") or "")
    return Resources(fonts, units, media, looks)


def _annotations(package: Package, owner: Part) -> dict[str, Part]:
    """The annotations of each page that has any, by the page's number in the file."""
    out = {}
    for pointer in (e for e in inside(owner[1], "Annotations") if e.text):
        try:
            name, root = package.part(owner[0], pointer.text)
        except OfdError:
            continue
        for page in inside(root, "Page"):
            try:
                out[page.get("PageID") or ""] = package.part(name, text_of(page, "FileLoc"))
            except OfdError:
                continue
    return out


def _attachments(package: Package) -> dict[str, str]:
    """The files within, by what they are called: where in the package each is."""
    out: dict[str, str] = {}
    base, root = package.root()
    for body in inside(root, "DocBody"):
        try:
            name, content = package.part(base, text_of(body, "DocRoot"))
            for pointer in (e for e in inside(content, "Attachments") if e.text):
                place, listed = package.part(name, pointer.text or "")
                for one in inside(listed, "Attachment"):
                    if one.get("Visible") != "false" and (file := text_of(one, "FileLoc")):
                        called = one.get("Name") or file.rpartition("/")[2]
                        ending = one.get("Format") or ""
                        has_ending = not ending or called.lower().endswith(f".{ending.lower()}")
                        out[called if has_ending else f"{called}.{ending}"] = named(place, file)
        except OfdError:
            continue  # a list of files that is not there lists none
    return out


def _seals(package: Package, base: str, pointer: str) -> dict[str, int]:
    """How many electronic seals stand on each page, by the page's number in the file."""
    out: dict[str, int] = {}
    if not pointer:
        return out
    try:
        name, root = package.part(base, pointer)
    except OfdError:
        return out
    for signature in inside(root, "Signature"):
        try:
            _, signed = package.part(name, signature.get("BaseLoc") or "")
        except OfdError:
            continue
        for stamp in inside(signed, "StampAnnot"):
            page = stamp.get("PageRef") or ""
            out[page] = out.get(page, 0) + 1
    return out
