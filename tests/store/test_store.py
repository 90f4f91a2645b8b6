import hashlib
import multiprocessing
import sqlite3
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from formextract.errors import StoreError, UnreadableFileError, UsageError
from formextract.model import FileRef, Observation, Record, Source
from formextract.store import Outcome, StoredFile, digest, open_store, tables
from patience import HANG_SECONDS


def sha(data):
    return hashlib.sha256(data).hexdigest()


A, B = sha(b"a"), sha(b"b")


def record(name, *files, figure="12.5"):
    o = Observation(
        indicator="gross_output",
        label="集群总产值",
        period="2023",
        dims={},
        value=Decimal(figure),
        unit="亿元",
        precision=1,
        raw=figure,
        status="reported",
        confidence=1.0,
        source=Source(0, 4, (1.0, 2.0, 3.0, 4.0), None, "pdf"),
    )
    refs = tuple(FileRef(path, sha256, "pdf", "application", 2) for path, sha256 in files)
    return Record(name, "sme-cluster", "application", "sme-cluster/application@2024", f"集群{name}", refs, (o,))


@pytest.fixture(params=["folder", "url", "postgres"])
def where(request, tmp_path):
    if request.param == "postgres":
        return request.getfixturevalue("postgres")
    return str(tmp_path / "库") if request.param == "folder" else f"sqlite:///{tmp_path / 'x.db'}"


@pytest.fixture
def store(where):
    with open_store(where) as opened:
        yield opened


def begun(store, *paths_and_shas):
    for path, sha256 in paths_and_shas:
        store.begin(sha256, 1, path, "pdf")


def test_a_file_goes_from_pending_to_read_and_its_record_comes_back_as_it_was(store):
    r = record("1", ("disc/a.pdf", A))
    begun(store, ("disc/a.pdf", A))
    assert store.file(A) == StoredFile(A, 1, "pdf", "other", "pending", "", 0, "")
    store.finish(A, Outcome("read", [r], seconds=0.5), "0.1")
    assert store.file(A) == StoredFile(A, 1, "pdf", "application", "read", "", 1, "0.1", 0.5)
    assert list(store.records()) == [r]
    assert store.count() == {"records": 1, "files": 1, "pending": 0, "read": 1, "other": 0, "failed": 0}


def test_the_same_again_changes_nothing_and_a_new_reading_replaces_the_old(where, store):
    begun(store, ("a", A))
    for _ in range(2):
        store.finish(A, Outcome("read", [record("1", ("a", A)), record("2", ("a", A))]), "0.1")
    assert [r.id for r in store.records()] == ["1", "2"]
    better = record("2", ("a", A), figure="13")
    store.finish(A, Outcome("read", [better]), "0.2")
    assert list(store.records()) == [better]
    store.finish(A, Outcome("failed", reason="文件已损坏"), "0.3")
    assert list(store.records()) == []
    assert store.file(A) == StoredFile(A, 1, "pdf", "other", "failed", "文件已损坏", 4, "0.3")


def test_a_record_of_two_files_stays_while_one_of_them_gives_it(store):
    r = record("1", ("a", A), ("b", B))
    begun(store, ("a", A), ("b", B))
    for sha256 in (A, B):
        store.finish(sha256, Outcome("read", [r]), "0.1")
    store.finish(A, Outcome("failed", reason="坏"), "0.1")
    assert list(store.records()) == [r]
    store.finish(B, Outcome("failed", reason="坏"), "0.1")
    assert list(store.records()) == []


def test_records_come_by_path_and_by_place_in_the_file(store):
    begun(store, ("a", A), ("b", B))
    store.finish(B, Outcome("read", [record("z", ("b", B)), record("y", ("b", B))]), "0.1")
    store.finish(A, Outcome("read", [record("x", ("a", A))]), "0.1")
    assert [r.id for r in store.records()] == ["x", "z", "y"]


def test_every_path_is_kept_and_one_that_became_readable_is_no_longer_lost(store):
    store.note("disc/坏.pdf", "failed", "读不出来")
    begun(store, ("disc/a.pdf", A), ("disc/a.pdf", A))
    store.met(A, "disc/副本.pdf")
    assert (store.paths(A), store.paths()) == (["disc/a.pdf", "disc/副本.pdf"], ["disc/坏.pdf"])
    store.met(A, "disc/坏.pdf")
    assert store.paths() == []


