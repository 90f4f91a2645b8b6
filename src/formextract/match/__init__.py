"""Which forms a document holds, and where each of their fields stands."""

from formextract.match.forms import TITLE, FormFound, Forms, Trace

__all__ = ["TITLE", "FormFound", "Forms", "Trace"]
