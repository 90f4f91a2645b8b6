"""Processor seconds a scanned page, from the PDF to the record, beside RapidOCR's own default call on the full page.

    scripts/bench_ocr.py [PDF] [--wears clean,worn] [--pages 6] [--rounds 3]

PDF is a digital form (default: the committed sample), worn here at 200 dpi and written as a scan. Ours is the whole of
`extract`: opening and drawing the pages, straightening, grids, both looks, matching, checks. Theirs is RapidOCR on ONNX
Runtime given the pages' pictures. One thread each, in turn in one process; medians of the rounds. Processor time is
told beside the clock's, since it hardly changes where other programs run.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # as loading does for its workers, before NumPy is there
    os.environ.setdefault(_name, "1")

import pymupdf  # noqa: E402

from formextract.ocr.runtime import runtime  # noqa: E402
from formextract.pipeline import extract  # noqa: E402
from samples.degrade import WEARS, pages_of, save_pdf  # noqa: E402

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "national-office.pdf"
DPI = 200
CLEAN, NOISY = 0.20, 0.33
"""The share of RapidOCR's time that ours may take, on pages that are clean and on others."""


def scan(path: Path, wear: str, count: int, out: Path) -> None:
    """The cover, by which the form is known, and the first pages of its tables, as a scan."""
    worn = replace(WEARS[wear], dpi=(DPI,))
    rng = Random(wear)
    with pymupdf.open(path) as pdf:
        save_pdf(pages_of([pdf[0], *list(pdf)[2 : 1 + count]], worn, rng), worn, rng, out)


def pictures(path: Path) -> list[object]:
    """The pages as arrays (BGR), for RapidOCR."""
    import numpy as np

    out = []
    with pymupdf.open(path) as pdf:
        for page in pdf:
            pixmap = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csRGB, alpha=False)
            shape = (pixmap.height, pixmap.width, 3)
            out.append(np.ascontiguousarray(np.frombuffer(pixmap.samples, np.uint8).reshape(shape)[:, :, ::-1]))
    return out


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Processor seconds and seconds by the clock."""
    clock, cpu = time.perf_counter(), time.process_time()
    call()
    return time.process_time() - cpu, time.perf_counter() - clock


def peak_memory(path: Path) -> float:
    """GB that one process holds at most which does nothing but read the scan."""
    code = (
        "import re, sys; from formextract.pipeline import extract; extract(sys.argv[1]);"
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read()).group(1)) / 1e6)"
    )  # not ru_maxrss, which a process takes over from the one that started it
    found = subprocess.run([sys.executable, "-c", code, path], check=True, capture_output=True, text=True)
    return float(found.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pdf", type=Path, nargs="?", default=SAMPLE)
    parser.add_argument("--wears", default="clean,worn")
    parser.add_argument("--pages", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    from rapidocr import RapidOCR

    rapid = RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 1, "Global.log_level": "error"})
    print(f"ours on {runtime()}; processor seconds a page, median of {given.rounds} rounds (by the clock in brackets)")
    print(f"{'wear':10} {'ours':>14} {'RapidOCR':>14} {'ratio':>7} {'at most':>8} {'memory of one worker':>21}")
    slow = False
    with tempfile.TemporaryDirectory() as folder:
        for wear in given.wears.split(","):
            path = Path(folder) / f"{wear}.pdf"
            scan(given.pdf, wear, given.pages, path)
            pages = pictures(path)
            extract(path)  # loads the nets and the templates
            rapid(pages[0])
            ours, theirs = [], []
            for _ in range(given.rounds):
                ours.append(timed(lambda: extract(path)))  # noqa: B023 - called at once
                theirs.append(timed(lambda: [rapid(p) for p in pages]))  # noqa: B023
            mine, other = (
                tuple(statistics.median(t[k] for t in times) / len(pages) for k in (0, 1)) for times in (ours, theirs)
            )
            bar = CLEAN if wear == "clean" else NOISY
            slow = slow or mine[0] > bar * other[0]
            print(
                f"{wear:10} {mine[0]:6.2f} ({mine[1]:5.2f}) {other[0]:6.2f} ({other[1]:5.2f}) {mine[0] / other[0]:7.3f}"
                f" {bar:8.2f} {peak_memory(path):18.2f} GB"
            )
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
