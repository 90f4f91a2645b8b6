"""What a record says of how its files were put together: what it has replaced, and whose it may be besides."""

from __future__ import annotations

from collections.abc import Sequence

from formextract.model import Finding, Parts
from formextract.model.record import Severity
from formextract.model.submission import GROUPING, SUPERSEDED, Member

_MOST = 5
"""Files that a finding names."""


def grouping_finding(check: str, severity: Severity, told: str, fields: tuple[str, ...] = ("cluster_name",)) -> Finding:
    """A finding on how files were put together, which is the loaders' business and no applicant's."""
    parts = Parts(told)
    return Finding(
        check=f"{GROUPING}{check}",
        kind="agreement",
        severity=severity,
        message=parts.message,
        fields=fields,
        clause="申报材料的归并",
        origin="grouping",
        parts=parts,
    )


def replaced_findings(replaced: Sequence[Member]) -> list[Finding]:
    """One finding for each file that has replaced others, which names these."""
    by: dict[str, list[str]] = {}
    for member in replaced:
        by.setdefault(member.why.removeprefix(SUPERSEDED), []).append(member.item.path)
    return [
        grouping_finding(
            "replaced",
            "info",
            f"后来装载的{new}替代了先前的{_named(old)}，记录按新的一份形成，先前的仍保存着。如不应替代，请在“文件”页把先前的"
            "文件改归类为“保留，不被替代”，两份就并列核对",
        )
        for new, old in by.items()
    ]


def rival_findings(rivals: Sequence[str]) -> list[Finding]:
    """The finding that other forms may be the same applicant's, for all that they say."""
    if not rivals:
        return []
    return [
        grouping_finding(
            "rival",
            "warning",
            f"与{_named(rivals)}分不清是不是同一家申报：名称相同或相近，而所属地区没有写全，运营机构、主管部门又不一致。已按两家分别"
            "入库，请核对；如是同一家，请由装载人员把文件指定到同一家",
        )
    ]


def _named(paths: Sequence[str]) -> str:
    told = "、".join(f"“{path}”" for path in paths[:_MOST])
    return told if len(paths) <= _MOST else f"{told}等 {len(paths)} 个文件"
