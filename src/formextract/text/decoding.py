"""Bytes to text: what they say of themselves, UTF-8, UTF-16, else what Chinese systems write."""

from __future__ import annotations

import codecs

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHINESE = frozenset({"gb2312", "gbk", "gb18030", "x-gbk", "cp936", "936", "hz-gb-2312"})


def decoded(data: bytes, said: str = "") -> str:
    """The text of the bytes; `said` is the encoding that they name. Letters that none gives are �."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    for encoding in filter(None, ("gb18030" if said.lower() in _CHINESE else said, "utf-8", "gb18030")):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8" if said.lower().startswith("utf") else "gb18030", "replace")
