"""Fits how sure readings are to how often they are right, on worn pages of invented cells, and plots what comes of it.

    scripts/calibrate.py [--pages 3] [--seed 21] [--report 22] [--wears coarse,worn,...] [--date 2026-01-31]
    scripts/calibrate.py --only-report --report 22

The pages of `--seed` fit two tables: the weights of the score of a line that was read twice
(`src/formextract/ocr/score.json`, logistic regression), and how sure one may be where a doubt of each kind fired
(`src/formextract/model/doubt_ceilings.json`). The pages of `--report` are what `docs/reliability.svg` and the printed
lines show, so that no reading is judged by itself.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import cv2
import numpy as np

from formextract.imaging import PageAnalysis, analyse
from formextract.layout.page import PageTable
from formextract.model import doubt
from formextract.ocr import default_engine, score
from formextract.ocr.fuse import as_begun, evidence_of
from formextract.ocr.runtime import runtime
from formextract.ocr.score import ReadingEvidence
from formextract.readers.scan.compose import composed
from formextract.readers.scan.doubts import doubted_readings
from formextract.readers.scan.first_pass import first_pass
from formextract.readers.scan.page_marks import PageMarks, marked
from formextract.readers.scan.second_pass import second_pass
from formextract.text import squeeze
from logistic import weights
from samples import dense
from samples.degrade import WEARS, Wear, worn

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "src" / "formextract" / "ocr" / score.TABLE
CEILINGS = ROOT / "src" / "formextract" / "model" / doubt.CEILINGS
PLOT = ROOT / "docs" / "reliability.svg"
SURE = doubt.SURE
SURE_FROM = {"figure": 0.95, "text": 0.96}
"""Score from which a line is sure: on the fitting pages of seed 21 one of 4,400 such figures was wrong, no text of 900.
Text has to be a little surer, since the pages hold names and no narratives."""
PRIOR = 8
"""Readings that a kind's first ceiling counts for beside those that were measured."""
RIDGE = 0.5
"""Weight of the squares of the weights: what hardly ever occurs says little."""


class Read(NamedTuple):
    """A cell as read: its evidence where it is one line read twice, its kinds of doubt, and whether it is right.

    `kind` is of what was drawn, `confidence` what the reader says.
    """

    kind: str
    evidence: ReadingEvidence | None
    doubts: frozenset[str]
    confidence: float
    right: bool
    said: str


def cells(wear: Wear, number: int, seed: str) -> list[Read] | None:
    """The cells of one worn page; None where its grid was not found whole."""
    rng = Random(f"{seed}/{wear.name}/{number}")
    page = dense.page(rng, rng.choice(wear.dpi))
    picture = worn(page.picture, wear, rng)
    if not wear.bilevel:
        _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(*wear.jpeg)])
        picture = np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE if wear.grey else cv2.IMREAD_COLOR), np.uint8)
    engine = default_engine()
    analysis, first = first_pass(analyse(picture, 72 / page.dpi), 1, engine)
    marks = marked(analysis, first, second_pass(analysis, 1, engine, first))
    found = composed(analysis, 1, doubted_readings(analysis, marks))
    tables = [b for b in found.blocks if isinstance(b, PageTable)]
    width = len(dense.KINDS)
    placed = sorted(max((t.cells for t in tables), key=len, default=()), key=lambda c: c.y0)
    if len(placed) != width * dense.ROWS:
        return None
    lines = _lines(analysis)
    out = []
    for r, truth in enumerate(page.rows):
        row = sorted(placed[r * width : (r + 1) * width], key=lambda c: c.x0)
        for column, (cell, text) in enumerate(zip(row, truth, strict=True)):
            kinds = frozenset(d.kind for d in cell.legibility.doubts)
            said = f"{wear.name}: {text!r} read as {cell.text!r}"
            evidence = _evidence(marks, lines.get((r, column), []))
            confidence = cell.legibility.confidence
            out.append(Read(dense.KINDS[column], evidence, kinds, confidence, _same(cell.text, text), said))
    return out


def _lines(page: PageAnalysis) -> dict[tuple[int, int], list[int]]:
    """The lines of the largest grid by row and column."""
    largest = max(range(len(page.grids)), key=lambda g: len(page.grids[g].cells))
    out: dict[tuple[int, int], list[int]] = {}
    for i, (key, _) in enumerate(page.lines):
        if key is not None and key[0] == largest:
            cell = page.grids[largest].cells[key[1]]
            out.setdefault((cell.row, cell.col), []).append(i)
    return out


