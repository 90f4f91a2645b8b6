"""Archives within archives: one process for all of them, what they may take together, and what it may say."""

import os
import stat
import sys
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from formextract.intake import Expander
from formextract.intake.containers import container
from formextract.intake.member import MAX_NAME, Budget
from formextract.intake.messages import (
    Ended,
    GarbledReplyError,
    Open,
    Refused,
    Skipped,
    UnpackedMember,
    line_of,
    reply_in,
    request_in,
)
from formextract.intake.unpacker import Unpacker
from formextract.platforms import is_portable


def zipped(members):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members.items():
            z.writestr(name, data)
    return out.getvalue()


@pytest.fixture
def asked(monkeypatch):
    """What the unpacking process was asked for, and how often one was started."""
    asked, started = [], []
    opened, start = Unpacker.opened, Unpacker._started
    monkeypatch.setattr(Unpacker, "opened", lambda self, r: asked.append(r.name) or opened(self, r))
    monkeypatch.setattr(Unpacker, "_started", lambda self: started.append(1) or start(self))
    return asked, started


@pytest.fixture
def expand(tmp_path):
    work = tmp_path / "work"
    work.mkdir()

    def run(data, name="包.zip", budget=None, seconds=60.0):
        path = tmp_path / name
        if data is not None:
            path.write_bytes(data)
        return [e for e in Expander(work, seconds).expand(path, name, budget) if e is not None]

    run.work = work
    return run


def told(found):
    return [(e.path, e.why, e.reason) for e in found]


def test_the_same_bytes_are_opened_once_and_each_path_is_told(expand, asked):
    """Two applicants with the same enclosures: both have them, whatever it was that was unpacked."""
    inner = zipped({"附件/佐证.txt": b"x", "再.zip": zipped({"a.txt": b"y"})})
    found = expand(zipped({"甲县/附件.zip": inner, "乙县/附件.zip": inner}))
    assert asked == (["包.zip", "附件.zip", "再.zip"], [1])
    each = [("附件/佐证.txt", ""), ("再.zip/a.txt", ""), ("再.zip", "opened")]
    for county in ("甲县", "乙县"):
        start = f"包.zip/{county}/附件.zip"
        here = [(e.path.removeprefix(f"{start}/"), e.why) for e in found if e.path.startswith(f"{start}/")]
        assert here == each
        assert (start, "opened", "") in told(found)
    one, two = (e for e in found if e.path.endswith("佐证.txt"))
    assert (one.sha256, one.at, one.size, one.raw) == (two.sha256, two.at, two.size, two.raw)


@pytest.mark.slow
def test_hundreds_of_small_archives_share_one_process(expand, asked):
    found = expand(zipped({f"{n}.zip": zipped({"a.txt": b"%d" % n}) for n in range(100)}))
    assert [len(asked[0]), len(asked[1])] == [101, 1]
    assert [e.why for e in found].count("opened") == 101
    assert sorted(p.read_bytes() for p in expand.work.iterdir()) == sorted(b"%d" % n for n in range(100))


def test_what_is_spent_is_asked_before_an_archive_is_opened(expand, asked):
    parts = {f"{n}.zip": zipped({"a.bin": bytes([n]) * 900_000}) for n in range(9)}
    found = expand(zipped(parts), budget=Budget(1_000_000))
    assert asked[0] == ["包.zip", "0.zip", "1.zip"]
    assert [e.why for e in found if e.path.endswith(".zip")] == ["opened"] + ["failed"] * 8 + ["opened"]
    assert {e.reason for e in found if e.why == "failed"} == {
        "解开后的总大小超过上限。可能有问题，请与报送单位核实，或解开后装载文件夹"
    }


def test_members_told_again_count_again(expand, asked):
    """A bomb of the same archive within itself, times nine at each level, is soon over."""
    bomb = zipped({"a": b""})
    for _ in range(4):
        bomb = zipped({f"{n}.zip": bomb for n in range(9)})
    found = expand(bomb, budget=Budget(10_000_000, members=500))
    assert len(asked[0]) == 5
    assert len(found) < 1200
    assert "文件个数超过上限" in found[-2].reason


def test_a_name_that_no_system_takes_is_refused_and_told_by_its_beginning(expand):
    data = BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as t:
        for name in ("长" * 2_000_000, "a" * MAX_NAME, "好.txt"):
            info = tarfile.TarInfo(name)
            info.size = 2
            t.addfile(info, BytesIO(b"ok"))
    found = expand(data.getvalue(), "包.tar.gz")
    assert [(e.path[:9], len(e.path) < MAX_NAME + 20, e.why) for e in found] == [
        ("包.tar.gz/长"[:9], True, "failed"),
        ("包.tar.gz/a"[:9], True, ""),
        ("包.tar.gz/好"[:9], True, ""),
        ("包.tar.gz", True, "opened"),
    ]
    assert found[0].reason.startswith("文件名过长")
    assert len(found[0].raw) < 100


def test_names_are_in_the_budget(expand):
    data = zipped({f"{n:04}" + "a" * 1000: b"" for n in range(50)})
    found = expand(data, budget=Budget(20_000))
    assert len(found) == 20
    assert "解开后的总大小超过上限" in found[-1].reason


