"""The findings of a store as a workbook by itself, without the pages of a report."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from formextract.catalogue import load_catalogue
from formextract.reports.cases import Cases
from formextract.reports.folder import write_whole
from formextract.reports.sightings import Blind
from formextract.reports.views import case_view
from formextract.reports.workbook import CriteriaRow, FindingRow, criteria_row, finding_rows, write_findings
from formextract.store import Store


def write_workbook(store: Store, path: Path) -> None:
    """Writes the workbook; its rows link to no pages, for there are none."""
    findings: list[FindingRow] = []
    criteria: list[CriteriaRow] = []
    templates: set[str] = set()
    for case in Cases(store):
        templates.add(case.record.template)
        view = case_view(case, Blind())
        findings += finding_rows(view, "")
        criteria.append(criteria_row(view, ""))
    who = load_catalogue().applicants_called(templates)
    write_whole(path, partial(write_findings, findings, criteria, who))
