"""Letters whose code the character map of their font does not know: a minus in a Chinese font without one.

MuPDF leaves them out, so that −16.64 reads 16.64; others draw a box. Here they become letters without a meaning, which
are looked at and doubted as such.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pymupdf

_WARNING = "cannot encode character"
_CODES = 0x10000
_BLOCK = 100
"""As many codes as a map may name in one go."""
_CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/{name} usecmap
/CMapName /{name}-and-all-others def /CMapType 1 def
{missing}
endcmap end end"""


def letters_left_out() -> bool:
    """Whether MuPDF has left letters out since this was asked last."""
    return _WARNING in pymupdf.TOOLS.mupdf_warnings(reset=True)


def with_all_codes(pdf: Any) -> None:
    """Gives each code that the maps of the opened file's fonts do not know the sign of no letter (not in the file)."""
    for xref in range(1, pdf.xref_length()):
        if pdf.xref_get_key(xref, "Subtype") != ("name", "/Type0"):
            continue
        kind, encoding = pdf.xref_get_key(xref, "Encoding")
        name = encoding.removeprefix("/")
        if kind != "name" or not (missing := _missing(name)):
            continue
        cmap = pdf.get_new_xref()
        pdf.update_object(cmap, f"<</Type/CMap/CMapName/{name}-and-all-others/UseCMap/{name}>>")
        pdf.update_stream(cmap, _CMAP.format(name=name, missing=missing).encode())
        pdf.xref_set_key(xref, "Encoding", f"{cmap} 0 R")
    pymupdf.TOOLS.store_shrink(100)  # the fonts are loaded anew


@lru_cache(maxsize=8)
def _missing(name: str) -> str:
    """The codes that a map which PDF knows by name leaves out, in the words of a map; nothing of an unknown one."""
    if name.startswith("Identity"):
        return ""
    try:
        cmap = pymupdf.mupdf.pdf_load_system_cmap(name)
    except pymupdf.mupdf.FzErrorBase:  # no map of this name
        return ""
    codes = [code for code in range(_CODES) if pymupdf.mupdf.pdf_lookup_cmap(cmap, code) < 0]
    blocks = (
        "\n".join((f"{len(block)} begincidchar", *(f"<{code:04x}> 0" for code in block), "endcidchar"))
        for block in (codes[i : i + _BLOCK] for i in range(0, len(codes), _BLOCK))
    )
    return "\n".join(blocks)
