"""How much is read of fresh forms printed in ordinary ways and worn by both makers.

    scripts/read_worn_prints.py OUT --seed 90411 [--of worn|browser|unruled] [--count 10] [--augraphy PYTHON]
                                    [--as PRINT:WEAR,PRINT:WEAR] [--doubts] [--misses 40]

Forms of the seed are drawn, printed with borders and worn as `samples/worn_prints.py` says, and read. OUT keeps what
was made and the documents that were read, so that a second call judges today's matching of the same reading.
Digital pages and no wear: `--of browser` as Chromium prints the forms, in the styles of `samples/chromium.py`,
`--of unruled` as LibreOffice prints them without rules or with few.
A row is a form: values that are exact, that are said to be sure, that are `missing` or `blank` and sure though they
stand on the paper, and that are wrong and sure.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from accuracy import Doubted, doubts_in, miss, record_for, show_doubts
from formextract import UnknownFormError, record_to_dict
from formextract.pipeline import judged, records
from samples.chromium import browser_prints
from samples.compare import SURE, Verdict, judge
from samples.worn_prints import Worn, unruled_prints, worn_prints


@dataclass
class Score:
    """What became of the values of a form."""

    total: int = 0
    exact: int = 0
    sure: int = 0
    absent: int = 0
    silent: int = 0

    def add(self, v: Verdict) -> None:
        self.silent += v.silent
        self.absent += v.absent
        if v.gold is not None:
            self.total += 1
            self.exact += v.exact
            self.sure += v.exact and v.ours is not None and v.ours.get("confidence", 1.0) >= SURE


def verdicts(form: Worn) -> Iterator[Verdict]:
    """What became of each value of a form, as it is matched today."""
    try:
        ours = [record_to_dict(judged(r)) for r in records(form.document)]
    except UnknownFormError:
        print(f"{form.name}: no known form")
        ours = []
    for want in form.gold:
        asked = {o["indicator"] for o in want["observations"]}
        values = [v for v in record_for(want, ours).get("values", []) if v["indicator"] in asked]
        yield from judge(want["observations"], values, scanned=True)


def prints(given: argparse.Namespace) -> Iterator[Worn]:
    if given.of == "browser":
        return browser_prints(given.out, given.seed, given.count)
    if given.of == "unruled":
        return unruled_prints(given.out, given.seed, given.count)
    chosen = [(style, wear) for style, _, wear in (pair.partition(":") for pair in given.chosen.split(",") if pair)]
    return worn_prints(given.out, given.seed, given.count, given.augraphy, chosen)


def row(name: str, score: Score) -> None:
    share = [f"{100 * n / max(1, score.total):7.1f}%" for n in (score.exact, score.sure)]
    print(f"{name:48}{score.total:7}{''.join(share)}{score.absent:7}{score.silent:7}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", required=True)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--augraphy", default=sys.executable, metavar="PYTHON", help="where augraphy is installed")
    parser.add_argument("--of", choices=("worn", "browser", "unruled"), default="worn", help="which prints")
    parser.add_argument("--as", dest="chosen", default="", help="print and wear of each form: none:plain,thin:fax")
    parser.add_argument("--doubts", action="store_true", help="tell how often each kind of doubt was right")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="print the first N misses of each form")
    given = parser.parse_args()
    print(f"{'form, print, wear':48}{'values':>7}{'exact':>8}{'sure':>8}{'absent':>7}{'silent':>7}")
    whole = Score()
    doubted: dict[str, Doubted] = defaultdict(Doubted)
    for form in prints(given):
        score, left = Score(), given.misses
        for v in verdicts(form):
            score.add(v)
            whole.add(v)
            kinds = doubts_in(v)
            for kind in kinds:
                doubted[kind].add(wrong=not (v.exact and v.status), alone=len(kinds) == 1)
            if left and not (v.exact and v.status):
                print(miss(form.name, v, " ".join(sorted(kinds))))
                left -= 1
        row(form.name, score)
    row("all", whole)
    if given.doubts:
        show_doubts(doubted)


if __name__ == "__main__":
    main()