def _evidence(marks: PageMarks, lines: Sequence[int]) -> ReadingEvidence | None:
    """What speaks for the only line of a cell, where both passes read it."""
    if len(lines) != 1 or lines[0] not in marks.second:
        return None
    quick, careful = as_begun(marks.first[lines[0]].words), as_begun(marks.second[lines[0]].words)
    return evidence_of(quick, careful) if quick.letters or careful.letters else None


def _same(read: str, truth: str) -> bool:
    return squeeze(read).replace("□", "☐") == squeeze(truth).replace("□", "☐")


def score_weights(sample: Sequence[Read]) -> dict[str, float]:
    """The weights of the score that make what was seen likeliest."""
    known = [(r.evidence.terms(), r.right) for r in sample if r.evidence is not None]
    return weights([terms for terms, _ in known], [right for _, right in known], RIDGE)


def ceilings(sample: Sequence[Read]) -> dict[str, dict[str, Any]]:
    """By kind of doubt how sure a cell was in which it fired, never above what is not sure; and the counts."""
    fired = Counter(kind for r in sample for kind in r.doubts)
    right = Counter(kind for r in sample for kind in r.doubts if r.right)
    out = {}
    for kind, n in sorted(fired.items()):
        share = (right[kind] + PRIOR * doubt.KINDS[kind].ceiling) / (n + PRIOR)
        out[kind] = {"ceiling": round(min(share, score.HELD), 3), "sample": n, "right": right[kind]}
    return out


