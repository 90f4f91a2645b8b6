"""Word (.docx): paragraphs and tables straight from the XML, in which merged cells are said once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import OpcError

from formextract.errors import UnreadableFileError
from formextract.layout.table_builder import Placed, nested, to_table
from formextract.model import Block, Document, Line, Place, SourceFile
from formextract.readers.image_only import only_pictures, read_pages
from formextract.readers.office.package import DAMAGED, check_package
from formextract.text.symbols import shown

READER = "docx"
MAX_CELLS = 60_000
MAX_DEPTH = 4
"""Tables in tables."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_IMAGE_DATA = "{urn:schemas-microsoft-com:vml}imagedata"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_P, _TBL, _TR, _TC, _SDT = _W + "p", _W + "tbl", _W + "tr", _W + "tc", _W + "sdt"
_SKIPPED = {
    _W + "del",
    _W + "moveFrom",
    _W + "instrText",
    _W + "delText",
    _MC + "Fallback",
    _W + "footnoteReference",
    _W + "pPr",
    _W + "tblPr",
    _W + "tblGrid",
    _W + "trPr",
    _W + "tcPr",
    _W + "sdtPr",
    _W + "sectPr",
    _W + "endnoteReference",
    _W + "object",
}
_TRUE = ("1", "true", "on", None)
EDGE = 0.01
"""Grid units: edges of nested cells are fractions of a row or column."""


def read_word(source: SourceFile) -> Document:
    """The document of a Word file; UnreadableFileError where it is damaged, encrypted or too large."""
    path = Path(source.path)
    check_package(path, "word/document.xml", "Word")
    try:
        part = docx.Document(str(path)).part
        body = part.element.body
    except (OpcError, *DAMAGED) as e:
        raise UnreadableFileError(
            "Word 文件不完整或已损坏，打不开。请用 Word 或 WPS 打开后另存，或向申报单位索取"
        ) from e
    blocks: list[Block] = []
    tables = cells = 0
    for element in _blocks(body):
        if element.tag == _P:
            text = _paragraph(element)
            if text.strip():
                blocks.append(Line(text.strip("\n"), Place()))
            continue
        tables += 1
        placed = _table(element, f"T{tables}", 0)
        cells += len(placed)
        if cells > MAX_CELLS:
            raise UnreadableFileError(f"Word 文件的表格超过 {MAX_CELLS} 格，不像申报表，未读取")
        if placed:
            blocks.append(to_table(placed, EDGE))
    letters = sum(len(b.text) if isinstance(b, Line) else sum(len(c.text) for c in b.cells) for b in blocks)
    pictures = _pictures(body)
    if only_pictures(letters, len(pictures)):
        scan = read_pages(source, (part.related_parts[p].blob for p in pictures if p in part.related_parts))
        if scan.pages:
            return scan
    return Document(source, READER, tuple(blocks), pages=1)


