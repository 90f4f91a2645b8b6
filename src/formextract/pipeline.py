"""From a file to its records; the program's table of contents."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from formextract import checks, intake, readers
from formextract.assembly import assemble
from formextract.catalogue import load_catalogue, printed_wordings
from formextract.catalogue.kept import kept
from formextract.catalogue.learnt import LearntLabel, learnt
from formextract.catalogue.prose import load_prose
from formextract.checks.sheets import with_sheet_findings
from formextract.errors import MAY_BE_FORM, UnknownFormError, UnreadableFileError
from formextract.match import Explained, FormFound, Forms, Hint
from formextract.match.hints import hint_now, hinted
from formextract.model import Document, Record
from formextract.parts import FormRead, told_apart
from formextract.rules import relations, rules
from formextract.text.expected import expecting
from formextract.values.prose import ProseReader

MOST_NOTES = 3
"""Of what a reader could not do, that is told of a file that is no known form."""


def extract(
    path: str | os.PathLike[str],
    templates: str | os.PathLike[str] | None = None,
    *,
    check: bool = True,
    program: str = "",
    form: str = "",
) -> list[Record]:
    """The records of one file: one for each form that it holds, one a row for a summary sheet.

    `templates` is a folder of templates in place of the shipped one; `check=False` leaves out criteria and
    what the checks find; findings about the form's own layout stay. `program` and `form` say what the file is where it
    leaves that open (`hubei-characteristic`, `annual`); a record that follows them against its labels says so.
    Raises `UnreadableFileError` where the file is damaged, encrypted, empty, too large or of no known kind, and
    `UnknownFormError` where it is readable but no known form; both carry a message for staff that names the mend.
    """
    with hinted(Hint(program, form)):
        return extracted(path, templates, check=check)[1]


def extracted(
    path: str | os.PathLike[str], templates: str | os.PathLike[str] | None = None, *, check: bool = True
) -> tuple[Document, list[Record]]:
    """The file's document with its records, as `extract` gives them; it raises what that raises."""
    folder = None if templates is None else Path(templates)
    document = read(path, folder)
    found = records(document, folder)
    return document, [judged(record, folder) for record in found] if check else found


def read(path: str | os.PathLike[str], templates: Path | None = None) -> Document:
    """The document of a file. What the templates' forms have printed is expected on paper: it needs no second look.

    Raises `UnreadableFileError` where the file cannot be read.
    """
    with expecting(partial(_printed, templates)):
        return readers.read(intake.source_file(Path(path)))


@kept
def _printed(templates: Path | None) -> str:
    return printed_wordings(load_catalogue(templates))


def judged(record: Record, templates: Path | None = None) -> Record:
    """A record just read, checked; what the edits say about scanned figures is in their confidence."""
    edits, _ = rules(record.program, templates)
    return checks.held_back(checked(checks.cleared(record, edits), templates), edits)


def records(document: Document, templates: Path | None = None) -> list[Record]:
    """The records of a document, unchecked; UnknownFormError where it is no known form, UnreadableFileError where what
    is left of a torn file shows none.
    """
    found = forms(templates).match(document, hint_now())
    if not found and document.torn:
        raise UnreadableFileError(f"{document.torn}。这部分里没有认出申报表，请重新拷贝，或向申报单位索取")
    if not found:
        raise _unknown(document, templates)
    return told_apart([FormRead(form, tuple(_beside(form, _assembled(form, templates)))) for form in found])


def _beside(form: FormFound, found: Iterator[Record]) -> Iterable[Record]:
    """The records of a form; of a summary sheet with what its rows say against each other."""
    return with_sheet_findings(list(found)) if form.template.form == "summary" else found


def _unknown(document: Document, templates: Path | None) -> UnknownFormError:
    """That a document is no known form; or may well be one, and why."""
    why = "；".join((*forms(templates).may_be(document), *document.notes[:MOST_NOTES]))
    if why:
        error = UnknownFormError(
            f"{MAY_BE_FORM}（{why}）。请打开核对；确是申报表的，请申报单位用原来的表填报或另存后再装载"
        )
    else:
        error = UnknownFormError("读得出来，但不是已知的申报表。请核对文件")
    error.document = document
    return error


def _assembled(form: FormFound, templates: Path | None) -> Iterator[Record]:
    indicators = load_catalogue(templates).indicators
    several = form.template.form == "summary" or len(form.matches) > 1
    reader = prose(templates) if form.template.prose else None
    for i, match in enumerate(form.matches):
        yield assemble(form.document, form.template, match, indicators, i if several else None, reader)


def checked(record: Record, templates: Path | None = None) -> Record:
    """The record with its findings and criterion results; needs no file, so that stored records can be checked anew."""
    edits, criteria = rules(record.program, templates)
    return checks.check(record, edits, criteria)


def forms(templates: Path | None = None) -> Forms:
    """The catalogue prepared for matching, once a process; with the captions that reviewers have explained."""
    return _forms(templates, learnt())


@kept
def _forms(templates: Path | None, captions: tuple[LearntLabel, ...]) -> Forms:
    catalogue = load_catalogue(templates)
    said: dict[str, list[Explained]] = {}
    for c in captions:
        said.setdefault(c.template, []).append((c.label, c.indicator, dict(c.dims), c.files))
    return Forms(
        catalogue.templates,
        catalogue.indicators,
        catalogue.lexicon,
        programmes=catalogue.programmes,
        explained=said,
        relations=partial(relations, templates),
    )


@kept
def prose(templates: Path | None = None) -> ProseReader | None:
    """The rules for figures in sentences, once a process; None where a templates' folder has none."""
    catalogue = load_catalogue(templates)
    found = load_prose(catalogue.folder, frozenset(catalogue.indicators))
    return None if found is None else ProseReader(found, catalogue.indicators)
