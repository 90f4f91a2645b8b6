"""Years spelt out, as titles of letters have them: 二〇二五年."""

from __future__ import annotations

import re

_DIGITS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_YEAR = re.compile(f"二[〇零○][{''.join(_DIGITS)}]{{2}}(?=年)")


def in_digits(text: str) -> str:
    """A text with its years in digits."""
    return _YEAR.sub(lambda m: "".join(_DIGITS[c] for c in m.group()), text)
