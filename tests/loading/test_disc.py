"""Whole discs: archives opened, files joined, corrections remembered, kills survived."""

import io
import os
import subprocess
import sys
import textwrap
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from effort import effort
from formextract.errors import StoreError
from formextract.loading import Limits, load, regroup
from formextract.store import open_store, verify
from loading_fakes import FULL
from patience import HANG_SECONDS

pytestmark = pytest.mark.slow
READER = "loading_fakes:read"
LIMITS = Limits(workers=2, timeout=HANG_SECONDS, memory_mb=2000)


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, data in members.items():
            z.writestr(name, data)
    return out.getvalue()


@pytest.fixture
def disc(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    inner = zipped({"乙/申报表.docx": "form 乙县制冷设备集群", "乙/专利.xlsx": "patents", "乙/Thumbs.db": "x"})
    members = {
        "甲/申报表.docx": "form 甲县船舶装备集群",
        "甲/坏.docx": "damaged",
        "乙.zip": inner,
        "../x.docx": "form 丙",
    }
    Path("disc.zip").write_bytes(zipped(members))
    return tmp_path


def run(store, where="disc.zip"):
    return load([where], store, limits=LIMITS, reader=READER, version="1")


def grouped(store):
    return [(m.cluster, m.path, m.role) for m in store.groups.members()]


def test_archives_are_opened_and_every_file_is_accounted_for(disc):
    with open_store("store") as store:
        account = run(store)
        assert account.fates == {"read": 2, "other": 1, "failed": 2, "skipped": 1, "opened": 2}
        assert [(r.cluster, [(f.path, f.role) for f in r.files]) for r in store.records()] == [
            (
                "乙县制冷设备集群",
                [("disc.zip/乙.zip/乙/申报表.docx", "application"), ("disc.zip/乙.zip/乙/专利.xlsx", "evidence")],
            ),
            ("甲县船舶装备集群", [("disc.zip/甲/申报表.docx", "application")]),
        ]
        first = list(store.records()), grouped(store)
        account = run(store)
        assert account.fates == {"known": 3, "failed": 2, "skipped": 1, "opened": 2}
        assert account.records == 0
        assert (list(store.records()), grouped(store)) == first
        assert not (store.folder / "work").exists()
        assert not list(disc.rglob("x.docx"))


def test_a_correction_is_remembered(disc):
    with open_store("store") as store:
        run(store)
        sha256 = next(m.sha256 for m in store.groups.members() if m.path.endswith("专利.xlsx"))
        store.groups.correct(sha256, "甲县船舶装备")
        assert regroup(store, "1")
        assert ("甲县船舶装备集群", "disc.zip/乙.zip/乙/专利.xlsx", "evidence") in grouped(store)
        run(store)
        assert [len(r.files) for r in store.records()] == [1, 2]
        store.groups.correct(sha256, "")
        regroup(store, "1")
        assert [len(r.files) for r in store.records()] == [2, 1]
        assert not regroup(store, "1")


def test_what_a_killed_run_left_behind_is_swept(disc):
    left = disc / "store/work/formextract-dead"
    left.mkdir(parents=True)
    (left / "x").write_text("x")
    with open_store("store") as store:
        run(store)
    assert not left.exists()


KILLED = textwrap.dedent(f"""
    import os, signal, sys
    from sqlalchemy import event
    from sqlalchemy.engine import Engine
    from formextract.loading import Limits, load
    from formextract.store import open_store

    def run(moment):
        steps = 0
        def step(*_):
            nonlocal steps
            steps += 1
            if steps == moment:
                os.kill(os.getpid(), signal.SIGKILL)
        with open_store("killed") as store:
            event.listen(Engine, "before_cursor_execute", step)
            event.listen(Engine, "commit", step)
            load(["disc.zip"], store, limits=Limits(workers=2), reader={READER!r}, version="1",
                 on_file=step)

    first, stride = map(int, sys.argv[1:])
    while True:
        pid = os.fork()
        if not pid:
            run(first)
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        print(status, flush=True)
        if status == 0:
            break
        first += stride
""")
"""Loads the disc, killed at a step (a statement, a commit, a file told of) that comes later each time, until one load
comes to its end. Forks, so that the libraries are imported once."""


def contents(store):
    """All that a store holds, but for times and how often a file was tried."""
    return {
        "records": list(store.records()),
        "files": [replace(f, tries=0, seconds=0.0) for f in store.files()],
        "paths": [(e.path, e.sha256, e.fate, e.role, e.reason) for e in store.manifest.entries()],
        "groups": grouped(store),
        "originals": sorted(p.name for p in (store.folder / "originals").rglob("*") if p.is_file()),
        "problems": [c for c in verify(store) if c.problem],
        "beside": sorted(p.name for p in store.folder.iterdir() if p.is_dir()),
    }


def test_kills_at_many_moments_leave_the_same_store_as_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    places = [a + b for a in "东西南北" for b in "甲乙丙丁戊"]
    members = {f"{n}县/表.docx": f"form {n}县特色产品集群" for n in places}
    members |= {f"{n}县/清单.xlsx": f"list {n}" for n in places}
    members |= {"坏.docx": "damaged", "副本/坏.docx": "damaged", "Thumbs.db": "x"}
    Path("disc.zip").write_bytes(zipped(members))
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    moments = map(str, (9, effort(17, 3)))
    done = subprocess.run([sys.executable, "-c", KILLED, *moments], env=env, stdout=subprocess.PIPE, check=True)
    *killed, last = done.stdout.split()
    assert len(killed) >= 3
    assert {*killed, last} == {b"-9", b"0"}
    with open_store("killed") as killed, open_store("whole") as whole:
        run(killed)
        run(whole)
        assert contents(killed) == contents(whole)
        assert len(list(whole.records())) == len(places)
        # Nothing is left to do, and a further run changes nothing.
        change = killed.changes.last()
        run(killed)
        assert contents(killed) == contents(whole)
        assert killed.changes.last() <= change + 1


@pytest.mark.parametrize("kind", ["folder", "postgres"])
def test_two_loaders_at_once_leave_the_same_store_as_one(kind, tmp_path, monkeypatch, request):
    monkeypatch.chdir(tmp_path)
    for n in "甲乙丙丁戊己":
        for side in ("左", "右"):
            Path(f"{side}/{n}县").mkdir(parents=True, exist_ok=True)
            Path(f"{side}/{n}县/表.docx").write_text(f"form {n}县特色产品集群")
        Path(f"右/{n}县/清单.xlsx").write_text(f"list {n}")
    where = "库" if kind == "folder" else request.getfixturevalue("postgres")
    script = textwrap.dedent(f"""
        import sys
        from formextract.loading import Limits, load
        from formextract.store import open_store
        with open_store({where!r}) as store:
            load([sys.argv[1]], store, limits=Limits(workers=1), reader={READER!r}, version="1")
    """)
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    both = [subprocess.Popen([sys.executable, "-c", script, side], env=env) for side in ("左", "右")]
    assert [p.wait(HANG_SECONDS) for p in both] == [0, 0]
    with open_store(where) as store, open_store("eins") as one:
        for side in ("左", "右"):
            run(one, side)
        assert [(r.id, r.cluster, len(r.files)) for r in store.records()] == [
            (r.id, r.cluster, len(r.files)) for r in one.records()
        ]
        assert grouped(store) == grouped(one)
        assert store.count() == one.count()


def test_a_full_disk_stops_the_run_with_one_line_and_the_next_one_goes_on(disc, monkeypatch):
    with open_store("store") as store:
        with monkeypatch.context() as m:
            m.setenv(FULL, "1")
            with pytest.raises(StoreError) as caught:
                run(store)
        assert str(caught.value) == ("存取数据库 store 时出错：磁盘已满。请检查磁盘空间和权限，再运行一次")
        account = run(store)
        assert account.fates == {"read": 2, "other": 1, "failed": 2, "skipped": 1, "opened": 2}
        assert not list(store.folder.rglob(".part-*"))
