"""Fits what speaks for two figures being part and whole of a rate, on blank forms of which a person has said the rules.

    scripts/fit_drafting.py                 held-out figures: each set of forms by the weights of the others
    scripts/fit_drafting.py --write         the weights of all sets, into drafting/quotient_weights.json

First the weights that make the person's pair the likeliest of all pairs; then how likely it must be to be proposed.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize

import measure_drafting
from formextract import intake, readers
from formextract.catalogue import load_catalogue
from formextract.drafting import as_yaml, draft_of, forms_in
from formextract.drafting.asked_figures import AskedFigures
from formextract.drafting.figures import Figure
from formextract.drafting.quotient_terms import standing, terms
from formextract.drafting.quotients import LIKELY, pairs
from formextract.drafting.rate_words import Rate
from formextract.drafting.rated import by_columns, is_rate, of_place
from logistic import weights
from samples import strangers

OUT = Path(__file__).parents[1] / "src/formextract/drafting/quotient_weights.json"
UNSEEN = ("aid",)
"""Sets that are kept to report on."""
RIDGE, RIDGE_ACCEPTED = 0.03, 0.3
"""Chosen by the held-out figures of the sets that are fitted on."""
Weights = Mapping[str, float]


@dataclass(frozen=True)
class Example:
    """A rate of a form with the terms of each pair that it may be of, and whether a person holds that pair. `weight` is
    less for a rate that stands in many rows.
    """

    form: str
    rate: Rate
    terms: tuple[dict[str, float], ...]
    held: tuple[bool, ...]
    weight: float


def examples(name: str, form: strangers.Form, folder: Path) -> Iterator[Example]:
    """The rates of one form whose pair is among those that the drafter weighs, or of which a person holds no rule."""
    catalogue = load_catalogue()
    ending = form.ending if form.ending == "xlsx" else "docx"
    document = readers.read(intake.source_file(strangers.written(form, folder / f"{name}.{ending}")))
    several = [draft_of(d, catalogue.indicators, catalogue.lexicon) for d in forms_in(document, catalogue.lexicon)]
    draft = max(several, key=lambda d: len(d.fields))
    labels, years = measure_drafting.called(yaml.safe_load(as_yaml(draft, "fitted/form@2024", name))["fields"] or [])
    live = [f for f in draft.fields if not f.repeats]
    asked = AskedFigures([a for f in live for a in f.asked], draft.indicators, draft.layout.said)
    rated = [(rate, figures) for _, _, rate, figures in by_columns(live, draft.layout.said)]
    rated += [
        of_place(asked, n)
        for n, a in enumerate(asked.asked)
        if draft.indicators[a.name].kind in ("number", "integer") and not a.column and is_rate(a.plain, asked.unit(a))
    ]
    count = Counter((r.plain, r.order) for r, _ in rated)
    for rate, figures in rated:
        mine = measure_drafting.figure_called(rate.ref, labels, {})
        truth = [named for kind, named in form.rules if kind in ("share", "per_capita")]
        told = [[measure_drafting.plain_name(x) for x in labels_of] for labels_of in truth]
        told = [x for x in told if mine in x]
        offered = list(pairs(rate, figures))
        held = tuple(_held(rate, part, whole, told, labels, years) for part, whole, _ in offered)
        if offered and (any(held) or not told):
            yield Example(
                name,
                rate,
                tuple(terms(rate, part, whole) for part, whole, _ in offered),
                held,
                1 / count[rate.plain, rate.order],
            )


def _held(
    rate: Rate,
    part: Figure,
    whole: Figure,
    told: Sequence[Sequence[str]],
    labels: dict[str, str],
    years: dict[str, dict[int, str]],
) -> bool:
    """Whether a person's rule is of this pair; what is said first is the part, where the order is known."""
    refs = [x.ref.strip('"') for x in (part, whole)]
    dated = rate.share and all("@" in r for r in refs)
    names = [measure_drafting.figure_called(r, labels, years if dated else {}) for r in refs]
    if dated:
        names.append(measure_drafting.figure_called(f"{rate.ref}@last", labels, years))
    else:
        names.append(measure_drafting.figure_called(rate.ref, labels, {}))
    return any(set(names) == set(t) and (t[0] == names[0] or t[-1] != names[-1]) for t in told)


def fitted(data: Sequence[Example]) -> dict[str, Weights]:
    """The weights of both steps."""
    names = sorted({k for e in data for t in e.terms for k in t})
    tables = [np.array([[t.get(k, 0.0) for k in names] for t in e.terms]) for e in data]
    sure = [(e, x) for e, x in zip(data, tables, strict=True) if any(e.held)]

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        out, slope = RIDGE * float((w**2).sum()), 2 * RIDGE * w
        for e, x in sure:
            scores = x @ w
            p = np.exp(scores - scores.max())
            p /= p.sum()
            held = np.array(e.held)
            likely = p[held].sum()
            out -= e.weight * math.log(likely + 1e-12)
            slope = slope + e.weight * (x.T @ (p - np.where(held, p / max(likely, 1e-12), 0)))
        return out, slope

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    pair = {n: round(float(x), 3) for n, x in zip(names, found, strict=True)}
    ranked = [best(e, pair) for e in data]
    return {"pair": pair, "accepted": weights([t for _, t in ranked], [h for h, _ in ranked], RIDGE_ACCEPTED)}


def best(e: Example, pair: Weights) -> tuple[bool, dict[str, float]]:
    """Whether the likeliest pair is held, and how it stands."""
    scores = [sum(pair.get(k, 0.0) * v for k, v in t.items()) for t in e.terms]
    first = max(range(len(scores)), key=scores.__getitem__)
    return e.held[first], standing(e.terms[first], scores[first], [s for n, s in enumerate(scores) if n != first])


def counted(data: Sequence[Example], w: Mapping[str, Weights]) -> Counter[str]:
    """How many rates have the right rule, a wrong one, none though there is one."""
    out: Counter[str] = Counter()
    for e in data:
        held, stands = best(e, w["pair"])
        said = 1 / (1 + math.exp(-sum(w["accepted"][k] * v for k, v in stands.items()))) >= LIKELY
        out["right"] += said and held
        out["wrong"] += said and not held
        out["missed"] += any(e.held) and not (said and held)
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="keep the weights of all sets that are fitted on")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        data = {
            s: [e for name, form in forms.items() for e in examples(name, form, Path(scratch))]
            for s, forms in measure_drafting.SETS.items()
            if s not in UNSEEN
        }
    if given.write:
        made = fitted([e for few in data.values() for e in few])
        OUT.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
        print(dict(counted([e for few in data.values() for e in few], made)))
        return 0
    total: Counter[str] = Counter()
    for s, few in data.items():
        found = counted(few, fitted([e for other, more in data.items() if other != s for e in more]))
        print(f"{s:12}", dict(found))
        total += found
    print(
        f"held out: {total['right'] / (total['right'] + total['missed']):.1%} of the rates that a person holds, ",
        end="",
    )
    print(f"{total['right'] / (total['right'] + total['wrong']):.1%} of those proposed are held")
    return 0


if __name__ == "__main__":
    sys.exit(main())
