"""Records written down once, where they are made: who stores or sends them on need not read them again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from formextract.model.doubt import SURE
from formextract.model.facts import form_years
from formextract.model.head import Head, WrittenFile
from formextract.model.json import record_to_json
from formextract.model.record import Record
from formextract.model.submission import Applicant


@dataclass(frozen=True, slots=True)
class Written:
    """A record as a line of JSON that every database takes, with its head."""

    head: Head
    body: str


def written(record: Record) -> Written:
    """The record written down."""
    return Written(
        Head(
            id=record.id,
            program=record.program,
            form=record.form,
            template=record.template,
            edition=edition_of(record),
            cluster=storable(record.cluster),
            applicant=storable(json.dumps(asdict(applicant_of(record)), ensure_ascii=False)),
            path=storable(record.files[0].path) if record.files else "",
            files=tuple(WrittenFile(f.sha256, f.format, f.role) for f in record.files),
        ),
        body_of(record),
    )


def edition_of(record: Record) -> str:
    """The last year of which the form asks for figures, '' where none was read; goals are of years to come."""
    return max(form_years(record), default="")


ANSWERS = {
    "region_province": "province", "region_city": "city", "region_county": "county", "region": "region",
    "county_authority": "authority", "operator": "operator",
}  # fmt: skip
"""The indicators that tell who applies, and what they are called in `Applicant`."""


def applicant_of(record: Record) -> Applicant:
    """What the record's form answers about who applies."""
    said: dict[str, str] = {}
    for o in record.values:
        if o.indicator in ANSWERS and o.is_given and isinstance(o.value, str) and o.confidence >= SURE:
            said.setdefault(ANSWERS[o.indicator], o.value)
    return Applicant(**said, identifier=record.identifier)


def body_of(record: Record) -> str:
    """The record's JSON. A lone surrogate (a path in no encoding) becomes an escape: it reads back as it was."""
    return record_to_json(record).encode("utf-8", "backslashreplace").decode("utf-8")


def storable(text: str) -> str:
    """`text` as every database takes it: no NUL, no half characters."""
    return text.replace("\0", "\ufffd").encode("utf-8", "backslashreplace").decode("utf-8")
