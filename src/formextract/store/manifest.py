"""Every file of every disc, with what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select

from formextract.store import tables

Access = Callable[[], AbstractContextManager[Connection]]

_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a disc. `fate` is `read`, `other`, `pending`, `failed`, `duplicate` (the same bytes under a path that
    was met before), `skipped`, `opened` (an archive), `replaced` (it failed, and another file took its place), or
    `taken_back` (its disc is not to count).

    `sha256` is '' and `size` None where the bytes were not read. `disc` is its name where it was told.
    """

    disc: str
    path: str
    sha256: str
    size: int | None
    fate: str
    role: str
    reason: str
    tries: int
    reader: str
    version: str
    seconds: float


class Manifest:
    """A store's manifest."""

    def __init__(self, read: Access) -> None:
        self._read = read

    def entries(self) -> Iterator[Entry]:
        """Every file, by disc and path; read as they are asked for."""
        f, p = tables.files, tables.paths
        columns = (
            p.c.disc, p.c.path, p.c.sha256, f.c.size, _fate(), f.c.role,
            case((p.c.sha256 == "", p.c.reason), else_=f.c.reason).label("reason"),
            f.c.tries, f.c.reader, f.c.version, f.c.seconds,
        )  # fmt: skip
        wanted = select(*columns).join(f, f.c.sha256 == p.c.sha256, isouter=True)
        with self._read() as c:
            ordered = wanted.order_by(p.c.disc, p.c.path, p.c.sha256)
            for row in c.execution_options(yield_per=_PAGE).execute(ordered):
                yield _entry(row._mapping)  # noqa: SLF001 - public by SQLAlchemy's manual

    def counts(self) -> dict[tuple[str, str], int]:
        """How many files each disc has of each fate, by disc and fate."""
        f, p = tables.files, tables.paths
        fates = select(p.c.disc, _fate()).join(f, f.c.sha256 == p.c.sha256, isouter=True).subquery()
        wanted = select(fates.c.disc, fates.c.fate, func.count()).group_by(fates.c.disc, fates.c.fate)
        with self._read() as c:
            return {(disc, fate): n for disc, fate, n in c.execute(wanted.order_by(fates.c.disc, fates.c.fate))}

    def discs_of_records(self) -> dict[str, tuple[str, ...]]:
        """The names of the discs from which each record's files came, by the record's id; those without a name none."""
        p, rf = tables.paths, tables.record_files
        wanted = select(rf.c.record_id, p.c.disc).join(p, p.c.sha256 == rf.c.sha256).where(p.c.disc != "").distinct()
        out: dict[str, list[str]] = {}
        with self._read() as c:
            for name, disc in c.execute(wanted.order_by(rf.c.record_id, p.c.disc)):
                out.setdefault(name, []).append(disc)
        return {name: tuple(discs) for name, discs in out.items()}

    def slowest(self, n: int) -> list[tuple[str, float]]:
        """The files that took longest to read, each by one of its paths, with the seconds."""
        f, p = tables.files, tables.paths
        path = select(func.min(p.c.path)).where(p.c.sha256 == f.c.sha256).scalar_subquery()
        wanted = select(path, f.c.seconds).where(f.c.seconds > 0).order_by(f.c.seconds.desc(), f.c.sha256).limit(n)
        with self._read() as c:
            return [(where or "", seconds) for where, seconds in c.execute(wanted)]


def _fate() -> ColumnElement[str]:
    f, p = tables.files, tables.paths
    order = func.row_number().over(partition_by=p.c.sha256, order_by=(p.c.first_seen, p.c.path, p.c.disc))
    return case(
        (p.c.taken_back != "", "taken_back"),
        (p.c.fate != "", p.c.fate),
        (f.c.status == "failed", "failed"),
        (f.c.status == "pending", "pending"),
        (order > 1, "duplicate"),
        else_=f.c.status,
    ).label("fate")


def _entry(m: Any) -> Entry:
    return Entry(
        disc=m["disc"],
        path=m["path"],
        sha256=m["sha256"],
        size=m["size"],
        fate=m["fate"],
        role=m["role"] or "",
        reason=m["reason"] or "",
        tries=m["tries"] or 0,
        reader=m["reader"] or "",
        version=m["version"] or "",
        seconds=m["seconds"] or 0.0,
    )
