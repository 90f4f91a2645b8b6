"""Fits how likely level ink is a stroke through text, on drawn pages whose strokes are known.

    scripts/fit_strokes.py [--seed 1] [--pages 2] [--augraphy PYTHON] [--kept FOLDER]

The pages of `samples/strokes.py` in the first fonts and wears fit `src/formextract/imaging/ink/struck_text.json`; what
is printed of the others is of fonts and wears that fitted nothing. `--kept` keeps what was seen, by page.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import cv2
import numpy as np

from formextract.imaging import PageAnalysis, analyse
from formextract.imaging.ink.struck_text import MOSTLY_FIGURES, TABLE, Scores, StrokeEvidence, probability
from formextract.ocr import default_engine
from formextract.readers.scan.line_images import line_images
from formextract.readers.scan.struck_lines import asked
from logistic import precise_from, weights
from samples.degrade import PLAIN, WEARS, worn
from samples.second_maker import DIRTY, dirtied
from samples.strokes import FITTED, OTHERS, Drawn, StrokesPage, page

TABLE_FILE = Path(__file__).resolve().parents[1] / "src/formextract/imaging/ink" / TABLE
DPI = (100, 150, 200, 300)
FIT_WEARS = (
    "plain",
    "coarse",
    "worn",
    "sealed",
    "bilevel",
    "marked",
    "folded",
    "photo",
    "dirty-photocopy",
    "dirty-folds",
)
OTHER_WEARS = ("plain", "faded", "fax", "broken", "snapshot", "curled", "grey-seal", "dirty-rollers", "dirty-toner",
               "dirty-bleed", "dirty-fax", "dirty-light")  # fmt: skip
RIDGE = 0.5
"""Weight of the squares of the weights."""
ALARMS = 0.02
"""Share of the lines without a stroke in which a figure may be said to be struck perhaps, on the pages that fit, most
of them worse than what offices scan."""
OVER_WORDS = 0.8
"""The probability from which a stroke over words may be one. Long lines of Chinese letters have many bars, the drawn
words are short: of 2,700 lines of the net of worn pages (`tests/readers/net`) 17 had 0.5 and more, 6 had this."""
TIGHTER = "tight"
"""The kind of cells that are set tighter than any print: they fit weights and are no measure of alarms."""
PRECISE, LEAST = 0.995, 0.5
"""Share of what is taken for strokes that has to be, on the pages that fit."""
SAME = 0.008
"""Share by which the shape of a found table may differ from the drawn one's: a lost row is four times as much."""
COVERED = 0.6
"""Share of a candidate that a stroke has to cover."""


class Seen(NamedTuple):
    """A candidate in a cell, by the cell's place on its page, and whether it is a stroke."""

    cell: tuple[int, int]
    evidence: StrokeEvidence
    true: bool
    apart: bool


class SeenPage(NamedTuple):
    """What was seen on a page: its candidates, and the kinds of the cells that were found on it."""

    name: str
    seen: list[Seen]
    cells: dict[tuple[int, int], Drawn]


def seen_on(wear: str, dpi: int, fonts: tuple[str, str], seed: str, augraphy: str) -> SeenPage | None:
    """One page; None where its table was not found whole."""
    name = f"{seed}/{wear}/{dpi}/{fonts[0]}"
    rng = Random(name)
    drawn = page(rng, dpi, fonts)
    if wear.startswith(DIRTY):
        picture = dirtied([drawn.picture], wear.removeprefix(DIRTY), name.replace("/", "-"), augraphy)[0]
    else:
        picture = worn(drawn.picture, PLAIN if wear == "plain" else WEARS[wear], rng)
    data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(65, 92)])[1]
    picture = np.asarray(cv2.imdecode(data, cv2.IMREAD_UNCHANGED), np.uint8)
    found = analyse(picture, 72 / dpi)
    if not found.grids:
        return None
    grid = max(range(len(found.grids)), key=lambda g: len(found.grids[g].cells))
    box = [v / found.scale for v in found.grids[grid].bbox]
    if abs((box[3] - box[1]) / (box[2] - box[0]) * _wide(drawn) / _high(drawn) - 1) > SAME:
        return None
    where = {i: cell for i in range(len(found.lines)) if (cell := _cell(found, i, box, drawn)) is not None}
    those = sorted(i for i in found.strokes if i in where)
    words = default_engine().read(line_images(found, 1, those))
    seen = []
    for i, said in zip(those, words, strict=True):
        r, c = where[i]
        for s in found.strokes[i]:
            span = [_back(v, box[0], box[2], drawn.frame[0], drawn.frame[2]) for v in (s.left, s.right)]
            true = any(_share(span, struck) >= COVERED for struck in drawn.rows[r][c].struck)
            seen.append(Seen((r, c), asked(s, found.lines[i][1], said), true, s.apart))
    return SeenPage(name, seen, {cell: drawn.rows[cell[0]][cell[1]] for cell in where.values()})


def _wide(drawn: StrokesPage) -> float:
    return drawn.frame[2] - drawn.frame[0]


def _high(drawn: StrokesPage) -> float:
    return drawn.frame[3] - drawn.frame[1]


def _back(value: float, start: float, stop: float, left: float, right: float) -> float:
    return left + (value - start) / (stop - start) * (right - left)


