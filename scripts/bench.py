"""Milliseconds a page on digital PDF: ours beside the raw parse and pdfplumber's tables, in turn, in one run; a form in
Word beside python-docx that visits its cells, one in Excel beside openpyxl that only loads it.

    scripts/bench [FORM ...] [--rounds N]

Ours is `formextract.extract(form, check=False)`: parse, grids, label matching, values, record (file digest included);
what the checks add is in a column of its own (milliseconds a form). The raw parse is PyMuPDF's words and vector rules;
pdfplumber is `extract_tables` alone. Medians of processor time, of rounds taken in turn, since the machine may be
shared; the ratios are what counts. The bars: ours at most 2.5 times the raw parse, and at least 10 times faster than
pdfplumber's tables; a form in Word at most what python-docx takes, one in Excel at most a third of openpyxl's loading.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pdfplumber
import pymupdf

import formextract
from formextract.pipeline import checked

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
MOST_TIMES_RAW = 2.5
LEAST_TIMES_FASTER = 10.0
MOST_TIMES_PEER = {".docx": 1.0, ".xlsx": 1 / 3}
OFFICE = ("national.docx", "national-sheets.xlsx")


def raw(path: Path) -> int:
    """Pages, after PyMuPDF's words and vector rules of each."""
    with pymupdf.open(path) as pdf:
        for page in pdf:
            page.get_text("words")
            page.get_cdrawings()
        return int(pdf.page_count)


def ours(path: Path) -> int:
    """Pages, after the whole way to the record."""
    return formextract.extract(path, check=False)[0].files[0].pages


def plumber(path: Path) -> int:
    """Pages, after pdfplumber's tables of each."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_tables()
        return len(pdf.pages)


def office(path: Path) -> int:
    """1, after what others take for a form in Word or Excel: its cells visited, its workbook loaded."""
    if path.suffix == ".docx":
        for table in docx.Document(str(path)).tables:
            for row in table.rows:
                for cell in row.cells:
                    _ = cell.text
    else:
        openpyxl.load_workbook(path)
    return 1


def whole(path: Path) -> int:
    """1, after the whole way to the record."""
    formextract.extract(path, check=False)
    return 1


def beside_office(path: Path, rounds: int) -> bool:
    """Prints a form in Word or Excel beside its peer; whether its bar is kept."""
    whole(path)
    times = [(timed(whole, path), timed(office, path)) for _ in range(rounds)]
    mine, peer = (statistics.median(column) for column in zip(*times, strict=True))
    most = MOST_TIMES_PEER[path.suffix]
    print(f"{path.name[:34]:34} {mine:8.2f} {peer:8.2f} {mine / peer:9.2f} of at most {most:.2f}")
    return mine <= most * peer


def timed(run: Callable[[Path], int], path: Path) -> float:
    """Milliseconds a page."""
    start = time.process_time()
    pages = run(path)
    return (time.process_time() - start) * 1000 / pages


def main() -> int:
    """0 where every form keeps both bars, else 1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "forms", nargs="*", type=Path, default=[*sorted(SAMPLES.glob("*.pdf")), *(SAMPLES / name for name in OFFICE)]
    )
    parser.add_argument("--rounds", type=int, default=15)
    args = parser.parse_args()
    kept = True
    print(f"milliseconds a page (checks: a form), medians of {args.rounds}")
    print(f"{'form':34} {'raw':>8} {'ours':>8} {'plumber':>8} {'ours/raw':>9} {'plumber/ours':>13} {'checks':>9}")
    for path in (p for p in args.forms if p.suffix == ".pdf"):
        record = formextract.extract(path)[0]  # templates are loaded once a process
        checking = []
        for _ in range(args.rounds):
            start = time.process_time()
            checked(record)
            checking.append((time.process_time() - start) * 1000)
        times: dict[str, list[float]] = {"raw": [], "ours": [], "plumber": []}
        for i in range(args.rounds):
            times["raw"].append(timed(raw, path))
            times["ours"].append(timed(ours, path))
            if i < max(3, args.rounds // 4):  # twenty times slower: fewer rounds say as much
                times["plumber"].append(timed(plumber, path))
        a, b, c = (statistics.median(times[k]) for k in ("raw", "ours", "plumber"))
        kept &= b <= MOST_TIMES_RAW * a and c >= LEAST_TIMES_FASTER * b
        figures = f"{a:8.2f} {b:8.2f} {c:8.2f} {b / a:9.2f} {c / b:13.1f} {statistics.median(checking):9.1f}"
        print(f"{path.name[:34]:34} {figures}")
    print(f"milliseconds a form, medians of {args.rounds}\n{'form':34} {'ours':>8} {'peer':>8} {'ours/peer':>9}")
    for path in (p for p in args.forms if p.suffix != ".pdf"):
        kept &= beside_office(path, args.rounds)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
