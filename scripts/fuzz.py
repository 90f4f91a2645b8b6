#!/usr/bin/env python3
"""Damaged copies of the samples, loaded as a disc: `scripts/fuzz [--seed N] [--count N] [--keep DIR]`.

Each file is a sample with one or a few mutations: bytes of it, or of a part of its package. Of each load is asked: exit
status 0 or 1, no traceback, each file accounted for once, nothing written outside the store and the temporary folder,
nothing left in that, and no process left. What was told as 意外错误 is listed: damage that has no line of its own yet.
Exit status 1 where anything of this does not hold; `--strict` also where there is a 意外错误.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import warnings
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
PATTERNS = ("*.docx", "*.xlsx", "*.pdf", "tutorial/*.docx", "drafting/*.docx", "formats/*")
LARGEST = 400_000
SLOW = frozenset({".doc", ".jpg", ".png", ".heic", ".tif"})
"""Endings of what takes seconds to read: four of five mutants that would be of one are of another sample."""
PACKED = 0.05
"""Share of mutants that lie in an archive, which is often mutated too."""
BATCH = 150
SECONDS = 20
UNEXPECTED = "意外错误"


@dataclass
class Report:
    """What the loads came to. `broken` are the promises that were not kept."""

    fates: Counter[str] = field(default_factory=Counter)
    unexpected: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    seconds: float = 0.0


def main() -> int:
    """Loads the mutants and prints what came of them; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--keep", type=Path, help="where the mutants are left")
    parser.add_argument("--strict", action="store_true")
    args = parser.parse_args()
    report = fuzz(args.seed, args.count, args.keep)
    print(f"seed {args.seed}: {args.count} mutants in {report.seconds:.0f} s; {dict(report.fates)}")
    for kind, n in report.unexpected.most_common():
        print(f"  {UNEXPECTED} {n} ×: {kind}    ({report.examples[kind]})")
    for what in report.broken:
        print(f"  BROKEN: {what}")
    return int(bool(report.broken) or (args.strict and bool(report.unexpected)))


def fuzz(seed: int, count: int, keep: Path | None = None) -> Report:
    """What came of so many mutants, loaded in batches."""
    report = Report()
    start = time.monotonic()
    for first in range(0, count, BATCH):
        with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
            folder = Path(name)
            disc = folder / "disc"
            disc.mkdir()
            for n in range(first, min(count, first + BATCH)):
                file, data = mutant(seed, n)
                (disc / file).write_bytes(data)
            _load(folder, report)
            if keep is not None:
                shutil.copytree(disc, keep, dirs_exist_ok=True)
    report.seconds = time.monotonic() - start
    return report


def _load(folder: Path, report: Report) -> None:
    for name in ("home", "temp", "here"):
        (folder / name).mkdir()
    mark = f"FUZZ_{folder.name}"
    env = os.environ | {"HOME": str(folder / "home"), "TMPDIR": str(folder / "temp"), mark: "1"}
    env |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT / "src")}
    command = [
        sys.executable,
        "-P",
        "-m",
        "formextract",
        "load",
        str(folder / "disc"),
        "--store",
        str(folder / "store"),
    ]
    command += ["--json-progress", "--timeout", str(SECONDS), "--memory", "3000"]
    done = subprocess.run(command, cwd=folder / "here", env=env, capture_output=True, text=True, check=False)
    files = sorted(str(p) for p in (folder / "disc").iterdir())
    told: list[str] = []
    for line in done.stderr.splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            report.broken.append(f"a line that is no event: {line[:200]}")
            continue
        if event["event"] == "file":
            told.append(event["path"])
            report.fates[event["fate"]] += 1
            if UNEXPECTED in event["reason"]:
                kind = re.sub(r"\d+", "N", event["reason"].partition("。")[0])[:160]
                report.unexpected[kind] += 1
                report.examples.setdefault(kind, Path(event["path"]).name)
    if done.returncode not in (0, 1):
        report.broken.append(f"exit status {done.returncode}")
    if "Traceback" in done.stderr:
        report.broken.append("a traceback")
    inside = [p for p in told if p not in files]  # what lies in an archive has the archive's path before it
    if sorted(p for p in told if p in files) != files or any(not p.startswith(tuple(files)) for p in inside):
        report.broken.append(f"{len(files)} files, {len(told)} accounted for")
    for name in ("home", "temp", "here"):
        left = sorted(p.name for p in (folder / name).iterdir())
        if left:
            report.broken.append(f"left in {name}: {left[:5]}")
    if (folder / "store" / "work").exists():
        report.broken.append("left in the store: work")
    for process in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark.encode() in process.read_bytes():
                report.broken.append(f"process {process.parent.name} is left")
        except OSError:
            continue


# -- mutants -----------------------------------------------------------------------------------------------------------


