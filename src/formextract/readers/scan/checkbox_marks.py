"""Whether a checkbox is ticked (OMR): the recogniser's glyph and the ink inside the printed box, both asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from formextract.imaging.image import Image
from formextract.imaging.ink.checkboxes import EMPTY, Checkbox
from formextract.imaging.ink.text_lines import TextLine
from formextract.imaging.ink.tick_shapes import ticks_in
from formextract.imaging.ink.unexplained import BESIDE, Boxes, unexplained_ink
from formextract.layout.grid import CellKey
from formextract.ocr import ReadLetter, Words
from formextract.text.glyphs import MARKED, OPEN, SQUARES, TICKED

_PLAIN = "口日曰囗"
"""What recognisers make of an empty box."""
_MOUTHS = re.compile("[出进人窗港接路入户缺]口|口[岸径碑腔罩令号吻味服感粮]")
"""Words with the letter that looks like a box; `出□` is no form's wording."""
_LOOKS_SQUARE = _PLAIN + "目回田区因四囝D0OoQ8B6图团@凶凸凹〇。"
"""What they make of a ticked one; a sure one of these is the letter."""
APART = 0.8
"""Letter heights from the middle of a letter to a box behind it, where there is paper between."""
FREE = 0.35
"""Letter heights of paper left of a box that was read as some other letter; the left part of a letter is nearer."""
LEGIBLE = 0.7
"""Mean probability of a line's letters below which squares that were not read are pieces of letters."""
BEGINS = 0.15
"""Letter heights of ink that may lie before the first box of a line: dust."""
SOLID = 0.9
"""Share of ink inside from which a square is no letter, whatever was read."""
SURE_LETTER = 0.97
FAIR_LETTER = 0.6


OWN = 0.6
"""Letter heights from a letter's middle within which a struck square is a part of it."""
GAP = 1.7
"""Letter heights from a letter's middle to the next one's from which there is a gap between them."""
_LOOKS_TICKED = "ノVvレ丿／/し"
"""What recognisers make of a tick that stands alone."""
_CHOICE = re.compile(rf"[{TICKED}{SQUARES}]|[是否]\W*$|^\W*[是否]\W")


class Marked(NamedTuple):
    """A line's words with ☑ and ☐ for its printed boxes; `disputed` where glyph and ink disagree.

    `marks` counts those, `read` how many of them were read as a box or not at all, rather than as some letter.
    """

    words: Words
    disputed: bool
    marks: int = 0
    read: int = 0


def settle_marks(words: Words, line: TextLine, boxes: Sequence[Checkbox], letter: float) -> Marked:
    """The words with their boxes settled, and without the underlines of filled-in blanks."""
    x0, y0, x1, y1 = line.ink
    left, width = line.crop[0], max(1, line.crop[2] - line.crop[0])
    mine = [b for b in boxes if x0 - 2 <= (b.box[0] + b.box[2]) / 2 <= x1 + 2 and y0 <= (b.box[1] + b.box[3]) / 2 <= y1]
    missed = list(words.missed)
    out = [x for x in words.letters if x.char != "_"]
    disputed = False
    marks = read = 0
    legible = not out or sum(x.probability for x in out) >= LEGIBLE * len(out)
    for box in sorted(mine, key=lambda b: b.box[0]):
        share = ((box.box[0] + box.box[2]) / 2 - left) / width
        reach = max(0.45 * letter, 0.6 * (box.box[2] - box.box[0])) / width
        near = [k for k, x in enumerate(out) if abs(x.centre - share) <= reach and not x.char.isspace()]
        at = min(near, key=lambda k: abs(out[k].centre - share), default=None)
        glyph = out[at].char if at is not None else ""
        before = out[at - 1] if at else None
        apart = _begins(box, x0, letter) if at == 0 else before is None or _apart(before, box, left, width, letter)
        solid = box.inked >= SOLID
        if at is not None and glyph in _PLAIN + OPEN and not box.ticked and _is_mouth(out, at):
            out[at] = replace(out[at], char="口")
            continue
        probability = out[at].probability if at is not None else 0.0
        if box.struck:
            is_box = _is_struck(glyph, probability, no_letter=box.left > 0)
        else:
            is_box = solid or _is_box(glyph, probability, apart=apart, free=box.left >= FREE)
        torn = at is None and box.struck and not box.left and _within_letters(out, share, letter / width)
        if torn or (glyph and not is_box):
            continue
        ticked = box.ticked and not (box.faintly and glyph and glyph in OPEN)
        # ▣ is in no model's alphabet: they read its outline, and the black inside speaks for itself
        denied = bool(glyph) and glyph in OPEN and box.ticked is True and not solid
        # both say that nobody touched it: no glyph of a mark, no ink inside or beside
        open_ = bool(glyph) and glyph in OPEN and box.inked <= EMPTY and not box.beside
        unsure = box.struck and (box.beside or not box.left) and not open_ and (not glyph or glyph not in MARKED)
        claimed = bool(glyph) and glyph in MARKED and not ticked  # a box that was not read claims nothing
        disputed = disputed or box.ticked is None or claimed or denied or unsure
        missed = [x for x in missed if abs(x.centre - share) > reach]
        if at is None and not legible:
            continue
        marks += 1
        read += not glyph or glyph in MARKED + OPEN
        mark = ReadLetter("☑" if ticked else "☐", 1.0, 0.0, share)
        if at is not None:
            out[at] = mark
        else:
            out.insert(next((k for k, x in enumerate(out) if x.centre > share), len(out)), mark)
    return Marked(replace(words, letters=tuple(out), missed=tuple(missed)), disputed, marks, read)


