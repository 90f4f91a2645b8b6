"""Fits how likely a stretch on a worn page is a rule, on prints whose rules are known, and tells what comes of it.

    scripts/fit_rules.py PRINTS --fit national~thin~dirty-fax,… --report national~double~dirty-toner,…

PRINTS is the folder of `scripts/prints.py`. The rules of a print are those that are found on it before it was worn,
where none is missed. Writes `src/formextract/imaging/rules/evidence.json`; what is printed of `--report` is of prints
and wears that fitted nothing.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pymupdf
from numpy.typing import NDArray

from formextract.imaging.clean.clean_page import cleaned
from formextract.imaging.geometry.upright import upright_transform
from formextract.imaging.page_analysis import _ink_and_letter
from formextract.imaging.rules.dashes import bridged
from formextract.imaging.rules.detect import find_rules
from formextract.imaging.rules.evidence import TABLE, RuleEvidence, heard, probability
from formextract.imaging.rules.faint import find_faint_lines
from formextract.imaging.rules.repair import repaired
from formextract.layout.grid import Rule
from logistic import precise_from, weights
from prints import DPI, made, make_prints, make_scan

EVIDENCE = Path(__file__).resolve().parents[1] / "src/formextract/imaging/rules" / TABLE
WAYS = ("level", "upright")
NEAR = 8
"""Pixels by which a rule may lie off its place in the print: folds move it by as much."""
COVERED = 0.8
"""Share of a candidate that a rule of the print has to cover."""
RIDGE = 0.5
"""Weight of the squares of the weights."""
PRECISE = 0.99
"""Share of what is accepted that has to be rules, on the pages that fit."""
LEAST = 0.3
"""Least probability from which a candidate is a rule, however precise what is less likely turned out to be."""


class Heard(NamedTuple):
    """A candidate, whether it is a rule, and where it was found."""

    way: str
    evidence: RuleEvidence
    true: bool
    said: str


def picture(page: pymupdf.Page) -> NDArray[np.uint8]:
    """A page as a reader sees it."""
    pixmap = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csRGB, alpha=False)
    rows = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)
    return np.ascontiguousarray(rows[:, :, ::-1])


def truth(form: str, style: str, out: Path) -> list[tuple[list[Rule], list[Rule]]]:
    """The level and upright rules of each page of a print."""
    make_prints([form], [style], out)
    pages = []
    with pymupdf.open(made(form, style, out)) as pdf:
        for page in pdf:
            grey = cleaned(picture(page)).grey
            ink, letter = _ink_and_letter(grey)
            ink = np.asarray(ink | bridged(ink, letter), np.uint8)
            rules = repaired(find_rules(ink, letter), ink, letter)
            pages.append((rules.horizontal, rules.vertical))
    return pages


def is_rule(rule: Rule, known: list[Rule]) -> bool:
    """Whether a candidate lies on rules of the print for most of its length."""
    place, start, stop = rule
    along = np.zeros(max(1, round(stop - start)), bool)
    for p, a, b in known:
        if abs(p - place) <= NEAR:
            along[max(0, round(a - start)) : max(0, round(b - start))] = True
    return float(along.mean()) >= COVERED


def candidates(name: str, out: Path) -> list[Heard]:
    """All that is heard on the pages of a worn print."""
    form, style, wear = name.split("~")
    known = truth(form, style, out)
    path = make_scan(made(form, style, out), wear, out, None)
    sample = []
    with pymupdf.open(path) as pdf:
        for number, page in enumerate(pdf):
            clean = cleaned(picture(page))
            transform = upright_transform(clean.grey, clean.sheet, clean.boundary)
            grey = transform.upright(clean.grey)
            ink, letter = _ink_and_letter(grey)
            ink = np.asarray(ink | bridged(ink, letter), np.uint8)
            faint = find_faint_lines(grey, letter)
            rules = find_rules(ink, letter, faint)
            ruled = rules.ink
            for way, hearing, lines in zip(
                WAYS, heard(rules.horizontal, rules.vertical, ruled, faint, ink, letter), known[number], strict=True
            ):
                for candidate, evidence in zip(hearing.candidates, hearing.evidence, strict=True):
                    said = f"{name} page {number + 1} {way} {[round(v) for v in candidate.rule]}"
                    sample.append(Heard(way, evidence, is_rule(candidate.rule, lines), said))
    return sample


def fitted_to(sample: list[Heard]) -> tuple[dict[str, float], float]:
    """The weights for a sample, and the probability from which what is heard is accepted."""
    found = weights([h.evidence.terms() for h in sample], [h.true for h in sample], RIDGE)
    return found, precise_from(((probability(h.evidence, found), h.true) for h in sample), PRECISE, LEAST)


def told(sample: list[Heard], table: dict) -> None:
    """Precision and recall of each way, and what was taken for a rule and is none."""
    for way in WAYS:
        mine = [
            (probability(h.evidence, table[way]["weights"]) >= table[way]["accepted"], h)
            for h in sample
            if h.way == way
        ]
        taken, rules = sum(t for t, _ in mine), sum(h.true for _, h in mine)
        right = sum(t and h.true for t, h in mine)
        print(
            f"{way:8} candidates {len(mine):5} rules {rules:5} accepted {taken:5}"
            f" precision {right / max(1, taken):6.1%} recall {right / max(1, rules):6.1%}"
        )
        for t, h in mine:
            if t and not h.true:
                print(f"    no rule: {h.said} {tuple(round(float(v), 2) for v in h.evidence)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("prints", type=Path)
    parser.add_argument("--fit", required=True)
    parser.add_argument("--report", required=True)
    given = parser.parse_args()
    names = [given.fit.split(","), given.report.split(",")]
    fit, report = ([h for n in group for h in candidates(n, given.prints)] for group in names)
    table: dict = {"by": "scripts/fit_rules.py", "fit": names[0]}
    for way in WAYS:
        mine = [h for h in fit if h.way == way]
        w, accepted = fitted_to(mine)
        table[way] = {
            "candidates": len(mine),
            "rules": sum(h.true for h in mine),
            "accepted": accepted,
            "weights": w,
        }
    EVIDENCE.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    print("fitted on")
    told(fit, table)
    print("fitted nothing")
    told(report, table)


if __name__ == "__main__":
    main()
