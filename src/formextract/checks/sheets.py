"""A summary sheet's rows beside each other: clusters that stand twice, running numbers that are twice or not there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from formextract.model import Finding, Observation, Parts, Record
from formextract.text import squeeze

RANK = "recommendation_rank"
"""The indicator of the running number."""
CLAUSE = "推荐汇总表：每家一行，按推荐顺序编号"


def with_sheet_findings(records: Sequence[Record]) -> list[Record]:
    """The records of one sheet, each with what its row says against the others."""
    found: dict[int, list[Finding]] = defaultdict(list)
    ranks = [_of(r, RANK) for r in records]
    numbers = [int(o.value) if o is not None and isinstance(o.value, Decimal) else None for o in ranks]
    by_name: dict[str, list[int]] = defaultdict(list)
    by_number: dict[int, list[int]] = defaultdict(list)
    for i, record in enumerate(records):
        if record.cluster:
            by_name[squeeze(record.cluster)].append(i)
        number = numbers[i]
        if number is not None:
            by_number[number].append(i)
    for alike in by_name.values():
        for i in alike[1:]:
            told = f"“{records[i].cluster}”在汇总表中出现 {len(alike)} 次，重复的请删去"
            found[i].append(_finding("sheet.double", told, ("cluster_name",)))
    for number, alike in by_number.items():
        for i in alike[1:]:
            found[i].append(_finding("sheet.number", f"序号 {number} 重复使用了 {len(alike)} 次，请核对", (RANK,)))
    gaps = [n for n in range(1, max(by_number, default=0)) if n not in by_number]
    if gaps and by_number:
        listed = "、".join(str(n) for n in gaps)
        last = by_number[max(by_number)][0]
        found[last].append(_finding("sheet.gap", f"序号不连续，缺 {listed}，请核对是否漏了一家", (RANK,)))
    return [replace(r, findings=(*r.findings, *found[i])) if i in found else r for i, r in enumerate(records)]


def _of(record: Record, indicator: str) -> Observation | None:
    return next((o for o in record.values if o.indicator == indicator and o.is_given), None)


def _finding(check: str, told: str, fields: tuple[str, ...]) -> Finding:
    parts = Parts(told)
    return Finding(
        check=check,
        kind="agreement",
        severity="warning",
        message=parts.message,
        fields=fields,
        clause=CLAUSE,
        origin="form",
        parts=parts,
    )
