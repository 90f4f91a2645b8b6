"""Work on stored text that any process can do: a question about a submission, and its answer.

Both go through pipes as JSON, the long texts behind it; what comes out of one is checked by these types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import TypeAdapter

from formextract.model.head import Head, Role
from formextract.model.submission import Item
from formextract.submissions.caps import Alike, Counted


@dataclass(frozen=True, slots=True)
class AskedMember:
    """A file of the submission that is asked about, as `Member` says it. `exhibit` is the number of its exhibit among
    the texts, `generation` the load in which it came.
    """

    item: Item
    role: Role
    why: str
    record_ids: tuple[str, ...]
    generation: int
    exhibit: int | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """The submission that is asked about. `readings` gives for each record id the number of its text.

    `rows` are the rows of summary sheets by their clusters; `rivals` and `failed` as in `Submission`; `alike` is who
    else counts for its clauses with a cap, None where that is not known yet; `unlisted` are the summary sheets in
    which it should stand and does not; `before` are its cluster's last earlier records, `event` says whether that has
    reported a major event.
    """

    key: str
    cluster: str
    members: tuple[AskedMember, ...]
    readings: dict[str, int]
    rows: dict[str, str]
    rivals: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    alike: Alike | None = None
    unlisted: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    event: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be judged, with the texts (records, exhibits) that it names by their number."""

    subject: Subject
    texts: tuple[str, ...]

    @property
    def key(self) -> str:
        """The submission's key."""
        return self.subject.key


@dataclass(frozen=True, slots=True)
class CountedName:
    """Where a submission of this name counts for clauses with a cap: its record is made once all have been asked."""

    name: str
    places: tuple[Counted, ...]
    kind: Literal["counts"] = "counts"


@dataclass(frozen=True, slots=True)
class RecordMade:
    """The submission's record, of which this is the head; its body stands in the texts, before how it stood before it
    was corrected. `replaced` gives for each member by its number that a later load has replaced why; `failed` tells
    which steps were not done.
    """

    head: Head
    replaced: tuple[tuple[int, str], ...] = ()
    failed: tuple[str, ...] = ()
    kind: Literal["made"] = "made"


@dataclass(frozen=True, slots=True)
class NothingMade:
    """No record could be made; `failed` says why."""

    failed: tuple[str, ...]
    kind: Literal["nothing"] = "nothing"


Judgement = CountedName | RecordMade | NothingMade
"""What can be said to a question."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question, with its texts."""

    key: str
    what: Judgement
    texts: tuple[str, ...]


Ask = Callable[[Iterable[Question]], Iterator[Answer]]
"""Gives the answers as they come, in any order; takes questions as it can work on them, so that nothing piles up."""


@cache
def subject_adapter() -> TypeAdapter[Subject]:
    """Subjects to JSON values and back; ValidationError (a ValueError) where they are none."""
    return TypeAdapter(Subject)


@cache
def judgement_adapter() -> TypeAdapter[Judgement]:
    """What answers say to JSON values and back; ValidationError (a ValueError) where they are none."""
    return TypeAdapter(Judgement)
