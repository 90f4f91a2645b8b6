"""Names that begin with a place, against the place that the form gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from formextract.checks.figures import Figures
from formextract.checks.messages import name
from formextract.checks.rule import FillingEdit
from formextract.model import Finding, Observation
from formextract.model.edits import RefsField
from formextract.places import Locality, place_and_rest, place_of, short_name
from formextract.text import squeeze


class InPlaceEdit(FillingEdit):
    """The place with which each of `texts` begins is the one that `region` (province, city, county) names."""

    kind: Literal["in_place"]
    texts: RefsField
    region: RefsField

    def findings(self, figures: Figures) -> Iterator[Finding]:
        region = [f.observation for ref in self.region if (f := figures.resolve(ref)) is not None]
        said = [str(o.value) if o.is_given else "" for o in region]
        here = place_of(*(said + [""] * 3)[:3])
        if not here.said:
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
