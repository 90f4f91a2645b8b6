"""Which forms a document holds, and where each of their fields stands."""

from formextract.match.forms import TITLE, FormFound, Forms, Trace
from formextract.match.hints import Hint
from formextract.match.recognise import Explained

__all__ = ["TITLE", "Explained", "FormFound", "Forms", "Hint", "Trace"]
