"""A document and a template to placements: every field's cells, and the ink that no field claimed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from formextract.match.assign import Assigned, assign, fields_by_target
from formextract.match.blanks import count_and_names
from formextract.match.gaps import in_gaps
from formextract.match.key_values import KeyCell, ValueCell
from formextract.match.labels import LabelIndex, take_apart
from formextract.match.layout_changes import alterations
from formextract.match.leftovers import Leftovers, printed_label
from formextract.match.lists import Grid, under
from formextract.match.reading_order import Stream, flow, number_of
from formextract.match.region import region_parts
from formextract.match.shapes import FieldShape, added_shapes
from formextract.match.targets import named
from formextract.match.years import reporting_years, year_of, years_said
from formextract.model import Document
from formextract.model.placement import Match, Part, Placement
from formextract.model.template import SHAPES, FieldSpec, Indicator, Template
from formextract.text import conversion, is_blank, squeeze, unwrapped

INFERRED_YEAR = 0.6
"""Confidence of a yearly figure whose year no heading says."""
SEVERAL = 0.7
"""Confidence of a value that stands beside another one for the same place."""
MISREAD = 80.0
"""Likeness (0 to 100) of the names of two targets of a scan from which they may be one name, misread."""
ELSEWHERE = 0.8
"""Confidence of a scanned chapter that seems to begin at another chapter's heading."""
_ASKS_NAMES = re.compile("名\\s*[称单]|情\\s*况")
_NUMBERED = re.compile(r"\s*[一二三四五六七八九十]{1,3}[、.．]")
_YEAR_IN_LABEL = re.compile(r"(20[0-4]\d)\s*年")
_DIMS = tuple[tuple[str, str], ...]


def match_form(
    document: Document, template: Template, index: LabelIndex, indicators: dict[str, Indicator], printed: frozenset[str]
) -> Match:
    """All placements of a form in one record, with what is left over."""
    stream = flow(document, template, index, printed)
    return _Form(document, template, index, indicators, printed, stream).run()


