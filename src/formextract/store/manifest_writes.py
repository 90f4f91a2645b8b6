"""Files that a load meets: what the store knows of them already, and their rows in the manifest, many a transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Connection, Row, bindparam, delete, func, select, update

from formextract.model.head import Role
from formextract.model.written import storable
from formextract.store import tables
from formextract.store.rows import now, path_key, put_all

PathFate = Literal["failed", "skipped", "opened"]
"""What became of a path whose bytes the store has not got: not readable, passed over, or an archive and opened."""

FileStatus = Literal["pending", "read", "other", "failed"]
"""`pending` before work and after a killed run; `read` gave records; `other` is readable and no form that we read."""

_MEETING_LOCK = 5_374_206_813
"""Any number that nobody else locks in a PostgreSQL database."""

_F, _P, _R = tables.files, tables.paths, tables.readings

# Made once: to build a statement anew costs more than to run it.
_KNOWN = select(_F).where(_F.c.sha256.in_(bindparam("shas", expanding=True)))
_PROGRAMS = select(_R.c.sha256, _R.c.program).where(_R.c.sha256.in_(bindparam("shas", expanding=True))).distinct()
_PATHS = (
    select(_P.c.sha256, _P.c.path)
    .where(_P.c.sha256.in_(bindparam("shas", expanding=True)), _P.c.path.in_(bindparam("paths", expanding=True)))
    .distinct()
)
_FIRST_PATHS = (
    select(_P.c.sha256, func.min(_P.c.path))
    .where(_P.c.sha256.in_(bindparam("shas", expanding=True)))
    .group_by(_P.c.sha256)
)
_UNREADABLE_ONCE = delete(_P).where(_P.c.key.in_(bindparam("keys", expanding=True)))
_BROKEN_THERE = (
    select(_P.c.key, _P.c.path, _P.c.disc, _P.c.sha256)
    .join(_F, _F.c.sha256 == _P.c.sha256)
    .where(_F.c.status == "failed", _P.c.fate == "", _P.c.path.in_(bindparam("paths", expanding=True)))
)
_REPLACED = update(_P).where(_P.c.key.in_(bindparam("keys", expanding=True))).values(fate="replaced")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of the store, by content. `reason` says in Chinese why it gave no record; `version` is the program's.

    `reader` is the version of the reader that read it, `templates` the digest of the templates that it was held
    against; '' where nobody knows.
    """

    sha256: str
    size: int
    format: str
    role: Role
    status: FileStatus
    reason: str
    tries: int
    version: str
    seconds: float = 0.0
    reader: str = ""
    templates: str = ""


@dataclass(frozen=True, slots=True)
class Met:
    """A file as it was met. `sha256` is '' where its bytes were not or could not be read; `fate` then says why.

    `begin` notes the content as pending where the store has not met it: work on it is about to begin. `kind` is its
    ending.
    """

    path: str
    sha256: str = ""
    size: int = 0
    kind: str = ""
    fate: PathFate | Literal[""] = ""
    reason: str = ""
    begin: bool = False


@dataclass(frozen=True, slots=True)
class KnownContents:
    """What a store knows of some contents. `there` are those of the paths asked about under which they were met."""

    files: dict[str, StoredFile]
    there: frozenset[tuple[str, str]] = frozenset()
    _programs: dict[str, list[str]] = field(default_factory=dict)

    def programs(self, sha256: str) -> Collection[str]:
        """The programmes of the forms that a file gave."""
        return self._programs.get(sha256, ())


def known(c: Connection, shas: Iterable[str], paths: Iterable[str] = ()) -> KnownContents:
    """What the store knows of these contents, and at which of the paths each was met already.

    Asked for some paths and not for all of a content: an empty file may lie under a hundred thousand.
    """
    files = {row.sha256: stored_file(row) for row in c.execute(_KNOWN, {"shas": list(set(shas))})}
    programs: dict[str, list[str]] = {}
    there: set[tuple[str, str]] = set()
    if files:
        for sha256, program in c.execute(_PROGRAMS, {"shas": list(files)}):
            programs.setdefault(sha256, []).append(program)
        asked = [storable(path) for path in paths]
        there = (
            {(sha, path) for sha, path in c.execute(_PATHS, {"shas": list(files), "paths": asked})} if asked else set()
        )
    return KnownContents(files, frozenset(there), programs)


def first_paths(c: Connection, shas: Iterable[str]) -> dict[str, str]:
    """The first path, as letters are ordered, under which each content was met."""
    return {row[0]: row[1] for row in c.execute(_FIRST_PATHS, {"shas": list(shas)})}


def meet(c: Connection, files: Sequence[Met], disc: str) -> None:
    """Writes the manifest's rows of files that were met, in few statements however many they are.

    A path that could not be read once, and now can, is no longer failed; a file that failed and has another content now
    is replaced.
    """
    if c.dialect.name == "postgresql":  # SQLite's writing transactions keep others out by themselves
        c.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MEETING_LOCK})")
    when, disc = now(), storable(disc)
    new = [
        {
            "sha256": f.sha256, "size": f.size, "format": f.kind, "role": "other", "status": "pending", "reason": "",
            "tries": 0, "seconds": 0.0, "version": "", "exhibit": "", "first_seen": when, "updated": when,
        }
        for f in files if f.begin
    ]  # fmt: skip
    put_all(c, _F, "sha256", new, ())
    rows = []
    for f in files:
        path = storable(f.path)
        rows.append(
            {"key": path_key(f.sha256, path, disc), "sha256": f.sha256, "path": path, "first_seen": when, "disc": disc}
            | {"reason": storable(f.reason), "fate": f.fate, "taken_back": ""}
        )
    put_all(c, _P, "key", rows, ("reason", "fate", "disc", "taken_back"))
    here = {(row["path"], row["disc"]): row["sha256"] for row in rows if row["sha256"]}
    if not here:
        return
    c.execute(_UNREADABLE_ONCE, {"keys": [path_key("", path, disc) for path, _ in here]})
    broken = [
        key
        for key, path, of, sha256 in c.execute(_BROKEN_THERE, {"paths": [path for path, _ in here]})
        if here.get((path, of), sha256) != sha256
    ]
    if broken:
        c.execute(_REPLACED, {"keys": broken})


def stored_file(row: Row[Any]) -> StoredFile:
    """The file of a row of `files`."""
    m = row._mapping  # noqa: SLF001 - public by SQLAlchemy's manual
    return StoredFile(
        sha256=m["sha256"],
        size=m["size"],
        format=m["format"],
        role=m["role"],
        status=m["status"],
        reason=m["reason"],
        tries=m["tries"],
        version=m["version"],
        seconds=m["seconds"],
        reader=m["reader"],
        templates=m["templates"],
    )
