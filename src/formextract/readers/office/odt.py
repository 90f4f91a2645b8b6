"""OpenDocument text (.odt): paragraphs and tables straight from the XML. What LibreOffice makes of old Word files."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from formextract.errors import UnreadableFileError
from formextract.layout.table_builder import Placed, nested, to_table
from formextract.model import Block, Line, Place
from formextract.readers.office.package import check_package
from formextract.text.symbols import shown

MAX_CELLS = 60_000
MAX_DEPTH = 4
"""Tables in tables."""
MAX_SPACES = 200
EDGE = 0.01
"""Grid units: edges of nested cells are fractions of a row or column."""
STRIP = 0.2
"""Share of a cell's height that its words keep above a table inside it."""

_O = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TAB = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_D = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_S = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_FORM = "{urn:oasis:names:tc:opendocument:xmlns:form:1.0}"
_FIELD = "{urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0}"
_PARAGRAPHS = (_T + "p", _T + "h")
_TABLE, _ROW, _CELL, _COVERED = _TAB + "table", _TAB + "table-row", _TAB + "table-cell", _TAB + "covered-table-cell"
_SKIPPED = {
    _T + "tracked-changes",  # what was deleted
    _T + "sequence-decls",
    _T + "variable-decls",
    _T + "user-field-decls",
    _T + "note",
    _T + "ruby-text",
    _T + "soft-page-break",
    _O + "annotation",
    _O + "forms",
    _SVG + "title",
    _SVG + "desc",
}
_HREF = "{http://www.w3.org/1999/xlink}href"
_FRAMES = (_D + "frame", _D + "text-box", _D + "custom-shape", _D + "rect", _D + "g", _D + "a")


@dataclass(frozen=True, slots=True)
class OdtContent:
    """What stands in a text: blocks in order, and its pictures by their names in the package."""

    blocks: tuple[Block, ...]
    pictures: tuple[str, ...]


def read_odt(path: Path) -> OdtContent:
    """The blocks of an .odt file; UnreadableFileError where it is damaged or too large."""
    check_package(path, "content.xml", "ODT")
    try:
        with zipfile.ZipFile(path) as package:
            content = _parse(package.read("content.xml"))
            styles = _parse(package.read("styles.xml")) if "styles.xml" in package.namelist() else None
        body = content.find(f"{_O}body/{_O}text")
    except (zipfile.BadZipFile, etree.XMLSyntaxError, OSError, ValueError, EOFError, RuntimeError) as e:
        raise UnreadableFileError("ODT 文件不完整或已损坏，打不开。请用 Word 或 WPS 打开后另存为 .docx") from e
    if body is None:
        raise UnreadableFileError("ODT 文件里没有正文。请用 Word 或 WPS 打开后另存为 .docx")
    reader = _Reader(_Looks.of(styles, content), _boxes(body))
    blocks = tuple(reader.document(body))
    return OdtContent(blocks, tuple(e.get(_HREF) or "" for e in body.iter(_D + "image")))


def pictures_in(path: Path, names: Sequence[str]) -> Iterator[bytes]:
    """Pictures of an .odt file that was read; nothing for one that is not in it."""
    with zipfile.ZipFile(path) as package:
        held = set(package.namelist())
        for name in names:
            yield package.read(name) if name in held else b""


def _parse(blob: bytes) -> Any:
    return etree.fromstring(
        blob, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    )


@dataclass(slots=True)
class _Looks:
    """By name of style: the font where it is one of signs, and whether its letters are hidden."""

    fonts: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, *roots: Any) -> _Looks:
        looks = cls()
        faces: dict[str, str] = {}
        for root in roots:
            if root is None:
                continue
            for face in root.iter(_S + "font-face"):
                faces[face.get(_S + "name") or ""] = (face.get(_SVG + "font-family") or "").strip("'\"")
            for style in root.iter(_S + "style"):
                looks._take(style, faces)
        return looks

    def _take(self, style: Any, faces: dict[str, str]) -> None:
        name, parent = style.get(_S + "name") or "", style.get(_S + "parent-style-name") or ""
        if parent in self.fonts:
            self.fonts[name] = self.fonts[parent]
        props = style.find(_S + "text-properties")
        if props is None:
            return
        face = props.get(_S + "font-name") or ""
        font = props.get(_FO + "font-family") or faces.get(face, face)
        if "dings" in font.lower() or "symbol" in font.lower():
            self.fonts[name] = font
        elif font:
            self.fonts.pop(name, None)
        if props.get(_T + "display") == "none":
            self.hidden.add(name)


def _boxes(body: Any) -> dict[str, str]:
    """Check boxes that stand in the text as controls, by their id, as ☑ or ☐ and their caption."""
    out = {}
    for box in body.iter(_FORM + "checkbox", _FORM + "radio"):
        on = box.get(_FORM + "current-state") == "checked" or box.get(_FORM + "current-selected") == "true"
        out[box.get(_FORM + "id") or ""] = ("☑" if on else "☐") + (box.get(_FORM + "label") or "")
    return out


