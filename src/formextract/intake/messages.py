"""What the loader and the unpacking process say to each other: a line of JSON for each message.

The process opens archives from strangers, one of which may have taken it over: what it says is looked at before it is
believed, and a file is only named by a digest and an ending.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from formextract.intake.containers import Container
from formextract.intake.member import MAX_NAME

MAX_LINE = 32 * MAX_NAME
"""Bytes: a name as letters that are all escaped, once more as hexadecimal digits, and some more."""
_PLACE = re.compile(r"[0-9a-f]{64}(?:\.[a-z0-9]{1,8})?")
_DIGEST = re.compile(r"[0-9a-f]{64}")

Passed = Literal["system", "link", "special"]


class GarbledReplyError(Exception):
    """A line that is none of the messages."""


@dataclass(frozen=True, slots=True)
class Open:
    """Asks for an archive: where it lies, what it is called, what it is, what it may still take.

    `within` is how many letters stand before its members' names in their paths.
    """

    path: str
    name: str
    kind: str
    bytes: int
    members: int
    member_bytes: int
    within: int


@dataclass(frozen=True, slots=True)
class UnpackedMember:
    """A member that lies in the work folder as `file`; `kind` says which sort of archive it is, '' for none."""

    name: str
    raw: str
    file: str
    sha256: str
    size: int
    kind: Container | Literal[""]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A member that is passed over."""

    name: str
    raw: str
    why: Passed


@dataclass(frozen=True, slots=True)
class Refused:
    """A member that is not given; `reason` is for staff."""

    name: str
    raw: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The last word about an archive: what is left of its limits, and why it could not be read to its end, or ''."""

    reason: str
    bytes: int
    members: int


@dataclass(frozen=True, slots=True)
class Closed:
    """The process is done with an archive. Where no `Ended` came before, that has broken it."""


Entry = UnpackedMember | Skipped | Refused
Reply = UnpackedMember | Skipped | Refused | Ended | Closed

_KINDS: dict[str, type[Open | Reply]] = {
    kind.__name__: kind for kind in (Open, UnpackedMember, Skipped, Refused, Ended, Closed)
}


def line_of(message: Open | Reply) -> bytes:
    """The message as a line of ASCII; paths of no encoding are escaped."""
    return json.dumps({"say": type(message).__name__, **asdict(message)}).encode("ascii") + b"\n"


def request_in(line: bytes) -> Open:
    """The request in a line of ours."""
    message = _message_in(line)
    assert isinstance(message, Open)
    return message


def reply_in(line: bytes) -> Reply:
    """The reply in a line of the process's; GarbledReplyError where it is none, or one that is not to be believed."""
    try:
        message = _message_in(line)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as e:
        raise GarbledReplyError from e
    if isinstance(message, Open) or not _is_sound(message):
        raise GarbledReplyError
    return message


def _message_in(line: bytes) -> Open | Reply:
    told: dict[str, Any] = json.loads(line)
    kind = _KINDS[told.pop("say")]
    return kind(**told)


def _is_sound(reply: Reply) -> bool:
    """Whether all fields are of their types, and those within bounds that are used for more than being shown."""
    match reply:
        case UnpackedMember(str(name), str(raw), str(file), str(sha256), int(size), str(kind)):
            known = kind == "" or kind in get_args(Container)
            place = _PLACE.fullmatch(file) is not None and file.startswith(sha256) and size >= 0
            return known and place and _DIGEST.fullmatch(sha256) is not None and _is_name(name, raw)
        case Skipped(str(name), str(raw), str(why)):
            return why in get_args(Passed) and _is_name(name, raw)
        case Refused(str(name), str(raw), str()):
            return _is_name(name, raw)
        case Ended(str(), int(), int()) | Closed():
            return True
    return False


def _is_name(name: str, raw: str) -> bool:
    try:
        return len(bytes.fromhex(raw)) <= MAX_NAME and len(name) <= MAX_NAME
    except ValueError:
        return False
