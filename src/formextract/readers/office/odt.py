"""OpenDocument text (.odt): paragraphs and tables straight from the XML. What LibreOffice makes of old Word files."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from lxml import etree

from formextract.errors import UnreadableFileError
from formextract.layout.table_builder import PlacedCell, nested, to_table
from formextract.model import TYPED, Block, Line, Place, Run, Unread
from formextract.model.document import UnreadKind
from formextract.model.ink import COVERED, NOT_TEXT, aside_line, standing
from formextract.readers.office.margins import GAP, with_margins
from formextract.readers.office.odt_looks import OdtLook, OdtLooks, form_field
from formextract.readers.office.package import check_package, part_of
from formextract.readers.office.word_beside import doubted_below, is_bare_figure
from formextract.readers.snippets import Snippets
from formextract.text import is_blank, squeeze
from formextract.text.symbols import shown

MAX_CELLS = 60_000
MAX_DEPTH = 4
"""Tables in tables."""
MAX_SPACES = 200
EDGE = 1e-9
"""Grid units: edges of nested cells are counted fractions of a row or column, alike but for rounding."""
STRIP = 0.2
"""Share of a cell's height that its words keep above a table inside it."""

_O = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TAB = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_D = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_S = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_FORM = "{urn:oasis:names:tc:opendocument:xmlns:form:1.0}"
_FIELD = "{urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0}"
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_PARAGRAPHS = (_T + "p", _T + "h")
_TABLE, _ROW, _CELL, _COVERED = _TAB + "table", _TAB + "table-row", _TAB + "table-cell", _TAB + "covered-table-cell"
_TYPED_IN = ("text", "textarea", "combobox", "formatted-text", "number", "date", "time")
"""Controls that show a text of their own."""
_FURNITURE = ("button", "image", "frame", "hidden", "fixed-text", "image-frame")
"""Controls that nobody fills in."""
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
_SHAPES = tuple(_D + name for name in ("custom-shape", "ellipse", "circle", "path", "polygon", "polyline"))
_LINES = (_D + "line", _D + "connector")
_Piece = tuple[str, OdtLook, str, UnreadKind | Literal["line"] | None]
"""Text, how it is set, the doubt about it; and what it is where it is no text."""
_FRAMES = (_D + "frame", _D + "text-box", _D + "custom-shape", _D + "rect", _D + "g", _D + "a")


@dataclass(frozen=True, slots=True)
class OdtContent:
    """What stands in a text: blocks in order, its pictures by their names in the package, what is set aside of it."""

    blocks: tuple[Block, ...]
    pictures: tuple[str, ...]
    struck: tuple[Line, ...] = ()
    unread: tuple[Unread, ...] = ()


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
    reader = _Reader(OdtLooks.of(styles, content), _controls(body), Snippets(partial(part_of, path)))
    blocks = tuple(reader.document(body))
    if any(is_bare_figure(squeeze("".join(box.itertext()))) for box in _floating(body)):
        blocks = tuple(doubted_below(block) for block in blocks)
    aside = (*reader.struck, *_notes(body))
    blocks = with_margins(blocks, *(_margin(styles, kind) for kind in ("header", "footer")))
    return OdtContent(blocks, tuple(_pictures(body)), aside, tuple(reader.unread))


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


def _controls(body: Any) -> dict[str, str]:
    """What the controls in the text show, by their ids: boxes as ☑ or ☐ with their caption, else what was typed."""
    out = {}
    for control in body.iter(*(_FORM + name for name in _FURNITURE)):
        out[control.get(_FORM + "id") or ""] = ""
    for box in body.iter(_FORM + "checkbox", _FORM + "radio"):
        on = box.get(_FORM + "current-state") == "checked" or box.get(_FORM + "current-selected") == "true"
        out[box.get(_FORM + "id") or ""] = ("☑" if on else "☐") + (box.get(_FORM + "label") or "")
    for field in body.iter(*(_FORM + name for name in _TYPED_IN)):
        out[field.get(_FORM + "id") or ""] = field.get(_FORM + "current-value") or field.get(_FORM + "value") or ""
    for field in body.iter(_FORM + "listbox"):
        options = [o for o in field.iter(_FORM + "option") if o.get(_FORM + "current-selected") == "true"]
        options = options or [o for o in field.iter(_FORM + "option") if o.get(_FORM + "selected") == "true"]
        out[field.get(_FORM + "id") or ""] = "、".join(o.get(_FORM + "label") or "" for o in options)
    return out


