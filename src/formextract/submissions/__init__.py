"""Files to submissions, and what their forms and lists say to each other. Knows neither store nor disc."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formextract.lazily import offered

if TYPE_CHECKING:
    from formextract.submissions.agreement import joined
    from formextract.submissions.evidence import evidence_findings
    from formextract.submissions.grouping import group
    from formextract.submissions.listings import exhibit_of
    from formextract.submissions.summary import summary_findings
    from formextract.submissions.superseding import Versions, versions

__all__ = ["Versions", "evidence_findings", "exhibit_of", "group", "joined", "summary_findings", "versions"]

__getattr__ = offered(
    {
        "formextract.submissions.agreement": ("joined",),
        "formextract.submissions.evidence": ("evidence_findings",),
        "formextract.submissions.grouping": ("group",),
        "formextract.submissions.listings": ("exhibit_of",),
        "formextract.submissions.summary": ("summary_findings",),
        "formextract.submissions.superseding": ("Versions", "versions"),
    }
)
