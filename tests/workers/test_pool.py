import time
from dataclasses import replace

import pytest

import loading_fakes
from formextract.errors import FormextractError
from formextract.model.json import record_from_json
from formextract.platforms import longest
from formextract.workers import pool, processes
from formextract.workers.pool import Limits, Task, read_files
from patience import HANG_SECONDS, Clock, until, until_ended

pytestmark = pytest.mark.slow
READER = "loading_fakes:read"


def tasks_of(tmp_path, *orders):
    out = []
    for n, order in enumerate(orders):
        path = tmp_path / f"{n:03}.docx"
        path.write_text(order)
        out.append(Task(str(path), str(n)))
    return out


def run(tasks, **kwargs):
    limits = Limits(kwargs.pop("workers", 2), kwargs.pop("timeout", HANG_SECONDS), kwargs.pop("memory_mb", 2000))
    return list(read_files(tasks, limits, reader=READER, **kwargs))


def with_clock(monkeypatch):
    """A clock that the test moves on, in the eyes of those who wait for workers."""
    clock = Clock()
    for module in (pool, processes):
        monkeypatch.setattr(module, "time", clock)
    return clock


def test_each_file_has_one_outcome_in_order(tmp_path):
    tasks = tasks_of(tmp_path, "slow 0.5", "form 甲集群", "damaged", "list of patents", "bug", "form 乙集群")
    outcomes = run(tasks, ordered=True)
    assert [(o.task.key, o.kind, o.message) for o in outcomes] == [
        ("0", "read", ""),
        ("1", "read", ""),
        ("2", "unreadable", "文件已损坏。请重新复制"),
        ("3", "unknown", "不是已知的申报表"),
        ("4", "failed", "读取时出现意外错误（ZeroDivisionError: 一个 意外）。请把这个文件交给维护人员"),
        ("5", "read", ""),
    ]
    assert "ZeroDivisionError" in outcomes[4].trace
    assert [record_from_json(line) for line in outcomes[5].records] == [loading_fakes.record(tasks[5].path, "乙集群")]


def test_a_crash_costs_one_file(tmp_path):
    outcomes = run(tasks_of(tmp_path, "crash", "form", "form"), workers=1)
    assert sorted((o.task.key, o.kind, o.message, o.tries) for o in outcomes) == [
        ("0", "failed", "读取时程序崩溃（信号 11）。请检查文件能否正常打开，可另存一份后再试", 2),
        ("1", "read", "", 1),
        ("2", "read", "", 1),
    ]


def test_a_file_that_breaks_its_worker_once_is_read_on_the_second_try(tmp_path):
    (outcome,) = run(tasks_of(tmp_path, f"once {tmp_path / 'mark'}"))
    assert (outcome.kind, outcome.tries) == ("read", 2)


def test_a_hang_costs_one_file_and_leaves_nothing_running(tmp_path, monkeypatch):
    """Five hours pass once the file that hangs has been begun; the others have all the time that they take."""
    clock, pids = with_clock(monkeypatch), []
    pid_file = tmp_path / "pid"

    def on_start(task):
        if task.key == "1":
            until(lambda: pid_file.exists() and pid_file.read_text(), "the program that the reader starts")
            pids.append(int(pid_file.read_text()))
            pid_file.unlink()
            clock.advance(longest(3600) + 1)

    tasks = tasks_of(tmp_path, "form", f"spawn {pid_file}", "form")
    outcomes = read_files(tasks, Limits(workers=1, timeout=3600), reader=READER, on_start=on_start)
    assert {o.task.key: (o.kind, o.message) for o in outcomes} == {
        "0": ("read", ""),
        "1": ("failed", "读取超过 3600 秒，已中止。请检查文件是否正常，或用 --timeout 放宽时间"),
        "2": ("read", ""),
    }
    (pid,) = pids  # what runs out of time is not tried again
    until_ended(pid)


def test_a_memory_hog_costs_one_file(tmp_path):
    outcomes = {o.task.key: (o.kind, o.message) for o in run(tasks_of(tmp_path, "memory", "form"), memory_mb=1000)}
    assert outcomes == {
        "0": ("failed", "读取时内存超过 1000 MB。请检查文件是否正常，或用 --memory 放宽限制"),
        "1": ("read", ""),
    }


def test_a_net_that_finds_no_room_is_told_as_memory(tmp_path):
    (outcome,) = run(tasks_of(tmp_path, "net"), memory_mb=1000)
    assert outcome.message == "读取时内存超过 1000 MB。请检查文件是否正常，或用 --memory 放宽限制"


