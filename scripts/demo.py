"""What came of the demo, in Chinese and English: reads demo-output/store, and a form with two digits exchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import docx

from formextract import Finding, Observation, Record, extract
from formextract.store import open_store

OUTPUT = Path("demo-output")
SAMPLE = Path("samples/national.docx")
RIGHT, WRONG = "6156.40", "6516.40"
"""集群外商直接投资额 of 2022 on the sample, and the slip that the demo makes in its copy."""


def main() -> None:
    with open_store(str(OUTPUT / "store")) as store:
        records = list(store.records())
    summary(records)
    example(records)
    slip()
    print("\n── 结果在 / output in demo-output/")
    for path in sorted(OUTPUT.iterdir()):
        print(f"   {path}{'/' if path.is_dir() else ''}")


def summary(records: list[Record]) -> None:
    values = [o for record in records for o in record.values]
    files = {file.sha256 for record in records for file in record.files}
    print("── 小结 / summary")
    print(f"   记录 records        {len(records)}（来自 {len(files)} 个文件 / from {len(files)} files）")
    print(f"   数值 values         {len(values)}（{counted(o.status for o in values)}）")
    print(f"   未对应 unmatched    {sum(len(record.unmatched) for record in records)}")
    print(f"   问题 findings       {counted(f.severity for record in records for f in record.findings) or 0}")
    print(f"   认定条件 criteria   {counted(c.status for record in records for c in record.criteria)}")


def counted(names: Iterable[str]) -> str:
    return "，".join(f"{name} {n}" for name, n in Counter(names).most_common())


def example(records: list[Record]) -> None:
    """The same figure of the same form as read from three formats, with where it stands."""
    print("\n── 每个数都带出处 / every figure says where it was read")
    for record in records:
        name = Path(record.files[0].path).name
        if not name.startswith("national"):
            continue
        for o in record.values:
            if o.key == "gross_output@2023":
                print(f"   {name:22} {o.label} {o.period} = {o.value} {o.unit}  {place(o)}")


def place(o: Observation) -> str:
    if o.source is None:
        return o.status
    if o.source.cell is not None:
        return o.source.cell
    return f"p. {o.source.page}, bbox {o.source.bbox}"


def slip() -> None:
    """Two digits of one figure are exchanged in a copy: which contradictions are found, and what is suggested."""
    form = docx.Document(str(SAMPLE))
    for table in form.tables:
        for row in table.rows:
            for cell in row.cells:
                if cell.text == RIGHT:
                    cell.text = WRONG
    path = OUTPUT / "swapped.docx"
    form.save(str(path))
    print(f"\n── 把 {SAMPLE.name} 的副本里一个数改错 / one figure of a copy made wrong: {RIGHT} → {WRONG}")
    for record in extract(path):
        for finding in record.findings:
            say(finding)


def say(finding: Finding) -> None:
    print(f"   {finding.severity}  {finding.check}  suspect={finding.suspect}  suggestion={finding.suggestion}")
    print(f"      {finding.message}")


if __name__ == "__main__":
    main()