def _cell(found: PageAnalysis, i: int, box: Sequence[float], drawn: StrokesPage) -> tuple[int, int] | None:
    """The row and column of the cell that a line stands in."""
    x0, y0, x1, y1 = found.lines[i][1].ink
    x = _back((x0 + x1) / 2, box[0], box[2], drawn.frame[0], drawn.frame[2])
    r = int((y0 + y1) / 2 - box[1]) * len(drawn.rows) // max(1, int(box[3] - box[1]))
    columns = [c for c in range(len(drawn.edges) - 1) if drawn.edges[c] <= x < drawn.edges[c + 1]]
    return (r, columns[0]) if columns and 0 <= r < len(drawn.rows) else None


def _share(span: Sequence[float], struck: tuple[float, float]) -> float:
    return (min(span[1], struck[1]) - max(span[0], struck[0])) / max(1.0, span[1] - span[0])


def possible_from(pages: Sequence[SeenPage], fitted: dict[str, float]) -> float:
    """The least probability from which few enough lines without a stroke are said to have one over figures perhaps."""
    plain = [(p, at) for p in pages for at, cell in p.cells.items() if not cell.struck and cell.kind != TIGHTER]
    those = {(p.name, at) for p, at in plain}
    false = sorted(
        (
            probability(s.evidence, fitted)
            for p in pages
            for s in p.seen
            if (p.name, s.cell) in those and s.evidence.figures >= MOSTLY_FIGURES
        ),
        reverse=True,
    )
    return round(min(0.5, false[int(ALARMS * len(plain))]), 3)


def _wear(page: SeenPage) -> str:
    return f"wear {page.name.split('/')[2]}"


def told(pages: Sequence[SeenPage], table: dict) -> Iterator[str]:
    """What the score says of pages, and by kind of cell and by wear what it misses and what it takes for strokes."""
    score = Scores(table["weights"], table["likely"], table["possible"], table["possible_over_words"])
    kinds: dict[str, Counter[str]] = {}
    wears: dict[str, Counter[str]] = {}
    sure = Counter[bool]()
    for p in pages:
        said: dict[tuple[int, int], str] = {}
        for s in p.seen:
            if score.is_one(s.evidence):
                sure[s.true] += 1
                said[s.cell] = "likely"
            elif score.may_be_one(s.evidence):
                said.setdefault(s.cell, "possible")
        for at, cell in p.cells.items():
            for counted in (kinds.setdefault(cell.kind, Counter()), wears.setdefault(_wear(p), Counter())):
                counted[f"{'struck' if cell.struck else 'plain'} {said.get(at, 'no')}"] += 1
    yield f"taken for strokes {sure.total()}, of these strokes {sure[True] / max(1, sure.total()):.2%}"
    yield f"{'':18}{'struck':>8}{'likely':>9}{'at least possible':>19}{'plain':>8}{'likely':>8}{'possible':>9}"
    total = sum(kinds.values(), Counter())
    for name, n in [*sorted(kinds.items()), *sorted(wears.items()), ("all", total)]:
        struck = sum(v for k, v in n.items() if k.startswith("struck"))
        plain = sum(v for k, v in n.items() if k.startswith("plain"))
        found = n["struck likely"], n["struck likely"] + n["struck possible"]
        yield (
            f"{name:18}{struck:8}{found[0] / max(1, struck):9.1%}{found[1] / max(1, struck):19.1%}"
            f"{plain:8}{n['plain likely']:8}{n['plain possible']:9}"
        )


def pages_of(
    wears: Sequence[str], fonts: Sequence[tuple[str, str]], given: argparse.Namespace, seed: str
) -> list[SeenPage]:
    """The pages of some wears, fonts and resolutions in turn."""
    out = []
    for n in range(given.pages * len(wears)):
        wear, dpi, pair = wears[n % len(wears)], DPI[(n + n // len(wears)) % len(DPI)], fonts[(n // 2) % len(fonts)]
        kept = given.kept / f"{seed}-{n}-{wear}-{dpi}.pickle" if given.kept else None
        if kept is not None and kept.exists():
            found = pickle.loads(kept.read_bytes())
        else:
            found = seen_on(wear, dpi, pair, f"{seed}/{n}", given.augraphy)
            if kept is not None:
                kept.write_bytes(pickle.dumps(found))
        if found is None:
            print(f"no whole table: {wear} {dpi}", flush=True)
        else:
            out.append(found)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", default="1")
    parser.add_argument("--pages", type=int, default=4, help="pages of each wear")
    parser.add_argument("--augraphy", default=sys.executable, help="the second maker's Python")
    parser.add_argument("--kept", type=Path)
    given = parser.parse_args()
    if given.kept:
        given.kept.mkdir(parents=True, exist_ok=True)
    fit = pages_of(FIT_WEARS, FITTED, given, f"{given.seed}-fit")
    report = pages_of(OTHER_WEARS, OTHERS, given, f"{given.seed}-report")
    sample = [s for p in fit for s in p.seen]
    fitted = weights([s.evidence.terms() for s in sample], [s.true for s in sample], RIDGE)
    scored = [(probability(s.evidence, fitted), s.true) for s in sample]
    table = {
        "by": "scripts/fit_strokes.py",
        "candidates": len(sample),
        "strokes": sum(s.true for s in sample),
        "likely": precise_from(scored, PRECISE, LEAST),
        "possible": possible_from(fit, fitted),
        "possible_over_words": OVER_WORDS,
        "weights": fitted,
    }
    TABLE_FILE.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(table, indent=1))
    for head, pages in (("fitted on", fit), ("fitted nothing", report)):
        print(head, *told(pages, table), sep="\n")


if __name__ == "__main__":
    main()
