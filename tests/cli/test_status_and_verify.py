import json
import sqlite3

import pytest

from formextract.cli.progress import Pace
from formextract.errors import MAY_BE_FORM
from formextract.store import open_store


@pytest.fixture
def loaded(call, files):
    files(
        {
            "disc/1.docx": "form 甲集群",
            "disc/副本.docx": "form 甲集群",
            "disc/清单.xlsx": "patents",
            "disc/坏.docx": "damaged",
            "disc/Thumbs.db": "x",
        }
    )
    return call("load", "disc", "--store", "库", "--disc", "湖南", "--json-progress")


def test_progress_for_programs_is_a_line_of_json_for_each_event(loaded):
    status, out, err = loaded
    assert (status, out) == (1, "")
    events = [json.loads(line) for line in err.splitlines()]
    assert events[0] == {"event": "start", "total": 5}
    told = sorted((e["path"], e["fate"], e["records"]) for e in events if e["event"] == "file")
    one = {"disc/1.docx", "disc/副本.docx"}
    assert [t for t in told if t[0] not in one] == [
        ("disc/Thumbs.db", "skipped", 0),
        ("disc/坏.docx", "failed", 0),
        ("disc/清单.xlsx", "other", 0),
    ]
    assert sorted(t[1] for t in told if t[0] in one) == ["duplicate", "read"]
    end = events[-1]
    assert end.pop("seconds") > 0
    assert end == {
        "event": "end",
        "files": 5,
        "fates": {"skipped": 1, "read": 1, "duplicate": 1, "other": 1, "failed": 1},
        "skipped": {"系统文件或临时文件": 1},
        "records": 1,
        "submissions": 1,
        "notices": [],
    }


def test_a_store_that_cannot_be_used_is_an_event_too(call, loaded, tmp_path):
    (tmp_path / "别的").mkdir()
    (tmp_path / "别的/x").write_text("x")
    status, _, err = call("load", "disc", "--store", "别的", "--json-progress")
    assert status == 1
    assert json.loads(err)["event"] == "error"


def test_status_accounts_for_every_file(call, loaded, tmp_path):
    status, out, err = call("status", "--store", "库")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    counted = "共 5 个文件：读出 1，其他材料 1，内容重复 1，跳过 1，读不了 1"
    assert lines[:5] == [
        f"数据库 库：{counted}",
        f"  光盘 湖南：{counted}",
        "读不了的：处理后再装载一次；要原样重试，装载时加 --retry-failed",
        "  disc/坏.docx：文件已损坏。请重新复制",
        "记录 1 条，归并为 1 家申报",
    ]
    figures = json.loads(call("status", "--store", "库", "--json")[1])
    assert (figures["files"], figures["records"], figures["to_read_again"]) == (5, 1, 0)
    rows = [line.split("\t") for line in call("status", "--store", "库", "--files")[1].splitlines()]
    assert rows[0][:5] == ["光盘", "路径", "sha256", "字节", "状态"]
    assert [(r[1], r[4]) for r in rows[1:]] == [
        ("disc/1.docx", "读出"),
        ("disc/Thumbs.db", "跳过"),
        ("disc/副本.docx", "内容重复"),
        ("disc/坏.docx", "读不了"),
        ("disc/清单.xlsx", "其他材料"),
    ]
    listed = [json.loads(line) for line in call("status", "--store", "库", "--files", "--json")[1].splitlines()]
    assert {e["path"]: e["tries"] for e in listed if e["fate"] == "failed"} == {"disc/坏.docx": 1}

    with sqlite3.connect(tmp_path / "库/records.sqlite3") as c:
        c.execute("update files set reader = 'docx/0.1' where status = 'read'")
        c.execute("update files set reason = ? where status = 'other'", (f"{MAY_BE_FORM}（有 5 个栏目相同）。请核对",))
        c.execute("update files set status = 'pending' where status = 'failed'")
    c.close()
    out = call("status", "--store", "库")[1]
    assert out.splitlines()[2:4] == [
        "可能是申报表、没有认出的有 1 个（已作为其他材料存入），请先逐个核对：",
        "  disc/清单.xlsx（有 5 个栏目相同）",
    ]
    assert "未读完 1 个：运行 formextract load --store 库 接着读，不用放回光盘" in out
    assert "读取程序或模板更新后该重读 1 个" in out
    (tmp_path / "disc").rename(tmp_path / "away")
    status, _, err = call("load", "--store", "库", "-q")
    assert "共 2 个文件：读出 1，读不了 1。新存入记录 1 条" in err
    status, _, err = call("load", "--store", "库", "-q")
    assert (status, err.splitlines()[-1]) == (0, "没有要补读的文件")


def test_status_asks_for_no_look_at_a_page_of_a_photographed_form_or_at_what_is_settled(call, loaded, tmp_path):
    with sqlite3.connect(tmp_path / "库/records.sqlite3") as c:
        c.execute("update files set reason = ? where status = 'other'", (f"{MAY_BE_FORM}（有 5 个栏目相同）。请核对",))
    c.close()
    out = call("status", "--store", "库")[1]
    assert "可能是申报表" in out
    assert "disc/坏.docx：" in out
    with sqlite3.connect(tmp_path / "库/records.sqlite3") as c:
        c.execute("update members set role = 'application' where path = 'disc/清单.xlsx'")
        c.execute("update members set submission = (select key from submissions) where path = 'disc/清单.xlsx'")
    c.close()
    with open_store(tmp_path / "库") as store:
        bad = next(e for e in store.manifest.entries() if e.fate == "failed")
        store.acts.note("张三", "settled", "坏.docx", {"files": [bad.sha256 or bad.path]})
    out = call("status", "--store", "库")[1]
    assert "可能是申报表" not in out
    assert "disc/坏.docx：" not in out
    assert "读不了 1" in out  # it is still counted
    with open_store(tmp_path / "库") as store:
        store.acts.note("张三", "unsettled", "坏.docx", {"files": [bad.sha256 or bad.path]})
    assert "disc/坏.docx：" in call("status", "--store", "库")[1]


