"""An Office package written as one XML file (Word's "XML document"), put back into a package."""

from __future__ import annotations

import base64
import binascii
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml import etree

from formextract.errors import UnreadableFileError

MAX_BYTES = 100_000_000
_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_BROKEN = "Word 文件不完整或已损坏，打不开。请用 Word 或 WPS 打开后另存，或向申报单位索取"


@contextmanager
def as_package(path: Path) -> Iterator[Path]:
    """The same as a package, while the block lasts; UnreadableFileError where it is broken or too large."""
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFileError("Word 文件展开后过大，未读取。请删去其中的大图片或附件后再读")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except (etree.XMLSyntaxError, ValueError) as e:
        raise UnreadableFileError(_BROKEN) from e
    with tempfile.TemporaryDirectory(prefix="formextract-", ignore_cleanup_errors=True) as folder:
        made = Path(folder) / "a.docx"
        types = []
        with zipfile.ZipFile(made, "w") as package:
            for part in root.iter(_PKG + "part"):
                name = (part.get(_PKG + "name") or "").lstrip("/")
                content = part.find(_PKG + "xmlData")
                if content is not None and len(content):
                    data = etree.tostring(content[0])
                else:
                    data = _binary(part.findtext(_PKG + "binaryData") or "")
                package.writestr(name, data)
                if not name.endswith(".rels"):
                    types.append((name, part.get(_PKG + "contentType") or ""))
            package.writestr("[Content_Types].xml", content_types(types))
        yield made


def _binary(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""


def content_types(parts: list[tuple[str, str]]) -> bytes:
    """The list of what each part of a package is."""
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    root = etree.Element(f"{{{space}}}Types", nsmap={None: space})
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    etree.SubElement(root, f"{{{space}}}Default", Extension="rels", ContentType=rels)
    for name, kind in parts:
        etree.SubElement(root, f"{{{space}}}Override", PartName=f"/{name}", ContentType=kind)
    return bytes(etree.tostring(root))
