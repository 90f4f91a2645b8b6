import os
import signal
import subprocess
import sys
import textwrap

import pytest

from formextract.errors import StoreError
from formextract.loading import FileDone, Limits, LoadAccount, count_files, load
from formextract.store import open_store
from patience import HANG_SECONDS

pytestmark = pytest.mark.slow
READER = "loading_fakes:read"
LIMITS = Limits(workers=2, timeout=HANG_SECONDS, memory_mb=2000)


@pytest.fixture
def disc(tmp_path, monkeypatch):
    """A disc with one file of each fate."""
    monkeypatch.chdir(tmp_path)
    files = {
        "disc/1.docx": "form 甲集群",
        "disc/2.docx": "form 乙集群",
        "disc/2 副本.docx": "form 乙集群",
        "disc/清单.xlsx": "patents",
        "disc/照片.jpg": "damaged",
        "disc/坏.docx": "damaged",
        "disc/又坏.pdf": "damaged",
        "disc/Thumbs.db": "x",
        "disc/甲/崩.docx": "crash",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def run(store, done=None, version="1"):
    return load(
        ["disc"], store, limits=LIMITS, reader=READER, version=version, on_file=None if done is None else done.append
    )


def test_every_file_is_accounted_for_and_a_second_run_adds_nothing(disc):
    done = []
    with open_store("store") as store:
        assert count_files(["disc"], store) == 9
        account = run(store, done)
        assert account == LoadAccount(
            fates={"read": 2, "duplicate": 1, "other": 1, "failed": 4, "skipped": 1},
            records=2,
            skipped={"系统文件或临时文件": 1},
        )
        assert account.files == 9
        crash = "读取时程序崩溃（信号 11）。请检查文件能否正常打开，可另存一份后再试"
        # The photograph holds the same bytes as the damaged forms: which of them was met first decides its reason.
        assert sorted(done, key=lambda d: d.path) == [
            FileDone("disc/1.docx", "read", 1),
            FileDone("disc/2 副本.docx", "read", 1),
            FileDone("disc/2.docx", "duplicate"),
            FileDone("disc/Thumbs.db", "skipped", reason="系统文件或临时文件"),
            FileDone("disc/又坏.pdf", "failed", reason="文件已损坏。请重新复制"),
            FileDone("disc/坏.docx", "failed", reason="文件已损坏。请重新复制"),
            FileDone("disc/清单.xlsx", "other", reason="不是已知的申报表"),
            FileDone("disc/照片.jpg", "failed", reason="文件已损坏。请重新复制"),
            FileDone("disc/甲/崩.docx", "failed", reason=crash),
        ]
        first = list(store.records()), sorted((f.sha256, f.status) for f in store.files())
        account = run(store)
        assert account.fates == {"known": 4, "failed": 4, "skipped": 1}
        assert account.records == 0
        assert (list(store.records()), sorted((f.sha256, f.status) for f in store.files())) == first


def test_the_disc_can_go_back(disc):
    with open_store("store") as store:
        run(store)
        kept = {store.original(f.sha256).read().decode() for f in store.files()}
    assert kept == {"form 甲集群", "form 乙集群", "patents", "damaged", "crash"}


def test_a_mended_file_is_read_and_a_new_version_tries_again_what_gave_nothing(disc):
    with open_store("store") as store:
        run(store)
        (disc / "disc/坏.docx").write_text("form 丙集群")
        done = []
        account = run(store, done, version="2")
        assert account.fates == {"read": 1, "known": 3, "other": 1, "failed": 3, "skipped": 1}
        assert [r.cluster for r in store.records()] == ["甲集群", "乙集群", "丙集群"]


def test_a_format_that_nobody_reads_is_other_and_no_failure(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "录像.mp4").write_text("damaged")
    (tmp_path / "无后缀").write_bytes(b"%PDF-1.7 cut off")
    done = []
    with open_store("store") as store:
        load(["录像.mp4", "没有"], store, limits=LIMITS, reader=READER, on_file=done.append)
        assert store.paths() == ["没有"]
    assert sorted(done, key=lambda d: d.path) == [
        FileDone("录像.mp4", "other", reason="文件已损坏。请重新复制"),
        FileDone("没有", "failed", reason="没有这个文件或文件夹。请检查路径和文件名"),
    ]


@pytest.mark.parametrize("name", ["照片.jpg", "照片.JPEG", "第3页.png", "扫描.tif", "扫描.tiff", "表.bmp", "表.gif"])
def test_a_photograph_that_cannot_be_read_is_named_like_any_damaged_form(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text("damaged")
    done = []
    with open_store("store") as store:
        account = load([name], store, limits=LIMITS, reader=READER, on_file=done.append)
    assert done == [FileDone(name, "failed", reason="文件已损坏。请重新复制")]
    assert account.fates == {"failed": 1}


def test_a_photograph_is_known_by_its_bytes_where_it_has_no_ending(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "照片1").write_bytes(b"\xff\xd8\xff\xe0 cut off")
    done = []
    with open_store("store") as store:
        load(["照片1"], store, limits=LIMITS, on_file=done.append)
    assert [(d.fate, d.reason) for d in done] == [
        ("failed", "图片不完整或已损坏，读不出来。请重新拷贝，或重新扫描、拍照")
    ]


def test_a_store_that_breaks_ends_the_run(disc, monkeypatch):
    with open_store("store") as store:
        monkeypatch.setattr(type(store), "finish_all", lambda *_: (_ for _ in ()).throw(StoreError("磁盘已满")))
        with pytest.raises(StoreError, match="磁盘已满"):
            run(store)


def test_a_killed_run_goes_on_where_it_was(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "disc").mkdir()
    for n in range(120):  # more than what is stored in one transaction
        (tmp_path / f"disc/{n:03}.docx").write_text(f"form 集群{n}")
    script = textwrap.dedent(f"""
        import os, signal
        from formextract.loading import Limits, load
        from formextract.store import open_store
        told = []
        def done(file):
            told.append(file)
            if len(told) == 3:
                os.kill(os.getpid(), signal.SIGKILL)
        load(["disc"], open_store("store"), limits=Limits(workers=2), reader={READER!r}, version="1", on_file=done)
    """)
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", script], env=env, check=False).returncode == -signal.SIGKILL
    with open_store("store") as store:
        before = store.count()["records"]
        assert 3 <= before < 120
        account = load(["disc"], store, limits=LIMITS, reader=READER, version="1")
        assert account.fates == {"known": before, "read": 120 - before}
        assert [r.cluster for r in store.records()] == [f"集群{n}" for n in range(120)]
