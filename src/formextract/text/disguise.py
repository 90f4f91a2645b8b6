"""What a file of text is by how it begins: web pages and XML go by the names of Word and Excel files."""

from __future__ import annotations

import codecs
import re
from typing import Literal

from formextract.text.decoding import utf16_without_mark

TextKind = Literal["html", "word-xml", "sheet-xml", "package-xml", "odf-text-xml", "odf-sheet-xml", "plain", ""]

WINDOW = 8192
"""Bytes from a file's beginning by which it is told: XML may name some dozens of spaces before it says what it is."""
_NEAR = 1024
"""Bytes in which all others say it."""
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|table|meta|div|style|title|center|font|p|tr|h[1-6])[\s>:/]", re.IGNORECASE
)
_MAIL = re.compile(r"\s*(?:from|mime-version|content-type|date|subject|snapshot-content-location)\s*:", re.IGNORECASE)
_XML = (
    ("package-xml", re.compile(r"<pkg:package|schemas\.microsoft\.com/office/2006/xmlPackage")),
    ("word-xml", re.compile(r'progid\s*=\s*"Word\.Document"|<w:wordDocument|schemas\.microsoft\.com/office/word/2003')),
    ("sheet-xml", re.compile(r'progid\s*=\s*"Excel\.Sheet"|urn:schemas-microsoft-com:office:spreadsheet"')),
    ("odf-text-xml", re.compile(r"<office:document\b.*opendocument\.text", re.DOTALL)),
    ("odf-sheet-xml", re.compile(r"<office:document\b.*opendocument\.spreadsheet", re.DOTALL)),
)
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_EXCELS = re.compile(r"office:excel|ProgId[\s\"'=a-z]*Excel|Excel\.Sheet", re.IGNORECASE)


def text_kind(head: bytes) -> TextKind:
    """What text the bytes at a file's beginning are; '' where they are no text."""
    text = beginning(head[:_NEAR])
    if text is None:
        return ""
    root = (beginning(head) or text) if text.lstrip().startswith("<") else text
    for kind, pattern in _XML:
        if pattern.search(root):
            # a page that Excel has saved names the same spaces
            return "html" if "<html" in text.lower() else kind  # type: ignore[return-value]
    if _HTML.search(text) or (_MAIL.match(text) and "mime" in text.lower()):
        return "html"
    return "plain" if text.strip() else ""


def is_of_excel(head: bytes) -> bool:
    """Whether a web page says that Excel has made it."""
    text = beginning(head[:_NEAR])
    return text is not None and _EXCELS.search(text) is not None


def beginning(head: bytes) -> str | None:
    """The text with which a file begins, the last letter perhaps cut; None where the bytes are none."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return head[2 : 2 + (len(head) - 2) // 2 * 2].decode(encoding, "ignore")
    if unmarked := utf16_without_mark(head):
        return head[: len(head) // 2 * 2].decode(unmarked, "ignore")
    for encoding in ("utf-8-sig", "gb18030"):
        for cut in range(4):
            try:
                text = head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return None if _NO_TEXT.search(text) else text
    return None
