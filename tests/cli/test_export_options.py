import json
import shutil
import sqlite3
from datetime import datetime, timedelta

import pytest

from formextract.cli import main


@pytest.fixture
def loaded(two_discs, tmp_path):
    shutil.copytree(two_discs, tmp_path, dirs_exist_ok=True)


def clusters(result):
    status, out, _ = result
    assert status == 0
    return [json.loads(line)["cluster"] for line in out.splitlines()]


def days_of(store):
    """The first and the last day on which records were stored, in this machine's time zone."""
    with sqlite3.connect(store / "records.sqlite3") as c:
        times = c.execute("select min(added), max(added) from records").fetchone()
    c.close()
    return [datetime.fromisoformat(t).astimezone() for t in times]


def test_what_is_exported_can_be_chosen(call, loaded, tmp_path):
    def chosen(*args):
        return clusters(call("export", "--store", "库", *args))

    first, last = days_of(tmp_path / "库")
    after = f"{last + timedelta(days=1):%Y-%m-%d}"
    assert chosen("--disc", "湖南") == chosen("--disc", "湖南盘/") == ["甲集群", "乙集群"]
    assert chosen("--disc", "湖") == []
    assert chosen("--program", "sme-cluster") == ["丙集群", "甲集群", "乙集群"]
    assert chosen("--program", "hubei-innovative") == []
    assert len(chosen("--from", f"{first:%Y-%m-%d}", "--to", f"{last:%Y-%m-%d}")) == 3
    assert chosen("--from", after) == chosen("--to", "2020-01-01") == []
    assert call("export", "--store", "库", "--disc", "没有") == (0, "", "没有符合条件的记录\n")


def test_who_comes_back_gets_what_is_new_and_hears_what_is_gone(call, loaded, files, tmp_path):
    def poll():
        return call("export", "--store", "库", "--since", "@标记", "--withdrawn", "撤回.txt")

    assert sorted(clusters(poll())) == sorted(["甲集群", "乙集群", "丙集群"])
    assert clusters(poll()) == []
    files({"湖南盘/4.docx": "form 丁集群"})
    call("load", "湖南盘", "--store", "库", "-q")
    assert clusters(poll()) == ["丁集群"]
    assert (tmp_path / "撤回.txt").read_text() == ""

    files({"湖南盘/副本.docx": "form 丁集群 "})  # a second copy: the two make one record of another id
    alone = json.loads(call("export", "--store", "库", "--disc", "湖南盘/4.docx")[1])["id"]
    call("load", "湖南盘", "--store", "库", "-q")
    assert set(clusters(poll())) == {"丁集群"}
    assert alone in (tmp_path / "撤回.txt").read_text().split()

    _, out, err = call("export", "--store", "库", "--since", "0")
    assert len(out.splitlines()) == 4
    mark = err.splitlines()[-1].removeprefix("下次请用 --since ")
    assert clusters(call("export", "--store", "库", "--since", mark)) == []


def test_a_wrong_call_is_one_line(capfd, monkeypatch, tmp_path, loaded):
    monkeypatch.chdir(tmp_path)
    for args, message in (
        (["--since", "昨天"], "--since 的标记“昨天”不对：应为上次导出给出的标记，第一次用 0"),
        (["--since", "abc.1"], "--since 的标记“abc.1”不是这个数据库给出的。请用 --since 0 从头导出"),
        (["--from", "去年"], "--from 的日期“去年”不对：请写成 2025-06-30 的形式"),
        (["--table", "x"], "--to-database 和 --table 要一起用：前者写数据库地址，后者写表名"),
        (["--withdrawn", "x"], "--withdrawn 要和 --since 一起用"),
    ):
        assert main(["export", "--store", "库", *args]) == 2
        assert capfd.readouterr() == ("", f"错误：{message}\n")


def test_records_go_straight_into_a_table(call, loaded, files, tmp_path):
    url = f"sqlite:///{tmp_path}/out.db"

    def to_table():
        status, _, _ = call(
            "export", "--store", "库", "-s", "wide", "--to-database", url, "--table", "forms", "--since", "@标记"
        )
        with sqlite3.connect(tmp_path / "out.db") as c:
            found = c.execute('select cluster, "gross_output@2023" from forms').fetchall()
        c.close()
        return status, sorted(found)

    three = [("丙集群", 12.5), ("乙集群", 12.5), ("甲集群", 12.5)]
    assert to_table() == (0, sorted(three))
    files({"湖南盘/4.docx": "form 丁集群", "湖南盘/副本.docx": "form 乙集群 "})
    call("load", "湖南盘", "--store", "库", "-q")
    assert to_table() == (0, sorted([*three, ("丁集群", 12.5)]))
