"""What a proposed rule says, in Chinese, by the names of its figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any


def told_rule(edit: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """A rule as a sentence for staff."""

    def name(reference: object) -> str:
        plain = re.split(r"[@\[]", str(reference))[0]
        column = re.search(r"\[column=([^*\]]+)\]", str(reference))
        said = f"“{labels.get(plain, plain)}”"
        said = said if column is None else f"{said}的“{column.group(1)}”"
        return f"各行{said}" if "[row=all]" in str(reference) else said

    kind = edit["kind"]
    if kind == "subset":
        return f"{name(edit['part'])} 不大于 {name(edit['whole'])}"
    if kind == "sum":
        compares = {"at_least": "不小于", "at_most": "不大于"}.get(edit.get("total_is", ""), "等于")
        less = f"再减去 {'、'.join(map(name, edit['less']))}" if edit.get("less") else ""
        return f"{name(edit['total'])} {compares} {'、'.join(map(name, edit['parts']))} 之和{less}"
    if kind in ("share", "per_capita"):
        return f"{name(edit['rate'])} 等于 {name(edit['part'])} 除以 {name(edit['whole'])}"
    if kind == "growth" and "before" in edit:
        return f"{name(edit['rate'])} 等于 {name(edit['amount'])} 比 {name(edit['before'])} 增长的比率"
    if kind == "growth":
        return f"{name(edit['rate'])} 与 {name(edit['amount'])} 各年数额相符"
    if kind == "average_growth":
        return f"{name(edit['rate'])} 与 {'、'.join(map(name, edit['amounts']))} 各年数额相符"
    if kind == "dates":
        return f"{'、'.join(map(name, edit['order']))} 依次不早于前一个"
    if kind == "length":
        return f"{'、'.join(map(name, edit['indicators']))} 不超过 {edit['max']} 字"
    if kind == "count":
        return f"{name(edit['count'])} 与所列名称的个数相符"
    return str(edit.get("clause", kind))
