"""Two readings of a field made one: what the tables gave, and what stands beside its caption wherever rules were drawn.

Where both say the same nothing changes. What only the writing says is in doubt, and so is what both say differently.

The constants were set on the ten worn prints that docs/accuracy.md names as those that this was built on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from formextract.model import Observation, Unmatched
from formextract.model.doubt import STRUCTURE, SURE, doubt
from formextract.model.placement import Placement
from formextract.model.unsure import lowered
from formextract.text import squeeze, unwrapped

REGISTERED = doubt("registered")
"""Of a value that no ruled cell gives: its row and column were told from the form's own captions and heads."""
CONTRADICTED = doubt("registered_otherwise")
"""Of a value of a ruled cell beside whose caption the writing stands otherwise."""
CREDIBLE = 0.5
"""How sure the writing's reading is, at least, that speaks against a cell of which more is sure."""
LONGER = 1.1
"""Times as long as a part of it a text is from which more than dirt was added."""
MORE = 2
"""Letters of a cell beyond what was taken of it that may be something."""
NOTHING = frozenset({"missing", "blank"})
UNRULED = "table_unruled"
YEAR_INFERRED = "year_inferred"
OF_LINES = frozenset({"text", "list", "multichoice"})
"""Kinds of indicators whose values may be several lines."""
PIECE = 4
"""Letters from which what was left over is a piece of a value that has them: `2` is one of any figure."""
IN_DIGITS = frozenset({"number", "integer", "date"})
"""Kinds of indicators of which each value has a figure, in digits or spelt out."""


def settled(ruled: Observation | None, told: Observation, *, clear: bool = False) -> Observation | None:
    """The observation that holds of what the tables gave (None for nothing) and of what the writing tells.

    `clear`: what the writing tells can be of no other row or column. Where no table gave anything it is in doubt no
    more: of the figures and ticks made sure so in the two sets of digital prints read once (docs/accuracy.md) none was
    wrong.
    """
    if told.status in NOTHING:
        return ruled
    if ruled is not None and ruled.status == "blank" and told.status == "unreadable":
        return lowered(ruled, CONTRADICTED)
    if clear and not told.doubts and (ruled is None or _gives_way(ruled, told)):
        return told
    if ruled is None or ruled.status in NOTHING:
        return lowered(told, REGISTERED)
    if told.status == "unreadable" or says_same(told, ruled):
        return ruled
    if ruled.status == "unreadable" or (ruled.confidence < SURE and _is_better(told, ruled)):
        return lowered(told, REGISTERED)
    return ruled if told.confidence < CREDIBLE <= ruled.confidence else lowered(ruled, CONTRADICTED)


def confirmed(ruled: Placement, kind: str, *, clear: bool = False) -> Placement:
    """A placement of which the writing says the same: whether it is the cell's own ink is in doubt no more.

    Not so of texts in a table that nobody ruled: both may have lost the same line of one. Nor of digital pages, where
    both go by the same gaps. Unless it is `clear` that the writing is of no other row or column, and a text whole.
    `kind` is the indicator's.
    """
    alike = not clear and (kind in OF_LINES or not ruled.legibility.scanned)
    settles = STRUCTURE - {UNRULED} if alike else STRUCTURE
    of_letters = tuple(d for d in ruled.legibility.doubts if d.kind not in settles)
    legibility = replace(ruled.legibility, doubts=of_letters)
    return replace(ruled, legibility=legibility, doubts=tuple(d for d in ruled.doubts if d.kind not in settles))


def contradicts(ruled: Observation, told: Observation) -> bool:
    """Whether both give a figure, and not the same one: on such a page neither confirms the other, of any field.

    Rows that slip do so together, in both readings. The same ink in another unit, or not parted from its neighbours',
    has slipped nowhere; nor has a figure whose year no head said, and which the writing puts into another one.
    """
    if any(d.kind == YEAR_INFERRED for d in ruled.doubts):
        return False
    if ruled.status != "reported" or told.status != "reported" or says_same(ruled, told):
        return False
    if squeeze(ruled.raw) == squeeze(told.raw) or squeeze(ruled.raw) in told.raw.split():
        return False
    return isinstance(ruled.value, (Decimal, int)) and told.confidence >= CREDIBLE


def is_of_no_rules(o: Observation) -> bool:
    """Whether a value is of a table that nobody ruled: where such rows slip, what stands clear on the page has not."""
    return any(d.kind == UNRULED for d in o.doubts)


def _gives_way(ruled: Observation, told: Observation) -> bool:
    """Whether a cell that nobody ruled holds nothing, a part of what is told, or that with something else."""
    if not is_of_no_rules(ruled) or ruled.confidence >= SURE:
        return False
    cell, beside = squeeze(unwrapped(ruled.raw)), squeeze(unwrapped(told.raw))
    return cell in beside or (ruled.status == "unreadable" and beside in cell)


def says_same(a: Observation, b: Observation) -> bool:
    """Whether two readings of a field are one: the same figure of the same ink, in the same unit."""
    if (a.status, a.value) == (b.status, b.value):
        return True
    otherwise = isinstance(a.value, Decimal) and isinstance(b.value, Decimal)
    return not otherwise and squeeze(unwrapped(a.raw)) == squeeze(unwrapped(b.raw))


def _is_better(told: Observation, ruled: Observation) -> bool:
    """Whether what the writing tells is the whole of a part that the cell holds, or a figure read with less doubt."""
    whole, part = squeeze(told.raw), squeeze(ruled.raw)
    if part == whole:  # one of them goes by a unit that it says nowhere
        return told.confidence > ruled.confidence
    if part in whole:
        return len(whole) >= LONGER * len(part)
    return told.confidence >= SURE or (isinstance(told.value, Decimal) and told.confidence > ruled.confidence)


def leaves_more(ruled: Observation, told: Observation) -> bool:
    """Whether a cell holds more than what was taken of it in its place: that may be another field's."""
    return len(squeeze(ruled.raw)) >= len(squeeze(told.raw)) + MORE and squeeze(told.raw) in squeeze(ruled.raw)


class Told:
    """What the writing's readings have taken up of what the tables left over, by page."""

    def __init__(self, told: Iterable[Observation]) -> None:
        self._said: dict[int | None, list[str]] = {}
        for o in told:
            if o.source is not None:
                self._said.setdefault(o.source.page, []).append(squeeze(unwrapped(o.raw)))

    def has(self, text: str, page: int | None) -> bool:
        """Whether a text was taken up: all of a value, or a piece of one that is long enough to be none by chance."""
        left = squeeze(unwrapped(text))
        return any(left == said or (len(left) >= PIECE and left in said) for said in self._said.get(page, ()))


def without_told(unmatched: Iterable[Unmatched], told: Told) -> tuple[Unmatched, ...]:
    """What was left over of the tables, without what the writing's readings have taken up."""
    return tuple(u for u in unmatched if not told.has(u.text, u.source.page if u.source else None))
