"""Whether a file that the store has met has to be read (again)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Protocol

from formextract.loading.versions import ProgramVersions
from formextract.model.written import Written
from formextract.store import Outcome, StoredFile


class Programs(Protocol):
    """What knows of which programmes the forms are that a file gave: a store, or what it has said of some files."""

    def programs(self, sha256: str) -> Collection[str]:
        """The programmes of a file's forms."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a run goes by: the program's `version`, those of readers and templates, and whether to try failed files."""

    version: str
    versions: ProgramVersions
    retry_failed: bool = False

    def is_settled(self, file: StoredFile, known: Programs) -> bool:
        """Whether nothing is left to do for a file.

        A file that gave records is read again where its reader or its programmes' templates have changed; one that no
        form claimed where any template has; one that gave nothing also by another version of the program.
        """
        if file.status == "pending" or (file.status == "failed" and self.retry_failed):
            return False
        if file.status != "read" and file.version != self.version:
            return False
        if file.reader != self.versions.reader(file.format):
            return False
        if file.status == "failed":
            return True
        programs = known.programs(file.sha256) if file.status == "read" else ()
        return file.templates == self.versions.templates(programs)

    def stamped(self, outcome: Outcome, ending: str) -> Outcome:
        """The outcome with its file's format and the versions by which it was come to, as `is_settled` will ask."""
        kind = _format_of(outcome) or ending
        programs = {r.head.program if isinstance(r, Written) else r.program for r in outcome.records}
        return replace(
            outcome, format=kind, reader=self.versions.reader(kind), templates=self.versions.templates(programs)
        )


def _format_of(outcome: Outcome) -> str:
    """The format that reading has shown, '' where nothing was read."""
    for record in outcome.records:
        for file in record.head.files if isinstance(record, Written) else record.files:
            return file.format
    exhibit = outcome.exhibit
    return outcome.format if exhibit is None or isinstance(exhibit, str) else exhibit.format
