"""Which forms a document holds, and where each of their fields stands.

Names are imported when they are asked for: what only asks which form it has been told of (`hints`) reads no form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formextract.lazily import offered

if TYPE_CHECKING:
    from formextract.match.forms import TITLE, FormFound, Forms, Trace
    from formextract.match.hints import Hint
    from formextract.match.recognise import Explained

__all__ = ["TITLE", "Explained", "FormFound", "Forms", "Hint", "Trace"]

__getattr__ = offered(
    {
        "formextract.match.forms": ("TITLE", "FormFound", "Forms", "Trace"),
        "formextract.match.hints": ("Hint",),
        "formextract.match.recognise": ("Explained",),
    }
)
