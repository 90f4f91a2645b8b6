import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from formextract import outputs
from formextract.cli import main
from formextract.store import open_store

ROOT = Path(__file__).parents[2]
HELP = "详细说明请运行：formextract {} --help\n"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["lod"], "错误：没有“lod”这个命令。是不是想用 load？\n"),
        (["甲"], "错误：没有“甲”这个命令。可用的命令："),
        (["--zzz"], "错误：没有 --zzz 这个选项\n用法：formextract 命令 [选项]…\n详细说明请运行：formextract --help\n"),
        (
            ["extract"],
            "错误：缺少 PATH...：要读取的文件；给出文件夹则读取其中所有文件；- 为标准输入\n"
            "用法：formextract extract [选项]… PATH...\n" + HELP.format("extract"),
        ),
        (
            ["extract", "a", "--wrokers", "1"],
            "错误：没有 --wrokers 这个选项，是不是想用 --workers？\n"
            "用法：formextract extract [选项]… PATH...\n" + HELP.format("extract"),
        ),
        (["extract", "a", "--workers", "多"], "错误：--workers 的值“多”不对：应为不小于 1 的整数\n"),
        (["extract", "a", "--workers", "0"], "错误：--workers 的值“0”不对：应为不小于 1 的整数\n"),
        (["extract", "a", "--timeout", "nan"], "错误：--timeout 的值“nan”不对：应为不小于 0.1 的数\n"),
        (["extract", "a", "--debug=1"], "错误：选项 --debug 后面不要跟值\n详细说明请运行：formextract --help\n"),
        (["export", "--store"], "错误：选项 --store 后面要跟一个值\n"),
        (
            ["export", "--store", "a", "--format", "excel"],
            "错误：--format 的值“excel”不对：可用 jsonl、csv、xlsx、parquet\n",
        ),
        (
            ["export", "--store", "a", "--shape", "x"],
            "错误：--shape 的值“x”不对：可用 records、long、wide、facts、corrections、decisions\n",
        ),
        (["export", "--store", "abc://x"], "错误：缺少连接 abc://x 所需的驱动程序"),
        (
            ["schema", "facts", "甲"],
            "错误：多余的参数：甲\n用法：formextract schema [选项]… [record|facts]\n" + HELP.format("schema"),
        ),
    ],
)
def test_a_wrong_call_is_told_in_chinese_and_ends_with_2(capfd, args, message):
    status = main(args)
    out, err = capfd.readouterr()
    assert (status, out) == (1 if "驱动" in message else 2, "")
    assert err.startswith(message)


def test_no_command_shows_the_help_and_ends_with_2(capfd):
    assert main([]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("用法：formextract 命令 [选项]…\n")


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["extract"],
        ["load"],
        ["export"],
        ["schema"],
        ["templates"],
        ["templates", "list"],
        ["templates", "show"],
        ["templates", "check"],
    ],
)
def test_help_is_chinese_on_standard_output(capfd, command):
    assert main([*command, "--help"]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    assert out.startswith("用法：formextract")
    assert not re.search(r"Usage|Options|Commands|Show this|required|default", out)


def test_schema_is_valid_and_alone(call):
    status, out, err = call("schema")
    schema = json.loads(out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert (status, schema["title"], err) == (0, "formextract/record/1", "")


def test_version(call):
    status, out, err = call("--version")
    assert (status, err) == (0, "")
    assert re.fullmatch(r"formextract \S+\n", out)


CHATTY = """
import os, sys
from formextract.cli import export_command, main

def chatty(records, kind, shape, target, **_):
    print("a library's chatter")
    os.write(1, b"a C library's\\n")
    target.write("记录\\n".encode())

export_command.export = chatty
status = main(["export", "--store", "库"])
print("as before")
sys.exit(status)
"""


def test_what_a_library_prints_does_not_reach_standard_output(tmp_path):
    open_store(tmp_path / "库").close()
    done = subprocess.run(
        [sys.executable, "-c", CHATTY],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )
    assert done.stdout.decode() == "记录\nas before\n"
    assert sorted(done.stderr.decode().splitlines()) == [
        "a C library's",
        "a library's chatter",
        "数据库里没有记录。请先用 formextract load 装载",
    ]


def test_a_fault_of_our_own_is_one_line_and_a_traceback_on_demand(capfd, monkeypatch):
    def broken(*_args, **_kwargs):
        raise KeyError("没想到")

    monkeypatch.setattr("formextract.cli.extract_command.walk", broken)
    assert main(["extract", "a"]) == 1
    line = "错误：程序出现意外问题（KeyError: '没想到'）。请加 --debug 再运行一次，并把显示的内容交给维护人员\n"
    assert capfd.readouterr() == ("", line)
    assert main(["extract", "a", "--debug"]) == 1
    assert "Traceback (most recent call last)" in capfd.readouterr().err


def test_binary_formats_are_not_shown_on_a_terminal(capfd, tmp_path, monkeypatch):
    open_store(tmp_path / "库").close()
    monkeypatch.setattr("formextract.cli.stdout._Saved.isatty", lambda _: True)
    assert main(["export", "--store", str(tmp_path / "库"), "-f", "xlsx"]) == 2
    assert capfd.readouterr() == ("", "错误：xlsx 不能显示在屏幕上。请用 -o 指定文件，如 -o 结果.xlsx\n")


def test_parquet_without_its_extra_is_a_wrong_call(capfd, tmp_path, monkeypatch):
    open_store(tmp_path / "库").close()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert main(["export", "--store", str(tmp_path / "库"), "-f", "parquet"]) == 2
    assert capfd.readouterr().err == (
        "错误：导出 parquet 需要 pyarrow。请运行 pip install 'formextract[parquet]'，或改用 --format csv\n"
    )


def test_the_reference_is_what_the_help_says():
    script = ROOT / "scripts" / "make_cli_docs.py"
    done = subprocess.run(
        [sys.executable, script, "--check"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )
    assert done.returncode == 0, done.stderr


def test_formats_and_shapes_are_the_contracts():
    assert outputs.FORMATS == ("jsonl", "csv", "xlsx", "parquet")
    assert outputs.SHAPES == ("records", "long", "wide", "facts", "corrections", "decisions")
