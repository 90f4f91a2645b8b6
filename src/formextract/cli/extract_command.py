"""`extract` and `load`: files to records on standard output, or to a store."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, get_args

from formextract.cli.check_command import FindingCount
from formextract.cli.extract_output import RecordWriter, Wanted, standard_input
from formextract.cli.progress import FileProgress, json_line
from formextract.cli.say import log_only, say, say_block, shown
from formextract.errors import EXIT_UNREADABLE, MAY_BE_FORM, FormextractError
from formextract.loading import Fate, Limits, Task, read_files, walk
from formextract.wording import FATES

if TYPE_CHECKING:
    from formextract.loading import Engine, FileDone, LoadAccount

_SHOW_PROGRESS_FROM = 2  # files
MOST_NAMED = 50
"""Files that may be forms which the end of a load names."""


def run_extract(
    paths: list[str], limits: Limits, wanted: Wanted | None = None, *, fail_on: str = "", quiet: bool, debug: bool
) -> int:
    """Writes the records of every file in `paths`, `-` for standard input, as it is wanted; the exit status."""
    written = RecordWriter(wanted or Wanted())
    with standard_input(paths, sys.stdin.buffer) as named:
        status = _extract(
            [named.get(p, p) for p in paths], {path: name for name, path in named.items()}, limits, written,
            fail_on=fail_on, quiet=quiet, debug=debug,
        )  # fmt: skip
        written.finish()
    return status


def _extract(
    paths: list[str],
    named: Mapping[str, str],
    limits: Limits,
    written: RecordWriter,
    *,
    fail_on: str,
    quiet: bool,
    debug: bool,
) -> int:
    """Reads the files and hands their records on; `named` says how a path is called, where that is another name."""
    status = 0
    unknown = False
    count = FindingCount()

    def bad(path: str, message: str, trace: str = "") -> None:
        nonlocal status
        status = EXIT_UNREADABLE
        _say_bad(path, message, trace, debug=debug)

    def tasks() -> Iterator[Task]:
        for found in walk(paths):
            if found.why == "unreadable":
                bad(found.path, found.reason)
            elif not found.why:
                yield Task(found.path, shown=named.get(found.path, ""))

    total = sum(1 for f in walk(paths) if not f.why)
    if not total and all(f.why != "unreadable" for f in walk(paths)):
        say("没有找到可读的文件。请检查路径")

    if fail_on:
        from formextract.model.json import record_from_json  # the model, which nothing else here needs

    def begun(task: Task) -> None:
        progress.begin(task.shown or task.path)

    with (
        FileProgress(total, quiet=quiet or total < _SHOW_PROGRESS_FROM) as progress,
        closing(read_files(tasks(), limits, ordered=True, debug=debug, on_start=begun)) as outcomes,
    ):
        for outcome in outcomes:
            for line in outcome.records:
                if fail_on:
                    count.add(record_from_json(line))
                written.take(_renamed(line, outcome.task))
            unknown = unknown or outcome.kind == "unknown"
            if outcome.kind != "read":
                bad(outcome.task.shown or outcome.task.path, outcome.message, outcome.trace)
            elif not outcome.records:
                bad(outcome.task.shown or outcome.task.path, "文件里没有记录。请检查表格是否填写")
            progress.step(outcome.task.shown or outcome.task.path, failed=outcome.kind != "read")
    if unknown and not quiet:
        say(_known_forms())
    return _failed(count, fail_on) or status


def _renamed(line: str, task: Task) -> str:
    """A record as a line of JSON, its file called as people call it."""
    if not task.shown:
        return line
    path, name = (json.dumps(p, ensure_ascii=False)[1:-1] for p in (task.path, task.shown))
    return line.replace(path, name)


def _known_forms() -> str:
    """The forms that are known, told once however many files are none of them."""
    from formextract.catalogue import load_catalogue  # asked only where a file is no known form

    return f"目前认得的申报表：{'、'.join(sorted(t.title for t in load_catalogue().templates.values()))}"


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How `load` is to go about it. `disc` is the disc's name, '' where none is given."""

    disc: str = ""
    retry_failed: bool = False
    fail_on: str = ""
    json_progress: bool = False
    quiet: bool = False
    debug: bool = False
    engine: Engine = read_files


def run_load(sources: list[str], where: str, limits: Limits, options: LoadOptions, *, version: str) -> int:
    """Loads every file below the sources into the store, or what it owes where there are none; the exit status.

    `fail_on` looks at all that the store holds.
    """
    if not options.json_progress:
        return _load(sources, where, limits, options, version)
    try:
        return _load(sources, where, limits, options, version)
    except FormextractError as e:
        json_line("error", message=str(e))
        return e.exit_status


