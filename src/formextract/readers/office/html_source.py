"""The HTML of a web page or of a saved one (MHT), as UTF-8."""

from __future__ import annotations

import email
import email.policy
import re
from pathlib import Path

from formextract.errors import UnreadableFileError
from formextract.text.decoding import decoded

MAX_BYTES = 60_000_000
"""Of a page; a form has some hundred thousand, its pictures in an MHT some millions."""
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_MIME = re.compile(rb"\s*(?:from|mime-version|content-type|date|subject|snapshot-content-location)\s*:", re.IGNORECASE)
_HEAD = 4096


def page_source(path: Path) -> bytes:
    """The page's HTML in UTF-8; UnreadableFileError where it is too large, or a saved page holds none."""
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFileError(
            f"网页文件超过 {MAX_BYTES // 1_000_000} MB，未读取。请用 Word 或 WPS 另存为 docx、xlsx"
        )
    data = path.read_bytes()
    if not is_saved_page(data[:_HEAD]):
        return _utf8(data, "")
    for part in email.message_from_bytes(data, policy=email.policy.compat32).walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                return _utf8(body, str(part.get_content_charset() or ""))
    raise UnreadableFileError("网页存档（MHT）里没有网页内容。请用 Word 或 WPS 打开后另存为 docx、xlsx")


def is_saved_page(head: bytes) -> bool:
    """Whether a file begins like a page saved with its pictures: as a message of mail."""
    return _MIME.match(head) is not None and b"<" not in head[:20]


def _utf8(data: bytes, charset: str) -> bytes:
    said = charset or ""
    if not said and (found := _CHARSET.search(data[:_HEAD])) is not None:
        said = found[1].decode("ascii", "replace")
    text = decoded(data, said)
    return re.sub(r"<\?xml[^>]*\?>", "", text).encode("utf-8", "replace")
