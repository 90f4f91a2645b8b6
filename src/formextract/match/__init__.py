"""Which form a document is, and where each of its fields stands."""

from formextract.match.forms import TITLE, Forms, Trace

__all__ = ["TITLE", "Forms", "Trace"]
