"""The shapes of fields whose values stand in cells beside a label: how each claims them, and what it leaves over."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from formextract.match.assign import Assigned
from formextract.match.blanks import count_and_names
from formextract.match.claims import IN_TURN, INFERRED_YEAR, UNDATED, Claims, FormYears, choose, of_cover, several
from formextract.match.gaps import in_gaps
from formextract.match.key_values import KeyCell, ValueCell
from formextract.match.lists import key_of, under
from formextract.match.region import region_parts
from formextract.match.shapes import FieldShape, added_shapes
from formextract.model import Doubt, Table
from formextract.model.doubt import doubt
from formextract.model.placement import Part
from formextract.model.template import SHAPES, FieldSpec, Indicator
from formextract.tables import CellGrid, HeadWords, within_year
from formextract.tables.remarks import REMARK
from formextract.text import conversion, is_blank, squeeze, unwrapped

_SPANS_YEARS = doubt("year_inferred", "几个年份合用一格，不知道是哪一年的数", INFERRED_YEAR)
_OLDER = doubt("year_inferred", "最近一年的一格空着，这里是更早一年的数", INFERRED_YEAR)
_OF_EDITION = doubt("year_inferred", "表上没有写明是哪一年，按表的版本推定", INFERRED_YEAR)
_FIGURES = frozenset(("number", "integer"))
_ASKS_NAMES = re.compile("名\\s*[称单]|情\\s*况")
_ASKS_COUNT = re.compile(r"数量|个数|数\s*(?:[(（][^()（）]{1,6}[)）])?\s*[:：]?\s*$")
_NAMES_FOR_COUNT = doubt("names_unsure", "标签只问数量，这里却没有数字，不一定是名称，请看原件", 0.7)
_YEAR_IN_LABEL = re.compile(r"(20[0-4]\d)\s*年")
_NUMBERED = re.compile(r"\s*[一二三四五六七八九十]{1,3}[、.．]")


def _of_other_kind(value: ValueCell, unit: str) -> bool:
    """Whether a figure's own unit measures something else: 12.5 under 增减（%） beside 156 件."""
    return value.kind == "figure" and value.unit is not None and conversion(value.unit, unit) is None


