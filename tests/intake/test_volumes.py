"""RAR, and archives in several files. `unar` is Debian's (apt install unar); its tests are left out without it."""

import shutil

import libarchive
import pytest
from made_rar import rar4, rar4_volumes, rar5

from formextract.intake import Expander, container, unarchiver
from formextract.intake.member import Budget
from formextract.intake.volumes import rar_volume

needs_unar = pytest.mark.skipif(
    shutil.which("unar") is None, reason="unar is not installed: RAR volumes are NOT tested"
)
BIG = bytes(range(256)) * 20


@pytest.fixture
def expand(tmp_path):
    work = tmp_path / "work"
    work.mkdir()

    def run(path, budget=None):
        return [(e.path, e.why, e.size, e.reason) for e in Expander(work).expand(path, path.name, budget) if e]

    yield run
    assert not [p.name for p in work.iterdir() if p.name.startswith(".")]


def written(folder, **files):
    for name, data in files.items():
        (folder / name.replace("__", ".")).write_bytes(data)
    return folder


def test_rar_of_both_kinds_is_read_with_its_names(tmp_path, expand):
    members = [("附件\\申报表.txt".encode("gbk"), b"form"), (b"b.txt", b"xx")]
    written(tmp_path, r4__rar=rar4(members), r5__rar=rar5([("附件/申报表.txt", b"form"), ("b.txt", b"xx")]))
    for name in ("r4.rar", "r5.rar"):
        assert expand(tmp_path / name) == [
            (f"{name}/附件/申报表.txt", "", 4, ""),
            (f"{name}/b.txt", "", 2, ""),
            (name, "opened", 0, ""),
        ]


def test_a_locked_member_of_a_rar_is_told_and_its_cipher_is_no_content(tmp_path, expand):
    written(tmp_path, a__rar=rar4([(b"a.txt", b"cipher")], locked=True))
    assert expand(tmp_path / "a.rar") == [
        ("a.rar/a.txt", "failed", 0, "设有密码。请去掉密码，或解开后再装载"),
        ("a.rar", "failed", 0, "里面的文件都没有解开：设有密码。请去掉密码，或解开后再装载"),
    ]


def test_volumes_are_told_from_whole_archives(tmp_path):
    parts = rar4_volumes(b"big.bin", BIG, 3)
    numbers = []
    for data in (rar4([]), *parts, rar5([]), rar5([], volume=0), rar5([], volume=1), rar5([], volume=200), b"Rar!"):
        (tmp_path / "x.rar").write_bytes(data)
        numbers.append(rar_volume(tmp_path / "x.rar"))
    assert numbers == [None, 0, 1, 1, None, 0, 1, 1, None]


def test_without_unar_volumes_are_named_and_never_half_read(tmp_path, monkeypatch):
    from formextract.intake.unpack import unpack

    monkeypatch.setattr(unarchiver, "is_there", lambda: False)
    for n, data in enumerate(rar4_volumes(b"big.bin", BIG, 2), 1):
        (tmp_path / f"v.part{n}.rar").write_bytes(data)
    for n in (1, 2):
        said = []
        unpack(tmp_path / f"v.part{n}.rar", f"v.part{n}.rar", tmp_path, Budget.of(100), said.append)
        (told,) = said
        assert told.reason.startswith("是分卷的 .rar 压缩包。请先安装 unar（apt install unar）再运行，或")


@needs_unar
def test_volumes_are_read_from_the_first_one(tmp_path, expand):
    parts = rar4_volumes(b"big.bin", BIG, 3)
    written(tmp_path, **{f"v__part{n}__rar": data for n, data in enumerate(parts, 1)})
    assert expand(tmp_path / "v.part1.rar") == [("v.part1.rar/big.bin", "", 5120, ""), ("v.part1.rar", "opened", 0, "")]
    assert expand(tmp_path / "v.part3.rar") == [("v.part3.rar", "opened", 0, "")]


@needs_unar
def test_a_volume_that_is_missing_is_told(tmp_path, expand):
    parts = rar4_volumes(b"big.bin", BIG, 3)
    written(tmp_path, v__part1__rar=parts[0], v__part2__rar=parts[1], w__part2__rar=parts[1])
    ((_, why, _, reason),) = expand(tmp_path / "v.part1.rar")
    assert (why, reason[:20]) == ("failed", "压缩包不完整、已损坏、缺少分卷或设有密码")
    ((_, why, _, reason),) = expand(tmp_path / "w.part2.rar")
    assert (why, reason[:17]) == ("failed", "是分卷压缩包的一卷，不能单独打开。")


@needs_unar
def test_limits_hold_for_unar_too(tmp_path, expand):
    parts = rar4_volumes(b"big.bin", BIG, 2)
    written(tmp_path, v__part1__rar=parts[0], v__part2__rar=parts[1])
    for budget, told in (
        (Budget(5000), "解开后的总大小超过上限"),
        (Budget(10**6, member_bytes=5000), "其中一个文件过大，超过上限"),
    ):
        ((_, why, _, reason),) = expand(tmp_path / "v.part1.rar", budget)
        assert (why, reason.partition("。")[0]) == ("failed", told)


def test_a_file_that_was_cut_is_put_together_again(tmp_path, expand):
    with libarchive.file_writer(str(tmp_path / "a.7z"), "7zip") as archive:
        archive.add_file_from_memory("申报表.bin", len(BIG), BIG)
    whole = (tmp_path / "a.7z").read_bytes()
    third = -(-len(whole) // 3)
    for n in range(3):
        (tmp_path / f"a.7z.{n + 1:03}").write_bytes(whole[n * third : (n + 1) * third])
    assert container(tmp_path / "a.7z.002") == "volume"
    assert expand(tmp_path / "a.7z.001") == [("a.7z.001/申报表.bin", "", 5120, ""), ("a.7z.001", "opened", 0, "")]
    assert expand(tmp_path / "a.7z.002") == [("a.7z.002", "opened", 0, "")]
    (tmp_path / "a.7z.003").unlink()
    assert expand(tmp_path / "a.7z.001")[-1][1] == "failed"
    (tmp_path / "a.7z.001").unlink()
    ((_, why, _, reason),) = expand(tmp_path / "a.7z.002")
    assert (why, reason) == (
        "failed",
        "是分卷压缩包的一卷，不能单独打开。请把各卷放在一起，用解压软件从第一卷解开后装载文件夹",
    )


def test_a_volume_known_by_its_name_alone_is_named(tmp_path, expand):
    written(tmp_path, a__z01=b"PK\x07\x08")
    assert [x[1] for x in expand(tmp_path / "a.z01")] == ["failed"]


def test_an_image_that_holds_udf_only_is_named(tmp_path, expand):
    marks = b"".join((b"\0" + mark).ljust(2048, b"\0") for mark in (b"BEA01", b"NSR03", b"TEA01"))
    (tmp_path / "a.iso").write_bytes(b"\0" * 32768 + marks + b"\0" * 500_000)
    ((_, why, _, reason),) = expand(tmp_path / "a.iso")
    assert (why, reason.partition("。")[0]) == ("failed", "读不了这种光盘映像（只有 UDF 格式）")