def test_an_archive_that_hangs_is_given_up_and_so_is_what_lies_beside_it(tmp_path, expand):
    """A pipe in place of the archive: who opens it waits for ever. Meanwhile the caller hears that nothing comes."""
    os.mkfifo(tmp_path / "包.zip")
    heard = list(Expander(expand.work, 0.5).expand(tmp_path / "包.zip", "包.zip"))
    assert heard[0] is None
    assert told(e for e in heard if e) == [
        ("包.zip", "failed", "打开压缩包时程序崩溃或超时。请用解压软件解开后装载文件夹")
    ]


_CRASHES = """#!{python}
import os, signal, sys
from formextract.intake import unpack as u
real = u.unpack
def unpack(archive, name, *rest):
    if name == "kill.zip":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "parent.zip":
        os.kill(os.getppid(), signal.SIGKILL)
    if name == "lie.zip":
        rest[2](u.UnpackedMember("a", "", "../../etc/passwd", "0" * 64, 1, ""))
    real(archive, name, *rest)
u.unpack = unpack
sys.exit(u.main(sys.argv[4:]))
"""


_OF_A_COPY = pytest.mark.skipif(is_portable(), reason="archives have no copy of the process there whose parent it is")


@pytest.mark.parametrize(
    ("name", "fails"),
    [("kill.zip", True), ("lie.zip", True), pytest.param("parent.zip", False, marks=_OF_A_COPY)],
)
def test_an_archive_that_takes_its_process_over_costs_itself_at_most(tmp_path, expand, monkeypatch, name, fails):
    program = tmp_path / "python"
    program.write_text(_CRASHES.format(python=sys.executable))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr("formextract.spawn.sys.executable", str(program))
    inner = {"a.zip": zipped({"1.txt": b"1"}), name: zipped({"2.txt": b"2"}), "z.zip": zipped({"3.txt": b"3"})}
    found = expand(zipped(inner))
    assert {e.path for e in found if e.why == "failed"} == ({f"包.zip/{name}"} if fails else set())
    assert {e.at.name[-4:] for e in found if e.at} == {".txt"}
    assert {"包.zip/a.zip/1.txt", "包.zip/z.zip/3.txt"} <= {e.path for e in found if not e.why}
    assert told(found)[-1] == ("包.zip", "opened", "")


def test_archives_that_break_their_process_again_and_again_are_left_closed(tmp_path, expand, monkeypatch, asked):
    program = tmp_path / "python"
    program.write_text(_CRASHES.format(python=sys.executable))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr("formextract.spawn.sys.executable", str(program))
    monkeypatch.setattr("formextract.intake.unpacker.MOST_CRASHES", 2)
    found = expand(zipped({f"{n}/lie.zip": zipped({"2.txt": b"%d" % n}) for n in range(5)}))
    assert asked[0] == ["包.zip", "lie.zip", "lie.zip"]
    assert sum("多次使程序崩溃" in e.reason for e in found) == 3


SHA = "0" * 64
MESSAGES = [
    UnpackedMember("甲/a.txt", "ff00", f"{SHA}.txt", SHA, 3, ""),
    UnpackedMember("b.zip", "", SHA, SHA, 0, "zip"),
    Skipped("链接", "", "link"),
    Refused("\udcff", "", "设有密码"),
    Ended("", -5, 3),
]


@pytest.mark.parametrize("message", MESSAGES)
def test_messages_come_out_as_they_went_in(message):
    assert reply_in(line_of(message)) == message


def test_a_path_of_no_encoding_can_be_asked_for():
    request = Open(os.fsdecode(b"/disc/\xbc\xd7.zip"), "甲.zip", "zip", 1, 2, 3, 4)
    assert request_in(line_of(request)) == request


@pytest.mark.parametrize(
    "line",
    [
        b"rubbish",
        b"[]",
        b'{"say": "Exec"}',
        b'{"say": "Closed", "more": 1}',
        line_of(UnpackedMember("a", "", "/etc/passwd", SHA, 3, "")),
        line_of(UnpackedMember("a", "", f"{SHA}/x", SHA, 3, "")),
        line_of(UnpackedMember("a", "", f"{'1' * 64}.txt", SHA, 3, "")),
        line_of(UnpackedMember("a", "", SHA, SHA, -3, "")),
        line_of(UnpackedMember("a", "", SHA, SHA, 3, "exe")),
        line_of(UnpackedMember("a" * (MAX_NAME + 1), "", SHA, SHA, 3, "")),
        line_of(UnpackedMember("a", "no hex", SHA, SHA, 3, "")),
        line_of(Skipped("a", "", "mood")),
        line_of(Open("", "", "", 0, 0, 0, 0)),
        b"[" * 100_000,
    ],
)
def test_what_is_no_message_is_not_believed(line):
    with pytest.raises(GarbledReplyError):
        reply_in(line)


def test_the_directory_of_a_huge_zip_is_not_read_where_no_limit_holds(tmp_path, monkeypatch):
    """Whether a ZIP is a document is asked before it is in a process with limits; documents have small directories."""
    many = tmp_path / "many.zip"
    many.write_bytes(zipped({f"word/{n}": b"" for n in range(300)} | {"word/document.xml": b""}))
    assert container(many) is None
    monkeypatch.setattr("formextract.intake.containers.MAX_DIRECTORY", 10_000)
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("its directory was read"))
    assert container(many) == "zip"
    assert container(Path(many), "表.docx") is None
