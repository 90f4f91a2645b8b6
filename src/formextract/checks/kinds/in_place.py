"""Names that begin with a place, against the place that the form gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from formextract.checks.figures import Figures
from formextract.checks.messages import name
from formextract.checks.rule import FillingEdit
from formextract.model import Finding, Observation
from formextract.model.edits import MaybeRefsField, RefsField
from formextract.places import Locality, place_and_rest, place_of, short_name
from formextract.text import squeeze


class InPlaceEdit(FillingEdit):
    """The place with which each of `texts` begins is the one that `region` (province, city, county; or one text) names.

    Where one of `across` is given (the counties of a cluster that lies in several), nobody knows.
    """

    kind: Literal["in_place"]
    texts: RefsField
    region: RefsField
    across: MaybeRefsField = ()

    def findings(self, figures: Figures) -> Iterator[Finding]:
        parts = [figures.resolve(ref) for ref in self.region]
        region = [f.observation for f in parts if f is not None]
        said = [str(f.observation.value) if f is not None and f.observation.is_given else "" for f in parts]
        here = place_of("", "", "", *said) if len(said) == 1 else place_of(*(said + [""] * 3)[:3])
        several = [f for ref in self.across if (f := figures.resolve(ref)) is not None and f.observation.is_given]
        if not here.said or several:
            return
        for ref in self.texts:
            found = figures.resolve(ref)
            if found is None or not found.observation.is_given or not isinstance(found.observation.value, str):
                continue
            o = found.observation
            place, _ = place_and_rest(re.sub(r"[^\w]", "", squeeze(str(o.value))), here)
            misread = min([o.confidence, *(r.confidence for r in region)]) < 1.0
            if place.said and not here.agrees(place, misread=misread) and not _is_called_so(o, place, here):
                yield self._told(o, place.text, region, "".join(said))

    def _told(self, o: Observation, place: str, region: list[Observation], said: str) -> Finding:
        statement = f"{name(o)}“{o.value}”说的是{place}，而所属地区填的是{said}（{self.label}），请核对哪一处有误。"
        return self.finding(f"{self.id}.{o.indicator}", "agreement", statement, [o, *region], reported=o.value)


def _is_called_so(o: Observation, place: Locality, here: Locality) -> bool:
    """Whether a name begins with a place's short name, which is the form's own place's as well: 浔阳新区 in 浔阳县."""
    text = squeeze(str(o.value))
    in_full = bool(place.units) and place.units[-1] in text
    return not in_full and any(text.startswith(short_name(unit)) for unit in here.units)
