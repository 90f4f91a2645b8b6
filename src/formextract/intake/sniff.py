"""What a file is by its first bytes; its ending is only asked where these leave a choice."""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from pathlib import Path

import olefile

from formextract.errors import UnreadableFileError, cause_of
from formextract.formats import formats, of_ending
from formextract.model import SourceFile
from formextract.text.disguise import WINDOW, is_of_excel, text_kind

MAX_BYTES = 300_000_000
"""A form with photographs stays far below."""

_SHEETS, _TEXTS = frozenset({"xlsx", "xls"}), frozenset({"docx", "doc"})
"""Formats by whose endings text files go."""
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "doc",
    b"application/vnd.oasis.opendocument.spreadsheet": "xls",
}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF_WINDOW = 1024
"""Bytes: readers look for the signature of a PDF this far in."""
_LONGEST_TYPE = 200
"""Bytes of what a package says that it is."""
_OLE_WINDOW = 4_000_000
"""Bytes of a broken container in which its directory is looked for."""
_LOCKED = "Office 文件设有密码。请去掉密码后再读"


def source_file(path: Path) -> SourceFile:
    """The file with its digest and format; UnreadableFileError where it is empty, too large, or of no known kind."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise UnreadableFileError("这是文件夹，不是文件")
        if size == 0:
            raise UnreadableFileError("文件是空的（0 字节）。请重新拷贝或向申报单位索取")
        if size > MAX_BYTES:
            raise UnreadableFileError(f"文件超过 {MAX_BYTES // 1_000_000} MB，未读取。请拆分或压缩其中的图片")
        with path.open("rb") as f:
            head = f.read(WINDOW)
            digest = hashlib.sha256(head)
            while chunk := f.read(1 << 20):
                digest.update(chunk)
    except FileNotFoundError as e:
        raise UnreadableFileError("找不到这个文件。请检查路径") from e
    except OSError as e:
        raise UnreadableFileError(f"打不开文件（{cause_of(e)}）。请检查权限或重新拷贝") from e
    return SourceFile(str(path), digest.hexdigest(), sniff(path, head), size)


def sniff(path: Path, head: bytes) -> str:
    """The format that the content shows; UnreadableFileError where it is none that we know."""
    ending = path.suffix.lower().lstrip(".")
    for known in formats().values():
        signature = known.signature
        if head.startswith(signature.starts) or any(mark in head[:_PDF_WINDOW] for mark in signature.holds):
            return known.name
    if head.startswith(_OLE):
        return _ole(path, ending)
    if head.startswith(b"PK"):
        return _package(path, ending)
    as_text = _text_format(head, ending)
    if as_text:
        return as_text
    claimed = _claimed(ending, "")
    if claimed:
        raise UnreadableFileError(
            f"文件已损坏，或不是真正的 {claimed} 文件（内容与后缀 .{ending} 不符）。请重新导出后再读"
        )
    raise UnreadableFileError(
        f"不认识的文件类型（.{ending or '无后缀'}）。请提供 Word、Excel、PDF、OFD 或扫描件（jpg、png、tif、bmp）"
    )


def _text_format(head: bytes, ending: str) -> str:
    """The format of a web page, of XML or of plain text that goes by the name of an Office file; '' of other text."""
    kind = text_kind(head)
    claims = of_ending(ending)
    of_sheets = claims is not None and claims.name in _SHEETS
    if claims is not None and claims.name not in _SHEETS | _TEXTS:
        return ""  # an error page in place of a PDF is no document
    if kind in ("sheet-xml", "odf-sheet-xml"):
        return "xls"
    if kind in ("word-xml", "package-xml", "odf-text-xml"):
        return "doc"
    if kind == "html":
        return "xls" if of_sheets or (claims is None and is_of_excel(head)) else "doc"
    if kind == "plain" and claims is not None:
        return "xls" if of_sheets else "doc" if claims.name in _TEXTS else ""
    return ""


def _claimed(ending: str, otherwise: str) -> str:
    """What a file of this ending claims to be."""
    known = of_ending(ending)
    return otherwise if known is None else known.endings[ending]


def _ole(path: Path, ending: str) -> str:
    """Word 97, Excel 97 and their WPS twins share a container, and so do encrypted new ones and much else."""
    kind = _claimed(ending, "Office")
    try:
        with olefile.OleFileIO(str(path)) as ole:
            streams = {entry[0].lower() for entry in ole.listdir() if len(entry) == 1}
    except (OSError, struct.error, IndexError, ValueError, OverflowError, RecursionError) as e:
        with path.open("rb") as f:
            if "EncryptedPackage".encode("utf-16-le") in f.read(_OLE_WINDOW):
                raise UnreadableFileError(_LOCKED) from e
        raise UnreadableFileError(f"{kind} 文件不完整或已损坏（可能没有拷贝完）。请重新拷贝或向申报单位索取") from e
    if "encryptedpackage" in streams:
        raise UnreadableFileError(_LOCKED)
    for known in formats().values():
        if streams.intersection(known.signature.streams):
            return known.name
    raise UnreadableFileError(
        f"文件里没有 Word 或 Excel 内容（.{ending or '无后缀'}）。请用 Word 或 WPS 打开后另存为 docx、xlsx"
    )


def _package(path: Path, ending: str) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            said = package.read("mimetype")[:_LONGEST_TYPE] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error) as e:
        kind = _claimed(ending, "压缩")
        raise UnreadableFileError(f"{kind} 文件不完整或已损坏（可能没有拷贝完）。请重新拷贝或向申报单位索取") from e
    for known in formats().values():
        if known.signature.is_in(names):
            return known.name
    for mime, name in _OPEN_DOCUMENTS.items():
        if said.startswith(mime):
            return name
    claims = of_ending(ending)
    if claims is not None and claims.signature.members:
        return claims.name  # its reader says what is missing in it
    raise UnreadableFileError("这是压缩包，请用 formextract load 读取，或先解压")
