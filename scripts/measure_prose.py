"""How well figures in sentences are read: `measure_prose.py SENTENCES.jsonl [--misses]`.

Each line: `text`, `observations` (indicator, period, value), and perhaps `optional` ones, which count neither way, and
what the form says beside the sentence: `years`, `asked` (the form asks for everything), `half` with `year` (a half-year
report), `own` (only what is told of the cluster itself counts, as where a form takes it), `name` (the applicant's).
Sentences without observations are traps. Printed are precision, recall and F1, the share of traps of which
anything is claimed, and how many of the figures of which the reader is sure are wrong.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from formextract.catalogue import load_catalogue
from formextract.catalogue.prose import load_prose
from formextract.values.prose import ProseReader, Report

SURE = 0.9
"""Confidence from which the exports call a value sure."""
REPORTED_HALF = 2025
Key = tuple[str, str | None, float, str]


@dataclass
class Tally:
    """Counts over sentences."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    traps: int = 0
    claimed: int = 0
    sure: int = 0
    sure_wrong: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def __str__(self) -> str:
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        return (
            f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  traps claimed {self.claimed}/{self.traps}  "
            f"sure and wrong {self.sure_wrong}/{self.sure}"
        )


def reader() -> ProseReader:
    """The shipped rules."""
    catalogue = load_catalogue()
    rules = load_prose(catalogue.folder, catalogue.indicators)
    assert rules is not None
    return ProseReader(rules, catalogue.indicators)


def sentences(path: str | Path) -> list[dict[str, Any]]:
    """The sentences of a file."""
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]


def expected(given: Mapping[str, Any], by: ProseReader) -> tuple[set[Key], set[tuple[str, float]]]:
    """What a sentence says, and what may be read or left."""
    leveled = any("dims" in o for o in given["observations"])
    want = {
        (o["indicator"], _period(o, by), float(o["value"]), (o.get("dims") or {}).get("level", "") if leveled else "")
        for o in given["observations"]
    }
    may = {(o["indicator"], float(o["value"])) for o in given.get("optional", []) if not isinstance(o["value"], str)}
    return want, may


def _period(o: Mapping[str, Any], by: ProseReader) -> str | None:
    """The year of a figure; of an indicator that is not asked for by year any year will do."""
    period: str | None = o["period"]
    return period if by.indicators[o["indicator"]].period is not None else None


def found(given: Mapping[str, Any], by: ProseReader) -> dict[Key, float]:
    """What is read of a sentence, with its confidence."""
    leveled = any("dims" in o for o in given["observations"])
    out: dict[Key, float] = {}
    r = report(given, by)
    for m in by.read(given["text"], r.years, r.asked, r.half, r.home):
        if given.get("own") and m.subject != "own":
            continue
        period = m.period if by.indicators[m.indicator].period is not None else None
        level = dict(m.dims).get("level", "") if leveled else ""
        out[m.indicator, period, float(m.reading.value), level] = m.reading.confidence  # type: ignore[arg-type]
    return out


def report(given: Mapping[str, Any], by: ProseReader) -> Report:
    """What the form says beside the sentence."""
    asked = frozenset(by.indicators) if given.get("asked") else frozenset()
    half = given.get("year", REPORTED_HALF) if given.get("half") else None
    return Report(tuple(given.get("years", ())), asked, half, given.get("name", ""))


def measure(lines: Iterable[Mapping[str, Any]], by: ProseReader, misses: bool = False) -> Tally:
    """The counts over sentences; `misses` prints those that are not read as they should be."""
    tally = Tally()
    for given in lines:
        want, may = expected(given, by)
        got = found(given, by)
        extra = {g for g in got.keys() - want if (g[0], g[2]) not in may}
        tally.right += len(got.keys() & want)
        tally.wrong += len(extra)
        tally.missed += len(want - got.keys())
        tally.traps += not want
        tally.claimed += not want and bool(extra)
        tally.sure += sum(c >= SURE for c in got.values())
        tally.sure_wrong += sum(got[g] >= SURE for g in extra)
        if misses and (extra or want - got.keys()):
            print(given["text"])
            print("    missed", sorted(want - got.keys(), key=str))
            print("    extra", sorted(((*g, got[g]) for g in extra), key=str))
    return tally


def main(path: str, misses: bool) -> None:
    """Print what the shipped rules make of a file."""
    print(measure(sentences(path), reader(), misses))


if __name__ == "__main__":
    main(sys.argv[1], "--misses" in sys.argv)
