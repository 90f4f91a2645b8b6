"""From a file to its records; the program's table of contents."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from formextract import intake, readers
from formextract.assemble import assemble
from formextract.catalogue import load_catalogue
from formextract.errors import UnknownFormError
from formextract.match import Forms
from formextract.model import Document, Record


def extract(path: str | os.PathLike[str], templates: str | os.PathLike[str] | None = None) -> list[Record]:
    """The records of one file: one for an application form, one a row for a summary sheet.

    `templates` is a folder of templates in place of the shipped one. Raises `UnreadableFileError` where the file is
    damaged, encrypted, empty, too large or of no known kind, and `UnknownFormError` where it is readable but no known
    form; both carry a message for staff that names the mend.
    """
    document = readers.read(intake.source_file(Path(path)))
    return records(document, None if templates is None else Path(templates))


def records(document: Document, templates: Path | None = None) -> list[Record]:
    """The records of a document; UnknownFormError where it is no known form."""
    found = forms(templates).match(document)
    if found is None:
        known = "、".join(sorted(t.title for t in load_catalogue(templates).templates.values()))
        raise UnknownFormError(f"读得出来，但不是已知的申报表。请核对文件；目前认得：{known}")
    template, matches = found
    indicators = load_catalogue(templates).indicators
    several = template.form == "summary"
    return [assemble(document, template, m, indicators, i if several else None) for i, m in enumerate(matches)]


@cache
def forms(templates: Path | None = None) -> Forms:
    """The catalogue prepared for matching, once a process."""
    catalogue = load_catalogue(templates)
    return Forms(catalogue.templates, catalogue.indicators, catalogue.lexicon)
