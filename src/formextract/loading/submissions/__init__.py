"""Files to submissions, and what their forms and lists say to each other. Knows neither store nor disc."""

from formextract.loading.submissions.agreement import joined
from formextract.loading.submissions.evidence import evidence_findings
from formextract.loading.submissions.grouping import group
from formextract.loading.submissions.listings import exhibit_of
from formextract.loading.submissions.summary import summary_findings
from formextract.loading.submissions.superseding import Versions, versions

__all__ = ["Versions", "evidence_findings", "exhibit_of", "group", "joined", "summary_findings", "versions"]
