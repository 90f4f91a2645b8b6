"""Signs that forms tick with, by what they show. One table: readers, matching and values all ask here."""

from __future__ import annotations

TICKS = "√✓✔✅"
"""Ticks that stand alone."""
CROSSES = "✖✗✘✕×"
"""Crosses that stand alone; × is a sign of multiplication as well."""
TICKED_BOXES = "☑🗹"
CROSSED_BOXES = "☒⊠🗷"
FILLED = "■●▣◼◾⬛◉⦿▪"
"""Boxes and circles that are filled or have a dot."""
SQUARES = "□☐◻▢⬜▫◽❏❐❑❒❍"
CIRCLES = "○◯⭕"

MARKED = TICKED_BOXES + CROSSED_BOXES + TICKS + FILLED
"""What says that an option is chosen and nothing else."""
OPEN = SQUARES + CIRCLES
"""What says that an option is there and not chosen, and nothing else."""
BULLETS = "◆★"
HOLLOW_BULLETS = "◇☆〇"
"""Signs that stand before options and before items of a list; 〇 is a zero, too."""
LETTERS = "🅥"

CHECKED = MARKED + CROSSES + BULLETS + LETTERS
"""Whatever may say that an option is chosen, in a cell that has options."""
EMPTY = OPEN + HOLLOW_BULLETS
"""Whatever may say that an option is not chosen, in a cell that has options."""
