"""`check`: stored records checked anew, without reading any file again; and when findings fail a call."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from formextract.cli.say import say, shown
from formextract.cli.stdout import write_line
from formextract.errors import EXIT_UNREADABLE, UnreadableFileError, cause_of
from formextract.wording import SEVERITIES

if TYPE_CHECKING:
    from formextract.model import Record

MAX_LINE = 50_000_000
"""Bytes; a record has some hundred thousand."""


class FindingCount:
    """How many findings of each severity a run has met."""

    def __init__(self) -> None:
        self.by_severity: Counter[str] = Counter()
        self.records = 0

    def add(self, record: Record) -> None:
        """Counts a record's findings."""
        self.records += 1
        self.by_severity.update(f.severity for f in record.findings)

    def fails(self, fail_on: str) -> bool:
        """Whether there is a finding as grave as `fail_on` or graver; never where that is ''."""
        if not fail_on:
            return False
        return any(self.by_severity[s] for s in list(SEVERITIES)[: list(SEVERITIES).index(fail_on) + 1])

    def told(self) -> str:
        """One line for staff; where nothing was checked it does not say that nothing was found."""
        if not self.records:
            return "没有可核对的记录。请检查路径，或先用 formextract load 装载"
        parts = [f"{name} {self.by_severity[s]} 处" for s, name in SEVERITIES.items() if self.by_severity[s]]
        return f"核对 {self.records} 条记录：{'，'.join(parts) or '没有发现问题'}"


def run_check(where: str, fail_on: str, *, version: str) -> int:
    """Checks the records of a JSON Lines file (`-`: standard input) or of a store; the exit status.

    Records from a file go to standard output with their new findings; those of a store are revised in it.
    """
    count = FindingCount()
    status = 0
    if where == "-" or Path(where).is_file():
        status = _check_lines(where, count)
    else:
        _check_store(where, count, version)
    say(count.told())
    return EXIT_UNREADABLE if count.fails(fail_on) else status


def _check_lines(where: str, count: FindingCount) -> int:
    from formextract.model.json import record_from_json, record_to_json
    from formextract.pipeline import checked

    status = 0
    for number, line in enumerate(_lines(where), 1):
        if not line.strip():
            continue
        try:
            record = record_from_json(line)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            say(f"{shown(where)} 第 {number} 行：不是 formextract 的记录，已跳过。请用 extract 或 export 重新生成")
            status = EXIT_UNREADABLE
            continue
        record = checked(record)
        count.add(record)
        write_line(record_to_json(record))
    return status


def _lines(where: str) -> Iterator[str]:
    if where == "-":
        yield from sys.stdin
        return
    try:
        with Path(where).open(encoding="utf-8-sig", errors="replace") as f:
            while line := f.readline(MAX_LINE):
                yield line
    except OSError as e:
        raise UnreadableFileError(f"{where}：打不开（{cause_of(e)}）。请检查路径和权限") from e


def _check_store(where: str, count: FindingCount, version: str) -> None:
    from formextract.pipeline import checked
    from formextract.store import open_store

    with open_store(where, create=False) as store:
        for record in store.records():
            revised = checked(record)
            count.add(revised)
            store.revise(revised, version)