def test_the_bytes_are_kept_by_content(store, tmp_path):
    (tmp_path / "a").write_bytes(b"a")
    assert digest(tmp_path / "a") == (A, 1)
    for _ in range(2):
        store.keep(A, tmp_path / "a")
    (tmp_path / "a").unlink()
    with store.original(A) as f:
        assert f.read() == b"a"
    with pytest.raises(KeyError):
        store.original(B)


def test_a_file_that_changes_while_it_is_read_is_not_kept(store, tmp_path):
    (tmp_path / "a").write_bytes(b"not a")
    with pytest.raises(UnreadableFileError, match="读取过程中文件有变动"):
        store.keep(A, tmp_path / "a")
    with pytest.raises(KeyError):
        store.original(A)
    if store.folder:
        assert [p for p in store.folder.rglob("*") if p.is_file() and "original" in str(p)] == []


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UnreadableFileError, match="没有这个文件"):
        digest(tmp_path / "x")


def test_names_and_texts_that_no_database_takes_are_spelt_out(store):
    path = "disc/\udcc9.pdf"
    r = replace(record("1", (path, A)), cluster="集群\x00\ud800")
    begun(store, (path, A))
    store.finish(A, Outcome("read", [r], reason="\x00"), "0.1")
    assert store.paths(A) == ["disc/\\udcc9.pdf"]
    assert list(store.records()) == [r]


def test_a_transaction_that_breaks_leaves_nothing_behind(store):
    begun(store, ("a", A))
    good, bad = record("1", ("a", A)), replace(record("2", ("a", A)), program=None)
    with pytest.raises(StoreError, match=r"数据库 .* 出错：.*(NOT NULL constraint|not-null constraint)"):
        store.finish(A, Outcome("read", [good, bad]), "0.1")
    assert list(store.records()) == []
    assert store.file(A).status == "pending"


def test_opening_again_finds_what_was_stored(where):
    with open_store(where) as store:
        begun(store, ("a", A))
        store.finish(A, Outcome("read", [record("1", ("a", A))]), "0.1")
    with open_store(where, create=False) as store:
        assert [r.id for r in store.records()] == ["1"]


def test_reading_goes_on_while_another_writes(where):
    with open_store(where) as one, open_store(where) as two:
        begun(one, ("a", A), ("b", B))
        one.finish(A, Outcome("read", [record("1", ("a", A)), record("2", ("a", A))]), "0.1")
        records = two.records()
        next(records)
        one.finish(B, Outcome("read", [record("3", ("b", B))]), "0.1")
        assert [r.id for r in records] == ["2"]
        assert [r.id for r in two.records()] == ["1", "2", "3"]


def write_many(where, first, names):
    with open_store(where) as store:
        for name in names:
            data = sha(name.encode())
            store.begin(data, 1, f"{first}/{name}", "pdf")
            store.finish(data, Outcome("read", [record(name, (f"x/{name}", data))]), "0.1")


@pytest.mark.slow
def test_two_writers_at_once_do_not_collide(where):
    names = [f"{n:02}" for n in range(25)]
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=write_many, args=(where, first, names)) for first in ("甲", "乙")]
    for p in processes:
        p.start()
    for p in processes:
        p.join(HANG_SECONDS)
    assert [p.exitcode for p in processes] == [0, 0]
    with open_store(where) as store:
        assert [r.id for r in store.records()] == names
        assert store.paths(sha(b"00")) == ["乙/00", "甲/00"]


# -- stores that cannot be used ---------------------------------------------------------------------------------------


def refusal(kind, where, **kwargs):
    with pytest.raises(kind) as caught:
        open_store(where, **kwargs)
    return str(caught.value)


def test_a_damaged_store_is_told(tmp_path):
    (tmp_path / "records.sqlite3").write_bytes("这不是数据库".encode() * 100)
    assert refusal(StoreError, tmp_path) == (
        f"数据库 {tmp_path} 已损坏（文件不是数据库）。请停止写入，把整个文件夹先复制一份，"
        "再用备份恢复；没有备份的，请换一个新的 --store 重新装载光盘"
    )


def test_a_store_damaged_within_is_told(tmp_path):
    with open_store(tmp_path) as store:
        for n in range(60):
            data = sha(str(n).encode())
            begun(store, (f"{n}", data))
            store.finish(data, Outcome("read", [record(str(n), (f"{n}", data))]), "0.1")
    path = tmp_path / "records.sqlite3"
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(StoreError, match=r"已损坏|不完整"), open_store(tmp_path, create=False) as store:
        list(store.records())