def test_a_worker_that_came_near_its_limit_is_not_used_again(tmp_path):
    """A scan took the address space, and every form after it failed as a library of the form's could not be loaded."""
    orders = ["take 1100", "import 300", "import 300", "form"]
    outcomes = run(tasks_of(tmp_path, *orders), workers=1, memory_mb=1500)
    assert sorted((o.task.key, o.kind, o.tries) for o in outcomes) == [(str(n), "read", 1) for n in range(4)]


@pytest.mark.parametrize(
    ("order", "kind", "message"),
    [
        (
            "hoard 1100",
            "failed",
            "读取时内存接近 1500 MB 的上限，没有读完（LookupError: no room）。请用 --memory 放宽限制后再试",
        ),
        (
            "spoilt 1100",
            "unreadable",
            "文件已损坏。请重新复制；读取时内存已接近 1500 MB 的上限，可用 --memory 放宽后再试",
        ),
    ],
)
def test_what_fails_near_the_limit_is_tried_alone_and_told_as_near_it(tmp_path, order, kind, message):
    """Whatever the library calls it: the messages are many, and one of them says that the file is damaged."""
    outcomes = run(tasks_of(tmp_path, "form", order, "import 300", "form"), workers=1, memory_mb=1500)
    told = sorted((o.task.key, o.kind, o.message, o.tries) for o in outcomes)
    assert told == [("0", "read", "", 1), ("1", kind, message, 2), ("2", "read", "", 1), ("3", "read", "", 1)]


def test_a_file_that_fails_in_a_worker_full_of_another_is_read_in_a_new_one(tmp_path, monkeypatch):
    monkeypatch.setattr("formextract.workers.pool.Workers._is_done_with", lambda *_: False)
    outcomes = run(tasks_of(tmp_path, "take 1200", "import 400"), workers=1, memory_mb=1500)
    assert sorted((o.task.key, o.kind, o.tries) for o in outcomes) == [("0", "read", 1), ("1", "read", 2)]


def test_with_room_left_what_fails_is_the_files_own_fault_and_tried_once(tmp_path):
    outcomes = run(tasks_of(tmp_path, "pid", "bug", "pid"), workers=1, memory_mb=2000)
    assert {o.task.key: o.tries for o in outcomes} == {"0": 1, "1": 1, "2": 1}
    assert len({record_from_json(o.records[0]).cluster for o in outcomes if o.records}) == 1


def test_what_runs_out_of_time_is_not_waited_for_again_and_its_source_has_less_patience_then(tmp_path, monkeypatch):
    monkeypatch.setattr("formextract.workers.patience.MOST_LOST", 1)
    clock, begun = with_clock(monkeypatch), []
    tasks = [replace(t, source="disc") for t in tasks_of(tmp_path, "hang", "hang")]
    tasks.append(replace(tasks[0], key="2", source="another disc"))

    def on_start(task):
        begun.append(task.key)
        clock.advance(longest(3600))

    outcomes = run(tasks, workers=1, timeout=3600, on_start=on_start)
    assert begun == ["0", "1", "2"]
    long = "读取超过 3600 秒，已中止。请检查文件是否正常，或用 --timeout 放宽时间"
    short = long.replace("3600", "600") + "，加 --retry-failed 再运行（这批文件里已有 1 个超时，其余的时限已缩短）"
    assert [o.message for o in outcomes] == [long, short, long]


def test_a_file_has_the_time_that_others_have_taken_from_it(tmp_path, monkeypatch):
    """A busy machine: three times its seconds pass by the clock while the worker has had a second of the processor."""
    clock, gate, looks = with_clock(monkeypatch), tmp_path / "gate", []
    (task,) = tasks_of(tmp_path, f"await {gate}")

    def taken(pid):
        looks.append(pid)
        gate.touch()
        return 1.0

    monkeypatch.setattr(processes, "processor_seconds", taken)
    (outcome,) = run([task], workers=1, timeout=3600, on_start=lambda _: clock.advance(3 * 3600))
    assert (outcome.kind, outcome.tries, len(looks)) == ("read", 1, 1)


def test_a_file_that_has_had_its_time_of_the_processor_is_ended(tmp_path, monkeypatch):
    clock = with_clock(monkeypatch)
    monkeypatch.setattr(processes, "processor_seconds", lambda _: 3600.0)
    (outcome,) = run(tasks_of(tmp_path, "hang"), workers=1, timeout=3600, on_start=lambda _: clock.advance(3600))
    assert outcome.message == "读取超过 3600 秒，已中止。请检查文件是否正常，或用 --timeout 放宽时间"


