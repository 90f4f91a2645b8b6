"""A store: files by content with every path, the records read from them, and why a file gave none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from sqlalchemy import Connection, Engine, delete, func, select, update

from formextract.errors import StoreError
from formextract.model import Record
from formextract.model.written import body_of, storable
from formextract.store import manifest_writes, results, tables
from formextract.store.accounts import Accounts
from formextract.store.acts import Acts
from formextract.store.changes import ChangeFeed
from formextract.store.decisions import Decisions
from formextract.store.engine import (
    ORIGINALS,
    cannot_write,
    connect,
    database_url,
    is_only_read,
    is_ready,
    is_url,
    prepare,
    shown,
    speaking,
    trouble,
)
from formextract.store.groups import Groups
from formextract.store.kept_making import KeptMaking
from formextract.store.kept_rates import KeptRates
from formextract.store.kept_templates import KeptTemplates
from formextract.store.letters import LetterDrafts
from formextract.store.locks import alone
from formextract.store.manifest import Manifest
from formextract.store.manifest_writes import KnownContents, Met, PathFate, StoredFile
from formextract.store.originals import FolderOriginals, Originals, TableOriginals
from formextract.store.results import Outcome
from formextract.store.reviews import Reviews
from formextract.store.rows import change_number, now, path_key, stored_record
from formextract.store.selection import Selection
from formextract.store.soundness import Soundness

ALL = Selection()


def open_store(where: str | os.PathLike[str], *, create: bool = True) -> Store:
    """The store at a folder (made where it is not there) or a database URL.

    UsageError where there is none and `create` is off; StoreError where it is damaged, another program's, or made by
    a newer version.
    """
    place = os.fspath(where)
    with speaking(place):
        engine = connect(database_url(place, create=create), place)
        try:
            with engine.connect() as connection:
                ready = is_ready(connection, place, create=create)
            if not ready:
                with engine.execution_options(writes=True).begin() as connection:
                    prepare(connection, place, create=create)
        except BaseException:
            engine.dispose()
            raise
    originals = TableOriginals(engine) if is_url(place) else FolderOriginals(Path(place) / ORIGINALS)
    return Store(place, engine, originals)


class Store:
    """An open store. Each method that writes is one transaction: it is done or not begun, whenever it is killed."""

    def __init__(self, where: str, engine: Engine, originals: Originals) -> None:
        self.where = shown(where)
        self._place = where
        self._engine = engine
        self._originals = originals

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Gives the database's connections back."""
        self._engine.dispose()

    @property
    def folder(self) -> Path | None:
        """The folder of an embedded store, None for one behind a URL."""
        return None if is_url(self._place) else Path(self._place)

    # -- files -----------------------------------------------------------------------------------------------------

    def file(self, sha256: str) -> StoredFile | None:
        """The file of this content, None where the store has not met it."""
        with self._read() as c:
            row = c.execute(select(tables.files).where(tables.files.c.sha256 == sha256)).first()
        return None if row is None else manifest_writes.stored_file(row)

    def files(self) -> Iterator[StoredFile]:
        """All files, ordered by content."""
        with self._read() as c:
            for row in c.execution_options(yield_per=500).execute(select(tables.files).order_by(tables.files.c.sha256)):
                yield manifest_writes.stored_file(row)

    def files_after(self, sha256: str, n: int) -> list[StoredFile]:
        """The next `n` files by content; a walk over all of them holds no transaction open while it works."""
        t = tables.files
        with self._read() as c:
            rows = c.execute(select(t).where(t.c.sha256 > sha256).order_by(t.c.sha256).limit(n)).all()
        return [manifest_writes.stored_file(row) for row in rows]

    def paths(self, sha256: str = "") -> list[str]:
        """Every path under which this content was met; with '', the paths whose bytes could not be read."""
        t = tables.paths
        wanted = select(t.c.path).where(t.c.sha256 == sha256).distinct().order_by(t.c.path)
        with self._read() as c:
            lost = (t.c.fate == "failed", t.c.taken_back == "")
            return list(c.execute(wanted if sha256 else wanted.where(*lost)).scalars())

    def programs(self, sha256: str) -> list[str]:
        """The programmes of the forms that a file gave."""
        t = tables.readings
        with self._read() as c:
            return list(c.execute(select(t.c.program).where(t.c.sha256 == sha256).distinct()).scalars())

    def has_original(self, sha256: str, size: int) -> bool:
        """Whether the store has so many bytes of a file; `verify` tells whether they are the right ones."""
        with speaking(self._place):
            return self._originals.has(sha256, size)

    def keep(self, sha256: str, path: str | os.PathLike[str]) -> None:
        """Keeps the bytes of the file at `path`, which has been found to be `sha256`.

        UnreadableFileError where it cannot be read or has changed since.
        """
        with speaking(self._place):
            self._originals.keep(sha256, path)

    def original(self, sha256: str) -> BinaryIO:
        """The bytes of a file, to be closed by the caller; KeyError where the store has not got them."""
        with speaking(self._place):
            data: BinaryIO = self._originals.open(sha256)
        return data

    @property
    def originals_folder(self) -> Path | None:
        """Where the bytes are kept as files, None where they are in the database."""
        return self._originals.folder

    def unkept(self, cause: str) -> StoreError:
        """What to raise where another process could not keep a file's bytes in `originals_folder`."""
        return StoreError(trouble(self._place, cause))

    def known(self, shas: Iterable[str], paths: Iterable[str] = ()) -> KnownContents:
        """What the store knows of these contents, and at which of the paths each was met already."""
        with self._read() as c:
            return manifest_writes.known(c, shas, paths)

    def first_paths(self, shas: Iterable[str]) -> dict[str, str]:
        """The first path, as letters are ordered, under which each content was met."""
        with self._read() as c:
            return manifest_writes.first_paths(c, shas)

    def meet(self, files: Sequence[Met], disc: str = "") -> None:
        """Notes files that were met, in one transaction: those that are to be read before work on them starts, so that
        a killed run knows what it owed. `disc` is the name of their disc where it was told.
        """
        with self._write() as c:
            manifest_writes.meet(c, files, disc)

    def begin(self, sha256: str, size: int, path: str, kind: str, disc: str = "") -> None:
        """Notes one file that is to be read; `kind` is its format."""
        self.meet([Met(path, sha256, size, kind, begin=True)], disc)

    def met(self, sha256: str, path: str, disc: str = "") -> None:
        """Notes one more path of a file that the store has."""
        self.meet([Met(path, sha256)], disc)

    def note(self, path: str, fate: PathFate, reason: str = "", disc: str = "") -> None:
        """Notes what became of a path whose bytes were not or could not be read."""
        self.meet([Met(path, fate=fate, reason=reason)], disc)

    def forget(self, path: str, disc: str = "") -> None:
        """Forgets that a path could not be read: it could now."""
        t = tables.paths
        with self._write() as c:
            c.execute(delete(t).where(t.c.key == path_key("", storable(path), storable(disc))))

    def finish(self, sha256: str, outcome: Outcome, version: str) -> None:
        """Stores what reading the file gave, in one transaction; what it gave before and gives no longer is withdrawn.

        The file must have been noted by `begin`.
        """
        self.finish_all([(sha256, outcome)], version)

    def finish_all(self, outcomes: Sequence[tuple[str, Outcome]], version: str) -> None:
        """The same for several files, no content twice, in one transaction together."""
        with self._write() as c:
            results.finish(c, outcomes, version)

    # -- records ---------------------------------------------------------------------------------------------------

    def records(self, wanted: Selection = ALL) -> Iterator[Record]:
        """All records, or those that are wanted, by path, then by place within the file; read as they are asked for."""
        t = tables.records
        with self._read() as c:
            ordered = select(t.c.body).where(*wanted.conditions()).order_by(t.c.path, t.c.position, t.c.id)
            for body in c.execution_options(yield_per=100).execute(ordered).scalars():
                yield stored_record(body)

    def record(self, record_id: str) -> Record:
        """The record of this id, as it was read; KeyError where there is none."""
        t = tables.records
        with self._read() as c:
            body = c.execute(select(t.c.body).where(t.c.id == record_id)).scalar()
            if body is None:
                raise KeyError(record_id)
            return stored_record(body)

    def record_ids(self, wanted: Selection = ALL) -> list[str]:
        """The ids of all records, or of those that are wanted."""
        t = tables.records
        with self._read() as c:
            return list(c.execute(select(t.c.id).where(*wanted.conditions()).order_by(t.c.id)).scalars())

    def forms(self, wanted: Selection = ALL) -> set[str]:
        """The templates (ids) by which all records, or those that are wanted, were read."""
        t = tables.records
        with self._read() as c:
            return set(c.execute(select(t.c.template).where(*wanted.conditions()).distinct()).scalars())

    def revise(self, record: Record, version: str) -> None:
        """Stores a record anew under its id (findings after a new check); what files it belongs to stays."""
        t = tables.records
        body = body_of(record)
        with self._write() as c:
            number = change_number(c)
            changed = update(t).where(t.c.id == record.id, t.c.body != body)
            c.execute(changed.values(body=body, version=version, updated=now(), change=number))

    def count(self) -> dict[str, int]:
        """How many `records` and `files` there are, and how many files of each status."""
        with self._read() as c:
            rows = c.execute(select(tables.files.c.status, func.count()).group_by(tables.files.c.status)).all()
            n_records = c.execute(select(func.count()).select_from(tables.records)).scalar_one()
        by_status = {status: n for status, n in rows}  # noqa: C416 - rows are no pairs to a type checker
        out = {"records": n_records, "files": sum(by_status.values()), "pending": 0, "read": 0, "other": 0, "failed": 0}
        return out | by_status

    # -- submissions -----------------------------------------------------------------------------------------------

    @property
    def groups(self) -> Groups:
        """What belongs together, and what people have corrected about it."""
        return Groups(self._read, self._write)

    @property
    def reviews(self) -> Reviews:
        """What reviewers have done about the values."""
        return Reviews(self._read, self._write)

    @property
    def decisions(self) -> Decisions:
        """What reviewers have decided about findings, clauses and whole records."""
        return Decisions(self._read, self._write)

    @property
    def accounts(self) -> Accounts:
        """Who may sign in to the page."""
        return Accounts(self._read, self._write)

    @property
    def acts(self) -> Acts:
        """What people have done about the store as a whole."""
        return Acts(self._read, self._write)

    @property
    def templates(self) -> KeptTemplates:
        """The further templates that it was loaded with."""
        return KeptTemplates(self.where, self.folder, self._read, self._write)

    @property
    def making(self) -> KeptMaking:
        """Programmes in the making."""
        return KeptMaking(self.folder, self._read, self._write)

    @property
    def rates(self) -> KeptRates:
        """The rates of other currencies that it was loaded with."""
        return KeptRates(self._read, self._write)

    @property
    def letters(self) -> LetterDrafts:
        """Drafts of letters, with numbers that stay."""
        return LetterDrafts(self._read, self._write)

    @property
    def manifest(self) -> Manifest:
        """Every file of every disc, with what became of it."""
        return Manifest(self._read)

    @property
    def changes(self) -> ChangeFeed:
        """What has changed since when."""
        return ChangeFeed(self._read)

    @property
    def soundness(self) -> Soundness:
        """Whether the database is still what was written."""
        return Soundness(self._read, self._place)

    @property
    def is_only_read(self) -> bool:
        """Whether the store lies where nothing can be written; it can be looked at all the same."""
        return is_only_read(self._engine)

    def require_writable(self) -> None:
        """StoreError where nothing can be written into the store."""
        if self.is_only_read:
            raise StoreError(cannot_write(self.where))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Waits until no other program is in such a block on this store: the grouping is made by one at a time."""
        with speaking(self._place), alone(self._engine):
            yield

    # -- within ----------------------------------------------------------------------------------------------------

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with speaking(self._place), self._engine.connect() as c:
            yield c

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with speaking(self._place), self._engine.execution_options(writes=True).begin() as c:
            yield c
