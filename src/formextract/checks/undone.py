"""A check that came to no end: it is told in the record itself, and stops nothing else."""

from __future__ import annotations

from formextract.errors import FormextractError
from formextract.model import Finding, Parts

UNDONE = "undone"
"""How the checks of such findings are called."""
NOT_OURS: tuple[type[Exception], ...] = (MemoryError, OSError, ImportError, FormextractError)
"""What says nothing about the record, but about the machine or the templates: it is for the caller."""


def is_undone(finding: Finding) -> bool:
    """Whether the finding says that something was not done for its record."""
    return finding.check.partition(".")[0] == UNDONE


def undone(what: str, error: Exception) -> Finding:
    """The finding that `what` (核对, 认定条件) was not done for a record because of an error of this program."""
    told = " ".join(str(error).split())[:200]
    parts = Parts(f"{what}没有做完，其中有程序处理不了的内容（{type(error).__name__}：{told}），请交给维护人员。")
    return Finding(
        check=f"{UNDONE}.{type(error).__name__}",
        kind="layout",
        severity="warning",
        message=parts.message,
        fields=(),
        clause="读取说明（不是申报内容的问题）",
        origin="reading",
        parts=parts,
    )
