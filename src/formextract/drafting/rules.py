"""Rules that a form's labels imply: a part of a whole, a share, a growth rate, a figure a head, a sum, a length."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from formextract.drafting.areas import is_step
from formextract.drafting.asked import Asked
from formextract.drafting.frames import BEFORE, REACHED, year_of
from formextract.drafting.frames import named as held_in
from formextract.drafting.narrower import broader, followed, intensive, moment_of, per_one
from formextract.drafting.newly import is_score
from formextract.drafting.ratios import AIM, called_by_both, called_by_verb, parts_of_rate
from formextract.drafting.totals import CLOSES, LEFT, level_of, parts_of, uppermost
from formextract.match.lists import PATH
from formextract.model.template import Indicator
from formextract.tables import Words
from formextract.text import conversion, parse_unit, squeeze

ALIKE = 0.5
"""Share of pairs of letters from which two wordings are taken for the same amount."""
LEAST_PARTS = 2
UNSAID = 0.25
"""Share of the letters of what a rate is of that the label of its part may lack (national form: 0.13)."""
_AVERAGE = re.compile(
    r"(?:近三年|三年|近3年|近两年)?(.+?)(?:年均|年平均|三年平均|平均|复合)(?:复合)?(?:增速|增长率|增长|增幅)"
)
_FALL = re.compile(r"(?:近三年)?(.+?)(?:降低|下降|减少)(?:率|幅度|比例)")
_GROWTH = re.compile(r"(.+?)(?:同比|较上年|比上年)?(?:增长率|增速|增幅|增长|增长速度)")
_COMPARED = re.compile("[与较比]?(?:上年|去年)(?:同期)?(?:相比)?|同比|增长率|增长速度|增长|增速|增幅|变化率")
_THIS = re.compile("^(?:本年|今年|当年)")
_SHARE = re.compile(r"(.+?)占(.+?)的?(?:比例|比重|百分比|比率|比)$|(.+?)(?:所占)?(?:占比|比例|比重|普及率|覆盖率)")
_OF_WHOLE = re.compile(r"占(.+?)的?(?:比例|比重|百分比|比率|比)$")
_HEAD = re.compile(r"(.*?)每(万|千|百)?(?:名|个)?人(.+)|(.*?)(万)人(均?.+)|人均(.+)")
_TIMES = {"万": "10000", "千": "1000", "百": "100", None: "1"}
_WHOLE_COUNT = re.compile(r"企业(?:总?数量?|户数|家数|总数)?$")
_PEOPLE = re.compile(r"从业人员|职工|员工|从业人数|^总人数$|人员总数")
_COUNTED = re.compile("人口|职工|员工|从业")
_ALL = re.compile("总[数额量计人]|合计")
_MEAN = re.compile("([日天户亩次车床生班])均(.+)|每([天户亩次辆床班])次?(.+)")
"""What a mean is of, by the counting word before 均: 户均, 亩均, 次均; 年均 and 月均 are of time."""
_MEASURED_BY = {"日": "天", "次": "人次", "车": "辆", "床": "张"}
_COUNTING = tuple("人户家个件栋幢处项台所宗张辆")
_PER = re.compile("单位|人均|户均|亩均|生均|每|平均|均")


def proposed_rules(asked: Sequence[Asked], indicators: Mapping[str, Indicator], said: Words) -> list[str]:
    """Lines of `edits.yaml` for the fields of a form, in form order."""
    return _Rules(asked, indicators, said).lines()


class _Rules:
    def __init__(self, asked: Sequence[Asked], indicators: Mapping[str, Indicator], said: Words) -> None:
        self.indicators, self.said = indicators, said
        self.asked = followed(asked, self._unit)
        asked = self.asked
        self.figures = [a for a in asked if indicators[a.name].kind in ("number", "integer")]

    def lines(self) -> list[str]:
        out: list[str] = []
        seen: set[str] = set()
        for i, a in enumerate(self.asked):
            indicator = self.indicators[a.name]
            if a.limit is not None and indicator.kind == "text":
                out.append(_line(f"{a.name}_length", "length", a, indicators=f"[{a.name}]", max=str(a.limit)))
            if indicator.kind not in ("number", "integer") or a.name in seen or is_step(a.column):
                continue
            seen.add(a.name)
            if f"{a.name}_names" in self.indicators:
                every = "[level=*]" if indicator.dims else ""
                out.append(
                    _line(f"{a.name}_count", "count", a, count=f'"{a.name}{every}"', names=f'"{a.name}_names{every}"')
                )
            elif indicator.unit == "%":
                out += self._rate(a)
            elif (head := _HEAD.search(a.plain)) is not None and "万人次" not in a.plain:
                out += self._per_head(a, head)
            elif a.column and intensive(a, self._unit(a)):
                continue
            elif a.total:
                out += self._sum(i, a)
            elif "/" not in (indicator.unit or "") and (mean := self._mean(a)):
                out += mean
            elif "/" in (indicator.unit or "") and (per := self._per_unit(a)):
                out += per
            else:
                closed = self._closed(i, a) or self._part(i, a)
                made_up = self._made_up(i, a)
                out += [*closed, *self._done_and_left(i, a), *made_up]
                if not made_up and not any("kind: sum" in line for line in closed):
                    numbers = enumerate(parts_of(self.asked, i, self._same_kind, self.said))
                    out += [
                        self._sum_line(a, parts, n)
                        for n, parts in numbers
                        if len({moment_of(p) for p in parts} - {""}) <= 1  # 年初存货 and 年末存货 make up nothing
                    ]
        return [line for said in out for line in said.split("\n")]

    # -- rates

    def _rate(self, a: Asked) -> list[str]:
        if self.indicators[a.name].period == "span3" or _AVERAGE.search(a.plain) is not None:
            return self._average(a)
        if a.column:
            return []  # a rate beside its row's own figures: see column_rates
        share = _SHARE.search(a.plain)
        if (of := _OF_WHOLE.match(a.plain)) is not None:
            at = self.asked.index(a)  # 申请补助金额 | 占支出合计的比例: the figure before it in its row
            before = self.asked[at - 1] if at else a
            if before.block != a.block or before.row != a.row:
                return []
            return self._of_total(a, before, of.group(1))
        if share is not None:
            whole = self._alike(share.group(2), a) if share.group(2) else self._counted_whole(a)
            part = self._alike(share.group(1) or share.group(3), a, whole)
            if part is not None and share.group(3) and not _says(part.plain, share.group(3)):
                return []  # 退役军人持股比例 is not of how many there are
            if part is not None and whole is None and not share.group(2):
                whole = self._whole(self.asked.index(part), part)  # 研发人员占比, of all who work there
            if part is None and share.group(2) and a.row >= 0:
                return self._of_short(a, share.group(1), share.group(2))
            if part is not None and whole is not None and whole.heads and not a.heads and share.group(2):
                return self._of_total(a, part, share.group(2))
            return self._share_lines(a, part, whole) if part and whole and self._comparable(part, whole) else []
        named = called_by_both(a, [f for f in self.figures if self._divides(f, a)], self._comparable)
        if named is not None:
            return self._share_lines(a, *named)
        growth = _GROWTH.search(a.plain)
        if growth is None and (used := self._used(a)) is not None:
            return self._share_lines(a, *used)
        if growth is None:
            figures = [f for f in self.figures if self._divides(f, a)]
            pair = parts_of_rate(a, figures, self._above, self._comparable)
            pair = pair or called_by_verb(a, [f for f in figures if not f.heads], self._comparable)
            return [] if pair is None else self._share_lines(a, *pair)
        amount = self._alike(growth.group(1), a) if not a.column else None  # a rate beside its row's own figures
        if (steps := self._grown(a)) is not None:
            ends = dict(zip(("amount", "before"), (self._at(x, a) for x in steps), strict=True))
            return [_line(f"{a.name}_check", "growth", a, **ends, rate=self._at(a, a))]
        if amount and self._yearly(amount) and self._yearly(a):
            return [_line(f"{a.name}_check", "growth", a, amount=f"{amount.name}@year", rate=f"{a.name}@year")]
        return []

    def _grown(self, a: Asked) -> tuple[Asked, Asked] | None:
        """Two figures of which one is the other a year before: 见习人员总数 and 上年见习人员总数; None where the rate's
        name is of neither, or of several.
        """
        what = _COMPARED.sub("", a.plain)
        plain = [f for f in self.figures if not (f.column or f.heads or self._yearly(f)) and self._unit(f) != "%"]
        pairs = [
            (now, before)
            for before in plain
            if BEFORE.search(before.plain)
            for now in plain
            if _THIS.sub("", now.plain) == BEFORE.sub("", before.plain).removeprefix("末") and _says(now.plain, what)
        ]
        return pairs[0] if len(pairs) == 1 and what else None

    def _used(self, a: Asked) -> tuple[Asked, Asked] | None:
        """What was used of what there was, where the form asks for what is left too: 资金使用率."""
        if REACHED.search(a.plain) is None:
            return None
        for i, whole in enumerate(self.asked):
            if whole.block == a.block and whole in self.figures and (behind := self._spent(i, whole)):
                return behind[0], whole
        return None

    def _of_short(self, a: Asked, part: str, whole: str) -> list[str]:
        """A share whose part is called by fewer letters than it has, in its row or as a total of its table: 补贴 for
        申请补贴合计.
        """
        named = [f for f in self.figures if f.block == a.block and part in f.plain and self._unit(f) != "%"]
        held = [f for f in named if f.row == a.row] or [f for f in named if f.total]
        return self._of_total(a, held[0], whole) if len(held) == 1 else []

    def _of_total(self, a: Asked, part: Asked, words: str) -> list[str]:
        """The share of a figure in what words name: another figure, or one cell of a table by its row and heading."""
        cells = self._cells(words, part)
        if len(cells) == 1:
            row, head = cells[0]
            at = {"part": self._at(part, a), "whole": f'"{row.name}[column={head}]"', "rate": self._at(a, a)}
            return [_line(f"{a.name}_check", "share", a, **at)] if self._comparable(part, row) else []
        total = self._alike(words, a, part)
        if total is None or total.heads or not self._comparable(part, total):
            return []
        return self._share_lines(a, part, total)

    def _cells(self, words: str, part: Asked) -> list[tuple[Asked, str]]:
        """The cells of totals' rows that words name: 本年支出预算 is 支出合计 below 本年预算·小计."""
        told = [
            (row, head)
            for row in self.figures
            if row is not part and row.heads and not row.column and (row.total or self.said.names_total(row.plain))
            for head in row.heads
            if _says(row.plain + head, words) and set(words) & set(self.said.without_total(row.plain))
        ]
        leaves = [t for t in told if squeeze(t[1].rpartition(PATH)[2]) in words]
        this = [t for t in leaves if year_of(t[1], self.said) is not False]
        if len(this) == 1:
            return this
        heads = [t for t in told if self.said.is_total(squeeze(t[1].rpartition(PATH)[2]))]
        if len(heads) == 1:
            return heads
        held = [t for t in told if not LEFT.search(t[1])]
        return (
            held[-1:] if len({row.name for row, _ in told}) == 1 else told
        )  # of one row the column that holds at last

    def _share_lines(self, a: Asked, part: Asked, whole: Asked) -> list[str]:
        """The rule of a rate; of people the part is also no more than the whole, unless the whole is only planned."""
        at = {"part": self._at(part, a), "whole": self._at(whole, a)}
        lines = [_line(f"{a.name}_check", "share", a, **at, rate=self._at(a, a))]
        counted = self._unit(part) == self._unit(whole) in _COUNTING and AIM.search(whole.plain) is None
        return [*lines, _line(f"{part.name}_part", "subset", a, **at)] if counted else lines

    def _divides(self, figure: Asked, rate: Asked) -> bool:
        """Whether a figure may be one of the two that a rate is of: an amount under the same headings."""
        return figure.name != rate.name and figure.column == rate.column and self._unit(figure) != "%"

    def _above(self, part: Asked) -> Asked | None:
        """What a 其中 is part of."""
        return self._whole(self.asked.index(part), part) if part.which else None

    def _average(self, a: Asked) -> list[str]:
        match, falling = _AVERAGE.search(a.plain), False
        if match is None:
            match, falling = _FALL.search(a.plain), True
        if match is None:
            return []
        amounts = self._amounts(match.group(1), a)
        if not amounts:
            return []
        readings = (
            "[total, compound, mean, total_unseen]" if falling else "[compound, mean, compound_unseen, mean_unseen]"
        )
        rate = f"{a.name}@span" if self.indicators[a.name].period == "span3" else f"{a.name}@last"
        rate = rate if self.indicators[a.name].period is not None else a.name
        more = {"falling": "true"} if falling else {}
        joined = ", ".join(f"{x.name}@year" for x in amounts)
        return [
            _line(f"{a.name}_check", "average_growth", a, amounts=f"[{joined}]", rate=rate, readings=readings, **more)
        ]

    def _amounts(self, text: str, a: Asked) -> list[Asked]:
        """The yearly amount of that name; or a share of that name with the amount that it is a share of."""
        exact = self._alike(text, a, least=0.85)
        for other in self.asked:
            share = _SHARE.search(other.plain) if other.name != a.name else None
            if share is None or not share.group(2) or not self._yearly(other) or _pairs(share.group(1), text) < 0.8:  # noqa: PLR2004
                continue
            whole = self._alike(share.group(2), a)
            if exact is None and whole is not None and self._yearly(whole):
                return [whole, other]
        amount = exact or self._alike(text, a)
        return [amount] if amount is not None and self._yearly(amount) else []

    def _per_head(self, a: Asked, match: re.Match[str]) -> list[str]:
        what = match.group(3) or match.group(6) or match.group(7)
        named = what.removeprefix("口")
        part = self._alike((match.group(1) or match.group(4) or "") + named, a, people=False) or self._alike(
            named, a, people=False
        )
        who = re.compile("人口") if what.startswith("口") else _PEOPLE  # 每千人口医师数 is not of those who work there
        every = [x for x in self.figures if self._unit(x) in ("人", "万人") and not x.column]
        near = [x for x in every if (x.block, x.row) == (a.block, a.row) and x.row >= 0 and _COUNTED.search(x.plain)]
        whole = next((x for x in (*near, *every) if who.search(x.plain) or x in near), None)
        if part is None or whole is None or (a.group and whole.group and a.group != whole.group):
            return []
        by = conversion(self._unit(part), self._unit(a).partition("/")[0]) or Decimal(1)
        per = Decimal(_TIMES.get(match.group(2) or match.group(5), "1"))
        times = by * per / (conversion(self._unit(whole), "人") or Decimal(1))
        at = self._at(part, a), self._at(whole, a), self._at(a, a)
        return [_line(f"{a.name}_check", "per_capita", a, part=at[0], whole=at[1], rate=at[2], times=f"{times:f}")]

    # -- counts

    def _sum(self, i: int, a: Asked) -> list[str]:
        """合计 of the rows before it with the same unit, back to the part's or the last sum's row; else behind it.

        Of numbered rows only the uppermost count: 一、… and 二、…, not the 1. and 2. that make these up.
        """
        for others in (reversed(self.asked[:i]), iter(self.asked[i + 1 :])):
            parts: list[Asked] = []
            for other in (o for o in others if o.column == a.column):
                if other.section != a.section or other.total or not self._same_kind(other, a):
                    break
                if not other.which:
                    parts.append(other)
            parts = uppermost(parts)
            if len(parts) > 1:
                return [self._sum_line(a, sorted(parts, key=self.asked.index))]
        return []

    def _per_unit(self, a: Asked) -> list[str]:
        """A figure in 吨/万元, 元/人, 吨/亩: of the two figures in these units that its label names."""
        above, _, below = (self.indicators[a.name].unit or "").partition("/")
        said = _PER.sub("", a.plain)
        below, scale = _scaled(below)
        wholes, parts = self._in_unit(below, a), self._in_unit(above, a)
        part = self._best_named(parts, said)
        wholes = [w for w in wholes if not w.which] or wholes
        whole = wholes[0] if len(wholes) == 1 else self._best_named(wholes, said)
        if part is None or whole is None or not _PER.search(a.plain):
            return []
        times = conversion(self._unit(part), above) / conversion(self._unit(whole), below) * scale  # type: ignore[operator]
        at = {"part": self._at(part, a), "whole": self._at(whole, a), "rate": self._at(a, a)}
        return [_line(f"{a.name}_check", "per_capita", a, **at, times=f"{times:f}")]

    def _mean(self, a: Asked) -> list[str]:
        """A mean, by the word before 均: 日均开放时间 of 开放时间 and 开放天数, 次均费用 of 总费用 and 总人次."""
        match = _MEAN.match(a.plain)
        if match is None:
            return []
        counter, what = (match.group(1), match.group(2)) if match.group(1) else (match.group(3), match.group(4))
        unit = _MEASURED_BY.get(counter, counter)
        mine = [f for f in self.figures if f is not a and f.column == a.column and not _MEAN.match(f.plain)]
        parts = [f for f in mine if self._comparable(f, a) and self._unit(f) != unit and _says(f.plain, what)]
        wholes = [f for f in mine if self._unit(f) == unit or f.plain.endswith((unit, f"{unit}数"))]
        wholes = [f for f in wholes if f not in parts]
        part, whole = self._nearest(parts, a, what), self._nearest(wholes, a, what)
        if part is None or whole is None:
            return []
        times = conversion(self._unit(part), self._unit(a))
        at = {"part": self._at(part, a), "whole": self._at(whole, a), "rate": self._at(a, a)}
        return [_line(f"{a.name}_check", "per_capita", a, **at, times=f"{times:f}")]

    def _nearest(self, figures: Sequence[Asked], a: Asked, words: str) -> Asked | None:
        """The figure of the same table that shares most letters with words; None where two may be meant."""
        ranked = sorted(
            ((f.block == a.block, len(set(words) & set(f.plain)), -n) for n, f in enumerate(figures)), reverse=True
        )
        if not ranked or (len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]):
            return None
        return figures[-ranked[0][2]]

    def _in_unit(self, unit: str, a: Asked) -> list[Asked]:
        """The figures that are measured in what a unit measures, under the same headings."""
        mine = [x for x in self.figures if x.name != a.name and x.column == a.column and self._unit(x)]
        return [x for x in mine if self._unit(x) == unit or conversion(self._unit(x), unit) not in (None, 1)]

    def _best_named(self, figures: Sequence[Asked], text: str) -> Asked | None:
        """The figure of whose label a text holds most; None where two of them may be meant."""
        ranked = sorted(((self._named_in(x, text), -n) for n, x in enumerate(figures)), reverse=True)
        if not ranked or not ranked[0][0] or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
            return None
        return figures[-ranked[0][1]]

    def _unit(self, a: Asked) -> str:
        return self.indicators[a.name].unit or ""

    def _named_in(self, a: Asked, text: str) -> int:
        """How many letters in a row of a figure's label another label holds; 0 below two."""
        lengths = range(len(a.plain), 1, -1)
        return next((n for n in lengths if any(a.plain[k : k + n] in text for k in range(len(a.plain) - n + 1))), 0)

    def _closed(self, i: int, a: Asked) -> list[str]:
        """A figure whose 其中 below it are all there is: one of them is 其他 or 自筹."""
        parts: list[Asked] = []
        for other in self.asked[i + 1 :]:
            if other.column != a.column:
                continue
            if a.which or not other.which or not self._same_kind(other, a):
                break
            parts.append(other)
        if len(parts) > 1 and any(CLOSES.search(p.plain) for p in parts):
            return [self._sum_line(a, parts)]
        return []

    def _done_and_left(self, i: int, a: Asked) -> list[str]:
        """A figure of which one behind it has been done and another is left: 申请补贴总额, 已拨付补贴, 待拨付补贴;
        到账资金, 已使用资金 with its 其中, 剩余资金.
        """
        return [self._sum_line(a, behind)] if (behind := self._spent(i, a)) else []

    def _spent(self, i: int, a: Asked) -> list[Asked]:
        """What was done of a figure, and what is left of it."""
        if a.heads or a.column or a.which or LEFT.search(a.plain):
            return []
        behind = [o for o in self.asked[i + 1 :] if o.block == a.block and not o.which]
        behind = [o for o in behind if self.indicators[o.name].unit != "%"][:LEAST_PARTS]
        if len(behind) < LEAST_PARTS or not all(self._same_kind(o, a) for o in behind):
            return []
        done, left = (b.plain for b in behind)
        same = done.startswith("已") and left in (f"待{done[1:]}", f"未{done[1:]}")
        rest = REACHED.search(done) and LEFT.search(left) and not LEFT.search(done) and not done.startswith("本次")
        return behind if same or rest else []

    def _made_up(self, i: int, a: Asked) -> list[str]:
        """一、直接费用 of the 1., 2. and 3. below it; 在校生总数 of the rows below it that stand back."""
        level, parts = level_of(a.label), list[Asked]()
        for other in self.asked[i + 1 :] if _ALL.search(a.plain) and not level else ():
            if other.column != a.column:
                continue
            if other.indent <= a.indent or other.which or not self._same_kind(other, a):
                break
            parts.append(other)
        if len(parts) > 1:
            return [self._sum_line(a, parts)]
        parts = []
        for other in (o for o in self.asked[i + 1 :] if level and o.column == a.column):
            below = level_of(other.label)
            if other.section != a.section or not self._same_kind(other, a) or (below and below <= level) or other.total:
                break
            if not other.which and below == (level_of(parts[0].label) if parts else below):
                parts.append(other)
        return [self._sum_line(a, parts)] if len(parts) > 1 and all(level_of(p.label) for p in parts) else []

    def _sum_line(self, a: Asked, parts: Sequence[Asked], number: int = 0) -> str:
        if not a.column and (heads := self._added(a)) is not None:
            return "\n".join(
                _line(
                    f"{a.name}_sum{number or ''}{k or ''}",
                    "sum",
                    a,
                    total=f'"{a.name}[column={h}]"',
                    parts="[" + ", ".join(f'"{p.name}[column={h}]"' for p in parts) + "]",
                )
                for k, h in enumerate(heads)
            )
        listed = ", ".join(self._at(p, a, every=True) for p in parts)
        return _line(f"{a.name}_sum{number or ''}", "sum", a, total=self._at(a, a, every=True), parts=f"[{listed}]")

    def _added(self, a: Asked) -> list[str] | None:
        """The headings below which rows add up, where those of a table differ; None where all of them do.

        Points are added up, and not what was aimed at; no means and no prices are.
        """
        if "column" not in self.indicators[a.name].dims:
            return None
        scores = [h for h in a.heads if is_score(h)]
        added = scores or [h for h in a.heads if not per_one(h)]
        return None if len(added) == len(a.heads) else added

    def _same_kind(self, one: Asked, other: Asked) -> bool:
        """Whether two figures can be added: of one unit, under the same headings, of years both or neither."""
        a, b = self.indicators[one.name], self.indicators[other.name]
        if {moment_of(one), moment_of(other)} == set("初末"):
            return False
        return (a.unit, a.period, a.dims.get("column")) == (b.unit, b.period, b.dims.get("column"))

    def _part(self, i: int, a: Asked) -> list[str]:
        """其中 of the row before it, a narrower count of enterprises, of those who work there."""
        whole = self._whole(i, a)
        if whole is None:
            return []
        part, of = self._at(a, a, every=True), self._at(whole, a, every=True)
        if self._yearly(whole) and not self._yearly(a):
            of = f"{whole.name}@last"
        return [_line(f"{a.name}_part", "subset", a, part=part, whole=of)]

    def _whole(self, i: int, a: Asked) -> Asked | None:
        indicator = self.indicators[a.name]
        if a.which:
            for before in reversed(self.asked[:i]):
                if before.column != a.column and before.section == a.section:
                    continue
                if before.section != a.section or (not before.which and self._comparable(a, before)):
                    return before if before.section == a.section else None
            return None
        if indicator.unit == "个" and _WHOLE_COUNT.search(a.plain) and (firms := self._all_firms(a)) is not None:
            return firms
        if (whole := broader(a, self.figures, self._comparable)) is not None:
            return whole
        if indicator.unit != "人" or a.heads or _PEOPLE.search(a.plain) or not re.search(r"人[员才]", a.plain):
            return None
        people = [x for x in self.figures if _PEOPLE.search(x.plain) and self._unit(x) == "人" and not x.which]
        earlier = [x for x in people if self.asked.index(x) < i and (x.block, x.section) == (a.block, a.section)]
        totals = [x for x in earlier if "总" in x.plain]
        return next(iter((*totals[::-1], *earlier[:1], *people[:1])), None)

    def _all_firms(self, a: Asked) -> Asked | None:
        """All enterprises of which a label counts some, or all small ones where it says so."""
        wholes = [x for x in self.figures if x.name != a.name and self._unit(x) == "个" and _is_all(x.plain)]
        small = next((x for x in wholes if "中小" in x.plain), None)
        if "中小" in a.plain and not _is_all(a.plain) and small is not None:
            return small
        if _is_all(a.plain) and "中小" not in a.plain:
            return None
        return next((x for x in wholes if "中小" not in x.plain), None)

    def _counted_whole(self, a: Asked) -> Asked | None:
        """The whole that a 比例 without 占 is of: all enterprises, or the small ones where the label says so."""
        wholes = [x for x in self.figures if self.indicators[x.name].unit == "个" and _is_all(x.plain)]
        small = [x for x in wholes if "中小" in x.plain]
        large = [x for x in wholes if "中小" not in x.plain]
        ordered = [*small, *large] if "中小" in a.plain else [*large, *small]
        return ordered[0] if ordered else None

    # -- pieces

    def _alike(self, text: str, *but: Asked | None, least: float = ALIKE, people: bool = True) -> Asked | None:
        """The amount or count whose label shares most of its letters with some words of another label."""
        best: tuple[float, Asked] | None = None
        for other in self.figures:
            if any(b is not None and b.name == other.name for b in but) or self.indicators[other.name].unit == "%":
                continue
            if (not people and ("/" in self._unit(other) or self._unit(other) == "人")) or _HEAD.search(other.plain):
                continue  # 吨矿投入（元/吨） is no amount of which there is so much a head
            share = _pairs(text, other.plain)
            if share >= least and (best is None or share > best[0]):
                best = (share, other)
        if best is None and len(text) > 1:  # 贷款占…, of 农发行贷款余额 where no other figure is called so
            held = [
                f
                for f in self.figures
                if text in f.plain
                and not any(b is not None and b.name == f.name for b in but)
                and self._unit(f) != "%"
                and (people or self._unit(f) != "人")
                and not _HEAD.search(f.plain)
            ]
            if len(held) != 1:  # 专职人员占…, of 专职孵化服务人员
                held = [f for f in self.figures if f.column == "" and not f.heads and f.plain[-1:] == text[-1:]]
                held = [f for f in held if held_in(text, f.plain) == 1 and f not in but and self._unit(f) != "%"]
            return held[0] if len(held) == 1 else None
        return best[1] if best else None

    def _comparable(self, a: Asked, b: Asked) -> bool:
        one, other = self._unit(a), self._unit(b)
        if ("标准" in one) != ("标准" in other):
            return False  # 吨 of coal, and 吨标准煤 of all energy
        return one != "" and other != "" and conversion(one, other) is not None

    def _yearly(self, a: Asked) -> bool:
        return self.indicators[a.name].period == "year"

    def _at(self, a: Asked, rate: Asked, every: bool = False) -> str:
        """The reference of a figure beside a rate: of each year where the rate is yearly, else of the last."""
        if "column" in self.indicators[a.name].dims:
            return f'"{a.name}[column=*]"'
        if not self._yearly(a):
            return f"{a.name}@span" if self.indicators[a.name].period == "span3" else a.name
        return f"{a.name}@year" if self._yearly(rate) or every else f"{a.name}@last"


