"""What reviewers and applicants get to see: a page a submission, an index, a workbook of findings, letters.

store → cases → sightings, series, distances → pages, workbook, letters
"""

from formextract.reports.notice import Terms, after_working_days
from formextract.reports.report import Written, write_report

__all__ = ["Terms", "Written", "after_working_days", "write_report"]