class CellFields:
    """Claims what the cells beside the labels of fields hold, by each field's shape."""

    def __init__(
        self, claims: Claims, years: FormYears, tables: Sequence[Table], words: HeadWords, applies: str
    ) -> None:
        """`applies` is the indicator of who applies."""
        self.claims, self.left, self.indicators = claims, claims.left, claims.indicators
        self.years, self.tables, self.words, self.applies = years, tables, words, applies

    @cached_property
    def grids(self) -> list[CellGrid]:
        """The tables by row and column, for values that only the headings above them tell apart."""
        return [CellGrid(t) for t in self.tables]

    def place(self, spec: FieldSpec, found: list[tuple[KeyCell, Assigned]]) -> None:
        for at, assigned in found:
            beside = [v for v in at.values if v.compares == REMARK]
            if len(beside) < len(at.values):
                at.values = [v for v in at.values if v.compares != REMARK]
                self.left.values(at, beside)
            if spec.cover is not None and of_cover(spec, at) and (found[0][0] is not at or self._lacks_place(spec)):
                self.claims.on_cover(spec, at, assigned, alone=found[0][0] is at)
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

    def _lacks_place(self, spec: FieldSpec) -> bool:
        """Whether the part that a field belongs to is there without it; who applies may be said on the cover alone."""
        return spec.section in self.claims.entered and spec.indicator != self.applies

    def _plain(self, spec: FieldSpec, at: KeyCell, assigned: Assigned) -> None:
        indicator = self.indicators[spec.indicator]
        if indicator.period == "year":
            self._yearly(spec, at, assigned, indicator)
            return
        period = self.years.span() if indicator.period == "span3" else None
        chosen, rest = choose(at.values, indicator.kind, self._year_of)
        if (
            chosen is not None
            and chosen.kind == "blank"
            and assigned.confidence < 1.0
            and _NUMBERED.match(at.cell.text)
        ):
            return  # 四、绿色低碳情况 with nothing beside it is a heading
        if chosen is None:
            self.claims.claim_missing_value(spec, at, assigned, period)
        else:
            rivals = (v for v in rest if not is_blank(v.text) and (v.period is None or v.spans_years))
            beside = next((v for v in rivals if indicator.unit is None or not _of_other_kind(v, indicator.unit)), None)
            unsure = () if beside is None else (several(chosen.text, beside.text),)
            if indicator.kind in _FIGURES and self._is_older(chosen, at.values):
                unsure = (*unsure, _OLDER)  # what stands now was not filled in
            self.claims.claim(spec, at, chosen, assigned, period, unsure)
            rest = self._of_other_years(spec, at, chosen, assigned, rest)
        self.left.values(at, rest)

    def _is_older(self, chosen: ValueCell, values: Sequence[ValueCell]) -> bool:
        """Whether the cell of a later year is empty beside a figure."""
        mine = self._year_of(chosen)
        return any(v.kind == "blank" and self._year_of(v) > mine for v in values)

    def _year_of(self, value: ValueCell) -> str:
        """The year under which a value stands, '' for none."""
        return (self.years.meant(value.period)[0] or "") if value.period is not None else ""

    def _of_other_years(
        self, spec: FieldSpec, at: KeyCell, chosen: ValueCell, assigned: Assigned, rest: Sequence[ValueCell]
    ) -> list[ValueCell]:
        """Claims the years before of a figure asked for once, as it stands now; gives back what else there is."""
        if chosen.period is None or self.indicators[spec.indicator].kind not in _FIGURES:
            return list(rest)
        left = []
        for v in rest:
            if v.kind != "figure" or v.period is None or v.period == chosen.period:
                left.append(v)
                continue
            year, unsure = self.years.meant(v.period)
            if year is None:
                left.append(v)
            else:
                self.claims.claim(spec, at, v, assigned, year, (_SPANS_YEARS,) if v.spans_years else unsure)
        return left

    def _yearly(self, spec: FieldSpec, at: KeyCell, assigned: Assigned, indicator: Indicator) -> None:
        dated = [v for v in at.values if v.period is not None]
        undated = [v for v in at.values if v.period is None]
        caption = squeeze(at.cell.text)
        by_year: dict[str, list[ValueCell]] = defaultdict(list)
        for v in dated:
            assert v.period is not None
            by_year[v.period].append(v)
        for head in sorted(by_year):
            year, unsure = self.years.meant(head)
            chosen, rest = choose(by_year[head], indicator.kind)
            assert chosen is not None
            year = within_year(year, caption) if year is not None else None
            self.claims.claim(spec, at, chosen, assigned, year, (_SPANS_YEARS,) if chosen.spans_years else unsure)
            self.left.values(at, rest)
        if not dated:
            chosen, rest = choose(undated, indicator.kind)
            said = set(_YEAR_IN_LABEL.findall(at.cell.text))
            if chosen is not None and len(said) == 1:  # 单项冠军企业数（2024年）
                self.claims.claim(spec, at, chosen, assigned, within_year(said.pop(), caption))
                undated = rest
            elif chosen is not None and self.years.titled:
                self.claims.claim(spec, at, chosen, assigned, within_year(self.years.titled, caption))
                undated = rest
            elif self._is_a_year_each(undated):
                for value, turn in zip(undated, self.years.in_turn, strict=True):
                    self.claims.claim(spec, at, value, assigned, turn, (IN_TURN,))
                undated = []
            elif chosen is not None and self.years.all:
                self.claims.claim(spec, at, chosen, assigned, within_year(str(self.years.all[-1]), caption), (UNDATED,))
                undated = rest
        self.left.values(at, undated)

    def _is_a_year_each(self, values: Sequence[ValueCell]) -> bool:
        """Whether as many cells stand in a row without heads as the form has years, and more than one is filled."""
        apart = len({v.cell.col for v in values}) == len(values) == len(self.years.all)
        filled = sum(v.kind in ("figure", "none") for v in values)
        return apart and filled > 1 and all(v.kind in ("figure", "none", "blank") for v in values)

    def _standards(self, spec: FieldSpec, at: KeyCell, assigned: Assigned) -> None:
        for v in at.values:
            if v.level is None or v.role is None or v.period is None:
                self.left.values(at, [v])
                continue
            indicator = spec.joined if v.role == "joined" and spec.joined else spec.indicator
            year, unsure = self.years.meant(v.period)
            unsure = (_SPANS_YEARS,) if v.spans_years else unsure
            self.claims.claim(spec, at, v, assigned, year, unsure, indicator, (("level", v.level),))

    def _blanks(self, spec: FieldSpec, at: KeyCell, assigned: Assigned) -> None:
        dims = tuple(sorted(spec.dims.items()))
        chosen, rest = choose(at.values, "list")
        if chosen is not None:
            count, names = count_and_names(chosen.text)
            unsure: tuple[Doubt, ...] = ()
            if is_blank(chosen.text) and _ASKS_NAMES.search(at.cell.text):
                names = ""
            asks = _ASKS_COUNT.search(at.cell.text) and not _ASKS_NAMES.search(at.cell.text)
            if count is None and names and asks:  # 联盟数量（个） | 统计中
                count, unsure = names, (_NAMES_FOR_COUNT,)
            if count is not None or names is None:
                self.claims.claim(spec, at, chosen, assigned, None, (), spec.indicator, dims, count or "", "count")
            if spec.names and names is not None:
                self.claims.claim(spec, at, chosen, assigned, None, unsure, spec.names, dims, names or "", "names")
        self.left.values(at, rest)

    def _region(self, spec: FieldSpec, at: KeyCell, assigned: Assigned) -> None:
        chosen, rest = choose(at.values, "text")
        if chosen is not None:
            parts = region_parts(unwrapped(chosen.text))
            if parts is None:
                self.left.values(at, [chosen])
            else:
                names: tuple[tuple[Part, str], ...] = (("province", "省"), ("city", "市"), ("county", "县"))
                for part, key in names:
                    self.claims.claim(spec, at, chosen, assigned, None, (), spec.parts[key], (), parts[part], part)
        self.left.values(at, rest)

    def _gaps(self, spec: FieldSpec, at: KeyCell, assigned: Assigned) -> None:
        """Values between words that the form prints; a cell in which these read otherwise is left over."""
        chosen, rest = choose(at.values, "text")
        found = None if chosen is None else in_gaps(spec.gaps, chosen.text)
        if chosen is not None and found is not None:
            for indicator, text, unit in found:
                self.claims.claim(spec, at, replace(chosen, unit=unit), assigned, None, (), indicator, (), text)
        elif chosen is not None:
            self.left.values(at, [chosen])
        self.left.values(at, rest)

    def _columns(self, spec: FieldSpec, at: KeyCell, assigned: Assigned) -> None:
        """Values beside a label under headings that the template names: of a year, or of a kind (预算数, 决算数)."""
        for v in at.values:
            grid = next((g for g in self.grids if g.at.get((v.cell.row, v.cell.col)) is v.cell), None)
            above = grid.above(v.cell.row, v.cell.col) if grid is not None else []
            apart = next((name for h, name in spec.beside.items() if under(h, above)), None)
            if apart is not None:
                other = self.claims.indicators[apart]
                year = str(self.years.all[-1]) if self.years.all and other.period == "year" else None
                unsure = () if year is None or self.years.known else (_OF_EDITION,)
                self.claims.claim(spec, at, replace(v, unit=other.unit), assigned, year, unsure, apart)
                continue
            heads = [h for h in spec.columns if under(h, above)]
            if not heads and v.period is not None:  # 2024年 in place of 本年
                self.claims.claim(spec, at, v, assigned, v.period)
            if not heads:
                self.left.values(at, [v] if v.period is None else [])
                continue
            told = spec.columns[max(heads, key=len)]
            if isinstance(told, int):
                year = str(self.years.all[-1] + told) if self.years.all else None
                self.claims.claim(spec, at, v, assigned, year, () if self.years.known else (_OF_EDITION,))
            elif told is not None:
                dims = tuple(sorted({**spec.dims, "column": told}.items()))
                self.claims.claim(spec, at, v, assigned, None, (), spec.indicator, dims)
            elif v.kind != "figure":
                self.left.values(at, [v])  # words in a column of codes

    def _added(self, spec: FieldSpec, at: KeyCell, assigned: Assigned, shape: FieldShape) -> None:
        """A field of another package's shape."""
        claims = list(shape(spec, at.values, self.years.all))
        for c in claims:
            self.claims.claim(spec, at, c.value, assigned, c.period, (), spec.indicator, tuple(c.dims), c.text)
        used = {id(c.value) for c in claims}
        self.left.values(at, [v for v in at.values if id(v) not in used])

    def numbers_row(self, value: ValueCell) -> bool:
        """Whether a figure before a row of value columns does nothing but number it (序号)."""
        if not value.text.strip().isdigit():
            return False
        grid = next((g for g in self.grids if g.at.get((value.cell.row, value.cell.col)) is value.cell), None)
        return grid is not None and any(
            self.words.is_number(key_of(c.text)) for c in grid.above(value.cell.row, value.cell.col)
        )
