"""Checkboxes, bare ticks and slashes of a whole page: what the letters say and what the ink says, both asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from formextract.imaging import PageAnalysis
from formextract.imaging.ink.text_lines import TextLine
from formextract.imaging.ink.tick_shapes import is_slash
from formextract.imaging.ink.unexplained import components_within
from formextract.layout.grid import CellKey
from formextract.ocr import Words
from formextract.readers.scan.bare_ticks import at_their_options
from formextract.readers.scan.bracket_ticks import in_brackets
from formextract.readers.scan.checkbox_marks import Marked, has_choice, lone_marks, settle_marks, spaced, with_ticks

SLASH_LIKE = "1lI|丨丿ノ/7"
"""What a stroke through an empty cell is read as."""


class FirstPass(NamedTuple):
    """What the first pass read of each line, and the same with its checkboxes settled.

    `lone` are the lines whose box is no box, but a letter of that shape.
    """

    words: Sequence[Words]
    marked: Sequence[Marked]
    lone: set[int]


class PageMarks(NamedTuple):
    """The lines of a page with their marks: by the first pass all, by the second those that it read."""

    first: Sequence[Marked]
    second: Mapping[int, Marked]


def boxes_settled(page: PageAnalysis, words: Sequence[Words], *, alone_are_letters: bool = True) -> FirstPass:
    """The words of each line with their checkboxes settled: the second pass goes by them.

    `alone_are_letters`: a box without any beside it that was read as a letter is that letter.
    """
    marked = [_settled(page, i, w) for i, w in enumerate(words)]
    lone = lone_marks([key for key, _ in page.lines], marked, _alone(page)) if alone_are_letters else set()
    return FirstPass(words, [_unboxed(page, i, words[i]) if i in lone else m for i, m in enumerate(marked)], lone)


def marked(page: PageAnalysis, first: FirstPass, second: Mapping[int, Words]) -> PageMarks:
    """Both passes with checkboxes, ticks without a box, and the gaps between options as spaces."""
    choices = {page.lines[i][0] for i, m in enumerate(first.marked) if has_choice(m.words)} - {None}
    again = {i: _unboxed(page, i, w) if i in first.lone else _settled(page, i, w) for i, w in second.items()}
    return PageMarks(
        [_ticked(page, i, m, choices) for i, m in enumerate(first.marked)],
        {i: _ticked(page, i, m, choices) for i, m in again.items()},
    )


def _alone(page: PageAnalysis) -> list[bool]:
    """Which lines have a line of their cell to themselves."""
    lines: dict[CellKey | None, list[tuple[int, int]]] = defaultdict(list)
    for key, line in page.lines:
        lines[key].append((line.ink[1], line.ink[3]))
    return [sum(a < line.ink[3] and line.ink[1] < b for a, b in lines[key]) == 1 for key, line in page.lines]


def _settled(page: PageAnalysis, i: int, words: Words) -> Marked:
    line = page.lines[i][1]
    return settle_marks(_slash(words, line, page), line, page.boxes, page.letter)


def _unboxed(page: PageAnalysis, i: int, words: Words) -> Marked:
    """A line whose box is no box: the letters as they were read."""
    line = page.lines[i][1]
    return settle_marks(words, line, (), page.letter)


def _ticked(page: PageAnalysis, i: int, marked: Marked, choices: set[CellKey | None]) -> Marked:
    """With ticks without boxes, in the cells that hold options, and the gaps between options as spaces."""
    key, line = page.lines[i]
    if key in choices:
        marked = with_ticks(marked, line, page.components, page.ink, page.letter)
    marked = in_brackets(marked, line, page.ink, page.letter)
    return at_their_options(
        marked._replace(words=spaced(marked.words, line, page.letter)), line, page.components, page.letter
    )


def _slash(words: Words, line: TextLine, page: PageAnalysis) -> Words:
    """`/` for a stroke that leans and stands alone in its line, whatever it was read as: most are read as `1`."""
    if len(words.letters) != 1 or words.letters[0].char not in SLASH_LIKE:
        return words
    components = components_within(page.components, line.ink)
    if len(components) != 1:
        return words
    x, y, w, h = components[0].tolist()
    if not is_slash(page.ink[y : y + h, x : x + w]):
        return words
    return replace(words, letters=(replace(words.letters[0], char="/"),), figures="/", figures_lowest=1.0)
