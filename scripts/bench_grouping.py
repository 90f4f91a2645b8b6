#!/usr/bin/env python3
"""Memory and time of grouping a store of many files: `bench_grouping.py [FILES]`, 20,000 by default.

The store is made without reading anything: a form and nine pieces of evidence a submission, each with the beginning of
its text and a list, as readers give them. It is grouped in this process, then once more with one submission more.
Seconds are the processor's.
"""

import hashlib
import resource
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from formextract.loading import regroup
from formextract.model import FileRef, Observation, Record, Source
from formextract.model.submission import Exhibit, Listing
from formextract.store import Met, Outcome, open_store

EVIDENCE = 9
BATCH = 32
TEXT = "附件材料，共有发明专利若干项，详见下列清单。" * 40


def form(cluster, path, sha256):
    figure = Observation(
        indicator="gross_output", label="集群总产值", period="2023", dims={}, value=Decimal("12.5"), unit="亿元",
        precision=1, raw="12.5", status="reported", confidence=1.0, source=Source(0, 4, None, None, "docx"),
    )  # fmt: skip
    files = (FileRef(path, sha256, "docx", "application", 24),)
    name = "sme-cluster/application@2024"
    return Record(sha256[:16], "sme-cluster", "application", name, cluster, files, (figure,))


def fill(store, n_files, start=0):
    listing = Listing("有效发明专利清单", ("序号", "专利名称", "专利号"), 30)
    for first in range(start, n_files, BATCH):
        met, outcomes = [], []
        for i in range(first, min(first + BATCH, n_files)):
            number, part = divmod(i, EVIDENCE + 1)
            cluster = f"第{number}县特色产品集群"
            path = f"光盘/{cluster}/{'申报表' if part == 0 else f'附件{part}'}.docx"
            sha256 = hashlib.sha256(path.encode()).hexdigest()
            met.append(Met(path, sha256, 1000, "docx", begin=True))
            if part == 0:
                outcome = Outcome("read", [form(cluster, path, sha256)], format="docx")
            else:
                outcome = Outcome("other", exhibit=Exhibit("docx", 3, TEXT, (listing,)), format="docx")
            outcomes.append((sha256, outcome))
        store.meet(met)
        store.finish_all(outcomes, "1")


def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main():
    n_files = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "store") as store:
        start = time.process_time()
        fill(store, n_files)
        filled, before = time.process_time() - start, peak_mb()
        start = time.process_time()
        regroup(store, "1")
        seconds = time.process_time() - start
        print(f"{n_files} files, {store.groups.count()} submissions: stored in {filled:.0f} s, ", end="")
        print(f"grouped in {seconds:.1f} s, {seconds / n_files * 1000:.2f} ms a file")
        grown = peak_mb() - before
        print(
            f"peak {before:.0f} MB before grouping, {grown:.0f} MB more after: {grown * 1024 / n_files:.1f} kB a file"
        )
        fill(store, n_files + EVIDENCE + 1, n_files)
        start = time.process_time()
        regroup(store, "1")
        print(f"one more submission: grouped in {time.process_time() - start:.1f} s")


if __name__ == "__main__":
    main()
