"""Text into lines: tokens that may not be cut, their widths, and where lines break."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportlab.pdfbase.pdfmetrics import stringWidth

from samples import glyphs
from samples.paper import Ink, Line, Tick

PIECES = re.compile(r"[!-~]+|[ \u3000]|\t|\n|.", re.DOTALL)
DRAWN_TICKS = {"stroke", "fill", "dingbats"}
NOT_FIRST = set("，。、；：）”％%)》」！？ \u3000")


@dataclass(frozen=True)
class Token:
    """Something set in one piece: text of one look, or a drawn box."""

    text: str
    width: float
    size: float
    underline: bool = False
    tick: Tick | None = None


SetLine = list[tuple[float, Token]]  # with the offset from the line's left end


def tokens(line: Line, font: str, size: float, style: str) -> list[Token]:
    found: list[Token] = []
    for piece in line:
        if isinstance(piece, Tick) and style in DRAWN_TICKS:
            found.append(Token("", size * 1.05, size, tick=piece))
            continue
        ink = piece if isinstance(piece, Ink) else Ink(glyphs.pair(style)[0 if piece.on else 1])
        points = size - 1.5 if ink.small else size
        for text in PIECES.findall(ink.text):
            shown = "  " if text == "\t" else text
            found.append(Token(shown, 0 if text == "\n" else stringWidth(shown, font, points), points, ink.underline))
    return found


def fold(line: Line, font: str, size: float, style: str, width: float) -> list[SetLine]:
    """The line broken at `width`: anywhere between Chinese characters, not inside a figure unless it is too long."""
    found: list[SetLine] = [[]]
    at = 0.0
    # A comma may hang behind a full line, but not out of the cell: wide cells keep room for one.
    full = width - size if width > 8 * size else width
    for token in tokens(line, font, size, style):
        if token.text == "\n":
            found.append([])
            at = 0.0
            continue
        for part in _fitting(token, font, width):
            if at + part.width > (width if part.text in NOT_FIRST else full) and found[-1]:
                found.append([])
                at = 0.0
            found[-1].append((at, part))
            at += part.width
    return found


def _fitting(token: Token, font: str, width: float) -> list[Token]:
    if token.width <= width or len(token.text) < 2:
        return [token]
    return [Token(char, stringWidth(char, font, token.size), token.size, token.underline) for char in token.text]


def extent(line: SetLine) -> float:
    return line[-1][0] + line[-1][1].width if line else 0.0
