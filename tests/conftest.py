"""What a test needs beside Python, told by what it asks for: a marker is set for it, so that a run can leave it out.

`office`, `browser` and `postgres` are set for tests that ask for the fixture. A test that lets the recognition nets
read is marked `ocr` by hand; where those are left out, nothing can load them, so that none is forgotten. `slow` is set
for what starts the program as a process, else by hand: the summary names what took more than SLOW_SECONDS of processor
time and is not marked.
"""

import os
import resource
import shutil
import sys
import uuid
from collections import Counter
from importlib.machinery import ModuleSpec

import pytest
from hypothesis import settings

from effort import THOROUGH
from postgres_server import NotInstalledError, running_server

# A machine that others use may pause: properties are judged by their results, not by the clock.
settings.register_profile("ci", deadline=None)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile("thorough" if THOROUGH else "ci")

SLOW_SECONDS = 4.0
SHARE = 0.01
"""Of the processor time, from which the summary names a test file."""
FIXTURES = {
    "office": "office",
    "chromium": "browser",
    "browser": "browser",
    "postgres": "postgres",
    "postgres_server": "postgres",
    "start": "slow",  # a real process of the program for each call
    "loaded": "slow",  # a store that worker processes have filled
}
"""Markers by the fixtures, or the parameters, that a test asks for."""
NETS = ("onnxruntime", "openvino")

_NEEDED = "FORMEXTRACT_NEEDS_POSTGRES"
"""Set where a missing server is a failure (continuous integration)."""


# -- markers ----------------------------------------------------------------------------------------------------------


def pytest_collection_modifyitems(items):
    for item in items:
        wanted = list(item.fixturenames)
        if hasattr(item, "callspec"):
            wanted += [v for v in item.callspec.params.values() if isinstance(v, str)]
        for marker in {FIXTURES[name] for name in wanted if name in FIXTURES}:
            item.add_marker(marker)


class _NoNets:
    """Finds what the nets run on, and refuses to load it."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return ModuleSpec(name, cls, origin="refused") if name in NETS else None

    @staticmethod
    def create_module(spec):
        pytest.fail(f"a test that is not marked `ocr` lets the nets read: it imports {spec.name}")

    @staticmethod
    def exec_module(module):
        """Never reached."""


def pytest_collection_finish(session):
    left_out = "ocr" in session.config.getoption("markexpr", "")
    if left_out and not any(item.get_closest_marker("ocr") for item in session.items):
        sys.meta_path.insert(0, _NoNets)


def pytest_sessionfinish():
    if _NoNets in sys.meta_path:
        sys.meta_path.remove(_NoNets)


# -- processor time ---------------------------------------------------------------------------------------------------


def _processor_seconds():
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item):
    item.stash[_BEGUN] = _processor_seconds()
    return (yield)


_BEGUN = pytest.StashKey()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if call.when == "teardown" and _BEGUN in item.stash:
        report.user_properties.append(("processor", round(_processor_seconds() - item.stash[_BEGUN], 3)))
        report.user_properties.append(("slow", item.get_closest_marker("slow") is not None))
    return report


def pytest_terminal_summary(terminalreporter):
    tr = terminalreporter
    skipped = [r for r in tr.stats.get("skipped", []) if "PostgreSQL" in str(r.longrepr)]
    if skipped:
        line = f"{len(skipped)} tests of stores on PostgreSQL did NOT run: apt-get install postgresql"
        tr.write_line(line, red=True, bold=True)
    told = [(r.nodeid, dict(r.user_properties)) for r in tr.stats.get("", []) if getattr(r, "when", "") == "teardown"]
    took = [(nodeid, p["processor"], p["slow"]) for nodeid, p in told if "processor" in p]
    if not took:
        return
    tr.write_line(f"processor time of {len(took)} tests: {sum(seconds for _, seconds, _ in took):.0f} s")
    of_files = Counter()
    for nodeid, seconds, _ in took:
        of_files[nodeid.partition("::")[0]] += seconds
    whole = sum(of_files.values())
    told = [f"{name} {seconds:.0f} s" for name, seconds in of_files.most_common() if seconds >= SHARE * whole]
    tr.write_line(f"most of it: {', '.join(told)}")
    for nodeid, seconds, slow in sorted(took, key=lambda t: -t[1]):
        if seconds > SLOW_SECONDS and not slow:
            tr.write_line(f"{seconds:.0f} s of processor time and not marked slow: {nodeid}")


# -- LibreOffice and PostgreSQL ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def office():
    """LibreOffice's program; skips where it is not installed."""
    found = shutil.which("soffice")
    if found is None:
        pytest.skip("LibreOffice is not installed (apt-get install libreoffice-writer libreoffice-calc)")
    return found


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
