"""What the loader and its workers say to each other. A message may have texts behind it (`frames.py`).

A worker reads files from strangers, one of which may have taken it over: what it says is looked at before it is
believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, get_args

from formextract.model.head import Head, head_from_dict
from formextract.workers.frames import Frame, framed
from formextract.workers.tasks import Kind, Task

if TYPE_CHECKING:  # questions are asked once files are read, and most commands ask none
    from formextract.submissions.questions import Judgement, Subject


class GarbledError(Exception):
    """What a worker says is none of the messages."""


@dataclass(frozen=True, slots=True)
class Read:
    """Asks for a file to be read; after so many seconds by the clock nobody waits any more."""

    task: Task
    seconds: float


@dataclass(frozen=True, slots=True)
class Judge:
    """Asks a question about stored texts, which stand behind it."""

    question: Subject
    seconds: float


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has started."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The worker cannot start: its reader cannot be imported."""

    message: str
    trace: str


@dataclass(frozen=True, slots=True)
class Full:
    """The disk of the temporary folder takes nothing more: every other file would fail too."""

    message: str


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a file. `message` is for staff, `trace` for developers.

    Behind it stand its records, of which these are the heads, and its exhibit where `exhibit` names the format of one.
    `suspect` says that it may have failed for what the worker had read before, and not for itself; `cramped` that the
    worker has little memory left; `mb` is how much it takes.
    """

    kind: Kind
    message: str = ""
    trace: str = ""
    seconds: float = 0.0
    heads: tuple[Head, ...] = ()
    exhibit: str = ""
    suspect: bool = False
    cramped: bool = False
    mb: float = 0.0


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer to a question; its texts stand behind it."""

    answer: Judgement


@dataclass(frozen=True, slots=True)
class NotJudged:
    """A question that the worker could not answer: whoever asked works it out, and sees why."""

    suspect: bool


Request = Read | Judge
Answer = Told | Judged | NotJudged
Reply = Ready | Broken | Full | Answer

_REQUESTS: dict[str, type[Request]] = {kind.__name__: kind for kind in get_args(Request)}
_REPLIES: dict[str, type[Reply]] = {kind.__name__: kind for kind in get_args(Reply)}


def to_bytes(message: Request | Reply, texts: Sequence[str] = ()) -> bytes:
    """The message as it goes through a pipe."""
    what = {"say": type(message).__name__, **asdict(message)}
    return framed(what, texts)


def request_of(frame: Frame) -> tuple[Request, list[str]]:
    """A request of the loader's, and its texts."""
    what, texts = frame
    kind = _REQUESTS[what.pop("say")]
    if kind is Judge:
        from formextract.submissions.questions import subject_adapter

        what["question"] = subject_adapter().validate_python(what["question"])
    else:
        what["task"] = Task(**what["task"])
    return kind(**what), texts


def reply_of(frame: Frame) -> tuple[Reply, list[str]]:
    """A reply of a worker's, and its texts; GarbledError where it is none, or has not the texts that it should have."""
    what, texts = frame
    try:
        kind = _REPLIES[what.pop("say")]
        if kind is Told:
            what["heads"] = tuple(head_from_dict(head) for head in what["heads"])
        elif kind is Judged:
            from formextract.submissions.questions import judgement_adapter

            what["answer"] = judgement_adapter().validate_python(what["answer"])
        reply = kind(**what)
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        raise GarbledError from e
    if not _is_sound(reply, len(texts)):
        raise GarbledError
    return reply, texts


def _is_sound(reply: Reply, n_texts: int) -> bool:
    match reply:
        case Told(str(kind), str(), str(), float() | int(), heads, str(exhibit), bool(), bool(), float() | int()):
            return kind in get_args(Kind) and n_texts == len(heads) + bool(exhibit)
        case Ready() | Broken(str(), str()) | Full(str()) | Judged() | NotJudged(bool()):
            return True
    return False
