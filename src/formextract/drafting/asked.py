"""A field of a blank form as the proposing of rules sees it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from formextract.text import squeeze, strip_numbering


@dataclass(frozen=True)
class Asked:
    """A field of the form: its indicator, its label, and what the rules need of its place. `column` is the heading of
    a figure that stands beside others of its row, `heads` are the headings of its values, `block` numbers the table
    that it stands in and `row` its row there (-1 where it has none), `code` is what the form numbers it by.
    """

    name: str
    label: str
    section: str
    limit: int | None = None
    which: bool = False
    total: bool = False
    column: str = ""
    indent: int = 0
    block: int = 0
    row: int = -1
    group: str = ""
    heads: tuple[str, ...] = ()
    code: str = ""

    @property
    def under_heads(self) -> bool:
        """Whether it is a row of values under headings."""
        return bool(self.heads)

    @property
    def plain(self) -> str:
        """The label without numbering, brackets and 其中."""
        text = squeeze(strip_numbering(self.label)).replace("(", "（").replace(")", "）")
        text = re.sub(r"^其中[:,]?", "", text)
        text = re.sub(r"[（][^（）]*[）]|[/,:](?:单位:)?[^/,:]{1,4}$", "", text)
        return strip_numbering(text)
