"""Whole discs: archives opened, files joined, corrections remembered, kills survived."""

import io
import os
import random
import subprocess
import sys
import textwrap
import time
import zipfile
from pathlib import Path

import pytest

from formextract.loading import Limits, load, regroup
from formextract.store import open_store

READER = "loading_fakes:read"
LIMITS = Limits(workers=2, timeout=20, memory_mb=2000)


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


def test_kills_at_random_moments_leave_the_same_store_as_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    members = {f"{n}县/表.docx": f"form {n}县特色产品集群" for n in "甲乙丙丁戊己庚辛"}
    members |= {f"{n}县/清单.xlsx": f"list {n}" for n in "甲乙丙丁戊己庚辛"}
    Path("disc.zip").write_bytes(zipped(members))
    script = textwrap.dedent(f"""
        from formextract.loading import Limits, load
        from formextract.store import open_store
        load(["disc.zip"], open_store("killed"), limits=Limits(workers=2), reader={READER!r}, version="1")
    """)
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    moments = random.Random(1)
    for _ in range(int(os.environ.get("FORMEXTRACT_KILLS", "5"))):
        process = subprocess.Popen([sys.executable, "-c", script], env=env)
        time.sleep(moments.uniform(0.3, 3.0))
        process.kill()
        process.wait()
    with open_store("killed") as killed, open_store("whole") as whole:
        run(killed)
        run(whole)
        assert list(killed.records()) == list(whole.records())
        assert grouped(killed) == grouped(whole)
        assert len(list(whole.records())) == 8
