"""What an engine read on one strip: letters with probabilities, and the same ink read as figures only."""

from __future__ import annotations

from dataclasses import dataclass

from formextract.text import squeeze

FIGURE_SIGNS = "0123456789.,-+%/"
"""All that a plain figure is written with."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. `probability` and that of the next best letter are 0 to 1; `centre` is a share of the strip's width."""

    char: str
    probability: float
    runner_up: float
    centre: float


@dataclass(frozen=True, slots=True)
class Words:
    """A strip as read.

    `missed` is the highest probability (0 to 1) of a letter where none was read: a point that may have been lost.
    `figures` is the same ink when only the signs of figures are allowed, `figures_lowest` the lowest probability in it.
    """

    letters: tuple[Letter, ...] = ()
    missed: float = 0.0
    figures: str = ""
    figures_lowest: float = 0.0

    @property
    def text(self) -> str:
        return "".join(letter.char for letter in self.letters)

    @property
    def lowest(self) -> float:
        """The lowest probability of a letter, spaces aside; 0 where nothing was read."""
        return min((x.probability for x in self.letters if not x.char.isspace()), default=0.0)


def as_figure(text: str) -> str:
    """The text with what readers write in two ways made one: full-width signs, spaces."""
    return squeeze(text)


def agree(a: Words, b: Words) -> bool:
    """Whether two readings say the same, white space and the width of signs aside."""
    return squeeze(a.text) == squeeze(b.text)
