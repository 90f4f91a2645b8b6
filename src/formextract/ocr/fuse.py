"""Two looks at one line to one reading with a confidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from formextract.ocr.printed import is_printed
from formextract.ocr.score import ReadingEvidence, score
from formextract.ocr.words import SENTENCE_SIGNS, ReadLetter, Words, agree, as_figure
from formextract.text.glyphs import LETTERS_OF_DIGITS, PUT

BEYOND_DOUBT = 0.99
"""Lowest probability of a letter from which the tiny model's reading stands alone (99.9 % right on damaged figures)."""
FAIR = 0.9
KNOWN = 0.99
"""Confidence of a line that was read once, its letters beyond doubt or in the very wording of the form."""
ONCE = 0.88
"""Confidence at most of any other line that was read once."""
NOTHING = 0.3
"""Confidence that there is nothing where neither pass read a letter of the ink."""
LOST = 0.15
"""Probability of a letter where none was read from which a second look is taken."""
_FIGURE = re.compile(r"[-+(（]?\d[\d.,，%％)）]*")
_POINTS = ".,，"
_DUST = ".,。、·'`:-_"
_HAS_DIGIT = re.compile(r"\d")
_TICK = re.compile(f"[{PUT}□]")
_DASHES = str.maketrans("—–", "--")
LONE = 2
"""Letters: longer lines of O and l are words."""
SHORT = 14
"""Letters: lines with digits up to this length are figures, dates or telephone numbers, and read twice if not clear."""


CLEAR = 0.999
"""Lowest probability of a sign from which a figure needs no second look: of 5,589 such on 17 wears, seals, fax and
photographs among them, the second look read each as the first (docs/accuracy.md)."""


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


_AS_DIGITS = str.maketrans({sign: digit for digit in "01" for sign in LETTERS_OF_DIGITS[digit]})


def _lone_figure(words: Words) -> Words:
    """`O` or `l` all by itself, where the same ink reads as `0` or `1` among figures: a figure."""
    text = as_figure(words.text)
    if not text or len(text) > LONE or text.translate(_AS_DIGITS) != as_figure(words.figures) or text.isdigit():
        return words
    figures = iter(as_figure(words.figures))
    return replace(
        words, letters=tuple(x if x.char.isspace() else replace(x, char=next(figures)) for x in words.letters)
    )


def wants_care(quick: Words, *, label: bool = False) -> bool:
    """Whether the careful model has to look too; less often at a label, which is known by most of its letters."""
    if quick.lowest < (FAIR if label else BEYOND_DOUBT) or quick.lost > LOST:
        return True
    return len(quick.letters) <= SHORT and bool(_HAS_DIGIT.search(quick.text))


def is_clear_figure(quick: Words) -> bool:
    """Whether a figure was read so surely that a second look tells nothing, with all signs allowed and with its own."""
    text = as_figure(quick.text)
    return (
        quick.lowest >= CLEAR
        and quick.lost <= LOST
        and _FIGURE.fullmatch(text) is not None
        and text[-1] not in _POINTS
        and as_figure(quick.figures) == text
        and quick.figures_lowest >= CLEAR
    )


def fuse(quick: Words, careful: Words | None) -> FusedReading:
    """The reading of one line. Figures that the two looks read differently are never sure."""
    found = _fused(as_begun(quick), None if careful is None else as_begun(careful))
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


def as_begun(words: Words) -> Words:
    """A reading as it is compared: without dust before it, a lone round letter as the figure that it is."""
    return _lone_figure(_started(words))


def _started(words: Words) -> Words:
    """Without a point or comma before the first Chinese letter: no line begins with one, it is dust."""
    if len(words.letters) > 1 and words.letters[0].char in _DUST and "\u4e00" <= words.letters[1].char <= "\u9fff":
        return replace(words, letters=words.letters[1:])
    return words


