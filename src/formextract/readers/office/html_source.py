"""The HTML of a web page or of a saved one (MHT), as UTF-8, and the pictures that it holds itself."""

from __future__ import annotations

import base64
import email
import email.policy
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from formextract.errors import UnreadableFileError
from formextract.text.decoding import decoded

MAX_BYTES = 60_000_000
"""Of a page; a form has some hundred thousand, its pictures in an MHT some millions."""
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_MIME = re.compile(rb"\s*(?:from|mime-version|content-type|date|subject|snapshot-content-location)\s*:", re.IGNORECASE)
_FRAMES = re.compile(rb"<frameset\b", re.IGNORECASE)
_SHEETS = re.compile(rb"<x:WorksheetSource\s+href\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_IN_FRAMES = re.compile(rb"<frame\b[^>]*\ssrc\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_BODY = re.compile(rb"</?(?:html|body)\b[^>]*>", re.IGNORECASE)
_HEAD = 4096


class PageSource(NamedTuple):
    """A page's HTML in UTF-8, and the parts that are saved with it by the names that it calls them."""

    html: bytes
    parts: Mapping[str, bytes]

    def picture(self, name: str) -> bytes:
        """A picture that the page holds: written into it (`data:`) or saved with it; none of what lies elsewhere."""
        if not name.startswith("data:"):
            return self.parts.get(name.removeprefix("cid:"), self.parts.get(name.rpartition("/")[2], b""))
        head, _, body = name.partition(",")
        try:
            return base64.b64decode(body) if head.endswith(";base64") else unquote_to_bytes(body)
        except ValueError:
            return b""


def page_source(path: Path) -> PageSource:
    """The page; UnreadableFileError where it is too large, or a saved page holds no HTML."""
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFileError(
            f"网页文件超过 {MAX_BYTES // 1_000_000} MB，未读取。请用 Word 或 WPS 另存为 docx、xlsx"
        )
    data = path.read_bytes()
    if not is_saved_page(data[:_HEAD]):
        return PageSource(_utf8(data, ""), {})
    pages: dict[str, bytes] = {}
    parts: dict[str, bytes] = {}
    for part in email.message_from_bytes(data, policy=email.policy.compat32).walk():
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes):
            continue
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = _utf8(body, str(part.get_content_charset() or ""))
            pages.setdefault(str(part.get("Content-Location") or len(pages)), page)
        elif part.get_content_maintype() == "image":
            place = str(part.get("Content-Location") or "")
            called = (place, place.rpartition("/")[2], str(part.get("Content-ID") or "").strip("<>"))
            parts |= {name: body for name in called if name}
    if pages:
        return PageSource(_shown(pages), parts)
    raise UnreadableFileError("网页存档（MHT）里没有网页内容。请用 Word 或 WPS 打开后另存为 docx、xlsx")


def _shown(pages: Mapping[str, bytes]) -> bytes:
    """The page that the others stand behind; of one that is but a frame for them, those that it names, in its order.

    So Excel saves a workbook of several sheets.
    """
    first = next(iter(pages.values()))
    if _FRAMES.search(first) is None:
        return first
    by_name = {name.rpartition("/")[2]: page for name, page in pages.items()}
    names = _SHEETS.findall(first) or _IN_FRAMES.findall(first)
    named = dict.fromkeys(n.decode("ascii", "replace").rpartition("/")[2] for n in names)
    return b"\n".join(_BODY.sub(b"", by_name[n]) for n in named if n in by_name and b"<td" in by_name[n]) or first


def is_saved_page(head: bytes) -> bool:
    """Whether a file begins like a page saved with its pictures: as a message of mail."""
    return _MIME.match(head) is not None and b"<" not in head[:20]


def _utf8(data: bytes, charset: str) -> bytes:
    said = charset or ""
    if not said and (found := _CHARSET.search(data[:_HEAD])) is not None:
        said = found[1].decode("ascii", "replace")
    text = decoded(data, said)
    return re.sub(r"<\?xml[^>]*\?>", "", text).encode("utf-8", "replace")
