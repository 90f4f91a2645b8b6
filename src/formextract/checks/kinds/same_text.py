"""A name that the form asks for twice, or before and after it has changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from rapidfuzz import fuzz

from formextract.checks.figures import Figures
from formextract.checks.messages import name
from formextract.checks.rule import FillingEdit
from formextract.model import Finding, Observation
from formextract.model.edits import RefField, RefsField
from formextract.text import squeeze

ALIKE_ON_PAPER = 80.0
"""Likeness (0 to 100) from which two names, one of which was read from a picture, may be one name, misread."""
_NOISE = re.compile(r"[()\[\]\"'·.,、。:;《》<>_-]+")


class SameTextEdit(FillingEdit):
    """`left` names what one of `right` names: the same words, or the one short for the other (青岩县经信局).

    With `differ` it says anything but the very words of any of them: 变更后 is not what was before.
    """

    kind: Literal["same_text"]
    left: RefField
    right: RefsField
    differ: bool = False

    def findings(self, figures: Figures) -> Iterator[Finding]:
        left = figures.resolve(self.left)
        others = [f.observation for ref in self.right if (f := figures.resolve(ref)) is not None]
        others = [o for o in others if o.is_given and isinstance(o.value, str)]
        if left is None or not others or not left.observation.is_given or not isinstance(left.observation.value, str):
            return
        mine = left.observation
        if self.differ:
            alike = next((o for o in others if _words(o) == _words(mine) != ""), None)
            if alike is not None:
                said = f"{name(mine)}与{name(alike)}相同，都是“{mine.value}”（{self.label}），请核对哪一处有误。"
                yield self.finding(f"{self.id}", "agreement", said, [mine, alike], reported=mine.value)
            return
        if any(_same(mine, o) for o in others):
            return
        told = "、".join(f"{name(o)}为“{o.value}”" for o in others)
        statement = f"{name(mine)}为“{mine.value}”，而{told}（{self.label}），请核对哪一处有误。"
        yield self.finding(f"{self.id}", "agreement", statement, [mine, *others], reported=mine.value)


def _same(a: Observation, b: Observation) -> bool:
    one, other = _words(a), _words(b)
    if not one or not other or abbreviates(one, other) or abbreviates(other, one):
        return True
    return min(a.confidence, b.confidence) < 1.0 and fuzz.ratio(one, other) >= ALIKE_ON_PAPER


def _words(o: Observation) -> str:
    return _NOISE.sub("", squeeze(str(o.value)))


def abbreviates(short: str, long: str) -> bool:
    """Whether all letters of the one stand in the other, in their order."""
    rest = iter(long)
    return all(letter in rest for letter in short)
