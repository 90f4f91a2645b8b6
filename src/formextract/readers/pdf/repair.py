"""A PDF file that MuPDF refuses, once QPDF has repaired what can be."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf

MENDED = "PDF 文件有损坏，是修复后读出的，可能缺页或缺字，请核对原件"


def repaired(path: Path) -> bytes | None:
    """The file's bytes set in order; None where QPDF cannot make it out either, or it holds no page."""
    out = io.BytesIO()
    try:
        with pikepdf.open(path) as pdf:
            if not len(pdf.pages):
                return None
            pdf.save(out)
    except (pikepdf.PdfError, pikepdf.PasswordError, pikepdf.DataDecodingError, OSError, ValueError, RuntimeError):
        return None
    return out.getvalue()
