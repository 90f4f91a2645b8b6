"""An Office package set in order: what Word, Excel and WPS open without a question, and the libraries here do not.

Strict Open XML, a main part by another name, macro files and templates, relationships to parts that are not there,
names with a backslash, styles and properties that break a rule. A second try only: a package in order is read as it is.
"""

from __future__ import annotations

import posixpath
import re
import tempfile
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import IO, Any, cast

from lxml import etree

MOST_STYLES = 2_000
"""Of the cells of a workbook whose styles end in the middle; a form has some dozens."""
_LOST, _UNKNOWN = "9999", "0;0;0;0;0"
"""A number format that no program has (a fifth section), and so one that `number_format` does not understand."""
IN_MEMORY = 50_000_000
"""Bytes of a package up to which it is kept in memory."""

_STRICT = re.compile(
    rb"http://purl\.oclc\.org/ooxml/(wordprocessingml|spreadsheetml|drawingml|presentationml|officeDocument)/"
)
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"
_TYPES = "[Content_Types].xml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELS = "_rels/.rels"
_USUAL = ("word/document.xml", "xl/workbook.xml")
_LEAST_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{}"/>'
    "</Relationships>"
)
_LEAST_TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    b'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    b'ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" '
    b'ContentType="image/jpeg"/><Default Extension="jpg" ContentType="image/jpeg"/></Types>'
)
_HEAD = 4096
"""Bytes in which a part says its namespaces."""
_CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_OF_A_SHEET = {_S + name for name in ("sheetViews", "cols", "sheetData", "mergeCells", "conditionalFormatting")}
_RULES = frozenset(
    "expression cellIs top10 uniqueValues duplicateValues containsText notContainsText beginsWith endsWith "
    "containsBlanks notContainsBlanks containsErrors notContainsErrors timePeriod aboveAverage".split()
)
"""Kinds of conditional formats that show a cell in a look of its own."""
_OPERATORS = frozenset(
    "lessThan lessThanOrEqual equal notEqual greaterThanOrEqual greaterThan between notBetween".split()
)
_OF_A_FONT = {_S + "strike", _S + "vertAlign", _S + "color", _S + "sz"}
_OF_A_COLOUR = {"rgb": re.compile("[0-9A-Fa-f]{8}"), "indexed": re.compile(r"\d+"), "theme": re.compile(r"\d+")}
_RANGE = r"\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?"
_RANGES = re.compile(f"{_RANGE}(?: {_RANGE})*")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE]-?\d+)?")
_OF_STYLES = {
    _S + name for name in ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
}
_OF_A_LOOK = {_S + "font", _S + "numFmt", _S + "fill"}


