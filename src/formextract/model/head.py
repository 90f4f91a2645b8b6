"""What is asked of a record that was written down, in as few words as a store and a pipe need."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

Role = Literal["application", "summary", "evidence", "other"]
"""What a file is in a submission."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of a written record, in as few words as a store needs."""

    sha256: str
    format: str
    role: Role


@dataclass(frozen=True, slots=True)
class Head:
    """What a store asks of a record. `edition` is its last year, `path` its first file's, `applicant` an `Applicant` as
    JSON.
    """

    id: str
    program: str
    form: str
    template: str
    edition: str
    cluster: str
    applicant: str
    path: str
    files: tuple[WrittenFile, ...]


def head_to_dict(head: Head) -> dict[str, Any]:
    """The head as JSON values."""
    return asdict(head)


def head_from_dict(raw: dict[str, Any]) -> Head:
    """The head that `head_to_dict` spelt; ValueError where it is none. It may come from a process that a hostile file
    has taken over.
    """
    files = raw["files"]
    texts = {name: raw[name] for name in Head.__slots__ if name != "files"}
    told = [*texts.values(), *(f[name] for f in files for name in ("sha256", "format", "role"))]
    if not all(isinstance(text, str) for text in told) or any(f["role"] not in get_args(Role) for f in files):
        raise ValueError("no head of a record")
    return Head(**texts, files=tuple(WrittenFile(f["sha256"], f["format"], f["role"]) for f in files))
