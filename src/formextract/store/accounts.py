"""Who may sign in to a store's page, and who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import Connection, delete, func, select, update

from formextract.model.written import storable
from formextract.store import tables
from formextract.store.rows import now, put, stamp

Access = Callable[[], AbstractContextManager[Connection]]
Role = Literal["look", "review", "administer"]
ROLES: tuple[Role, ...] = get_args(Role)
"""What an account may do, each more than the one before."""

_A, _S = tables.accounts, tables.sessions


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in; `closed` is since when not any more, '' while the account is used."""

    name: str
    role: Role
    closed: str
    at: str

    def may(self, role: Role) -> bool:
        """Whether the account may do what takes that role."""
        return not self.closed and ROLES.index(self.role) >= ROLES.index(role)


class Accounts:
    """A store's accounts. Each method is one transaction; passwords come and go as Argon2 hashes only."""

    def __init__(self, read: Access, write: Access) -> None:
        self._read = read
        self._write = write

    def all(self) -> list[Account]:
        """The accounts by name, closed ones as well."""
        with self._read() as c:
            rows = c.execute(select(_A.c.name, _A.c.role, _A.c.closed, _A.c.at).order_by(_A.c.name))
            return [Account(*row) for row in rows]

    def in_use(self) -> bool:
        """Whether anybody has an account, so that signing in is asked for."""
        with self._read() as c:
            return c.execute(select(func.count()).select_from(_A).where(_A.c.closed == "")).scalar_one() > 0

    def find(self, name: str) -> tuple[Account, str] | None:
        """The account of this name with the hash of its password; None where there is none."""
        with self._read() as c:
            row = c.execute(select(_A).where(_A.c.name == storable(name))).first()
        return None if row is None else (Account(row.name, row.role, row.closed, row.at), row.hash)

    def put(self, name: str, role: Role, digest: str) -> None:
        """Makes an account, or gives it another role and password; whoever is signed in by it is signed out."""
        with self._write() as c:
            changes = {"role": role, "hash": digest, "closed": ""}
            put(c, _A, {"name": storable(name)}, changes, {"at": now()})
            c.execute(delete(_S).where(_S.c.name == storable(name)))

    def give(self, name: str, role: Role) -> None:
        """Gives an account another role."""
        with self._write() as c:
            c.execute(update(_A).where(_A.c.name == storable(name)).values(role=role))

    def close_account(self, name: str) -> None:
        """Closes an account; its name stays in the logs."""
        with self._write() as c:
            c.execute(update(_A).where(_A.c.name == storable(name), _A.c.closed == "").values(closed=now()))
            c.execute(delete(_S).where(_S.c.name == storable(name)))

    # -- who is signed in ------------------------------------------------------------------------------------------

    def begin(self, key: str, name: str, until: datetime) -> None:
        """Notes that somebody has signed in; `key` is a digest of what their browser holds."""
        with self._write() as c:
            c.execute(delete(_S).where(_S.c.until < now()))
            put(c, _S, {"key": key}, {"name": storable(name), "at": now(), "until": stamp(until)}, {})

    def signed_in(self, key: str, at: datetime) -> Account | None:
        """Whose browser holds what `key` is a digest of; None where nobody's does, or not any more."""
        wanted = (
            select(_A.c.name, _A.c.role, _A.c.closed, _A.c.at)
            .join(_S, _S.c.name == _A.c.name)
            .where(_S.c.key == key, _S.c.until >= stamp(at), _A.c.closed == "")
        )
        with self._read() as c:
            row = c.execute(wanted).first()
        return None if row is None else Account(*row)

    def end(self, key: str) -> None:
        """Notes that somebody has signed out."""
        with self._write() as c:
            c.execute(delete(_S).where(_S.c.key == key))