def mutant(seed: int, number: int) -> tuple[str, bytes]:
    """The name and the bytes of a mutant: the same for the same seed and number."""
    rng = random.Random(f"{seed}/{number}")
    found = [p for pattern in PATTERNS for p in sorted(SAMPLES.glob(pattern)) if p.stat().st_size <= LARGEST]
    path = rng.choice(found)
    if path.suffix in SLOW and rng.random() < 0.8:
        path = rng.choice([p for p in found if p.suffix not in SLOW])
    data = path.read_bytes()
    ending = path.suffix
    if zipfile.is_zipfile(io.BytesIO(data)) and rng.random() < 0.75:
        data = of_package(data, rng)
    else:
        for _ in range(rng.choice((1, 1, 2, 5))):
            data = of_bytes(data, rng)
    if rng.random() < 0.05:
        ending = rng.choice((".docx", ".xlsx", ".pdf", ".doc", ".xls", ".ofd", ".jpg", ".zip", ".html"))
    if rng.random() < PACKED:
        ending, data = packed(f"{number:05}{ending}", data, rng)
    return f"{number:05}{ending}", data


def packed(name: str, data: bytes, rng: random.Random) -> tuple[str, bytes]:
    """The ending and the bytes of an archive with a file in it twice, once in a folder: half of them mutated."""
    out, names, ending = io.BytesIO(), (name, f"申报/{name}"), rng.choice((".zip", ".tar", ".tar.gz"))
    if ending == ".zip":
        with zipfile.ZipFile(out, "w") as z:
            for n in names:
                z.writestr(zipfile.ZipInfo(n), data)
    else:
        with tarfile.open(fileobj=out, mode="w") as tar:
            for n in names:
                member = tarfile.TarInfo(n)
                member.size = len(data)
                tar.addfile(member, io.BytesIO(data))
    whole = out.getvalue() if ending != ".tar.gz" else gzip.compress(out.getvalue(), mtime=0)
    return ending, of_bytes(whole, rng) if rng.random() < 0.5 else whole


def of_bytes(data: bytes, rng: random.Random) -> bytes:
    """Bytes with one mutation."""
    if not data:
        return data
    at, length = rng.randrange(len(data)), rng.choice((1, 1, 4, 16, 256, 4096))
    what = rng.randrange(8)
    if what == 0:
        return data[:at]
    if what == 1:
        return data[:at] + bytes(rng.randrange(256) for _ in range(min(length, 64))) + data[at + min(length, 64) :]
    if what == 2:
        return data[:at] + b"\0" * length + data[at + length :]
    if what == 3:
        return data[:at] + data[at + length :]
    if what == 4:
        return data[:at] + data[at : at + length] * rng.choice((2, 3, 50)) + data[at + length :]
    if what == 5:
        other = rng.randrange(len(data))
        return data[:at] + data[other : other + length] + data[at + length :]
    if what == 6:
        numbers = list(re.finditer(rb"\d+", data))
        if numbers:
            m = rng.choice(numbers)
            wild = rng.choice((b"0", b"-1", b"99999999999", b"4294967296", b"1e400", b"0.0000001", b"NaN"))
            return data[: m.start()] + wild + data[m.end() :]
    return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]


def of_package(data: bytes, rng: random.Random) -> bytes:
    """A ZIP package in which one part is mutated, gone, twice there, called otherwise, or packed otherwise."""
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        parts = [(i.filename, z.read(i)) for i in z.infolist()]
    n = rng.randrange(len(parts))
    xml = [k for k, (name, _) in enumerate(parts) if name.endswith((".xml", ".rels"))]
    what = rng.randrange(10)
    packing = zipfile.ZIP_DEFLATED
    if what == 0:
        parts.pop(n)
    elif what == 1:
        parts.append(parts[n])
    elif what == 2:
        parts[n] = (rng.choice(("", "../x.xml", "word/" * 40 + "a", "\u4e2d\u6587.xml", "A" * 5000)), parts[n][1])
    elif what == 3:
        packing = rng.choice((zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_STORED))
    elif what == 4 and xml:
        k = rng.choice(xml)
        coding = rng.choice((b"utf-16", b"x-none", b"gb18030", b"utf-7", b"ebcdic-cp-us"))
        parts[k] = (parts[k][0], re.sub(rb'encoding="[^"]*"', b'encoding="' + coding + b'"', parts[k][1]))
    elif what == 5 and xml:
        k = rng.choice(xml)
        parts[k] = (parts[k][0], _retagged(parts[k][1], rng))
    else:
        k = rng.choice(xml) if xml and rng.random() < 0.7 else n
        parts[k] = (parts[k][0], of_bytes(parts[k][1], rng))
    out = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "w", packing) as z:  # a name may be there twice
        for name, body in parts:
            z.writestr(zipfile.ZipInfo(name or "x"), body, packing)
    return out.getvalue()


def _retagged(data: bytes, rng: random.Random) -> bytes:
    """XML in which one tag is gone, deep, or has a wild attribute."""
    tags = list(re.finditer(rb"<[^<>]{1,200}>", data))
    if not tags:
        return data
    m = rng.choice(tags)
    what = rng.randrange(3)
    if what == 0:
        return data[: m.start()] + data[m.end() :]
    if what == 1:
        return data[: m.start()] + m[0] * rng.choice((2, 300, 3000)) + data[m.end() :]
    wild = rng.choice((b'"-1"', b'"99999999"', b'""', b'"\xe4\xb8\x80"', b'"A1:XFD1048576"'))
    return data[: m.start()] + re.sub(rb'"[^"]*"', wild, m[0], count=1) + data[m.end() :]


if __name__ == "__main__":
    sys.exit(main())
