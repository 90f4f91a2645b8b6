"""What the checks find, name, suggest and cost on invented forms: consistent ones, and ones with one to three slips.

python scripts/bench_checks.py [--forms 300] [--seed 1]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "checks")]

from invented_forms import KINDS, Planted, consistent, plant  # noqa: E402

from formextract.catalogue.edits import load_edits  # noqa: E402
from formextract.checks import findings, kinds  # noqa: E402
from formextract.model import Finding, Record  # noqa: E402

EDITS = load_edits(ROOT / "templates", kinds(), "sme-cluster")
LOUD = ("error", "warning")
MAX_FIELDS = 8


def near(finding: Finding, cell: Planted) -> bool:
    """Whether the finding is about the planted cell."""
    names = set(finding.fields)
    partners = names & set(cell.partners)
    return len(names) <= MAX_FIELDS and (
        cell.field in names or len(partners) > 1 or (bool(partners) and finding.kind in cell.kinds)
    )


def right(finding: Finding, cell: Planted) -> bool:
    """Whether the suggestion, or a narrow expected interval, holds the true value."""
    true = float(cell.true)
    if finding.suggestion is not None and abs(float(finding.suggestion) - true) <= max(0.011, 2e-3 * abs(true)):
        return True
    if finding.expected is None or None in finding.expected:
        return False
    low, high = (float(x) for x in finding.expected)
    return low - 1e-9 <= true <= high + 1e-9 and high - low <= max(0.5, 0.02 * abs(true))


def run(form: Record) -> tuple[list[Finding], float]:
    start = time.process_time()
    found = findings(form, EDITS)
    return [f for f in found if f.severity in LOUD], time.process_time() - start


def planted_forms(n: int, errors: int, seed: int):
    for i in range(n):
        form, cells = consistent(seed + i), []
        for j in range(errors):
            for attempt in range(50):
                how = KINDS[(i + j * 7 + attempt) % len(KINDS)]
                made = plant(form, how, seed + i * 101 + j * 13 + attempt)
                if made is not None and all(made[1].field != c.field for c in cells):
                    form = made[0]
                    cells.append(made[1])
                    break
        yield form, cells


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--forms", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", type=int, default=0)
    args = parser.parse_args()
    times, alarms, warned = [], 0, 0
    for i in range(args.forms):
        for places in (0, 1, 2, 3, 4, None):
            found, seconds = run(consistent(args.seed + i, places))
            errors = [f for f in found if f.severity == "error"]
            alarms += bool(errors)
            warned += bool(found)
            if errors and args.misses:
                print("  alarm", args.seed + i, places, errors[0].check, errors[0].message)
            if found and not errors and args.misses:
                print("  warned", args.seed + i, places, found[0].check, found[0].message[:150])
            times.append(seconds)
    n = args.forms * 6
    print(
        f"consistent: {n} forms, {alarms} with an error, {warned} with a warning; "
        f"median {statistics.median(times) * 1000:.0f} ms, worst {max(times) * 1000:.0f} ms"
    )
    for errors in (1, 2, 3):
        count, by, times, missed = Counter(), defaultdict(Counter), [], []
        for form, cells in planted_forms(args.forms, errors, args.seed):
            found, seconds = run(form)
            times.append(seconds)
            count["all found"] += all(any(near(f, c) for f in found) for c in cells)
            for cell in cells:
                hits = [f for f in found if near(f, cell)]
                suspects = {f.suspect for f in hits if f.suspect}
                tally = by[cell.how]
                outcome = (
                    "not found" if not hits else "right" if cell.field in suspects else "wrong" if suspects else "none"
                )
                for c in (count, tally):
                    c["n"] += 1
                    c[outcome] += 1
                    c["as error"] += any(f.severity == "error" for f in hits)
                    c["suggested"] += outcome == "right" and any(
                        f.suspect == cell.field and right(f, cell) for f in hits
                    )
                if outcome != "right":
                    missed.append((outcome, cell.how, cell.field, str(cell.true), str(cell.written), sorted(suspects)))
        print(
            f"{errors} error(s): {len(times)} forms; recall {1 - count['not found'] / count['n']:.3f}, as error "
            f"{count['as error'] / count['n']:.3f}, all found {count['all found'] / len(times):.3f}, suspect "
            f"{count['right'] / count['n']:.3f}, wrong {count['wrong'] / count['n']:.3f}, suggested "
            f"{count['suggested'] / max(1, count['right']):.3f}; median {statistics.median(times) * 1000:.0f} ms, "
            f"worst {max(times) * 1000:.0f} ms"
        )
        for how, c in sorted(by.items()):
            print(
                f"    {how:22} n {c['n']:4}  found {c['n'] - c['not found']:4}  right {c['right']:4}  "
                f"wrong {c['wrong']:4}  none {c['none']:4}  suggested {c['suggested']:4}"
            )
        for line in missed[: args.misses]:
            print("   ", *line)


if __name__ == "__main__":
    main()
