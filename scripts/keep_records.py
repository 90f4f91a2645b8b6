"""Keeps what is read out of folders of forms, to show that a change of the code changes no record.

    scripts/keep_records.py OUT FOLDER... [--sets docx,scan] [--cmd formextract] [--compare BEFORE]

FOLDER is `samples/`, or a corpus: each folder in it is a set; files beside those are a set by the folder's own name.
Every file goes through `extract` (scans and photographs too). OUT then holds for each file `<set>/<its path>.json`: its
records as JSON, keys sorted, one value a line, or, where there was no record, what `extract` said and what `dump` shows
of it. `--compare BEFORE` holds OUT against an earlier run byte by byte and prints each value that differs; the exit
status is 1 where anything does. Only files that this run read are compared, so sets can be taken one by one:

    git stash                                                   # or a checkout of the commit before
    scripts/keep_records.py /tmp/before samples CORPUS
    git stash pop
    scripts/keep_records.py /tmp/after samples CORPUS --sets samples,docx,scan --compare /tmp/before

It starts the command line and knows nothing of the code's modules: they may have other names on either side.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ABSENT = "(absent)"
NOT_READ = {".json", ".jsonl", ".md", ".py", ".yaml", ".txt", ".pyc"}
"""Endings of what lies beside forms and is none: answers, notes, programs."""


def sets_of(folder: Path) -> dict[str, list[Path]]:
    """The files of each set of a folder, as paths below that folder."""
    sets: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        below = path.relative_to(folder)
        if path.is_file() and path.suffix.lower() not in NOT_READ:
            name = below.parts[0] if len(below.parts) > 1 else folder.resolve().name
            sets.setdefault(name, []).append(below)
    return sets


def read(command: Sequence[str], folder: Path, files: Sequence[Path], options: Sequence[str]) -> dict[Path, Any]:
    """What came of each file: its records, or what was said of it and what it shows. Paths are told below `folder`."""
    call = [*command, "extract", "-q", *options, *map(str, files)]
    run = subprocess.run(call, cwd=folder, capture_output=True, text=True, check=False)
    out: dict[Path, Any] = {}
    for line in run.stdout.splitlines():
        record = json.loads(line)
        out.setdefault(Path(record["files"][0]["path"]), []).append(record)
    said = run.stderr.splitlines()
    for file in files:
        if file not in out:
            dumped = subprocess.run(
                [*command, "dump", str(file)], cwd=folder, capture_output=True, text=True, check=False
            )
            shows = json.loads(dumped.stdout) if dumped.stdout.startswith(("{", "[")) else dumped.stdout
            out[file] = {
                "said": [line for line in said if str(file) in line],
                "dump": shows,
                "dump said": dumped.stderr.splitlines(),
            }
    return out


def differences(before: Any, after: Any, at: str = "") -> Iterator[str]:
    """Each value that two JSON values do not share, with the way to it."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted({*before, *after}):
            yield from differences(before.get(key, ABSENT), after.get(key, ABSENT), f"{at}.{key}")
    elif isinstance(before, list) and isinstance(after, list):
        for i in range(max(len(before), len(after))):
            old, new = before[i] if i < len(before) else ABSENT, after[i] if i < len(after) else ABSENT
            yield from differences(old, new, f"{at}[{_name(old if old != ABSENT else new, i)}]")
    elif type(before) is not type(after) or before != after:
        yield f"{at}: {_short(before)} → {_short(after)}"


def _name(value: Any, i: int) -> str:
    """The place of a value in a list, with the indicator where it is an observation."""
    named = isinstance(value, dict) and value.get("indicator")
    return f"{i} {named}" if named else str(i)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else f"{text[:117]}…"


def compared(written: Sequence[Path], out: Path, before: Path, at_most: int) -> int:
    """Prints what differs from the earlier run; the number of files that do."""
    changed = 0
    for path in written:
        old = before / path.relative_to(out)
        if not old.exists():
            print(f"{path.relative_to(out)}: not in {before}")
            changed += 1
        elif old.read_bytes() != path.read_bytes():
            changed += 1
            found = list(differences(json.loads(old.read_text("utf-8")), json.loads(path.read_text("utf-8"))))
            print(f"{path.relative_to(out)}: {len(found)} differences")
            for line in found[:at_most]:
                print(f"    {line}")
    return changed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--sets", default="", help="only these, parted by commas")
    parser.add_argument("--cmd", default=str(ROOT / ".venv" / "bin" / "formextract"))
    parser.add_argument("--compare", type=Path, metavar="BEFORE")
    parser.add_argument("--show", type=int, default=12, metavar="N", help="differences of a file that are printed")
    parser.add_argument("--options", default="--timeout 600", help="passed to extract")
    args = parser.parse_args()
    chosen = {s for s in args.sets.split(",") if s}
    written: list[Path] = []
    for folder in args.folders:
        for name, files in sets_of(folder).items():
            if chosen and name not in chosen:
                continue
            began = time.perf_counter()
            for file, what in read(shlex.split(args.cmd), folder, files, shlex.split(args.options)).items():
                inner = file if len(file.parts) > 1 else Path(name) / file
                path = args.out / inner.with_name(f"{inner.name}.json")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(json.dumps(what, ensure_ascii=False, sort_keys=True, indent=0), "utf-8")
                written.append(path)
            print(f"{name}: {len(files)} files, {time.perf_counter() - began:.0f} s", flush=True)
    if not written:
        print(f"no such set: {args.sets}", file=sys.stderr)
        return 2
    if args.compare is None:
        return 0
    changed = compared(written, args.out, args.compare, args.show)
    print(f"{len(written)} files compared with {args.compare}, {changed} differ")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
