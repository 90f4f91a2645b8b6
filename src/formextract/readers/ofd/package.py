"""The inside of an OFD file (GB/T 33190): a zip archive of XML parts that point to each other."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from lxml import etree

from formextract.errors import UnreadableFileError
from formextract.readers.office.package import check_package

ROOT = "OFD.xml"
DAMAGED = "OFD 文件不完整或已损坏，打不开。请重新导出或向申报单位索取"

FAR = 1e7
"""Millimetres; nothing on a page lies ten kilometres away."""

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?(?![\w.])")

Part = tuple[str, Any]
"""A part's name in the archive and the root of its XML."""


class OfdError(Exception):
    """A part that is not there or no sound XML."""


def tag(element: Any) -> str:
    """An element's name without its name space, which differs between makers; '' of comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def inside(element: Any, *names: str) -> Iterator[Any]:
    """The elements below `element` that have one of `names`, in document order."""
    return (e for e in element.iter() if tag(e) in names)


def child(element: Any, name: str) -> Any:
    """The first child of that name; None where there is none."""
    return next((e for e in element if tag(e) == name), None)


def text_of(element: Any, name: str) -> str:
    """The text of the first child of that name, '' where there is none."""
    found = child(element, name)
    return "" if found is None else (found.text or "").strip()


def numbers(text: str | None) -> list[float]:
    """The numbers of an attribute such as a Boundary; those that are none are left out."""
    if not text:
        return []
    try:
        out = [float(word) for word in text.split()]
    except ValueError:
        out = [float(word) for word in _NUMBER.findall(text)]
    return [number for number in out if abs(number) < FAR]  # drops nan and inf, too


class Package:
    """An open OFD file. Parts are named as they are pointed to: absolute with `/`, else beside the part that points."""

    def __init__(self, path: Path) -> None:
        check_package(path, ROOT, "OFD")
        self._zip = zipfile.ZipFile(path)
        self._names = {n.replace("\\", "/").lstrip("/").lower(): n for n in self._zip.namelist()}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def root(self) -> Part:
        """The part that all others hang on; UnreadableFileError where it is broken or says that others are coded."""
        try:
            part = self.part("", ROOT)
        except OfdError as e:
            raise UnreadableFileError(DAMAGED) from e
        if next(inside(part[1], "Encryptions", "Encryption"), None) is not None or "encryptions.xml" in self._names:
            raise UnreadableFileError("OFD 文件已加密。请去掉密码后再读，或向申报单位索取未加密的文件")
        return part

    def part(self, base: str, pointer: str, folder: str = "") -> Part:
        """The part that `pointer` in the part named `base` means; `folder` is a base folder that the part declares."""
        name = named(base, pointer, folder)
        try:
            blob = self._zip.read(self._names[name.lower()])
            root = etree.fromstring(blob, _parser())
        except (KeyError, zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as e:
            raise OfdError(name) from e
        except (etree.XMLSyntaxError, EOFError, zipfile.zlib.error) as e:  # type: ignore[attr-defined]
            raise OfdError(name) from e
        if root is None or root.getroottree().docinfo.doctype:  # the standard has no document types, attackers have
            raise OfdError(name)
        return name, root

    def blob(self, name: str) -> bytes:
        """The bytes of a part by its name; none where it is not there or damaged."""
        try:
            return self._zip.read(self._names[name.lower()])
        except (KeyError, zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
            return b""


def named(base: str, pointer: str, folder: str = "") -> str:
    """The name of what `pointer` in the part named `base` means; OfdError where it means nothing."""
    pointer = pointer.strip().replace("\\", "/")
    if not pointer:
        raise OfdError(base)
    joined = pointer if pointer.startswith("/") else posixpath.join(posixpath.dirname(base), folder, pointer)
    return posixpath.normpath(joined).lstrip("/")


def _parser() -> Any:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
