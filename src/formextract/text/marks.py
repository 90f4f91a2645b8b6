"""Note marks beside figures: ① and ¹ are digits to NFKC, and to a reader the number of a note."""

from __future__ import annotations

import re
import unicodedata

CIRCLED = "①-⑳㉑-㉟㊱-㊿❶-❿⓫-⓴➀-➓⓵-⓾"
RAISED = "⁰¹²³⁴-⁹"
_ANY = re.compile(f"[{CIRCLED}{RAISED}⒈-⒛]")
_POWER = re.compile(f"(?<![\\d.,，．])([1１][0０])([⁺⁻]?[{RAISED}]+)")
_BEHIND = re.compile(f"(?<=[\\d%％‰])(?:[ \\t]*[{CIRCLED}{RAISED}⁽⁾])+")
_BEFORE = re.compile(f"([{CIRCLED}{RAISED}⒈-⒛])(?=[ \\t]*[\\d.．])")
_AT_END = re.compile(f"(?<=[^A-Za-z米\\s])[{CIRCLED}{RAISED}]+\\s*$")


def without_marks(text: str) -> str:
    """The text with no note mark run into a figure: `163①` is 163, `①155` is (1)155, and `10⁴` is 10^4."""
    if _ANY.search(text) is None:
        return text
    text = _POWER.sub(lambda m: f"{m[1]}^{unicodedata.normalize('NFKC', m[2])}", text)
    text = _BEHIND.sub("", text)
    return _BEFORE.sub(lambda m: f"({unicodedata.normalize('NFKC', m[1]).rstrip('.')})", text)


def without_last_mark(text: str) -> str:
    """A figure's cell without the mark at its end, also behind the unit: `107.27亿元①`. Powers stay: `3m²`."""
    return _AT_END.sub("", text)


def raised(text: str) -> str:
    """Digits, brackets and signs as the raised letters that Unicode has for them; everything else as it is."""
    return text.translate(_TO_RAISED)


def is_mark(text: str) -> bool:
    """Whether raised letters are the number of a note, or may be a power: digits, signs, circled numbers."""
    return re.fullmatch(rf"[\d+\-−()（）\[\]［］{CIRCLED}{RAISED}⁺⁻⁽⁾\s]+", text) is not None


_TO_RAISED = str.maketrans("0123456789+-−()（）[]［］０１２３４５６７８９", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾⁽⁾⁽⁾⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹")
