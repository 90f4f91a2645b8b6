"""A real PostgreSQL server for the tests that need one, started for this session and gone with it."""

import os
import uuid

import pytest

from postgres_server import NotInstalledError, running_server

_NEEDED = "FORMEXTRACT_NEEDS_POSTGRES"
"""Set where a missing server is a failure (continuous integration)."""

_skipped = []


@pytest.fixture(scope="session")
def postgres_server():
    """The URL of a server's `postgres` database; skips where none is installed."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 'formextract[postgres]'")
    try:
        with running_server() as url:
            yield url
    except NotInstalledError as e:
        if os.environ.get(_NEEDED):
            pytest.fail(str(e))
        _skipped.append(str(e))
        pytest.skip(str(e))


@pytest.fixture
def postgres(postgres_server):
    """The URL of a new, empty database."""
    from sqlalchemy import create_engine, make_url, text

    name = f"t_{uuid.uuid4().hex}"
    engine = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as c:
        c.execute(text(f"create database {name}"))
    yield make_url(postgres_server).set(database=name).render_as_string(hide_password=False)
    with engine.connect() as c:
        c.execute(text(f"drop database {name} with (force)"))
    engine.dispose()


def pytest_terminal_summary(terminalreporter):
    skipped = [r for r in terminalreporter.stats.get("skipped", []) if "PostgreSQL" in str(r.longrepr)]
    if skipped:
        line = f"{len(skipped)} tests of stores on PostgreSQL did NOT run: apt-get install postgresql"
        terminalreporter.write_line(line, red=True, bold=True)
