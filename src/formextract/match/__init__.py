"""Which form a document is, and where each of its fields stands."""

from formextract.match.forms import Forms

__all__ = ["Forms"]
