"""Signs by what they show: those that forms tick with, and those that are taken for one another.

One table each: readers, matching, values and checks all ask here.
"""

from __future__ import annotations

from collections.abc import Mapping

TICKS = "√✓✔✅"
"""Ticks that stand alone."""
CROSSES = "✖✗✘✕×"
"""Crosses that stand alone; × is a sign of multiplication as well."""
TICKED_BOXES = "☑🗹"
CROSSED_BOXES = "☒⊠🗷"
FILLED_CIRCLES = "●◉⦿"
FILLED = "■▣◼◾⬛▪" + FILLED_CIRCLES
"""Boxes and circles that are filled or have a dot."""
SQUARES = "□☐◻▢⬜▫◽❏❐❑❒❍"
CIRCLES = "○◯⭕"

TICKED = TICKED_BOXES + CROSSED_BOXES + TICKS
"""What somebody ticked; filled signs may head the items of a list as well."""
MARKED = TICKED + FILLED
"""What says that an option is chosen and nothing else."""
OPEN = SQUARES + CIRCLES
"""What says that an option is there and not chosen, and nothing else."""
BULLETS = "◆★"
HOLLOW_BULLETS = "◇☆〇"
"""Signs that stand before options and before items of a list; 〇 is a zero, too."""
ROUND = CIRCLES + FILLED_CIRCLES + "〇"
"""Boxes of which one is meant."""
LETTERS = "🅥"

PUT = "☐☑"
"""What our own readers write for a box that they found by its outline: open, ticked."""
CROSSED_AS_LETTERS = "凶囟凸凹囝囗図圂"
"""What recognisers make of a crossed or filled box; no option is worded with these."""

CHECKED = MARKED + CROSSES + BULLETS + LETTERS
"""Whatever may say that an option is chosen, in a cell that has options."""
EMPTY = OPEN + HOLLOW_BULLETS
"""Whatever may say that an option is not chosen, in a cell that has options."""

_ALIKE = ("06", "08", "17", "27", "38", "49", "56", "68", "69")
DIGITS_ALIKE: Mapping[str, str] = {d: "".join(x.replace(d, "") for x in _ALIKE if d in x) for d in "0123456789"}
"""The digits for which each is taken, by hand and by recognition."""
LETTERS_OF_DIGITS: Mapping[str, str] = {"0": "OoQD〇○", "1": "lI|丨", "5": "S"}
"""The other signs for which a digit is taken."""


def look_alike(a: str, b: str) -> bool:
    """Whether one of two signs is taken for the other; at least one of them is a digit."""
    return any(y in DIGITS_ALIKE.get(x, "") + LETTERS_OF_DIGITS.get(x, "") for x, y in ((a, b), (b, a)))
