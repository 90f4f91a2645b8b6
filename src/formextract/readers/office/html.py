"""Web pages that are called Word or Excel files, as many systems export them: paragraphs and tables of their HTML.

Ours, on lxml's parser, and not by way of LibreOffice: a table's cells are said plainly here, and old and struck text by
what the page says of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from formextract.errors import UnreadableFileError
from formextract.layout.table_builder import PlacedCell, nested, to_table
from formextract.model import TYPED, Block, Document, Line, Place, Run, SourceFile, Unread
from formextract.model.ink import NOT_TEXT, aside_line, standing
from formextract.readers.office.html_looks import HtmlLook, HtmlLooks
from formextract.readers.office.html_source import page_source
from formextract.readers.office.number_format import HIDDEN, HIDDEN_ZERO, OTHER_SIGN
from formextract.readers.office.word_fields import UNTOUCHED
from formextract.readers.snippets import Snippets
from formextract.text.symbols import is_symbol_font, shown

READER = "html"
MAX_CELLS = 60_000
MAX_DEPTH = 4
"""Tables in tables."""
MAX_SPAN = 500
MAX_NESTING = 200
"""Elements in elements; a page that goes deeper is made to choke its readers."""
EDGE = 1e-9
"""Grid units: edges of nested cells are counted fractions of a row or column, alike but for rounding."""

_BROKEN = "这个文件实际是网页（HTML），读不出其中的文字。请用 Word 或 WPS 打开后另存为 docx、xlsx"
_NO_TEXT = frozenset(
    {"script", "style", "head", "title", "template", "noscript", "colgroup", "col", "datalist"} | {"rt", "rp"}
)
_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd section article header footer form fieldset center blockquote pre hr "
    "address main body caption figure".split()
)
_PICTURES = frozenset({"img", "svg", "object", "embed", "canvas", "v:imagedata", "imagedata"})
_MINUS = "-−–—－(（负降减▲△▼"
"""Signs by which a negative figure shows that it is one."""
_OF_SHEET = re.compile(r"table\d+")
"""The names of LibreOffice's anchors above the sheets of a page."""
_COMMENTS = re.compile(r"mso-element\s*:\s*comment-list", re.IGNORECASE)
_COMMENT = re.compile(r"mso-element\s*:\s*comment\b(?!-)", re.IGNORECASE)
_COMMENT_MARK = "msocomanchor"
"""The class of the mark that Word sets into the text where a comment belongs, and before the comment."""
_VML = re.compile(
    rb"<!--\[if [^\]>]*\bvml\b[^\]>]*\]>(.*?)<!\[endif\]-->(\s*<!(?:--)?\[if\s+!vml\])?", re.DOTALL | re.IGNORECASE
)
_VML_BOX = re.compile(rb"<(?:\w+:)?textbox\b[^>]*>\s*(?:<[^>]*>\s*)*[^<\s]", re.IGNORECASE)
_BOX = "unread-text-box"
_BOX_MARK = f"<{_BOX}></{_BOX}>".encode()
_SPACE = re.compile(r"[ \t\r\n\f]+")


def read_html(source: SourceFile) -> Document:
    """The document of a web page; UnreadableFileError where nothing can be read in it."""
    try:
        page = page_source(Path(source.path))
        root = lxml_html.document_fromstring(_with_boxes_told(page.html), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as e:
        raise UnreadableFileError(_BROKEN) from e
    reader = _Page(HtmlLooks.of(root), Snippets(page.picture))
    body = root.find("body")
    blocks = tuple(reader.blocks(root if body is None else body))
    if not blocks:
        raise UnreadableFileError(_BROKEN)
    return Document(source, READER, blocks, pages=1, hidden=tuple(reader.aside), unread=tuple(reader.unread))


def _with_boxes_told(page: bytes) -> bytes:
    """The page with a mark where Word has a text box as VML alone, in a comment, and nothing for other programs."""
    return _VML.sub(lambda m: _BOX_MARK if not m[2] and _VML_BOX.search(m[1]) else m[0], page)


def _parser() -> Any:
    return lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)


