"""A document to its exhibit: the beginning of its text, and its lists with their rows counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from formextract.model import Cell, Document, Line, Table
from formextract.model.submission import Exhibit, Listing
from formextract.tables import HeadWords
from formextract.text import is_blank, is_none, squeeze, unwrapped

TEXT_LENGTH = 3000
"""Letters of the beginning that are kept: a title, an addressee, the first rows of a list."""
HEAD_WITHIN = 8
"""Rows from a table's top in which its captions are looked for, below titles and notes."""
LONGEST_CAPTION = 30
LEAST_CAPTIONS = 3
WORDS = 12
"""Different words that a column may hold to be one of kinds, levels or years; each of at most `WORD_LENGTH` letters."""
WORD_LENGTH = 12
MOST_PATTERNS = 400

_NOTE = re.compile(r"备注|说明|注[:：]|填表|制表|单位[(（]?盖章|以下空白|以下无正文|此表|填报")
_FIGURE = re.compile(r"[\d.]+")


def exhibit_of(document: Document, heads: HeadWords, words: Collection[str] = ()) -> Exhibit:
    """What a document that is no form shows, and which of `words` stand anywhere in it; `heads` are those of tables."""
    texts: list[str] = []
    listings: list[Listing] = []
    title = ""
    for block in document.blocks:
        if isinstance(block, Line):
            title = squeeze(block.text) or title
            texts.append(block.text)
        else:
            texts += [c.text for c in block.cells]
            found = _listing(block, title, heads, listings[-1] if listings else None)
            if found is not None:
                if listings and listings[-1].heads == found.heads:
                    found = _added(listings.pop(), found)
                listings.append(found)
    text = squeeze(unwrapped("\n".join(texts)))
    said = tuple(sorted(w for w in words if w in text))
    return Exhibit(document.source.format, document.pages, text[:TEXT_LENGTH], tuple(listings), said)


def _listing(table: Table, title: str, said: HeadWords, before: Listing | None) -> Listing | None:
    """The list in a table; one without captions goes on from the list `before` where it is as wide."""
    rows = list(_rows(table))
    head_at = next((i for i, row in enumerate(rows[:HEAD_WITHIN]) if _is_head(row, said)), None)
    if head_at is None:
        if before is None or len(before.heads) != table.n_cols:
            return None
        heads, body = before.heads, rows
    else:
        captions = {c.col: squeeze(unwrapped(c.text)) for c in rows[head_at]}
        heads = tuple(captions.get(i, "") for i in range(table.n_cols))
        above = [squeeze(c.text) for row in rows[:head_at] for c in row if not is_blank(c.text)]
        title, body = "".join(above) or title, rows[head_at + 1 :]
    kept = [texts for row in body if (texts := _data(row, heads, said)) is not None]
    return _counted(title, heads, kept, said)


def _rows(table: Table) -> Iterator[list[Cell]]:
    by_row: dict[int, list[Cell]] = {}
    for cell in table.cells:
        by_row.setdefault(cell.row, []).append(cell)
    for row in sorted(by_row):
        yield sorted(by_row[row], key=lambda c: c.col)


def _is_head(row: Sequence[Cell], said: HeadWords) -> bool:
    filled = [squeeze(c.text) for c in row if not is_blank(c.text)]
    short = [t for t in filled if len(t) <= LONGEST_CAPTION and not _FIGURE.fullmatch(t)]
    named = len(short) >= LEAST_CAPTIONS or (len(short) > 1 and any(map(said.is_number, short)))
    return named and len(short) == len(filled)


def _data(row: Sequence[Cell], heads: Sequence[str], said: HeadWords) -> dict[int, str] | None:
    """The row's texts by column; None where it is blank, a total, a note, or the captions again."""
    texts = {c.col: squeeze(unwrapped(c.text)) for c in row if not is_blank(c.text)}
    own = {i: t for i, t in texts.items() if not said.is_number(heads[i] if i < len(heads) else "")}
    if not own or any(said.is_total(t) or _NOTE.match(t) for t in texts.values()):
        return None
    if sum(heads[i] == t for i, t in own.items() if i < len(heads)) >= min(2, len(own)):
        return None
    if len(own) == 1 and len(heads) > LEAST_CAPTIONS and next(iter(own)) == 0:  # a heading of part of the list
        return None
    return None if all(map(is_none, own.values())) else own


def _counted(title: str, heads: tuple[str, ...], rows: list[dict[int, str]], said: HeadWords) -> Listing:
    columns = []
    for i, head in enumerate(heads):
        words = {r.get(i, "") for r in rows}
        few = 0 < len(words) <= WORDS and all(len(w) <= WORD_LENGTH for w in words)
        if few and head and not said.is_number(head) and words != {""}:
            columns.append(i)
    while columns:
        patterns = Counter(tuple(r.get(i, "") for i in columns) for r in rows)
        if len(patterns) <= MOST_PATTERNS:
            break
        columns.pop()
    else:
        patterns = Counter()
    return Listing(title, heads, len(rows), tuple(heads[i] for i in columns), tuple(sorted(patterns.items())))


def _added(a: Listing, b: Listing) -> Listing:
    """One list that stands in two tables."""
    if a.by != b.by:
        return Listing(a.title, a.heads, a.rows + b.rows)
    both = Counter(dict(a.patterns)) + Counter(dict(b.patterns))
    return Listing(a.title, a.heads, a.rows + b.rows, a.by, tuple(sorted(both.items())))
