"""What a form's fields have claimed so far: one placement a place of the record, and the ink that is left over."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from formextract.match.assign import Assigned
from formextract.match.key_values import KeyCell, StatedUnit, ValueCell
from formextract.match.label_doubts import LONGEST, label_doubts
from formextract.match.labels import take_apart
from formextract.match.leftovers import Leftovers, printed_label
from formextract.match.letterhead import year_signed
from formextract.match.naming import year_of
from formextract.match.reading_order import Stream
from formextract.match.tallies import Tallies
from formextract.match.years import (
    reporting_years,
    said_alone,
    year_of_form,
    year_stated,
    years_of_captions,
    years_of_title,
    years_said,
    years_to,
)
from formextract.model import Document, Doubt, Legibility
from formextract.model.doubt import doubt
from formextract.model.placement import Part, Placement
from formextract.model.template import FieldSpec, Indicator, Template
from formextract.tables import LAST_YEAR, THIS_YEAR, WHOLE_YEAR, is_relative
from formextract.text import conversion, is_blank, per_what, squeeze, unwrapped

INFERRED_YEAR = 0.6
"""Confidence of a yearly figure whose year no heading says."""
SEVERAL = 0.7
"""Confidence of a value that stands beside another one for the same place."""
REPORTS = frozenset({"annual", "half-year", "evaluation"})
"""Forms whose title names the year that their figures are of; an application's names the year in which it is made."""
HALF_YEAR = "half-year"
"""The kind of form whose figures are of the first half of the year in which it is written."""
IN_TURN = doubt("year_inferred", "没有写明年份，按各列的先后记为各年", INFERRED_YEAR)
UNDATED = doubt("year_inferred", "没有写明年份，按最近一年记", INFERRED_YEAR)
"""Of a figure that stands under 本年, or under no year at all."""
_SEAL = re.compile(r"\s*[(（]\s*(?:请?加?盖(?:公|单位)?章|公章|签章|签字|签名|章)(?:处)?\s*[)）]\s*$")
"""What an office prints behind a name for whoever stamps it; no part of the name."""
_SENTENCE_END = re.compile(r"(?<=\d)[。；;，,]\s*$")
"""What ends a letter's sentence behind a number (电话：0719-8650001。), and is no part of it."""
FAR_UNIT = doubt("unit_unsure", "单位写在前面一张表的上方，这张表没有写，按前面的单位计")
"""Of an amount whose unit was stated above an earlier table of the same part."""
_ONLY_ON_COVER = doubt("label_shared", "只有封面上填了这一项，表内没有找到这一栏，请看原件")
_SHARED = doubt("cells_run_together", "上一栏的格子延伸到这一栏旁边，里面的内容可能有一部分是这一栏的")
Dims = tuple[tuple[str, str], ...]


class FormYears:
    """The years that a form's figures are of, and how well they are known."""

    def __init__(self, document: Document, template: Template, stream: Stream, titled: str) -> None:
        """`titled` is the year that the form's title names; a report may name it beside a caption instead."""
        reports = template.form in REPORTS
        titled = titled or (_period_told(stream) if reports else "")
        told_in_prose = template.prose and "/" not in titled  # a half-year's sentences name years beside its own
        signed = None if template.sections or not template.years else _year_dated(document, stream)
        if signed is not None and template.form == HALF_YEAR:
            signed += 1  # what is told of a half-year is told in the same year
        self._signed = signed if signed is not None and "/" not in titled else None
        headed = [y for y in stream.years if self._signed is None or y < self._signed]
        if not headed and not (reports and titled):  # a report's own year goes before that of one of its captions
            figures = (at for at in stream.labels if any(v.kind == "figure" for v in at.values))
            headed = years_of_captions(at.cell.text for at in figures)
        if not headed and told_in_prose:
            said = years_said(line.text for _, _, line in stream.lines)
            last = titled if reports and titled else str(self._signed - 1) if self._signed is not None else ""
            headed = [y for y in said if not last or y <= int(last)]
        stated = self._stated = year_stated(said_alone(document))
        otherwise = template.years if signed is None else years_to(signed - 1)
        told = years_of_title(titled, otherwise, reports=reports)
        self.all = reporting_years(headed, years_to(int(stated)) if stated else told)
        last = str(max(headed, default=titled[:4]))  # 本年 of a report of 2024 that heads 2023年末, too
        fits = last == titled[:4] or ("/" in titled and last < titled)
        self.titled = stated or (titled if reports and fits else "")
        self.beside = len(set(stream.years)) == 1
        """Whether one year is headed by its number: 上年 beside 2024年 is 2023."""
        self.known = bool(self.all)
        if not self.known and any(f.columns for f in template.fields):
            year, self.known = year_of_form(document, template)
            self.all = (year,)

        self.in_turn = _in_turn(stream, tuple(map(str, self.all)))
        """The years as the form's columns have them, the last one first where all rows that say them begin with it."""

    def stated_by(self, line: str) -> bool:
        """Whether a line does nothing but say of which year the figures are."""
        return self._stated != "" and year_stated([line]) == self._stated

    def span(self) -> str | None:
        """From the first year to the last, as a period."""
        return f"{self.all[0]}/{self.all[-1]}" if self.all else None

    def meant(self, head: str) -> tuple[str | None, tuple[Doubt, ...]]:
        """The year of a column: 本年 and 上年 are those that the title tells, else the last ones, in doubt."""
        if not is_relative(head):
            early = self._signed is not None and head.isdigit() and int(head) >= self._signed
            return head, (
                doubt("year_inferred", f"{head}年还没有结束材料就已写成，可能是目标或预计数"),
            ) if early else ()
        head, _, part = head.partition("#")
        last = self.titled or (str(self.all[-1]) if self.all else "")
        if not last:
            return None, (UNDATED,)
        if part:
            last = last[:4] if f"#{part}" == WHOLE_YEAR else f"{last[:4]}-01/{last[:4]}-06"
        year = last if head == THIS_YEAR else re.sub(r"\d{4}", lambda m: str(int(m.group()) - 1), last)
        sure = self.titled or (self.beside and head == LAST_YEAR)
        return year, () if sure else (UNDATED,)


