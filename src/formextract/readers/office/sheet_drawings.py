"""What lies over the cells of an .xlsx sheet: pictures, text boxes, shapes, charts, objects, form controls."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple

from formextract.model import TYPED, Legibility
from formextract.model.document import UnreadKind
from formextract.readers.office.tidy_package import transitional
from formextract.readers.snippets import Snippets

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_VML = "{urn:schemas-microsoft-com:vml}"
_XL = "{urn:schemas-microsoft-com:office:excel}"
_KINDS: dict[str, UnreadKind] = {
    "pic": "picture",
    "graphicFrame": "object",
    "grpSp": "drawing",
    "cxnSp": "drawing",
    "sp": "drawing",
}
_BOXES = frozenset({"Checkbox", "Radio"})
_RICH, _CELL_IMAGES = "xl/richdata/", "xl/cellimages.xml"
_SHOWN_PICTURE = re.compile(r"^=?(?:_xlfn\.)?DISPIMG\(\s*\"([^\"]*)\"", re.IGNORECASE)
PLACED = "placed in the cell"
"""Stands for the part of a picture that is a cell's value and is not looked up."""
_FURNITURE = frozenset({"Button", "GBox", "Label"})
"""Controls that nobody fills in."""


class OverCell(NamedTuple):
    """Something over a cell (row and column of its middle or first corner, from 1).

    `text` is what it says, where that is text: a box and its caption, the words in a shape. What has none was not read.
    """

    row: int
    col: int
    what: UnreadKind
    text: str
    picture: str = ""
    """A picture's name in the package."""
    legibility: Legibility = TYPED


def read_picture(over: OverCell, snippets: Snippets) -> OverCell:
    """A picture over an empty cell with what it says, where it can be read."""
    if over.picture in ("", PLACED):
        return over
    said, legibility = snippets.read([over.picture])
    return over._replace(text=said, legibility=legibility) if said else over


def over_cells(path: Path) -> dict[str, list[OverCell]]:
    """What lies over the cells of each sheet, by its name; nothing for parts that cannot be read."""
    out: dict[str, list[OverCell]] = {}
    with zipfile.ZipFile(path) as package:
        names = {n.replace("\\", "/").lstrip("/").lower(): n for n in package.namelist()}
        if not any("drawing" in n or n.startswith(_RICH) for n in names):
            return out
        parts = _Parts(package, names)
        book = "xl/workbook.xml"
        by_id = parts.related(book)
        root = parts.xml(book)
        if root is None:
            return out
        for sheet in root.iter():
            if not (isinstance(sheet.tag, str) and sheet.tag.endswith("}sheet")):
                continue
            part = by_id.get(sheet.get(_R + "id") or next((v for k, v in sheet.items() if k.endswith("}id")), ""), "")
            found = [over for name in parts.related(part).values() for over in _in_part(parts, name)]
            found += _placed_in_cells(parts, part)
            if found:
                out[sheet.get("name") or ""] = found
    return out


class _Parts:
    def __init__(self, package: zipfile.ZipFile, names: dict[str, str]) -> None:
        self._package, self._names = package, names

    def xml(self, name: str, *, recover: bool = False) -> Any:
        """The root of a part; None where it is not there or broken."""
        if name.lower() not in self._names:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=recover)
        try:
            return etree.fromstring(transitional(self._package.read(self._names[name.lower()])), parser)
        except (etree.XMLSyntaxError, zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError):
            return None

    def has(self, folder: str) -> bool:
        """Whether there are parts in a folder."""
        return any(n.startswith(folder) for n in self._names)

    def related(self, name: str) -> dict[str, str]:
        """The parts that a part refers to, by the ids of its relationships."""
        folder, _, own = name.rpartition("/")
        root = self.xml(f"{folder}/_rels/{own}.rels") if name else None
        if root is None:
            return {}
        out = {}
        for relation in root:
            target = relation.get("Target") or ""
            place = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            out[relation.get("Id") or ""] = posixpath.normpath(place)
        return out


