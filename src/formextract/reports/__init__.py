"""What reviewers and applicants get to see: a page a submission, an index, a workbook of findings, letters.

store → cases → sightings, series, distances → pages, workbook, letters
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formextract.lazily import offered

if TYPE_CHECKING:
    from formextract.reports.notice import LetterTerms, after_working_days
    from formextract.reports.report import WrittenReport, write_report

__all__ = ["LetterTerms", "WrittenReport", "after_working_days", "write_report"]

__getattr__ = offered(
    {
        "formextract.reports.notice": ("LetterTerms", "after_working_days"),
        "formextract.reports.report": ("WrittenReport", "write_report"),
    }
)