@dataclass(slots=True)
class _Page:
    looks: HtmlLooks
    snippets: Snippets
    aside: list[Line] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    _tables: int = 0
    _cells: int = 0

    def blocks(self, body: Any) -> Iterator[Block]:
        """Paragraphs and tables in order."""
        for item in self._content(body, HtmlLook(), 0):
            if isinstance(item, list):
                line = standing(item)
                self.unread += [Unread(r.what, Place()) for r in item if r.what == "text-box" and not r.hidden]
                if line.struck_out or (not line.text.strip() and line.asides):
                    self.aside += [aside_line(text, Place()) for text in line.asides]
                elif line.text.strip():
                    yield Line(_trimmed(line.text), Place(), line.doubt, line.asides, legibility=TYPED)
                continue
            self._tables += 1
            placed = self._table(*item, f"T{self._tables}", 0)
            if placed:
                yield to_table(placed, EDGE)

    def _content(self, parent: Any, look: HtmlLook, depth: int) -> Iterator[list[Run] | tuple[Any, HtmlLook]]:
        """Paragraphs as their runs, and tables with how they are set, in order."""
        runs: list[Run] = []
        for piece in self._pieces(parent, look, depth):
            if isinstance(piece, Run):
                runs.append(piece)
                continue
            if runs:
                yield runs
                runs = []
            if piece is not None:
                yield piece
        if runs:
            yield runs

    def _pieces(self, parent: Any, look: HtmlLook, depth: int) -> Iterator[Run | tuple[Any, HtmlLook] | None]:
        """Runs, tables, and None where a paragraph ends."""
        if depth > MAX_NESTING:
            raise UnreadableFileError(_BROKEN)
        yield from _said(parent.text, look)
        for child in parent:
            tag = child.tag if isinstance(child.tag, str) else ""
            own = self.looks.within(child, look) if tag else look
            if tag == "div" and _COMMENTS.search(child.get("style") or ""):
                self.aside += _comments_in(child)
                yield None
                yield from _said(child.tail, look)
                continue
            if tag == "table":
                yield child, own
            elif tag in ("a", "center") and _names_sheets(child):
                yield None
            elif tag == "br":
                yield Run("\n")
            elif tag == "a" and (child.get("class") or "").lower() == _COMMENT_MARK:
                pass  # [A1], which no print shows in the text
            elif tag in _BLOCKS:
                yield None
                yield from self._pieces(child, own, depth + 1)
                yield None
            elif tag in ("input", "textarea", "select"):
                yield from _control(child, own)
            elif tag in _PICTURES:
                yield Run("", picture=True, hidden=own.gone)
            elif tag == _BOX:
                yield Run("", picture=True, hidden=own.gone, what="text-box")
            elif tag and tag not in _NO_TEXT:
                yield from self._pieces(child, own, depth + 1)
            yield from _said(child.tail, look)

    def _table(self, table: Any, look: HtmlLook, name: str, depth: int) -> list[PlacedCell]:
        placed: list[PlacedCell] = []
        unshown = _unshown_columns(table)
        taken: dict[int, int] = {}  # column -> the row behind the last one that a cell from above covers
        for r, row in enumerate(_rows(table)):
            row_look = self.looks.within(row, look)
            col = nth = 0
            for cell in row:
                if cell.tag not in ("td", "th"):
                    continue
                while taken.get(col, 0) > r:
                    col += 1
                nth += 1
                width, height = _span(cell, "colspan"), _span(cell, "rowspan")
                self._cells += 1
                if self._cells > MAX_CELLS:
                    raise UnreadableFileError(f"Word 文件的表格超过 {MAX_CELLS} 格，不像申报表，未读取")
                gone = bool(unshown) and unshown.issuperset(range(col, col + width))
                placed += self._placed(
                    cell,
                    replace(row_look, gone=True) if gone else row_look,
                    f"{name}R{r + 1}C{nth}",
                    depth,
                    (r, r + height, col, col + width),
                )
                taken.update(dict.fromkeys(range(col, col + width), r + height))
                col += width
        return placed

    def _placed(
        self, cell: Any, look: HtmlLook, name: str, depth: int, edges: tuple[float, float, float, float]
    ) -> list[PlacedCell]:
        """A cell where it stands, and the cells of a table inside it, set into the outer grid."""
        runs: list[Run] = []
        inner: list[PlacedCell] = []
        for item in self._content(cell, self.looks.within(cell, look), 0):
            if isinstance(item, list):
                runs += [Run("\n"), *item] if runs else item
            elif depth < MAX_DEPTH and not inner:
                inner = self._table(*item, f"{name}.T1", depth + 1)
            else:
                runs += [
                    Run("\n"),
                    *(r for rows in _rows(item[0]) for r in self._pieces(rows, item[1], 0) if isinstance(r, Run)),
                ]
        own, place = standing(runs), Place(cell=name)
        text, doubt, legibility = _trimmed(own.text), own.doubt, TYPED
        if not text and doubt == NOT_TEXT:
            said, read = self.snippets.read([i.get("src") or "" for i in cell.iter("img", "v:imagedata")])
            text, doubt, legibility = (said, "", read) if said else (text, doubt, legibility)
        if legibility is TYPED:
            self.unread += [Unread(r.what, place) for r in runs if r.picture and not r.hidden]
        spot = PlacedCell(*edges, text, place, legibility, doubt or _shown_otherwise(cell, text), asides=own.asides)
        if not inner:
            return [spot]
        if not spot.text.strip():
            return nested(spot, inner)
        top = spot.y0 + 0.2 * (spot.y1 - spot.y0)
        return [spot._replace(y1=top), *nested(spot._replace(y0=top), inner)]


