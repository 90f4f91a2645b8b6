import io
import os
import tarfile
import zipfile
from hashlib import sha256

import pytest

from formextract.intake import Expanded, Expander, container
from formextract.intake.member import MAX_DEPTH, Budget
from formextract.intake.unpack import MOST_NAMED


@pytest.fixture
def expand(tmp_path):
    work = tmp_path / "work"
    work.mkdir()

    def run(path, budget=None):
        return [e for e in Expander(work).expand(path, path.name, budget) if e is not None]

    run.work = work
    return run


def zipped(path, members, **kwargs):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **kwargs) as z:
        for name, data in members.items():
            z.writestr(name, data)
    return path


def told(found):
    return [(e.path, e.why, e.reason) for e in found]


def gbk_zip(path, members):
    """A ZIP as Windows in China writes it: names in GBK and no flag."""
    zipped(path, {f"{n:08}": data for n, data in enumerate(members.values())})
    data = path.read_bytes()
    for n, name in enumerate(members):
        raw = name.encode("gbk")
        assert len(raw) == 8
        data = data.replace(b"%08d" % n, raw)
    path.write_bytes(data)
    return path


def test_members_lie_under_their_digest_and_are_shown_under_their_name(tmp_path, expand):
    found = expand(gbk_zip(tmp_path / "a.zip", {"甲乙.txt": b"1", "丙丁.pdf": b"2"}))
    place = expand.work / f"{sha256(b'2').hexdigest()}.pdf"
    assert found[1] == Expanded("a.zip/丙丁.pdf", place, sha256(b"2").hexdigest(), 1, "丙丁.pdf".encode("gbk"))
    assert told(found) == [("a.zip/甲乙.txt", "", ""), ("a.zip/丙丁.pdf", "", ""), ("a.zip", "opened", "")]
    assert place.read_bytes() == b"2"


def test_what_leads_out_is_refused_and_nothing_is_written_elsewhere(tmp_path, expand):
    names = ["../evil.txt", "/tmp/evil.txt", "..\\evil.txt", "a/../../evil.txt"]
    found = expand(zipped(tmp_path / "a.zip", dict.fromkeys(names, b"x") | {"好.txt": b"ok"}))
    assert [e.why for e in found] == ["failed"] * 4 + ["", "opened"]
    assert {e.reason for e in found[:4]} == {"文件名指向压缩包以外，已拒绝解开"}
    assert [p.name for p in expand.work.iterdir()] == [f"{sha256(b'ok').hexdigest()}.txt"]


