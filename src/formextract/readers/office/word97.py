"""Word 97 and its kin (.doc, .wps, .rtf): turned to .odt by LibreOffice, read, and held against the source.

To .odt because it is the converter's own format, in which nothing is left out. Whichever way it goes, a table may be
lost: LibreOffice drops one at the very end of a file, unless there is a paragraph behind it (`word97_end`). So the
cells that the source holds are looked for in the result.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from formextract.errors import UnreadableFileError
from formextract.model import Block, Document, Line, SourceFile, Table, Unread
from formextract.model.ink import NOT_TEXT
from formextract.readers.image_only import only_pictures, read_pages
from formextract.readers.office.libreoffice import converted
from formextract.readers.office.odt import pictures_in, read_odt
from formextract.readers.office.piece_table import CELL_END, word97_text
from formextract.readers.office.rtf_text import rtf_text
from formextract.readers.office.source_marks import objects_beside_words, with_source
from formextract.readers.office.word97_end import with_end
from formextract.readers.page_pictures import with_pages
from formextract.text.glyphs import CHECKED, EMPTY

READER = "doc"
LOST_SHARE = 0.02
"""Share of the source's cells that may be worded otherwise after conversion (fields, numbering) before it is a loss."""
SHIFTED = "RTF 里的表中表转换后可能错位"
"""Doubt of the cells of a row that holds a table of its own."""

_RTF = b"{\\rtf"
_SIGNS = re.compile(f"[{CHECKED}{EMPTY}]")
_LATIN = 0x2000
"""Letters of Western scripts come before."""
_FIELD_CODE = re.compile("\x13[^\x13-\x15]*(?:\x14|\x15)")


def read_legacy_word(source: SourceFile) -> Document:
    """The document of a Word 97 or RTF file; UnreadableFileError where it cannot be turned or came out incomplete."""
    result = read_legacy_words([source])[0]
    if isinstance(result, UnreadableFileError):
        raise result
    return result


def read_open_document(source: SourceFile) -> Document:
    """The document of an OpenDocument text; UnreadableFileError where it is damaged or empty."""
    return _document(source, Path(source.path), None)


def read_legacy_words(sources: Sequence[SourceFile]) -> list[Document | UnreadableFileError]:
    """The documents of several files by one start of LibreOffice, three times as fast a file; an error for a bad one.

    UnreadableFileError is raised where LibreOffice is not installed.
    """
    out: dict[int, Document | UnreadableFileError] = {}
    texts: dict[int, str | None] = {}
    for i, source in enumerate(sources):
        try:
            texts[i] = None if _is_rtf(source) else word97_text(Path(source.path))
        except UnreadableFileError as e:
            out[i] = e
    sound = list(texts)
    if sound:
        with tempfile.TemporaryDirectory(prefix="formextract-", ignore_cleanup_errors=True) as folder:
            files = [_to_turn(sources[i], texts[i], Path(folder) / str(i)) for i in sound]
            with converted(files, "odt") as results:
                for i, odt in zip(sound, results, strict=True):
                    try:
                        out[i] = _document(sources[i], odt, texts[i], rtf=texts[i] is None)
                    except UnreadableFileError as e:
                        out[i] = e
    return [out[i] for i in range(len(sources))]


def _to_turn(source: SourceFile, text: str | None, folder: Path) -> tuple[Path, str]:
    """The file to be turned and its ending: a copy with a paragraph behind it where it ends in a table."""
    path = Path(source.path)
    if _is_rtf(source):
        return path, "rtf"
    if text is None or not text.endswith(CELL_END):
        return path, "doc"
    folder.mkdir()
    return with_end(path, folder), "doc"


def _is_rtf(source: SourceFile) -> bool:
    with Path(source.path).open("rb") as f:
        return f.read(len(_RTF)) == _RTF


