"""A store's backup, a store made of one, and damaged originals put aside."""

import pytest


@pytest.fixture
def loaded(call, files):
    files({"disc/1.docx": "form 甲集群", "disc/清单.xlsx": "patents"})
    return call("load", "disc", "--store", "库", "-q")


def records_of(call, store):
    return call("export", "--store", store)[1]


def originals(store):
    return sorted(p.name for p in (store / "originals").glob("??/*"))


def test_a_backup_is_a_store_and_is_brought_up_to_today(call, files, loaded, tmp_path):
    assert call("backup", "--store", "库", "-o", "备份") == (
        0,
        "",
        "已备份到 备份：新拷贝原件 2 个，原来已有 0 个。恢复时用 formextract restore\n",
    )
    assert records_of(call, "备份") == records_of(call, "库") != ""
    files({"disc/2.docx": "form 乙集群"})
    call("load", "disc", "--store", "库", "-q")
    assert "新拷贝原件 1 个，原来已有 2 个" in call("backup", "--store", "库", "-o", "备份")[2]
    assert records_of(call, "备份") == records_of(call, "库")
    status, _, err = call("restore", "备份", "--store", "新库")
    assert (status, "已恢复到 新库：原件 3 个" in err) == (0, True)
    assert records_of(call, "新库") == records_of(call, "库")
    assert originals(tmp_path / "新库") == originals(tmp_path / "库")
    assert call("verify", "--store", "新库", "-q") == (0, "", "")
    assert not list(tmp_path.glob(".*.part"))


def test_neither_takes_the_place_of_anything(call, files, loaded, tmp_path):
    files({"别的/信.txt": "x"})
    assert call("backup", "--store", "库", "-o", "别的")[0] == 1
    assert call("backup", "--store", "库", "-o", "库/里面")[0] == 2
    assert call("backup", "--store", "没有", "-o", "备份")[0] == 2
    call("backup", "--store", "库", "-o", "备份")
    assert call("restore", "备份", "--store", "库")[0] == 2
    assert (tmp_path / "别的/信.txt").read_text() == "x"


def test_a_damaged_original_is_told_and_never_takes_the_place_of_its_copy(call, loaded, tmp_path):
    call("backup", "--store", "库", "-o", "备份")
    name = originals(tmp_path / "库")[0]
    place = tmp_path / "库/originals" / name[:2] / name
    sound = place.read_bytes()
    place.chmod(0o644)
    place.write_bytes(b"x" * len(sound))
    assert call("backup", "--store", "库", "-o", "另一份")[0] == 1
    assert originals(tmp_path / "另一份") == [n for n in originals(tmp_path / "库") if n != name]
    assert (tmp_path / "备份/originals" / name[:2] / name).read_bytes() == sound
    assert call("verify", "--store", "库", "--repair")[0] == 1
    assert (tmp_path / "库/damaged" / name).read_bytes() == b"x" * len(sound)
    call("load", "disc", "--store", "库", "-q")
    assert call("verify", "--store", "库", "-q") == (0, "", "")


def test_a_torn_database_is_no_backup(call, loaded, tmp_path):
    path = tmp_path / "库/records.sqlite3"
    data = bytearray(path.read_bytes())
    for at in range(4096, len(data) - 4096, 4096):
        data[at : at + 200] = b"\xff" * 200
    path.write_bytes(data)
    status, _, err = call("backup", "--store", "库", "-o", "备份")
    assert status == 1
    assert "已损坏" in err
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "备份/records.sqlite3").exists()
