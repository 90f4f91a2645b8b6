"""Planning rows of a form: the baseline, what is aimed at, and which indicator each row is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from formextract.match.labels import LabelIndex, take_apart
from formextract.match.leftovers import Leftovers
from formextract.match.reading_order import Stream
from formextract.match.targets import TargetRow, named, unit_in, year_of
from formextract.model.doubt import all_of
from formextract.model.placement import Part, Placement
from formextract.model.template import FieldSpec, Indicator, Template
from formextract.text import conversion, unwrapped

MISREAD = 80.0
"""Likeness (0 to 100) of the names of two targets of a scan from which they may be one name, misread."""
AS_WRITTEN = "as written"
"""The unit of indicators that keep whatever unit stands on the form."""
MEASURED = 0.8
"""Score from which a planning row's caption names an indicator."""


class Measures:
    """Tells which indicator of the catalogue a caption of the applicant's own is about."""

    def __init__(self, index: LabelIndex, indicators: Mapping[str, Indicator]) -> None:
        self.index, self.indicators = index, indicators
        kinds = ("number", "integer")
        self._figures = {n for n, i in indicators.items() if i.kind in kinds and i.unit != AS_WRITTEN}

    def of(self, caption: str, text: str, unit: str | None = None) -> str | None:
        """The indicator of the catalogue that a planning row is about, its caption read as any other; of a caption that
        is only part of a wording (二氧化碳排放量) the unit says which.
        """
        name = caption.rpartition("·")[2]
        hits = [h for h in self.index.hits(name) if h.indicator in self._figures]
        if hits and hits[0].score >= MEASURED:
            best = {h.indicator for h in hits if h.score >= hits[0].score}
            return best.pop() if len(best) == 1 else None
        written = take_apart(name).unit or unit_in(text) or unit
        if written is None:
            return None
        fitting = [n for n in self.index.containing(name) if n in self._figures]
        fitting = [n for n in fitting if conversion(written, self.indicators[n].unit or "") is not None]
        return fitting[0] if fitting else None

    def of_row(self, name: str, row: TargetRow) -> str | None:
        """The indicator that a planning row is about: a target in words (降低18%) has the unit of no amount."""
        texts = [c.text for c in (row.baseline, row.target) if c is not None]
        return next((m for n, t in enumerate(texts) if (m := self.of(name, t, row.units[n]))), None)


def planning_rows(stream: Stream, template: Template, measures: Measures, left: Leftovers) -> Iterator[Placement]:
    """Each row's two figures, then the years of the two columns; what no field asks for is left over."""
    spec = next((f for f in template.fields if f.shape == "targets"), None)
    for name, row in named(stream.targets, MISREAD):
        about = measures.of_row(name, row)
        called = [*row.named_by, *([row.direction_by] if row.direction_by is not None and name != row.name else [])]
        pairs: tuple[tuple[Part, str | None], ...] = (
            ("baseline", spec.indicator if spec else None),
            ("target", spec.target if spec else None),
        )
        for part, indicator in pairs:
            cell = row.baseline if part == "baseline" else row.target
            if cell is None:
                continue
            if spec is None or indicator is None:
                left.add(name, cell.text, cell.place, 0)
                continue
            yield Placement(
                spec,
                indicator,
                name,
                None,
                (("target", name),),
                cell.text,
                cell.place,
                take_apart(name).unit or row.units[part == "target"],
                part,
                (),
                cell.doubt,
                (*(c.place for c in row.named_by), *cell.further),
                about,
                legibility=all_of((cell.legibility, *(c.legibility for c in called))),
            )
    yield from _target_years(stream, spec)


def _target_years(stream: Stream, spec: FieldSpec | None) -> Iterator[Placement]:
    """The years that the heads of a planning table give to its two columns."""
    heads = next((row.heads for row in stream.targets if row.heads is not None), None)
    if spec is None or heads is None:
        return
    for part, head in zip(("baseline", "target"), heads, strict=True):
        name, year = spec.parts.get(part), year_of(head)
        if name is not None and year is not None:
            yield Placement(spec, name, unwrapped(head.text), None, (), year, head.place, legibility=head.legibility)
