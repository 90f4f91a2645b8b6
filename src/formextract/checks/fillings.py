"""What was not filled in as the form asks: blanks, spellings, lengths. No arithmetic here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from formextract.checks import messages
from formextract.checks.figures import Figures
from formextract.model import Finding, Observation, Parts, Value
from formextract.model.edits import Edits, FormatEdit, LengthEdit, RequiredEdit
from formextract.model.facts import is_prose
from formextract.model.interval import is_count, is_figure
from formextract.model.record import FindingKind

MAX_FIELDS = 8
"""Most figures that one finding names; a form's blank row is told with its first ones."""


def filling_findings(edits: Edits, figures: Figures) -> Iterator[Finding]:
    """Findings of kinds required, format and length, in the edits' order."""
    for edit in edits.edits:
        match edit:
            case RequiredEdit():
                yield from _required(edit, figures)
            case FormatEdit():
                yield from _format(edit, figures)
            case LengthEdit():
                yield from _length(edit, figures)


def _required(edit: RequiredEdit, figures: Figures) -> Iterator[Finding]:
    """One finding an indicator, however many of its cells are blank."""
    for indicator in edit.indicators:
        blank = [o for o in figures.of(indicator) if o.status == "blank"]
        if not blank:
            continue
        which = "、".join(messages.name(o) for o in blank[:MAX_FIELDS])
        more = f"等 {len(blank)} 栏" if len(blank) > MAX_FIELDS else ""
        statement = f"{which}{more}未填。无相关情况时应填写“无”。"
        yield _finding(edit, f"{edit.id}.{indicator}", "required", statement, blank)


def _format(edit: FormatEdit, figures: Figures) -> Iterator[Finding]:
    """One finding a text; figures with other decimals are told together."""
    odd: list[Observation] = []
    for indicator in edit.indicators:
        for o in figures.of(indicator):
            if not o.is_given or is_prose(o):  # a sentence is no cell that is to be filled in so
                continue
            if edit.decimals is not None:
                if is_figure(o.value) and not is_count(o) and o.precision not in (None, 0, edit.decimals):
                    odd.append(o)
            elif isinstance(o.value, str) and re.search(edit.pattern or "", o.value) is None:
                statement = f"{messages.name(o)}填报“{o.value}”，{edit.explain}。"
                yield _finding(edit, f"{edit.id}.{indicator}", "format", statement, [o], reported=o.value)
    if odd:
        which = "、".join(f"{messages.name(o)}（{messages.shown(o)}）" for o in odd[:MAX_FIELDS])
        more = f"等 {len(odd)} 处" if len(odd) > MAX_FIELDS else ""
        statement = f"{edit.explain}：{which}{more}不是 {edit.decimals} 位小数。"
        yield _finding(edit, edit.id, "format", statement, odd)


def _length(edit: LengthEdit, figures: Figures) -> Iterator[Finding]:
    for indicator in edit.indicators:
        for o in figures.of(indicator):
            if not o.is_given or not isinstance(o.value, str):
                continue
            letters = len(re.sub(r"\s+", "", o.value))
            if letters > edit.max:
                statement = f"{messages.name(o)}共 {letters} 字，超过 {edit.max} 字。"
                yield _finding(edit, f"{edit.id}.{indicator}", "length", statement, [o])


def _finding(
    edit: RequiredEdit | FormatEdit | LengthEdit,
    check: str,
    kind: FindingKind,
    statement: str,
    about: Sequence[Observation],
    *,
    reported: Value = None,
) -> Finding:
    parts = Parts(statement)
    return Finding(
        check=check,
        kind=kind,
        severity=edit.severity,
        message=parts.message,
        fields=tuple(o.key for o in about[:MAX_FIELDS]),
        reported=reported,
        clause=edit.clause,
        origin="form",
        parts=parts,
        rests_on=tuple(o.key for o in about[MAX_FIELDS:]),
    )