def test_a_foreign_store_is_told(tmp_path):
    with sqlite3.connect(tmp_path / "records.sqlite3") as c:
        c.execute("create table photos (x)")
    message = f"{tmp_path} 是别的程序的数据库。请用 --store 指定新的文件夹或空的数据库"
    assert refusal(StoreError, tmp_path) == message
    assert refusal(StoreError, f"sqlite:///{tmp_path}/records.sqlite3").endswith(
        "请用 --store 指定新的文件夹或空的数据库"
    )


def test_a_newer_store_is_told(tmp_path):
    open_store(tmp_path).close()
    with sqlite3.connect(tmp_path / "records.sqlite3") as c:
        c.execute("update formextract_meta set value = '99' where key = 'version'")
    assert refusal(StoreError, tmp_path) == f"数据库 {tmp_path} 由更新版本的 formextract 建立。请先升级 formextract"


def test_a_folder_with_other_things_is_not_taken(tmp_path):
    (tmp_path / "申报表.docx").write_text("x")
    assert refusal(StoreError, tmp_path).endswith(
        "里已有别的文件，不能用作数据库文件夹。请用 --store 指定一个新的或空的文件夹"
    )
    assert [p.name for p in tmp_path.iterdir()] == ["申报表.docx"]


def test_a_store_that_is_not_there_is_a_wrong_call_and_is_not_made(tmp_path):
    assert refusal(UsageError, tmp_path / "x", create=False).endswith(
        "里没有数据库。请检查 --store，或先用 formextract load 装载"
    )
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("where", "kind", "message"),
    [
        ("://", UsageError, "数据库地址写法有误"),
        ("postgresql://u:secret@/x?y", StoreError, "数据库 postgresql://u:\\*\\*\\*@/x"),
        ("abc://u:secret@h/x", StoreError, "缺少连接 abc://u:\\*\\*\\*@h/x 所需的驱动程序"),
        ("sqlite:////no/such/folder/x.db", StoreError, "打不开。请检查权限和路径"),
    ],
)
def test_an_address_that_does_not_work_is_told_without_its_password(where, kind, message):
    if where.startswith("postgresql"):
        pytest.importorskip("psycopg")
    with pytest.raises(kind, match=message) as caught:
        open_store(where)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_killed_beginning_is_taken_up(tmp_path):
    (tmp_path / "originals").mkdir()
    (tmp_path / "records.sqlite3").touch()
    with open_store(tmp_path) as store:
        assert store.count()["files"] == 0


def open_and_close(where, begin):
    begin.wait()
    open_store(where).close()


@pytest.mark.slow
def test_several_programs_may_make_the_store_at_once(tmp_path):
    (tmp_path / "库").mkdir()
    (tmp_path / "库/records.sqlite3-wal").touch()  # what another one's database leaves beside it while it is made
    spawn = multiprocessing.get_context("spawn")
    begin = spawn.Event()
    programs = [spawn.Process(target=open_and_close, args=(str(tmp_path / "库"), begin)) for _ in range(3)]
    for p in programs:
        p.start()
    begin.set()
    for p in programs:
        p.join(HANG_SECONDS)
    assert [p.exitcode for p in programs] == [0, 0, 0]


# -- other databases --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()])
def test_the_tables_are_in_types_that_every_database_has(dialect):
    said = "\n".join(
        str(statement.compile(dialect=dialect))
        for table in tables.metadata.sorted_tables
        for statement in (CreateTable(table), *(CreateIndex(i) for i in table.indexes))
    )
    assert said.count("CREATE TABLE") == len(tables.metadata.tables)
    assert "JSON" not in said


def test_no_statement_is_of_one_dialect(store):
    """Everything that the store says to its database compiles for PostgreSQL too."""
    said = []

    @event.listens_for(store._engine, "before_execute")
    def _hear(_connection, statement, *_rest):
        said.append(statement)

    begun(store, ("a", A))
    store.met(A, "b")
    store.note("c", "failed", "坏")
    store.finish(A, Outcome("read", [record("1", ("a", A))]), "0.1")
    store.finish(A, Outcome("other", reason="不是"), "0.1")
    list(store.records())
    list(store.files())
    store.count()
    store.file(A)
    store.paths(A)
    assert len(said) > 20
    for statement in said:
        statement.compile(dialect=postgresql.dialect())