def _document(source: SourceFile, odt: Path | None, text: str | None, *, rtf: bool = False) -> Document:
    if odt is None:
        raise UnreadableFileError(
            "LibreOffice 打不开这个文件，可能已损坏或设有密码。请用 Word 或 WPS 打开后另存为 .docx"
        )
    content = read_odt(odt)
    letters = sum(len(b.text) if isinstance(b, Line) else sum(len(c.text) for c in b.cells) for b in content.blocks)
    if only_pictures(letters, len(content.pictures)):
        scan = read_pages(source, pictures_in(odt, content.pictures))
        if scan.pages:
            return scan
    if not content.blocks:
        what = "只有图片（是扫描件）" if content.pictures else "没有文字"
        raise UnreadableFileError(f"Word 文件里{what}。请提供填有文字的 Word、Excel 或 PDF")
    notes = []
    if text is not None:
        cells, lost = lost_cells(text, [b for b in content.blocks if isinstance(b, Table)])
        if lost > max(1, LOST_SHARE * cells):
            raise UnreadableFileError(
                f"转换时丢了表格内容（{cells} 个有字的格中有 {lost} 个）。请用 Word 或 WPS 另存为 .docx"
            )
        if lost:
            notes.append(f"转换后有 {lost} 个表格单元与原文件对不上，请核对原件")
    blocks = content.blocks
    unread = list(content.unread)
    if text is not None or rtf:
        said = rtf_text(Path(source.path).read_bytes()) if text is None else text
        blocks = with_source(blocks, said)
        known = {u.place for u in unread}
        unread += [Unread("object", place) for place in objects_beside_words(blocks, said) if place not in known]
    unread += _objects_lost(content.blocks, blocks)
    if rtf:
        blocks = tuple(_doubted(b) if isinstance(b, Table) else b for b in blocks)
    document = Document(
        source,
        READER,
        blocks,
        pages=1,
        notes=tuple(notes),
        hidden=content.struck,
        unread=tuple(unread),
    )
    return with_pages(document, list(pictures_in(odt, content.pictures)))


def _objects_lost(came: Sequence[Block], blocks: Sequence[Block]) -> list[Unread]:
    """The objects of which nothing came, by what the source says of their cells."""
    known = {c.place for b in came if isinstance(b, Table) for c in b.cells if c.doubt}
    return [
        Unread("object", c.place)
        for b in blocks
        if isinstance(b, Table)
        for c in b.cells
        if c.doubt == NOT_TEXT and c.place not in known
    ]


def _doubted(table: Table) -> Table:
    """An RTF table in which the rows that hold tables of their own are doubted.

    LibreOffice 7.4 takes the inner table's column ends for the row's own, so that values come under other headings.
    """
    hosts = {
        c.place.cell.partition(".")[0].rpartition("C")[0] for c in table.cells if c.place.cell and "." in c.place.cell
    }
    if not hosts:
        return table
    return replace(
        table,
        cells=tuple(
            replace(c, doubt=SHIFTED) if (c.place.cell or "").partition(".")[0].rpartition("C")[0] in hosts else c
            for c in table.cells
        ),
    )


def lost_cells(text: str, tables: Sequence[Table]) -> tuple[int, int]:
    """How many cells with letters a Word 97 text has, and how many of them the tables do not hold."""
    cells = _FIELD_CODE.sub("", text).split(CELL_END)[:-1]
    held = [
        (_letters(c.text), "".join(sorted(_letters("".join((c.text, *c.asides)))))) for t in tables for c in t.cells
    ]
    by_letters = Counter(letters for _, letters in held)  # in any order: struck text is no longer where it was
    # a tick of a symbol font is a letter in the source: `R是` came out as `☑是`
    signed = Counter(_no_signs(c.text) for t in tables for c in t.cells if _SIGNS.search(c.text))
    wanted = lost = 0
    for cell in cells:
        # Text before a table is not told from the table's first cell: its last paragraph must do there.
        whole, last = "".join(sorted(_letters(cell))), _letters(cell.rstrip("\r").rpartition("\r")[2])
        if not whole:
            continue
        wanted += 1
        if by_letters[whole]:
            by_letters[whole] -= 1
        elif signed[_no_signs(cell)]:
            signed[_no_signs(cell)] -= 1
        elif not (last and any(last in t for t, letters in held if by_letters[letters])):
            lost += 1
    return wanted, lost


def _no_signs(text: str) -> str:
    """The digits and Chinese letters of a cell, without those of its letters that may be a symbol font's."""
    return "".join(c for c in _letters(text) if c.isdigit() or ord(c) > _LATIN)


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())
