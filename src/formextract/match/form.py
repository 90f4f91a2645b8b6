"""A document and a template to placements: every field's cells, and the ink that no field claimed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from formextract.match.assign import Assigned, assign, fields_by_target
from formextract.match.blanks import count_and_names
from formextract.match.cell_kinds import LAST_YEAR, THIS_YEAR
from formextract.match.gaps import asks_alone, in_gaps
from formextract.match.key_values import KeyCell, ValueCell
from formextract.match.label_doubts import LONGEST, label_doubts
from formextract.match.labels import LabelIndex, take_apart
from formextract.match.layout_changes import alterations
from formextract.match.leftovers import Leftovers, printed_label
from formextract.match.letterhead import told_by_letter
from formextract.match.lists import Grid, under
from formextract.match.narrative import chapter, goals
from formextract.match.paraphrased import paraphrased
from formextract.match.reading_order import Stream, flow, number_of
from formextract.match.region import region_parts
from formextract.match.shapes import FieldShape, added_shapes
from formextract.match.statements import statement_of, statement_parts
from formextract.match.targets import TargetRow, named, unit_in, year_of
from formextract.match.years import reporting_years, year_of_form, years_of_title, years_said
from formextract.model import Document, Doubt, Legibility, Line, Place
from formextract.model.doubt import all_of, doubt, weakest_of
from formextract.model.placement import Match, Part, Placement
from formextract.model.template import SHAPES, FieldSpec, Indicator, Template
from formextract.text import conversion, is_blank, squeeze, strip_numbering, unwrapped

INFERRED_YEAR = 0.6
"""Confidence of a yearly figure whose year no heading says."""
SEVERAL = 0.7
"""Confidence of a value that stands beside another one for the same place."""
REPORTS = frozenset({"annual", "half-year", "evaluation"})
"""Forms whose title names the year that their figures are of; an application's names the year in which it is made."""
MISREAD = 80.0
"""Likeness (0 to 100) of the names of two targets of a scan from which they may be one name, misread."""
_ELSEWHERE = doubt("begins_elsewhere", "本章的标题没有认出，开头的内容可能缺失", 0.8)
"""Of a scanned chapter that seems to begin at another chapter's heading."""
_SPANS_YEARS = doubt("year_inferred", "几个年份合用一格，不知道是哪一年的数", INFERRED_YEAR)
_UNDATED = doubt("year_inferred", "没有写明年份，按最近一年记", INFERRED_YEAR)
_OLDER = doubt("year_inferred", "最近一年的一格空着，这里是更早一年的数", INFERRED_YEAR)
_OF_EDITION = doubt("year_inferred", "表上没有写明是哪一年，按表的版本推定", INFERRED_YEAR)
AS_WRITTEN = "as written"
"""The unit of indicators that keep whatever unit stands on the form."""
MEASURED = 0.8
"""Score from which a planning row's caption names an indicator."""
_ASKS_NAMES = re.compile("名\\s*[称单]|情\\s*况")
_NUMBERED = re.compile(r"\s*[一二三四五六七八九十]{1,3}[、.．]")
_YEAR_IN_LABEL = re.compile(r"(20[0-4]\d)\s*年")
_SEAL = re.compile(r"\s*[(（]\s*(?:请?加?盖(?:公|单位)?章|公章|签章|签字|签名|章)(?:处)?\s*[)）]\s*$")
"""What an office prints behind a name for whoever stamps it; no part of the name."""
_DIMS = tuple[tuple[str, str], ...]


def match_form(
    document: Document,
    template: Template,
    index: LabelIndex,
    indicators: dict[str, Indicator],
    printed: frozenset[str],
    titled: str = "",
) -> Match:
    """All placements of a form in one record, with what is left over. `titled` is the year of its title."""
    stream = flow(document, template, index, printed)
    return _Form(document, template, index, indicators, printed, stream, titled).run()


