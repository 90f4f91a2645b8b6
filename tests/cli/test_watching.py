"""A folder that is watched: loaded when something new has come to rest in it, and not before."""

import re

import pytest

from formextract.cli.watching import state_of, watch


def watched(states):
    """At which looks a load began, of looks that find these states."""
    looks, loads = iter(states), []
    n = 0

    def look(_):
        nonlocal n
        n += 1
        try:
            return next(looks)
        except StopIteration:
            raise KeyboardInterrupt from None

    status = watch(["盘"], lambda: loads.append(n) or 1, 5, look=look, wait=lambda _: None)
    return loads, status


@pytest.mark.parametrize(
    ("states", "loads"),
    [
        ("aaaa", [2]),
        ("abcc", [4]),  # still being copied until the third look
        ("aabb", [2, 4]),
        ("aaba", [2]),  # as it was when it was loaded
        ("abab", []),
    ],
)
def test_what_has_come_to_rest_is_loaded_once(states, loads):
    assert watched(states) == (loads, 1 if loads else 0)


def test_an_empty_folder_is_waited_for_and_one_that_is_not_there_is_loaded_to_be_refused(tmp_path, capsys):
    def looks(folder):
        states, loads = iter([frozenset()] * 4 + [frozenset("a")] * 2), []

        def look(_):
            try:
                return next(states)
            except StopIteration:
                raise KeyboardInterrupt from None

        watch([str(folder)], lambda: loads.append(1) or 0, 5, look=look, wait=lambda _: None)
        return len(loads), capsys.readouterr().err.count("文件夹里还没有文件，放进来就装载")

    assert looks(tmp_path) == (1, 1)
    assert looks(tmp_path / "无") == (2, 0)


def test_a_folders_state_is_that_of_its_files(tmp_path):
    empty = state_of([str(tmp_path)])
    (tmp_path / "甲").mkdir()
    assert state_of([str(tmp_path)]) == empty == frozenset()
    (tmp_path / "甲" / "表.docx").write_text("一")
    one = state_of([str(tmp_path)])
    assert len(one) == 1
    (tmp_path / "甲" / "表.docx").write_text("一二")
    assert state_of([str(tmp_path)]) != one
    assert len(state_of([str(tmp_path / "甲" / "表.docx")])) == 1


def test_a_watched_folder_is_read_until_it_is_interrupted_and_the_log_tells(start, files, tmp_path):
    import signal

    files({"盘/1.docx": "form 甲集群"})
    process = start("load", "盘", "--store", "库", "--watch", "0.2", "--log", "运行.log")
    for line in process.stderr:
        if "新存入记录 1 条" in line.decode():
            break
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 0
    lines = (tmp_path / "运行.log").read_text(encoding="utf-8").splitlines()
    assert any(line.endswith("已停下，不再看新文件") for line in lines)
    assert all(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d .", line) for line in lines)
