"""From any earlier layout of a store to today's: Alembic revisions, shipped with the program.

A change of `store/tables.py` comes with a revision in `versions/` and its name in `HEAD`; a test compares the two. A
store is opened by every command, so Alembic is imported only where there is something to bring up.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

HEAD = "0010"
"""The last revision: the layout that `tables.py` tells."""

BASELINE = "0001"
"""The layout of stores that were made before there were revisions (layout 2)."""

VERSION_TABLE = "formextract_revision"


def revision_of(connection: Connection) -> str:
    """The revision of the store, '' where it knows of none."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return ""
    found: str | None = connection.execute(text(f"select version_num from {VERSION_TABLE}")).scalar()  # noqa: S608
    return found or ""


def is_known(revision: str) -> bool:
    """Whether this program knows the revision; one that it does not know is a newer program's."""
    return revision in ("", HEAD) or any(
        revision == path.stem[1:].partition("_")[0] for path in (Path(__file__).parent / "versions").glob("r*_*.py")
    )


def bring_up(connection: Connection, *, stamp: str = "") -> None:
    """Makes the tables those of `HEAD`, within the connection's transaction.

    `stamp` is the revision that a store without one is known to have.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    if stamp:
        command.stamp(config, stamp)
    command.upgrade(config, "head")
