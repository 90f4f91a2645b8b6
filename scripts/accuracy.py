"""How much of a folder of filled forms `formextract extract` gets right, by format and by kind of variation.

    scripts/accuracy.py DIR [--misses 20] [--only gross_output] [--cmd "python -m formextract"] [--records FILE]
                        [--so-far] [--doubts]

`sure` is the share of reported values with confidence 0.9 or more (coverage). DIR is what `make_samples.py --zoo DIR`
wrote, or `samples/`. FILE keeps the records of each file as soon as it is read: a second call judges the same reading
without reading again, and reads what a call that was ended had left; with `--so-far` it reads nothing more.
`--doubts` tells by kind of doubt how many of the form's values were doubted so, and how many of those were wrong.
"""

from __future__ import annotations

import argparse
import json
import math
import shlex
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from samples.compare import SURE, Verdict, judge, kept, plain

PAPER = ("pdf-scan", "image")
"""Formats that are read from pictures."""


@dataclass
class Tally:
    """Sums over one group of observations."""

    forms: set[str] = field(default_factory=set)
    total: int = 0
    exact: int = 0
    status: int = 0
    silent: int = 0
    absent: int = 0
    reported: int = 0
    sure: int = 0
    spurious: int = 0
    precise: int = 0
    with_precision: int = 0
    distractors: int = 0
    kept: int = 0

    def add(self, verdict: Verdict) -> None:
        self.spurious += verdict.spurious
        self.silent += verdict.silent
        self.absent += verdict.absent
        if verdict.ours is not None and verdict.ours["status"] == "reported" and not verdict.ours.get("_prose"):
            self.reported += 1
            self.sure += verdict.ours.get("confidence", 1.0) >= SURE
        if verdict.gold is None:
            return
        self.total += 1
        self.exact += verdict.exact
        self.status += verdict.status
        if verdict.precision is not None:
            self.with_precision += 1
            self.precise += verdict.precision


def most_likely_wrong(wrong: int, tried: int, doubt: float = 0.05) -> float:
    """The share of wrong ones that is exceeded with a probability of `doubt` only (Clopper and Pearson, one side)."""
    if wrong >= tried:
        return 1.0
    low, high = wrong / tried, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        # the chance of so few wrong ones, were `middle` the true share
        chance = sum(math.comb(tried, k) * middle**k * (1 - middle) ** (tried - k) for k in range(wrong + 1))
        low, high = (middle, high) if chance > doubt else (low, middle)
    return high


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:6.2f}%" if whole else "      -"


@dataclass
class Doubted:
    """What became of the form's values that were doubted in one way: how many, and how many were indeed wrong.

    `alone` are those about which nothing else was doubted.
    """

    fired: int = 0
    wrong: int = 0
    alone: int = 0
    alone_wrong: int = 0

    def add(self, *, wrong: bool, alone: bool) -> None:
        self.fired += 1
        self.wrong += wrong
        self.alone += alone
        self.alone_wrong += alone and wrong


def doubts_in(verdict: Verdict) -> set[str]:
    """The kinds of doubt about one of the form's values, where they leave it unsure."""
    ours = verdict.ours
    if verdict.gold is None or ours is None or ours.get("confidence", 1.0) >= SURE:
        return set()
    return {d["kind"] for d in ours.get("doubts", [])}


def show_doubts(doubted: dict[str, Doubted]) -> None:
    print(f"\n{'doubted':26} values   wrong    share | alone   wrong    share")
    for kind, d in sorted(doubted.items(), key=lambda item: -item[1].fired):
        print(
            f"{kind:26} {d.fired:6} {d.wrong:7} {share(d.wrong, d.fired):>8} |"
            f" {d.alone:5} {d.alone_wrong:7} {share(d.alone_wrong, d.alone):>8}"
        )


