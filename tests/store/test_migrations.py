import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from formextract.errors import StoreError
from formextract.model.submission import Item
from formextract.store import migrations, open_store, tables

LAYOUT_2 = Path(__file__).parent / "layout2.sql"
"""A store as version 0.1 made it, before there were revisions: one file read, one that is no form, one lost."""


def old_store(folder):
    folder.mkdir()
    with sqlite3.connect(folder / "records.sqlite3") as c:
        c.executescript(LAYOUT_2.read_text(encoding="utf-8"))
    c.close()
    return folder


def differences(store):
    with store._engine.connect() as c:
        context = MigrationContext.configure(c, opts={"version_table": migrations.VERSION_TABLE, "compare_type": True})
        return compare_metadata(context, tables.metadata)


def set_in(folder, statement):
    with sqlite3.connect(folder / "records.sqlite3") as c:
        c.execute(statement)
    c.close()


def test_the_revisions_are_in_one_line_and_end_in_head():
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    revisions = [r.revision for r in script.walk_revisions()]
    assert revisions[0] == migrations.HEAD == script.get_current_head()
    assert revisions[-1] == migrations.BASELINE
    assert all(migrations.is_known(r) for r in revisions)
    assert not migrations.is_known("9999")


def test_a_new_store_has_the_tables_that_the_program_knows(tmp_path):
    with open_store(tmp_path / "库") as store:
        assert differences(store) == []


def test_a_store_of_before_the_revisions_is_brought_up_with_all_that_it_holds(tmp_path):
    folder = old_store(tmp_path / "库")
    for _ in range(2):  # the second time there is nothing to do
        with open_store(folder, create=False) as store:
            assert differences(store) == []
            assert [r.id for r in store.records()] == ["1"]
            assert [(f.format, f.status, f.reason) for f in store.files()] == [
                ("pdf", "other", "文件里没有记录"),
                ("pdf", "read", ""),
            ]
            assert store.paths() == ["disc/坏.pdf"]
            assert [i.pinned for i in store.groups.items()] == ["", "某集群"]


def test_what_breaks_while_a_store_is_brought_up_leaves_it_as_it_was(tmp_path, monkeypatch):
    folder = old_store(tmp_path / "库")
    before = "\n".join(sqlite3.connect(folder / "records.sqlite3").iterdump())

    def breaks(connection, *, stamp=""):
        connection.exec_driver_sql("create table half_done (x integer)")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as m:
        m.setattr(migrations, "bring_up", breaks)
        with pytest.raises(StoreError, match="磁盘已满"):
            open_store(folder)
    assert "\n".join(sqlite3.connect(folder / "records.sqlite3").iterdump()) == before
    with open_store(folder) as store:
        assert store.count()["files"] == 2


NEWER = "由更新版本的 formextract 建立。请先升级 formextract"


@pytest.mark.parametrize(
    "statement",
    [
        "update formextract_revision set version_num = '9999'",
        "update formextract_meta set value = '4' where key = 'version'",
    ],
)
def test_a_store_of_a_newer_version_is_refused_and_left_alone(tmp_path, statement):
    folder = tmp_path / "库"
    open_store(folder).close()
    set_in(folder, statement)
    for create in (True, False):
        with pytest.raises(StoreError) as caught:
            open_store(folder, create=create)
        assert str(caught.value) == f"数据库 {folder} {NEWER}"


def test_a_store_of_the_first_layout_is_refused_with_what_to_do(tmp_path):
    folder = old_store(tmp_path / "库")
    set_in(folder, "update formextract_meta set value = '1' where key = 'version'")
    with pytest.raises(StoreError, match="由旧版本的 formextract 建立，格式已变。请用 --store 指定一个新的文件夹"):
        open_store(folder)


@pytest.mark.parametrize("grouped", [True, False])
def test_what_an_old_store_was_grouped_with_came_in_an_earlier_load(tmp_path, grouped):
    folder = old_store(tmp_path / "库")
    if grouped:
        set_in(folder, "insert into formextract_meta (key, value) values ('grouped', 'x')")
    with open_store(folder) as store:
        items = store.groups.items()
        new = Item("更正/申报表.docx", "f" * 64, "docx", "read")
        generations = store.groups.generations([*items, new])
        assert items
        assert {generations[i.sha256, i.path] for i in items} == {1}
        assert generations[new.sha256, new.path] == (2 if grouped else 1)
