"""A form that was made, and what should be read from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samples.kinds import DRAWN, EXCEL, PDF, WORD, Form

if TYPE_CHECKING:
    from samples.paper import Block

SUFFIX = {WORD: "docx", EXCEL: "xlsx", PDF: "pdf", DRAWN: "pdf"}


@dataclass(frozen=True)
class Built:
    """A form ready to be written, with its expected records (one a row for a summary sheet)."""

    name: str
    form: Form
    blocks: list[Block]
    expected: list[dict]

    @property
    def file(self) -> str:
        return f"{self.name}.{SUFFIX[self.form.format]}"
