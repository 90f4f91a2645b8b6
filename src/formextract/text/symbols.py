"""Symbol fonts: what their letters show. A tick in Wingdings is stored as `þ`, and shown as a ticked box."""

from __future__ import annotations

import re

_WINGDINGS = {
    0x6C: "●",
    0x6E: "■",
    0x6F: "☐",
    0x70: "☐",
    0x71: "☐",
    0x72: "☐",
    0x77: "◆",
    0x78: "☒",
    0xA0: "■",
    0xA1: "○",
    0xA4: "◉",
    0xA5: "◉",
    0xA7: "■",
    0xA8: "☐",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_WINGDINGS_2 = {
    0x2A: "☐",
    0x30: "☐",
    0x4F: "✗",
    0x50: "✓",
    0x51: "☒",
    0x52: "☑",
    0x53: "☒",
    0x54: "☒",
    0x99: "○",
    0x9C: "◉",
    0xA2: "■",
    0xA3: "☐",
}
# MuPDF gives the glyphs aNN of a ZapfDingbats that is not embedded as the letter NN; a program may also keep the codes.
_DINGBATS = {
    19: "✓",
    20: "✔",
    21: "✗",
    22: "✗",
    23: "✗",
    24: "✗",
    71: "●",
    72: "○",
    73: "■",
    74: "☐",
    75: "☐",
    203: "☐",
    204: "☐",
    0x33: "✓",
    0x34: "✔",
    0x37: "✗",
    0x38: "✗",
    0x6C: "●",
    0x6D: "○",
    0x6E: "■",
    0x6F: "☐",
    0x70: "☐",
    0x71: "☐",
    0x72: "☐",
}
_WEBDINGS = {0x61: "✓", 0x63: "☐", 0x67: "■", 0x6E: "●", 0x72: "☒"}
_FONTS: tuple[tuple[str, dict[int, str]], ...] = (
    ("zapfdingbats", _DINGBATS),
    ("dingbats", _DINGBATS),
    ("wingdings2", _WINGDINGS_2),
    ("wingdings3", {}),
    ("wingdings", _WINGDINGS),
    ("webdings", _WEBDINGS),
)
_PRIVATE = range(0xF000, 0xF100)


_LOST_BOX = re.compile(r"£\s*(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\s*£")
_LOST_TICK = re.compile(r"(?<![A-Za-z])R(?=\s*[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])R(?![A-Za-z])")


def with_boxes(text: str) -> str:
    """The text with boxes of Wingdings 2 that lost their font: £ beside a word is no pound, and R its ticked twin."""
    if "£" not in text or _LOST_BOX.search(text) is None:
        return text
    return _LOST_TICK.sub("☑", text.replace("£", "☐"))


def is_symbol_font(font: str) -> bool:
    """Whether a font's letters are signs: Wingdings and its kin."""
    name = font.lower()
    return "dings" in name or "dingbats" in name or "opensymbol" in name


def in_font(text: str, font: str) -> str:
    """A text as a font shows it: signs where it is a symbol font, else the text."""
    return "".join(shown(c, font) for c in text) if is_symbol_font(font) else text


def shown(char: str, font: str) -> str:
    """What a letter of a symbol font shows; the letter itself where that is not known, or the font has letters."""
    code = ord(char)
    if code in _PRIVATE:
        code -= 0xF000
    elif not is_symbol_font(font):
        return char
    name = re.sub("[ _-]", "", font.rpartition("+")[2].lower())
    for known, table in _FONTS:
        if known in name:
            return table.get(code, char)
    # a private code that lost its font: Wingdings is the likelier, Wingdings 2 has the other boxes
    return _WINGDINGS.get(code) or _WINGDINGS_2.get(code, char)
