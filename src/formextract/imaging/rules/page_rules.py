"""All rules of a page: found, repaired, and looked for again among faint lines where many had to be."""

from __future__ import annotations

import cv2
import numpy as np

from formextract.imaging.image import Image
from formextract.imaging.rules.dashes import bridged
from formextract.imaging.rules.detect import Rules, Suspected, find_rules
from formextract.imaging.rules.evidence import Hearing, RuleWeights, fitted, heard, probability
from formextract.imaging.rules.faint import FaintLines, any_unfound, find_faint_lines
from formextract.imaging.rules.repair import repaired, share_repaired
from formextract.layout.grid import Rule

BROKEN = 0.15
"""Share of a page's rules that had to be mended from which what is left of others is looked for as well."""
SUSPECTED = 0.1
"""Probability from which a stretch may be a rule: half of those between this and what is accepted were rules."""
SIDES = 2
"""Upright rules of the least table."""


def rules_of_page(upright: Image, ink: Image, letter: float) -> tuple[Rules, Rules]:
    """The rules of an upright page as drawn, and as repaired.

    Faint ones are looked for only where there are some: letters have ridges too.
    """
    ink = np.asarray(ink | bridged(ink, letter), np.uint8)
    drawn = find_rules(ink, letter)
    rules = repaired(drawn, ink, letter)
    faint = find_faint_lines(upright, letter)
    if share_repaired(drawn, rules, letter) >= BROKEN or any_unfound(faint, rules.ink, letter):
        drawn = with_evident(find_rules(ink, letter, faint), faint, ink, letter)
        return drawn, repaired(drawn, ink, letter, faint)
    if len(drawn.vertical) < SIDES:
        # dashes that wear took apart are nowhere long; letters' ridges make no table
        dashes = find_rules(ink, letter, faint)
        if len(dashes.vertical) > SIDES and len(dashes.horizontal) > SIDES:
            return dashes, repaired(dashes, ink, letter, faint)
    return drawn, rules


def with_evident(rules: Rules, faint: FaintLines, ink: Image, letter: float) -> Rules:
    """The rules with those among the other candidates for which there is evidence enough."""
    flat, tall = heard(rules.horizontal, rules.vertical, rules.ink, faint, ink, letter)
    level, may_be_level = _judged(flat, fitted()["level"])
    upright, may_be_upright = _judged(tall, fitted()["upright"])
    rules = rules._replace(suspected=Suspected(may_be_level, may_be_upright))
    if not level and not upright:
        return rules
    more = cv2.bitwise_or(flat.ink_of(level), np.asarray(cv2.transpose(tall.ink_of(upright)), np.uint8))
    return rules._replace(
        horizontal=[*rules.horizontal, *(flat.candidates[i].rule for i in level)],
        vertical=[*rules.vertical, *(tall.candidates[i].rule for i in upright)],
        ink=np.asarray(cv2.bitwise_or(rules.ink, more), np.uint8),
        dashed=rules.dashed + len(level) + len(upright),
    )


def _judged(hearing: Hearing, by: RuleWeights) -> tuple[list[int], list[Rule]]:
    """Which candidates are rules, and those that may be."""
    said = [probability(e, by.weights) for e in hearing.evidence]
    accepted = [i for i, p in enumerate(said) if p >= by.accepted]
    return accepted, [hearing.candidates[i].rule for i, p in enumerate(said) if SUSPECTED <= p < by.accepted]
