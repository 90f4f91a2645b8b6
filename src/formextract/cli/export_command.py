"""`export`: what a store holds, to a file, to standard output, or into a table of a database."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from formextract.cli.say import say, shown
from formextract.cli.stdout import stream
from formextract.errors import EXIT_UNREADABLE, StoreError, TemplateError, UsageError, cause_of, for_maintainers
from formextract.loading.applied_reviews import with_reviews
from formextract.model import Record
from formextract.outputs import Shape, export, export_to_database, formats
from formextract.outputs.lost import Lost
from formextract.outputs.names import WITHOUT_HEADINGS
from formextract.store import Selection, Store, open_store
from formextract.store.rows import stamp
from formextract.wording import APPLICANTS


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What is exported and where to, as the options' texts say it; '' where one was not given."""

    kind: str = "jsonl"
    shape: Shape = "records"
    output: str = ""
    program: str = ""
    disc: str = ""
    first_day: str = ""
    last_day: str = ""
    since: str = ""
    withdrawn: str = ""
    database: str = ""
    table: str = ""


def run_export(where: str, o: ExportOptions) -> int:
    """Writes the store's records; the exit status."""
    if bool(o.database) != bool(o.table):
        raise UsageError("--to-database 和 --table 要一起用：前者写数据库地址，后者写表名")
    if o.database and o.output:
        raise UsageError("--to-database 和 -o 不能一起用")
    if o.withdrawn and not o.since:
        raise UsageError("--withdrawn 要和 --since 一起用")
    if not formats()[o.kind].on_screen and not o.output and not o.database and stream().isatty():
        raise UsageError(f"{o.kind} 不能显示在屏幕上。请用 -o 指定文件，如 -o 结果.{o.kind}")
    added = _days(o.first_day, o.last_day)
    with open_store(where, create=False) as store:
        # Read first: what is changed while the export runs has a higher number and comes with the next one (again).
        until = store.changes.last()
        since = _since(store, o.since, until)
        wanted = Selection(o.program, o.disc, *added, since=since)
        gone = store.changes.withdrawn(since, until) if o.since else []
        n = len(store.record_ids(wanted))
        lost = _Lost()
        _export(store, wanted, gone, o, lost)
        if o.withdrawn:
            _replace(Path(o.withdrawn), "".join(f"{name}\n" for name in gone))
        if o.since:
            _tell_next(store, o.since, until, len(gone))
        if o.output or o.database:
            say(f"已导出 {n - lost.n} 条记录到 {o.output or f'数据库表 {o.table}'}")
        elif not n and not o.since:
            held = store.count()["records"]
            say("没有符合条件的记录" if held else "数据库里没有记录。请先用 formextract load 装载")
    return EXIT_UNREADABLE if lost.n else 0


class _Lost:
    """Tells of records that could not be exported, and counts them."""

    def __init__(self) -> None:
        self.n = 0

    def __call__(self, record: Record, error: Exception) -> None:
        self.n += 1
        path = shown(record.files[0].path) if record.files else record.id
        say(
            f"{path}：这条记录没有导出，其中有程序处理不了的内容（{for_maintainers(error)}）。其余照常导出，请把这一行交给维护人员"
        )


def _export(store: Store, wanted: Selection, gone: list[str], o: ExportOptions, lost: Lost) -> None:
    records = with_reviews(store, store.records(wanted))
    if not o.database:
        target, labels, who = o.output or stream(), _labels(o.shape), _who(store, wanted, o.kind)
        export(
            records, o.kind, o.shape, target, labels=labels, note=say, lost=lost, versions=_versions(o.shape), who=who
        )  # fmt: skip
        return
    held = list(records) if o.since else None  # just these are replaced: not one that changes while they are read
    only = None if held is None else [*(r.id for r in held), *gone]
    chosen = records if held is None else held
    export_to_database(chosen, o.shape, o.database, o.table, labels=_labels(o.shape), only=only, lost=lost)


def _labels(shape: str) -> dict[str, str]:
    """The indicators' own labels; none where the catalogue has a mistake, which is no reason not to export."""
    if shape != "wide":
        return {}
    from formextract.catalogue import load_catalogue

    with suppress(TemplateError):
        return {name: indicator.label for name, indicator in load_catalogue().indicators.items()}
    return {}


def _who(store: Store, wanted: Selection, kind: str) -> str:
    """What those who apply are called; clusters where the catalogue has a mistake, which is no reason not to export."""
    if kind not in WITHOUT_HEADINGS:
        from formextract.catalogue import load_catalogue

        with suppress(TemplateError):
            return load_catalogue().applicants_called(store.forms(wanted))
    return APPLICANTS["cluster"]


def _versions(shape: str) -> dict[str, str]:
    """The states of catalogue and rules that facts tell."""
    if shape != "facts":
        return {}
    from formextract.loading.versions import versions

    found = versions()
    return {"catalogue": found.shared, "rules": found.rules}


# -- what is new ------------------------------------------------------------------------------------------------------


def _since(store: Store, text: str, last: int) -> int:
    """The number of the change that the caller has seen last, -1 where all is wanted.

    `text` is a mark that an export has given, 0 for none yet, or `@FILE`, which holds it (no file: none yet).
    """
    if not text:
        return -1
    mark = text
    if text.startswith("@"):
        try:
            mark = Path(text[1:]).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            mark = "0"
        except (OSError, UnicodeDecodeError) as e:
            raise UsageError(f"--since 的标记文件 {text[1:]} 读不出来。请检查路径和权限") from e
    if mark == "0":
        return 0
    of, _, number = mark.partition(".")
    if not (number.isascii() and number.isdigit()):
        raise UsageError(f"--since 的标记“{mark}”不对：应为上次导出给出的标记，第一次用 0")
    if of != store.changes.store_id() or int(number) > last:
        raise UsageError(f"--since 的标记“{mark}”不是这个数据库给出的。请用 --since 0 从头导出")
    return int(number)


def _tell_next(store: Store, since: str, until: int, n_gone: int) -> None:
    """Says the mark for the next export, or writes it to the caller's file, now that all is written."""
    mark = f"{store.changes.store_id()}.{until}"
    if n_gone:
        say(f"上次以后有 {n_gone} 条记录已撤回或并入别的记录；它们的编号用 --withdrawn FILE 导出")
    if since.startswith("@"):
        _replace(Path(since[1:]), mark + "\n")
    else:
        say(f"下次请用 --since {mark}")


def _replace(path: Path, text: str) -> None:
    """Writes a small file whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}-", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as f:
            f.write(text)
        Path(name).replace(path)
    except OSError as e:
        raise StoreError(f"写不了 {path}：{cause_of(e)}。请检查文件夹、权限和磁盘空间") from e


# -- days -------------------------------------------------------------------------------------------------------------


def _days(first: str, last: str) -> tuple[str, str]:
    """From when, and before when, as the store writes times; days are those of this machine's time zone."""
    start = stamp(_day("--from", first).astimezone()) if first else ""
    end = stamp((_day("--to", last) + timedelta(days=1)).astimezone()) if last else ""
    return start, end


def _day(option: str, text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007 - a day of the machine's own zone
    except ValueError as e:
        raise UsageError(f"{option} 的日期“{text}”不对：请写成 2025-06-30 的形式") from e