def _floating(body: Any) -> Iterator[Any]:
    """Text boxes outside tables that do not stand in their line."""
    for box in body.iter(_D + "text-box"):
        frame = box.getparent()
        in_line = frame is not None and frame.get(_T + "anchor-type") == "as-char"
        if not in_line and next(box.iterancestors(_TABLE), None) is None:
            yield box


def _margin(styles: Any, kind: str) -> Iterator[str]:
    """The lines in the pages' heads or feet, a table's row as one line."""
    for name in () if styles is None else (kind, f"{kind}-first", f"{kind}-left"):
        for margin in styles.iter(_S + name):
            if margin.get(_S + "display") == "false":
                continue
            for element in _blocks(margin):
                rows = [[element]] if element.tag != _TABLE else [list(row.iter(_CELL)) for row in _rows(element)]
                texts = (GAP.join(filter(None, (_text_of(cell).strip() for cell in row))) for row in rows)
                yield from texts


def _notes(body: Any) -> Iterator[Line]:
    """Comments and notes, which stand in the text where they belong."""
    for comment in body.iter(_O + "annotation"):
        said = "".join("".join(p.itertext()) for p in comment.iter(_T + "p")).strip()
        if said:
            yield Line(f"批注：{said}", Place(), legibility=TYPED)
    for note in body.iter(_T + "note-body"):
        said = "".join(note.itertext()).strip()
        if said:
            yield Line(f"脚注：{said}", Place(), legibility=TYPED)


def _is_hidden(paragraph: Any) -> bool:
    """Whether a paragraph, or a section that it stands in, is not shown."""
    sections = paragraph.iterancestors(_T + "section")
    if any(s.get(_T + "display") == "none" or s.get(_T + "is-hidden") == "true" for s in sections):
        return True
    return any(mark.get(_T + "is-hidden") == "true" for mark in paragraph.iter(_T + "hidden-paragraph"))


