"""What was not filled in as the form asks: blanks, spellings, lengths. No arithmetic here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from formextract.checks import messages
from formextract.checks.figures import Figures
from formextract.model import Finding, Observation
from formextract.model.edits import Edits, FormatEdit, LengthEdit, RequiredEdit
from formextract.model.facts import is_prose
from formextract.model.interval import is_count, is_figure

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
        yield Finding(
            f"{edit.id}.{indicator}",
            "required",
            edit.severity,
            f"{which}{more}未填。无相关情况时应填写“无”。",
            tuple(o.key for o in blank[:MAX_FIELDS]),
            clause=edit.clause,
        )


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
                yield Finding(
                    f"{edit.id}.{indicator}",
                    "format",
                    edit.severity,
                    f"{messages.name(o)}填报“{o.value}”，{edit.explain}。",
                    (o.key,),
                    reported=o.value,
                    clause=edit.clause,
                )
    if odd:
        which = "、".join(f"{messages.name(o)}（{messages.shown(o)}）" for o in odd[:MAX_FIELDS])
        more = f"等 {len(odd)} 处" if len(odd) > MAX_FIELDS else ""
        yield Finding(
            edit.id,
            "format",
            edit.severity,
            f"{edit.explain}：{which}{more}不是 {edit.decimals} 位小数。",
            tuple(o.key for o in odd[:MAX_FIELDS]),
            clause=edit.clause,
        )


def _length(edit: LengthEdit, figures: Figures) -> Iterator[Finding]:
    for indicator in edit.indicators:
        for o in figures.of(indicator):
            if not o.is_given or not isinstance(o.value, str):
                continue
            letters = len(re.sub(r"\s+", "", o.value))
            if letters > edit.max:
                yield Finding(
                    f"{edit.id}.{indicator}",
                    "length",
                    edit.severity,
                    f"{messages.name(o)}共 {letters} 字，超过 {edit.max} 字。",
                    (o.key,),
                    clause=edit.clause,
                )
