"""`report`: what a store holds as pages to look at."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

from formextract.cli.progress import PLAIN_SECONDS
from formextract.cli.say import say, shown
from formextract.store import open_store


def run_report(where: str, folder: str, *, quiet: bool) -> int:
    """Writes the report of a store into a folder; the exit status."""
    from formextract.reports import write_report
    from formextract.reports.words import SEVERITIES

    pace = _Pace(quiet=quiet)
    with open_store(where, create=False) as store:
        done = write_report(store, Path(folder), now=datetime.now().astimezone(), on_submission=pace.step)
    if not done.submissions:
        say("数据库里没有申报表。请先用 formextract load 装载")
    found = "，".join(f"{name} {done.findings[s]} 处" for s, name in SEVERITIES.items() if done.findings.get(s))
    say(f"已写出 {done.submissions} 家申报的报告：{found or '没有发现问题'}")
    say(f"请用浏览器打开 {shown(str(done.index))}")
    return 0


class _Pace:
    """A line now and then on how far a long report is."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._done = 0
        self._last = time.monotonic()

    def step(self, name: str) -> None:
        """One more submission is done."""
        self._done += 1
        if not self._quiet and time.monotonic() - self._last >= PLAIN_SECONDS:
            self._last = time.monotonic()
            say(f"已写出 {self._done} 家，刚写完 {name}……")
