"""OFD (GB/T 33190), the national format of fixed pages: read straight from its XML into the same path as a PDF page.

Places are in PDF points (1/72 inch) from the page's top left, converted from the format's millimetres.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from formextract.errors import UnreadableFileError
from formextract.layout.across_pages.join import join_pages
from formextract.layout.page import PageBlock
from formextract.layout.printed_twice import printed_once
from formextract.layout.struck import struck_apart
from formextract.layout.unseen import unseen_apart
from formextract.layout.vector_page import GARBLED_SHARE, garbled, page_blocks
from formextract.layout.watermarks import without_watermarks
from formextract.model import TYPED, Document, Line, Place, SourceFile
from formextract.readers.image_only import only_pictures, read_pages
from formextract.readers.ofd.package import DAMAGED, OfdError, Package, Part, inside, named, numbers, text_of
from formextract.readers.ofd.page import POINTS, Matrix, OfdPage, Resources, TooMuchError, own_matrix

READER = "ofd"
MAX_PAGES = 400
"""A form has a dozen or two pages; a book is not one."""
MAX_RULES = 20_000
"""Rules on one page; a drawing with more is a map or a plan, not a form."""
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
        pages: list[list[PageBlock]] = []
        notes: list[str] = []
        hidden: list[Line] = []
        pictures: list[str] = []
        seals: list[str] = []
        letters = 0
        for body, page in _pages(package):
            number = len(pages) + 1
            if number > MAX_PAGES:
                raise UnreadableFileError(f"OFD 超过 {MAX_PAGES} 页上限。请只保留申报表的页")
            try:
                sheet, _, height = _sheet(package, body, page)
            except (OfdError, TooMuchError) as e:
                why = "内容太多" if isinstance(e, TooMuchError) else "内容缺失或损坏"
                notes.append(f"第 {number} 页读不出来（{why}），请核对原件")
                pages.append([])
                continue
            pages.append(_blocks(sheet, number, height, notes, hidden))
            letters += sum(len(s.text) for s in sheet.spans)
            pictures += sheet.pictures
            if count := body.seals.get(page.get("ID") or "", 0):
                seals.append(f"第 {number} 页有电子印章 {count} 枚，章内文字未读")
        if only_pictures(letters, len(pictures)):
            scan = read_pages(source, (package.blob(name) for name in pictures))
            if scan.pages:
                return replace(scan, notes=(*scan.notes, *seals))
    if not pages:
        raise UnreadableFileError("OFD 里没有任何页。请重新导出或向申报单位索取")
    if letters == 0:
        what = "（是扫描件或图片）" if pictures else ""
        raise UnreadableFileError(f"OFD 里没有文字{what}。请提供 Word、Excel 或由其导出的 PDF、OFD")
    return Document(source, READER, tuple(join_pages(pages)), len(pages), (*notes, *seals), tuple(hidden))


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
    return sheet, width * POINTS, height * POINTS


def _blocks(sheet: OfdPage, number: int, height: float, notes: list[str], hidden: list[Line]) -> list[PageBlock]:
    marks = sheet.marks
    if len(marks.horizontal) + len(marks.vertical) > MAX_RULES:
        notes.append(f"第 {number} 页的线条太多，未按表格读取，请核对原件")
        return []
    bad, letters = sum(garbled(s.text) for s in sheet.spans), sum(len(s.text) for s in sheet.spans)
    if bad > GARBLED_SHARE * letters:
        notes.append(f"第 {number} 页的文字编码缺失，读出的内容不可信，请核对原件")
    if letters == 0 and sheet.pictures:
        notes.append(f"第 {number} 页是图片，没有文字，未能读取")
    spans, unseen = unseen_apart(printed_once(sheet.spans), sheet.grounds)
    spans, watermarks = without_watermarks(spans, marks.horizontal, marks.vertical)
    apart = struck_apart(spans, marks.horizontal, (), marks.pen)
    marks = marks._replace(horizontal=apart.rules, pen=apart.pen)
    hidden += [Line(f"水印：{said}", Place(number), legibility=TYPED) for said in watermarks]
    return page_blocks(apart.standing, marks, number, height, apart.struck, unseen)


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
    for pointer in inside(owner[1], "PublicRes", "DocumentRes", "PageRes"):
        try:
            name, root = package.part(owner[0], pointer.text or "")
        except OfdError:
            continue  # what it held will be missing where it is used
        for font in inside(root, "Font"):
            fonts[font.get("ID") or ""] = f"{font.get('FontName') or ''} {font.get('FamilyName') or ''}".strip()
        for unit in inside(root, "CompositeGraphicUnit"):
            units[unit.get("ID") or ""] = unit
        for medium in inside(root, "MultiMedia"):
            if file := text_of(medium, "MediaFile"):
                media[medium.get("ID") or ""] = named(name, file, root.get("BaseLoc") or "")
    return Resources(fonts, units, media)


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
