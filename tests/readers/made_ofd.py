"""Small OFD files, built by hand: pages of objects, a template, annotations, a signature."""

from __future__ import annotations

import zipfile
from pathlib import Path

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
TEXT_SIZE = 4.0


def text(x: float, y: float, letters: str, *, step: str = "", more: str = "") -> str:
    """A text whose letters stand on a line 4 mm below (x, y), a step of 4 mm a letter by default."""
    steps = step or f"g {len(letters) - 1} {TEXT_SIZE}"
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y} 80 6" Font="5" Size="{TEXT_SIZE}" {more}>'
        f'<ofd:TextCode X="0" Y="{TEXT_SIZE}" DeltaX="{steps}">{letters}</ofd:TextCode></ofd:TextObject>'
    )


def path(x: float, y: float, data: str, more: str = "") -> str:
    """A drawing at (x, y)."""
    return (
        f'<ofd:PathObject ID="2" Boundary="{x} {y} 100 100" LineWidth="0.2" {more}>'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def cut(width: float, height: float) -> str:
    """Of an object, that it is seen in a box so large at its corner only."""
    area = f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C"
    return (
        f'<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary="0 0 {width} {height}" Fill="true"><ofd:AbbreviatedData>'
        f"{area}</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>"
    )


def grid(xs: list[float], ys: list[float]) -> str:
    """A ruled grid, as lines."""
    level = [path(0, 0, f"M {xs[0]} {y} L {xs[-1]} {y}") for y in ys]
    return "".join(level + [path(0, 0, f"M {x} {ys[0]} L {x} {ys[-1]}") for x in xs])


def page(objects: str, head: str = "") -> str:
    """A page's part."""
    return f"{HEAD}<ofd:Page {NS}>{head}<ofd:Content><ofd:Layer ID='9'>{objects}</ofd:Layer></ofd:Content></ofd:Page>"


def write(
    where: Path, pages: list[str], parts: dict[str, str] | None = None, *, common: str = "", tail: str = ""
) -> Path:
    """An OFD file of page parts and `parts` of any name; `common` and `tail` go into the document's root."""
    refs = "".join(f'<ofd:Page ID="{100 + i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
    files = {
        "OFD.xml": f"{HEAD}<ofd:OFD {NS}><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"{HEAD}<ofd:Document {NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        f"</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{common}</ofd:CommonData>"
        f"<ofd:Pages>{refs}</ofd:Pages>{tail}</ofd:Document>",
        "Doc_0/PublicRes.xml": f'{HEAD}<ofd:Res {NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="5" FontName="宋体"/>'
        '<ofd:Font ID="6" FontName="Wingdings 2"/></ofd:Fonts></ofd:Res>',
    }
    files |= {f"Doc_0/Pages/Page_{i}/Content.xml": part for i, part in enumerate(pages)}
    with zipfile.ZipFile(where, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (files | (parts or {})).items():
            package.writestr(name, content)
    return where
