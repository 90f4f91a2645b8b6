"""A run that is killed in the middle of a batch, and what a load asks of its database for a file."""

import hashlib
import os
import signal
import subprocess
import sys
import textwrap
import zipfile
from dataclasses import replace
from functools import partial
from io import BytesIO
from types import SimpleNamespace

import pytest
from sqlalchemy import event

from formextract.loading import Limits, load, read_files
from formextract.store import open_store
from patience import HANG_SECONDS

pytestmark = pytest.mark.slow
READER = "loading_fakes:read"
LIMITS = Limits(workers=2, timeout=HANG_SECONDS, memory_mb=2000)
N = 80
MOST_PER_FILE = 3
"""Statements a file of a load of 80 forms without anything beside them, grouping included; about 30 before batches."""


@pytest.fixture
def disc(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "disc").mkdir()
    for n in range(N):
        (tmp_path / f"disc/{n:02}.docx").write_text(f"form 第{n:02}县特色产品集群")
    return tmp_path


def run(store):
    return load(["disc"], store, limits=LIMITS, reader=READER, version="1")


def contents(store):
    return (
        list(store.records()),
        [replace(f, tries=0, seconds=0.0) for f in store.files()],
        [(m.cluster, m.path, m.role, m.why) for m in store.groups.members()],
        sorted(p.name for p in (store.folder / "originals").rglob("*") if p.is_file()),
    )


KILLED_IN = {
    "noted": ("formextract.store.manifest_writes", "put_all", 2),
    "stored": ("formextract.store.results", "save_records", 2),
    "grouped": ("formextract.store.groups", "_save_members", 3),
}
"""What is called in the middle of a transaction, and at which call the run is killed."""


@pytest.mark.parametrize("where", KILLED_IN)
def test_a_kill_in_the_middle_of_a_batch_leaves_none_of_it(disc, where):
    module, name, at = KILLED_IN[where]
    script = textwrap.dedent(f"""
        import importlib, os, signal
        from formextract.loading import Limits, load
        from formextract.store import open_store
        module = importlib.import_module({module!r})
        real, calls = getattr(module, {name!r}), [0]
        def deadly(*args):
            real(*args)
            calls[0] += 1
            if calls[0] == {at}:
                os.kill(os.getpid(), signal.SIGKILL)
        setattr(module, {name!r}, deadly)
        with open_store("killed") as store:
            load(["disc"], store, limits=Limits(workers=2), reader={READER!r}, version="1")
    """)
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", script], env=env, check=False).returncode == -signal.SIGKILL
    with open_store("killed") as killed, open_store("whole") as whole:
        counts = killed.count()
        assert counts["records"] == counts["read"] < N or where == "grouped"
        account = run(killed)
        assert (account.fates["known"], account.fates["read"]) == (counts["read"], N - counts["read"])
        run(whole)
        assert contents(killed) == contents(whole)


def test_a_load_asks_little_of_its_database(disc, monkeypatch):
    # Time stands still: on a busy machine more batches are stored for having waited long enough.
    monkeypatch.setattr("formextract.loading.loader.time", SimpleNamespace(monotonic=lambda: 0.0))
    said = []
    with open_store("store") as store:

        @event.listens_for(store._engine, "before_cursor_execute")
        def _hear(_connection, _cursor, statement, *_rest):
            said.append(statement)

        assert run(store).fates == {"read": N}

        assert len(said) <= MOST_PER_FILE * N
        said.clear()
        assert run(store).fates == {"known": N}
        assert len(said) <= N


def test_what_was_read_does_not_wait_for_a_slow_file(disc):
    """A form is stored soon after it was read, though the other worker has its file until this one is stored."""
    (disc / "disc/00.docx").write_text(f"await {disc / 'told'}")
    for n in range(2, N):
        (disc / f"disc/{n:02}.docx").unlink()
    told = []

    def on_file(done):
        told.append((done.path, store.count()["records"]))
        (disc / "told").touch()

    with open_store("store") as store:
        load(["disc"], store, limits=LIMITS, reader=READER, version="1", on_file=on_file)
    assert told == [("disc/01.docx", 1), ("disc/00.docx", 2)]


def test_the_originals_are_kept_before_anything_is_said_of_the_files(disc):
    with open_store("store") as store:
        real, missing = store.finish_all, []

        def watching(outcomes, version):
            missing.extend(sha256 for sha256, _ in outcomes if not store.has_original(sha256, store.file(sha256).size))
            real(outcomes, version)

        store.finish_all = watching
        run(store)
        assert missing == []
        for path in (disc / "disc").iterdir():
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            assert store.original(sha256).read() == path.read_bytes()


@pytest.mark.parametrize("keeps", [True, False])
def test_enclosures_that_two_applicants_share_are_noted_for_both_and_read_once(tmp_path, keeps):
    """The archive of the second applicant is not unpacked again; its files stand in the account all the same."""
    inner = BytesIO()
    with zipfile.ZipFile(inner, "w") as z:
        z.writestr("申报表.docx", "form 甲集群")
        z.writestr("清单.docx", "patents")
    with zipfile.ZipFile(tmp_path / "全部.zip", "w") as z:
        for county in ("甲县", "乙县"):
            z.writestr(f"{county}/附件.zip", inner.getvalue())
    engine = read_files if keeps else partial(read_files)  # another engine: the originals are kept by the loader
    with open_store(tmp_path / "st", create=True) as store:
        again = []
        for _ in range(2):
            limits = Limits(workers=1, timeout=20, memory_mb=2000)
            again.append(load([tmp_path / "全部.zip"], store, limits=limits, reader=READER, engine=engine).fates)
        paths = sorted(m.path.partition("全部.zip/")[2] for m in store.groups.members())
    assert again == [
        {"read": 1, "other": 1, "duplicate": 2, "opened": 3},
        {"known": 4, "opened": 3},
    ]
    assert paths == sorted(f"{c}/附件.zip/{n}" for c in ("甲县", "乙县") for n in ("申报表.docx", "清单.docx"))