def _scaled(unit: str) -> tuple[str, int]:
    """A unit that is measured in hundreds or thousands, as the plain one and how many: 千㎡ is 1000 ㎡."""
    if len(unit) > 1 and unit[0] in "百千万" and parse_unit(unit) is None:
        return unit[1:], int(_TIMES[unit[0]])
    return unit, 1


def _is_all(label: str) -> bool:
    """Whether a label counts all enterprises, or all small ones, with no further word."""
    return (
        re.fullmatch(r"(?:[^中小]{0,2}[群区园地内]|全部|入驻|现有)*(?:中小)?企业(?:总?数量?|户数|家数|总数)?", label)
        is not None
    )


def _says(label: str, text: str) -> bool:
    """Whether a label has nearly all letters of some words."""
    return len(set(text) - set(label)) <= UNSAID * len(set(text))


def _pairs(a: str, b: str) -> float:
    """How much two wordings share, by pairs of letters (0 to 1)."""
    one, other = ({t[k : k + 2] for k in range(len(t) - 1)} for t in (a, b))
    return 2 * len(one & other) / max(1, len(one) + len(other))


def _line(name: str, kind: str, of: Asked, **parts: str) -> str:
    return line_of(name, kind, of.label, **parts)


def line_of(name: str, kind: str, told: str, **parts: str) -> str:
    """A line of `edits.yaml`; `told` is the label that the rule rests on."""
    inner = ", ".join(f"{k}: {v}" for k, v in parts.items())
    return f"{{id: {name}, kind: {kind}, {inner}, clause: {json.dumps(squeeze(told), ensure_ascii=False)}}}"


def named(lines: Sequence[str]) -> list[str]:
    """The rules with ids of Latin letters, each once: of an indicator that is called in Chinese, and of a second one
    with the same id, it is the kind with a number.
    """
    out: list[str] = []
    taken: set[str] = set()
    for number, line in enumerate(lines, 1):
        found = re.match(r"\{id: (\w+), kind: (\w+)", line)
        name = found.group(1) if found is not None else ""
        if found is not None and (not name.isascii() or name in taken):
            name = f"{found.group(2)}_{number}"
            line = f"{{id: {name}{line[found.end(1) :]}"  # noqa: PLW2901 - the same rule
        taken.add(name)
        out.append(line)
    return out
