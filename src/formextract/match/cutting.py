"""Captions cut into the field's own words: of all ways to cut one, the likeliest.

The way of jieba without its model for unknown words, and with the same outcome (a test holds them against each other).
Its general dictionary is not wanted here: it would split 专精特新; without it, what is left to do is this page, and
the package takes a fifth of a second to import.
"""

from __future__ import annotations

import math
import re

_WORDLIKE = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&\._%\-]+)")
_BLANK = re.compile(r"(\r\n|\s)")
_LETTER = re.compile(r"[a-zA-Z0-9]")


class Cutter:
    """Cuts texts into words of a list; what is none stands as single letters, figures and Latin letters together."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self._weights, total = _weighed(words)
        self._log_total = math.log(total)

    def cut(self, text: str) -> list[str]:
        """The words in their order."""
        out: list[str] = []
        for block in _WORDLIKE.split(text):
            if not block:
                continue
            if _WORDLIKE.match(block):
                out += self._cut(block)
            else:
                for part in _BLANK.split(block):
                    out += [part] if _BLANK.match(part) else part
        return out

    def _cut(self, text: str) -> list[str]:
        out: list[str] = []
        latin = ""
        for word in self._likeliest(text):
            if len(word) == 1 and _LETTER.match(word):
                latin += word
                continue
            if latin:
                out.append(latin)
                latin = ""
            out.append(word)
        return [*out, latin] if latin else out

    def _likeliest(self, text: str) -> list[str]:
        """The cut whose words are likeliest together; of two alike, the one with the longer first word."""
        n = len(text)
        best: list[tuple[float, int]] = [(0.0, 0)] * (n + 1)
        for start in range(n - 1, -1, -1):
            best[start] = max(
                (math.log(self._weights.get(text[start:end], 0) or 1) - self._log_total + best[end][0], end)
                for end in self._ends(text, start)
            )
        out, at = [], 0
        while at < n:
            out.append(text[at : best[at][1]])
            at = best[at][1]
        return out

    def _ends(self, text: str, start: int) -> list[int]:
        """Where a word that begins at `start` may end."""
        ends = []
        end = start + 1
        while end <= len(text) and (weight := self._weights.get(text[start:end])) is not None:
            if weight:
                ends.append(end)
            end += 1
        return ends or [start + 1]


def _weighed(words: tuple[str, ...]) -> tuple[dict[str, int], int]:
    """Every word with a weight, every beginning of one with 0; and the sum of the weights."""
    weights: dict[str, int] = {}
    total = 0
    for word in words:
        weight = 10 ** min(len(word), 6)
        weights[word] = weight
        total += weight
        for end in range(1, len(word)):
            weights.setdefault(word[:end], 0)
    return weights, max(total, 1)
