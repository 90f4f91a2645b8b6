"""What a report of many submissions takes: seconds, peak memory, bytes. Samples with slips, under invented names.

python scripts/bench_report.py [--submissions 500]
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "reports")]

from planted_forms import SAMPLES, planted  # noqa: E402

from formextract import Record, extract  # noqa: E402
from formextract.loading import regroup  # noqa: E402
from formextract.pipeline import checked  # noqa: E402
from formextract.reports import write_report  # noqa: E402
from formextract.store import Outcome, Store, digest, open_store  # noqa: E402

SLIPS = {"6156.40": "6516.40", "2.68": "12.68", "4.48": "44.80"}
PLACES = "潇浔沅郧枫汀绛蓼涢澧浠漳澴沮漯汾泸涪淦濉"


def main() -> None:
    """Makes the store, writes the report, tells what it took."""
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("--submissions", type=int, default=500)
    n = args.parse_args().submissions
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_store(folder / "store") as store:
            fill(store, folder, n)
            begin = time.perf_counter()
            done = write_report(store, folder / "report", now=datetime.now().astimezone())
            seconds = time.perf_counter() - begin
        sizes = [p.stat().st_size for p in (folder / "report").rglob("*") if p.is_file()]
        pages = [p.stat().st_size for p in (folder / "report" / "submissions").iterdir()]
        index = done.index.stat().st_size
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{done.submissions} submissions, {sum(done.findings.values())} findings, {done.letters} letters")
    print(f"{seconds:.1f} s, {1000 * seconds / max(1, n):.0f} ms a submission; peak memory {peak:.0f} MB")
    print(
        f"{sum(sizes) / 1e6:.1f} MB in {len(sizes)} files; a page {sum(pages) / len(pages) / 1e3:.0f} kB on average,"
        f" {max(pages) / 1e3:.0f} kB at most; the index {index / 1e3:.0f} kB"
    )


def fill(store: Store, folder: Path, n: int) -> None:
    """So many submissions, in turn from Word with slips and from PDF with an altered figure."""
    word = planted(SAMPLES / "national.docx", folder / "form.docx", SLIPS)
    [of_word] = extract(word)
    [of_pdf] = extract(SAMPLES / "national-drawn.pdf", check=False)
    altered = (replace(o, value=o.value * 2) if o.key == "fdi@2022" else o for o in of_pdf.values)
    of_pdf = checked(replace(of_pdf, values=tuple(altered)))
    for i in range(n):
        source, record = ((word, of_word), (SAMPLES / "national-drawn.pdf", of_pdf))[i % 2]
        take_in(store, other_copy(source, folder / f"{i}{source.suffix}", i), record, cluster(i))
    regroup(store, "1")


def cluster(i: int) -> str:
    """A name unlike any other."""
    letters = "".join(PLACES[i // len(PLACES) ** k % len(PLACES)] for k in range(3))
    return f"湖北省{letters}县轴承产业集群"


def other_copy(source: Path, target: Path, i: int) -> Path:
    """A file of the same content and other bytes."""
    target.write_bytes(source.read_bytes())
    if source.suffix == ".docx":
        with zipfile.ZipFile(target, "a") as package:
            package.comment = str(i).encode()
    else:
        with target.open("ab") as f:
            f.write(f"\n%{i}\n".encode())
    return target


def take_in(store: Store, path: Path, record: Record, name: str) -> None:
    """The record as if it had been read from this file."""
    sha256, size = digest(path)
    store.keep(sha256, path)
    store.begin(sha256, size, f"{name}/申报表{path.suffix}", path.suffix.lstrip("."))
    files = (replace(record.files[0], path=f"{name}/申报表{path.suffix}", sha256=sha256),)
    values = tuple(replace(o, value=name) if o.indicator == "cluster_name" else o for o in record.values)
    own = replace(record, id=sha256[:24], cluster=name, files=files, values=values)
    store.finish(sha256, Outcome("read", [own]), "1")
    path.unlink()


if __name__ == "__main__":
    main()
