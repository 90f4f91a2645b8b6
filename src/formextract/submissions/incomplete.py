"""Copies of a form whose last pages are not there: what they end with breaks off, and says nothing of what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from formextract.model import Finding, Parts, Record, Value
from formextract.model.facts import is_prose
from formextract.submissions.descriptions import name_of
from formextract.text import squeeze


@dataclass(frozen=True, slots=True)
class BreakingOff:
    """A copy that ends before the form does. `last` names the values that it ends with, `lacking` is how many follow
    in another copy.
    """

    path: str
    sha256: str
    pages: int
    last: frozenset[str]
    name: str
    lacking: int


def breaking_off(copy: Record, copies: Sequence[Record]) -> BreakingOff | None:
    """Where a copy of one file breaks off; None where it says something of the form's end, as far as any copy does.

    It ends with the last cell in the form's order of which it says anything, and with all on its last page.
    """
    if len(copy.files) != 1:
        return None
    own = [o for o in copy.values if not is_prose(o)]
    there = [n for n, o in enumerate(own) if o.status != "missing"]
    if not there:
        return None
    end = there[-1]
    lacking = {o.key for o in own[end + 1 :]}
    found = {o.key for c in copies if c is not copy for o in c.values if o.is_given and not is_prose(o)} & lacking
    if not found:
        return None
    file = copy.files[0]
    on_last = {o.key for o in own if o.source is not None and o.source.page == file.pages}
    return BreakingOff(
        file.path, file.sha256, file.pages, frozenset({own[end].key, *on_last}), name_of(own[end]), len(found)
    )


def begins(part: Value, whole: Value, least: float) -> bool:
    """Whether a text or list is the beginning of another one, with at least such a likeness of their letters."""
    a, b = _letters(part), _letters(whole)
    return 0 < len(a) < len(b) and ratio(a, b[: len(a)]) >= least * 100


def incomplete_finding(b: BreakingOff) -> Finding:
    """That a copy has fewer pages than the form."""
    parts = Parts(
        f"“{b.path.rsplit('/', 1)[-1]}”共 {b.pages} 页，读到“{b.name}”为止，其后另一份中填有的 {b.lacking} 栏没有读到，"
        "已按另一份取值",
        advice="请核对是否缺页",
    )
    return Finding(
        check=f"layout.incomplete.{b.sha256[:12]}",
        kind="layout",
        severity="warning",
        message=parts.message,
        fields=(),
        clause="盖章件应当是完整的申报表",
        origin="reading",
        parts=parts,
    )


def _letters(value: Value) -> str:
    if isinstance(value, tuple):
        return squeeze("".join(value))
    return squeeze(value) if isinstance(value, str) else ""
