"""Files to documents: one function a format, named in `formextract.formats`. Nothing about forms in here."""

from __future__ import annotations

from dataclasses import replace

from formextract.errors import FormextractError, UnreadableFileError
from formextract.formats import formats
from formextract.layout.tabbed_lines import with_tabbed_tables
from formextract.model import Cell, Document, Line, Place, SourceFile, Table
from formextract.model.ink import aside_line
from formextract.readers.whose_fault import is_of_the_file
from formextract.text import is_turned, plain_letters, unbound
from formextract.text.symbols import with_boxes


def read(source: SourceFile) -> Document:
    """The document of a file; UnreadableFileError where it cannot be read or nobody reads its format."""
    known = formats().get(source.format)
    if known is None or not known.reader:
        raise UnreadableFileError(f"暂不支持读取 {source.format} 文件。请另存为 docx、xlsx 或导出为 PDF 后再读")
    try:
        document = known.read(source)
    except (FormextractError, OSError, MemoryError):  # said already, or nothing about the file
        raise
    except Exception as e:
        if not is_of_the_file(e):
            raise
        raise UnreadableFileError(DAMAGED) from e
    document = replace(document, blocks=with_tabbed_tables(document.blocks))
    return _with_asides(_with_signs(_numbered(document)))


DAMAGED = (
    "文件有损坏或不合规范，读到一半读不下去。请用平常的软件打开看看：打得开的另存一份再装载，"
    "打不开的请重新拷贝或向申报单位索取"
)
"""Told of a file that a library gives up for a reason of its own: it knows formats better than we know its reasons."""


def _numbered(document: Document) -> Document:
    """The document with a place of its own for each paragraph, so that none is taken for another."""
    blocks = tuple(
        replace(b, place=Place(line=n)) if isinstance(b, Line) and b.place == Place() else b
        for n, b in enumerate(document.blocks, 1)
    )
    return replace(document, blocks=blocks) if blocks else document


def _with_signs(document: Document) -> Document:
    """The document with the signs that a reader sees.

    Blanks and hyphens that keep a line together are blanks and hyphens, radicals are letters, boxes to tick that have
    lost their font (£是 R否) are boxes.
    """
    blocks = tuple(_signed_line(b) if isinstance(b, Line) else _signed_table(b) for b in document.blocks)
    return document if blocks == document.blocks else replace(document, blocks=blocks)


def _signed(text: str) -> str:
    return text if text.isascii() else with_boxes(plain_letters(unbound(text)))


def _signed_line(line: Line) -> Line:
    text = _signed(line.text)
    return line if text == line.text else replace(line, text=text)


def _signed_table(table: Table) -> Table:
    texts = [_signed(c.text) for c in table.cells]
    if all(
        text is c.text or (text == c.text and not is_turned(text)) for text, c in zip(texts, table.cells, strict=True)
    ):
        return table
    cells = (_signed_cell(c, text) for text, c in zip(texts, table.cells, strict=True))
    return replace(table, cells=tuple(cells))


def _signed_cell(cell: Cell, text: str) -> Cell:
    if is_turned(text):
        return replace(cell, text=text, doubt=cell.doubt or TURNED)
    return cell if text == cell.text else replace(cell, text=text)


TURNED = "文字里有从右往左显示的控制符，显示的次序与内容不同"


def _with_asides(document: Document) -> Document:
    """The document with what its readers set aside listed: struck text is no value, and not lost."""
    items = (i for b in document.blocks for i in ([b] if isinstance(b, Line) else b.cells))
    aside = tuple(aside_line(text, item.place) for item in items for text in item.asides)
    return replace(document, hidden=(*document.hidden, *aside)) if aside else document


__all__ = ["read"]
