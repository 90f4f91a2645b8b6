"""Bytes to text: what they say of themselves, UTF-8, UTF-16, else what Chinese systems write."""

from __future__ import annotations

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHINESE = frozenset({"gb2312", "gbk", "gb18030", "x-gbk", "cp936", "936", "hz-gb-2312"})


_SAMPLE = 4096
_PLAIN = re.compile(r"[\t\r\n -~\xa0-\xff\u2000-\u206f\u2460-\u25ff\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_OWN = re.compile("[\ue000-\uf8ff]")
"""Letters that have no meaning of their own: GB18030 reads some bytes of other encodings as such."""
_NEARLY_ALL = 0.95


def decoded(data: bytes, said: str = "") -> str:
    """The text of the bytes; `said` is the encoding that they name. Letters that none gives are �."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if unmarked := utf16_without_mark(data):
        return data.decode(unmarked, "replace")
    for encoding in filter(None, ("gb18030" if said.lower() in _CHINESE else said, "utf-8", "gb18030")):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return (_traditional(data) or text) if encoding == "gb18030" and not said and _OWN.search(text) else text
    return data.decode("utf-8" if said.lower().startswith("utf") else "gb18030", "replace")


def utf16_without_mark(data: bytes) -> str:
    """The name of the UTF-16 in which bytes are written that do not say so at their beginning; '' of all others.

    Commas, digits and line ends have a zero byte there, which no other text has.
    """
    head = data[: min(_SAMPLE, len(data) // 2 * 2)]
    if b"\0" not in head:
        return ""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = head.decode(encoding, "replace")
        if len(_PLAIN.findall(text)) >= _NEARLY_ALL * len(text) and any(c in text for c in "\n\t,;"):
            return encoding
    return ""


def _traditional(data: bytes) -> str:
    """The text as Big5 gives it; '' where it gives none, or letters without a meaning too."""
    try:
        text = data.decode("cp950")
    except UnicodeDecodeError:
        return ""
    return "" if _OWN.search(text) else text
