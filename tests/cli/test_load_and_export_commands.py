import csv
import io
import json
import signal
import sqlite3
from contextlib import closing

import openpyxl
import pandas as pd
import pytest

from patience import HANG_SECONDS, until


@pytest.fixture
def disc(files):
    files(
        {
            "disc/1.docx": "form 甲集群",
            "disc/2.docx": "form 乙集群",
            "disc/副本/2.docx": "form 乙集群",
            "disc/清单.xlsx": "patents",
            "disc/坏.docx": "damaged",
            "disc/Thumbs.db": "x",
        }
    )


def test_a_disc_is_loaded_once_and_exported(call, disc, tmp_path):
    status, out, err = call("load", "disc", "--store", "库")
    assert (status, out) == (1, "")
    lines = err.splitlines()
    assert lines[0] == "共 6 个文件，开始读取……"
    assert sorted(lines[1:3]) == [
        "disc/坏.docx：文件已损坏。请重新复制",
        "disc/清单.xlsx：作为其他材料存入（不是已知的申报表）",
    ]
    assert lines[3:] == [
        "共 6 个文件：读出 2，其他材料 1，内容重复 1，跳过 1，读不了 1。新存入记录 2 条",
        "  跳过的有 1 个是系统文件或临时文件",
        "  读不了的文件已在上面逐个说明。处理后再运行一次同样的命令即可，已读的不会重复",
        "  没有换过的文件不会再试；要原样重试请加 --retry-failed",
        "数据库：库。导出请运行：formextract export --store 库 --format xlsx -o 结果.xlsx",
    ]

    first = call("export", "--store", "库")
    assert first[0] == 0
    assert [json.loads(line)["cluster"] for line in first[1].splitlines()] == ["甲集群", "乙集群"]
    assert first[2] == ""

    status, _, err = call("load", "disc", "--store", "库", "-q")
    assert status == 1
    assert "共 6 个文件：库中已有 4，跳过 1，读不了 1。新存入记录 0 条" in err
    assert call("export", "--store", "库") == first

    (tmp_path / "disc/坏.docx").write_text("form 丙集群")
    status, _, err = call("load", "disc", "--store", "库", "-q")
    assert status == 0
    assert "读出 1，库中已有 4，跳过 1。新存入记录 1 条" in err


def test_every_format_goes_to_a_file_or_to_standard_output(call, disc, tmp_path, start):
    call("load", "disc", "--store", "库")
    status, out, err = call("export", "--store", "库", "-f", "csv", "-s", "long", "-o", "结果.csv")
    assert (status, out, err) == (0, "", "已导出 2 条记录到 结果.csv\n")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "结果.csv").read_text("utf-8-sig"))))
    assert [(r["cluster"], r["key"], r["number"]) for r in rows] == [
        ("甲集群", "gross_output@2023", "12.5"),
        ("乙集群", "gross_output@2023", "12.5"),
    ]
    process = start("export", "--store", "库", "--format", "xlsx", "--shape", "wide")
    data, _ = process.communicate()
    assert openpyxl.load_workbook(io.BytesIO(data)).active["K3"].value == 12.5
    process = start("export", "--store", "库", "--format", "parquet", "--shape", "facts")
    data, _ = process.communicate()
    assert pd.read_parquet(io.BytesIO(data))["values.gross_output.2023.value"].tolist() == [12.5, 12.5]


def test_a_pipe_that_closes_ends_an_export_quietly(start, call, files):
    files({f"disc/{n:03}.docx": "form " + f"集群{n}" * 9000 for n in range(20)})
    call("load", "disc", "--store", "库", "-q")
    process = start("export", "--store", "库")
    process.stdout.read(10)
    process.stdout.close()
    assert process.wait(HANG_SECONDS) == 141
    assert process.stderr.read() == b""


def is_stored(path):
    """Whether the store holds a record already; another process may be making it."""
    if not path.exists():
        return False
    with closing(sqlite3.connect(path)) as c:
        try:
            return c.execute("select count(*) from records").fetchone()[0]
        except sqlite3.OperationalError:  # its tables are not there yet, or locked
            return False


def test_a_load_that_is_stopped_goes_on_afterwards(start, call, files, tmp_path):
    files({"disc/1.docx": "form 甲集群", "disc/2.docx": "hang"})
    process = start("load", "disc", "--store", "库", "--workers", "1", stderr=None)
    until(lambda: is_stored(tmp_path / "库/records.sqlite3"), "the first form in the store")
    process.send_signal(signal.SIGINT)
    assert process.wait(HANG_SECONDS) == 130
    files({"disc/2.docx": "form 乙集群"})
    status, _, err = call("load", "disc", "--store", "库", "-q")
    assert status == 0
    assert "读出 1，库中已有 1。新存入记录 1 条" in err


@pytest.mark.parametrize(
    ("args", "expected", "message"),
    [
        (["export", "--store", "没有"], 2, "错误：没有 里没有数据库。请检查 --store，或先用 formextract load 装载\n"),
        (
            ["load", "disc", "--store", "disc"],
            1,
            "错误：disc 里已有别的文件，不能用作数据库文件夹。请用 --store 指定一个新的或空的文件夹\n",
        ),
        (
            ["load", "disc", "--store", "disc/1.docx"],
            2,
            "错误：disc/1.docx 不是文件夹。请用 --store 指定一个文件夹或数据库地址\n",
        ),
        (
            ["export", "--store", "坏库"],
            1,
            (
                "错误：数据库 坏库 已损坏（文件不是数据库）。请停止写入，把整个文件夹先复制一份，"
                "再用备份恢复；没有备份的，请换一个新的 --store 重新装载光盘\n"
            ),
        ),
    ],
)
@pytest.mark.usefixtures("disc")
def test_a_store_that_cannot_be_used_is_one_line(call, files, args, expected, message):
    files({"坏库/records.sqlite3": "这不是数据库" * 200})
    assert call(*args) == (expected, "", message)


def test_an_empty_disc_is_said(call, tmp_path):
    (tmp_path / "disc").mkdir()
    status, _, err = call("load", "disc", "--store", "库")
    assert status == 0
    assert err.endswith("没有找到文件。请检查路径，或确认光盘已放好\n")
    assert call("export", "--store", "库") == (0, "", "数据库里没有记录。请先用 formextract load 装载\n")