def plot(groups: dict[str, list[tuple[float, float, int]]]) -> str:
    """Confidence against the share that was right, a circle a tenth, its area by how many there were."""
    side, edge = 300, 40
    colours = {"figure": "#1f77b4", "text": "#d62728", "tick": "#2ca02c"}
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{side + 2 * edge + 90}" height="{side + 2 * edge}" '
            'font-family="sans-serif" font-size="11">'
        ),
        f'<rect x="{edge}" y="{edge}" width="{side}" height="{side}" fill="none" stroke="#999"/>',
        f'<line x1="{edge}" y1="{edge + side}" x2="{edge + side}" y2="{edge}" stroke="#ccc"/>',
        f'<text x="{edge + side / 2}" y="{side + 2 * edge - 8}" text-anchor="middle">confidence</text>',
        (
            f'<text x="12" y="{edge + side / 2}" transform="rotate(-90 12 {edge + side / 2})" text-anchor="middle">'
            "share right</text>"
        ),
    ]
    for tick in (0, 0.5, 1):
        parts.append(f'<text x="{edge + tick * side}" y="{edge + side + 14}" text-anchor="middle">{tick}</text>')
        parts.append(f'<text x="{edge - 6}" y="{edge + side - tick * side + 4}" text-anchor="end">{tick}</text>')
    for i, (kind, points) in enumerate(groups.items()):
        for x, y, n in points:
            radius = 2 + min(10.0, n**0.5 / 4)
            parts.append(
                f'<circle cx="{edge + x * side:.1f}" cy="{edge + side - y * side:.1f}" r="{radius:.1f}" '
                f'fill="{colours[kind]}" fill-opacity="0.6"><title>{kind}: {n}</title></circle>'
            )
        y = edge + 14 + 16 * i
        parts.append(f'<circle cx="{edge + side + 14}" cy="{y - 4}" r="5" fill="{colours[kind]}"/>')
        parts.append(f'<text x="{edge + side + 24}" y="{y}">{kind}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def drawn(seed: str, wears: Sequence[str], pages: int) -> tuple[list[Read], int]:
    """The cells of all pages of a seed, and how many pages there are whose grid was found whole."""
    sample: list[Read] = []
    whole = 0
    for name in wears:
        for number in range(pages):
            found = cells(WEARS[name], number, seed)
            whole += found is not None
            sample += found or []
        print(f"seed {seed}, {name}: {len(sample)} cells of {whole} pages so far", flush=True)
    return sample, whole


def told(sample: Sequence[Read]) -> Iterator[str]:
    """What the pages that fitted nothing say."""
    yield f"{'held out':8} {'cells':>6} {'right':>8} {'coverage':>9} {'silent':>7} {'bound (95 %)':>13}"
    for kind in ("figure", "text", "tick"):
        mine = [r for r in sample if r.kind == kind]
        sure = [r for r in mine if r.confidence >= SURE]
        silent = [r for r in sure if not r.right]
        bound = 3 / len(sure) if not silent and sure else float("nan")
        share = sum(r.right for r in mine) / max(1, len(mine))
        yield f"{kind:8} {len(mine):6} {share:8.2%} {len(sure) / max(1, len(mine)):9.2%} {len(silent):7} {bound:13.2%}"
        yield from (f"  {r.said}, {r.confidence:.3f}" for r in silent)
    scored = sorted((score.score(r.evidence), r.right) for r in sample if r.evidence is not None)
    yield "the score of a line: said, and right"
    edges = (0.0, 0.5, 0.7, 0.8, score.HELD - 1e-9, 0.9, 0.98, 0.99, 0.995, 1.01)
    for low, high in pairwise(edges):
        inside = [(s, right) for s, right in scored if low <= s < high]
        if inside:
            mean, share = sum(s for s, _ in inside) / len(inside), sum(right for _, right in inside) / len(inside)
            yield f"  {low:.3f} to {high:.3f} {len(inside):6} {mean:8.3f} {share:8.3f}"
    yield "where a kind of doubt fired: cells, wrong, the same where it alone did"
    for kind in sorted({kind for r in sample for kind in r.doubts}):
        mine = [r for r in sample if kind in r.doubts]
        alone = [r for r in mine if len(r.doubts) == 1]
        wrong, by_itself = (sum(not r.right for r in some) for some in (mine, alone))
        yield f"  {kind:22} {len(mine):5} {wrong:5} {wrong / len(mine):8.1%} {len(alone):5} {by_itself:5}"


def reliability(sample: Sequence[Read]) -> dict[str, list[tuple[float, float, int]]]:
    """By kind of cell: mean confidence, share right and count of each tenth."""
    out = {}
    for kind in ("figure", "text", "tick"):
        bins: dict[int, list[Read]] = {}
        for r in sample:
            if r.kind == kind:
                bins.setdefault(min(9, int(r.confidence * 10)), []).append(r)
        out[kind] = [
            (sum(r.confidence for r in b) / len(b), sum(r.right for r in b) / len(b), len(b)) for b in bins.values()
        ]
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=3, help="pages of each wear")
    parser.add_argument("--seed", default="21", help="of the pages that fit the tables")
    parser.add_argument("--report", default="22", help="of the pages that are judged")
    parser.add_argument(
        "--wears",
        default="clean,coarse,worn,faded,sealed,over-figures,bilevel,bilevel-seal,photo,fax,curled,lowphoto,marked,grey-seal,faint",
    )
    parser.add_argument("--date", default=dt.datetime.now(tz=dt.UTC).date().isoformat())
    parser.add_argument("--only-report", action="store_true", help="judge the tables as they are, and fit nothing")
    given = parser.parse_args()
    wears = given.wears.split(",")
    if given.only_report:
        print("\n".join(told(drawn(given.report, wears, given.pages)[0])))
        return
    sample, whole = drawn(given.seed, wears, given.pages)
    write_tables(sample, whole, given.seed, wears, given.date)
    report, _ = drawn(given.report, wears, given.pages)
    print("\n".join(told(report)))
    PLOT.write_text(plot(reliability(report)), encoding="utf-8")


def write_tables(sample: Sequence[Read], pages: int, seed: str, wears: Sequence[str], date: str) -> None:
    """Fits both tables to the sample, and has this program use them from now on."""
    lines = sum(r.evidence is not None for r in sample)
    about = {"made": date, "by": "scripts/calibrate.py", "engine": runtime(), "seed": seed, "wears": list(wears)}
    table = {**about, "pages": pages, "lines": lines, "sure_from": SURE_FROM, "weights": score_weights(sample)}
    TABLE.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    kinds = {**about, "pages": pages, "cells": len(sample), "kinds": ceilings(sample)}
    CEILINGS.write_text(json.dumps(kinds, indent=1) + "\n", encoding="utf-8")
    score.fitted.cache_clear()
    doubt.measured.cache_clear()


if __name__ == "__main__":
    main()
