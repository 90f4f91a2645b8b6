"""What reading files came to, written: records, readings and the files' status, many files a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, case, delete, insert, select, update

from formextract.model import Record
from formextract.model.head import Role
from formextract.model.submission import Exhibit
from formextract.model.written import Written, storable, written
from formextract.store import tables
from formextract.store.manifest_writes import FileStatus
from formextract.store.rows import StoredRecord, change_number, exhibit_json, now, save_records, withdraw_record

GROUPED = "grouped"
"""The setting that says from which state of the store its submissions were made."""

_F, _R, _RF, _S, _M = tables.files, tables.readings, tables.record_files, tables.submissions, tables.members

# Made once: to build a statement anew costs more than to run it.
_KIND = bindparam("kind", type_=_F.c.format.type)
_FINISHED = (
    update(_F)
    .where(_F.c.sha256 == bindparam("of"))
    .values(
        role=bindparam("role"),
        status=bindparam("status"),
        reason=bindparam("reason"),
        seconds=bindparam("seconds"),
        version=bindparam("version"),
        exhibit=bindparam("exhibit"),
        reader=bindparam("reader"),
        templates=bindparam("templates"),
        updated=bindparam("updated"),
        tries=_F.c.tries + bindparam("more"),
        format=case((_KIND == "", _F.c.format), else_=_KIND),
    )
)
_SHAS: BindParameter[str] = bindparam("shas", expanding=True)
_HAD = select(_RF.c.record_id, _RF.c.sha256).where(_RF.c.sha256.in_(_SHAS))
_NO_READINGS = delete(_R).where(_R.c.sha256.in_(_SHAS))
_NEW_READINGS = insert(_R)
_NOT_ITS = delete(_RF).where(_RF.c.record_id == bindparam("name"), _RF.c.sha256 == bindparam("of"))
_STILL_GIVEN = select(_RF.c.record_id).where(_RF.c.record_id.in_(bindparam("ids", expanding=True)))
_GROUPED_WITH = update(_S).where(_S.c.key.in_(select(_M.c.submission).where(_M.c.sha256.in_(_SHAS)))).values(basis="")
_NOT_GROUPED = delete(tables.meta).where(tables.meta.c.key == GROUPED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading a file came to. `seconds` is the wall time of the last try; `format` ('' where reading has not shown
    it), `reader` and `templates` as in `StoredFile`. `exhibit` may be written down already, as records may.
    """

    status: FileStatus
    records: Sequence[Record | Written] = ()
    role: Role = "other"
    reason: str = ""
    tries: int = 1
    seconds: float = 0.0
    exhibit: Exhibit | str | None = None
    format: str = ""
    reader: str = ""
    templates: str = ""

    def written(self) -> list[Written]:
        """The records, written down."""
        return [r if isinstance(r, Written) else written(r) for r in self.records]


def finish(c: Connection, outcomes: Sequence[tuple[str, Outcome]], version: str) -> None:
    """Writes what reading files (digests) gave; what they gave before and give no longer is withdrawn.

    The files must have been noted. The submissions that they are in are to be made anew.
    """
    if not outcomes:
        return
    change_number(c)
    records = {sha256: outcome.written() for sha256, outcome in outcomes}
    shas = sorted(records)
    c.execute(_FINISHED, [_row(sha256, o, records[sha256], version) for sha256, o in sorted(outcomes, key=_first)])
    had = {(name, sha256) for name, sha256 in c.execute(_HAD, {"shas": shas})}
    c.execute(_NO_READINGS, {"shas": shas})
    readings = [_reading(r, sha256, n) for sha256, given in records.items() for n, r in enumerate(given)]
    if readings:
        c.execute(_NEW_READINGS, readings)
    placed = [StoredRecord(r, (sha256,), n) for sha256, given in records.items() for n, r in enumerate(given)]
    save_records(c, placed, version)
    _withdraw(c, had - {(p.record.head.id, sha256) for p in placed for sha256 in p.of})
    c.execute(_GROUPED_WITH, {"shas": shas})
    c.execute(_NOT_GROUPED)


def _first(pair: tuple[str, Outcome]) -> str:
    return pair[0]


def _row(sha256: str, outcome: Outcome, records: Sequence[Written], version: str) -> dict[str, Any]:
    own = next((f for r in records for f in r.head.files if f.sha256 == sha256), None)
    exhibit = outcome.exhibit
    return {
        "of": sha256,
        "role": outcome.role if own is None else own.role,
        "status": outcome.status,
        "reason": storable(outcome.reason),
        "seconds": outcome.seconds,
        "version": version,
        "exhibit": exhibit if isinstance(exhibit, str) else exhibit_json(exhibit),
        "reader": outcome.reader,
        "templates": outcome.templates,
        "updated": now(),
        "more": outcome.tries,
        "kind": outcome.format if own is None else own.format,
    }


def _reading(record: Written, sha256: str, position: int) -> dict[str, Any]:
    head = record.head
    return {
        "sha256": sha256,
        "position": position,
        "record_id": head.id,
        "program": head.program,
        "form": head.form,
        "edition": head.edition,
        "cluster": head.cluster,
        "applicant": head.applicant,
        "body": record.body,
    }


def _withdraw(c: Connection, gone: set[tuple[str, str]]) -> None:
    """Takes away which records files no longer give, and those that no other file gives either."""
    if not gone:
        return
    c.execute(_NOT_ITS, [{"name": name, "of": sha256} for name, sha256 in sorted(gone)])
    names = {name for name, _ in gone}
    for name in sorted(names - set(c.execute(_STILL_GIVEN, {"ids": list(names)}).scalars())):
        withdraw_record(c, name)
