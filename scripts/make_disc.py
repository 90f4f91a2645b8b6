"""A disc of varied submissions with its answers, and how much of them a store that it was loaded into holds.

    scripts/make_disc.py DIR [--count 8] [--seed 1] [--kinds digital,scanned,photographed] [--lists xlsx]
    scripts/make_disc.py DIR --check STORE

DIR is the disc; the answers go to DIR.gold.json. The check prints files grouped, planted findings found, and findings
of `agreement` and `evidence` (warnings and errors) that nobody planted.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from samples import disc

PLANTS = [
    "",
    "short:invention_patents",
    "missing:invention_patents",
    "scan",
    "missing:standards_led",
    "short:innovation_platforms",
    "missing:innovation_platforms",
    "short:standards_led",
    "missing:overseas_branches",
    "missing:green_manufacturing",
    "short:service_platforms",
]
"""What is planted, in turn: a list that is too short or not there, a scan that differs from its Word file."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=8)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--kinds", default="digital")
    parser.add_argument("--lists", default="xlsx,docx,pdf", help="formats of the lists")
    parser.add_argument("--check", metavar="STORE")
    given = parser.parse_args()
    if given.check:
        check(given.folder, given.check)
        return
    lists = tuple(given.lists.split(","))
    made = disc.make(given.folder, given.count, given.seed, given.kinds.split(","), PLANTS, lists)
    print(f"{len(made.submissions)} submissions, {sum(p.is_file() for p in given.folder.rglob('*'))} files")


def check(folder: Path, place: str) -> None:
    from formextract.store import open_store

    gold = json.loads(folder.with_name(f"{folder.name}.gold.json").read_text(encoding="utf-8"))
    with open_store(place, create=False) as store:
        records = [r for r in store.records() if r.form == "application"]
        where = {m.path: m.cluster for m in store.groups.members()}
    wanted = found = whole = planted = told = 0
    extra: Counter[str] = Counter()
    for submission in gold["submissions"]:
        name = submission["cluster"]
        files = [str(folder / f) for f in submission["files"]]
        wanted += len(files)
        found += sum(where.get(f) == name for f in files)
        own = [r for r in records if r.cluster == name]
        whole += len(own) == 1
        findings = [f for r in own for f in r.findings if f.severity != "info" and f.kind in ("agreement", "evidence")]
        for plant in submission["planted"]:
            planted += 1
            hits = [f for f in findings if f.kind == plant["kind"] and any(plant["field"] in x for x in f.fields)]
            told += bool(hits)
            findings = [f for f in findings if f not in hits]
            if not hits:
                print(f"not found: {name} {plant}")
        for f in findings:
            extra[f.check] += 1
            print(f"not planted: {name} {f.message[:110]}")
        lost = [f for f in submission["files"] if where.get(str(folder / f)) != name]
        if lost:
            print(f"elsewhere: {name} {lost[:4]}")
    n = len(gold["submissions"])
    print(f"files grouped {found}/{wanted}; one record {whole}/{n}; records {len(records)}")
    print(f"planted found {told}/{planted}; not planted {sum(extra.values())} {dict(extra)}")


if __name__ == "__main__":
    main()