class _Reader:
    def __init__(self, looks: OdtLooks, controls: dict[str, str], snippets: Snippets) -> None:
        self._looks, self._controls, self._snippets = looks, controls, snippets
        self._deletions: frozenset[str] = frozenset()
        self._deleted: dict[str, str] = {}
        """What tracked deletions took out and keep elsewhere, by their names; a mark says where it stood."""
        self._deleting: set[str] = set()
        """The tracked deletions within which we read: some programs leave what was deleted where it stood."""
        self._cells = 0
        self.unread: list[Unread] = []
        self.struck: list[Line] = []
        """Paragraphs outside tables that were struck out."""

    def document(self, body: Any) -> Iterator[Block]:
        tables = 0
        regions = {r.get(_T + "id") or "": r.find(_T + "deletion") for r in body.iter(_T + "changed-region")}
        taken_out = {name: deletion for name, deletion in regions.items() if deletion is not None}
        self._deletions = frozenset(taken_out)
        self._deleted = {name: _text_of(deletion) for name, deletion in taken_out.items()}
        for element in _blocks(body):
            if element.tag != _TABLE:
                runs = [r for r in self._paragraph(element) if not r.line]
                self.unread += [Unread(r.what, Place()) for r in runs if r.picture and not r.hidden]
                line = standing(runs)
                if line.struck_out or (line.asides and not line.text.strip()):
                    self.struck += [aside_line(text, Place()) for text in line.asides]
                elif line.text.strip():
                    yield Line(line.text.rstrip().strip("\n"), Place(), line.doubt, line.asides, legibility=TYPED)
                continue
            tables += 1
            placed = self._table(element, f"T{tables}", 0)
            if placed:
                yield to_table(placed, EDGE)

    # -- tables ----------------------------------------------------------------------------------------------------

    def _table(self, table: Any, name: str, depth: int) -> list[PlacedCell]:
        """The cells of a table with row and column as edges; tables inside cells are set into the outer grid."""
        placed: list[PlacedCell] = []
        under: dict[int, int] = {}  # first column of a cell that spans rows -> the row behind its last
        ground = self._looks.within(table.get(_TAB + "style-name") or "", self._looks.default)
        for r, row in enumerate(_rows(table)):
            col = nth = 0
            row_look = self._looks.within(row.get(_TAB + "style-name") or "", ground)
            for cell in row:
                if cell.tag not in (_CELL, _COVERED):
                    continue
                repeated = _count(cell, _TAB + "number-columns-repeated")
                if cell.tag == _COVERED:
                    nth += sum(under.get(c, 0) > r for c in range(col, col + repeated))
                    if said := _text_of(cell).strip():
                        placed = [_over(c, said) if c.y0 <= r < c.y1 and c.x0 <= col < c.x1 else c for c in placed]
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
                    host, inner = self._cell(cell, spot, depth, row_look)
                    host = host._replace(y0=r, y1=r + height, x0=col, x1=col + width)
                    placed += _with_inner(host, inner)
                    if height > 1:
                        under[col] = r + height
                    col += 1
        return placed

    def _count_cell(self) -> None:
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise UnreadableFileError(f"Word 文件的表格超过 {MAX_CELLS} 格，不像申报表，未读取")

    def _cell(self, cell: Any, name: str, depth: int, around: OdtLook) -> tuple[PlacedCell, list[PlacedCell]]:
        """A cell at no place yet, paragraphs as lines of its text, and the cells of a table inside it."""
        look = self._looks.within(cell.get(_TAB + "style-name") or "", around)
        runs: list[Run] = []
        inner: list[PlacedCell] = []
        for element in _blocks(cell):
            if element.tag != _TABLE:
                runs += [Run("\n")] if runs else []
                runs += self._paragraph(element, look)
            elif depth < MAX_DEPTH:
                cells = self._table(element, f"{name}.T1", depth + 1)
                if inner and cells:
                    shift = max(c.y1 for c in inner) - min(c.y0 for c in cells)
                    cells = [c._replace(y0=c.y0 + shift, y1=c.y1 + shift) for c in cells]
                inner += cells
        own = standing(runs)
        text = "\n".join(line.rstrip() for line in own.text.split("\n")).strip("\n")
        if not text.strip() and own.doubt == NOT_TEXT:
            said, legibility = self._snippets.read(_pictures(cell))
            if said:
                return PlacedCell(0, 0, 0, 0, said, Place(cell=name), legibility, asides=own.asides), inner
        self.unread += [Unread(r.what, Place(cell=name)) for r in runs if r.picture and not r.hidden]
        return PlacedCell(0, 0, 0, 0, text, Place(cell=name), TYPED, own.doubt, asides=own.asides), inner

    # -- text ------------------------------------------------------------------------------------------------------

    def _paragraph(self, paragraph: Any, around: OdtLook | None = None) -> list[Run]:
        look = self._looks.within(paragraph.get(_T + "style-name") or "", around or self._looks.default)
        if _is_hidden(paragraph):
            look = replace(look, gone=True)
        pieces = list(self._pieces(paragraph, look))
        line = max((set_so.size for text, set_so, *_ in pieces if text.strip() and not set_so.off), default=0.0)
        return [
            set_so.run(text, line, doubt)
            if what is None
            else Run("", line=True)
            if what == "line"
            else Run("", picture=True, what=what)
            for text, set_so, doubt, what in pieces
        ]

    def _pieces(self, parent: Any, look: OdtLook) -> Iterator[_Piece]:
        """The text with how it is set; no deletions or notes; ticks as signs."""
        yield _said(parent.text, look.font), self._as_it_stands(look), "", None
        for child in parent:
            if isinstance(child.tag, str) and child.tag not in _SKIPPED:
                yield from self._piece(child, look)
            yield _said(child.tail, look.font), self._as_it_stands(look), "", None

    def _as_it_stands(self, look: OdtLook) -> OdtLook:
        return replace(look, struck=True) if self._deleting else look

    def _piece(self, child: Any, look: OdtLook) -> Iterator[_Piece]:
        tag = child.tag
        if tag in (_T + "change-start", _T + "change-end"):
            changed = {child.get(_T + "change-id") or ""} & self._deletions
            self._deleting = self._deleting | changed if tag == _T + "change-start" else self._deleting - changed
        elif tag == _T + "change":
            yield self._deleted.get(child.get(_T + "change-id") or "", ""), replace(look, struck=True), "", None
        elif tag == _T + "s":
            yield " " * min(_count(child, _T + "c"), MAX_SPACES), look, "", None
        elif tag == _T + "tab":
            yield "\t", look, "", None
        elif tag == _T + "line-break":
            yield "\n", look, "", None
        elif tag == _FIELD + "fieldmark":
            text, doubt = form_field(child)
            yield text, look, doubt, None
            yield from self._pieces(child, look)
        elif tag == _D + "control":
            said = self._controls.get(child.get(_D + "control") or "")
            yield said or "", look, "", "object" if said is None else None
        elif tag == _T + "span":
            yield from self._pieces(child, self._looks.within(child.get(_T + "style-name") or "", look))
        elif tag == _T + "placeholder" or child.get(_LOEXT + "showing-place-holder") == "true" or _is_prompt(child):
            yield from self._pieces(child, replace(look, placeholder=True))
        elif tag == _D + "frame":
            if child.find(_D + "object") is not None or child.find(_D + "object-ole") is not None:
                yield "", look, "", "object"
            elif child.find(_D + "image") is not None:
                yield "", look, "", "picture"
        elif tag in _LINES and not "".join(child.itertext()).strip():
            yield "", look, "", "line"
        elif tag in _SHAPES and not "".join(child.itertext()).strip():
            yield "", look, "", "drawing"
        elif tag not in _FRAMES and tag not in (_TABLE, *_PARAGRAPHS):
            yield from self._pieces(child, look)


