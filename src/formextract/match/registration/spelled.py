"""A document by its lines alone, for knowing which form it is where no table, or a wrong one, was found around them."""

from __future__ import annotations

from dataclasses import replace

from formextract.match.registration.blocks import chains
from formextract.match.registration.words import Word, speaks, words_of
from formextract.model import Document, Line

MOST = 4000
"""Lines of a document up to which it is asked again; a form has some hundreds."""


def spelled(document: Document) -> Document | None:
    """The document as its lines of writing, each alone and with those that may go on below it; None without any."""
    words = words_of(document) if speaks(document) else []
    if not words or len(words) > MOST:
        return None
    several = [run for run in chains(words) if len(run) > 1]
    lines = [_line((w,)) for w in words] + [_line(run) for run in several]
    return replace(document, blocks=tuple(lines))


def _line(run: tuple[Word, ...]) -> Line:
    return Line("".join(w.text for w in run), run[0].place, legibility=run[0].legibility)
