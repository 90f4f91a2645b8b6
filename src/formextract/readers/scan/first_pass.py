"""The first pass: each line read by the quick model, the page turned by the quarter at which its letters read best."""

from __future__ import annotations

from collections.abc import Sequence

from formextract.imaging import PageAnalysis, turned
from formextract.ocr import Engine, Words
from formextract.readers.scan.grain import grain_on
from formextract.readers.scan.line_images import line_images
from formextract.readers.scan.page_marks import FirstPass, boxes_settled
from formextract.readers.scan.struck_lines import struck_apart

GUESS = 0.6
"""Probability that a recogniser gives to letters that are not there."""
LINE = 2.5
"""Letters a line below which lines of text may run up the page."""
SURELY_UPRIGHT = 0.95
"""Mean probability of letters from which no other way up is tried; upside down it stayed below 0.6."""
UPRIGHT = 0.8
"""Mean probability of letters below which the page is tried the other way up."""


def first_pass(page: PageAnalysis, number: int, engine: Engine) -> tuple[PageAnalysis, FirstPass]:
    """The page as it is upright, and the words of its lines, their checkboxes settled."""
    grain = grain_on(page, number, engine)
    if grain is not None:
        return grain[0], boxes_settled(*grain)
    words = _read(page, number, engine)
    if _mean(words) < UPRIGHT or _letters_a_line(words) < LINE:
        page, words = _best_way_up(page, number, engine, words)
    page, words = struck_apart(page, words, number, engine)
    return page, boxes_settled(page, words)


def first_pass_as_it_lies(page: PageAnalysis, number: int, engine: Engine) -> tuple[PageAnalysis, FirstPass]:
    """The same of parts of a page, which is upright: a box that stands alone there has its option beside the part."""
    page, words = struck_apart(page, _read(page, number, engine), number, engine)
    return page, boxes_settled(page, words, alone_are_letters=False)


def _read(page: PageAnalysis, number: int, engine: Engine) -> list[Words]:
    return engine.read(line_images(page, number, range(len(page.lines))))


def _mean(words: Sequence[Words]) -> float:
    """Mean probability of the letters; 1 where there are none."""
    all_letters = [x.probability for w in words for x in w.letters]
    return sum(all_letters) / len(all_letters) if all_letters else 1.0


def _letters_a_line(words: Sequence[Words]) -> float:
    """How many letters a line has; few where lines of text run up the page."""
    return sum(len(w.letters) for w in words) / max(1, len(words))


def _legible(words: Sequence[Words]) -> float:
    """How much text was read, and how surely: the sum of what each letter's probability is above a guess.

    Weaker letters say nothing: were they to count against a way up, that at which less is read would win.
    """
    return sum(max(0.0, x.probability - GUESS) for w in words for x in w.letters)


def _best_way_up(
    page: PageAnalysis, number: int, engine: Engine, words: list[Words]
) -> tuple[PageAnalysis, list[Words]]:
    """The page turned by the quarter at which its letters read best; `words` are those of the page as it lies."""
    best = (_legible(words), page, words)
    for quarters in (2, 1, 3) if _letters_a_line(words) >= LINE else (1, 3, 2):
        other = turned(page, quarters)
        read = _read(other, number, engine)
        if _legible(read) > best[0]:
            best = (_legible(read), other, read)
        if _mean(read) >= SURELY_UPRIGHT and _letters_a_line(read) >= LINE:
            break
    return best[1], best[2]
