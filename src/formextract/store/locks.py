"""One program at a time, where several load into one store: the grouping is made by one, and others wait for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from formextract.platforms import lock
from formextract.store.engine import is_only_read

_GROUPING_LOCK = 5_374_206_812
"""Any number that nobody else locks in a PostgreSQL database."""


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Waits until no other program is in such a block on this store. A program that is killed lets go by that."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as c:
            c.exec_driver_sql(f"SELECT pg_advisory_lock({_GROUPING_LOCK})")
            try:
                yield
            finally:
                c.exec_driver_sql(f"SELECT pg_advisory_unlock({_GROUPING_LOCK})")
        return
    database = engine.url.database
    if engine.dialect.name != "sqlite" or not database or database == ":memory:" or is_only_read(engine):
        yield
        return
    release = lock(Path(f"{database}-grouping"), wait=True)  # beside the database, whatever its name
    try:
        yield
    finally:
        if release is not None:
            release()