def _in_turn(stream: Stream, years: tuple[str, ...]) -> tuple[str, ...]:
    rows = {tuple(v.period for v in sorted(at.values, key=lambda v: v.cell.col) if v.period) for at in stream.labels}
    back = years[::-1]
    return back if len(years) > 1 and back in rows and years not in rows else years


def _period_told(stream: Stream) -> str:
    """The period that stands beside the caption for it (报告期), as a title would name it; '' for none."""
    for at in stream.labels:
        if any(h.indicator == "report_period" and h.score >= 1 for h in at.cell_kind.hits):
            said = next((year for v in at.values if (year := year_of(squeeze(v.text) + "年"))), "")
            if said:
                return said
    return ""


def _year_dated(document: Document, stream: Stream) -> int | None:
    """The year in which a paper is dated: where it asks for that, else at its foot or head; None where nowhere."""
    for at in stream.labels:
        if any(h.indicator == "application_date" and h.score >= 1 for h in at.cell_kind.hits):
            year = next((y for v in at.values if (y := year_of(squeeze(v.text)))), "")
            if year:
                return int(year[:4])
    return year_signed(document)


class Claims:
    """The placements of one form as its fields claim them.

    The first filled cell of a place holds; what says otherwise of the same place is left over, and its field is asked
    for `again`.
    """

    def __init__(self, indicators: Mapping[str, Indicator], left: Leftovers, entered: Collection[str] = ()) -> None:
        """`entered` are the form's parts whose headings stand in the document."""
        self.indicators, self.left, self.entered = indicators, left, entered
        self.placements: list[Placement] = []
        self.claimed: dict[tuple[str, str | None, Dims], Placement] = {}
        self.again: dict[str, str] = {}

    def claim(
        self,
        spec: FieldSpec,
        at: KeyCell,
        value: ValueCell,
        assigned: Assigned,
        period: str | None,
        doubts: tuple[Doubt, ...] = (),
        indicator: str | None = None,
        dims: Dims = (),
        text: str | None = None,
        part: Part = "value",
    ) -> None:
        name = indicator or spec.indicator
        if self.indicators[name].kind == "text" and text is None:
            text = _SENTENCE_END.sub("", _SEAL.sub("", value.text))
        unit = self._unit(name, at, value)
        label = printed_label(at)
        # of several values under one caption each is called by its own name: 拥有专利，其中发明专利
        shared = name in spec.in_gaps[1:] or name in spec.beside.values()
        placement = Placement(
            assigned.field,
            name,
            self.indicators[name].label if shared else label,
            period,
            dims,
            value.text if text is None else text,
            value.cell.place,
            unit,
            part,
            (*label_doubts(label, spec, assigned.confidence), *self._doubts_of_unit(name, at, value), *doubts),
            value.cell.doubt,
            value.cell.further,
            legibility=_legibility(value, text, part),
        )
        key = (name, period, dims)
        old = self.claimed.get(key)
        if old is None and is_blank(placement.text) and self._is_of_another_part(spec, at):
            return  # a place for a seal that names its owner, say: the field has a cell of its own elsewhere, or none
        if old is None:
            self.claimed[key] = placement
            self.placements.append(placement)
        elif is_blank(old.text) and not is_blank(placement.text) and not of_cover(spec, at):
            self.claimed[key] = placement
            self.placements[self.placements.index(old)] = placement
        elif not is_blank(placement.text) and not _says_same(old.text, placement.text):
            if of_cover(spec, at):
                self.left.add(label, value.text, value.cell.place, value.order)
            else:
                self._again(spec, old, placement, value)

    def _again(self, spec: FieldSpec, old: Placement, new: Placement, value: ValueCell) -> None:
        """Keeps the first of two texts that stand for the same place, in doubt: the other may be another form's."""
        held = replace(old, doubts=(*old.doubts, several(old.text, new.text)))
        self.claimed[new.indicator, new.period, new.dims] = held
        self.placements[self.placements.index(old)] = held
        self.left.add(new.label, new.text, new.place, value.order)
        self.again.setdefault(spec.key, new.label)

    def _is_of_another_part(self, spec: FieldSpec, at: KeyCell) -> bool:
        """Whether a caption with nothing behind it stands in another part than its field, which is there."""
        if at.section in ("", spec.section) or spec.section not in self.entered:
            return False
        return all(is_blank(v.text) for v in at.values)

    def claim_missing_value(self, spec: FieldSpec, at: KeyCell, assigned: Assigned, period: str | None) -> None:
        """A label with no cell for its value: the cell is there and empty, as far as anyone can see."""
        if (spec.indicator, period, ()) not in self.claimed and assigned.confidence >= 1.0:
            blank = ValueCell(at.cell, "", "blank", at, period, None, None, None, at.order)
            self.claim(spec, at, blank, assigned, period, () if at.shares is None else (_SHARED,))

    def tallied(self, found: Sequence[Tallies]) -> None:
        """What lists come to of which the form asks a count or a sum: a figure of its own elsewhere goes before."""
        for tallies in found:
            for p in tallies.found:
                key = (p.indicator, None, p.dims)
                old = self.claimed.get(key)
                if old is None or is_blank(old.text):
                    self.placements = [*(x for x in self.placements if x is not old), p]
                    self.claimed[key] = p
            for order, caption, cell in tallies.others:
                self.left.add(caption, cell.text, cell.place, order)

    def on_cover(self, spec: FieldSpec, at: KeyCell, assigned: Assigned, *, alone: bool = False) -> None:
        """What the cover says once more of a field that has its place in a part; `alone`: the part lacks that place."""
        assert spec.cover is not None
        chosen, rest = choose(at.values, self.indicators[spec.cover].kind)
        if chosen is None:
            chosen = ValueCell(at.cell, "", "blank", at, None, None, None, None, at.order)
        key = (spec.cover, None, ())
        if key in self.claimed:
            self.left.values(at, [chosen])
        else:
            self.claimed[key] = self._placement(spec, at, chosen, assigned, spec.cover)
            self.placements.append(self.claimed[key])
            if alone and not is_blank(chosen.text):
                self.claim(spec, at, chosen, assigned, None, (_ONLY_ON_COVER,))
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

    def _unit(self, name: str, at: KeyCell, value: ValueCell) -> str | None:
        canonical = self.indicators[name].unit
        if canonical is None:
            return None
        for unit in (value.unit, at.unit):
            if unit is not None:
                return per_what(unit, take_apart(printed_label(at)).bare)
        return at.stated.unit if at.stated is not None and _speaks_of(at.stated, canonical) else None

    def _doubts_of_unit(self, name: str, at: KeyCell, value: ValueCell) -> tuple[Doubt, ...]:
        """The doubt about an amount's unit that was stated above another table only."""
        canonical = self.indicators[name].unit
        if at.stated is None or at.stated.near or canonical is None or value.unit or at.unit:
            return ()
        return (FAR_UNIT,) if _speaks_of(at.stated, canonical) and not is_blank(value.text) else ()