def _comments_in(element: Any) -> Iterator[Line]:
    """The comments that Word writes below a page, each without the mark that it bears there."""
    for comment in (e for e in element.iter("div") if _COMMENT.search(e.get("style") or "")):
        marks = ["".join(a.itertext()) for a in comment.iter("a") if (a.get("class") or "").lower() == _COMMENT_MARK]
        said = "".join(comment.xpath(".//text()"))
        for mark in marks:
            said = said.replace(mark, "", 1)
        if said.strip():
            yield Line(f"批注：{_SPACE.sub(' ', said).strip()}", Place(), legibility=TYPED)


def _names_sheets(element: Any) -> bool:
    """Whether LibreOffice has written it above a sheet of its own accord: the sheet's name, the list of all sheets."""
    if element.tag == "a":
        return _OF_SHEET.fullmatch(element.get("name") or "") is not None and element.find("h1") is not None
    links = [a.get("href") or "" for a in element.iter("a")]
    return bool(links) and all(href.startswith("#") and _OF_SHEET.fullmatch(href[1:]) for href in links)


def _unshown_columns(table: Any) -> set[int]:
    """The columns that a table's own list of them hides, as Excel writes it."""
    out: set[int] = set()
    at = 0
    for col in table.iter("col"):
        if next(col.iterancestors("table")) is not table:
            continue
        width = _span(col, "span")
        style = (col.get("style") or "").replace(" ", "").lower()
        if "display:none" in style or "visibility:collapse" in style:
            out |= set(range(at, at + width))
        at += width
    return out


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot", "form", "span", "div"):
            yield from _rows(child)


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return min(max(int(value), 1), MAX_SPAN) if value.isdecimal() else 1


def _said(text: str | None, look: HtmlLook) -> Iterator[Run]:
    if not text:
        return
    said = _SPACE.sub(" ", text).replace("\xa0", " ")
    if is_symbol_font(look.font) or any("\uf000" <= c <= "\uf0ff" for c in said):
        said = "".join(shown(c, look.font) for c in said)
    yield Run(said, struck=look.struck, shifted=look.shifted, hidden=look.hidden)


def _shown_otherwise(cell: Any, text: str) -> str:
    """Why a cell of a sheet is in doubt whose page says what figure is stored in it, else ''.

    Excel writes it as `x:num`, LibreOffice as `sdval`; a format may hide it, or its sign behind a colour.
    """
    stored = cell.get("x:num") or cell.get("sdval") or ""
    try:
        value = float(stored)
    except ValueError:
        return ""
    if not text:
        return HIDDEN if value else HIDDEN_ZERO
    return OTHER_SIGN if value < 0 and not any(sign in text for sign in _MINUS) else ""


def _control(control: Any, look: HtmlLook) -> Iterator[Run]:
    """What a form's control shows: a box as ☑ or ☐, what was typed or chosen."""
    kind = (control.get("type") or "text").lower()
    doubt = ""
    if control.tag == "textarea":
        text = control.text or ""
    elif control.tag == "select":
        options = list(control.iter("option"))
        chosen = [o for o in options if o.get("selected") is not None]
        text = "、".join((o.text_content() or "").strip() for o in chosen or options[:1])
        doubt = "" if chosen or not text.strip() else UNTOUCHED
    elif kind in ("checkbox", "radio"):
        text = "☑" if control.get("checked") is not None else "☐"
    elif kind in ("hidden", "button", "submit", "reset", "file", "image", "password"):
        return
    else:
        text = control.get("value") or ""
    yield Run(text, struck=look.struck, hidden=look.hidden, doubt=doubt)


def _trimmed(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n")).strip("\n")
