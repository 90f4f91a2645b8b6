"""Render filled forms from known figures, with the record that should be read from each beside it.

scripts/make_samples.py --committed
scripts/make_samples.py --zoo DIR --count 40 --seed 7 [--formats docx,xlsx,pdf,drawn] [--kinds dirty,numbering]
scripts/make_samples.py --programmes DIR --count 40 --seed 7
scripts/make_samples.py --list
"""

from __future__ import annotations

import argparse
from pathlib import Path

from samples import build, committed, kinds, programmes

HERE = Path(__file__).resolve().parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--committed", action="store_true", help="regenerate the set under samples/")
    parser.add_argument("--zoo", type=Path, metavar="DIR", help="write random varied forms for measuring")
    parser.add_argument(
        "--programmes", type=Path, metavar="DIR", help="write submissions of the provinces' programmes for measuring"
    )
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--formats", default=",".join(kinds.FORMATS))
    parser.add_argument("--kinds", help="only these kinds of variation, and each of them often")
    parser.add_argument("--list", action="store_true", help="list the kinds of variation")
    given = parser.parse_args()
    if given.list:
        for kind in kinds.KINDS:
            print(f"{kind.name:18} {', '.join(kind.formats):24} {kind.says}")
    allowed = None if given.kinds is None else set(given.kinds.split(",")) - {""}
    unknown = sorted((allowed or set()) - set(kinds.BY_NAME)) + sorted(
        set(given.formats.split(",")) - set(kinds.FORMATS)
    )
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}")
    if given.committed:
        committed.write(HERE.parent / "samples")
    if given.programmes:
        build.write(programmes.zoo(given.seed, given.count, given.formats.split(",")), given.programmes)
    if given.zoo:
        build.write(build.zoo(given.seed, given.count, given.formats.split(","), allowed), given.zoo)


if __name__ == "__main__":
    main()