def _load(sources: list[str], where: str, limits: Limits, options: LoadOptions, version: str) -> int:
    from formextract.loading import count_files, load  # the database takes a while to import, and `extract` needs none
    from formextract.store import open_store

    started = time.monotonic()
    with open_store(where, create=bool(sources)) as store:
        total = count_files(sources, store)
        doubtful: list[FileDone] = []
        with FileProgress(total, quiet=options.quiet, as_json=options.json_progress) as progress:

            def on_file(done: FileDone) -> None:
                progress.step(done.path, failed=done.fate == "failed")
                if done.reason.startswith(MAY_BE_FORM):
                    doubtful.append(done)
                if options.json_progress:
                    told = {"fate": done.fate, "records": done.n_records, "reason": done.reason}
                    json_line("file", path=shown(done.path), **told)
                elif done.fate == "failed":
                    _say_bad(done.path, done.reason, done.trace, debug=options.debug)
                elif done.reason.startswith(MAY_BE_FORM):
                    pass  # told together, at the end
                elif done.fate == "other" and not options.quiet:
                    say(f"{shown(done.path)}：作为其他材料存入（{done.reason.partition('。')[0]}）")

            try:
                account = load(
                    sources or None,
                    store,
                    limits=limits,
                    on_file=on_file,
                    on_met=progress.grow,
                    on_start=progress.begin,
                    version=version,
                    disc=options.disc,
                    retry_failed=options.retry_failed,
                    engine=options.engine,
                    debug=options.debug,
                )
            except KeyboardInterrupt:
                if not options.json_progress:
                    say("已停下。读完的文件都已存好，再运行一次同样的命令就会接着读")
                raise
        if options.json_progress:
            json_line(
                "end",
                files=account.files,
                fates=dict(account.fates),
                skipped=dict(account.skipped),
                records=account.records,
                submissions=store.groups.count(),
                notices=account.notices,
                seconds=round(time.monotonic() - started, 1),
            )
        else:
            n_submissions = store.groups.count() if store.groups.has_joined() else 0
            joined = {m.path for m in store.groups.members() if m.is_of_a_form} if doubtful else set()
            for line in (
                *_to_look_at([done for done in doubtful if done.path not in joined]),
                *_told(account, store.where, n_submissions, progress.total, owed=not sources),
            ):
                say(line)
        count = FindingCount()
        if options.fail_on:
            for record in store.records():
                count.add(record)
        return _failed(count, options.fail_on) or (EXIT_UNREADABLE if account.fates["failed"] else 0)


def _failed(count: FindingCount, fail_on: str) -> int:
    """The exit status for findings as grave as `fail_on`, said in one line; 0 where there are none."""
    if not count.fails(fail_on):
        return 0
    say(count.told())
    return EXIT_UNREADABLE


def _say_bad(path: str, message: str, trace: str, *, debug: bool) -> None:
    """One line for staff; for maintainers where in the program it came from, in the log and where they ask for it."""
    say(f"{shown(path)}：{message}")
    if trace and debug:
        say_block(trace)
    elif trace:
        log_only(trace)


def _to_look_at(doubtful: list[FileDone]) -> Iterator[str]:
    """The files that may be forms and were not recognised, which staff should look at first."""
    if not doubtful:
        return
    yield f"可能是申报表、没有认出的有 {len(doubtful)} 个（已作为其他材料存入），请先逐个核对："
    for done in doubtful[:MOST_NAMED]:
        yield f"  {shown(done.path)}{done.reason.removeprefix(MAY_BE_FORM).partition('。')[0]}"
    if len(doubtful) > MOST_NAMED:
        yield f"  ……另有 {len(doubtful) - MOST_NAMED} 个，见 formextract status"


def _told(account: LoadAccount, where: str, n_submissions: int, total: int, *, owed: bool) -> Iterator[str]:
    if not account.files:
        yield "没有要补读的文件" if owed else "没有找到文件。请检查路径，或确认光盘已放好"
        yield from account.notices
        return
    parts = [f"{FATES[fate]} {account.fates[fate]}" for fate in get_args(Fate) if account.fates[fate]]
    yield f"共 {account.files} 个文件：{'，'.join(parts)}。新存入记录 {account.records} 条"
    if account.files != total:
        yield f"  开始时数到 {total} 个文件：装载期间光盘或文件夹的内容有变动，请再装载一次"
    for why, n in islice(account.skipped.items(), 10):
        yield f"  跳过的有 {n} 个是{why}"
    if account.fates["failed"]:
        yield "  读不了的文件已在上面逐个说明。处理后再运行一次同样的命令即可，已读的不会重复"
        yield "  没有换过的文件不会再试；要原样重试请加 --retry-failed"
    yield from account.notices
    if n_submissions:
        yield f"归并为 {n_submissions} 家申报。查看归并：formextract submissions --store {where}"
    yield f"数据库：{where}。导出请运行：formextract export --store {where} --format xlsx -o 结果.xlsx"
