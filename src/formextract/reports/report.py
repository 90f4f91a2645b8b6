"""A store to a folder: an index, a page and a letter a submission, the findings as a workbook."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from formextract import wording
from formextract.catalogue import load_catalogue
from formextract.checks.undone import NOT_OURS, undone
from formextract.model.template import Duty
from formextract.reports import words
from formextract.reports.cases import CaseFile, Cases
from formextract.reports.changes import OUTCOMES, Changes
from formextract.reports.folder import Letters, take_away, write_text, write_whole, writing
from formextract.reports.letter_words import said_by, settled, words_of
from formextract.reports.notice import LetterTerms, form_told, letter
from formextract.reports.notice_word import write_notice
from formextract.reports.pages import page
from formextract.reports.plots import shares_bar
from formextract.reports.sightings import Looker
from formextract.reports.views import CaseView, Counts, case_view
from formextract.reports.workbook import CriteriaRow, FindingRow, criteria_row, finding_rows, write_findings
from formextract.store import Store
from formextract.submissions.duties import Owed, Paper, owed, paper_of

INDEX = "index.html"
PAGES = "submissions"
NOTICES = "notices"
WORKBOOK = "findings.xlsx"
LONGEST_NAME = 40
"""Letters of a page's file name; some file systems take no more than 255 bytes."""

_SAFE = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]+")


@dataclass(slots=True)
class IndexRow:
    """A submission in the index."""

    link: str
    name: str
    program: str
    form: str
    counts: Counts
    changes: Changes | None
    notice: str

    @property
    def criteria_bar(self) -> str:
        return shares_bar([(status, self.counts.criteria.get(status, 0)) for status in wording.CRITERIA])


@dataclass(slots=True)
class WrittenReport:
    """What a report came to."""

    index: Path
    submissions: int = 0
    letters: int = 0
    findings: dict[str, int] = field(default_factory=dict)
    """How many, by severity."""
    troubled: list[tuple[str, str]] = field(default_factory=list)
    """Submissions of which no page could be made: name, and why."""


def write_report(
    store: Store,
    folder: Path,
    *,
    now: datetime,
    terms: LetterTerms | None = None,
    on_submission: Callable[[str], None] = lambda _: None,
) -> WrittenReport:
    """Writes the report of all that the store holds; `on_submission` hears each one's name as it is done.

    `terms` are those of the letters to applicants. Pages of an earlier report that are no more are taken away, letters
    that staff have edited are left alone. A submission of which no page can be made is named in the index with the
    reason and stops no other. StoreError where the folder cannot be written.
    """
    terms = terms or LetterTerms(now.date(), None)
    done = WrittenReport(folder / INDEX)
    rows: list[IndexRow] = []
    findings: list[FindingRow] = []
    criteria: list[CriteriaRow] = []
    kept: set[str] = set()
    templates: set[str] = set()
    with writing(folder):
        (folder / PAGES).mkdir(parents=True, exist_ok=True)
        letters = Letters(folder / NOTICES)
        cases = Cases(store)
        papers: list[Paper] = []
        for case in cases:
            templates.add(case.record.template)
            name = page_name(case.record.cluster, case.record.id)
            try:
                papers.append(paper_of(case.record))
                with Looker(store.original) as looker:
                    view = case_view(case, looker)
                what = letter(view)
                found, verdicts = finding_rows(view, f"{PAGES}/{name}"), criteria_row(view, f"{PAGES}/{name}")
                notice = ""
                if what.items:
                    said = said_by(case.record, view.name, form_told(view))
                    own = settled(terms, words_of(store, case.record), said, case.record, "operator")
                    fill = partial(write_notice, view, what, own, done.letters + 1)
                    notice = f"{NOTICES}/{letters.write(f'补正通知-{Path(name).stem}.docx', fill)}"
                    done.letters += 1
                told = {
                    "view": view,
                    "now": now,
                    "words": words,
                    "wording": wording,
                    "outcomes": OUTCOMES,
                    "notice": notice,
                    "letter": what,
                }
                write_text(folder / PAGES / name, page("submission.html", **told))
            except NOT_OURS:
                raise
            except Exception as e:  # noqa: BLE001 - whatever it is, it is this submission's, and all others are written
                done.troubled.append((case.record.cluster or wording.NO_NAME, undone("这一家的报告", e).message))
                continue
            kept.add(name)
            rows.append(_row(view, name, notice))
            findings += found
            criteria.append(verdicts)
            done.submissions += 1
            on_submission(view.name)
        done.findings = dict(Counter(r.severity for r in findings))
        who = load_catalogue().applicants_called(templates)
        write_whole(folder / WORKBOOK, partial(write_findings, findings, criteria, who))
        _write_index(done, rows, cases, owed(papers, _duties(), now.date()), now, who)
        take_away(folder / PAGES, "*.html", kept)
        letters.settle()
    return done


def _duties() -> dict[str, tuple[Duty, ...]]:
    return {name: programme.duties for name, programme in load_catalogue().programmes.items()}


def _write_index(
    done: WrittenReport, rows: list[IndexRow], cases: Cases, calendar: list[Owed], now: datetime, who: str
) -> None:
    context = {
        "calendar": calendar,
        "who": who,
        "programme": load_catalogue().title_of,
        "rows": sorted(rows, key=_gravest),
        "alone": cases.alone,
        "troubled": done.troubled,
        "failed": [f for f in cases.loose if f.failed] + [_lost(p) for p in cases.lost],
        "loose": [f for f in cases.loose if _is_beside(f) and f.sha256 not in cases.nobodys],
        "nobodys": [f for f in cases.loose if _is_beside(f) and f.sha256 in cases.nobodys],
        "findings": done.findings,
        "unread": sum(r.counts.failed for r in rows) + sum(bool(f.failed) for f in cases.loose) + len(cases.lost),
        "workbook": WORKBOOK,
        "now": now,
        "words": words,
        "wording": wording,
    }
    write_text(done.index, page("index.html", **context))


def _is_beside(file: CaseFile) -> bool:
    """Of files of no submission: whether it was read, and is no list."""
    return not file.failed and file.role != "summary"


def page_name(cluster: str, record_id: str) -> str:
    """The file name of a submission's page: its cluster's letters, and enough of its id to be unlike any other."""
    letters = _SAFE.sub("-", cluster).strip("-")[:LONGEST_NAME].strip("-")
    return f"{letters}-{_SAFE.sub('', record_id)[:12]}.html" if letters else f"{_SAFE.sub('', record_id)[:12]}.html"


def _row(view: CaseView, name: str, notice: str) -> IndexRow:
    return IndexRow(f"{PAGES}/{name}", view.name, view.program, view.form, view.counts, view.changes, notice)


def _gravest(row: IndexRow) -> tuple[int, int, int, str]:
    s, c = row.counts.severities, row.counts.criteria
    return -s.get("error", 0), -s.get("warning", 0), -c.get("not_met", 0), row.name


def _lost(path: str) -> CaseFile:
    return CaseFile(path, "", "", "other", "", "文件读不出来，请检查光盘或重新复制")