def test_a_damaged_and_a_missing_original_are_named(call, loaded, tmp_path):
    assert call("verify", "--store", "库") == (0, "", "核验 3 个原件，全部完好\n")
    with sqlite3.connect(tmp_path / "库/records.sqlite3") as c:
        sha = dict(c.execute("select status, sha256 from files").fetchall())
    c.close()
    place = {status: tmp_path / f"库/originals/{s[:2]}/{s}" for status, s in sha.items()}
    place["read"].chmod(0o644)
    place["read"].write_bytes(b"form \xe4\xb9\x99" + place["read"].read_bytes()[8:])
    place["other"].unlink()
    status, out, err = call("verify", "--store", "库")
    assert (status, out) == (1, "")
    assert sorted(err.splitlines()[:2]) == [
        f"disc/1.docx等 2 处：原件已损坏，与装载时不同（{sha['read']}）",
        f"disc/清单.xlsx：原件不见了（{sha['other']}）",
    ]
    assert err.splitlines()[2].startswith(
        "核验 3 个原件，2 个有问题。已损坏的请先删去 originals 下以这串字符命名的文件"
    )
    place["read"].unlink()
    call("load", "disc", "--store", "库", "-q")
    assert call("verify", "--store", "库", "-q") == (0, "", "")


def records_pages(path):
    """Where the pages of the database's file begin on which a record's text stands, and the file's bytes."""
    with sqlite3.connect(path) as c:
        c.execute("pragma wal_checkpoint(truncate)")
        size = c.execute("pragma page_size").fetchone()[0]
    c.close()
    data = bytearray(path.read_bytes())
    return [at for at in range(0, len(data), size) if b"gross_output" in data[at : at + size]], data


def test_rows_of_which_bytes_were_overwritten_are_found_and_told_in_plain_words(call, loaded, tmp_path):
    path = tmp_path / "库/records.sqlite3"
    _, data = records_pages(path)
    path.write_bytes(data.replace(b"gross_output", b"gross\xff\xfe\xff\xfeput"))
    status, out, err = call("verify", "--store", "库")
    assert (status, out) == (1, "")
    assert "记录读不出来（" in err
    assert "请停止写入，把整个文件夹先复制一份，再用备份恢复" in err
    assert "核验 3 个原件，全部完好" in err
    for args in (("export", "--store", "库"), ("report", "--store", "库", "-o", "报告")):
        status, out, err = call(*args)
        assert (status, out) == (1, "")
        (line,) = [line for line in err.splitlines() if line]
        assert line.startswith("错误：数据库 库 已损坏（有记录的内容读不出来）。请停止写入")
        assert "gross" not in line


def test_a_record_that_is_text_and_no_record_any_more_is_told_likewise(call, loaded, tmp_path):
    path = tmp_path / "库/records.sqlite3"
    _, data = records_pages(path)
    path.write_bytes(data.replace(b'"indicator"', b'"indicatur"'))
    assert "记录读不出来（" in call("verify", "--store", "库", "-q")[2]
    status, _, err = call("export", "--store", "库")
    assert (status, err.count("\n")) == (1, 1)
    assert "已损坏（有记录的内容读不出来）" in err


def test_a_torn_file_is_found_by_verify_and_no_load_writes_into_it(call, loaded, tmp_path):
    path = tmp_path / "库/records.sqlite3"
    pages, data = records_pages(path)
    for at in pages:
        data[at : at + 8] = b"\x0d\xff\xff\xff\xff\xff\xff\xff"  # the page's head: its cells lie nowhere
    path.write_bytes(data)
    before = path.read_bytes()
    status, _, err = call("verify", "--store", "库")
    assert status == 1
    assert "损坏" in err
    assert "请停止写入" in err
    (tmp_path / "disc/新.docx").write_text("form 丁集群")
    status, _, err = call("load", "disc", "--store", "库", "-q")
    assert status == 1
    assert "损坏" in err
    assert "请停止写入" in err
    assert "意外" not in err
    assert path.read_bytes() == before


def test_pace_tells_rate_time_left_and_what_is_slow():
    pace = Pace(10)
    assert pace.told(0.0) == "已处理 0/10 个文件，正在读 0 个"
    pace.begun("disc/扫描件.pdf", 1.0)
    for second in range(1, 6):
        pace.begun(f"{second}.docx", float(second))
        pace.ended(f"{second}.docx", second + 0.5, failed=second == 3)
    assert pace.told(11.5) == (
        "已处理 5/10 个文件，正在读 1 个，读不了 1 个，每分钟 24 个，约还需 12 秒；较慢：扫描件.pdf（10 秒）"
    )
    assert pace.as_dict(11.5) == {
        "done": 5,
        "total": 10,
        "in_work": 1,
        "failed": 1,
        "files_per_second": 0.4,
        "seconds_left": 12,
        "slow": [{"path": "disc/扫描件.pdf", "seconds": 10.5}],
    }
