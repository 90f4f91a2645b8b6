"""Fits the weights by which a caption is told to name an indicator, and says how far they hold.

    python scripts/fit_labels.py [--labels LIST.csv …] [--write] [--report]

Learnt from are the catalogue's own wordings, each left out in turn, captions made of them that say something else, and
lists of labels found elsewhere (columns `variant`, `indicator_id` with `-` for a figure that is no indicator's,
`unit_written`, `source`), which are read from where they are and kept nowhere. Where on a form a caption would stand is
drawn by chance: with which figures beside it, in which part, between which rows. The readings of a caption and "none of
them" exclude each other.
Measured is by leaving out sources: five parts, no source in two of them.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from formextract.catalogue import load_catalogue
from formextract.match.labels import LabelIndex, take_apart
from formextract.match.likeness import FEATURES, PLACE, weights
from formextract.match.paraphrased import CLAIMED
from formextract.rules import relations

FOLDS = 5
KEPT, OTHERS = 2, 24
"""Wordings kept of each indicator for a caption, and indicators: the likest ones, by the letters and the frame."""
STEPS, RATE, RIDGE = 160, 0.12, 2e-4
OUT = Path(__file__).parents[1] / "src/formextract/match/label_weights.json"
NUMBERS = ("number", "integer")
RECKONED, RIGHT, BY_CHANCE = 0.7, 0.93, 0.02
"""How often the other figures of a sum are known where half the form is, how often it holds for the right reading (the
rest are applicants' slips), and for a wrong one.
"""


@dataclass
class Case:
    """A caption: the rows of features of each indicator's likest wordings, and which readings are right (none: -1)."""

    text: str
    source: str
    features: np.ndarray
    """Indicators by wordings by features of wording and place."""
    right: np.ndarray
    weight: float


def main() -> None:
    """Fits, measures, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=Path, action="append", default=[])
    parser.add_argument("--write", action="store_true", help="write the weights where the program reads them")
    parser.add_argument("--wrong", type=int, default=0, help="show so many captions read wrongly")
    parser.add_argument("--only", nargs="+", default=(), help="fit these weights, the others as they are shipped")
    args = parser.parse_args()
    cases = gathered(args.labels)
    sources = sorted({c.source for c in cases})
    random.Random(5).shuffle(sources)
    part = {s: n % FOLDS for n, s in enumerate(sources)}
    held: list[tuple[Case, np.ndarray]] = []
    for fold in range(FOLDS):
        theta = fitted([c for c in cases if part[c.source] != fold], args.only)
        held += [(c, readings(c, theta)) for c in cases if part[c.source] == fold]
    told(held, args.wrong)
    if args.write:
        theta = fitted(cases, args.only)
        words, places = theta[: len(FEATURES)], theta[len(FEATURES) :]
        raw = {
            "wording": {n: round(float(w), 4) for n, w in zip(FEATURES, words, strict=True)},
            "place": {n: round(float(w), 4) for n, w in zip(PLACE, places, strict=True)},
        }
        OUT.write_text(json.dumps(raw, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def gathered(lists: list[Path]) -> list[Case]:
    """All captions with their features."""
    catalogue = load_catalogue()
    fields = {f.key: f for t in catalogue.templates.values() for f in t.fields}
    extra = [(f.key, w) for t in catalogue.templates.values() for f in t.fields for w in (f.label, *f.synonyms) if w]
    index = LabelIndex(catalogue.indicators, catalogue.lexicon, extra)
    maker = _Maker(index, catalogue, fields)
    out: list[Case] = []
    listed: dict[str, str] = {}
    for path in lists:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                name, source = row["indicator_id"].strip(), row["source"].strip()
                key = take_apart(row["variant"]).key
                listed[key] = source
                unit = row["unit_written"].strip() or None
                out += maker.cases(row["variant"], None if name == "-" else name, unit, source, 2.0)
    seen = set()
    for name, text in [(n, w) for n, i in catalogue.indicators.items() for w in (i.label, *i.synonyms)] + extra:
        key = take_apart(text).key
        if (name, key) in seen or key in listed:
            continue
        seen.add((name, key))
        out += maker.cases(text, name, None, f"catalogue {name}", 0.5)
    for text, unit, name in contradicted(catalogue, index):
        out += maker.cases(text, None, unit, f"catalogue {name}", 0.6)
    return out


PREFIXES = (
    "新增 净增 人均 亩均 户均 单位产品 平均每家 当年新认定 累计新增 当年申请 全市 "
    "全省 全国 规上 规模以上工业 龙头企业 外资企业 银行 瞪羚 项目"
).split()
SUFFIXES = "占比 增长率 增幅 目标值 排名 计划数 平均值 减少量 同比增速 占利润比重".split()
MADE = 2
"""Captions made of each wording that contradict it."""


def contradicted(catalogue, index: LabelIndex) -> list[tuple[str, str | None, str]]:
    """Captions of no indicator: a wording with another thing measured, another subject, another form."""
    r = random.Random(11)
    reader, words = index.reader, catalogue.lexicon.concepts["what"]
    frames = {
        name: [reader.read(index.canonical(take_apart(w).bare)) for w in (i.label, *i.synonyms)]
        for name, i in catalogue.indicators.items()
    }
    own = {c for fs in frames.values() for f in fs for c in f.what}
    foreign = [ws[0] for c, ws in words.items() if c not in own]
    known = {_slots(f) for fs in frames.values() for f in fs}
    out = []
    for name, i in catalogue.indicators.items():
        if i.kind not in NUMBERS:
            continue
        for wording in (i.label, *i.synonyms):
            for _ in range(MADE):
                bare, how = take_apart(wording).bare, r.randrange(4)
                said = [w for c in reader.read(index.canonical(bare)).what for w in words.get(c, ()) if w in bare]
                if how == 0:
                    text = r.choice(PREFIXES) + bare
                elif how == 1:
                    text = bare.removesuffix("数量").removesuffix("数") + r.choice(SUFFIXES)
                elif said:
                    text = bare.replace(max(said, key=len), r.choice(foreign), 1)
                else:
                    continue
                if _slots(reader.read(index.canonical(text))) not in known and text != bare:
                    out.append((text, r.choice((i.unit, None)), name))
    return out


def _slots(frame) -> tuple:
    return frame.what, frame.who - {"cluster"}, frame.form, frame.level


class _Maker:
    """Makes cases of captions."""

    def __init__(self, index: LabelIndex, catalogue, fields) -> None:
        self.index, self.catalogue, self.fields = index, catalogue, fields
        self.words = index.wordings
        self.random = random.Random(7)
        refs = [ref for r in relations() for ref in (r.rate, r.part, r.whole) if ref is not None and not ref.dims]
        self.reckoned = {ref.indicator for ref in refs}
        n = len(self.words.names)
        self.rows_of = [np.flatnonzero(self.words.owner == i) for i in range(n)]

    def indicator(self, name: str):
        return self.catalogue.indicators[re.split(r"\[", name)[0]]

    def cases(self, text: str, name: str | None, unit: str | None, source: str, weight: float) -> list[Case]:
        found = self.index.compared(text, unit)
        if found is None:
            return []
        canonical, features = found
        right = np.array([name is not None and self._names(name, other) for other in self.words.names])
        if name is not None and not right.any():
            return []
        own = np.array([t in canonical for t in self.words.texts])
        rough = features[:, FEATURES.index("letters")] + features[:, FEATURES.index("frames alike")]
        rough[own] = -9  # the caption itself is not known
        kept = np.zeros((len(self.rows_of), KEPT, len(FEATURES) + len(PLACE)), dtype=np.float32)
        dead = np.zeros(len(self.rows_of), dtype=bool)
        for i, rows in enumerate(self.rows_of):
            best = rows[np.argsort(-rough[rows])][:KEPT]
            best = [r for r in best if not own[r]] or []
            if not best:
                dead[i] = True
                best = [rows[0]]
            for k in range(KEPT):
                kept[i, k, : len(FEATURES)] = features[best[min(k, len(best) - 1)]]
        if not (right & ~dead).any() and name is not None:
            return []
        near = np.array([-9.0 if dead[i] else rough[rows].max() for i, rows in enumerate(self.rows_of)])
        near[right & ~dead] = 99
        likest = np.argsort(-near)[:OTHERS]
        out = []
        for bare in (True, False):
            if source.startswith("catalogue") and bare == (self.random.random() < 0.5):
                continue
            these = kept[likest]
            if not bare:
                self._place(these, name, unit, [self.words.names[i] for i in likest])
            out.append(Case(text, source, these, right[likest], weight))
        return out

    def _names(self, name: str, other: str) -> bool:
        base, _, dims = name.partition("[")
        other_base, _, other_dims = other.partition("[")
        return base == other_base and (not dims or not other_dims or dims == other_dims)

    def _place(self, these: np.ndarray, name: str | None, unit: str | None, names: list[str]) -> None:
        """What a form would say beside the caption: of values, part and neighbours, drawn by chance."""
        r, sums = self.random, random.Random(f"{name}{unit}{self.random.random()}")
        at = {p: len(FEATURES) + k for k, p in enumerate(PLACE)}
        true = self.indicator(name) if name is not None else None
        numeric = true.kind in NUMBERS if true is not None else unit not in ("文", "电话", "日期")
        decimals = true.kind == "number" if true is not None else (unit not in ("家", "户", "个", "人", "项", "件"))
        share = true.unit == "%" if true is not None else unit == "%"
        above = not share and r.random() < 0.8
        years = (true is not None and true.period == "year") or (true is None and r.random() < 0.6)
        years = years and r.random() < 0.9
        dated = years or r.random() < 0.6
        templates = [
            t
            for t in self.catalogue.templates.values()
            if name is None or any(self._names(name, f.key) for f in t.fields)
        ]
        template = r.choice(templates) if templates else None
        order = {f.key: n for n, f in enumerate(template.fields)} if template else {}
        section = {f.key: f.section for f in template.fields} if template else {}
        share = r.choice((0.0, 0.0, 0.3, 0.45, 0.6, 0.75, 0.9))
        anchors = {n for n in order.values() if r.random() < share}
        spot = r.randrange(len(order)) if order else 0
        if name is not None and r.random() < 0.85:
            own = [n for k, n in order.items() if self._names(name, k)]
            spot = own[0] if own else spot
        if name is not None:
            anchors -= {n for k, n in order.items() if self._names(name, k)}
        before = max((a for a in anchors if a < spot), default=None)
        behind = min((a for a in anchors if a > spot), default=None)
        part = template.fields[spot].section if template and template.fields else ""
        for i, other in enumerate(names):
            indicator = self.indicator(other)
            row = these[i]
            if numeric:
                row[:, at["kind fits" if indicator.kind in NUMBERS else "kind contradicts"]] = 1
                if (decimals and indicator.kind == "integer") or (above and indicator.unit == "%"):
                    row[:, at["size contradicts"]] = 1
            else:
                fits = indicator.kind not in NUMBERS
                row[:, at["kind fits" if fits else "kind contradicts"]] = 1
            if numeric and dated and not years and indicator.period == "year":
                row[:, at["year not said"]] = 1
            if numeric and other in self.reckoned and sums.random() < share * RECKONED:
                own = name is not None and self._names(name, other)
                holds = sums.random() < (RIGHT if own else BY_CHANCE)
                row[:, at["sums hold" if holds else "sums fail"]] = 1
            if years:
                row[:, at["years fit" if indicator.period == "year" else "years contradict"]] = 1
            if other in order:
                if section[other] and part:
                    row[:, at["in its part" if section[other] == part else "in another part"]] = 1
                n = order[other]
                row[:, at["taken" if n in anchors else "in a gap"]] = 1 if n in anchors else share
                if anchors:
                    fits = (before is None or before < n) and (behind is None or n < behind)
                    row[:, at["between its neighbours" if fits else "out of order"]] = 1
                    row[:, at["behind its neighbour"]] = before is not None and n == before + 1


def readings(case: Case, theta: np.ndarray) -> np.ndarray:
    """The probability of each reading."""
    z = (case.features @ theta).max(axis=1)
    top = max(0.0, float(z.max()))
    powers = np.exp(z - top)
    return powers / (np.exp(-top) + powers.sum())


def fitted(cases: list[Case], only: Sequence[str] = ()) -> np.ndarray:
    """Weights by gradient steps (Adam) on the likelihood of the right readings; `only` these, the rest as shipped."""
    names = [*FEATURES, *PLACE]
    free = np.array([not only or n in only for n in names], dtype=np.float64)
    theta = np.zeros(len(names))
    if only:
        theta = np.concatenate([weights().wording, weights().place]).astype(np.float64) * (1 - free)
    else:
        theta[FEATURES.index("letters")] = 4
        theta[0] = -4
    m, v = np.zeros_like(theta), np.zeros_like(theta)
    stack = np.stack([c.features for c in cases])
    right = np.stack([c.right for c in cases]).astype(np.float32)
    none = right.sum(axis=1) == 0
    weight = np.array([c.weight for c in cases], dtype=np.float32)
    weight /= weight.sum()
    for step in range(1, STEPS + 1):
        z = stack @ theta.astype(np.float32)
        which = z.argmax(axis=2)
        z = np.take_along_axis(z, which[:, :, None], 2)[:, :, 0]
        top = np.maximum(0, z.max(axis=1))
        powers = np.exp(z - top[:, None])
        zero = np.exp(-top)
        whole = zero + powers.sum(axis=1)
        p = powers / whole[:, None]
        good = powers * right
        sum_good = good.sum(axis=1)
        q = np.where(none[:, None], 0, good / np.maximum(sum_good, 1e-30)[:, None])
        delta = (p - q) * weight[:, None]
        rows = np.take_along_axis(stack, which[:, :, None, None], 2)[:, :, 0, :]
        gradient = np.einsum("ci,cif->f", delta, rows) + RIDGE * theta
        gradient *= free
        m = 0.9 * m + 0.1 * gradient
        v = 0.999 * v + 0.001 * gradient**2
        theta = theta - RATE * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return theta


def told(held: list[tuple[Case, np.ndarray]], wrong: int) -> None:
    """How the readings of captions of left-out sources hold."""
    listed = [(c, p) for c, p in held if not c.source.startswith("catalogue")]
    for title, group in (("catalogue", [x for x in held if x[0].source.startswith("catalogue")]), ("lists", listed)):
        if not group:
            continue
        real = [(c, p) for c, p in group if c.right.any()]
        fake = [(c, p) for c, p in group if not c.right.any()]
        first = sum(c.right[p.argmax()] for c, p in real)
        three = sum(c.right[np.argsort(-p)[:3]].any() for c, p in real)
        print(f"{title}: {len(real)} captions, first {first / len(real):.3f}, among three {three / len(real):.3f}")
        left = [(c, p) for c, p in real if p.max() < CLAIMED]
        for least in (0.0, 0.01, 0.02, 0.05, 0.1):
            shown = sum(any(c.right[i] and p[i] >= least for i in np.argsort(-p)[:3]) for c, p in left)
            noise = sum(p.max() >= least for _, p in fake if p.max() < CLAIMED)
            print(
                f"   proposed from {least:.2f}: right {shown} of {len(left)} not claimed; for {noise} others something"
            )
        for least in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99):
            claimed = [c.right[p.argmax()] for c, p in real if p.max() >= least]
            others = sum(p.max() >= least for _, p in fake)
            print(
                f"   from {least:.2f}: right {sum(claimed) / len(real):.3f}, wrong {len(claimed) - sum(claimed)}"
                + (f", of no indicator {others} of {len(fake)}" if fake else "")
            )
    edges = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.96, 0.99, 1.01]
    print("reliability: said, came true, how many")
    for low, high in pairwise(edges):
        these = [(p.max(), c.right[p.argmax()]) for c, p in listed or held if low <= p.max() < high]
        if these:
            print(f"   {np.mean([s for s, _ in these]):.3f} {np.mean([t for _, t in these]):.3f} {len(these)}")
    for c, p in sorted(listed, key=lambda x: -x[1].max())[: 100000 if wrong else 0]:
        if not c.right[p.argmax()] and wrong:
            wrong -= 1
            print(f"   {p.max():.2f} {c.text} right {p[c.right].max() if c.right.any() else '-'}", p.argmax())


if __name__ == "__main__":
    main()