def tidied(path: Path) -> IO[bytes]:
    """The package with what is needed of it, in order, as an open file."""
    out = cast("IO[bytes]", tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - the caller reads from it
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(out, "w") as made:
        members = {_named(m.filename): m for m in package.infolist() if not m.is_dir()}
        main = _main_part(package, members) or next((name for name in _USUAL if name in members), "")
        parts = {name: package.read(m) for name, m in members.items() if not name.startswith("docprops/")}
        # a text without them, or whose own are beyond reading, is still a text
        for name, least in ((_RELS, _LEAST_RELS.format(main).encode()), (_TYPES, _LEAST_TYPES)):
            root = _root(parts.get(name, b""))
            if main.startswith("word/") and (root is None or root.tag not in (_CT + "Types", _REL + "Relationships")):
                parts[name] = least
        beside = [name for name in parts if name.startswith("word/") and name.endswith(".xml") and name != main]
        for name in beside:
            if _root(parts[name]) is None:
                del parts[name]
        strings, looks = _strings_in(parts), _looks_in(parts)
        for name, part in parts.items():
            data = part
            if name.endswith((".xml", ".rels")):
                data = transitional(data)
                if name.startswith("word/") and name != main:
                    data = _sound(data)
                data = _in_order(name, data, parts.keys(), main, strings, looks)
            made.writestr(name, data)
    out.seek(0)
    return out


def main_part(path: Path) -> str:
    """The name of the part that a package's relationships call its document; '' where there is none."""
    with zipfile.ZipFile(path) as package:
        return _main_part(package, {_named(m.filename): m for m in package.infolist()})


def is_strict(path: Path, main: str) -> bool:
    """Whether a package whose document is the part `main` is written in Strict Open XML."""
    with zipfile.ZipFile(path) as package:
        members = {_named(m.filename): m for m in package.infolist()}
        found = members.get(main) or members.get(_main_part(package, members))
        if found is None:
            return False
        with package.open(found) as part:
            return _STRICT.search(part.read(_HEAD)) is not None


def transitional(data: bytes) -> bytes:
    """A part of Strict Open XML with the names that the libraries know; any other as it is."""
    return _STRICT.sub(_TRANSITIONAL, data)


def has_styles(path: Path) -> bool:
    """Whether a workbook's styles, number formats among them, can be read at all."""
    with zipfile.ZipFile(path) as package:
        parts = {_named(m.filename): m for m in package.infolist()}
        if "xl/styles.xml" not in parts:
            return False
        try:
            _parse(package.read(parts["xl/styles.xml"]))
        except (etree.XMLSyntaxError, zipfile.BadZipFile, zipfile.zlib.error, ValueError, EOFError):  # type: ignore[attr-defined]
            return False
    return True


def _named(member: str) -> str:
    """A part's name as all others are held against it: Office asks for no case (ECMA-376 part 2, 6.2.2.3)."""
    name = member.replace("\\", "/").lstrip("/").lower()
    return _TYPES if name == _TYPES.lower() else name


def _main_part(package: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> str:
    root = _root(package.read(members[_RELS])) if _RELS in members else None
    for relation in () if root is None else root.iter(_REL + "Relationship"):
        target = posixpath.normpath((relation.get("Target") or "").lstrip("/")).lower()
        if (relation.get("Type") or "").endswith("/officeDocument") and target in members:
            return target
    return ""


def _strings_in(parts: dict[str, bytes]) -> int:
    """How many texts a workbook's cells can refer to."""
    root = _root(transitional(parts.get("xl/sharedstrings.xml", b"")))
    return 0 if root is None else len(root.findall(_S + "si"))


def _looks_in(parts: dict[str, bytes]) -> int:
    """How many looks a workbook has for conditional formats."""
    root = _root(transitional(parts.get("xl/styles.xml", b"")))
    found = None if root is None else root.find(_S + "dxfs")
    return 0 if found is None else len(found)


def _in_order(name: str, data: bytes, names: Collection[str], main: str, strings: int, looks: int) -> bytes:
    if name.endswith(".rels"):
        return _without_dangling(data, posixpath.dirname(posixpath.dirname(name)), names)
    if name == _TYPES:
        return _typed(data, main)
    if name == "xl/styles.xml":
        return _plain_styles(data)
    if _SHEET.fullmatch(name):
        root = _parse(data)
        _keep(root, _OF_A_SHEET)
        _plain_views(root)
        _plain_rules(root, looks)
        _without_lost_texts(root, strings)
        return _bytes(root)
    return data


def _root(data: bytes) -> Any:
    """The root of a part as far as it is sound; None where nothing of it is."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None


def _sound(data: bytes) -> bytes:
    """A part beside the text (styles, settings …) as far as it is sound XML: the text says what counts."""
    try:
        _parse(data)
    except etree.XMLSyntaxError:
        return _bytes(_root(data))
    return data


def _parse(data: bytes) -> Any:
    return etree.fromstring(
        data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    )


def _bytes(root: Any) -> bytes:
    return bytes(etree.tostring(root))


def _keep(element: Any, tags: Collection[str]) -> None:
    for child in list(element):
        if child.tag not in tags:
            element.remove(child)


def _without_dangling(data: bytes, folder: str, names: Collection[str]) -> bytes:
    root = _root(data)
    if root is None:
        return b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    for relation in list(root):
        if relation.get("TargetMode") == "External":
            continue
        target = (relation.get("Target") or "").lower()
        place = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        if posixpath.normpath(place) not in names or posixpath.normpath(place).startswith("docprops/"):
            root.remove(relation)
        else:
            relation.set("Target", target)
    return _bytes(root)


def _typed(data: bytes, main: str) -> bytes:
    """The types of the parts, the main one a plain document: macros are not run, a template is read as it stands."""
    root = _root(data)
    if root is None:
        return data
    for override in list(root.iter(_CT + "Override")):
        override.set("PartName", (override.get("PartName") or "").lower())
        if main.startswith("word/") and override.get("PartName").lstrip("/") == main:
            root.remove(override)
    if main.startswith("word/"):
        etree.SubElement(root, _CT + "Override", PartName=f"/{main}", ContentType=_WORD)
    return _bytes(root)


def _without_lost_texts(sheet: Any, strings: int) -> None:
    """Says of cells whose text is not in the file that they refer to nothing, as Excel says it of other cells."""
    for cell in sheet.iter(_S + "c"):
        value = cell.find(_S + "v") if cell.get("t") == "s" else None
        number = "" if value is None else (value.text or "").strip()
        if value is not None and not (number.isdecimal() and int(number) < strings):
            cell.set("t", "e")
            value.text = "#REF!"


def _plain_styles(data: bytes) -> bytes:
    """Of a workbook's styles the number formats, of its fonts what is struck through, raised or coloured, of its fills
    those of one colour.

    Of styles that end in the middle what is whole; a cell whose own was lost gets a number format that nobody knows, so
    that its figure is in doubt.
    """
    try:
        root, cut = _parse(data), False
    except etree.XMLSyntaxError:
        root, cut = _root(data), True
    if root is None or root.tag != _S + "styleSheet":
        root, cut = etree.Element(_S + "styleSheet"), True
    _keep(root, _OF_STYLES)
    if cut:
        _complete(root, data)
    for font in root.iter(_S + "font"):
        _keep(font, _OF_A_FONT)
        for colour in font.findall(_S + "color"):
            _plain_colour(colour)
        for size in font.findall(_S + "sz"):
            if _NUMBER.fullmatch(size.get("val") or "") is None:
                font.remove(size)
    for look in root.iter(_S + "dxf"):
        _keep(look, _OF_A_LOOK)
        for shown in look.findall(_S + "numFmt"):
            if not (shown.get("numFmtId") or "").isdecimal() or shown.get("formatCode") is None:
                look.remove(shown)
    for fill in root.iter(_S + "fill"):
        if fill.getparent().tag == _S + "dxf":
            _plain_look(fill)
            continue
        ground = fill.find(f"{_S}patternFill[@patternType='solid']/{_S}fgColor")
        _keep(fill, ())
        plain = etree.SubElement(fill, _S + "patternFill")
        if ground is not None and _plain_colour(ground):
            plain.set("patternType", "solid")
            plain.append(ground)
    for plain in (*root.iter(_S + "border"), *root.iter(_S + "xf")):
        _keep(plain, ())
    return _bytes(root)


def _plain_look(fill: Any) -> None:
    """Takes from the fill of a conditional format all but its colours, which it says of the pattern's ground."""
    pattern = fill.find(_S + "patternFill")
    colours = [] if pattern is None else [c for c in pattern if c.tag in (_S + "bgColor", _S + "fgColor")]
    kind = None if pattern is None else pattern.get("patternType")
    _keep(fill, ())
    plain = etree.SubElement(fill, _S + "patternFill", {"patternType": "solid"} if kind in (None, "solid") else {})
    plain.extend([c for c in colours if _plain_colour(c)])


def _plain_views(sheet: Any) -> None:
    """Leaves of how a sheet is looked at whether it shows its zeros."""
    for views in sheet.findall(_S + "sheetViews"):
        for view in list(views):
            zeros = view.get("showZeros")
            _keep(view, ())
            view.attrib.clear()
            view.set("workbookViewId", "0")
            if zeros in ("0", "1", "true", "false"):
                view.set("showZeros", zeros)
        if not len(views):
            sheet.remove(views)


def _plain_rules(sheet: Any, looks: int) -> None:
    """Leaves of conditional formats those that show a cell in a look of its own, with their conditions."""
    for part in sheet.findall(_S + "conditionalFormatting"):
        for rule in list(part):
            look, operator = rule.get("dxfId") or "", rule.get("operator")
            if (
                rule.tag != _S + "cfRule"
                or rule.get("type") not in _RULES
                or not look.isdecimal()
                or int(look) >= looks
            ):
                part.remove(rule)
                continue
            kind = rule.get("type")
            _keep(rule, {_S + "formula"})
            rule.attrib.clear()
            said = {"type": kind, "dxfId": look, "priority": "1"}
            rule.attrib.update(said | ({"operator": operator} if operator in _OPERATORS else {}))
        if not len(part) or _RANGES.fullmatch(part.get("sqref") or "") is None:
            sheet.remove(part)


def _plain_colour(colour: Any) -> bool:
    """Takes from a colour what breaks a rule; whether something is left of it."""
    for name, value in list(colour.attrib.items()):
        if name in _OF_A_COLOUR and _OF_A_COLOUR[name].fullmatch(value):
            continue
        if name != "tint" or _NUMBER.fullmatch(value) is None:
            del colour.attrib[name]
    return any(name in colour.attrib for name in _OF_A_COLOUR)


def _complete(root: Any, data: bytes) -> None:
    """Takes the last style of what was cut off, and puts unknown ones in the place of all that may have followed."""
    last = root[-1] if len(root) else root
    ended = re.search(rb"</(?:\w+:)?%s\s*>" % last.tag.rpartition("}")[2].encode(), data) is not None
    if not ended and len(last):
        last.remove(last[-1])
    formats = root.find(_S + "numFmts")
    if formats is None:
        formats = etree.Element(_S + "numFmts")
        root.insert(0, formats)
    etree.SubElement(formats, _S + "numFmt", numFmtId=_LOST, formatCode=_UNKNOWN)
    for name, least in (("fonts", "font"), ("fills", "fill"), ("borders", "border"), ("cellStyleXfs", "xf")):
        part = root.find(_S + name)
        if part is None:
            part = etree.Element(_S + name)
            root.append(part)
        if not len(part):
            etree.SubElement(part, _S + least)
    looks = root.find(_S + "cellXfs")
    if looks is None:
        looks = etree.SubElement(root, _S + "cellXfs")
    for _ in range(MOST_STYLES - len(looks)):
        etree.SubElement(looks, _S + "xf", numFmtId=_LOST, fontId="0", fillId="0", borderId="0")
