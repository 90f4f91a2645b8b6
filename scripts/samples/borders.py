"""Word forms printed with other borders and letters: every border that Word draws, open sides, none at all."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
ZEBRA = '<w:shd w:val="clear" w:color="auto" w:fill="E4E4E4"/>'
"""The ground of every second row."""


@dataclass(frozen=True)
class Print:
    """How tables are bordered: Word's name of the line, eighths of a point, the sides drawn, every second row grey."""

    name: str
    line: str = "single"
    eighths: int = 4
    drawn: tuple[str, ...] = SIDES
    zebra: bool = False
    font: str = ""


PRINTS = {
    p.name: p
    for p in (
        Print("solid"),
        Print("thin", eighths=2),
        Print("double", "double"),
        Print("dotted", "dotted"),
        Print("dashed", "dashed"),
        Print("dot-dash", "dotDash"),
        Print("small-gap", "dashSmallGap"),
        Print("dotted-fine", "dotted", 2, font="Noto Sans CJK SC"),
        Print("dashed-heavy", "dashed", 8, font="Noto Sans CJK SC"),
        Print("open", drawn=("top", "bottom", "insideH", "insideV")),
        Print("open-dashed", "dashed", drawn=("top", "bottom", "insideH", "insideV")),
        Print("level-only", drawn=("top", "bottom", "insideH")),
        Print("frame-only", drawn=("top", "left", "bottom", "right")),
        Print("three-line", drawn=("top", "bottom")),
        Print("none", drawn=()),
        Print("zebra", drawn=(), zebra=True),
    )
}
_BORDERS = re.compile(r"<w:tblBorders>.*?</w:tblBorders>", re.DOTALL)
_ROW = re.compile(r"<w:tr[ >].*?</w:tr>", re.DOTALL)
_FONTS = re.compile(r"<w:rFonts [^>]*/>")


def printed_with(source: Path, target: Path, style: Print) -> None:
    """A Word form with its tables' borders drawn in another style."""
    drawn = "".join(
        f'<w:{side} w:val="{style.line}" w:sz="{style.eighths}" w:space="0" w:color="000000"/>'
        if side in style.drawn
        else f'<w:{side} w:val="nil"/>'
        for side in SIDES
    )
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "word/document.xml":
                text = _BORDERS.sub(f"<w:tblBorders>{drawn}</w:tblBorders>", data.decode("utf-8"))
                data = (_zebra(text) if style.zebra else text).encode("utf-8")
            if style.font and item.filename in ("word/document.xml", "word/styles.xml"):
                fonts = " ".join(f'w:{at}="{style.font}"' for at in ("ascii", "hAnsi", "eastAsia", "cs"))
                data = _FONTS.sub(f"<w:rFonts {fonts}/>", data.decode("utf-8")).encode("utf-8")
            new.writestr(item, data)


def _zebra(text: str) -> str:
    count = 0

    def shaded(row: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return row.group().replace("</w:tcPr>", f"{ZEBRA}</w:tcPr>") if count % 2 else row.group()

    return _ROW.sub(shaded, text)
