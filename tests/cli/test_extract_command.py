import json
import os
import re
import signal
import subprocess

import pytest

from patience import HANG_SECONDS, until_ended


def clusters(out):
    return [json.loads(line)["cluster"] for line in out.splitlines()]


def test_records_and_nothing_else_on_standard_output_and_one_line_for_each_bad_file(call, files):
    files(
        {
            "1.docx": "slow 0.3",
            "2.docx": "damaged",
            "disc/3.docx": "form 丙集群",
            "disc/Thumbs.db": "form",
            "4.docx": "bug",
            "5.pdf": "list of patents",
            "6.docx": "form 己集群",
        }
    )
    status, out, err = call("extract", "1.docx", "2.docx", "disc", "4.docx", "5.pdf", "没有.docx", "6.docx")
    assert (status, clusters(out)) == (1, ["甲集群", "丙集群", "己集群"])
    assert sorted(err.splitlines()) == sorted(
        [
            "共 6 个文件，开始读取……",
            "2.docx：文件已损坏。请重新复制",
            "4.docx：读取时出现意外错误（ZeroDivisionError: 一个 意外）。请把这个文件交给维护人员",
            "5.pdf：不是已知的申报表",
            next(line for line in err.splitlines() if line.startswith("目前认得的申报表：")),
            "没有.docx：没有这个文件或文件夹。请检查路径和文件名",
        ]
    )
    assert all(json.loads(line)["files"][0]["path"] in ("1.docx", "disc/3.docx", "6.docx") for line in out.splitlines())


def test_all_read_ends_with_0_and_says_nothing(call, files):
    files({"1.docx": "form"})
    status, out, err = call("extract", "1.docx")
    assert (status, clusters(out), err) == (0, ["甲集群"], "")


def test_a_traceback_is_shown_only_where_it_is_asked_for(call, files):
    files({"1.docx": "bug", "2.docx": "crash"})
    assert "Traceback" not in call("extract", "-q", "1.docx", "2.docx")[2]
    err = call("extract", "1.docx", "--debug")[2]
    assert "ZeroDivisionError" in err
    assert "loading_fakes.py" in err


def test_limits_are_the_callers(call, files):
    """The file that hangs is alone with its limit: on a busy machine a second may be too short for any other."""
    files({"1.docx": "hang", "2.docx": "memory", "3.docx": "form"})
    told = "1.docx：读取超过 1 秒，已中止。请检查文件是否正常，或用 --timeout 放宽时间\n"
    assert call("extract", "-q", "1.docx", "--timeout", "1") == (1, "", told)
    status, out, err = call("extract", "-q", "2.docx", "3.docx", "--memory", "900", "--workers", "2")
    assert (status, clusters(out)) == (1, ["甲集群"])
    assert err == "2.docx：读取时内存超过 900 MB。请检查文件是否正常，或用 --memory 放宽限制\n"


def test_a_pipe_that_closes_ends_quietly(start, files):
    files({f"{n:03}.docx": "form " + "集群" * 9000 for n in range(40)})
    process = start("extract", "-q", ".")
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(HANG_SECONDS) == 141
    assert process.stderr.read() == b""


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_being_stopped_ends_cleanly_with_the_workers(start, files, number, status):
    files({"1.docx": "pid", "2.docx": "hang", "3.docx": "hang"})
    process = start("extract", "-q", "1.docx", "2.docx", "3.docx", "--workers", "1")
    pid = int(json.loads(process.stdout.readline())["cluster"].split()[0])
    process.send_signal(number)
    out, err = process.communicate(timeout=HANG_SECONDS)
    assert (process.returncode, out, err.decode()) == (status, b"", "已中断\n" if status == 130 else "")
    until_ended(pid)


@pytest.mark.parametrize(
    "env",
    [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "gbk"}],
)
def test_output_is_utf_8_whatever_the_locale(call, files, env):
    files({"1.docx": "form", "坏.docx": "damaged"})
    status, out, err = call("extract", "-q", "1.docx", "坏.docx", env=env)
    assert (status, clusters(out), err) == (1, ["甲集群"], "坏.docx：文件已损坏。请重新复制\n")


