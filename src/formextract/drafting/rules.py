"""Rules that a form's labels imply: a part of a whole, a share, a growth rate, a figure a head, a sum, a length."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from formextract.drafting.ratios import AIM, parts_of_rate
from formextract.drafting.totals import CLOSES, parts_of
from formextract.model.template import Indicator
from formextract.tables import Words
from formextract.text import conversion, squeeze, strip_numbering

ALIKE = 0.5
"""Share of pairs of letters from which two wordings are taken for the same amount."""
UNSAID = 0.25
"""Share of the letters of what a rate is of that the label of its part may lack (national form: 0.13)."""
_AVERAGE = re.compile(
    r"(?:近三年|三年|近3年|近两年)?(.+?)(?:年均|年平均|三年平均|平均|复合)(?:复合)?(?:增速|增长率|增长|增幅)"
)
_FALL = re.compile(r"(?:近三年)?(.+?)(?:降低|下降|减少)(?:率|幅度|比例)")
_GROWTH = re.compile(r"(.+?)(?:同比|较上年|比上年)?(?:增长率|增速|增幅|增长|增长速度)")
_SHARE = re.compile(r"(.+?)占(.+?)的?(?:比例|比重|百分比|比率|比)$|(.+?)(?:所占)?(?:占比|比例|比重|普及率|覆盖率)")
_OF_WHOLE = re.compile(r"占(.+?)的?(?:比例|比重|百分比|比率|比)$")
_HEAD = re.compile(r"(.*?)每(万|千|百)?(?:名|个)?人(.+)|(.*?)(万)人(均?.+)|人均(.+)")
_TIMES = {"万": "10000", "千": "1000", "百": "100", None: "1"}
_WHOLE_COUNT = re.compile(r"企业(?:总?数量?|户数|家数|总数)?$")
_NUMBERED = (
    re.compile(r"[一二三四五六七八九十]{1,3}[、.．]"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]"),
    re.compile(r"\d{1,2}[、.．](?!\d)"),
    re.compile(r"[（(]\d{1,2}[)）]"),
)
"""How Chinese papers number what is below what (GB/T 9704, 7.3.3)."""
_PEOPLE = re.compile(r"从业人员|职工|员工|从业人数|^总人数$|人员总数")
_ALL = re.compile("总[数额量计人]|合计")
_PER = re.compile("单位|人均|户均|亩均|生均|每|平均|均")


@dataclass(frozen=True)
class Asked:
    """A field of the form: its indicator, its label, and what the rules need of its place. `column` is the heading of
    a figure that stands beside others of its row, `heads` are the headings of its values, `block` numbers the table
    that it stands in and `row` its row there (-1 where it has none), `code` is what the form numbers it by.
    """

    name: str
    label: str
    section: str
    limit: int | None = None
    which: bool = False
    total: bool = False
    column: str = ""
    indent: int = 0
    block: int = 0
    row: int = -1
    group: str = ""
    heads: tuple[str, ...] = ()
    code: str = ""

    @property
    def under_heads(self) -> bool:
        """Whether it is a row of values under headings."""
        return bool(self.heads)

    @property
    def plain(self) -> str:
        """The label without numbering, brackets and 其中."""
        text = squeeze(strip_numbering(self.label)).replace("(", "（").replace(")", "）")
        text = re.sub(r"^其中[:,]?", "", text)
        text = re.sub(r"[（][^（）]*[）]|[/,:](?:单位:)?[^/,:]{1,4}$", "", text)
        return strip_numbering(text)


def proposed_rules(asked: Sequence[Asked], indicators: Mapping[str, Indicator], said: Words) -> list[str]:
    """Lines of `edits.yaml` for the fields of a form, in form order."""
    return _Rules(asked, indicators, said).lines()


class _Rules:
    def __init__(self, asked: Sequence[Asked], indicators: Mapping[str, Indicator], said: Words) -> None:
        self.asked, self.indicators, self.said = asked, indicators, said
        self.figures = [a for a in asked if indicators[a.name].kind in ("number", "integer")]

    def lines(self) -> list[str]:
        out: list[str] = []
        seen: set[str] = set()
        for i, a in enumerate(self.asked):
            indicator = self.indicators[a.name]
            if a.limit is not None and indicator.kind == "text":
                out.append(_line(f"{a.name}_length", "length", a, indicators=f"[{a.name}]", max=str(a.limit)))
            if indicator.kind not in ("number", "integer") or a.name in seen:
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
            elif a.total:
                out += self._sum(i, a)
            elif "/" in (indicator.unit or "") and (per := self._per_unit(a)):
                out += per
            else:
                closed = self._closed(i, a) or self._part(i, a)
                made_up = self._made_up(i, a)
                out += [*closed, *made_up]
                if not made_up and not any("kind: sum" in line for line in closed):
                    numbers = enumerate(parts_of(self.asked, i, self._same_kind, self.said))
                    out += [self._sum_line(a, parts, n) for n, parts in numbers]
        return out

    # -- rates

    def _rate(self, a: Asked) -> list[str]:
        if self.indicators[a.name].period == "span3" or _AVERAGE.search(a.plain) is not None:
            return self._average(a)
        share = _SHARE.search(a.plain)
        if (of := _OF_WHOLE.match(a.plain)) is not None:
            at = self.asked.index(a)  # 申请补助金额 | 占支出合计的比例: the figure before it in its row
            before = self.asked[at - 1] if at else a
            total = self._alike(of.group(1), a, before)
            beside = before.block == a.block and before.row == a.row
            return self._share_lines(a, before, total) if beside and total and self._comparable(before, total) else []
        if share is not None:
            whole = self._alike(share.group(2), a) if share.group(2) else self._counted_whole(a)
            part = self._alike(share.group(1) or share.group(3), a, whole)
            if part is not None and share.group(3) and not _says(part.plain, share.group(3)):
                return []  # 退役军人持股比例 is not of how many there are
            if part is not None and whole is None and not share.group(2):
                whole = self._whole(self.asked.index(part), part)  # 研发人员占比, of all who work there
            return self._share_lines(a, part, whole) if part and whole and self._comparable(part, whole) else []
        named = self._named_ratio(a)
        if named is not None:
            return self._share_lines(a, *named)
        growth = _GROWTH.search(a.plain)
        if growth is None:
            pair = parts_of_rate(a, [f for f in self.figures if self._divides(f, a)], self._above, self._comparable)
            return [] if pair is None else self._share_lines(a, *pair)
        amount = self._alike(growth.group(1), a) if not a.column else None  # a rate beside its row's own figures
        if amount and self._yearly(amount) and self._yearly(a):
            return [_line(f"{a.name}_check", "growth", a, amount=f"{amount.name}@year", rate=f"{a.name}@year")]
        return []

    def _share_lines(self, a: Asked, part: Asked, whole: Asked) -> list[str]:
        """The rule of a rate; of people the part is also no more than the whole, unless the whole is only planned."""
        at = {"part": self._at(part, a), "whole": self._at(whole, a)}
        lines = [_line(f"{a.name}_check", "share", a, **at, rate=self._at(a, a))]
        counted = self._unit(part) == self._unit(whole) == "人" and AIM.search(whole.plain) is None
        return [*lines, _line(f"{part.name}_part", "subset", a, **at)] if counted else lines

    def _named_ratio(self, a: Asked) -> tuple[Asked, Asked] | None:
        """Part and whole of a rate that is called by both: 资产负债率, of 负债总额 and 资产总额."""
        name = re.sub(r"率$", "", a.plain)
        for at in range(2, len(name) - 1) if name != a.plain else ():
            whole, part = (
                next(
                    (x for x in self.figures if x.name != a.name and x.plain.startswith(n) and x.column == a.column),
                    None,
                )
                for n in (name[:at], name[at:])
            )
            if part and whole and part is not whole and self._comparable(part, whole):
                return part, whole
        return None

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
        part = self._alike((match.group(1) or match.group(4) or "") + what, a, people=False) or self._alike(
            what, a, people=False
        )
        whole = next(
            (x for x in self.figures if _PEOPLE.search(x.plain) and self.indicators[x.name].unit == "人"), None
        )
        if part is None or whole is None or (a.group and whole.group and a.group != whole.group):
            return []
        times = _TIMES.get(match.group(2) or match.group(5), "1")
        at = self._at(part, a), self._at(whole, a), self._at(a, a)
        return [_line(f"{a.name}_check", "per_capita", a, part=at[0], whole=at[1], rate=at[2], times=times)]

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
            levels = [level for p in parts if (level := _level(p.label))]
            if levels and _level(parts[-1].label) in (0, min(levels)):
                parts = [p for p in parts if _level(p.label) in (0, min(levels))]
            if len(parts) > 1:
                return [self._sum_line(a, sorted(parts, key=self.asked.index))]
        return []

    def _per_unit(self, a: Asked) -> list[str]:
        """A figure in 吨/万元, 元/人, 吨/亩: of the two figures in these units that its label names."""
        above, _, below = (self.indicators[a.name].unit or "").partition("/")
        said = _PER.sub("", a.plain)
        wholes, parts = self._in_unit(below, a), self._in_unit(above, a)
        part = self._best_named(parts, said)
        wholes = [w for w in wholes if not w.which] or wholes
        whole = wholes[0] if len(wholes) == 1 else self._best_named(wholes, said)
        if part is None or whole is None or not _PER.search(a.plain):
            return []
        times = conversion(self._unit(part), above) / conversion(self._unit(whole), below)  # type: ignore[operator]
        at = {"part": self._at(part, a), "whole": self._at(whole, a), "rate": self._at(a, a)}
        return [_line(f"{a.name}_check", "per_capita", a, **at, times=f"{times:f}")]

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

    def _made_up(self, i: int, a: Asked) -> list[str]:
        """一、直接费用 of the 1., 2. and 3. below it; 在校生总数 of the rows below it that stand back."""
        level, parts = _level(a.label), list[Asked]()
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
            below = _level(other.label)
            if other.section != a.section or not self._same_kind(other, a) or (below and below <= level) or other.total:
                break
            if not other.which and below == (_level(parts[0].label) if parts else below):
                parts.append(other)
        return [self._sum_line(a, parts)] if len(parts) > 1 and all(_level(p.label) for p in parts) else []

    def _sum_line(self, a: Asked, parts: Sequence[Asked], number: int = 0) -> str:
        listed = ", ".join(self._at(p, a, every=True) for p in parts)
        return _line(f"{a.name}_sum{number or ''}", "sum", a, total=self._at(a, a, every=True), parts=f"[{listed}]")

    def _same_kind(self, one: Asked, other: Asked) -> bool:
        """Whether two figures can be added: of one unit, under the same headings, of years both or neither."""
        a, b = self.indicators[one.name], self.indicators[other.name]
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
                if before.section != a.section or (not before.which and self._comparable(a, before)):
                    return before if before.section == a.section else None
            return None
        if indicator.unit == "人":
            people = [x for x in self.figures if _PEOPLE.search(x.plain) and self.indicators[x.name].unit == "人"]
            fits = people and people[0] is not a and re.search(r"人[员才]", a.plain) is not None
            return people[0] if fits and not _PEOPLE.search(a.plain) else None
        if indicator.unit != "个" or not _WHOLE_COUNT.search(a.plain):
            return None
        wholes = [
            x for x in self.figures if x.name != a.name and self.indicators[x.name].unit == "个" and _is_all(x.plain)
        ]
        if "中小" in a.plain and not _is_all(a.plain):
            small = next((x for x in wholes if "中小" in x.plain), None)
            if small is not None:
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
            if (not people and self.indicators[other.name].unit == "人") or _HEAD.search(other.plain):
                continue
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


def _level(label: str) -> int:
    """How deep a row is by its number: 一、 1, （一） 2, 1. 3, （1） 4; 0 where it has none."""
    return next((n for n, pattern in enumerate(_NUMBERED, 1) if pattern.match(label.strip())), 0)


def _is_all(label: str) -> bool:
    """Whether a label counts all enterprises, or all small ones, with no further word."""
    return (
        re.fullmatch(r"(?:集群|园区|全部|区内|入驻|现有)*(?:内)?(?:中小)?企业(?:总?数量?|户数|家数|总数)?", label)
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