def _pictures(body: Any) -> list[str]:
    """The pictures of a text by their relationships, in order, each place once."""
    out = []
    for element in body.iter(_BLIP, _IMAGE_DATA):
        name = element.get(_R + "embed") or element.get(_R + "id")
        if name and not any(a.tag == _MC + "Fallback" for a in element.iterancestors()):
            out.append(name)
    return out


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables of a body or cell in order, looking through content controls and tracked insertions."""
    for child in parent:
        if child.tag in (_P, _TBL):
            yield child
            if child.tag == _P:
                for box in child.iter(_W + "txbxContent"):
                    if not _in_fallback(box, child):
                        yield from _blocks(box)
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED and child.tag not in (_TR, _TC):
            yield from _blocks(child)


def _in_fallback(element: Any, stop: Any) -> bool:
    """Text boxes are written twice, the second time for old programs."""
    parent = element.getparent()
    while parent is not None and parent is not stop:
        if parent.tag == _MC + "Fallback":
            return True
        parent = parent.getparent()
    return False


def _table(table: Any, name: str, depth: int) -> list[Placed]:
    """The cells of a table with row and grid column as edges; tables inside cells are set into the outer grid."""
    placed: list[Placed] = []
    open_merges: dict[int, int] = {}  # grid column -> index in `placed` of the cell that a vertical merge goes on from
    for r, row in enumerate(_rows(table)):
        col = _number(row.find(f"{_W}trPr/{_W}gridBefore"))
        seen: set[int] = set()
        for c, cell in enumerate(_cells(row)):
            props = cell.find(_W + "tcPr")
            span = max(1, _number(None if props is None else props.find(_W + "gridSpan"), 1))
            merge = None if props is None else props.find(_W + "vMerge")
            goes_on = merge is not None and merge.get(_W + "val") != "restart"
            if goes_on and col in open_merges:
                index = open_merges[col]
                placed[index] = placed[index]._replace(y1=r + 1.0)
                seen.add(col)
                col += span
                continue
            text, inner = _cell(cell, f"{name}R{r + 1}C{c + 1}", depth)
            spot = Placed(r, r + 1.0, col, col + span, text, Place(cell=f"{name}R{r + 1}C{c + 1}"))
            if inner and not text.strip():
                placed += nested(spot, inner)
            elif inner:
                strip = spot._replace(y1=r + 0.2)
                placed.append(strip)
                placed += nested(spot._replace(y0=r + 0.2), inner)
            else:
                placed.append(spot)
                if merge is not None:
                    open_merges[col] = len(placed) - 1
                    seen.add(col)
            col += span
        open_merges = {k: v for k, v in open_merges.items() if k in seen}
    return placed


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == _TR:
            if child.find(f"{_W}trPr/{_W}del") is None:  # a row that a tracked change took out
                yield child
        elif child.tag in (_SDT, _W + "sdtContent", _W + "ins", _W + "customXml"):
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == _TC:
            yield child
        elif child.tag in (_SDT, _W + "sdtContent", _W + "ins", _W + "customXml"):
            yield from _cells(child)


def _number(element: Any, default: int = 0) -> int:
    value = None if element is None else element.get(_W + "val")
    return int(value) if value is not None and value.isdigit() else default


def _cell(cell: Any, name: str, depth: int) -> tuple[str, list[Placed]]:
    """A cell's text, paragraphs as lines, and the cells of a table inside it."""
    texts: list[str] = []
    inner: list[Placed] = []
    for element in _blocks(cell):
        if element.tag == _P:
            texts.append(_paragraph(element))
        elif depth < MAX_DEPTH:
            cells = _table(element, f"{name}.T1", depth + 1)
            if inner and cells:
                shift = max(c.y1 for c in inner) - min(c.y0 for c in cells)
                cells = [c._replace(y0=c.y0 + shift, y1=c.y1 + shift) for c in cells]
            inner += cells
    return "\n".join(texts).strip("\n"), inner


def _paragraph(paragraph: Any) -> str:
    return "".join(_runs(paragraph)).replace("\f", "\n").rstrip()


def _runs(parent: Any) -> Iterator[str]:
    """The text that a reader of the page sees: no deletions, field codes or hidden letters; ticks as signs."""
    for child in parent:
        tag = child.tag
        if tag in _SKIPPED or not isinstance(tag, str):
            continue
        if tag == _W + "t":
            yield child.text or ""
        elif tag in (_W + "br", _W + "cr"):
            yield "\n"
        elif tag in (_W + "tab", _W + "ptab"):
            yield "\t"
        elif tag == _W + "noBreakHyphen":
            yield "-"
        elif tag == _W + "sym":
            yield _symbol(child)
        elif tag == _W + "r":
            yield from _run(child)
        elif tag == _SDT:
            yield from _control(child)
        elif tag == _W + "fldChar":
            yield from _legacy_box(child)
        elif tag not in (_TBL, _W + "txbxContent", _W + "drawing", _W + "pict"):
            yield from _runs(child)


def _run(run: Any) -> Iterator[str]:
    props = run.find(_W + "rPr")
    if props is not None:
        hidden = props.find(_W + "vanish")
        if hidden is not None and hidden.get(_W + "val") in _TRUE:
            return
        fonts = props.find(_W + "rFonts")
        font = "" if fonts is None else fonts.get(_W + "ascii") or fonts.get(_W + "hAnsi") or ""
        if "dings" in font.lower():
            for text in _runs(run):
                yield "".join(shown(c, font) if len(c) == 1 else c for c in text)
            return
    yield from _runs(run)


def _symbol(element: Any) -> str:
    code = element.get(_W + "char") or ""
    try:
        return shown(chr(int(code, 16)), element.get(_W + "font") or "Wingdings")
    except (ValueError, OverflowError):
        return ""


def _control(control: Any) -> Iterator[str]:
    """A content control: a check box as ☑ or ☐, prompts that nobody replaced as nothing, else its content."""
    props = control.find(_W + "sdtPr")
    content = control.find(_W + "sdtContent")
    if props is not None:
        box = props.find(_W14 + "checkbox")
        if box is not None:
            checked = box.find(_W14 + "checked")
            on = checked is not None and checked.get(_W14 + "val") in _TRUE
            yield "☑" if on else "☐"
            return
        if props.find(_W + "showingPlcHdr") is not None:
            return
    if content is not None:
        yield from _runs(content)


def _legacy_box(field: Any) -> Iterator[str]:
    """A form-field check box of old Word."""
    box = field.find(f"{_W}ffData/{_W}checkBox")
    if box is None:
        return
    state = box.find(_W + "checked")
    if state is None:
        state = box.find(_W + "default")
    yield "☑" if state is not None and state.get(_W + "val") in _TRUE else "☐"