def test_names_cannot_repaint_the_terminal_and_old_names_can_be_read(call, tmp_path):
    for name in [b"a\x1b[31m\n.docx", "申报表.docx".encode("gb18030")]:
        with open(os.path.join(os.fsencode(tmp_path), name), "w") as f:  # noqa: PTH118, PTH123
            f.write("damaged")
    err = call("extract", "-q", ".")[2]
    assert sorted(err.splitlines()) == [
        "./a\\x1b[31m\\n.docx：文件已损坏。请重新复制",
        "申报表.docx：文件已损坏。请重新复制",
    ]


def test_a_path_in_no_encoding_stays_valid_json(call, tmp_path):
    with open(os.path.join(os.fsencode(tmp_path), b"\xc9\xea.docx"), "w") as f:  # noqa: PTH118, PTH123
        f.write("form")
    status, out, _ = call("extract", ".")
    path = json.loads(out)["files"][0]["path"]
    assert (status, os.fsencode(path)) == (0, b"./\xc9\xea.docx")


def test_standard_output_may_be_closed(call, files):
    files({"1.docx": "form"})
    assert call("extract", "1.docx", stdout=None, preexec_fn=lambda: os.close(1))[0] == 0


def test_nothing_to_read_is_said(call, tmp_path):
    (tmp_path / "空").mkdir()
    assert call("extract", "空") == (0, "", "没有找到可读的文件。请检查路径\n")


def test_the_bar_on_a_terminal_is_chinese(start, files, tmp_path):
    """The second file lasts until the bar has told of the first one."""
    files({"1.docx": "form", "2.docx": f"await {tmp_path / 'told'}"})
    master, slave = os.openpty()
    process = start(
        "extract", "1.docx", "2.docx", stderr=slave, stdout=subprocess.DEVNULL, env={"COLUMNS": "120", "TERM": "xterm"}
    )
    os.close(slave)
    seen = b""
    while True:
        try:
            data = os.read(master, 65536)
        except OSError:
            break
        if not data:
            break
        seen += data
        text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", seen.decode(errors="ignore"))
        if "1/2 个文件  已用" in text:
            (tmp_path / "told").touch()
    os.close(master)
    assert process.wait(HANG_SECONDS) == 0
    assert "正在读取" in text
    assert "1/2 个文件  已用" in text


def test_records_go_to_a_file_in_another_format(call, files, tmp_path):
    import openpyxl

    files({"1.docx": "form", "2.docx": "damaged", "3.docx": "form 丙集群"})
    status, out, err = call("extract", "1.docx", "2.docx", "3.docx", "-f", "xlsx", "-o", "结果.xlsx")
    assert (status, out) == (1, "")
    assert "已写出 2 条记录到 结果.xlsx" in err
    assert openpyxl.load_workbook(tmp_path / "结果.xlsx").sheetnames
    status, out, _ = call("extract", "1.docx", "-s", "long", "-f", "csv")
    assert (status, out.splitlines()[0].split(",")[0]) == (0, "record_id")
    status, out, _ = call("extract", "1.docx", "-o", "结果.jsonl")
    assert clusters((tmp_path / "结果.jsonl").read_text(encoding="utf-8")) == ["甲集群"]


@pytest.mark.parametrize(
    ("options", "told"),
    [(("-f", "xslx"), "是不是想用 xlsx"), (("-o", "没有/结果.jsonl"), "没有 没有/结果.jsonl 所在的文件夹")],
)
def test_what_cannot_be_written_is_said_before_anything_is_read(call, files, options, told):
    files({"1.docx": "hang"})
    status, _, err = call("extract", "1.docx", *options)
    assert status == 2
    assert told in err


def test_standard_input_is_a_file_called_by_its_sign(start):
    status, out, err = ended_with(start("extract", "-", stdin=subprocess.PIPE), b"form")
    assert (status, err) == (0, "")
    assert json.loads(out)["files"][0]["path"] == "-"
    status, out, err = ended_with(start("extract", "-", stdin=subprocess.PIPE), b"damaged")
    assert (status, out, err) == (1, "", "-：文件已损坏。请重新复制\n")
    status, out, err = ended_with(start("extract", "-", stdin=subprocess.PIPE), b"")
    assert (status, out, err) == (1, "", "错误：标准输入是空的。请检查前一个程序\n")


def ended_with(process, given):
    out, err = process.communicate(given, timeout=HANG_SECONDS)
    return process.returncode, out.decode(), err.decode()
