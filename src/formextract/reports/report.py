"""A store to a folder of pages: an index, a page a submission, the findings as a workbook."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from formextract.errors import StoreError
from formextract.reports import words
from formextract.reports.cases import CaseFile, Cases
from formextract.reports.changes import OUTCOMES, Changes
from formextract.reports.pages import page
from formextract.reports.plots import shares_bar
from formextract.reports.sightings import Looker
from formextract.reports.views import CaseView, Counts, case_view
from formextract.store import Store

INDEX = "index.html"
PAGES = "submissions"
LONGEST_NAME = 40
"""Letters of a page's file name; some file systems take no more than 255 bytes."""

_SAFE = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]+")


@dataclass(slots=True)
class Row:
    """A submission in the index."""

    link: str
    name: str
    program: str
    form: str
    counts: Counts
    changes: Changes | None

    @property
    def criteria_bar(self) -> str:
        return shares_bar([(status, self.counts.criteria.get(status, 0)) for status in words.CRITERIA])


@dataclass(slots=True)
class Written:
    """What a report came to."""

    index: Path
    submissions: int = 0
    findings: dict[str, int] = field(default_factory=dict)


def write_report(
    store: Store,
    folder: Path,
    *,
    now: datetime,
    on_submission: Callable[[str], None] = lambda _: None,
) -> Written:
    """Writes the report of all that the store holds; `on_submission` hears each one's name as it is done.

    Pages of an earlier report that are no more are taken away. StoreError where the folder cannot be written.
    """
    done = Written(folder / INDEX)
    rows: list[Row] = []
    kept: set[str] = set()
    with _writing(folder):
        (folder / PAGES).mkdir(parents=True, exist_ok=True)
        cases = Cases(store)
        for case in cases:
            name = page_name(case.record.cluster, case.record.id)
            with Looker(store.original) as looker:
                view = case_view(case, looker)
            _write(folder / PAGES / name, page("submission.html", view=view, now=now, words=words, outcomes=OUTCOMES))
            kept.add(name)
            rows.append(_row(view, name))
            for severity, n in view.counts.severities.items():
                done.findings[severity] = done.findings.get(severity, 0) + n
            done.submissions += 1
            on_submission(view.name)
        context = {
            "rows": sorted(rows, key=_gravest),
            "alone": cases.alone,
            "failed": [f for f in cases.loose if f.failed] + [_lost(p) for p in cases.lost],
            "loose": [f for f in cases.loose if not f.failed and f.role != "summary"],
            "findings": done.findings,
            "now": now,
            "words": words,
        }
        _write(done.index, page("index.html", **context))
        for old in (folder / PAGES).glob("*.html"):
            if old.name not in kept:
                old.unlink()
    return done


def page_name(cluster: str, record_id: str) -> str:
    """The file name of a submission's page: its cluster's letters, and enough of its id to be unlike any other."""
    letters = _SAFE.sub("-", cluster).strip("-")[:LONGEST_NAME].strip("-")
    return f"{letters}-{_SAFE.sub('', record_id)[:12]}.html" if letters else f"{_SAFE.sub('', record_id)[:12]}.html"


def _row(view: CaseView, name: str) -> Row:
    return Row(f"{PAGES}/{name}", view.name, view.program, view.form, view.counts, view.changes)


def _gravest(row: Row) -> tuple[int, int, int, str]:
    s, c = row.counts.severities, row.counts.criteria
    return -s.get("error", 0), -s.get("warning", 0), -c.get("not_met", 0), row.name


def _lost(path: str) -> CaseFile:
    return CaseFile(path, "", "", "other", "", "文件读不出来，请检查光盘或重新复制")


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as e:
        why = e.strerror or str(e)
        raise StoreError(f"写不了 {folder}：{why}。请检查文件夹、权限和磁盘空间，如文件正打开请先关闭") from e


def _write(path: Path, text: str) -> None:
    """Writes a file whole or not at all. Half characters of paths in no encoding are spelt out."""
    write_whole(path, lambda stream: stream.write(text.encode("utf-8", "backslashreplace")))


def write_whole(path: Path, fill: Callable[[BinaryIO], object]) -> None:
    """Writes a file by `fill`, whole or not at all."""
    handle, name = tempfile.mkstemp(prefix=".part-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            fill(stream)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
