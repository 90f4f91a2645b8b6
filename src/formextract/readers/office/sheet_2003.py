"""Excel 2003's XML (SpreadsheetML), straight from the file.

LibreOffice opens it too, and loses on the way what is struck out, notes, parts of rich text and that a sheet is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from lxml import etree

from formextract.errors import UnreadableFileError
from formextract.model import Document, Ink, Run, SourceFile
from formextract.model.ink import TINY, standing
from formextract.readers.office.colours import unseen
from formextract.readers.office.conditional_formats_2003 import Veil2003, veils_2003
from formextract.readers.office.conditional_formats_2003 import doubt as veil_doubt
from formextract.readers.office.excel import NO_CACHE
from formextract.readers.office.margins import coded_lines
from formextract.readers.office.number_format import HIDDEN_ZERO, display
from formextract.readers.office.worksheets import MAX_CELLS, NOTHING, Sheet, document, is_flat
from formextract.text.symbols import in_font

READER = "xml-2003"
MAX_BYTES = 100_000_000

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_HTML = "{http://www.w3.org/TR/REC-html40}"
_BROKEN = "Excel 文件不完整或已损坏，打不开。请用 Excel 或 WPS 打开后另存，或向申报单位索取"
_SHIFTED = ("Superscript", "Subscript")
_NAMED = {
    "general number": "General",
    "fixed": "0.00",
    "standard": "#,##0.00",
    "percent": "0.00%",
    "scientific": "0.00E+00",
    "currency": "#,##0.00",
    "long date": 'yyyy"年"m"月"d"日"',
    "medium date": 'yyyy"年"m"月"d"日"',
    "short date": 'yyyy"年"m"月"d"日"',
    "general date": 'yyyy"年"m"月"d"日"',
}
"""Number formats that the file may call by a name instead."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How a cell's letters are set; colours '' where nothing is said."""

    struck: bool = False
    shifted: bool = False
    ink: str = "000000"
    ground: str = ""
    size: float = 0.0
    number_format: str = "General"
    font: str = ""

    def run(self, text: str, doubt: str = "") -> Run:
        hidden = unseen(self.ink, self.ground) or 0 < self.size <= TINY
        return Run(in_font(text, self.font), struck=self.struck, shifted=self.shifted, hidden=hidden, doubt=doubt)


def read_sheet_2003(source: SourceFile) -> Document:
    """The document of such a workbook, one table a sheet; UnreadableFileError where it is broken or too large."""
    path = Path(source.path)
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFileError("Excel 文件展开后过大，未读取。请只保留申报表所在的工作表")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except (etree.XMLSyntaxError, ValueError) as e:
        raise UnreadableFileError(_BROKEN) from e
    looks = _looks(root)
    sheets = [_SheetReader(element, looks).sheet() for element in root.iter(_SS + "Worksheet")]
    if not sheets:
        raise UnreadableFileError(_BROKEN)
    return document(source, READER, sheets)


def _looks(root: Any) -> dict[str, _Look]:
    """The looks of the styles by their names; a parent stands before those that are based on it."""
    out: dict[str, _Look] = {"": _Look()}
    for style in root.iter(_SS + "Style"):
        base = out.get(style.get(_SS + "Parent") or "Default", _Look())
        out[style.get(_SS + "ID") or ""] = _over(base, style)
    return out


def _over(look: _Look, style: Any) -> _Look:
    said: dict[str, Any] = {}
    font, ground, shown = (style.find(_SS + name) for name in ("Font", "Interior", "NumberFormat"))
    if font is not None:
        said["struck"] = font.get(_SS + "StrikeThrough") == "1"
        said["shifted"] = font.get(_SS + "VerticalAlign") in _SHIFTED
        said["ink"] = _colour(font.get(_SS + "Color"), look.ink)
        said["size"] = _number(font.get(_SS + "Size"), look.size)
        said["font"] = font.get(_SS + "FontName") or look.font
    if ground is not None:
        pattern = ground.get(_SS + "Pattern") or "None"
        colour = _colour(ground.get(_SS + "Color"), "ffffff")
        said["ground"] = "" if pattern == "None" else colour if pattern == "Solid" else "808080"
    if shown is not None:
        name = shown.get(_SS + "Format") or "General"
        said["number_format"] = _NAMED.get(name.lower(), name)
    return replace(look, **said)


def _colour(said: str | None, otherwise: str) -> str:
    return said.lstrip("#").lower() if said and said.startswith("#") else otherwise


def _number(said: str | None, otherwise: float) -> float:
    try:
        return float(said or "")
    except ValueError:
        return otherwise


def _count(element: Any, name: str, least: int = 0) -> int:
    said = element.get(_SS + name) or ""
    return min(max(int(said), least), MAX_CELLS) if said.isdecimal() else least


