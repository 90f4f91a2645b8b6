"""What an engine read on one line: letters with probabilities, and the same ink read as figures only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from formextract.text import squeeze
from formextract.text.glyphs import PUT

FIGURE_SIGNS = "0123456789.,-+%/"
"""All that a plain figure is written with."""
SENTENCE_SIGNS = frozenset("，。、；：“”‘’（）()《》！？,.;:!?'\"[]【】·-—–一")
"""Signs that two readers write in two ways, and that no value hangs on; 一 is what they make of a dash."""
FIGURE_POINTS = frozenset(".,-，。·")
"""Those of them on which a figure hangs, where they stand beside its digits."""
Kind = Literal["figure", "text", "tick"]
_FIGURE = re.compile(r"[-+(（]?\d[\d.,/，%％)）]*")
_TICK = re.compile(f"[{PUT}]")


@dataclass(frozen=True, slots=True)
class ReadLetter:
    """One letter. `probability` and the next best letter's are 0 to 1; `centre` is a share of the line's width."""

    char: str
    probability: float
    runner_up: float
    centre: float


@dataclass(frozen=True, slots=True)
class Words:
    """A line as read.

    `missed` are letters that were not read although something spoke for them: a point that may have been lost.
    `figures` is the same ink when only the signs of figures are allowed, `figures_lowest` the lowest probability in it.
    """

    letters: tuple[ReadLetter, ...] = ()
    missed: tuple[ReadLetter, ...] = ()
    figures: str = ""
    figures_lowest: float = 0.0

    @property
    def text(self) -> str:
        return "".join(letter.char for letter in self.letters)

    @property
    def lowest(self) -> float:
        """The lowest probability of a letter, 0 where nothing was read; spaces and punctuation of sentences aside."""
        telling = (x.probability for n, x in enumerate(self.letters) if self.counts(n))
        return min(telling, default=self._only_punctuation)

    @property
    def lost(self) -> float:
        """The highest probability (0 to 1) of a letter that was not read."""
        return max((x.probability for x in self.missed), default=0.0)

    @property
    def _only_punctuation(self) -> float:
        return min((x.probability for x in self.letters if not x.char.isspace()), default=0.0)

    def counts(self, n: int) -> bool:
        """Whether something hangs on a letter: spaces and punctuation of sentences aside."""
        char = self.letters[n].char
        if char.isspace():
            return False
        return char not in SENTENCE_SIGNS or (char in FIGURE_POINTS and self._is_in_figure(n))

    def _is_in_figure(self, n: int) -> bool:
        """Whether a digit or point stands next before or behind a letter of a line with digits, spaces aside.

        A comma between words is none, whatever figures the sentence has, nor is one behind 64%.
        """
        before = next((x.char for x in reversed(self.letters[:n]) if not x.char.isspace()), "")
        behind = next((x.char for x in self.letters[n + 1 :] if not x.char.isspace()), "")
        return self._has_digits and any(c.isdigit() or c in FIGURE_POINTS for c in (before, behind) if c)

    @property
    def _has_digits(self) -> bool:
        return any(x.char.isdigit() for x in self.letters)


def kind_of(text: str) -> Kind:
    """What is written: a figure, ticks, or words."""
    if _TICK.search(text):
        return "tick"
    return "figure" if _FIGURE.fullmatch(as_figure(text)) else "text"


def as_figure(text: str) -> str:
    """The text with what readers write in two ways made one: full-width signs, spaces."""
    return squeeze(text)


def agree(a: Words, b: Words) -> bool:
    """Whether two readings say the same, white space and the width of signs aside."""
    return squeeze(a.text) == squeeze(b.text)
