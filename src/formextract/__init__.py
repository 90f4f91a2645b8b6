"""formextract: structured records from filled Chinese government forms.

>>> from formextract import extract
>>> for record in extract("申报表.docx"):
...     print(record.cluster, len(record.values))
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

from formextract.telemetry import switch_off

if TYPE_CHECKING:
    from formextract.errors import FormextractError, TemplateError, UnknownFormError, UnreadableFileError
    from formextract.model import CriterionResult, FileRef, Finding, Observation, Record, Source, Unmatched
    from formextract.model.json import record_from_json, record_to_dict, record_to_json

    __version__: str

switch_off()  # before any library is loaded that would report

_MODULES = {
    "errors": ("FormextractError", "TemplateError", "UnknownFormError", "UnreadableFileError"),
    "model": ("CriterionResult", "FileRef", "Finding", "Observation", "Record", "Source", "Unmatched"),
    "model.json": ("record_from_json", "record_to_dict", "record_to_json"),
}
_WHERE = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Names are imported when they are asked for: whoever wants the version waits for no library."""
    if name == "__version__":
        return _version()
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(__name__)
    except PackageNotFoundError:  # a bare checkout on the path
        return "0"


def extract(
    path: str | os.PathLike[str], templates: str | os.PathLike[str] | None = None, *, check: bool = True
) -> list[Record]:
    """The records of one file: one for an application form, one a row for a summary sheet.

    `templates` is a folder of templates in place of the shipped one; `check=False` leaves out criteria and
    what the checks find; findings about the form's own layout stay.
    Raises `UnreadableFileError` where the file is damaged, encrypted, empty, too large or of no known kind, and
    `UnknownFormError` where it is readable but no known form; both carry a message for staff that names the mend.
    """
    from formextract.pipeline import extract as run  # the readers take a second to import; `--help` needs none

    return run(path, templates, check=check)


__all__ = [
    "CriterionResult",
    "FileRef",
    "Finding",
    "FormextractError",
    "Observation",
    "Record",
    "Source",
    "TemplateError",
    "UnknownFormError",
    "Unmatched",
    "UnreadableFileError",
    "extract",
    "record_from_json",
    "record_to_dict",
    "record_to_json",
]
