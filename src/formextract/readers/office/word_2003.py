"""Word 2003's XML, and OpenDocument in one file, put into the packages that our readers know.

LibreOffice opens both, and of Word's it loses what is struck out, raised or hidden by a run's own properties.
"""

from __future__ import annotations

import base64
import binascii
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from lxml import etree

from formextract.errors import UnreadableFileError
from formextract.readers.office.flat_package import MAX_BYTES, content_types
from formextract.readers.office.word_looks import W

_OLD = "{http://schemas.microsoft.com/office/word/2003/wordml}"
_AML = "{http://schemas.microsoft.com/aml/2001/core}"
_VML = "{urn:schemas-microsoft-com:vml}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_BROKEN = "Word 文件不完整或已损坏，打不开。请用 Word 或 WPS 打开后另存，或向申报单位索取"
_BINARY = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}binary-data"
_IMAGE = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}image"
_HREF = "{http://www.w3.org/1999/xlink}href"
_RENAMED = {"vmerge": "vMerge"}
_CHANGES = {"Word.Insertion": W + "ins", "Word.Deletion": W + "del"}
_NOTES = {"footnote": "footnotes", "endnote": "endnotes"}


@contextmanager
def as_docx(path: Path) -> Iterator[Path]:
    """A Word 2003 XML file as a package, while the block lasts; UnreadableFileError where it is broken or too large."""
    root = _parsed(path)
    for element in root.iter():
        _renamed(element)
    body = root.find(W + "body")
    if body is None:
        raise UnreadableFileError(_BROKEN)
    beside = _taken_out(body)
    pictures = _pictures(body)
    parts = {"word/styles.xml": ("styles", root.find(W + "styles"))}
    parts |= {f"word/{kind}.xml": (kind, notes) for kind, notes in beside.items() if len(notes)}
    made = {"word/document.xml": _bytes(_wrapped("document", body))}
    links = [(f"rId{n}", "image", name) for n, name in enumerate(pictures, 1)]
    for name, (kind, element) in parts.items():
        if element is not None:
            made[name] = _bytes(element)
            links.append((f"rId{len(links) + 1}", kind, name.removeprefix("word/")))
    types = [("word/document.xml", f"{_WORD}document.main+xml")]
    types += [(f"word/{target}", f"{_WORD}{kind}+xml") for _, kind, target in links if kind != "image"]
    types += [(f"word/{target}", "image/x") for _, kind, target in links if kind == "image"]
    made |= {f"word/{name}": data for name, data in pictures.items()}
    made["word/_rels/document.xml.rels"] = _relations(links)
    made["_rels/.rels"] = _relations([("rId1", "officeDocument", "word/document.xml")])
    made["[Content_Types].xml"] = content_types(types)
    with _packed("a.docx", made) as package:
        yield package


@contextmanager
def as_odt(path: Path) -> Iterator[Path]:
    """An OpenDocument text in one file as a package, while the block lasts; its one part says what several do."""
    root = _parsed(path)
    pictures: dict[str, bytes] = {}
    for data in root.iter(_BINARY):
        image = data.getparent()
        if image is not None and image.tag == _IMAGE and not image.get(_HREF):
            with suppress(ValueError):  # what is no base64 is no picture
                pictures[name := f"Pictures/{len(pictures)}"] = base64.b64decode(data.text or "")
                image.set(_HREF, name)
    with _packed("a.odt", {"content.xml": _bytes(root), **pictures}) as package:
        yield package


def _parsed(path: Path) -> Any:
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFileError("Word 文件展开后过大，未读取。请删去其中的大图片或附件后再读")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(path.read_bytes(), parser)
    except (etree.XMLSyntaxError, ValueError) as e:
        raise UnreadableFileError(_BROKEN) from e


@contextmanager
def _packed(name: str, parts: dict[str, bytes]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="formextract-", ignore_cleanup_errors=True) as folder:
        made = Path(folder) / name
        with zipfile.ZipFile(made, "w") as package:
            for part, data in parts.items():
                package.writestr(part, data)
        yield made


def _renamed(element: Any) -> None:
    """Gives an element and its attributes the names that later versions have for them."""
    if element.tag.startswith(_OLD):
        name = element.tag.removeprefix(_OLD)
        element.tag = W + _RENAMED.get(name, name)
    for name in [n for n in element.attrib if n.startswith(_OLD)]:
        element.set(W + name.removeprefix(_OLD), element.attrib.pop(name))


def _taken_out(body: Any) -> dict[str, Any]:
    """The comments and notes, which stand where they belong, as parts of their own; changes get their new names."""
    beside = {kind: etree.Element(W + kind) for kind in ("comments", *_NOTES.values())}
    for annotation in list(body.iter(_AML + "annotation")):
        kind = annotation.get(W + "type") or ""
        content = annotation.find(_AML + "content")
        if kind in _CHANGES:
            annotation.tag = _CHANGES[kind]
            if content is not None:
                annotation.extend(list(content))
                annotation.remove(content)
            continue
        if kind == "Word.Comment" and content is not None:
            comment = etree.SubElement(beside["comments"], W + "comment")
            comment.extend(list(content))
        _without(annotation)
    for name, kind in _NOTES.items():
        for note in list(body.iter(W + name)):
            _without(note)
            beside[kind].append(note)
    return beside


def _without(element: Any) -> None:
    """Takes an element out of the tree, and leaves what stands behind it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    element.tail = None
    parent.remove(element)


def _pictures(body: Any) -> dict[str, bytes]:
    """The pictures that stand in the text, by the names of their parts; those who show them get their numbers."""
    held: dict[str, str] = {}
    out: dict[str, bytes] = {}
    for data in body.iter(W + "binData"):
        name = data.get(W + "name") or ""
        ending = name.rpartition(".")[2] if "." in name else "bin"
        try:
            out[f"media/{len(out) + 1}.{ending}"] = base64.b64decode(data.text or "")
        except (binascii.Error, ValueError):
            continue
        held[name] = f"rId{len(out)}"
    for shown in body.iter(_VML + "imagedata"):
        if (number := held.get(shown.get("src") or "")) is not None:
            shown.set(_R + "id", number)
    return out


def _wrapped(name: str, element: Any) -> Any:
    root = etree.Element(W + name)
    root.append(element)
    return root


def _bytes(element: Any) -> bytes:
    return bytes(etree.tostring(element))


def _relations(links: list[tuple[str, str, str]]) -> bytes:
    root = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
    for number, kind, target in links:
        etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", Id=number, Type=_RELATION + kind, Target=target)
    return _bytes(root)
