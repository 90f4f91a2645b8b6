"""`diff`: two versions of a form, item by item."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from formextract.cli.say import shown
from formextract.cli.stdout import write_line
from formextract.errors import UnreadableFileError, UsageError, cause_of
from formextract.model import Record
from formextract.model.json import plain, record_from_json
from formextract.text import squeeze

RECORDS = (".jsonl", ".json", ".ndjson")
"""Endings of files that hold records; every other file is read as a form."""


def run_diff(old: str, new: str, *, as_json: bool) -> int:
    """Says what the new version has made of the old one; the exit status."""
    from formextract.reports.changes import changes

    for before, after in _pairs(_records(old), _records(new)):
        found = changes(before, after)
        if as_json:
            said = {
                "cluster": after.cluster,
                "old": before.id,
                "new": after.id,
                "items": [plain(i) for i in found.items],
                "new_findings": [plain(f) for f in found.new],
                "changed": [plain(c) for c in found.besides],
                "verdicts": [plain(v) for v in found.verdicts],
            }
            write_line(json.dumps(said, ensure_ascii=False))
        else:
            for line in told(found):
                write_line(line)
    return 0


def told(found: object) -> Iterator[str]:
    """The changes in Chinese, one line an item."""
    from formextract.reports.changes import OUTCOMES, Changes
    from formextract.wording import CRITERIA, NO_NAME, SEVERITIES

    assert isinstance(found, Changes)
    yield f"{found.new_record.cluster or NO_NAME}"
    yield (
        f"  原有问题 {len(found.items)} 项：已改正 {found.count('fixed')}，"
        f"未改正 {found.count('not_fixed', 'still_wrong')}，无法确认 {found.count('unclear')}；"
        f"新出现问题 {len(found.new)} 项；另有 {len(found.besides)} 处改动"
    )
    for n, item in enumerate(found.items, 1):
        yield f"  {n}. 〔{OUTCOMES[item.outcome]}〕{item.finding.message}"
        for c in item.changes:
            yield f"       {c.name}：{c.old} → {c.new}"
        if item.why:
            yield f"       {item.why}"
    for f in found.new:
        yield f"  〔新出现·{SEVERITIES[f.severity]}〕{f.message}"
    for c in found.besides:
        yield f"  〔另有改动〕{c.name}：{c.old} → {c.new}"
    for v in found.verdicts:
        yield f"  〔结论变化〕{v.criterion.clause}：{v.criterion.text}：{CRITERIA[v.old]} → {CRITERIA[v.new]}"


def _records(where: str) -> list[Record]:
    """The records of a file: of a form as they are read and checked, or of a file that holds records."""
    path = Path(where)
    if path.suffix.lower() not in RECORDS:
        from formextract.pipeline import extract

        try:
            return extract(path)
        except UnreadableFileError as e:
            raise UnreadableFileError(f"{shown(where)}：{e}") from e
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        found = [record_from_json(line) for line in lines if line.strip()]
    except OSError as e:
        raise UnreadableFileError(f"打不开 {shown(where)}（{cause_of(e)}）。请检查路径") from e
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as e:
        raise UnreadableFileError(f"{shown(where)} 里不是 formextract 的记录。请用 extract 或 export 重新生成") from e
    if not found:
        raise UnreadableFileError(f"{shown(where)} 里没有记录。请用 extract 或 export 重新生成")
    return found


def _pairs(old: list[Record], new: list[Record]) -> list[tuple[Record, Record]]:
    """Which record is compared with which: the only ones, else those of the same form and cluster."""
    if len(old) == len(new) == 1:
        return [(old[0], new[0])]
    by_name = {(r.program, r.form, squeeze(r.cluster)): r for r in old}
    pairs = [(by_name[k], r) for r in new if (k := (r.program, r.form, squeeze(r.cluster))) in by_name]
    if not pairs:
        raise UsageError("两边没有同一家的记录，无法比较。请给出同一家的两份表")
    return pairs