class _Reader:
    def __init__(self, looks: _Looks, boxes: dict[str, str]) -> None:
        self._looks, self._boxes = looks, boxes
        self._cells = 0

    def document(self, body: Any) -> Iterator[Block]:
        tables = 0
        for element in _blocks(body):
            if element.tag != _TABLE:
                text = self._paragraph(element)
                if text.strip():
                    yield Line(text.strip("\n"), Place())
                continue
            tables += 1
            placed = self._table(element, f"T{tables}", 0)
            if placed:
                yield to_table(placed, EDGE)

    # -- tables ----------------------------------------------------------------------------------------------------

    def _table(self, table: Any, name: str, depth: int) -> list[Placed]:
        """The cells of a table with row and column as edges; tables inside cells are set into the outer grid."""
        placed: list[Placed] = []
        under: dict[int, int] = {}  # first column of a cell that spans rows -> the row behind its last
        for r, row in enumerate(_rows(table)):
            col = nth = 0
            for cell in row:
                if cell.tag not in (_CELL, _COVERED):
                    continue
                repeated = _count(cell, _TAB + "number-columns-repeated")
                if cell.tag == _COVERED:
                    nth += sum(under.get(c, 0) > r for c in range(col, col + repeated))
                    col += repeated
                    continue
                for _ in range(repeated):
                    nth += 1
                    self._count_cell()
                    width, height = (
                        _count(cell, _TAB + "number-columns-spanned"),
                        _count(cell, _TAB + "number-rows-spanned"),
                    )
                    spot = f"{name}R{r + 1}C{nth}"
                    text, inner = self._cell(cell, spot, depth)
                    host = Placed(r, r + height, col, col + width, text, Place(cell=spot))
                    placed += _with_inner(host, inner)
                    if height > 1:
                        under[col] = r + height
                    col += 1
        return placed

    def _count_cell(self) -> None:
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise UnreadableFileError(f"Word 文件的表格超过 {MAX_CELLS} 格，不像申报表，未读取")

    def _cell(self, cell: Any, name: str, depth: int) -> tuple[str, list[Placed]]:
        """A cell's text, paragraphs as lines, and the cells of a table inside it."""
        texts: list[str] = []
        inner: list[Placed] = []
        for element in _blocks(cell):
            if element.tag != _TABLE:
                texts.append(self._paragraph(element))
            elif depth < MAX_DEPTH:
                cells = self._table(element, f"{name}.T1", depth + 1)
                if inner and cells:
                    shift = max(c.y1 for c in inner) - min(c.y0 for c in cells)
                    cells = [c._replace(y0=c.y0 + shift, y1=c.y1 + shift) for c in cells]
                inner += cells
        return "\n".join(texts).strip("\n"), inner

    # -- text ------------------------------------------------------------------------------------------------------

    def _paragraph(self, paragraph: Any) -> str:
        return "".join(
            self._runs(paragraph, self._looks.fonts.get(paragraph.get(_T + "style-name") or "", ""))
        ).rstrip()

    def _runs(self, parent: Any, font: str) -> Iterator[str]:
        """The text that a reader of the page sees: no deletions, notes or hidden letters; ticks as signs."""
        yield _said(parent.text, font)
        for child in parent:
            if isinstance(child.tag, str) and child.tag not in _SKIPPED:
                yield from self._run(child, font)
            yield _said(child.tail, font)

    def _run(self, child: Any, font: str) -> Iterator[str]:
        tag = child.tag
        if tag == _T + "s":
            yield " " * min(_count(child, _T + "c"), MAX_SPACES)
        elif tag == _T + "tab":
            yield "\t"
        elif tag == _T + "line-break":
            yield "\n"
        elif tag == _FIELD + "fieldmark":
            yield _form_field(child)
            yield from self._runs(child, font)
        elif tag == _D + "control":
            yield self._boxes.get(child.get(_D + "control") or "", "")
        elif tag == _T + "span":
            style = child.get(_T + "style-name") or ""
            if style not in self._looks.hidden:
                yield from self._runs(child, self._looks.fonts.get(style, ""))
        elif tag not in _FRAMES and tag not in (_TABLE, *_PARAGRAPHS):
            yield from self._runs(child, font)


def _with_inner(host: Placed, inner: list[Placed]) -> list[Placed]:
    """A cell with the table inside it, whose cells stand in the outer grid; its own words keep a strip above."""
    if not inner:
        return [host]
    if not host.text.strip():
        return nested(host, inner)
    top = host.y0 + STRIP * (host.y1 - host.y0)
    return [host._replace(y1=top), *nested(host._replace(y0=top), inner)]


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, looking through lists and sections; text boxes stand behind their paragraph."""
    for child in parent:
        if child.tag == _TABLE:
            yield child
        elif child.tag in _PARAGRAPHS:
            yield child
            for box in child.iter(_D + "text-box", _D + "custom-shape", _D + "rect"):
                if next(box.iterancestors(_D + "text-box", *_PARAGRAPHS)) is child:
                    yield from _blocks(box)
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED and child.tag not in (_ROW, _CELL, _COVERED):
            yield from _blocks(child)


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == _ROW:
            for _ in range(_count(child, _TAB + "number-rows-repeated")):
                yield child
        elif isinstance(child.tag, str) and child.tag.startswith(_TAB + "table-") and "column" not in child.tag:
            yield from _rows(child)


def _count(element: Any, name: str) -> int:
    value = element.get(name) or ""
    return min(max(int(value), 1), MAX_CELLS) if value.isdigit() else 1


def _said(text: str | None, font: str) -> str:
    """Text as shown: white space of the file's own is one space, letters of symbol fonts are signs."""
    if not text:
        return ""
    if font or any("\uf000" <= c <= "\uf0ff" for c in text):
        return "".join(shown(c, font or "Wingdings") for c in text)
    return text


def _form_field(mark: Any) -> str:
    """A form-field check box of old Word as ☑ or ☐; nothing of other fields."""
    if not (mark.get(_FIELD + "type") or "").endswith("FORMCHECKBOX"):
        return ""
    on = any(
        p.get(_FIELD + "name") == "Checkbox_Checked" and (p.get(_FIELD + "value") or "").lower() == "true"
        for p in mark.iter(_FIELD + "param")
    )
    return "☑" if on else "☐"
