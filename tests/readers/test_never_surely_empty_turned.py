"""What `test_never_surely_empty` holds of other formats, of those that LibreOffice turns: all ways in one file each.

A row of a table says the way in its first cell and holds a figure, put in in that way, in its second.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from made_xlsb import write_xlsb

from formextract import readers
from formextract.intake import source_file
from formextract.model import Cell, Document, Table
from formextract.model.ink import NOT_SEEN, STRUCK
from formextract.readers.office import libreoffice
from formextract.text import is_blank

OFFICE = libreoffice.program()
pytestmark = pytest.mark.usefixtures("office")

FIGURE = "163.5"
_HEAD = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 SimSun;}}{\colortbl;\red255\green255\blue255;\red31\green78\blue121;}"
)
_DROP_DOWN = (
    r"{\field{\*\fldinst FORMDROPDOWN {\*\formfield{\fftype2\ffres1{\*\ffname a}{\*\ffl 0}{\*\ffl 163.5}}}}{\fldrslt }}"
)
_PICTURE = r"{\pict\pngblip\picw10\pich10 89504e470d0a1a0a}"
_EQUATION = r"{\mmath{\*\moMath{\mr 163.5}}}"
_BOX = (
    r"{\shp{\*\shpinst\shpleft0\shptop0\shpright2000\shpbottom400{\sp{\sn shapeType}{\sv 202}}"
    r"{\shptxt \pard\plain 163.5\par}}}"
)
RTF: Mapping[str, str] = {
    "text": FIGURE,
    "struck": r"{\strike 163.5}",
    "raised": r"{\super 163.5}",
    "hidden": r"{\v 163.5}",
    "white": r"{\cf1 163.5}",
    "colour of its ground": r"{\cf2\chcbpat2 163.5}",
    "tiny": r"{\fs2 163.5}",
    "deleted": r"{\deleted\revauthdel0\revdttmdel1 163.5}",
    "inserted": r"{\revised\revauth0\revdttm1 163.5}",
    "drop-down": _DROP_DOWN,
    "picture": _PICTURE,
    "equation": _EQUATION,
    "text box": _BOX,
    "formula without a value": r"{\field{\*\fldinst =SUM(ABOVE)}{\fldrslt }}",
}
XLSB: Mapping[str, tuple[float, str]] = {
    "text": (163.5, "General"),
    "struck": (163.5, "struck"),
    "white": (163.5, "white"),
    "tiny": (163.5, "tiny"),
    "format that hides": (163.5, ";;;"),
    "format not understood": (163.5, "[h]:mm;0;0;0;0"),
}
WAYS = (
    [("rtf", way) for way in RTF] + [("doc", way) for way in RTF if way != "equation"] + [("xlsb", way) for way in XLSB]
)


def rtf(folder: Path) -> Path:
    rows = (
        rf"\trowd\cellx4000\cellx8000\pard\plain\intbl w{n}\cell\pard\plain\intbl {inside}\cell\row "
        for n, inside in enumerate(RTF.values())
    )
    path = folder / "a.rtf"
    path.write_text(_HEAD + r"{\*\revtbl{a;}}" + "".join(rows) + r"\pard\par}", "ascii")
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    folder = tmp_path_factory.mktemp("turned")
    assert OFFICE is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", "doc", "--outdir", str(folder), str(rtf(folder))]
    subprocess.run(command, check=True, capture_output=True)
    write_xlsb(folder / "a.xlsb", [(f"w{n}", value, look) for n, (value, look) in enumerate(XLSB.values())])
    return {kind: readers.read(source_file(folder / f"a.{kind}")) for kind in ("rtf", "doc", "xlsb")}


def cell_of(document: Document, number: int) -> Cell:
    cells = [c for b in document.blocks if isinstance(b, Table) for c in b.cells]
    (label,) = (c for c in cells if c.text.strip() == f"w{number}")
    return next(c for c in cells if (c.row, c.col) == (label.row, label.col + 1))


@pytest.mark.parametrize(("kind", "way"), WAYS, ids=[f"{k}-{w}" for k, w in WAYS])
def test_a_filled_cell_is_never_empty_for_sure(made: dict[str, Document], kind: str, way: str) -> None:
    ways = XLSB if kind == "xlsb" else RTF
    cell = cell_of(made[kind], list(ways).index(way))
    assert not is_blank(cell.text) or cell.doubt
    if way in ("text", "inserted"):
        assert (cell.text, cell.doubt) == (FIGURE, "")
    if way in ("struck", "deleted"):
        assert cell.doubt == STRUCK
    if way in ("white", "colour of its ground", "tiny", "hidden"):
        assert (cell.text.strip(), cell.doubt) == ("", NOT_SEEN)


def test_an_object_beside_words_is_named(made: dict[str, Document]) -> None:
    """LibreOffice sets an RTF file's equation before the words of the cell before it."""
    label = f"w{list(RTF).index('equation')}"
    cells = [c for b in made["doc"].blocks if isinstance(b, Table) for c in b.cells]
    place = next(c.place for c in cells if c.text.strip() == label)
    assert [u.what for u in made["doc"].unread if u.place == place] == ["object"]
