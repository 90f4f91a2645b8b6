"""`report`: what a store holds as pages to look at."""

from __future__ import annotations

import time
from datetime import date, datetime
from pathlib import Path

from formextract.cli.progress import PLAIN_SECONDS
from formextract.cli.say import say, shown
from formextract.errors import EXIT_UNREADABLE, UsageError
from formextract.store import open_store


def run_report(where: str, folder: str, deadline: date | None, issuer: str, number: str, *, quiet: bool) -> int:
    """Writes the report of a store into a folder; the exit status."""
    from formextract.reports import LetterTerms, write_report
    from formextract.wording import SEVERITIES

    pace = _Pace(quiet=quiet)
    now = datetime.now().astimezone()
    if deadline is not None and deadline < now.date():
        raise UsageError(f"--deadline 的日期 {deadline} 已经过去。请改为今天以后的日期")
    terms = LetterTerms(now.date(), deadline, issuer, number)
    with open_store(where, create=False) as store:
        done = write_report(store, Path(folder), now=now, terms=terms, on_submission=pace.step)
    for name, why in done.troubled:
        say(f"{name}：{why}")
    found = "，".join(f"{name} {done.findings[s]} 处" for s, name in SEVERITIES.items() if done.findings.get(s))
    if done.submissions:
        say(f"已写出 {done.submissions} 家申报的报告：{found or '没有发现问题'}")
    elif not done.troubled:
        say("数据库里没有申报表，报告是空的。请先用 formextract load 装载")
    if done.letters:
        say(f"补正通知 {done.letters} 份，请核对、编辑后用印")
    say(f"请用浏览器打开 {shown(str(done.index))}")
    return EXIT_UNREADABLE if done.troubled else 0


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
