"""What people have done about a store as a whole: a log that only grows."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, insert, select, update

from formextract.model.written import storable
from formextract.store import tables
from formextract.store.rows import now, put

Access = Callable[[], AbstractContextManager[Connection]]
Kind = Literal[
    "move", "undo", "disc_out", "disc_in", "settled", "unsettled", "letter", "account", "unlearnt",
    "signed_in", "refused", "load", "loaded",
    "programme", "said",
]  # fmt: skip

_T, _K, _P = tables.acts, tables.corrections, tables.paths


@dataclass(frozen=True, slots=True)
class StoreAct:
    """One thing that was done. `told` says it in words, `body` holds what taking it back needs."""

    id: int
    at: str
    by: str
    kind: str
    told: str
    why: str
    body: Mapping[str, Any]


class Acts:
    """A store's acts. Each method is one transaction."""

    def __init__(self, read: Access, write: Access) -> None:
        self._read = read
        self._write = write

    def entries(self, *kinds: Kind) -> list[StoreAct]:
        """What was done, oldest first; of these kinds only, where any are named."""
        wanted = select(_T).order_by(_T.c.id)
        if kinds:
            wanted = wanted.where(_T.c.kind.in_(kinds))
        with self._read() as c:
            return [_act(row) for row in c.execute(wanted)]

    def note(self, by: str, kind: Kind, told: str, body: Mapping[str, Any], why: str = "") -> StoreAct:
        """Adds an act that was done elsewhere."""
        with self._write() as c:
            return _added(c, by, kind, told, body, why)

    def pins(self) -> dict[str, str]:
        """To which applicant people have assigned files, by content: a name, `-` for nobody, `=` for as it would be."""
        with self._read() as c:
            return {sha256: name for sha256, name in c.execute(select(_K.c.sha256, _K.c.cluster))}  # noqa: C416

    def pin(self, wanted: Mapping[str, str], by: str, kind: Kind, told: str, why: str = "") -> StoreAct:
        """Assigns files (by content) to applicants, '' taking an assignment back, and notes what stood before."""
        with self._write() as c:
            told_before = select(_K.c.sha256, _K.c.cluster).where(_K.c.sha256.in_(wanted))
            had = {sha256: name for sha256, name in c.execute(told_before)}  # noqa: C416
            for sha256, name in sorted(wanted.items()):
                if name:
                    put(c, _K, {"sha256": sha256}, {"cluster": storable(name), "updated": now()}, {})
                else:
                    c.execute(_K.delete().where(_K.c.sha256 == sha256))
            body = {"before": {sha256: had.get(sha256, "") for sha256 in wanted}, "after": dict(wanted)}
            return _added(c, by, kind, told, body, why)

    def said(self) -> dict[str, str]:
        """What people have said that files are, by content: `program/form`."""
        out: dict[str, str] = {}
        for act in self.entries("said"):
            out.update(act.body["files"])
        return {sha256: what for sha256, what in out.items() if what}

    def settled(self) -> dict[str, str]:
        """Who has called which files settled, by content (by path where the bytes could not be read)."""
        out: dict[str, str] = {}
        for act in self.entries("settled", "unsettled"):
            out.update(dict.fromkeys(act.body["files"], act.by if act.kind == "settled" else ""))
        return {name: by for name, by in out.items() if by}

    def say(self, files: Collection[str], what: str, by: str, told: str, why: str = "") -> StoreAct:
        """Notes what files (by content) are, `program/form` ('' takes it back); the next load reads them anew."""
        with self._write() as c:
            _owe(c, files)
            return _added(c, by, "said", told, {"files": dict.fromkeys(sorted(files), what)}, why)

    def owe(self, files: Collection[str]) -> None:
        """Has the next load read files (by content) anew, whatever has come of them."""
        with self._write() as c:
            _owe(c, files)

    def count_disc(self, disc: str, by: str, told: str, why: str = "", *, out: bool) -> tuple[StoreAct, int]:
        """Takes a disc back, so that its files count for nothing, or has it count again; how many paths that are.

        Nothing is deleted. `disc` is its name where it was told, else the folder or archive as it was loaded.
        """
        place = disc.rstrip("/")
        here = _P.c.disc == disc  # '': all of which no name was told
        if place:
            here = here | (_P.c.path == place) | _P.c.path.startswith(place + "/", autoescape=True)
        standing = _P.c.taken_back == "" if out else _P.c.taken_back != ""
        with self._write() as c:
            done = c.execute(update(_P).where(here, standing).values(taken_back=now() if out else ""))
            n = int(done.rowcount)
            return _added(c, by, "disc_out" if out else "disc_in", told, {"disc": disc, "paths": n}, why), n


def _owe(c: Connection, files: Collection[str]) -> None:
    f = tables.files
    c.execute(update(f).where(f.c.sha256.in_(sorted(files))).values(reader=""))


def _added(c: Connection, by: str, kind: str, told: str, body: Mapping[str, Any], why: str) -> StoreAct:
    at = now()
    row = {"at": at, "by": storable(by), "kind": kind, "told": storable(told), "why": storable(why)}
    done = c.execute(insert(_T).values(**row, body=storable(json.dumps(body, ensure_ascii=False))))
    assert done.inserted_primary_key is not None
    return StoreAct(done.inserted_primary_key[0], at, by, kind, told, why, body)


def _act(row: Row[Any]) -> StoreAct:
    return StoreAct(row.id, row.at, row.by, row.kind, row.told, row.why, json.loads(row.body))