def several(text: str, other: str) -> Doubt:
    """That another text stands where one is asked for."""
    return doubt("several_values", f"同一栏有几个值（{_short(text)} / {_short(other)}）", SEVERAL)


def _short(text: str) -> str:
    told = squeeze(unwrapped(text))
    return told if len(told) <= LONGEST else told[:LONGEST] + "…"


def _speaks_of(stated: StatedUnit, canonical: str) -> bool:
    """Whether a unit that is stated above a table is of what a field measures: it speaks of amounts only."""
    return conversion(stated.unit, canonical) is not None and canonical not in ("个", "项", "人", "%")


def of_cover(spec: FieldSpec, at: KeyCell) -> bool:
    """Whether a caption stands on the cover though its field belongs to a part: an empty cell there stays empty."""
    return at.section == "0" and spec.section not in ("", "0")


def choose(
    values: Sequence[ValueCell], kind: str, year_of: Callable[[ValueCell], str] | None = None
) -> tuple[ValueCell | None, list[ValueCell]]:
    """The value cell of a field that has one, and the others: the first filled one, of the last year where dated.
    `year_of`: of which year a value is that stands under a head which only its form's year explains (上一年度).
    """
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
    chosen = max(dated, key=lambda v: year_of(v) if year_of else v.period or "") if dated else fitting[0]
    return chosen, [v for v in filled if v is not chosen]


def _legibility(value: ValueCell, text: str | None, part: Part) -> Legibility:
    """How well the ink of a value was read: of a count that shares its cell with names, the count's line."""
    shown = value.cell.shown if part == "count" else None
    line = None if shown is None else shown.legibility_of(value.text if text is None else text)
    return value.cell.legibility if line is None else line


def _says_same(a: str, b: str) -> bool:
    return squeeze(a) == squeeze(b)
