"""What a worker finds in a file: the records of a form, or what a file that is no form shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from formextract import intake, pipeline, readers
from formextract.errors import FormextractError, UnknownFormError
from formextract.loading.submissions.listings import exhibit_of
from formextract.model import Document, Record
from formextract.model.submission import Exhibit


@dataclass(frozen=True, slots=True)
class Survey:
    """What a file holds: records, or an exhibit and a message for staff why there are none."""

    records: tuple[Record, ...] = ()
    exhibit: Exhibit | None = None
    message: str = ""


def survey(path: str) -> Survey:
    """What the file holds; UnreadableFileError where it cannot be read."""
    try:
        return Survey(tuple(pipeline.extract(path)))
    except UnknownFormError as e:
        return Survey(exhibit=_exhibit(path, e), message=str(e))


def _exhibit(path: str, error: UnknownFormError) -> Exhibit | None:
    """What the document shows: the one that the error carries, else read again; None where it cannot be."""
    document = getattr(error, "document", None)
    try:
        if not isinstance(document, Document):
            document = readers.read(intake.source_file(Path(path)))
        return exhibit_of(document)
    except FormextractError:
        return None