def test_links_and_devices_are_passed_over(tmp_path, expand):
    path = tmp_path / "a.tar.gz"
    with tarfile.open(path, "w:gz") as t:
        for name, kind in (("链接", tarfile.SYMTYPE), ("硬链接", tarfile.LNKTYPE), ("管道", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            t.addfile(info)
        info = tarfile.TarInfo("文件.txt")
        info.size = 2
        t.addfile(info, io.BytesIO(b"ok"))
    found = told(expand(path))
    assert found == [
        ("a.tar.gz/链接", "link", ""),
        ("a.tar.gz/硬链接", "link", ""),
        ("a.tar.gz/管道", "special", ""),
        ("a.tar.gz/文件.txt", "", ""),
        ("a.tar.gz", "opened", ""),
    ]


def test_system_files_are_counted_and_not_written(tmp_path, expand):
    found = expand(zipped(tmp_path / "a.zip", {"Thumbs.db": b"x", "__MACOSX/._a": b"x", "甲/~$a.docx": b"x"}))
    assert [e.why for e in found] == ["system"] * 3 + ["opened"]
    assert list(expand.work.iterdir()) == []


def test_archives_within_archives_are_opened_to_a_depth(tmp_path, expand):
    inner = zipped(tmp_path / "x.zip", {"底.txt": b"ok"})
    for n in range(MAX_DEPTH):
        inner = zipped(tmp_path / f"{n}.zip", {f"{n}层.zip": inner.read_bytes()})
    found = expand(inner)
    assert [e.why for e in found] == ["failed"] + ["opened"] * MAX_DEPTH
    assert "层以上，没有继续解开" in found[0].reason
    shallow = expand(tmp_path / "1.zip")
    assert shallow[0].path == "1.zip/1层.zip/0层.zip/底.txt"


def test_members_that_hold_nothing_are_named_to_a_number_and_counted_from_there(tmp_path, expand):
    """Ninety-nine thousand empty ones took the store two minutes, and would have filled the account."""
    names = [f"{n:04}.txt" for n in range(MOST_NAMED + 7)]
    members = dict.fromkeys(names, b"") | {"../甲.txt": b"x", "申报表.txt": b"1"}
    found = expand(zipped(tmp_path / "a.zip", members))
    assert [e.path for e in found[:MOST_NAMED]] == [f"a.zip/{name}" for name in names[:MOST_NAMED]]
    assert [(e.path, e.why) for e in found[MOST_NAMED:]] == [
        ("a.zip/申报表.txt", ""),
        ("a.zip/其余 8 个文件", "failed"),
        ("a.zip", "opened"),
    ]
    assert "没有逐个列出" in found[-2].reason


def test_limits_are_measured_while_inflating(tmp_path, expand):
    bomb = zipped(tmp_path / "a.zip", {"大.bin": bytes(5_000_000)})
    (failed,) = expand(bomb, Budget(1_000_000))
    assert (failed.why, "总大小超过上限" in failed.reason) == ("failed", True)
    assert list(expand.work.iterdir()) == []
    (failed,) = expand(bomb, Budget(10_000_000, member_bytes=1_000_000))
    assert "其中一个文件过大" in failed.reason
    many = zipped(tmp_path / "b.zip", {str(n): b"" for n in range(10)})
    assert "文件个数超过上限" in expand(many, Budget(1000, members=5))[-1].reason


def test_archives_within_an_archive_draw_on_its_budget(tmp_path, expand):
    part = zipped(tmp_path / "p.zip", {"a.bin": bytes(600_000)}).read_bytes()
    whole = zipped(tmp_path / "w.zip", {"1.zip": part, "2.zip": part + b"\0"})
    found = expand(whole, Budget(1_000_000))
    assert [e.why for e in found].count("failed") == 1


@pytest.mark.parametrize("name", ["a.zip", "a.7z", "a.rar", "a.tar.gz"])
def test_a_damaged_archive_is_told(tmp_path, expand, name):
    start = {"a.zip": b"PK\x03\x04", "a.7z": b"7z\xbc\xaf\x27\x1c", "a.rar": b"Rar!\x1a\x07\x01\x00"}
    path = tmp_path / name
    path.write_bytes(start.get(name, b"\x1f\x8b") + os.urandom(600))
    (failed,) = expand(path)
    assert failed.why == "failed"
    assert "。请" in failed.reason


def test_one_damaged_member_costs_itself(tmp_path, expand):
    path = zipped(tmp_path / "a.zip", {"坏.bin": b"abcdefgh" * 50, "好.txt": b"ok"})
    data = bytearray(path.read_bytes())
    data[45] ^= 0xFF
    path.write_bytes(data)
    assert [e.why for e in expand(path)] == ["failed", "", "opened"]


def test_a_locked_member_is_told(tmp_path, expand):
    path = zipped(tmp_path / "a.zip", {"a.txt": b"x"})
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    path.write_bytes(data)
    assert [(e.why, "设有密码" in e.reason) for e in expand(path)] == [("failed", True)] * 2


def test_a_disc_image_is_read_by_its_joliet_names(tmp_path, expand):
    pycdlib = pytest.importorskip("pycdlib")
    iso = pycdlib.PyCdlib()
    iso.new(joliet=3)
    iso.add_directory("/DIR", joliet_path="/漳原县")
    iso.add_fp(io.BytesIO(b"form"), 4, "/DIR/A.DOC;1", joliet_path="/漳原县/申报表.doc")
    iso.write(str(tmp_path / "a.iso"))
    iso.close()
    assert told(expand(tmp_path / "a.iso")) == [("a.iso/漳原县/申报表.doc", "", ""), ("a.iso", "opened", "")]


def test_7z_is_read_by_libarchive(tmp_path, expand):
    pytest.importorskip("libarchive")
    import libarchive

    (tmp_path / "申报表.txt").write_bytes(b"form")
    with libarchive.file_writer(str(tmp_path / "a.7z"), "7zip") as archive:
        archive.add_file_from_memory("目录/申报表.txt", 4, b"form")
    assert told(expand(tmp_path / "a.7z")) == [("a.7z/目录/申报表.txt", "", ""), ("a.7z", "opened", "")]


def test_documents_are_no_archives(tmp_path):
    docx = zipped(tmp_path / "a.docx", {"word/document.xml": b"<x/>"})
    assert container(docx) is None
    assert container(zipped(tmp_path / "b.zip", {"a": b""})) == "zip"
    assert container(zipped(tmp_path / "c.docx", {"a": b""})) is None  # a broken document; its reader says so
    assert container(tmp_path / "没有") is None
