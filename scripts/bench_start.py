#!/usr/bin/env python3
"""What starting costs: `scripts/bench_start.py [--rounds N]`, processor seconds of whole commands, workers included.

Each command is run once to warm the disk and then N times, of which the least counts: what a busy machine adds is not
ours. Beside them stand a Python that does nothing, and what others take for the same file. Exit status 1 where a limit
is missed; a busy machine says so in the first line, by what `python -c pass` takes.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pymupdf

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
FORM = SAMPLES / "national.docx"
DISC = ("*.docx", "*.xlsx", "*.pdf", "tutorial/*.docx", "drafting/*.docx", "bad/*")
FILES = 42
OURS = (sys.executable, "-m", "formextract")
PEER = f"""
import docx
for table in docx.Document({str(FORM)!r}).tables:
    for row in table.rows:
        for cell in row.cells:
            cell.text
"""


def main() -> int:
    """Prints the times; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    missed = False
    with tempfile.TemporaryDirectory(prefix="bench-start-") as name:
        folder = Path(name)
        scan, disc, store = folder / "scan.png", folder / "disc", folder / "store"
        make_scan(scan)
        make_disc(disc)
        load = [*OURS, "load", str(disc), "--store", str(store), "-q"]
        rows: list[tuple[str, float | None, Callable[[], float]]] = [
            ("python -c pass", None, lambda: cpu([sys.executable, "-c", "pass"])),
            ("python-docx visits the cells of a form", None, lambda: cpu([sys.executable, "-c", PEER])),
            ("pdfplumber --help", None, lambda: cpu([sys.executable, "-m", "pdfplumber.cli", "--help"])),
            ("formextract --version", 0.3, lambda: cpu([*OURS, "--version"])),
            ("formextract --help", 0.3, lambda: cpu([*OURS, "--help"])),
            ("extract, a Word form", 1.2, lambda: cpu([*OURS, "extract", "-q", str(FORM)])),
            ("extract, a scanned page", 2.5, lambda: cpu([*OURS, "extract", "-q", str(scan)])),
            (f"load, the same {FILES} files again", 0.7, lambda: cpu(load)),
            ("review, until its page is there", 2.0, lambda: until_page(store)),
        ]
        for label, limit, measure in rows:
            measure()
            seconds = min(measure() for _ in range(rounds))
            late = limit is not None and seconds > limit
            missed |= late
            told = "" if limit is None else f"  at most {limit}" + ("  MISSED" if late else "")
            print(f"{label:42} {seconds:6.2f} s{told}", flush=True)
    return int(missed)


def cpu(command: list[str]) -> float:
    """The processor seconds of a command and of all that it started."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def until_page(store: Path) -> float:
    """The processor seconds of the reviewers' page from its start until its first page was given."""
    command = [*OURS, "review", "--store", str(store), "--no-open"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as server:
        assert server.stderr is not None
        try:
            address = next(m[0] for line in server.stderr if (m := re.search(r"http://\S+", line)))
            for _ in range(200):
                try:
                    urllib.request.urlopen(address, timeout=10).read()
                    break
                except OSError:
                    time.sleep(0.05)
            fields = Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()
        finally:
            server.terminate()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def make_scan(path: Path) -> None:
    """The first page of a printed form as a picture of 200 dots an inch."""
    with pymupdf.open(SAMPLES / "national-drawn.pdf") as pdf:
        pdf[0].get_pixmap(dpi=200).save(path)


def make_disc(folder: Path) -> None:
    """A folder of FILES files: the samples, and copies of Word forms under other names and with other bytes."""
    folder.mkdir()
    found = [p for pattern in DISC for p in sorted(SAMPLES.glob(pattern)) if p.is_file()]
    for n in range(FILES):
        path = found[n % len(found)]
        target = folder / f"{n:02} {path.name}"
        shutil.copyfile(path, target)
        if n >= len(found):
            with target.open("ab") as f:  # behind the end of a ZIP or a PDF nobody reads
                f.write(b"\n" * n)


if __name__ == "__main__":
    sys.exit(main())
