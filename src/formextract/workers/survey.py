"""What a worker finds in a file: the records of a form, and what the file shows beside them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import zen  # noqa: F401 - the first form needs it, and a scan before that may leave no room to load it

from formextract import pipeline
from formextract.catalogue import load_catalogue
from formextract.errors import FormextractError, UnknownFormError
from formextract.model import Block, Document, Record, Table
from formextract.model.submission import Exhibit, Leaf
from formextract.tables import words_of


@dataclass(frozen=True, slots=True)
class Survey:
    """What a file holds: records, or a message for staff why there are none, and an exhibit.

    A file with records has an exhibit where it is a scan, which may be one part of a form.
    """

    records: tuple[Record, ...] = ()
    exhibit: Exhibit | None = None
    message: str = ""


def survey(path: str) -> Survey:
    """What the file holds; UnreadableFileError where it cannot be read."""
    try:
        document, records = pipeline.extracted(path)
    except UnknownFormError as e:
        return Survey(exhibit=_exhibit(path, e), message=str(e))
    return Survey(tuple(records), shown(document) if document.leaves else None)


def shown(document: Document) -> Exhibit:
    """What a document shows, its pages included where it is a scan."""
    from formextract.submissions.listings import exhibit_of  # the one form of most files needs none of it
    from formextract.submissions.proofs import load_proofs

    found = exhibit_of(document, words_of(load_catalogue().lexicon.tables), load_proofs().words())
    return replace(found, leaves=tuple(_leaves(document))) if document.leaves else found


def _exhibit(path: str, error: UnknownFormError) -> Exhibit | None:
    """What the document shows: the one that the error carries, else read again; None where it cannot be."""
    document = getattr(error, "document", None)
    try:
        if not isinstance(document, Document):
            document = pipeline.read(path)
        return shown(document)
    except FormextractError:
        return None


def _leaves(document: Document) -> list[Leaf]:
    """Each page with what it shows of a form."""
    pages: dict[int, list[Block]] = defaultdict(list)
    for block in document.blocks:
        for number, part in _by_page(block).items():
            pages[number].append(part)
    sure: dict[int, list[float]] = defaultdict(list)
    for item in document.items():
        if item.legibility.scanned:
            sure[item.place.page or 1].append(item.legibility.confidence)
    out = []
    for number, body in enumerate(document.leaves, 1):
        trace = pipeline.forms().trace(replace(document, blocks=tuple(pages[number]), pages=1))
        mean = sum(sure[number]) / len(sure[number]) if sure[number] else 0.0
        out.append(Leaf(trace.marks, trace.place, trace.known, round(mean, 4), body))
    return out


def _by_page(block: Block) -> dict[int, Block]:
    """A block's parts by the page on which they stand; a table may go on overleaf."""
    if not isinstance(block, Table):
        return {block.place.page or 1: block}
    numbers = {c.place.page or 1 for c in block.cells}
    return {n: replace(block, cells=tuple(c for c in block.cells if (c.place.page or 1) == n)) for n in numbers}
