"""Alterations of a form's layout as findings: what was changed, and what the form's instructions say to it."""

from __future__ import annotations

from collections.abc import Sequence

from formextract.model import Finding, Parts
from formextract.model.placement import Alteration
from formextract.model.record import Severity

SHOWN = 5
"""Captions that a message names; of more it says how many there are."""
_PART = {"1": "一", "2": "二", "3": "三", "4": "四", "5": "五", "6": "六", "7": "七", "8": "八", "9": "九"}


def altered_findings(found: Sequence[Alteration], clause: str, *, incomplete: bool = False) -> list[Finding]:
    """A finding for each kind of alteration. What may be a misread letter is worth a look only.

    `incomplete`: something of the file was not read, so that what is not found may stand there.
    """
    out = []
    for kind, say in _SAID.items():
        some = [a for a in found if a.kind == kind and not (a.misread and kind == "relabelled")]
        if not some:
            continue
        sure = kind != "page" and not all(a.misread for a in some)
        severity: Severity = "warning" if sure else "info"
        parts = Parts(say(some))
        out.append(
            Finding(
                check=f"layout.{kind}",
                kind="layout",
                severity=severity,
                message=parts.message,
                fields=(),
                clause=clause,
                origin="reading" if incomplete or any(a.misread for a in some) else "layout",
                parts=parts,
            )
        )
    return out


def _removed(some: Sequence[Alteration]) -> str:
    return f"没有找到空白表上的这些行，可能被删去或改了名称：{_listed([_at(a) + f'“{a.printed}”' for a in some])}"


def _relabelled(some: Sequence[Alteration]) -> str:
    pairs = [f"{_at(a)}“{a.printed}”写成“{a.found}”" for a in some]
    return f"栏目名称与空白表不同：{_listed(pairs)}"


def _added(some: Sequence[Alteration]) -> str:
    return f"多出空白表上没有的行：{_listed([f'“{a.found}”{_where(a)}' for a in some])}"


def _columns(some: Sequence[Alteration]) -> str:
    said = [
        f"年份栏应为 {a.printed} 列，现为“{a.found}”{_where(a)}" if a.printed else f"多出“{a.found}”一列{_where(a)}"
        for a in some
    ]
    return f"列与空白表不同：{_listed(said)}"


def _pages(some: Sequence[Alteration]) -> str:
    said = [
        f"第{_PART.get(a.section, a.section)}部分从第{_PART.get(a.printed, a.printed)}部分结束的第 {a.found} 页开始"
        for a in some
    ]
    return f"不同部分排在同一页上（串页）：{_listed(said)}"


_SAID = {"removed": _removed, "relabelled": _relabelled, "added": _added, "columns": _columns, "page": _pages}


def _listed(said: Sequence[str]) -> str:
    rest = f" 等 {len(said)} 处" if len(said) > SHOWN else ""
    return "；".join(said[:SHOWN]) + rest


def _at(a: Alteration) -> str:
    return f"第{_PART.get(a.section, a.section)}部分" if a.section else ""


def _where(a: Alteration) -> str:
    if a.place is None:
        return ""
    return f"（{a.place.cell}）" if a.place.cell else f"（第 {a.place.page} 页）" if a.place.page else ""