def cell_pictures(path: Path) -> dict[str, str]:
    """The pictures that WPS sets into cells by a formula, `DISPIMG("ID_…",1)`: their parts by their ids."""
    with zipfile.ZipFile(path) as package:
        names = {n.replace("\\", "/").lstrip("/").lower(): n for n in package.namelist()}
        if _CELL_IMAGES not in names:
            return {}
        parts = _Parts(package, names)
        root, related = parts.xml(_CELL_IMAGES), parts.related(_CELL_IMAGES)
    out: dict[str, str] = {}
    for picture in () if root is None else (e for e in root.iter() if _tag(e) == "pic"):
        name = next((e.get("name") or "" for e in picture.iter() if _tag(e) == "cNvPr"), "")
        blip = next((e for e in picture.iter() if _tag(e) == "blip"), None)
        out[name] = "" if blip is None else related.get(blip.get(_R + "embed") or "", "")
    return out


def picture_in(text: str) -> str | None:
    """The id of the picture that WPS shows in a cell with this text or formula; None where it shows none."""
    found = _SHOWN_PICTURE.search(text)
    return None if found is None else found[1]


def _placed_in_cells(parts: _Parts, sheet: str) -> Iterator[OverCell]:
    """The pictures that newer Excel places in cells, whose value older ones show as an error."""
    if not parts.has(_RICH):
        return
    root = parts.xml(sheet)
    for cell in () if root is None else root.iter():
        if _tag(cell) == "c" and cell.get("vm") and cell.get("t") == "e":
            row, col = coordinate_to_tuple(cell.get("r") or "A1")
            yield OverCell(row, col, "picture", "", PLACED)


def _in_part(parts: _Parts, name: str) -> Iterator[OverCell]:
    if name.endswith(".vml"):
        root = parts.xml(name, recover=True)
        if root is not None:
            yield from _controls(root)
    elif "/drawings/" in name:
        root = parts.xml(name)
        if root is not None:
            yield from _shapes(root, parts.related(name))


def _shapes(root: Any, related: Mapping[str, str]) -> Iterator[OverCell]:
    for anchor in root:
        start, end = _corner(anchor, "from"), _corner(anchor, "to")
        if start is None:
            continue
        row, col = start if end is None else ((start[0] + end[0]) // 2, (start[1] + end[1]) // 2)
        for element in anchor.iter():
            tag = _tag(element)
            if tag not in _KINDS:
                continue
            if any(_tag(a) == "Fallback" for a in element.iterancestors()):
                break
            text = "".join(t.text or "" for t in element.iter() if _tag(t) == "t").strip()
            if text or not _is_line(element, tag):
                blip = next((e for e in element.iter() if _tag(e) == "blip"), None) if tag == "pic" else None
                picture = "" if blip is None else related.get(blip.get(_R + "embed") or "", "")
                what = "text-box" if tag == "sp" and text else _KINDS[tag]
                yield OverCell(row + 1, col + 1, what, text, picture)
            break


def _is_line(element: Any, tag: str) -> bool:
    shapes = [e.get("prst") for e in element.iter() if _tag(e) == "prstGeom"]
    return tag == "cxnSp" or (tag == "sp" and bool(shapes) and all(s in ("line", "straightConnector1") for s in shapes))


def _corner(anchor: Any, name: str) -> tuple[int, int] | None:
    at = next((e for e in anchor if _tag(e) == name), None)
    if at is None:
        return None
    said = {_tag(e): e.text or "" for e in at}
    row, col = said.get("row", ""), said.get("col", "")
    return (int(row), int(col)) if row.isdecimal() and col.isdecimal() else None


def _controls(root: Any) -> Iterator[OverCell]:
    """The form toolbar's controls, which a sheet keeps in VML; comments are read elsewhere."""
    for shape in root.iter(_VML + "shape"):
        data = shape.find(_XL + "ClientData")
        kind = "" if data is None else data.get("ObjectType") or ""
        if kind in ("", "Note"):
            continue
        anchor = re.findall(r"-?\d+", data.findtext(_XL + "Anchor") or "")
        if len(anchor) < 8:  # noqa: PLR2004 - column, offset, row, offset of two corners
            continue
        row, col = (int(anchor[2]) + int(anchor[6])) // 2 + 1, int(anchor[0]) + 1
        if kind in _BOXES:
            on = (data.findtext(_XL + "Checked") or "0").strip() == "1"
            yield OverCell(row, col, "object", f"{'☑' if on else '☐'}{_caption(shape)}")
        elif kind not in _FURNITURE:
            yield OverCell(row, col, "object", "")


def _caption(shape: Any) -> str:
    box = shape.find(_VML + "textbox")
    return "" if box is None else "".join("".join(box.itertext()).split())


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