def _over(merged: PlacedCell, said: str) -> PlacedCell:
    """A merged cell with what stands in one that it covers and nobody sees, kept as a note."""
    if squeeze(said) == squeeze(merged.text):
        return merged
    doubt = merged.doubt or (COVERED if is_blank(merged.text) else "")
    return merged._replace(asides=(*merged.asides, said), doubt=doubt)


def _text_of(element: Any) -> str:
    """The paragraphs within: of what a tracked change took out, without who did it and when."""
    return "\n".join("".join(p.itertext()) for p in element.iter(*_PARAGRAPHS))


def _is_prompt(field: Any) -> bool:
    """Whether a field to be typed into still holds the words that ask for it."""
    text = "".join(field.itertext()).strip()
    return field.tag == _T + "text-input" and bool(text) and text == (field.get(_T + "description") or "").strip()


def _with_inner(host: PlacedCell, inner: list[PlacedCell]) -> list[PlacedCell]:
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


def _pictures(element: Any) -> list[str]:
    """The pictures in an element by their names in the package; of several forms of one, and of objects, the first."""
    out = []
    for frame in element.iter(_D + "frame"):
        image = frame.find(_D + "image")
        if image is not None:
            out.append((image.get(_HREF) or "").removeprefix("./"))
    return out


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
