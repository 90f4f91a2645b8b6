"""Precision, recall and F1 of the figures found in sentences: `measure_prose.py SENTENCES.jsonl [--misses]`.

Each line: `text`, `observations` (indicator, period, value), and perhaps `optional` ones, which count neither way.
Sentences without observations are traps. Whose figure it is does not count here:
cities and industries are read as well.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from formextract.catalogue import load_catalogue
from formextract.catalogue.prose import load_prose
from formextract.values.prose import ProseReader


def level(dims: dict[str, str] | None) -> str:
    """The level of a figure, where the sentence's answers say any."""
    return (dims or {}).get("level", "")


def main(path: str, misses: bool) -> None:
    catalogue = load_catalogue()
    rules = load_prose(catalogue.folder, catalogue.indicators)
    assert rules is not None
    reader = ProseReader(rules, catalogue.indicators)
    right = wrong = missed = traps = claimed = 0
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        given = json.loads(line)
        leveled = any("dims" in o for o in given["observations"])
        want = {
            (o["indicator"], o["period"], float(o["value"]), level(o.get("dims") if leveled else None))
            for o in given["observations"]
        }
        may = {(o["indicator"], float(o["value"])) for o in given.get("optional", [])}
        got = {
            (m.indicator, m.period, float(m.reading.value), level(dict(m.dims) if leveled else None))
            for m in reader.read(given["text"])
        }
        extra = {g for g in got - want if (g[0], g[2]) not in may}
        right, wrong, missed = right + len(got & want), wrong + len(extra), missed + len(want - got)
        if not want:
            traps += 1
            claimed += bool(extra)
        if misses and (extra or want - got):
            print(given["text"], "\n    missed", sorted(want - got, key=str), "\n    extra", sorted(extra, key=str))
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  traps claimed {claimed}/{traps}")


if __name__ == "__main__":
    main(sys.argv[1], "--misses" in sys.argv)
