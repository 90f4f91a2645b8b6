"""What a reader gives: the text of a file as lines and tables in reading order, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from formextract.geometry import BBox
from formextract.model.doubt import Legibility, weakest_of
from formextract.text import squeeze

UnreadKind = Literal["page", "picture", "object", "text-box", "drawing"]
Format = str
"""A format by the name that records say: `docx`, `pdf-scan` …; `formextract.formats` has them all."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it came in. `path` is as the caller gave it; `sha256` names its bytes."""

    path: str
    sha256: str
    format: Format
    size: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its file.

    `page` counts from 1 and is None where the format has no pages. `bbox` is in points from the page's top left
    (pixels for images). `cell` names a spreadsheet cell (`Sheet1!B5`) or a Word cell (`T2R5C3`, the third cell of
    the fifth row of the second table, as one counts them on the page). `line` counts the paragraphs of a text without
    pages from 1: it tells them apart within the program, and no record says it.
    """

    page: int | None = None
    bbox: BBox | None = None
    cell: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that a file holds and nobody read: a page, a picture, a text box, a drawing, an object or a file in it.

    A place without a page and a cell is the file as a whole. `name` is what it is called in the file, where it is.
    """

    what: UnreadKind
    place: Place
    name: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a picture shows of a cell or paragraph: its box and its lines of writing with theirs, on the page stood
    upright.

    Words far apart on one line are lines of their own. `match.parted` goes by it where rules were lost. `sure` says of
    each line how well it was read; it is empty where a doubt about the whole cell goes for all of them.
    """

    box: BBox
    lines: tuple[tuple[str, BBox], ...]
    sure: tuple[Legibility, ...] = ()

    def legibility_of(self, text: str) -> Legibility | None:
        """How well the lines were read that hold a part of the cell's text; None where they cannot be told."""
        part = squeeze(text)
        found = [s for (line, _), s in zip(self.lines, self.sure, strict=False) if part and part in squeeze(line)]
        return weakest_of(found) if found else None

    def in_doubt(self) -> Shown:
        """The same, with no line surer than the cell."""
        return replace(self, sure=())


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph outside tables, line breaks within it kept as newlines. The others as of a cell."""

    text: str
    place: Place
    doubt: str = ""
    asides: tuple[str, ...] = ()
    shown: Shown | None = None
    legibility: Legibility = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table with its spans; nothing is to be inferred from a missing neighbour.

    `row` and `col` count from 0. `text` keeps the ink: line breaks as newlines, ticks as the glyphs that stand there
    (content controls, symbol fonts and drawn boxes are normalised to ☑ and ☐ by the reader). In a spreadsheet it is
    the figure as displayed. `doubt` says in one phrase why the reader gives no value for what stands there, else ''.
    `legibility` says how sure its letters are, and why not more: whoever makes a cell has to say so.
    `shown` is there for cells that were read from a picture. `further` are the places of halves on the next pages.
    `asides` stand in the cell and are no part of its text: what was struck out, the number of a note (`model.ink`).
    `unruled`: nobody drew its edges, they were told from how the writing stands.
    """

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    place: Place
    doubt: str = ""
    shown: Shown | None = None
    further: tuple[Place, ...] = ()
    asides: tuple[str, ...] = ()
    unruled: bool = False
    legibility: Legibility = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled grid: `n_rows` by `n_cols`, covered by cells in reading order.

    `page_starts` holds the rows (from 0) at which a new page begins, where the table was joined across pages.
    """

    cells: tuple[Cell, ...]
    n_rows: int
    n_cols: int
    page_starts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Stamp:
    """A seal found on a picture of a page: where it stands, whether it is about as wide as high, whether it is red."""

    place: Place
    round: bool
    red: bool


Block = Line | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A file's content: blocks in reading order. `notes` says what the reader could not do (in Chinese, for staff)."""

    source: SourceFile
    reader: str
    blocks: tuple[Block, ...]
    pages: int
    notes: tuple[str, ...] = ()
    hidden: tuple[Line, ...] = ()
    """Text that the file holds but does not show (hidden sheets and rows); never matched, listed as unmatched."""
    hidden_elsewhere: tuple[Line, ...] = ()
    """The same of the file's other parts, in a part of it: listed there, and perhaps what is missing here."""
    stamps: tuple[Stamp, ...] = ()
    """Seals on pages that were read from pictures."""
    leaves: tuple[str, ...] = ()
    """Each page of a scan as `readers.scan.page_store` writes it down, before tables were joined over pages: what is
    needed to join it with pages that were photographed one by one. Empty for everything else, and for long scans."""
    unread: tuple[Unread, ...] = ()
    """What the file holds and nobody read; a cell in which it stands says so in its doubt, too."""
    torn: str = ""
    """Where the file's data end in the middle of what it shows: what staff are told; '' for whole files."""

    def items(self) -> Iterator[Line | Cell]:
        """Its lines and cells in reading order."""
        for block in self.blocks:
            if isinstance(block, Line):
                yield block
            else:
                yield from block.cells

    def scanned_places(self) -> frozenset[Place]:
        """Where something was read from a picture, so that letters may be misread.

        A digital document with a pasted picture has both: each line and cell is to be asked, never the document.
        """
        return frozenset(place for i in self.items() if i.legibility.scanned for place in places_of(i))


def places_of(item: Line | Cell) -> tuple[Place, ...]:
    """Where a line or cell stands, with the halves that a page has cut off."""
    return (item.place,) if isinstance(item, Line) else (item.place, *item.further)
