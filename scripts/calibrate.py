"""Fits confidences to how often readings are right, on worn pages of invented cells, and draws the reliability plot.

    scripts/calibrate.py [--pages 8] [--seed 1] [--wears coarse,worn,...] [--date 2026-01-31]

Half of the pages (by number) fit the table `src/formextract/ocr/calibration.json` (isotonic regression), the other half
is what `docs/reliability.svg` and the printed lines show, so that no reading is judged by itself.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple

import cv2
import numpy as np
from scipy.optimize import isotonic_regression

from formextract.catalogue import load_catalogue, printed_wordings
from formextract.layout.page import PageTable
from formextract.ocr import calibration, default_engine
from formextract.ocr.runtime import runtime
from formextract.readers.scan.page import read_picture
from formextract.text import squeeze
from formextract.text.expected import expecting
from samples import dense
from samples.degrade import WEARS, Wear, worn

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "src" / "formextract" / "ocr" / calibration.TABLE
PLOT = ROOT / "docs" / "reliability.svg"
PRIOR = 8
"""Readings that the raw confidence counts for beside those that were measured."""
SURE = 0.9
"""Confidence from which a wrong value is a silent error."""


class Reading(NamedTuple):
    """A cell as read: its kind by what was read, the raw confidence, whether it is right, its wear, which half."""

    kind: str
    raw: float
    right: bool
    wear: str
    held_out: bool


def readings(wear: Wear, number: int, seed: str) -> list[Reading] | None:
    """The cells of one worn page; None where its grid was not found whole."""
    rng = Random(f"{seed}/{wear.name}/{number}")
    page = dense.page(rng, rng.choice(wear.dpi))
    picture = worn(page.picture, wear, rng)
    if not wear.bilevel:
        _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(*wear.jpeg)])
        picture = np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE if wear.grey else cv2.IMREAD_COLOR), np.uint8)
    with expecting(partial(printed_wordings, load_catalogue())):
        found = read_picture(picture, 1, default_engine(), 72 / page.dpi)
    tables = [b for b in found.blocks if isinstance(b, PageTable)]
    width = len(dense.KINDS)
    cells = sorted(max((t.cells for t in tables), key=len, default=()), key=lambda c: c.y0)
    if len(cells) != width * dense.ROWS:
        return None
    out = []
    for r, truth in enumerate(page.rows):
        row = sorted(cells[r * width : (r + 1) * width], key=lambda c: c.x0)
        for cell, text in zip(row, truth, strict=True):
            raw = round(found.confidence[cell.place], 4)
            right = squeeze(cell.text) == squeeze(text)
            if not right and raw >= SURE:
                print(f"  {wear.name} page {number} row {r + 1}: {text!r} read as {cell.text!r}, {raw}")
            out.append(Reading(calibration.kind_of(cell.text), raw, right, wear.name, number % 2 == 1))
    return out


def fitted(sample: Sequence[Reading]) -> list[dict[str, float]]:
    """Raw confidences with the share that was right, rising; few readings move a point little from the raw one."""
    raws = sorted({r.raw for r in sample})
    seen = Counter(r.raw for r in sample)
    right = Counter(r.raw for r in sample if r.right)
    shares = [right[x] / seen[x] for x in raws]
    level = isotonic_regression(shares, weights=[seen[x] for x in raws], increasing=True).x
    out = []
    for value in sorted(set(level.tolist())):
        block = [x for x, y in zip(raws, level, strict=True) if y == value]
        n, k = sum(seen[x] for x in block), sum(right[x] for x in block)
        middle = sum(x * seen[x] for x in block) / n
        share = (k + PRIOR * middle) / (n + PRIOR)
        out.append({"raw": round(middle, 4), "confidence": round(share, 4), "sample": n, "right": k})
    best = 0.0
    for point in out:  # few readings say less than many below them: never falling
        best = point["confidence"] = max(best, point["confidence"])
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=8, help="pages of each wear")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--wears", default="clean,coarse,worn,faded,sealed,over-figures,bilevel,photo,fax")
    parser.add_argument("--date", default=dt.datetime.now(tz=dt.UTC).date().isoformat())
    given = parser.parse_args()
    calibration.measured.cache_clear()
    shipped, calibration.measured = calibration.measured, dict  # type: ignore[assignment]  # raw confidences
    sample: list[Reading] = []
    lost = 0
    for name in given.wears.split(","):
        for number in range(given.pages):
            found = readings(WEARS[name], number, given.seed)
            lost += found is None
            sample += found or []
        print(f"{name}: {len(sample)} cells so far, {lost} pages whose grid was not found", flush=True)
    kinds = {
        kind: fitted([r for r in sample if r.kind == kind and not r.held_out]) for kind in ("figure", "text", "tick")
    }
    table = {
        "made": given.date,
        "by": "scripts/calibrate.py",
        "engine": runtime(),
        "seed": given.seed,
        "wears": given.wears.split(","),
        "pages": given.pages * len(given.wears.split(",")) - lost,
        "cells": sum(not r.held_out for r in sample),
        "kinds": kinds,
    }
    TABLE.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    calibration.measured = shipped
    shipped.cache_clear()
    groups: dict[str, list[tuple[float, float, int]]] = {}
    print(f"{'held out':8} {'cells':>6} {'right':>8} {'coverage':>9} {'silent':>7} {'bound (95 %)':>13}")
    for kind in kinds:
        mine = [(calibration.calibrated(*_said(r)), r.right) for r in sample if r.held_out and r.kind == kind]
        sure = [right for c, right in mine if c >= SURE]
        silent = len(sure) - sum(sure)
        bound = 3 / len(sure) if not silent and sure else float("nan")
        share = sum(right for _, right in mine) / max(1, len(mine))
        print(f"{kind:8} {len(mine):6} {share:8.2%} {len(sure) / max(1, len(mine)):9.2%} {silent:7} {bound:13.2%}")
        bins: dict[int, list[tuple[float, bool]]] = {}
        for c, right in mine:
            bins.setdefault(min(9, int(c * 10)), []).append((c, right))
        groups[kind] = [
            (sum(c for c, _ in b) / len(b), sum(right for _, right in b) / len(b), len(b)) for b in bins.values()
        ]
    PLOT.write_text(plot(groups), encoding="utf-8")


def _said(reading: Reading) -> tuple[str, float]:
    """A text of the reading's kind, and its raw confidence."""
    return {"figure": "1", "text": "字", "tick": "☐"}[reading.kind], reading.raw


if __name__ == "__main__":
    main()