def _fused(quick: Words, careful: Words | None) -> FusedReading:
    if careful is None:
        if is_clear_figure(quick):
            return FusedReading(quick.letters, quick.lowest)
        known = quick.lowest >= BEYOND_DOUBT or is_printed(quick)
        return FusedReading(quick.letters, KNOWN) if known else _weak(quick.letters, min(quick.lowest, ONCE))
    if not careful.letters and not quick.letters:
        return FusedReading((), NOTHING, "unread")
    if _is_dashes(quick) and _is_dashes(careful):  # a dash more or less says the same
        return FusedReading(careful.letters, max(quick.lowest, careful.lowest))
    best, specked = (careful if careful.letters else quick), ""
    trimmed = _without_dot(quick, careful)
    if trimmed is not None:
        best, specked = trimmed
    evidence = evidence_of(quick, careful)
    confidence = score(evidence)
    if specked:
        return FusedReading(best.letters, confidence, "speck", specked)
    if evidence.edge:
        return FusedReading(best.letters, confidence, "speck")
    if evidence.agree and not evidence.differ:
        return FusedReading(best.letters, confidence) if confidence >= FAIR else _weak(best.letters, confidence)
    if evidence.agree:
        return FusedReading(best.letters, confidence, "differ", as_figure(careful.figures))
    return _differing(best, quick, confidence)


def evidence_of(quick: Words, careful: Words) -> ReadingEvidence:
    """What speaks for the reading of a line that both passes made."""
    best = careful if careful.letters else quick
    text = as_figure(best.text)
    figure = _FIGURE.fullmatch(text) is not None
    digits = bool(_HAS_DIGIT.search(best.text) or _HAS_DIGIT.search(quick.text))
    agreed = agree(quick, careful)
    slight = not agreed and _bare(quick) == _bare(careful) and not (digits and _figures_differ(quick, careful))
    reckoned = figure and as_figure(careful.figures) != as_figure(careful.text).replace("(", "").replace(")", "")
    each = [_lowest(words, figure=figure) for words in (quick, careful)]
    return ReadingEvidence(
        best=max(each),
        weaker=min(each),
        agree=agreed,
        slight=slight,
        differ=not (agreed or slight) or (agreed and reckoned) or _without_dot(quick, careful) is not None,
        figure=figure,
        edge=figure and (text[0] in _POINTS or text[-1] in _POINTS),
        ticks=_TICK.search(text) is not None,
        letters=len(text),
    )


def _lowest(words: Words, *, figure: bool) -> float:
    """The lowest probability of a letter; of a figure among the signs of figures, where no O takes a share from 0."""
    same = figure and words.figures and as_figure(words.figures) == as_figure(words.text)
    return max(words.lowest, words.figures_lowest) if same else words.lowest


def _weak(letters: tuple[ReadLetter, ...], confidence: float) -> FusedReading:
    return FusedReading(letters, confidence, "weak")


def _differing(best: Words, quick: Words, confidence: float) -> FusedReading:
    """The better of two readings that differ."""
    if confidence >= FAIR:
        return FusedReading(best.letters, confidence)
    if best is quick or not quick.letters:
        return _weak(best.letters, confidence)  # the other pass read nothing
    return FusedReading(best.letters, confidence, "differ", quick.text.strip())


def _is_dashes(words: Words) -> bool:
    """Whether nothing was read but dashes: "none"."""
    text = as_figure(words.text)
    return bool(text) and not text.strip("-")


def _without_dot(quick: Words, careful: Words) -> tuple[Words, str] | None:
    """The shorter reading, and the other, where that only has a dot or comma more at one of its ends: dust."""
    if not quick.letters or not careful.letters:
        return None
    for one, other in ((quick, careful), (careful, quick)):
        short, long = as_figure(one.text), as_figure(other.text)
        if len(long) == len(short) + 1 and short and _dots(long, short):
            return one, long
    return None


def _dots(long: str, short: str) -> bool:
    return (long[0] in _DUST and long[1:] == short) or (long[-1] in _DUST and long[:-1] == short)


def _figures_differ(a: Words, b: Words) -> bool:
    """Whether what is written in digits differs, other letters aside; a dash of any length says from-to, or minus."""
    one, other = (as_figure(words.text).translate(_DASHES) for words in (a, b))
    return re.findall(r"[\d.,%-]+", one) != re.findall(r"[\d.,%-]+", other)


def _bare(words: Words) -> str:
    """What was read without the punctuation of sentences."""
    return "".join(c for c in as_figure(words.text) if c not in SENTENCE_SIGNS)
