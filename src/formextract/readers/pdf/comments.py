"""What readers of a PDF have noted beside its text: sticky notes, and words hung on a mark."""

from __future__ import annotations

from typing import Any

import pymupdf

_ICONS = (pymupdf.PDF_ANNOT_TEXT, pymupdf.PDF_ANNOT_FILE_ATTACHMENT, pymupdf.PDF_ANNOT_SOUND, pymupdf.PDF_ANNOT_MOVIE)
LONGEST = 2000
"""Letters of a note that are kept."""
_ON_THE_PAGE = (pymupdf.PDF_ANNOT_FREE_TEXT, pymupdf.PDF_ANNOT_LINK, pymupdf.PDF_ANNOT_POPUP, pymupdf.PDF_ANNOT_WIDGET)
"""Kinds whose words stand on the page, or that have none."""


def comments_on(page: Any) -> list[str]:
    """The words of a page's annotations that a reader of the page sees only when he asks for them.

    The icons that stand for them are taken from the page in memory: they are no ink of the form.
    """
    out = []
    icons = []
    for annotation in page.annots():
        kind, said = annotation.type[0], (annotation.info.get("content") or "").strip()
        if said and kind not in _ON_THE_PAGE:
            out.append(said[:LONGEST])
        if kind in _ICONS:
            icons.append(annotation)
    for annotation in icons:
        page.delete_annot(annotation)
    return out