class _Form:
    def __init__(
        self,
        document: Document,
        template: Template,
        index: LabelIndex,
        indicators: dict[str, Indicator],
        printed: frozenset[str],
        stream: Stream,
    ) -> None:
        self.document, self.template, self.indicators, self.printed = document, template, indicators, printed
        self.index, self.stream = index, stream
        self.left = Leftovers(printed)
        headed = stream.years or (years_said(line.text for _, _, line in stream.lines) if template.prose else ())
        self.years = reporting_years(headed, template.years)
        self.years_known = bool(self.years)
        if not self.years_known and any(f.columns for f in template.fields):
            year, self.years_known = year_of(document, template)
            self.years = (year,)
        self.placements: list[Placement] = []
        self.claimed: dict[tuple[str, str | None, _DIMS], Placement] = {}
        self.again: dict[str, str] = {}
        self.columned = any(f.columns for f in template.fields)
        self.grids: list[Grid] | None = None

    def run(self) -> Match:
        labels = self.stream.labels
        assigned = assign(labels, self.template, fields_by_target(self.template))
        by_field: dict[str, list[tuple[KeyCell, Assigned]]] = defaultdict(list)
        for k, at in enumerate(labels):
            if k in assigned:
                by_field[assigned[k].field.key].append((at, assigned[k]))
            else:
                self.left.label(at)
        for spec in self.template.fields:
            found = by_field.get(spec.key)
            if found:
                # the field's own part first: the cover repeats what the tables say
                found.sort(key=lambda f: (f[0].section != spec.section and f[0].section == "0", f[0].order))
                self._field(spec, found)
        self._targets()
        self._lists()
        for spec in self.template.fields:
            if spec.shape == "narrative":
                self._narrative(spec)
        for value in self.stream.orphans:
            if not self._numbers_row(value):
                self.left.add("", value.text, value.cell.place, value.order)
        self.left.lines(self.stream, self.template)
        for hidden in self.document.hidden:
            self.left.add("（隐藏内容）", hidden.text, hidden.place, 1 << 60)
        altered = alterations(self.document, self.template, self.index, self.printed, self.stream, self.placements)
        again = tuple(self.again.values())
        return Match(tuple(self.placements), self.left.all(), self.years, altered, again)

    # -- fields by shape

    def _field(self, spec: FieldSpec, found: list[tuple[KeyCell, Assigned]]) -> None:
        for at, assigned in found:
            if spec.shape == "standards":
                self._standards(spec, at, assigned)
            elif spec.shape == "blanks":
                self._blanks(spec, at, assigned)
            elif spec.shape == "region":
                self._region(spec, at, assigned)
            elif spec.shape in ("narrative", "targets"):
                self.left.label(at)
            elif spec.shape == "gaps":
                self._gaps(spec, at, assigned)
            elif spec.columns:
                self._columns(spec, at, assigned)
            elif spec.shape is not None and spec.shape not in SHAPES:
                self._added(spec, at, assigned, added_shapes()[spec.shape])
            else:
                self._plain(spec, at, assigned)

    def _added(self, spec: FieldSpec, at: KeyCell, assigned: Assigned, shape: FieldShape) -> None:
        """A field of another package's shape."""
        claims = list(shape(spec, at.values, self.years))
        for c in claims:
            self._claim(
                spec, at, c.value, assigned, c.period, assigned.confidence, spec.indicator, tuple(c.dims), c.text
            )
        used = {id(c.value) for c in claims}
        self.left.values(at, [v for v in at.values if id(v) not in used])

    def _plain(self, spec: FieldSpec, at: KeyCell, assigned: Assigned) -> None:
        indicator = self.indicators[spec.indicator]
        if indicator.period == "year":
            self._yearly(spec, at, assigned, indicator)
            return
        period = self._span() if indicator.period == "span3" else None
        chosen, rest = _choose(at.values, indicator.kind)
        if (
            chosen is not None
            and chosen.kind == "blank"
            and assigned.confidence < 1.0
            and _NUMBERED.match(at.cell.text)
        ):
            return  # 四、绿色低碳情况 with nothing beside it is a heading
        if chosen is None:
            self._claim_missing_value(spec, at, assigned, period)
        else:
            crowded = SEVERAL if any(not is_blank(v.text) and v.period is None for v in rest) else 1.0
            self._claim(spec, at, chosen, assigned, period, min(crowded, assigned.confidence))
        self.left.values(at, rest)

    def _yearly(self, spec: FieldSpec, at: KeyCell, assigned: Assigned, indicator: Indicator) -> None:
        dated = [v for v in at.values if v.period is not None]
        undated = [v for v in at.values if v.period is None]
        by_year: dict[str, list[ValueCell]] = defaultdict(list)
        for v in dated:
            assert v.period is not None
            by_year[v.period].append(v)
        for year in sorted(by_year):
            chosen, rest = _choose(by_year[year], indicator.kind)
            assert chosen is not None
            sure = assigned.confidence
            if chosen.spans_years:
                sure = min(sure, INFERRED_YEAR)  # one merged cell under several years
            self._claim(spec, at, chosen, assigned, year, sure)
            self.left.values(at, rest)
        if not dated:
            chosen, rest = _choose(undated, indicator.kind)
            said = set(_YEAR_IN_LABEL.findall(at.cell.text))
            if chosen is not None and len(said) == 1:  # 单项冠军企业数（2024年）
                self._claim(spec, at, chosen, assigned, said.pop(), assigned.confidence)
                undated = rest
            elif chosen is not None and self.years:
                self._claim(spec, at, chosen, assigned, str(self.years[-1]), min(INFERRED_YEAR, assigned.confidence))
                undated = rest
        self.left.values(at, undated)

    def _standards(self, spec: FieldSpec, at: KeyCell, assigned: Assigned) -> None:
        for v in at.values:
            if v.level is None or v.role is None or v.period is None:
                self.left.values(at, [v])
                continue
            indicator = spec.joined if v.role == "joined" and spec.joined else spec.indicator
            self._claim(spec, at, v, assigned, v.period, assigned.confidence, indicator, (("level", v.level),))

    def _blanks(self, spec: FieldSpec, at: KeyCell, assigned: Assigned) -> None:
        dims = tuple(sorted(spec.dims.items()))
        chosen, rest = _choose(at.values, "list")
        if chosen is not None:
            count, names = count_and_names(chosen.text)
            if is_blank(chosen.text) and _ASKS_NAMES.search(at.cell.text):
                names = ""
            if count is not None or names is None:
                self._claim(
                    spec, at, chosen, assigned, None, assigned.confidence, spec.indicator, dims, count or "", "count"
                )
            if spec.names and names is not None:
                self._claim(
                    spec, at, chosen, assigned, None, assigned.confidence, spec.names, dims, names or "", "names"
                )
        self.left.values(at, rest)

    def _region(self, spec: FieldSpec, at: KeyCell, assigned: Assigned) -> None:
        chosen, rest = _choose(at.values, "text")
        if chosen is not None:
            parts = region_parts(unwrapped(chosen.text))
            if parts is None:
                self.left.values(at, [chosen])
            else:
                names: tuple[tuple[Part, str], ...] = (("province", "省"), ("city", "市"), ("county", "县"))
                for part, key in names:
                    self._claim(
                        spec, at, chosen, assigned, None, assigned.confidence, spec.parts[key], (), parts[part], part
                    )
        self.left.values(at, rest)

    def _gaps(self, spec: FieldSpec, at: KeyCell, assigned: Assigned) -> None:
        """Values between words that the form prints; a cell in which these read otherwise is left over."""
        chosen, rest = _choose(at.values, "text")
        found = None if chosen is None else in_gaps(spec.gaps, chosen.text)
        if chosen is not None and found is not None:
            for indicator, text, unit in found:
                self._claim(
                    spec, at, replace(chosen, unit=unit), assigned, None, assigned.confidence, indicator, (), text
                )
        elif chosen is not None:
            self.left.values(at, [chosen])
        self.left.values(at, rest)

    def _columns(self, spec: FieldSpec, at: KeyCell, assigned: Assigned) -> None:
        """Values beside a label under headings that the template names: of a year, or of a kind (预算数, 决算数)."""
        for v in at.values:
            grid = next((g for g in self._grids() if g.at.get((v.cell.row, v.cell.col)) is v.cell), None)
            above = grid.above(v.cell.row, v.cell.col) if grid is not None else []
            heads = [h for h in spec.columns if under(h, above)]
            if not heads and v.period is not None:  # 2024年 in place of 本年
                self._claim(spec, at, v, assigned, v.period, assigned.confidence)
            if not heads:
                self.left.values(at, [v] if v.period is None else [])
                continue
            told = spec.columns[max(heads, key=len)]
            if isinstance(told, int):
                year = str(self.years[-1] + told) if self.years else None
                sure = assigned.confidence if self.years_known else min(assigned.confidence, INFERRED_YEAR)
                self._claim(spec, at, v, assigned, year, sure)
            elif told is not None:
                dims = tuple(sorted({**spec.dims, "column": told}.items()))
                self._claim(spec, at, v, assigned, None, assigned.confidence, spec.indicator, dims)
            elif v.kind != "figure":
                self.left.values(at, [v])  # words in a column of codes

    def _numbers_row(self, value: ValueCell) -> bool:
        """Whether a figure before a row of value columns does nothing but number it (序号)."""
        if not self.columned or not value.text.strip().isdigit():
            return False
        grid = next((g for g in self._grids() if g.at.get((value.cell.row, value.cell.col)) is value.cell), None)
        return grid is not None and under("序号", grid.above(value.cell.row, value.cell.col))

    def _grids(self) -> list[Grid]:
        if self.grids is None:
            self.grids = [Grid(t) for t in self.stream.tables]
        return self.grids

    def _lists(self) -> None:
        """The entries of lists, each value with the number of its row."""
        for _, entries in self.stream.lists:
            for entry in entries:
                for spec, cell in entry.cells:
                    if is_blank(cell.text):
                        continue
                    dims = (("row", str(entry.number)),)
                    unit = take_apart(spec.label).unit
                    self.placements.append(
                        Placement(
                            spec, spec.indicator, spec.label, None, dims, cell.text, cell.place, unit, "value", 1.0,
                            cell.doubt, cell.further,
                        )
                    )  # fmt: skip
                for caption, cell in entry.others:
                    self.left.add(caption, cell.text, cell.place, 0)

    def _targets(self) -> None:
        spec = next((f for f in self.template.fields if f.shape == "targets"), None)
        misread = {p for row in self.stream.targets for p in row.named_by if self.document.scanned(p)}
        for name, row in named(self.stream.targets, misread, MISREAD):
            pairs: tuple[tuple[Part, str | None], ...] = (
                ("baseline", spec.indicator if spec else None),
                ("target", spec.target if spec else None),
            )
            for part, indicator in pairs:
                cell = row.baseline if part == "baseline" else row.target
                if cell is None:
                    continue
                if spec is None or indicator is None:
                    self.left.add(name, cell.text, cell.place, 0)
                    continue
                self.placements.append(
                    Placement(
                        spec,
                        indicator,
                        name,
                        None,
                        (("target", name),),
                        cell.text,
                        cell.place,
                        None,
                        part,
                        1.0,
                        cell.doubt,
                        (*row.named_by, *cell.further),
                    )
                )

    def _narrative(self, spec: FieldSpec) -> None:
        lines = [(o, line) for o, section, line in self.stream.lines if section == spec.section]
        end = squeeze(spec.until or "")
        if end:
            lines = list(takewhile(lambda found: not squeeze(found[1].text).startswith(end), lines))
        kept = [(o, line) for o, line in lines if squeeze(line.text) not in self.printed]
        if not kept:
            return
        text = "\n".join(line.text.strip() for _, line in kept)
        first, *others = (line.place for _, line in kept)
        self.placements.append(
            Placement(
                spec,
                spec.indicator,
                spec.label,
                None,
                (),
                text,
                first,
                confidence=1.0 if self._begins_there(spec) else ELSEWHERE,
                further=tuple(others),
            )
        )

    def _begins_there(self, spec: FieldSpec) -> bool:
        """Whether a chapter begins at its own heading: a heading within it that reads alike has another number.

        Of a scan the chapter's own may have been misread; what stood before the other one is then lost.
        """
        heading = next((s.heading for s in self.template.sections if s.id == spec.section), "")
        scanned = False
        for _, section, line in self.stream.lines:
            scanned = scanned or self.document.scanned(line.place)
            if section == f"#{spec.section}":
                return not scanned or number_of(line.text) == number_of(heading)
        return True

    # -- claiming

    def _claim(
        self,
        spec: FieldSpec,
        at: KeyCell,
        value: ValueCell,
        assigned: Assigned,
        period: str | None,
        confidence: float,
        indicator: str | None = None,
        dims: _DIMS = (),
        text: str | None = None,
        part: Part = "value",
    ) -> None:
        name = indicator or spec.indicator
        unit = self._unit(name, at, value)
        label = printed_label(at)
        placement = Placement(
            assigned.field,
            name,
            label,
            period,
            dims,
            value.text if text is None else text,
            value.cell.place,
            unit,
            part,
            confidence,
            value.cell.doubt,
            value.cell.further,
        )
        key = (name, period, dims)
        old = self.claimed.get(key)
        if old is None and is_blank(placement.text) and at.section not in ("", spec.section) and spec.section:
            return  # a place for a seal that names its owner, say: the field has a cell of its own elsewhere, or none
        if old is None:
            self.claimed[key] = placement
            self.placements.append(placement)
        elif is_blank(old.text) and not is_blank(placement.text) and not self._of_cover(spec, at):
            self.claimed[key] = placement
            self.placements[self.placements.index(old)] = placement
        elif not is_blank(placement.text) and not _says_same(old.text, placement.text):
            self.left.add(label, value.text, value.cell.place, value.order)
            if not self._of_cover(spec, at):
                self.again.setdefault(spec.key, label)

    def _of_cover(self, spec: FieldSpec, at: KeyCell) -> bool:
        """Whether a caption stands on the cover though its field belongs to a part: an empty cell there stays empty."""
        return at.section == "0" and spec.section not in ("", "0")

    def _claim_missing_value(self, spec: FieldSpec, at: KeyCell, assigned: Assigned, period: str | None) -> None:
        """A label with no cell for its value: the cell is there and empty, as far as anyone can see."""
        if (spec.indicator, period, ()) not in self.claimed and assigned.confidence >= 1.0:
            blank = ValueCell(at.cell, "", "blank", at, period, None, None, None, at.order)
            self._claim(spec, at, blank, assigned, period, assigned.confidence)

    def _unit(self, name: str, at: KeyCell, value: ValueCell) -> str | None:
        canonical = self.indicators[name].unit
        if canonical is None:
            return None
        for unit in (value.unit, at.unit):
            if unit is not None:
                return unit
        # the caption above a table speaks of its amounts only
        if (
            at.caption is not None
            and conversion(at.caption, canonical) is not None
            and canonical not in ("个", "项", "人", "%")
        ):
            return at.caption
        return None

    def _span(self) -> str | None:
        return f"{self.years[0]}/{self.years[-1]}" if self.years else None


def _choose(values: Sequence[ValueCell], kind: str) -> tuple[ValueCell | None, list[ValueCell]]:
    """The value cell of a field that has one, and the others: the first filled one, of the last year where dated."""
    if not values:
        return None, []
    filled = [v for v in values if v.kind != "blank"]
    if not filled:
        return values[0], []
    wanted = {
        "number": ("figure", "none"),
        "integer": ("figure", "none"),
        "bool": ("ticks",),
        "choice": ("ticks",),
        "multichoice": ("ticks",),
    }.get(kind)
    fitting = [v for v in filled if wanted is None or v.kind in wanted] or filled
    dated = [v for v in fitting if v.period is not None]
    chosen = max(dated, key=lambda v: v.period or "") if dated else fitting[0]
    return chosen, [v for v in filled if v is not chosen]


def _says_same(a: str, b: str) -> bool:
    return squeeze(a) == squeeze(b)
