"""What forms have printed on them: wording that is known before it is read needs no second look.

Which wordings those are is said by whoever knows the forms (`text.expected`). A form of other wording is read as well,
with more second looks.
"""

from __future__ import annotations

import re

from formextract.ocr.words import Words
from formextract.text.expected import bare, expected

LONG = 4
"""Letters from which a known wording is recognised although some of them were read weakly."""
LEAST = 2
WEAK, PLAIN = 0.5, 0.9
"""Lowest probability of a letter in a long and in a short wording."""
CERTAIN = 0.99
"""Probability below which a letter may be another one: 第一产业 and 第二产业 are both printed."""
LOST = 0.15
"""Probability of a letter where none was read from which the wording may have had one more (不, 非)."""

_LETTERS = re.compile(r"[\u4e00-\u9fff]")


def is_printed(words: Words) -> bool:
    """Whether a line was read well enough and says what the known forms have printed somewhere, or a line of it."""
    text = bare(words.text)
    letters = len(_LETTERS.findall(text))
    if letters < LEAST or words.lost > LOST:
        return False
    known = words.lowest >= (WEAK if letters >= LONG else PLAIN) and text in expected()
    return known and _alone(words, text)


def _alone(words: Words, text: str) -> bool:
    """Whether no other wording is printed that differs only in the letters that were not read for certain."""
    if all(x.probability >= CERTAIN for x in words.letters):
        return True
    signs = [(bare(x.char), x.probability) for x in words.letters]
    wild = "".join("." * len(c) if p < CERTAIN else re.escape(c) for c, p in signs)
    return all(found == text for found in re.findall(f"(?=({wild}))", expected()))
