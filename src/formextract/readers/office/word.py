"""Word (.docx): paragraphs and tables straight from the XML, in which merged cells are said once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.part import Part, PartFactory
from docx.parts.image import ImagePart
from lxml import etree

from formextract.errors import UnreadableFileError
from formextract.layout.table_builder import PlacedCell, nested, to_table
from formextract.model import TYPED, Block, Document, Line, Place, Run, SourceFile, Table, Unread
from formextract.model.ink import COVERED, NOT_TEXT, aside_line, standing
from formextract.readers.files_within import read_within
from formextract.readers.image_only import only_pictures, read_pages
from formextract.readers.office.margins import GAP, with_margins
from formextract.readers.office.package import DAMAGED, check_package
from formextract.readers.office.tidy_package import tidied
from formextract.readers.office.word_beside import below_floating, notes_in
from formextract.readers.office.word_looks import TRUE, Looks
from formextract.readers.office.word_looks import W as _W
from formextract.readers.office.word_runs import SDT, SKIPPED, WordRuns, prompts_in
from formextract.readers.page_pictures import with_pages
from formextract.readers.snippets import Snippets
from formextract.readers.whose_fault import is_of_the_file
from formextract.text import is_blank, squeeze

READER = "docx"
_DAMAGED = "Word 文件不完整或已损坏，打不开。请用 Word 或 WPS 打开后另存，或向申报单位索取"
MAX_CELLS = 60_000
MAX_DEPTH = 4
"""Tables in tables."""

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_IMAGE_DATA = "{urn:schemas-microsoft-com:vml}imagedata"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_P, _TBL, _TR, _TC = _W + "p", _W + "tbl", _W + "tr", _W + "tc"
_PROPS, _SPAN, _MERGE, _VAL, _BOX = (_W + t for t in ("tcPr", "gridSpan", "vMerge", "val", "txbxContent"))
_ACROSS = _W + "hMerge"
"""How Word 97 merged to the right."""
_ROW_PROPS, _BEFORE, _DEL = (_W + t for t in ("trPr", "gridBefore", "del"))
_GRID = f"{_W}tblGrid/{_W}gridCol"
_CELL_GONE, _P_PROPS, _R_PROPS = (_W + t for t in ("cellDel", "pPr", "rPr"))
_AROUND = (SDT, _W + "sdtContent", _W + "ins", _W + "customXml")
_CHUNK = _W + "altChunk"
"""A file set into the text (a web page, another Word file), which Word takes in when it opens the text."""
_ZIP = b"PK"
_OF_TABLE = re.compile(r"T(\d+)(?=R\d)")
EDGE = 1e-9
"""Grid units: edges of nested cells are counted fractions of a row or column, alike but for rounding."""


def _kind_of_part(content_type: str, relation: str) -> type[Part] | None:
    """The class of a package's part: of a file that is set into the text none that takes it for XML of this package.

    Such a Word file has the content type of the text that it is set into.
    """
    del content_type
    return {RELATIONSHIP_TYPE.A_F_CHUNK: Part, RELATIONSHIP_TYPE.IMAGE: ImagePart}.get(relation)


PartFactory.part_class_selector = _kind_of_part  # the library's own way to choose a class


def read_word(source: SourceFile) -> Document:
    """The document of a Word file; UnreadableFileError where it is damaged, encrypted or too large."""
    path = Path(source.path)
    check_package(path, "word/document.xml", "Word")
    try:
        part = _opened(path)
    except (OpcError, *DAMAGED) as e:
        if not is_of_the_file(e):
            raise
        raise UnreadableFileError(_DAMAGED) from e
    body = getattr(getattr(part, "element", None), "body", None)
    if body is None:  # the part that is called the text is none
        raise UnreadableFileError(_DAMAGED)
    blocks: list[Block] = []
    struck: list[Line] = []
    tables = cells = 0
    snippets = Snippets(lambda name: part.related_parts[name].blob if name in part.related_parts else b"")
    ink = WordRuns(Looks.of(related(part, "styles")), prompts_in(related(part, "glossaryDocument")), snippets)
    for element in _blocks(body):
        if element.tag == _CHUNK:
            inner = _set_in(element, part, source)
            if inner is None:
                ink.unread.append(Unread("object", Place()))
                continue
            blocks += [_counted_on(block, tables) for block in inner.blocks]
            tables += sum(isinstance(block, Table) for block in inner.blocks)
            struck += inner.hidden
            ink.unread += inner.unread
            continue
        if element.tag == _P:
            runs = [run for run in ink.paragraph(element) if not run.line]  # a rule between parts
            ink.unread += [Unread(r.what, Place()) for r in runs if r.picture and not r.hidden]
            line = standing(runs)
            if line.struck_out or (line.asides and not line.text.strip()):
                struck += [aside_line(text, Place()) for text in line.asides]
            elif line.text.strip():
                blocks.append(Line(line.text.rstrip().strip("\n"), Place(), line.doubt, line.asides, legibility=TYPED))
            continue
        tables += 1
        placed = _table(element, f"T{tables}", 0, ink)
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
    document = Document(
        source,
        READER,
        with_margins(blocks, *(_margin(part, body, kind, ink) for kind in ("header", "footer"))),
        pages=1,
        hidden=(*struck, *ink.aside, *notes_in(partial(related, part))),
        unread=tuple(ink.unread),
    )
    return with_pages(
        below_floating(document, body), [part.related_parts[p].blob for p in pictures if p in part.related_parts]
    )


def _opened(path: Path) -> Any:
    """The main part of a file; of a package that the library refuses, once it is set in order."""
    try:
        return docx.Document(str(path)).part
    except (OpcError, *DAMAGED):
        with tidied(path) as package:
            return docx.Document(package).part


def _set_in(chunk: Any, part: Any, source: SourceFile) -> Document | None:
    """The document of a file that is set into the text; None where there is none that can be read."""
    held = part.related_parts.get(chunk.get(_R + "id") or "")
    if held is None or (held.blob[:2] == _ZIP and len(held.blob) >= source.size):
        return None  # a package within itself would have no end; one within another is smaller
    return read_within(str(held.partname), lambda: bytes(held.blob))


def _counted_on(block: Block, tables: int) -> Block:
    """A block of a file set in, its tables counted on from those before."""
    if isinstance(block, Line):
        return block
    cells = (replace(c, place=_shifted(c.place, tables)) for c in block.cells)
    return replace(block, cells=tuple(cells))


def _shifted(place: Place, tables: int) -> Place:
    found = _OF_TABLE.match(place.cell or "")
    return (
        place if found is None else replace(place, cell=f"T{int(found[1]) + tables}{(place.cell or '')[found.end() :]}")
    )


def _margin(part: Any, body: Any, kind: str, ink: WordRuns) -> Iterator[str]:
    """The lines in the pages' heads or feet, a table's row as one line; of the pages that there are."""
    seen: set[str] = set()
    odd_and_even = _is_on(related(part, "settings").find(_W + "evenAndOddHeaders"))
    for section in body.iter(_W + "sectPr"):
        shown = {"default", "first" if _is_on(section.find(_W + "titlePg")) else "", "even" if odd_and_even else ""}
        for reference in section.iter(f"{_W}{kind}Reference"):
            name = reference.get(_R + "id") or ""
            held = part.rels.get(name)
            if name in seen or held is None or held.is_external or reference.get(_W + "type") not in shown:
                continue
            seen.add(name)
            root = _parsed(held.target_part.blob)
            for element in () if root is None else _blocks(root):
                rows = [[element]] if element.tag == _P else [list(_cells(row)) for row in _rows(element)]
                for cells in rows:
                    texts = ("".join(_written(p, ink) for p in cell.iter(_P)) for cell in cells)
                    yield GAP.join(text for text in texts if text)


def _written(paragraph: Any, ink: WordRuns) -> str:
    """What stands in a paragraph, without what is struck out or hidden."""
    return standing([run for run in ink.paragraph(paragraph) if not run.line]).text.strip()


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
        tag = child.tag
        if tag in (_P, _TBL, _CHUNK):
            yield child
            if tag == _P:
                for box in child.iter(_BOX):
                    if not _in_fallback(box, child):
                        yield from _blocks(box)
        elif isinstance(tag, str) and tag not in SKIPPED and tag not in (_TR, _TC):
            yield from _blocks(child)


def _in_fallback(element: Any, stop: Any) -> bool:
    """Text boxes are written twice, the second time for old programs."""
    parent = element.getparent()
    while parent is not None and parent is not stop:
        if parent.tag == _MC + "Fallback":
            return True
        parent = parent.getparent()
    return False


def _table(table: Any, name: str, depth: int, ink: WordRuns) -> list[PlacedCell]:
    """The cells of a table with row and grid column as edges; tables inside cells are set into the outer grid."""
    placed: list[PlacedCell] = []
    for row in _rows(table, gone=True):
        said = " ".join(_text_of(cell) for cell in _cells(row)).strip()
        ink.aside += [aside_line(said, Place())] if said else []
    grid = len(table.findall(_GRID))
    open_merges: dict[int, int] = {}  # grid column -> index in `placed` of the cell that a vertical merge goes on from
    for r, row in enumerate(_rows(table)):
        col = _number(_below(row, _ROW_PROPS, _BEFORE))
        seen: set[int] = set()
        in_row: list[int] = []  # index in `placed` of the cell before, which a merge to the right goes on from
        cells = list(_cells(row))
        spans = [_span(cell) for cell in cells]
        pushed = col + sum(spans) > grid > 0  # cells that a tracked change took out push the others aside
        for c, cell in enumerate(cells):
            if pushed and _below(cell, _PROPS, _CELL_GONE) is not None:
                said = _text_of(cell)
                ink.aside += [aside_line(said, Place())] if said else []
                continue
            props = next(cell.iterchildren(_PROPS), None)
            span = spans[c]
            merge = None if props is None else next(props.iterchildren(_MERGE), None)
            across = None if props is None else next(props.iterchildren(_ACROSS), None)
            if across is not None and across.get(_VAL) != "restart" and in_row:
                col += span
                for index in in_row:
                    placed[index] = _over(placed[index]._replace(x1=col), cell, ink, shown=True)
                continue
            goes_on = merge is not None and merge.get(_VAL) != "restart"
            in_row = []
            if goes_on and col in open_merges:
                index = open_merges[col]
                placed[index] = _over(placed[index]._replace(y1=r + 1.0), cell, ink)
                seen.add(col)
                col += span
                continue
            spot, inner = _cell(cell, f"{name}R{r + 1}C{c + 1}", depth, ink)
            spot = spot._replace(y0=r, y1=r + 1.0, x0=col, x1=col + span)
            if inner and not spot.text.strip():
                placed += nested(spot, inner)
            elif inner:
                strip = spot._replace(y1=r + 0.2)
                placed.append(strip)
                placed += nested(spot._replace(y0=r + 0.2), inner)
            else:
                placed.append(spot)
                in_row = [len(placed) - 1]
                if merge is not None:
                    open_merges[col] = len(placed) - 1
                    seen.add(col)
            col += span
        open_merges = {k: v for k, v in open_merges.items() if k in seen}
    return _mirrored(placed) if _is_on(table.find(f"{_W}tblPr/{_W}bidiVisual")) else placed


def _over(merged: PlacedCell, covered: Any, ink: WordRuns, *, shown: bool = False) -> PlacedCell:
    """A cell merged with one more: what stands in that one is kept as a note.

    Nobody sees it where the merge goes down. Where it goes to the right some programs show it (`shown`), and then the
    cell's own text is in doubt as well.
    """
    said = "\n".join(filter(None, (_written(p, ink) for p in covered.iter(_P))))
    if not said or squeeze(said) == squeeze(merged.text):
        return merged
    doubt = COVERED if shown or is_blank(merged.text) else ""
    return merged._replace(asides=(*merged.asides, said), doubt=merged.doubt or doubt)


def _is_on(mark: Any) -> bool:
    return mark is not None and mark.get(_W + "val", "1") in TRUE


def _mirrored(placed: list[PlacedCell]) -> list[PlacedCell]:
    """The cells of a table whose first column is shown at the right."""
    width = max((c.x1 for c in placed), default=0)
    return [c._replace(x0=width - c.x1, x1=width - c.x0) for c in placed]


def _rows(table: Any, *, gone: bool = False) -> Iterator[Any]:
    """The rows of a table; with `gone` those that a tracked change took out."""
    for child in table:
        if child.tag == _TR:
            if (_below(child, _ROW_PROPS, _DEL) is not None) is gone:
                yield child
        elif child.tag in _AROUND:
            yield from _rows(child, gone=gone)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == _TC:
            yield child
        elif child.tag in _AROUND:
            yield from _cells(child)


def _below(element: Any, tag: str, *tags: str) -> Any:
    """The first element below by these steps, as `find` gives it; that takes its path apart each time."""
    for child in element.iterchildren(tag):
        found = _below(child, *tags) if tags else child
        if found is not None:
            return found
    return None


def _span(cell: Any) -> int:
    """The columns of the grid that a cell is wide."""
    props = next(cell.iterchildren(_PROPS), None)
    return max(1, _number(None if props is None else next(props.iterchildren(_SPAN), None), 1))


def _text_of(cell: Any) -> str:
    return "".join(t.text or "" for t in cell.iter(_W + "t", _W + "delText")).strip()


def _number(element: Any, default: int = 0) -> int:
    value = None if element is None else element.get(_VAL)
    return int(value) if value is not None and value.isdigit() else default


def _cell(cell: Any, name: str, depth: int, ink: WordRuns) -> tuple[PlacedCell, list[PlacedCell]]:
    """A cell at no place yet, paragraphs as lines of its text, and the cells of a table inside it."""
    runs: list[Run] = []
    inner: list[PlacedCell] = []
    joined = False
    for element in _blocks(cell):
        if element.tag == _CHUNK:
            runs.append(Run("", picture=True, what="object"))
        elif element.tag == _P:
            runs += [Run("\n")] if runs and not joined else []
            runs += ink.paragraph(element) or [Run("")]
            joined = _below(element, _P_PROPS, _R_PROPS, _DEL) is not None  # its end was taken out by a tracked change
        elif depth < MAX_DEPTH:
            cells = _table(element, f"{name}.T1", depth + 1, ink)
            if inner and cells:
                shift = max(c.y1 for c in inner) - min(c.y0 for c in cells)
                cells = [c._replace(y0=c.y0 + shift, y1=c.y1 + shift) for c in cells]
            inner += cells
    if _below(cell, _PROPS, _CELL_GONE) is not None:  # a tracked change took it out
        runs = [replace(run, struck=True) for run in runs]
    own = standing(runs)
    text = "\n".join(line.rstrip() for line in own.text.split("\n")).strip("\n")
    place = Place(cell=name)
    if not text.strip() and own.doubt == NOT_TEXT:
        said, legibility = ink.snippets.read(_pictures(cell))
        if said:
            return PlacedCell(0, 0, 0, 0, said, place, legibility, asides=own.asides), inner
    ink.unread += [Unread(r.what, place) for r in runs if r.picture and not r.hidden]
    return PlacedCell(0, 0, 0, 0, text, place, TYPED, own.doubt, asides=own.asides), inner


def related(part: Any, kind: str) -> Any:
    """The XML of a part that the document refers to by this kind of relationship; an empty element without one."""
    for relation in part.rels.values():
        # One without a type, as damage leaves it, is of no kind.
        if (relation.reltype or "").endswith("/" + kind) and not relation.is_external:
            root = _parsed(relation.target_part.blob)
            return etree.Element("none") if root is None else root
    return etree.Element("none")


def _parsed(blob: bytes) -> Any:
    """The root of a part's XML, however damaged; None where there is none."""
    return etree.fromstring(
        blob, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    )
