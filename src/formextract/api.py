"""The steps of an extraction one by one, for packages that build on the toolkit.

`formextract.extract` takes them all:

    read(path) → Document → match(document) → records → check(record) → record with findings and criteria

>>> from formextract.api import check, match, read
>>> records = [check(record) for record in match(read("申报表.docx"))]
"""

from __future__ import annotations

import os
from pathlib import Path

from formextract import pipeline
from formextract.match.hints import Hint, hinted
from formextract.model import Block, Cell, Document, Line, Place, Record, SourceFile, Table
from formextract.store import Store
from formextract.store import open_store as _open_store

Templates = str | os.PathLike[str] | None
"""A folder of templates in place of the shipped one."""


def read(path: str | os.PathLike[str]) -> Document:
    """The document of a file: its lines and tables in reading order, each with the place where it stands.

    Nothing about forms is asked. UnreadableFileError where the file is damaged, locked, empty, too large or of no known
    kind.
    """
    return pipeline.read(path)


def match(document: Document, templates: Templates = None, *, program: str = "", form: str = "") -> list[Record]:
    """The records of the forms that a document holds, unchecked; UnknownFormError where it holds none.

    `program` and `form` say what it is where it leaves that open.
    """
    with hinted(Hint(program, form)):
        return pipeline.records(document, _folder(templates))


def check(record: Record, templates: Templates = None) -> Record:
    """The record with its findings and criterion results; those of an earlier check are replaced."""
    return pipeline.checked(record, _folder(templates))


def open_store(where: str | os.PathLike[str], *, create: bool = True) -> Store:
    """The store in a folder, or at a database's URL, to be closed (`with open_store(...) as store`).

    Without `create` a store that is not there is an error. StoreError where it cannot be opened.
    """
    return _open_store(os.fspath(where), create=create)


def _folder(templates: Templates) -> Path | None:
    return None if templates is None else Path(templates)


__all__ = [
    "Block",
    "Cell",
    "Document",
    "Line",
    "Place",
    "Record",
    "SourceFile",
    "Store",
    "Table",
    "check",
    "match",
    "open_store",
    "read",
]
