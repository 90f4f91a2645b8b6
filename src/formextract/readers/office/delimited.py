"""Plain text that is called Excel or Word: tables by commas or tabs, or lines."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path

from formextract.errors import UnreadableFileError
from formextract.model import TYPED, Document, Ink, Line, Place, SourceFile
from formextract.readers.office.worksheets import NOTHING, Sheet, document
from formextract.text.decoding import decoded

READER = "text"
MAX_BYTES = 20_000_000
MAX_LINES = 20_000
LOST = "文字编码缺失，读出的字不可信"
_DELIMITERS = "\t,;|，"
_SEPARATOR = re.compile(r"sep=(\S|\t) *\n", re.IGNORECASE)
"""A first line that tells Excel, and nobody else, how cells are parted."""
_AS_TEXT = re.compile(r"'[\d+\-][^']*")
_EMPTY = "文本文件里没有文字。请提供填有内容的 Word、Excel 或 PDF"


def read_lines(source: SourceFile) -> Document:
    """The document of a text, a line a paragraph."""
    lines = [line.strip() for line in _text(source).splitlines() if line.strip()]
    blocks = tuple(
        Line(line, Place(), LOST if "\ufffd" in line else "", legibility=TYPED) for line in lines[:MAX_LINES]
    )
    return Document(source, READER, blocks, pages=1, notes=_cut(len(lines)))


def read_delimited(source: SourceFile) -> Document:
    """The document of a text whose cells are parted by tabs or commas: one table."""
    text = _text(source)
    said = _SEPARATOR.match(text)
    text = text if said is None else text[said.end() :]
    sign = _delimiter(text) if said is None else said[1]
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    except csv.Error:
        rows = [line.split(sign) for line in text.splitlines()]
    inks = {
        (r, c): _ink(cell) for r, row in enumerate(rows[:MAX_LINES], 1) for c, cell in enumerate(row, 1) if cell.strip()
    }
    sheet = Sheet("Sheet1", True, list(inks), (), lambda r, c: inks.get((r, c), NOTHING))
    made = document(source, READER, [sheet])
    return (
        made
        if len(rows) <= MAX_LINES
        else Document(source, READER, made.blocks, made.pages, (*made.notes, *_cut(len(rows))))
    )


def _ink(cell: str) -> Ink:
    text = cell.strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]  # how programs keep Excel from taking a telephone number for a figure
    elif _AS_TEXT.fullmatch(text):
        text = text[1:]  # the same by hand, which a sheet does not show
    return Ink(text, LOST if "\ufffd" in text else "")


def _cut(lines: int) -> tuple[str, ...]:
    return (f"文本超过 {MAX_LINES} 行，其余未读",) if lines > MAX_LINES else ()


def _text(source: SourceFile) -> str:
    path = Path(source.path)
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFileError(f"文本文件超过 {MAX_BYTES // 1_000_000} MB，不像申报表，未读取")
    text = decoded(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise UnreadableFileError(_EMPTY)
    return text


def _delimiter(text: str) -> str:
    """The sign that parts cells: the one of which most lines have the same number."""
    lines = [line for line in text.splitlines()[:200] if line.strip()]
    best, score = "\t", 0
    for sign in _DELIMITERS:
        counts = Counter(line.count(sign) for line in lines if sign in line)
        if counts and (found := counts.most_common(1)[0][1] * 2 + sum(counts.values())) > score:
            best, score = sign, found
        if sign == "\t" and counts:
            break  # nobody types a tab by chance
    return best