def read_again(records: Path | None, command: list[str], files: list[Path]) -> tuple[dict[str, list[dict]], float]:
    """The records by file name and the seconds it took to read what `records` did not hold yet.

    With a file of records each form is read by itself and kept at once, so that nothing is lost when a long reading
    is ended.
    """
    if records is None:
        out, seconds = extract(command, files)
        return by_file(out), seconds
    found = by_file(records.read_text(encoding="utf-8")) if records.exists() else {}
    taken = 0.0
    for n, file in enumerate(files, start=1):
        if file.name in found:
            continue
        out, seconds = extract(command, [file])
        with records.open("a", encoding="utf-8") as kept_there:
            kept_there.write(out or json.dumps({"files": [{"path": file.name}], "no_record": True}) + "\n")
        found[file.name] = by_file(out).get(file.name, [])
        taken += seconds
        print(f"{n}/{len(files)} {file.name}: {seconds:.1f} s", file=sys.stderr, flush=True)
    return found, taken


def extract(command: list[str], files: list[Path]) -> tuple[str, float]:
    """The records as lines, and the seconds it took; what the toolkit says on standard error is passed on."""
    began = time.perf_counter()
    done = subprocess.run(
        [*command, "extract", *map(str, files)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    seconds = time.perf_counter() - began
    if done.returncode not in {0, 1}:
        raise SystemExit(done.stderr or f"exit status {done.returncode}")
    if done.stderr.strip():
        print("\n".join(done.stderr.splitlines()[-20:]), file=sys.stderr)
    return done.stdout, seconds


def by_file(lines: str) -> dict[str, list[dict]]:
    """The records of each file's name; none of a file that was read and gave none."""
    records: dict[str, list[dict]] = {}
    for line in lines.splitlines():
        record = json.loads(line)
        of_file = records.setdefault(Path(record["files"][0]["path"]).name, [])
        if not record.get("no_record"):
            of_file.append(record)
    return records


def record_for(gold: dict, found: list[dict]) -> dict:
    """The record of this expected one: of a summary sheet the one of the same cluster, else of the same row.

    Of two clusters of one name in a sheet, that of the same row.
    """
    if gold["form"] != "summary":
        return found[0] if found else {}
    named = [record for record in found if plain(record.get("cluster")) == plain(gold["cluster"])]
    at_row = found[gold["row"] - 1] if len(found) >= gold["row"] else {}
    return named[0] if named and at_row not in named else at_row


def groups_of(gold: dict, verdict: Verdict) -> list[str]:
    how = ""
    if verdict.gold is not None:
        indicator, period, level = verdict.key
        name = indicator + (f"@{period}" if period else "") + (f"[level={level}]" if level else "")
        how = gold.get("how", {}).get(name, "")
    return ["all", *gold["kinds"], *([f"cell {how}"] if how else [])]


def show(tallies: dict[str, Tally]) -> None:
    print(f"{'':28} forms  values   exact   status silent spurious precision  sure    kept")
    order = sorted(
        tallies, key=lambda name: (name != "all", not name.startswith("by:"), name.startswith("cell "), name)
    )
    for name in order:
        t = tallies[name]
        print(
            f"{name:28} {len(t.forms):5} {t.total:7} {share(t.exact, t.total)} {share(t.status, t.total)} {t.silent:6}"
            f" {t.spurious:8}   {share(t.precise, t.with_precision)}"
            f" {share(t.sure, t.reported)} {t.kept}/{t.distractors}"
        )


def say(value: object) -> str:
    words = json.dumps(value, ensure_ascii=False)
    return words if len(words) <= 70 else words[:67] + "..."


def miss(name: str, verdict: Verdict, how: str) -> str:
    gold, ours = (
        verdict.gold or {"value": None, "status": "not asked"},
        verdict.ours or {"value": None, "status": "not said"},
    )
    key = " ".join(str(part) for part in verdict.key if part)
    sure = f" {ours['confidence']:.3f}" if "confidence" in ours else ""
    mark = "  SILENT" if verdict.silent else ""
    return (
        f"{name}  {key}  {how}\n    gold {gold['status']} {say(gold['value'])}"
        f"  ours {ours['status']} {say(ours['value'])}{sure}  raw {say(ours.get('raw'))}{mark}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="print the first N misses")
    parser.add_argument("--only", default="", help="only misses whose form, indicator or manner has this in it")
    parser.add_argument("--cmd", default=str(Path(sys.executable).with_name("formextract")))
    parser.add_argument("--records", type=Path, metavar="FILE", help="keep the records there, or judge those")
    parser.add_argument("--so-far", action="store_true", help="judge only the files whose records are kept already")
    parser.add_argument("--doubts", action="store_true", help="tell how often each kind of doubt was right")
    given = parser.parse_args()
    if given.so_far and (given.records is None or not given.records.exists()):
        parser.error("--so-far asks for --records FILE, kept by an earlier call")

    golds = [
        json.loads(line)
        for file in sorted(given.folder.glob("*.expected.json"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    if not golds:
        parser.error(f"no *.expected.json in {given.folder}")
    if given.so_far:
        there = by_file(given.records.read_text(encoding="utf-8"))
        golds = [gold for gold in golds if gold["files"][0] in there]
    files = sorted({given.folder / gold["files"][0] for gold in golds})
    found, seconds = read_again(given.records, shlex.split(given.cmd), files)

    # what the maker of these forms writes no answers for (added to the catalogue since) is neither right nor wrong
    asked = {observation["indicator"] for gold in golds for observation in gold["observations"]}
    tallies: dict[str, Tally] = defaultdict(Tally)
    doubted: dict[str, Doubted] = defaultdict(Doubted)
    judged = agreed = 0
    left = given.misses
    lost: list[str] = []
    for gold in golds:
        name = gold["files"][0]
        record = record_for(gold, found.get(name, []))
        if not record:
            lost.append(gold["id"])
        for group in ["all", *gold["kinds"]]:
            tallies[group].forms.add(name)
            tallies[group].distractors += len(gold.get("distractors", []))
            tallies[group].kept += len(kept(gold.get("distractors", []), record))
        said = {c["criterion"]: c["status"] for c in record.get("criteria", [])}
        for criterion, accepted in gold.get("criteria", {}).items():
            judged, agreed = judged + 1, agreed + (said.get(criterion) in accepted)
            if left and said.get(criterion) not in accepted and not given.only:
                print(f"{name}  clause {criterion}: {accepted}, ours {said.get(criterion)}")
                left -= 1
        ours = [v for v in record.get("values", []) if v["indicator"] in asked]
        for verdict in judge(gold["observations"], ours, scanned=gold["format"] in PAPER):
            groups = groups_of(gold, verdict)
            for group in groups:
                tallies[group].add(verdict)
            kinds = doubts_in(verdict)
            for kind in kinds:
                doubted[kind].add(wrong=not (verdict.exact and verdict.status), alone=len(kinds) == 1)
            good = verdict.exact and verdict.status and verdict.precision is not False
            how = groups[-1] if groups[-1].startswith("cell ") else ""
            if left and record and not good and given.only in f"{name} {verdict.key} {how}":
                print(miss(name, verdict, how))
                left -= 1
    show(tallies)
    if given.doubts:
        show_doubts(doubted)
    whole = tallies["all"]
    if whole.sure:
        bound = most_likely_wrong(whole.silent, whole.sure)
        print(
            f"\n{whole.silent} silent errors among {whole.sure} reported with confidence {SURE} or more;"
            f" with 95 % certainty fewer than {100 * bound:.3f} % are"
        )
    print(f"{whole.absent} surely said to be missing or blank that stand on the form")
    if judged:
        print(f"\nclauses judged alike: {agreed}/{judged} = {agreed / judged:.2%}")
    each = 1000 * seconds / len(files)
    print(f"\n{len(files)} files in {seconds:.1f} s, {each:.0f} ms a file; no record of: {', '.join(lost) or 'none'}")


if __name__ == "__main__":
    main()