def lone_marks(cells: Sequence[CellKey | None], marked: Sequence[Marked], alone: Sequence[bool] = ()) -> set[int]:
    """Lines with the only mark of their cell, where it was read as a letter: 口 of a place's name, the half of 洹.

    And those that are nothing else but a mark on a line of its own (项⏎目): a box has its option beside it. `cells` are
    the lines' cells, a line outside all cells stands for itself; `alone` says which have their line to themselves.
    """
    marks: Counter[CellKey | int] = Counter()
    for i, (cell, m) in enumerate(zip(cells, marked, strict=True)):
        marks[cell or i] += m.marks
    return {
        i
        for i, (cell, m) in enumerate(zip(cells, marked, strict=True))
        if m.marks == 1
        and not m.read
        and (marks[cell or i] == 1 or (bool(alone) and alone[i] and len(m.words.letters) == 1))
    }


def has_choice(words: Words) -> bool:
    """Whether a line is one of options: a mark that was read, 是 or 否."""
    return _CHOICE.search(words.text) is not None


def with_ticks(marked: Marked, line: TextLine, components: Boxes, ink: Image, letter: float) -> Marked:
    """The words of an option with ☑ for ticks without a box that were not read, or read as a letter of their shape.

    Ink alone is one witness of two: `disputed`.
    """
    words, disputed = marked.words, marked.disputed
    out = list(words.letters)
    left, width = line.crop[0], max(1, line.crop[2] - line.crop[0])
    lost = unexplained_ink(components, line, [(x.char, x.centre) for x in out], letter)
    for x0, _, x1, _ in ticks_in(components, ink, line, letter):
        share, reach = ((x0 + x1) / 2 - left) / width, BESIDE * letter / width
        near = [k for k, x in enumerate(out) if abs(x.centre - share) <= reach and x.char in MARKED + _LOOKS_TICKED]
        if near:
            out[near[0]] = replace(out[near[0]], char="☑")
        elif any(a <= (x0 + x1) / 2 <= b for a, _, b, _ in lost):  # else it is a part of a letter: 人, 小
            out.insert(
                next((k for k, x in enumerate(out) if x.centre > share), len(out)), ReadLetter("☑", 1.0, 0.0, share)
            )
            disputed = True
    return marked._replace(words=replace(words, letters=tuple(out)), disputed=disputed)


def spaced(words: Words, line: TextLine, letter: float) -> Words:
    """Words with marks among them, with the gaps on paper as spaces: they tell which option a mark belongs to."""
    if not any(x.char in MARKED + OPEN for x in words.letters):
        return words
    width = max(1, line.crop[2] - line.crop[0])
    out: list[ReadLetter] = []
    for x in words.letters:
        if out and not x.char.isspace() and not out[-1].char.isspace():
            gap = (x.centre - out[-1].centre) * width
            if gap > GAP * letter:
                out.append(ReadLetter(" ", 1.0, 0.0, (x.centre + out[-1].centre) / 2))
        out.append(x)
    return replace(words, letters=tuple(out))


def _is_mouth(letters: Sequence[ReadLetter], at: int) -> bool:
    """Whether the letter at `at` is the 口 of a word."""
    before, behind = letters[at - 1].char if at else "", letters[at + 1].char if at + 1 < len(letters) else ""
    return bool(_MOUTHS.search(f"{before}口{behind}"))


def _is_box(glyph: str, probability: float, *, apart: bool, free: bool) -> bool:
    """Whether a square that was read as `glyph` is a box to tick rather than a letter with four sides."""
    if glyph in MARKED or glyph in OPEN:
        return True
    if glyph in _PLAIN:
        return apart and (glyph != "日" or probability < SURE_LETTER)
    if glyph in _LOOKS_SQUARE:
        return apart and free and probability < SURE_LETTER
    return apart and free and probability < FAIR_LETTER


def _is_struck(glyph: str, probability: float, *, no_letter: bool) -> bool:
    """Whether a square that strokes run into and that was read as `glyph` is a box to tick."""
    if glyph in MARKED + OPEN + _PLAIN + _LOOKS_TICKED:
        return True
    return no_letter and probability < SURE_LETTER and not glyph.isdigit()


def _within_letters(letters: Sequence[ReadLetter], share: float, letter: float) -> bool:
    """Whether a place where nothing was read is a part of the letters beside it; `letter` as a share of the line."""
    return any(abs(x.centre - share) < OWN * letter for x in letters if not x.char.isspace())


def _begins(box: Checkbox, x0: int, letter: float) -> bool:
    """Whether a box is the first ink of its line, rather than the right half of a letter."""
    return box.box[0] - x0 <= BEGINS * letter


def _apart(before: ReadLetter, box: Checkbox, left: int, width: int, letter: float) -> bool:
    """Whether a box stands off from the letter before it."""
    return before.char.isspace() or box.box[0] - (left + before.centre * width) > APART * letter
