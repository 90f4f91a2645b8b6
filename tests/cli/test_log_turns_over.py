from formextract.cli import extract_command, say


def test_a_long_log_begins_anew_and_the_last_ones_stay(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(say, "MOST_LOGGED", 60)
    monkeypatch.setattr(say, "LOGS_KEPT", 2)
    log = tmp_path / "运行.log"
    say.log_to(str(log))
    try:
        for n in range(9):
            say.say(f"第 {n} 行，足够长的一行，足够长的一行")
    finally:
        say.log_to("")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["运行.log", "运行.log.1", "运行.log.2"]
    assert [p.read_text("utf-8").split()[3] for p in (log, tmp_path / "运行.log.1", tmp_path / "运行.log.2")] == [
        "8", "7", "6",
    ]  # fmt: skip
    assert capsys.readouterr().err.count("\n") == 9


def test_where_a_reader_failed_stands_in_the_log_while_staff_see_one_line(tmp_path, capsys):
    log = tmp_path / "运行.log"
    say.log_to(str(log))
    try:
        extract_command._say_bad("表.doc", "文件已损坏", "Traceback\nKeyError: 'a'\n", debug=False)
    finally:
        say.log_to("")
    assert capsys.readouterr().err == "表.doc：文件已损坏\n"
    assert [line.split(maxsplit=2)[2] for line in log.read_text("utf-8").splitlines()] == [
        "表.doc：文件已损坏", "Traceback", "KeyError: 'a'",
    ]  # fmt: skip
