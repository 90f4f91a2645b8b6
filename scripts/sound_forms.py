"""What the checks say of sound forms of the five programmes, filled as sixty counties would: every finding is shown.

    scripts/sound_forms.py [--count 60] [--seed 1] [--formats docx,xlsx] [--keep DIR] [--hints]

Exit status 1 where there is any error or warning.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "scripts")]

from formextract import extract  # noqa: E402
from samples import build, sound  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--formats", default="docx,xlsx")
    parser.add_argument("--keep", type=Path, help="leave the forms in this folder")
    parser.add_argument("--hints", action="store_true", help="show findings of severity info as well")
    given = parser.parse_args()
    made = sound.forms(given.seed, given.count, given.formats.split(","))
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        build.write(made, folder)
        sys.exit(told([folder / form.file for form in made], hints=given.hints))


def told(paths: list[Path], *, hints: bool) -> int:
    """Shows what is said of each form; the exit status."""
    by: Counter[str] = Counter()
    loud = values = 0
    for path in paths:
        for record in extract(path):
            values += sum(o.is_given for o in record.values)
            for f in record.findings:
                by[f.severity, f.check.partition(".")[0]] += 1
                if hints or f.severity != "info":
                    print(f"{path.name}  {f.severity}  {f.check}  {f.message}")
            loud += any(f.severity != "info" for f in record.findings)
    for (severity, check), n in sorted(by.items()):
        print(f"  {severity:8} {check:32} {n}")
    print(f"{len(paths)} forms, {values} values, {loud} with an error or a warning")
    return int(loud > 0)


if __name__ == "__main__":
    main()
