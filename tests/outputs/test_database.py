import sqlite3
from decimal import Decimal

import pytest
from records_for_outputs import RECORDS
from sqlalchemy import create_engine, text

from formextract.errors import StoreError, UsageError
from formextract.outputs import SHAPES, export_to_database
from formextract.outputs.database import write_table
from formextract.outputs.frames import Column, TableFrame

LEAD = (Column("record_id", "记录编号"), Column("program", "项目"), Column("cluster", "集群名称"))


def frame(rows, *columns):
    return TableFrame("汇总", LEAD + columns, [(name, "sme-cluster", f"集群{name}", *rest) for name, *rest in rows])


OUTPUT = Column("gross_output@2023", "总产值", "number")


@pytest.fixture(params=["sqlite", "postgres"])
def target(request, tmp_path):
    return request.getfixturevalue("postgres") if request.param == "postgres" else f"sqlite:///{tmp_path}/out.db"


def held(url, columns="*"):
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as c:
        found = sorted(tuple(r) for r in c.execute(text(f"select {columns} from forms")))
    engine.dispose()
    return found


def test_a_table_holds_what_was_exported_last(target):
    figure = Decimal("123456789012.34")
    assert write_table(frame([("1", figure), ("2", None)], OUTPUT), target, "forms") == 2
    (one, two) = held(target, 'record_id, "gross_output@2023"')
    assert (one[0], float(one[1]), two) == ("1", 123456789012.34, ("2", None))
    if target.startswith("postgresql"):
        assert one[1] == figure  # to the last digit
    write_table(frame([("3", Decimal(1))], OUTPUT), target, "forms")
    assert held(target, "record_id") == [("3",)]


def test_what_has_changed_replaces_its_own_rows_and_brings_its_columns(target):
    write_table(frame([("1", Decimal(1)), ("2", Decimal(2)), ("3", Decimal(3))], OUTPUT), target, "forms")
    flag, count, words = Column("is_new", "", "bool"), Column("errors", "", "integer"), Column("x" * 80 + "甲", "")
    rows = [("2", Decimal(5), True, 4, "文字\0")]
    write_table(frame(rows, OUTPUT, flag, count, words), target, "forms", only=["2", "3"])
    found = held(target, 'record_id, "gross_output@2023", is_new, errors')
    assert [(a, float(b), c, d) for a, b, c, d in found] == [("1", 1.0, None, None), ("2", 5.0, True, 4)]
    assert ("2", "文字\ufffd") in [(r[0], r[-1]) for r in held(target)]
    write_table(frame([], OUTPUT), target, "forms", only=["1"])
    assert held(target, "record_id") == [("2",)]


def test_a_column_that_no_longer_fits_needs_a_full_export(target):
    write_table(frame([("1", Decimal(1))], OUTPUT), target, "forms")
    words = frame([("2", "约 5")], Column(OUTPUT.id, "", "mixed"))
    with pytest.raises(StoreError, match="类型变了，放不下新的值。请不带 --since 完整导出一次"):
        write_table(words, target, "forms", only=["2"])
    assert held(target, "record_id") == [("1",)]
    write_table(words, target, "forms")
    assert held(target, 'record_id, "gross_output@2023"') == [("2", "约 5")]


def test_what_breaks_in_the_middle_leaves_the_table_as_it_was(target):
    write_table(frame([("1", Decimal(1))], OUTPUT), target, "forms")

    def rows():
        yield ("2", "sme-cluster", "乙", Decimal(2))
        raise StoreError("磁盘已满")

    with pytest.raises(StoreError, match="磁盘已满"):
        write_table(TableFrame("汇总", (*LEAD, OUTPUT), rows()), target, "forms")
    assert held(target, "record_id") == [("1",)]


def test_a_table_of_another_program_is_left_alone(tmp_path):
    with sqlite3.connect(tmp_path / "out.db") as c:
        c.execute("create table photos (x)")
        c.execute("insert into photos values (1)")
    c.close()
    with pytest.raises(StoreError, match="表 photos 已存在，而且不是 formextract 导出的。请用 --table 换一个表名"):
        write_table(frame([("1", None)], OUTPUT), f"sqlite:///{tmp_path}/out.db", "photos")


@pytest.mark.parametrize("first", SHAPES)
def test_a_table_takes_no_other_shape_and_keeps_what_it_holds(first, tmp_path):
    url = f"sqlite:///{tmp_path}/out.db"
    export_to_database(RECORDS, first, url, "forms")
    before = held(url)
    for other in SHAPES:
        if other == first:
            continue
        with pytest.raises(StoreError, match=f"表 forms 里存的是 --shape {first} 的数据.*换一个表名"):
            export_to_database(RECORDS, other, url, "forms")
        with pytest.raises(StoreError, match="没有改动它"):
            export_to_database(RECORDS, other, url, "forms", only=["r1"])
    assert held(url) == before
    export_to_database(RECORDS, first, url, "forms")
    assert held(url) == before


def test_a_table_that_an_earlier_version_mixed_of_two_shapes_is_named_and_left_alone(tmp_path):
    with sqlite3.connect(tmp_path / "out.db") as c:
        c.execute("create table forms (record_id, program, form, cluster, indicator, unreadable)")
    c.close()
    with pytest.raises(StoreError, match="--shape long 和 wide 的数据，不能再写入 wide"):
        export_to_database(RECORDS, "wide", f"sqlite:///{tmp_path}/out.db", "forms")


def test_a_table_of_an_earlier_version_gets_its_new_column_with_all_rows_and_not_with_some(tmp_path):
    url = f"sqlite:///{tmp_path}/out.db"
    export_to_database(RECORDS, "long", url, "forms")
    with sqlite3.connect(tmp_path / "out.db") as c:
        c.execute("alter table forms drop column current")
    c.close()
    with pytest.raises(StoreError, match="没有 current 列。请不带 --since 完整导出一次"):
        export_to_database(RECORDS, "long", url, "forms", only=["r1"])
    export_to_database(RECORDS, "long", url, "forms")
    assert {bool(row[0]) for row in held(url, "current")} == {True}


@pytest.mark.parametrize(
    ("url", "kind", "message"),
    [
        ("nonsense", UsageError, "--to-database 的地址写法有误"),
        ("abc://u:secret@h/x", UsageError, "缺少连接 abc://u:\\*\\*\\*@h/x 所需的驱动程序"),
        ("sqlite:////no/such/folder/x.db", StoreError, "写不进数据库"),
    ],
)
def test_an_address_that_does_not_work_is_told_without_its_password(url, kind, message):
    with pytest.raises(kind, match=message) as caught:
        write_table(frame([("1", None)], OUTPUT), url, "forms")
    assert "secret" not in str(caught.value)
