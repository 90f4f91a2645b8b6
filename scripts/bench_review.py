#!/usr/bin/env python3
"""How fast the reviewers' page answers with 500 submissions: `scripts/bench_review.py [--count N] [--keep DIR]`.

The store is made from the project's samples, each record under names and figures of its own. The server is the real
one, asked over HTTP; of 20 answers after one that is not counted each line tells the median of the time waited and
the processor time that the server took for one, by which the limits are judged: other programs do not change it. Exit
status 1 where a limit is missed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from decimal import Decimal
from http import HTTPStatus
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from formextract import Record, extract
from formextract.pipeline import checked
from formextract.store import Outcome, digest, open_store

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
FORMS = ("national-drawn.pdf", "national.docx", "dirty.docx", "national-sheets.xlsx", "variant.docx")
ROUNDS = 20
FIRST_PAGE = 2000.0
"""Milliseconds of processor time until a person sees a page, with a line of progress where notes are still made."""
LIMITS = {"list": 50.0, "submission": 60.0, "table": 150.0}  # milliseconds of processor time; what is promised


def build(where: Path, count: int) -> None:
    """A store of `count` submissions, one file each; every seventh contradicts itself."""
    originals = [SAMPLES / name for name in FORMS]
    read = [(path, extract(path)[0]) for path in originals]
    odd = [(path, checked(contradicting(record))) for path, record in read]
    with open_store(where) as store:
        for path in originals:
            store.keep(digest(path)[0], path)
        for n in range(count):
            path, record = (odd if n % 7 == 3 else read)[n % len(read)]
            # The first of each form keeps its own bytes, so that its pages can be drawn.
            sha = digest(path)[0] if n < len(read) else hashlib.sha256(f"{n}".encode()).hexdigest()
            shown = f"disc/{n:03}/{path.name}"
            files = tuple(replace(f, path=shown, sha256=sha) for f in record.files)
            made = replace(record, id=f"{n:024}", cluster=f"{record.cluster}{n}", files=files)
            store.begin(sha, 1, shown, path.suffix[1:])
            store.finish(sha, Outcome("read", [made]), "bench")


def contradicting(record: Record) -> Record:
    """The record with growth rates that its own figures contradict."""
    values = tuple(
        replace(o, value=o.value + Decimal(5), confidence=0.95)
        if o.indicator == "fdi_growth" and isinstance(o.value, Decimal)
        else o
        for o in record.values
    )
    return replace(record, values=values, findings=())


def served(where: Path) -> tuple[subprocess.Popen[str], str, str]:
    """The server's process, its address and its token."""
    command = [sys.executable, "-m", "formextract", "review", "--store", str(where), "--no-open"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        found = re.search(r"(http://\S+)/\?token=(\S+)", line)
        if found:
            return process, found[1], found[2]
    raise SystemExit("the server did not start")


def first_page(process: subprocess.Popen[str], base: str, token: str, began: float) -> bool:
    """Whether a person saw a page in time; says when, and when all notes were made."""
    person = Request(base + "/", headers={"authorization": f"Bearer {token}", "accept": "text/html"})
    try:
        with urlopen(person) as answer:
            told = f"the list ({len(answer.read()) / 1000:.0f} kB)"
    except HTTPError as e:
        if e.code != HTTPStatus.SERVICE_UNAVAILABLE:
            raise
        told = "how far the notes are"
    taken = spent(process)
    waited = time.perf_counter() - began
    over = taken > FIRST_PAGE
    limit = f"limit {FIRST_PAGE / 1000:.0f} s{', MISSED' if over else ''}"
    print(f"first page, {told}: {waited:.1f} s, processor {taken / 1000:.1f} s  ({limit})")
    with urlopen(Request(base + "/", headers={"authorization": f"Bearer {token}"})):
        print(f"all notes made: {time.perf_counter() - began:.1f} s, processor {spent(process) / 1000:.1f} s")
    return not over


def spent(process: subprocess.Popen[str]) -> float:
    """The milliseconds of processor time that a process has taken so far."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def milliseconds(process: subprocess.Popen[str], base: str, token: str, path: str) -> tuple[float, float, int]:
    """The median of the time waited, the server's processor time for an answer, and its size."""
    request = Request(base + path, headers={"authorization": f"Bearer {token}"})
    times, size, before = [], 0, 0.0
    for n in range(ROUNDS + 1):
        if n == 1:
            before = spent(process)
        start = time.perf_counter()
        with urlopen(request) as answer:
            size = len(answer.read())
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[1:]), (spent(process) - before) / ROUNDS, size


def main() -> int:
    """Builds, asks and tells; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--keep", help="keep the store in this folder, and use it where it is there already")
    arguments = parser.parse_args()
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        where = Path(arguments.keep) if arguments.keep else Path(folder) / "store"
        if not where.exists():
            start = time.perf_counter()
            build(where, arguments.count)
            print(f"built {arguments.count} submissions in {time.perf_counter() - start:.1f} s")
        start = time.perf_counter()
        process, base, token = served(where)
        try:
            missed |= not first_page(process, base, token, start)
            pages = [("list", "list", "/"), ("queue", "list", "/queue"), ("list, API", "list", "/api/submissions")]
            pages += [("table", "table", "/table"), ("table, ranked", "table", "/table?rank=gross_output%7C0&beside=1")]
            pages += [(f"submission, {FORMS[n]}", "submission", f"/submissions/{n:024}") for n in range(len(FORMS))]
            pages += [("picture of a page, kept", "submission", f"/api/records/{0:024}/files/0/pages/4?width=1100")]
            for name, kind, path in pages:
                median, taken, size = milliseconds(process, base, token, path)
                over = taken > LIMITS[kind]
                missed |= over
                limit = f"limit {LIMITS[kind]:.0f} ms{', MISSED' if over else ''}"
                print(f"{name:36} {median:7.1f} ms, processor {taken:6.1f} ms {size / 1000:8.1f} kB  ({limit})")
        finally:
            process.terminate()
            process.wait(20)
        start = time.perf_counter()
        process, base, token = served(where)
        missed |= not first_page(process, base, token, start)
        process.terminate()
        process.wait(20)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