class _Form:
    def __init__(
        self,
        document: Document,
        template: Template,
        index: LabelIndex,
        indicators: dict[str, Indicator],
        printed: frozenset[str],
        stream: Stream,
        titled: str = "",
    ) -> None:
        self.document, self.template, self.indicators, self.printed = document, template, indicators, printed
        self.index, self.stream = index, stream
        self.left = Leftovers(printed)
        headed = stream.years or (years_said(line.text for _, _, line in stream.lines) if template.prose else ())
        reports = template.form in REPORTS
        told = years_of_title(titled, template.years, reports=reports)
        self.years = reporting_years(headed, told)
        self.titled = titled if reports and not headed else ""
        self.years_known = bool(self.years)
        if not self.years_known and any(f.columns for f in template.fields):
            year, self.years_known = year_of_form(document, template)
            self.years = (year,)
        self.placements: list[Placement] = []
        self.claimed: dict[tuple[str, str | None, _DIMS], Placement] = {}
        self.again: dict[str, str] = {}
        self.columned = any(f.columns for f in template.fields)
        self.grids: list[Grid] | None = None

    def run(self) -> Match:
        self.left.claimed = self._statements() | self._sentences()
        own = len(self.stream.labels)
        labels = [*self.stream.labels, *self.stream.offered]
        targets = fields_by_target(self.template)
        assigned = assign(self.stream.labels, self.template, targets, self.index.reader)
        read = paraphrased(labels, assigned, self.template, self.index, self.indicators)
        assigned = {k: a for k, a in assigned.items() if k not in read.refused} | {**read.held, **read.claimed}
        for k in read.claimed:
            labels[k].unit = labels[k].unit or take_apart(labels[k].cell.text).unit
        self.left.proposed = {labels[k].order: proposals for k, proposals in read.proposed.items()}
        by_field: dict[str, list[tuple[KeyCell, Assigned]]] = defaultdict(list)
        for k, at in enumerate(labels):
            if k in assigned:
                by_field[assigned[k].field.key].append((at, assigned[k]))
                if k >= own:
                    self.stream.lines = [x for x in self.stream.lines if x[2].place != at.cell.place]
            elif k < own:
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
        self._letter()
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
            if spec.cover is not None and self._of_cover(spec, at) and found[0][0] is not at:
                self._on_cover(spec, at, assigned)
            elif spec.shape == "standards":
                self._standards(spec, at, assigned)
            elif spec.shape == "blanks":
                self._blanks(spec, at, assigned)
            elif spec.shape == "region":
                self._region(spec, at, assigned)
            elif spec.shape in ("narrative", "targets", "statement"):
                self.left.label(at)
            elif spec.shape == "gaps":
                self._gaps(spec, at, assigned)
            elif spec.columns:
                self._columns(spec, at, assigned)
            elif spec.shape is not None and spec.shape not in SHAPES:
                self._added(spec, at, assigned, added_shapes()[spec.shape])
            else:
                self._plain(spec, at, assigned)

    def _on_cover(self, spec: FieldSpec, at: KeyCell, assigned: Assigned) -> None:
        """What the cover says once more of a field that has its place in a part."""
        assert spec.cover is not None
        chosen, rest = _choose(at.values, self.indicators[spec.cover].kind)
        if chosen is None:
            chosen = ValueCell(at.cell, "", "blank", at, None, None, None, None, at.order)
        key = (spec.cover, None, ())
        if key in self.claimed:
            self.left.values(at, [chosen])
        else:
            self.claimed[key] = self._placement(spec, at, chosen, assigned, spec.cover)
            self.placements.append(self.claimed[key])
        self.left.values(at, rest)

    def _placement(
        self, spec: FieldSpec, at: KeyCell, value: ValueCell, assigned: Assigned, indicator: str
    ) -> Placement:
        label = printed_label(at)
        return Placement(
            spec,
            indicator,
            label,
            None,
            (),
            value.text,
            value.cell.place,
            doubts=label_doubts(label, spec, assigned.confidence),
            doubt=value.cell.doubt,
            further=value.cell.further,
            legibility=value.cell.legibility,
        )

    def _statements(self) -> frozenset[Place]:
        """The cells, or lines, in which an assurance, signatures, seals and a date are printed and filled in one below
        the other; where they stand, since nothing in them is left over.
        """
        used: set[Place] = set()
        specs = [f for f in self.template.fields if f.shape == "statement"]
        captions = {squeeze(f.label) for f in specs}
        for spec in specs:
            places, text = statement_of(self.document, spec.label, captions)
            if not places:
                continue
            used |= set(places)
            read = weakest_of(i.legibility for i in self.document.items() if i.place in used)
            for name, ink in statement_parts(text, spec.parts, self.printed).items():
                label = self.indicators[name].label
                self.placements.append(Placement(spec, name, label, None, (), ink, places[0], legibility=read))
        return frozenset(used)

    def _sentences(self) -> frozenset[Place]:
        """The cells, or lines, that ask for figures by themselves (`仓库面积____平方米，其中自有____平方米`)."""
        used: set[Place] = set()
        for spec in (f for f in self.template.fields if asks_alone(f)):
            for item in self.document.items():
                found = in_gaps(spec.gaps, item.text) if item.place not in used else None
                if found is None:
                    continue
                used.add(item.place)
                for name, ink, unit in found:
                    label = self.indicators[name].label
                    hidden = "" if isinstance(item, Line) else item.doubt
                    self.placements.append(
                        Placement(
                            spec, name, label, None, (), ink, item.place, unit,
                            doubt=hidden, legibility=item.legibility,
                        )
                    )  # fmt: skip
                break
        return frozenset(used)

    def _added(self, spec: FieldSpec, at: KeyCell, assigned: Assigned, shape: FieldShape) -> None:
        """A field of another package's shape."""
        claims = list(shape(spec, at.values, self.years))
        for c in claims:
            self._claim(spec, at, c.value, assigned, c.period, (), spec.indicator, tuple(c.dims), c.text)
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
            beside = next((v for v in rest if not is_blank(v.text) and v.period is None), None)
            unsure = () if beside is None else (_several(chosen, beside),)
            if any(v.kind == "blank" and (v.period or "") > (chosen.period or "") for v in at.values):
                unsure = (*unsure, _OLDER)  # what stands now was not filled in
            self._claim(spec, at, chosen, assigned, period, unsure)
            rest = self._of_other_years(spec, at, chosen, assigned, rest)
        self.left.values(at, rest)

    def _of_other_years(
        self, spec: FieldSpec, at: KeyCell, chosen: ValueCell, assigned: Assigned, rest: Sequence[ValueCell]
    ) -> list[ValueCell]:
        """Claims the years before of a figure asked for once, as it stands now; gives back what else there is."""
        if chosen.period is None or self.indicators[spec.indicator].kind not in ("number", "integer"):
            return list(rest)
        left = []
        for v in rest:
            if v.kind != "figure" or v.period is None or v.period == chosen.period:
                left.append(v)
                continue
            year, unsure = self._year_meant(v.period)
            if year is None:
                left.append(v)
            else:
                self._claim(spec, at, v, assigned, year, (_SPANS_YEARS,) if v.spans_years else unsure)
        return left

    def _yearly(self, spec: FieldSpec, at: KeyCell, assigned: Assigned, indicator: Indicator) -> None:
        dated = [v for v in at.values if v.period is not None]
        undated = [v for v in at.values if v.period is None]
        by_year: dict[str, list[ValueCell]] = defaultdict(list)
        for v in dated:
            assert v.period is not None
            by_year[v.period].append(v)
        for head in sorted(by_year):
            year, unsure = self._year_meant(head)
            chosen, rest = _choose(by_year[head], indicator.kind)
            assert chosen is not None
            self._claim(spec, at, chosen, assigned, year, (_SPANS_YEARS,) if chosen.spans_years else unsure)
            self.left.values(at, rest)
        if not dated:
            chosen, rest = _choose(undated, indicator.kind)
            said = set(_YEAR_IN_LABEL.findall(at.cell.text))
            if chosen is not None and len(said) == 1:  # 单项冠军企业数（2024年）
                self._claim(spec, at, chosen, assigned, said.pop())
                undated = rest
            elif chosen is not None and self.titled:
                self._claim(spec, at, chosen, assigned, self.titled)
                undated = rest
            elif chosen is not None and self.years:
                self._claim(spec, at, chosen, assigned, str(self.years[-1]), (_UNDATED,))
                undated = rest
        self.left.values(at, undated)

    def _year_meant(self, head: str) -> tuple[str | None, tuple[Doubt, ...]]:
        """The year of a column: 本年 and 上年 are those that the title tells, else the last ones, in doubt."""
        if head not in (THIS_YEAR, LAST_YEAR):
            return head, ()
        last = self.titled or (str(self.years[-1]) if self.years else "")
        if not last:
            return None, (_UNDATED,)
        year = last if head == THIS_YEAR else re.sub(r"\d{4}", lambda m: str(int(m.group()) - 1), last)
        return year, () if self.titled else (_UNDATED,)

    def _standards(self, spec: FieldSpec, at: KeyCell, assigned: Assigned) -> None:
        for v in at.values:
            if v.level is None or v.role is None or v.period is None:
                self.left.values(at, [v])
                continue
            indicator = spec.joined if v.role == "joined" and spec.joined else spec.indicator
            self._claim(spec, at, v, assigned, *self._year_meant(v.period), indicator, (("level", v.level),))

    def _blanks(self, spec: FieldSpec, at: KeyCell, assigned: Assigned) -> None:
        dims = tuple(sorted(spec.dims.items()))
        chosen, rest = _choose(at.values, "list")
        if chosen is not None:
            count, names = count_and_names(chosen.text)
            if is_blank(chosen.text) and _ASKS_NAMES.search(at.cell.text):
                names = ""
            if count is not None or names is None:
                self._claim(spec, at, chosen, assigned, None, (), spec.indicator, dims, count or "", "count")
            if spec.names and names is not None:
                self._claim(spec, at, chosen, assigned, None, (), spec.names, dims, names or "", "names")
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
                    self._claim(spec, at, chosen, assigned, None, (), spec.parts[key], (), parts[part], part)
        self.left.values(at, rest)

    def _gaps(self, spec: FieldSpec, at: KeyCell, assigned: Assigned) -> None:
        """Values between words that the form prints; a cell in which these read otherwise is left over."""
        chosen, rest = _choose(at.values, "text")
        found = None if chosen is None else in_gaps(spec.gaps, chosen.text)
        if chosen is not None and found is not None:
            for indicator, text, unit in found:
                self._claim(spec, at, replace(chosen, unit=unit), assigned, None, (), indicator, (), text)
        elif chosen is not None:
            self.left.values(at, [chosen])
        self.left.values(at, rest)

    def _columns(self, spec: FieldSpec, at: KeyCell, assigned: Assigned) -> None:
        """Values beside a label under headings that the template names: of a year, or of a kind (预算数, 决算数)."""
        for v in at.values:
            grid = next((g for g in self._grids() if g.at.get((v.cell.row, v.cell.col)) is v.cell), None)
            above = grid.above(v.cell.row, v.cell.col) if grid is not None else []
            apart = next((name for h, name in spec.beside.items() if under(h, above)), None)
            if apart is not None:
                year = str(self.years[-1]) if self.years and self.indicators[apart].period == "year" else None
                unsure = () if year is None or self.years_known else (_OF_EDITION,)
                self._claim(spec, at, replace(v, unit=self.indicators[apart].unit), assigned, year, unsure, apart)
                continue
            heads = [h for h in spec.columns if under(h, above)]
            if not heads and v.period is not None:  # 2024年 in place of 本年
                self._claim(spec, at, v, assigned, v.period)
            if not heads:
                self.left.values(at, [v] if v.period is None else [])
                continue
            told = spec.columns[max(heads, key=len)]
            if isinstance(told, int):
                year = str(self.years[-1] + told) if self.years else None
                self._claim(spec, at, v, assigned, year, () if self.years_known else (_OF_EDITION,))
            elif told is not None:
                dims = tuple(sorted({**spec.dims, "column": told}.items()))
                self._claim(spec, at, v, assigned, None, (), spec.indicator, dims)
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
                            spec, spec.indicator, spec.label, None, dims, cell.text, cell.place, unit, "value", (),
                            cell.doubt, cell.further, legibility=cell.legibility,
                        )
                    )  # fmt: skip
                for caption, cell in entry.others:
                    self.left.add(caption, cell.text, cell.place, 0)

    def _targets(self) -> None:
        spec = next((f for f in self.template.fields if f.shape == "targets"), None)
        for name, row in named(self.stream.targets, MISREAD):
            measures = self._row_measures(name, row)
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
                        take_apart(name).unit or row.units[part == "target"],
                        part,
                        (),
                        cell.doubt,
                        (*(c.place for c in row.named_by), *cell.further),
                        measures,
                        legibility=all_of((cell.legibility, *(c.legibility for c in row.named_by))),
                    )
                )
        self._target_years(spec)

    def _target_years(self, spec: FieldSpec | None) -> None:
        """The years that the heads of a planning table give to its two columns."""
        heads = next((row.heads for row in self.stream.targets if row.heads is not None), None)
        if spec is None or heads is None:
            return
        for part, head in zip(("baseline", "target"), heads, strict=True):
            name, year = spec.parts.get(part), year_of(head)
            if name is not None and year is not None:
                self.placements.append(
                    Placement(spec, name, unwrapped(head.text), None, (), year, head.place, legibility=head.legibility)
                )

    def _narrative(self, spec: FieldSpec) -> None:
        lines = [(o, line) for o, section, line in self.stream.lines if section == spec.section]
        end = squeeze(spec.until or "")
        if end:
            lines = list(takewhile(lambda found: not squeeze(found[1].text).startswith(end), lines))
        found = chapter([line for _, line in lines], spec.parts, self.printed)
        if not found.places:
            return
        sure = () if self._begins_there(spec) else (_ELSEWHERE,)
        read = {line.place: line.legibility for _, line in lines}
        first, *others = found.places
        self.placements.append(
            Placement(
                spec,
                spec.indicator,
                spec.label,
                None,
                (),
                found.text,
                first,
                doubts=sure,
                further=tuple(others),
                legibility=all_of(read[p] for p in found.places),
            )
        )
        headings = {name: heading for heading, name in spec.parts.items()}
        for name, told in found.sections.items():
            label = strip_numbering(headings[name])
            text = "\n".join(t for t, _ in told if t)
            place, *more = (place for _, place in told)
            self.placements.append(
                Placement(
                    spec,
                    name,
                    label,
                    None,
                    (),
                    text,
                    place,
                    doubts=sure,
                    further=tuple(more),
                    legibility=all_of(read[p] for _, p in told),
                )
            )
            if spec.goals is not None and name == spec.goals[0]:
                self._goals(spec, spec.goals[1], told, read)

    def _goals(
        self, spec: FieldSpec, indicator: str, lines: Sequence[tuple[str, Place]], read: Mapping[Place, Legibility]
    ) -> None:
        """The figures that lines promise for single years."""
        seen: set[tuple[str, str]] = set()
        for goal in goals(lines):
            if (goal.year, goal.name) in seen:
                continue
            seen.add((goal.year, goal.name))
            self.placements.append(
                Placement(
                    spec,
                    indicator,
                    goal.name,
                    goal.year,
                    (("target", goal.name),),
                    goal.said,
                    goal.place,
                    None,
                    "target",
                    measures=self._measured(goal.name, goal.said),
                    legibility=read[goal.place],
                )
            )

    def _row_measures(self, name: str, row: TargetRow) -> str | None:
        """The indicator that a planning row is about: a target in words (降低18%) has the unit of no amount."""
        texts = [c.text for c in (row.baseline, row.target) if c is not None]
        return next((m for n, t in enumerate(texts) if (m := self._measured(name, t, row.units[n]))), None)

    def _measured(self, caption: str, text: str, unit: str | None = None) -> str | None:
        """The indicator of the catalogue that a planning row is about, its caption read as any other; of a caption that
        is only part of a wording (二氧化碳排放量) the unit says which.
        """
        name = caption.rpartition("·")[2]
        figures = {n for n, i in self.indicators.items() if i.kind in ("number", "integer") and i.unit != AS_WRITTEN}
        hits = [h for h in self.index.hits(name) if h.indicator in figures]
        if hits and hits[0].score >= MEASURED:
            best = {h.indicator for h in hits if h.score >= hits[0].score}
            return best.pop() if len(best) == 1 else None
        written = take_apart(name).unit or unit_in(text) or unit
        if written is None:
            return None
        fitting = [n for n in self.index.containing(name) if n in figures]
        fitting = [n for n in fitting if conversion(written, self.indicators[n].unit or "") is not None]
        return fitting[0] if fitting else None

    def _letter(self) -> None:
        """What a report in prose says at its head and foot, for fields that have no caption."""
        if not self.template.prose:
            return
        told, used = told_by_letter(self.document, self.template, self.placements)
        names = {p.indicator for p in told}
        self.placements = [p for p in self.placements if p.indicator not in names] + told
        places = {b.place for n, b in enumerate(self.document.blocks) if n in used and isinstance(b, Line)}
        self.stream.lines = [x for x in self.stream.lines if x[2].place not in places]

    def _begins_there(self, spec: FieldSpec) -> bool:
        """Whether a chapter begins at its own heading: a heading within it that reads alike has another number.

        Of a scan the chapter's own may have been misread; what stood before the other one is then lost.
        """
        heading = next((s.heading for s in self.template.sections if s.id == spec.section), "")
        scanned = False
        for _, section, line in self.stream.lines:
            scanned = scanned or line.legibility.scanned
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
        doubts: tuple[Doubt, ...] = (),
        indicator: str | None = None,
        dims: _DIMS = (),
        text: str | None = None,
        part: Part = "value",
    ) -> None:
        name = indicator or spec.indicator
        if self.indicators[name].kind == "text" and text is None:
            text = _SEAL.sub("", value.text)
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
            (*label_doubts(label, spec, assigned.confidence), *doubts),
            value.cell.doubt,
            value.cell.further,
            legibility=_legibility(value, text, part),
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
            self._claim(spec, at, blank, assigned, period)

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


def _several(chosen: ValueCell, beside: ValueCell) -> Doubt:
    """That another value stands where one is asked for."""
    return doubt("several_values", f"同一栏有几个值（{_short(chosen.text)} / {_short(beside.text)}）", SEVERAL)


def _short(text: str) -> str:
    told = squeeze(unwrapped(text))
    return told if len(told) <= LONGEST else told[:LONGEST] + "…"


def _legibility(value: ValueCell, text: str | None, part: Part) -> Legibility:
    """How well the ink of a value was read: of a count that shares its cell with names, the count's line."""
    shown = value.cell.shown if part == "count" else None
    line = None if shown is None else shown.legibility_of(value.text if text is None else text)
    return value.cell.legibility if line is None else line


def _says_same(a: str, b: str) -> bool:
    return squeeze(a) == squeeze(b)
