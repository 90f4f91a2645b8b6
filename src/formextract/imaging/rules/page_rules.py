"""All rules of a page: found, repaired, and looked for again among faint lines where many had to be."""

from __future__ import annotations

import numpy as np

from formextract.imaging.image import Image
from formextract.imaging.rules.dashes import bridged
from formextract.imaging.rules.detect import Rules, find_rules
from formextract.imaging.rules.faint import any_unfound, find_faint_lines
from formextract.imaging.rules.repair import repaired, share_repaired

BROKEN = 0.15
"""Share of a page's rules that had to be mended from which what is left of others is looked for as well."""
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
        drawn = find_rules(ink, letter, faint)
        return drawn, repaired(drawn, ink, letter, faint)
    if len(drawn.vertical) < SIDES:
        # dashes that wear took apart are nowhere long; letters' ridges make no table
        dashes = find_rules(ink, letter, faint)
        if len(dashes.vertical) > SIDES and len(dashes.horizontal) > SIDES:
            return dashes, repaired(dashes, ink, letter, faint)
    return drawn, rules
