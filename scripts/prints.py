"""How much is read of forms printed with other borders, clean and worn, as digital PDF and as scan.

    scripts/prints.py OUT [--forms national,…] [--prints dashed,open,…] [--wears digital,clean,worn,…] [--misses]

The Word samples are printed by LibreOffice with each border of `samples/borders.py`, drawn at 200 dpi and worn by
`samples/degrade.py`; `digital` is the PDF itself, `dirty-NAME` a wear of the second maker (`samples/augraphed.py`; its
Python is named by `--augraphy`), `pen-NAME` the form printed with empty boxes that a pen of `samples/pens.py` ticked.
OUT keeps what was made, so that a second call is quick.
A row is a form, print and wear: values that are exact, that are exact and sure, that are `missing` or `blank` and sure
though they stand on the paper, and that are wrong and sure.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pymupdf

from accuracy import record_for
from formextract import FormextractError, extract, record_to_dict
from samples.borders import PRINTS, printed_with
from samples.compare import SURE, judge
from samples.degrade import WEARS, worn
from samples.office import to_pdf
from samples.pens import ticked_pages
from samples.second_maker import DIRTY, dirtied

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
FORMS = ("national", "variant", "hubei-characteristic", "controls-2025", "summary-word")
DPI = 200
PEN = "pen-"


@dataclass
class Score:
    """What became of the values of a form."""

    total: int = 0
    exact: int = 0
    sure: int = 0
    absent: int = 0
    silent: int = 0


def made(form: str, style: str, out: Path) -> Path:
    """The form's digital print."""
    return out / f"{form}~{style}.pdf"


def make_prints(forms: list[str], styles: list[str], out: Path) -> None:
    """Prints what is not there yet, all in one call."""
    todo = []
    for form in forms:
        for style in styles:
            if not made(form, style, out).exists():
                word = out / f"{form}~{style}.docx"
                printed_with(SAMPLES / f"{form}.docx", word, PRINTS[style])
                todo.append(word)
    to_pdf(todo, out)


def make_scan(source: Path, wear: str, out: Path, augraphy: str | None) -> Path:
    """The print as it comes out of a scanner, grey JPEG pages in a PDF."""
    target = out / f"{source.stem}~{wear}.pdf"
    if wear == "digital":
        return source
    if target.exists():
        return target
    rng = Random(f"1/{source.stem}/{wear}")
    pages: list[np.ndarray] = []
    with pymupdf.open(source) as pdf:
        for page in pdf:
            pixmap = page.get_pixmap(dpi=DPI, alpha=False)
            pages.append(np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)[:, :, ::-1])
    if wear.startswith(PEN):
        pages = ticked_pages(source.with_suffix(".docx"), out, wear.removeprefix(PEN), rng, dpi=DPI)
    elif wear.startswith(DIRTY):
        pages = dirtied(pages, wear.removeprefix(DIRTY), f"{target.stem}.pages", augraphy or sys.executable)
    elif wear != "plain":
        pages = [worn(np.ascontiguousarray(p), WEARS[wear], rng) for p in pages]
    scan = pymupdf.open()
    for picture in pages:
        grey = picture if picture.ndim == 2 else cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_BGR2GRAY)
        data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes()
        h, w = grey.shape
        page = scan.new_page(width=w / DPI * 72, height=h / DPI * 72)
        page.insert_image(page.rect, stream=data)
    scan.save(target)
    return target


def read(path: Path) -> list[dict]:
    """The records of a file as JSON; none where it is no known form."""
    try:
        return [record_to_dict(r) for r in extract(path)]
    except FormextractError:
        return []


def scored(form: str, path: Path, *, misses: bool) -> tuple[Score, list[str]]:
    """The score of one file, and a line for each value that is not exact or not sure."""
    gold = [json.loads(x) for x in (SAMPLES / f"{form}.expected.json").read_text("utf-8").splitlines()]
    ours = read(path)
    score, lines = Score(), []
    for want in gold:
        of = record_for(want, ours)
        for v in judge(want["observations"], of.get("values", []), scanned=path.stem.count("~") > 1):
            if v.gold is None:  # a field that the sample's record does not hold
                continue
            stands = v.gold["status"] in ("reported", "none")
            got = v.ours or {"status": "missing", "confidence": 0.0, "value": None}
            sure = got.get("confidence", 1.0) >= SURE
            score.total += 1
            score.exact += v.exact
            score.sure += v.exact and sure
            score.absent += stands and sure and got["status"] in ("missing", "blank")
            score.silent += v.silent
            if misses and not (v.exact and sure):
                lines.append(
                    f"    {v.key} {v.gold['value']!r} → {got['value']!r} {got['status']} {got.get('confidence')}"
                )
    return score, lines


def one(task: tuple[str, str, str, Path, str | None, bool]) -> tuple[str, str, str, Score, list[str], float]:
    """A row of the report."""
    form, style, wear, out, augraphy, misses = task
    path = make_scan(made(form, style, out), wear, out, augraphy)
    began = time.process_time()
    score, lines = scored(form, path, misses=misses)
    return form, style, wear, score, lines, time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--forms", default=",".join(FORMS))
    parser.add_argument("--prints", default=",".join(PRINTS))
    parser.add_argument("--wears", default="digital,plain")
    parser.add_argument("--augraphy", metavar="PYTHON", help="the Python in which augraphy is installed")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--misses", action="store_true")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    forms, styles, wears = (x.split(",") for x in (given.forms, given.prints, given.wears))
    make_prints(forms, styles, given.out)
    tasks = [(f, s, w, given.out, given.augraphy, given.misses) for w in wears for s in styles for f in forms]
    sums: dict[tuple[str, str], Score] = defaultdict(Score)
    print(f"{'form':26}{'print':14}{'wear':16}{'values':>7}{'exact':>8}{'sure':>8}{'absent':>7}{'silent':>7}{'s':>7}")
    with multiprocessing.Pool(given.processes) as pool:
        for form, style, wear, score, lines, seconds in pool.imap(one, tasks):
            row(form, style, wear, score, f"{seconds:7.1f}")
            print("\n".join(lines), end="\n" if lines else "")
            for key in ((style, wear), ("all", wear)):
                for name, value in vars(score).items():
                    setattr(sums[key], name, getattr(sums[key], name) + value)
    print()
    for (style, wear), score in sums.items():
        row("", style, wear, score, "")


def row(form: str, style: str, wear: str, score: Score, behind: str) -> None:
    share = [f"{100 * n / max(1, score.total):7.1f}%" for n in (score.exact, score.sure)]
    print(
        f"{form:26}{style:14}{wear:16}{score.total:7}{''.join(share)}{score.absent:7}{score.silent:7}{behind}",
        flush=True,
    )


if __name__ == "__main__":
    main()
