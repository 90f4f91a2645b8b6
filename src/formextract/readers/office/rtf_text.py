"""The plain text of an RTF file, marked up as Word 97 marks its own: what a converter must not lose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from formextract.readers.office.piece_table import CELL_END, CODE, FIELD, FIELD_END, OBJECT

MAX_BYTES = 100_000_000
MAX_DEPTH = 1_000
"""Groups in groups."""

_TOKEN = re.compile(rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
_SAID = {"cell": CELL_END, "nestcell": "\r", "par": "\r", "line": "\r", "tab": "\t", "emdash": "—", "endash": "–"}
_SILENT = frozenset(
    "fonttbl colortbl stylesheet info header footer headerl headerr headerf footerl footerr footerf "
    "footnote annotation pict objdata formfield listtable listoverridetable rsidtbl generator themedata "
    "xmlnstbl nonesttables shpinst bkmkstart bkmkend latentstyles datastore atnid atnauthor".split()
)
"""Groups without text of the page."""
_PAGES = {936: "gbk", 950: "big5", 65001: "utf-8"}


def rtf_text(data: bytes) -> str:
    """The text of the body; cells, fields and objects as `piece_table` has them."""
    return "".join(_said(data[:MAX_BYTES]))


def _said(data: bytes) -> Iterator[str]:
    silent: list[bool] = [False]  # by group, whether it says nothing
    ends: list[str] = [""]  # by group, what its end says
    skip, after_unicode = 0, 1
    encoding, loose, starred = "gbk", b"", False
    for token in _TOKEN.finditer(data):
        word, number, byte, sign, brace, letters = (g.decode("latin-1") if g else "" for g in token.groups())
        if loose and not byte and not (letters and skip == 0):
            if not silent[-1]:
                yield loose.decode(encoding, "replace")
            loose = b""
        if brace == "{":
            silent.append(silent[-1])
            ends.append("")
            if len(silent) > MAX_DEPTH:
                return
        elif brace == "}" and len(silent) > 1:
            silent.pop()
            yield ends.pop()
        elif sign == "*":
            starred = True
            continue
        elif word == "uc":
            after_unicode = min(max(int(number or 1), 0), 9)
        elif word == "ansicpg":
            encoding = _PAGES.get(int(number or 0), "cp1252")
        elif word in ("field", "fldrslt", "object", "mmath") and not silent[-1]:
            ends[-1] = FIELD_END if word == "field" else ""
            yield {"field": FIELD, "fldrslt": CODE}.get(word, OBJECT)
            silent[-1] = word == "mmath"
        elif word in _SILENT or (word and starred and word != "fldinst"):
            silent[-1] = True
        elif word == "u" and number:
            skip = after_unicode
            if not silent[-1]:
                yield chr(int(number) % 0x10000)
        elif word in _SAID and not silent[-1]:
            yield _SAID[word]
        elif byte or sign or letters:
            said = bytes.fromhex(byte) if byte else (sign or letters).encode("latin-1")
            if skip:
                cut = min(skip, len(said))
                skip, said = skip - cut, said[cut:]
            loose += b"" if silent[-1] else said
        starred = False
    if loose and not silent[-1]:
        yield loose.decode(encoding, "replace")
