"""Seconds a scanned page, the whole pipeline, beside RapidOCR's own default call on the full page, one thread each.

    scripts/bench_ocr.py [PDF] [--wears clean,worn] [--pages 6] [--rounds 3]

PDF is a digital form (default: the committed sample), worn here at 200 dpi. Both sides run in turn in one process,
medians are shown; matching, values and record are in ours.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pymupdf
from numpy.typing import NDArray

from formextract.layout.align import aligned
from formextract.layout.join import join_pages
from formextract.model import Document, SourceFile
from formextract.ocr import default_engine
from formextract.pipeline import records
from formextract.readers.pagereading import sureness_of
from formextract.readers.scanpage import read_picture
from samples.degrade import WEARS, worn

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "national-office.pdf"
DPI = 200
Picture = NDArray[np.uint8]


def pictures(path: Path, wear: str, count: int) -> list[Picture]:
    """The cover, by which the form is known, and the first pages of its tables, worn."""
    rng = Random(wear)
    out = []
    with pymupdf.open(path) as pdf:
        for page in [pdf[0], *list(pdf)[2 : 1 + count]]:
            pixmap = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csRGB, alpha=False)
            shape = (pixmap.height, pixmap.width, 3)
            picture = np.ascontiguousarray(np.frombuffer(pixmap.samples, np.uint8).reshape(shape)[:, :, ::-1])
            out.append(worn(picture, replace(WEARS[wear], dpi=(DPI,)), rng))
    return out


def ours(pages: list[Picture]) -> list[float]:
    """Seconds of each page, and of matching all of them, shared out."""
    engine = default_engine()
    seconds, readings = [], []
    for number, picture in enumerate(pages, 1):
        began = time.perf_counter()
        readings.append(read_picture(picture, number, engine, 72 / DPI))
        seconds.append(time.perf_counter() - began)
    began = time.perf_counter()
    sureness = sureness_of(readings)
    blocks = join_pages(aligned([r.blocks for r in readings], sureness))
    source = SourceFile("bench.pdf", "0" * 64, "pdf-scan", 1)
    records(Document(source, "scan", tuple(blocks), len(pages), sureness=sureness))
    rest = (time.perf_counter() - began) / len(pages)
    return [s + rest for s in seconds]


def theirs(engine: object, pages: list[Picture]) -> list[float]:
    seconds = []
    for picture in pages:
        began = time.perf_counter()
        engine(picture)  # type: ignore[operator]
        seconds.append(time.perf_counter() - began)
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pdf", type=Path, nargs="?", default=SAMPLE)
    parser.add_argument("--wears", default="clean,worn")
    parser.add_argument("--pages", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    from rapidocr import RapidOCR

    rapid = RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 1, "Global.log_level": "error"})
    print(f"{'wear':10} {'ours s/page':>12} {'RapidOCR s/page':>16} {'ratio':>7}   (median of {given.rounds} rounds)")
    for wear in given.wears.split(","):
        pages = pictures(given.pdf, wear, given.pages)
        ours(pages)  # loads the nets and the templates
        theirs(rapid, pages[:1])
        a, b = [], []
        for _ in range(given.rounds):
            a.append(statistics.mean(ours(pages)))
            b.append(statistics.mean(theirs(rapid, pages)))
        mine, other = statistics.median(a), statistics.median(b)
        print(f"{wear:10} {mine:12.2f} {other:16.2f} {mine / other:7.2f}")
    print(f"memory, both engines loaded: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()
