"""formextract: structured records from filled Chinese government forms.

>>> from formextract import extract
>>> for record in extract("申报表.docx"):
...     print(record.cluster, len(record.values))
"""

from formextract.errors import FormextractError, TemplateError, UnknownFormError, UnreadableFileError
from formextract.model import (
    CriterionResult,
    FileRef,
    Finding,
    Observation,
    Record,
    Source,
    Unmatched,
)
from formextract.model.json import record_from_json, record_to_dict, record_to_json
from formextract.pipeline import extract

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
