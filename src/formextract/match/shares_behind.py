"""Captions of shares that only what stands before them completes: 高新技术企业 | 24家 | 占比 | 27.3%."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from formextract.match.key_values import KeyCell
from formextract.match.labels import SAME_WORDS, LabelIndex, take_apart
from formextract.match.leftovers import printed_label
from formextract.tables import CellKind
from formextract.text import squeeze

_SHARE = re.compile(r"(?:其中[:：]?)?(?:所?占[\u4e00-\u9fff]{0,8}(?:比重|比例|比率?|份额)|占比|比重|比例)")
"""A share that does not say of what it is."""


def told_as_share(labels: Sequence[KeyCell], index: LabelIndex) -> None:
    """Gives captions of shares the reading that they have behind the caption before them."""
    for k, at in enumerate(labels):
        hits = at.cell_kind.hits
        bare = squeeze(take_apart(printed_label(at)).bare)
        if k == 0 or (hits and hits[0].score >= SAME_WORDS) or not at.values or not _SHARE.fullmatch(bare):
            continue
        before = take_apart(printed_label(labels[k - 1])).bare
        found = index.wanted(before + bare.removeprefix("其中").lstrip(":"))
        if found and found[0].score >= SAME_WORDS:
            doubted = tuple(replace(h, score=min(h.score, SAME_WORDS)) for h in found)
            at.cell_kind = CellKind("label", unit="%", hits=doubted)
            at.unit = at.unit or "%"
