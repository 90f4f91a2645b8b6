"""Two looks at one line to one reading with a confidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from formextract.ocr.printed import is_printed
from formextract.ocr.words import SENTENCE_SIGNS, ReadLetter, Words, agree, as_figure

SURE = 0.99
"""Lowest probability of a letter from which the tiny model's reading stands alone (99.9 % right on damaged figures)."""
FAIR = 0.9
FAIR_BOTH, WEAK_BOTH = 0.8, 0.5
"""Lowest probability of a letter in the weaker of two readings that agree: rare letters are misread by both at once."""
LOST = 0.15
"""Probability of a letter where none was read from which a second look is taken."""
_FIGURE = re.compile(r"[-+(（]?\d[\d.,，%％)）]*")
_DUST = ".,。、·'`:-_"
_HAS_DIGIT = re.compile(r"\d")
LONE = 2
"""Letters: longer lines of O and l are words."""
SHORT = 14
"""Letters: lines with digits up to this length are figures, dates or telephone numbers, and are always read twice."""


WhyWeak = Literal["", "weak", "differ", "unread", "speck"]
"""Why a reading is not sure: weak letters, two passes that differ, ink without a letter, a speck at an end."""


class FusedReading(NamedTuple):
    """A line's letters, how sure they are (0 to 1), and if not sure why; `rival` is what the other pass read then.

    `others` are all other readings of a figure, by either pass, with the lowest probability of a letter in each.
    """

    letters: tuple[ReadLetter, ...]
    confidence: float
    why: WhyWeak = ""
    rival: str = ""
    others: tuple[tuple[str, float], ...] = ()

    @property
    def text(self) -> str:
        """What was read."""
        return "".join(x.char for x in self.letters)


_LOOK_ALIKE = str.maketrans("OoQD〇○lI|丨", "0000001111")


def _lone_figure(words: Words) -> Words:
    """`O` or `l` all by itself, where the same ink reads as `0` or `1` among figures: a figure."""
    text = as_figure(words.text)
    if not text or len(text) > LONE or text.translate(_LOOK_ALIKE) != as_figure(words.figures) or text.isdigit():
        return words
    figures = iter(as_figure(words.figures))
    return replace(
        words, letters=tuple(x if x.char.isspace() else replace(x, char=next(figures)) for x in words.letters)
    )


def wants_care(quick: Words, *, label: bool = False) -> bool:
    """Whether the careful model has to look too; less often at a label, which is known by most of its letters."""
    if quick.lowest < (FAIR if label else SURE) or quick.lost > LOST:
        return True
    return len(quick.letters) <= SHORT and bool(_HAS_DIGIT.search(quick.text))


def fuse(quick: Words, careful: Words | None) -> FusedReading:
    """The reading of one line. Figures that the two looks read differently are never sure."""
    found = _fused(_started(quick), None if careful is None else _started(careful))
    return found._replace(others=_others(found.text, [quick] if careful is None else [quick, careful]))


def _others(text: str, passes: Sequence[Words]) -> tuple[tuple[str, float], ...]:
    """What else the passes made of a figure, as letters and as nothing but the signs of figures; likeliest first."""
    own = as_figure(text)
    if not _HAS_DIGIT.search(own):
        return ()
    out: dict[str, float] = {}
    for words in passes:
        alone = [(words.figures, words.figures_lowest)] if _FIGURE.fullmatch(own) else []
        for other, lowest in ((as_figure(words.text), words.lowest), *alone):
            if other and other != own and _HAS_DIGIT.search(other):
                out[other] = max(out.get(other, 0.0), round(lowest, 4))
    return tuple(sorted(out.items(), key=lambda found: -found[1]))


def _started(words: Words) -> Words:
    """Without a point or comma before the first Chinese letter: no line begins with one, it is dust."""
    if len(words.letters) > 1 and words.letters[0].char in _DUST and "\u4e00" <= words.letters[1].char <= "\u9fff":
        return replace(words, letters=words.letters[1:])
    return words


def _fused(quick: Words, careful: Words | None) -> FusedReading:
    quick = _lone_figure(quick)
    if careful is None:
        known = quick.lowest >= SURE or is_printed(quick)
        return FusedReading(quick.letters, 0.99) if known else _weak(quick.letters, min(quick.lowest, 0.88))
    careful = _lone_figure(careful)
    if not careful.letters and not quick.letters:
        return FusedReading((), 0.3, "unread")
    best = careful if careful.letters else quick
    trimmed = _without_dot(quick, careful)
    if trimmed is not None:
        return trimmed
    digits = bool(_HAS_DIGIT.search(best.text) or _HAS_DIGIT.search(quick.text))
    if agree(quick, careful):
        return _agreed(quick, careful, digits=digits)
    if digits and _figures_differ(quick, careful):
        return _differing(best, quick, min(0.6, best.lowest))
    slight = best.lowest >= SURE and _bare(quick) == _bare(careful)
    return _differing(best, quick, min(0.95 if slight else 0.88, best.lowest))


def _weak(letters: tuple[ReadLetter, ...], confidence: float) -> FusedReading:
    return FusedReading(letters, confidence, "weak")


def _differing(best: Words, quick: Words, confidence: float) -> FusedReading:
    """The better of two readings that differ."""
    if best is quick or not quick.letters:
        return _weak(best.letters, confidence)  # the other pass read nothing
    return FusedReading(best.letters, confidence, "differ", quick.text.strip())


def _without_dot(quick: Words, careful: Words) -> FusedReading | None:
    """The shorter reading where the other only has a dot or comma more at one of its ends: dust."""
    if not quick.letters or not careful.letters:
        return None
    for one, other in ((quick, careful), (careful, quick)):
        short, long = as_figure(one.text), as_figure(other.text)
        if len(long) == len(short) + 1 and short and _dots(long, short):
            best = careful if one is careful else quick
            return FusedReading(best.letters, min(best.lowest, 0.85), "speck", long)
    return None


def _dots(long: str, short: str) -> bool:
    return (long[0] in _DUST and long[1:] == short) or (long[-1] in _DUST and long[:-1] == short)


def _agreed(quick: Words, careful: Words, *, digits: bool) -> FusedReading:
    """The reading that both passes gave."""
    lowest = max(quick.lowest, careful.lowest)
    both = min(quick.lowest, careful.lowest)
    if digits and _FIGURE.fullmatch(as_figure(careful.text)):
        if as_figure(careful.figures) != as_figure(careful.text).replace("(", "").replace(")", ""):
            return FusedReading(careful.letters, 0.8, "differ", as_figure(careful.figures))
        if lowest >= FAIR and both >= WEAK_BOTH:
            return FusedReading(careful.letters, 0.998)
        return _weak(careful.letters, 0.88 if lowest >= 0.7 else 0.8)  # noqa: PLR2004
    if lowest >= FAIR and both >= FAIR_BOTH:
        return FusedReading(careful.letters, 0.995)
    return _weak(careful.letters, 0.88 if lowest >= FAIR and both >= WEAK_BOTH else 0.85)


def _figures_differ(a: Words, b: Words) -> bool:
    """Whether what is written in digits differs, other letters aside."""
    return re.findall(r"[\d.,%-]+", as_figure(a.text)) != re.findall(r"[\d.,%-]+", as_figure(b.text))


def _bare(words: Words) -> str:
    """What was read without the punctuation of sentences."""
    return "".join(c for c in as_figure(words.text) if c not in SENTENCE_SIGNS)
