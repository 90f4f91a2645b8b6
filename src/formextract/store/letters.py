"""Drafts of letters in a store: a number that is given once, and every draft that was kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from formextract.errors import FormextractError
from formextract.model.written import storable
from formextract.store import tables
from formextract.store.rows import change_number, now, put

if TYPE_CHECKING:  # pydantic is for those who read or write a letter
    from formextract.model.template import LetterWords

Access = Callable[[], AbstractContextManager[Connection]]

_T, _S = tables.letters, tables.submissions


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A draft as it was kept. `number` counts the letters of a `year`; `body` is what the letter says."""

    id: int
    submission: str
    recipient: str
    year: int
    number: int
    at: str
    by: str
    body: Mapping[str, Any]


class LetterConflictError(FormextractError):
    """Somebody else has kept the letter since the caller looked; `draft` says who, and what."""

    def __init__(self, draft: LetterDraft) -> None:
        super().__init__(
            f"{draft.by} 刚保存过这封通知，您的改动没有保存。"
            "请在新窗口打开这封通知看过；要以您这一份为准的，再按一次“保存”"
        )
        self.draft = draft


class LetterDrafts:
    """A store's letters. Each method is one transaction."""

    def __init__(self, read: Access, write: Access) -> None:
        self._read = read
        self._write = write

    def words(self, program: str) -> LetterWords | None:
        """What staff have put in place of a programme's own words, None where they have not."""
        from formextract.model.template import LetterWords

        key = words_key(program)
        with self._read() as c:
            value = c.execute(select(tables.meta.c.value).where(tables.meta.c.key == key)).scalar()
            return None if value is None else LetterWords.model_validate_json(value)

    def keep_words(self, program: str, words: LetterWords | None) -> None:
        """Keeps what a programme's letters say from now on; None for its own words again."""
        key = words_key(program)
        with self._write() as c:
            if words is None:
                c.execute(delete(tables.meta).where(tables.meta.c.key == key))
            else:
                body = storable(words.model_dump_json(exclude_defaults=True))
                put(c, tables.meta, {"key": key}, {"value": body}, {})

    def key(self, record_id: str) -> str:
        """The submission of a record, by which its letters are found again when a further copy joins it."""
        with self._read() as c:
            return c.execute(select(_S.c.key).where(_S.c.record_id == record_id)).scalar() or record_id

    def keys(self) -> dict[str, str]:
        """The submissions of all records."""
        with self._read() as c:
            return {record_id: key for record_id, key in c.execute(select(_S.c.record_id, _S.c.key))}  # noqa: C416

    def last(self) -> dict[tuple[str, str], LetterDraft]:
        """The last draft of each submission and recipient."""
        with self._read() as c:
            drafts = (_draft(row) for row in c.execute(select(_T).order_by(_T.c.id)))
            return {(d.submission, d.recipient): d for d in drafts}

    def of(self, submission: str, recipient: str) -> LetterDraft | None:
        """The last draft to this recipient, None where there is none."""
        wanted = select(_T).where(_T.c.submission == submission, _T.c.recipient == recipient)
        with self._read() as c:
            row = c.execute(wanted.order_by(_T.c.id.desc()).limit(1)).first()
            return None if row is None else _draft(row)

    def keep(
        self, submission: str, recipient: str, by: str, body: Mapping[str, Any], seen: int | None = None
    ) -> LetterDraft:
        """Keeps a draft; the first one of a submission and recipient gets the year's next number.

        `seen` is the id of the last draft that the caller knew of, 0 for none, None for whoever does not care;
        LetterConflictError where there is a newer one.
        """
        with self._write() as c:
            change_number(c)  # by which two that ask for a number wait for each other
            of_letter = select(_T).where(_T.c.submission == submission, _T.c.recipient == recipient)
            had = c.execute(of_letter.order_by(_T.c.id.desc()).limit(1)).first()
            if seen is not None and had is not None and had.id != seen:
                raise LetterConflictError(_draft(had))
            at = now()
            year = datetime.fromisoformat(at).astimezone().year
            if had is None:
                number = (c.execute(select(func.max(_T.c.number)).where(_T.c.year == year)).scalar() or 0) + 1
            else:
                year, number = had.year, had.number
            row = {
                "submission": submission, "recipient": recipient, "year": year, "number": number, "at": at,
                "by": storable(by), "body": storable(json.dumps(body, ensure_ascii=False)),
            }  # fmt: skip
            done = c.execute(insert(_T).values(**row))
            assert done.inserted_primary_key is not None
            return LetterDraft(done.inserted_primary_key[0], submission, recipient, year, number, at, by, body)


def words_key(program: str) -> str:
    """Under which a programme's words are kept; a name of any length fits the column."""
    return f"letter/{hashlib.sha256(program.encode()).hexdigest()[:32]}"


def _draft(row: Row[Any]) -> LetterDraft:
    return LetterDraft(
        row.id, row.submission, row.recipient, row.year, row.number, row.at, row.by, json.loads(row.body)
    )
