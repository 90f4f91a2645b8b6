"""Text that a spreadsheet shows and does not run."""

from __future__ import annotations

import re
import unicodedata

MARK = "'"
"""What stands before a text that a spreadsheet would take for a formula."""

_STARTERS = frozenset("=+-@")

# What a spreadsheet may skip before it looks at the first character: space of any kind (tab, line breaks, full-width),
# control characters, and characters without width (U+200B…, U+2060…, U+FEFF).
_SKIPPED = re.compile("[\\s\x00-\x1f\x7f-\xa0\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run `text`: it starts with = + - @ in any width, after any space."""
    start = _SKIPPED.match(text)
    at = 0 if start is None else start.end()
    return at < len(text) and unicodedata.normalize("NFKC", text[at])[:1] in _STARTERS


def defused(text: str) -> str:
    """`text` as a spreadsheet shows it, never runs it: with an apostrophe before what might be a formula."""
    return MARK + text if is_formula(text) else text