@dataclass(slots=True)
class _SheetReader:
    element: Any
    looks: Mapping[str, _Look]
    inks: dict[tuple[int, int], Ink] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    notes: list[tuple[int, int, str]] = field(default_factory=list)
    shown: dict[tuple[int, int], tuple[float | None, _Look]] = field(default_factory=dict)
    """Of each cell its figure, None where it holds none, and its look."""
    rows: set[int] = field(default_factory=set)
    cols: set[int] = field(default_factory=set)

    def sheet(self) -> Sheet:
        table = self.element.find(_SS + "Table")
        if table is not None:
            self._table(table)
        self._veil(veils_2003(self.element))
        visible = (self.element.findtext(f"{_X}WorksheetOptions/{_X}Visible") or "").strip()
        inks = self.inks
        return Sheet(
            self.element.get(_SS + "Name") or "",
            visible not in ("SheetHidden", "SheetVeryHidden"),
            [at for at, ink in inks.items() if ink.text.strip() or ink.doubt or ink.asides],
            self.merged,
            lambda r, c: inks.get((r, c), NOTHING),
            frozenset(self.rows),
            frozenset(self.cols),
            notes=self.notes,
            heads=self._margin("Header"),
            feet=self._margin("Footer"),
        )

    def _margin(self, kind: str) -> tuple[str, ...]:
        """The lines that a print has at the heads or feet of the sheet's pages."""
        found = self.element.find(f"{_X}WorksheetOptions/{_X}PageSetup/{_X}{kind}")
        return () if found is None else tuple(coded_lines(found.get(_X + "Data") or ""))

    def _veil(self, veils: Sequence[Veil2003]) -> None:
        """Doubts what a conditional format may hide."""
        for (row, col), (value, look) in self.shown.items() if veils else ():
            ink = self.inks[row, col]
            if ink.text and not ink.doubt:
                found = veil_doubt(veils, row, col, value, look.ink, look.ground)
                self.inks[row, col] = replace(ink, doubt=found)

    def _zeros_unseen(self) -> bool:
        return self.element.find(f"{_X}WorksheetOptions/{_X}DoNotDisplayZeros") is not None

    def _table(self, table: Any) -> None:
        of_column: dict[int, str] = {}
        col = 0
        for column in table.findall(_SS + "Column"):
            col = _count(column, "Index") or col + 1
            last = col + _count(column, "Span")
            if _is_hidden(column, "Width"):
                self.cols |= set(range(col, last + 1))
            of_column |= dict.fromkeys(range(col, last + 1), column.get(_SS + "StyleID") or "")
            col = last
        row = 0
        for element in table.findall(_SS + "Row"):
            row = _count(element, "Index") or row + 1
            last = row + _count(element, "Span")
            if _is_hidden(element, "Height"):
                self.rows |= set(range(row, last + 1))
            col = 0
            for cell in element.findall(_SS + "Cell"):
                col = _count(cell, "Index") or col + 1
                style = cell.get(_SS + "StyleID") or element.get(_SS + "StyleID") or of_column.get(col) or "Default"
                self._cell(cell, row, col, self.looks.get(style, self.looks[""]))
                across, down = _count(cell, "MergeAcross"), _count(cell, "MergeDown")
                if across or down:
                    self.merged.append((row, col, row + down, col + across))
                col += across
                if len(self.inks) > MAX_CELLS:
                    raise UnreadableFileError(f"Excel 工作表超过 {MAX_CELLS} 格，不像申报表，未读取")
            row = last

    def _cell(self, cell: Any, row: int, col: int, look: _Look) -> None:
        data = cell.find(_SS + "Data")
        if data is not None:
            ink = standing(_runs(data, look))
            unseen_zero = self._zeros_unseen() and data.get(_SS + "Type") == "Number" and _figure(data.text or "") == 0
            self.inks[row, col] = replace(ink, doubt=HIDDEN_ZERO) if unseen_zero and not ink.doubt else ink
            value = _figure(data.text or "") if data.get(_SS + "Type") == "Number" else None
            self.shown[row, col] = (None if isinstance(value, str) else value, look)
        elif cell.get(_SS + "Formula"):
            self.inks[row, col] = Ink(cell.get(_SS + "Formula"), NO_CACHE)
        note = cell.find(_SS + "Comment")
        said = "" if note is None else "".join(note.itertext()).strip()
        if said:
            self.notes.append((row, col, said))


def _is_hidden(element: Any, size: str) -> bool:
    return element.get(_SS + "Hidden") == "1" or is_flat(_number(element.get(_SS + size), 15.0))


def _runs(data: Any, look: _Look) -> Iterator[Run]:
    """What a cell shows: a figure by its number format, text by the marks within it."""
    kind, text = data.get(_SS + "Type") or "String", "".join(data.itertext())
    value: object = text
    if kind == "Number":
        value = _figure(text)
    elif kind == "Boolean":
        value = text.strip() == "1"
    elif kind == "DateTime":
        try:
            value = datetime.fromisoformat(text.strip())
        except ValueError:
            value = text
    elif kind == "String" and len(data):
        yield from _rich(data, look)
        return
    shown, doubt = display(value, look.number_format)
    yield look.run(shown, doubt)


def _figure(text: str) -> float | int | str:
    try:
        value = float(text)
    except ValueError:
        return text
    return int(value) if value.is_integer() else value


def _rich(element: Any, look: _Look) -> Iterator[Run]:
    """Text in which letters have looks of their own: tags of HTML, as Excel writes them."""
    if element.text:
        yield look.run(element.text)
    for child in element:
        name = child.tag.removeprefix(_HTML) if isinstance(child.tag, str) else ""
        own = look
        if name in ("S", "Strike"):
            own = replace(look, struck=True)
        elif name in ("Sup", "Sub"):
            own = replace(look, shifted=True)
        elif name == "Font":
            own = replace(
                look,
                ink=_colour(child.get(_HTML + "Color"), look.ink),
                size=_number(child.get(_HTML + "Size"), look.size),
                font=child.get(_HTML + "Face") or look.font,
            )
        yield from _rich(child, own)
        if child.tail:
            yield look.run(child.tail)
