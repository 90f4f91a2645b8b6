"""Files within a PDF, by their names."""

from __future__ import annotations

from typing import Any

from formextract.model import Document
from formextract.readers.files_within import with_files


def with_attachments(document: Document, pdf: Any) -> Document:
    """The document with the files in its PDF behind it where its own pages hold no form; those not read are named."""

    def data(number: int) -> bytes:
        try:
            return bytes(pdf.embfile_get(number))
        except (RuntimeError, ValueError):
            return b""

    infos = (pdf.embfile_info(i) for i in range(pdf.embfile_count()))
    return with_files(document, [str(i.get("ufilename") or i.get("filename") or "") for i in infos], data)