def test_workers_are_looked_after_while_no_file_comes(tmp_path, monkeypatch):
    """An archive may be opened for an hour without giving a file; a worker that hangs meanwhile is ended in time."""
    clock, tasks, ended = with_clock(monkeypatch), tasks_of(tmp_path, "hang", "form"), []

    def slowly():
        yield tasks[0]
        for _ in range(1200):
            if ended:
                break
            time.sleep(0.05)
            yield None
        else:
            pytest.fail("nobody looked at the worker")
        yield tasks[1]

    def on_start(task):
        if task.key == "0":
            clock.advance(longest(3600))

    limits = Limits(workers=1, timeout=3600, memory_mb=2000)
    ended.extend((o.task.key, o.kind) for o in read_files(slowly(), limits, reader=READER, on_start=on_start))
    assert ended == [("0", "failed"), ("1", "read")]


@pytest.mark.parametrize(
    "said",
    [
        '{"say": "Told", "kind": "perfect", "sizes": []}',
        '{"say": "Told", "kind": "read", "heads": [{}], "sizes": []}',
        '{"say": "Told", "kind": "read", "exhibit": "docx", "sizes": []}',
        '{"say": "Exec", "sizes": []}',
        "[1]",
        "rubbish",
    ],
)
def test_a_worker_that_talks_nonsense_is_ended_like_one_that_crashed(tmp_path, said):
    outcomes = run(tasks_of(tmp_path, f"garble {said}", "form"), workers=2)
    assert sorted((o.task.key, o.kind) for o in outcomes) == [("0", "failed"), ("1", "read")]
    assert next(o.message for o in outcomes if o.task.key == "0").startswith("读取时程序崩溃")


def test_workers_are_kept_and_tasks_are_taken_as_they_are_needed(tmp_path):
    tasks = tasks_of(tmp_path, *["pid"] * 40)
    taken = []

    def lazily():
        for task in tasks:
            taken.append(task)
            yield task

    names = set()
    for n, outcome in enumerate(read_files(lazily(), Limits(workers=2), reader=READER, ordered=True)):
        assert len(taken) <= n + 1 + 2 * 8
        names.add(record_from_json(outcome.records[0]).cluster)
    assert 1 <= len(names) <= 2


@pytest.mark.parametrize(("grown", "processes"), [(0.1, 4), (1000, 1)])
def test_a_worker_that_grows_is_replaced_and_loses_no_file(tmp_path, monkeypatch, grown, processes):
    monkeypatch.setattr("formextract.workers.processes.WARM_FILES", 2)
    monkeypatch.setattr("formextract.workers.processes.WORN_FILES", 4)
    monkeypatch.setattr("formextract.workers.processes.GROWN", grown)
    outcomes = run(tasks_of(tmp_path, *["pid"] * 14), workers=1)
    assert sorted(int(o.task.key) for o in outcomes) == list(range(14))
    assert {o.tries for o in outcomes} == {1}
    assert len({record_from_json(o.records[0]).cluster for o in outcomes}) == processes


def test_a_worker_that_is_ended_between_two_answers_loses_no_file(tmp_path, monkeypatch):
    """While the parent is busy a worker answers for the next file as well; both answers then come at once."""
    monkeypatch.setattr("formextract.workers.processes.FILES_PER_WORKER", 3)
    outcomes = run(tasks_of(tmp_path, *["pid"] * 12), workers=1, on_start=lambda _: time.sleep(0.1))
    assert sorted(int(o.task.key) for o in outcomes) == list(range(12))


def test_leaving_early_ends_the_workers(tmp_path):
    outcomes = read_files(tasks_of(tmp_path, "pid", "hang", "hang"), Limits(workers=2), reader=READER)
    pid = int(record_from_json(next(outcomes).records[0]).cluster.split()[0])
    outcomes.close()
    until_ended(pid)


def test_a_reader_that_cannot_be_imported_is_one_clear_error(tmp_path):
    with pytest.raises(FormextractError, match="读取程序启动不了：ModuleNotFoundError"):
        list(read_files(tasks_of(tmp_path, "form"), reader="no_such_module:read"))


def test_nothing_to_read_starts_nothing():
    assert list(read_files([], reader="no_such_module:read")) == []
