"""Printed words found in a text however a print has broken and spaced them, by the letters alone.

A pattern that allows white space between any two letters says the same, and costs more to make than a text to search.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property


class Letters:
    """A text without its white space; `spelt` says how a letter is written so that what is the same compares equal."""

    def __init__(self, text: str, spelt: Mapping[int, int] | None = None) -> None:
        self._spelt = spelt or {}
        self._text = text
        self._letters = self._written("".join(text.split()))

    @cached_property
    def _at(self) -> list[int]:
        """Where each letter stands in the text; asked of few texts, as most hold none of the words."""
        return [n for n, c in enumerate(self._text) if not c.isspace()]

    def spans(self, words: str) -> Iterator[tuple[int, int]]:
        """Where the words stand in the text, white space within them included, one behind the other."""
        wanted = self._written("".join(words.split()))
        start = self._letters.find(wanted) if wanted else -1
        while start >= 0:
            end = start + len(wanted)
            yield self._at[start], self._at[end - 1] + 1
            start = self._letters.find(wanted, end)

    def _written(self, letters: str) -> str:
        """Letter for letter: any digit is as good as another where `spelt` says so."""
        return letters.translate(self._spelt) if self._spelt else letters
