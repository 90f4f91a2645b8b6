"""Indicators that the catalogue lacks, described from their place: an id, a type, a unit, a period."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from formextract.drafting import words
from formextract.drafting.gaps import FillGap, type_of
from formextract.drafting.lines import WORDS, LabelledPlace
from formextract.model.template import Indicator, Period
from formextract.tables import HeadWords
from formextract.text import squeeze, strip_numbering

SECTION = "drafted"
LONGEST_ID = 5
"""Words that an id is made of at most."""
LONGEST_CHINESE = 24
"""Letters of an id that is the label itself."""
SAID = 0.85
"""Share of a label's letters that English words must say for; 税前年薪 is no `tax`."""
_EMPTY_WORDS = frozenset('的及与和或、/：:;；其中，,·"“”')
LONG_CHOICE = 6
"""Options up to which a question of kind (类型, 性质, 等级) is taken for a choice of one."""
_RATE = re.compile(r"比例|比重|占比|百分比|增长率|增[速幅]|[效]?率$|率[（(]|普及率|覆盖率")
_COUNT = re.compile(r"(?:数量?|个数|家数|户数|项数|件数|人数|次数|总数)$")
_DATE = re.compile(r"(?:日期|时间|年月)$")
_AMOUNT = re.compile(r"(?:收入|利润|产值|总额|金额|费用|经费|投资|投资额|资产|税收|税额|[^名]额|产量|面积|补[贴助])$")
_COST = re.compile(r"费$|支出|成本|拨款|补助|资金|[预决概]算|自筹|配套")
_SCORE = re.compile("得分|分值|[自复初]评分")
_SPAN = re.compile("起止|起讫|期限")
_QUALITY = re.compile("考核|等[级次]$|评价|结果|情况")
_ONE_OF = re.compile(r"性别|类[型别]|性质|等级|规模|方式|状态|阶段|是否")
_PEOPLE = re.compile(r"人[员数]|职工|员工|人才")
_SHARE = re.compile(r"(.{2,}?)占(?!比)(.{2,}?)的?(?:比例|比重|百分比|比率|比|率)")
_MONEY = ("元", "万元", "亿元", "千元")
TAIL = 2
"""Letters at a label's end that say what is measured."""
_COUNTING = "%个家人项件户名篇次部种期天月年"
_YES_NO = {"是": "yes", "否": "no", "不适用": "not_applicable"}


def fresh_id(found: LabelledPlace, taken: Collection[str], english: Mapping[str, str]) -> str:
    """An id for a new indicator: of the English words for the label's words where these say nearly all of it, else the
    label itself.
    """
    full = squeeze(found.group + strip_numbering(words.bare(found.label)))
    parts: list[str] = []
    at, said = 0, 0
    while at < len(full):
        chinese = next((w for w in sorted(english, key=len, reverse=True) if full.startswith(w, at)), "")
        if chinese and english[chinese] not in parts:
            parts.append(english[chinese])
        said += len(chinese) or full[at] in _EMPTY_WORDS
        at += len(chinese) or 1
    parts = [p for p in parts if p]
    plain = strip_numbering(words.bare(found.label))
    own = re.sub(r"[^a-z0-9\u4e00-\u9fff]+", "_", (found.group + "_" + plain).lower()).strip("_")
    own = re.sub(r"^其中_?", "", own)[:LONGEST_CHINESE].strip("_")
    fits = parts and said >= SAID * len(full) and len(parts) <= LONGEST_ID
    own = own if re.match(r"[a-z\u4e00-\u9fff]", own) else f"项_{own}" if own else "field"
    stem = "_".join(parts) if fits else own
    number, name = 1, stem
    while name in taken:
        number += 1
        name = f"{stem}_{number}"
    return name


def of_gap(found: LabelledPlace, gap: FillGap, wordings: Collection[str]) -> Indicator:
    """A new indicator for one of several values between printed words: 科技成果转化数，年均."""
    said = "" if found.gaps is None else _end_of_period(found, gap) or gap.before
    label = words.bare(found.label) or found.label
    kind, unit = type_of(gap)
    return Indicator(label=_own(f"{label}，{said}" if said else label, wordings), type=kind, unit=unit, section=SECTION)


def _end_of_period(found: LabelledPlace, gap: FillGap) -> str:
    """起 or 止 for the dates of a place that asks for two: 自  年  月至  年  月."""
    dates = [g for g in found.gaps.gaps if g.date] if found.gaps is not None else []
    if len(dates) != len("起止") or not gap.date:
        return ""
    return "起" if gap is dates[0] else "止"


def beside(found: LabelledPlace, head: str, unit: str, wordings: Collection[str]) -> Indicator:
    """A new indicator for a column of another kind beside a place's own: 营业收入同比增长, in %; of a column without a
    unit it is the place's own (增减额).
    """
    if unit == WORDS:
        label = (words.bare(found.label) or found.label) + (words.bare(head) or head)
        return Indicator(label=_own(label, wordings), type="text", section=SECTION)
    unit = unit or type_asked(found)[1] or "个"
    label = (words.bare(found.label) or found.label) + (words.bare(head) or head)
    of_all = found.years and re.search("[合总累]计", head) is not None  # 三年合计 is of no year
    period: Period | None = "year" if found.years and not of_all else None
    return Indicator(label=_own(label, wordings), type="number", unit=unit, period=period, section=SECTION)


def _own(label: str, wordings: Collection[str]) -> str:
    number, wording = 1, label
    while squeeze(wording) in wordings:
        number += 1
        wording = f"{label}（之{number}）"
    return wording


def described(found: LabelledPlace, label: str, wordings: Collection[str]) -> Indicator:
    """A new indicator as the place asks for it; its label is no other indicator's wording."""
    kind, unit = type_asked(found)
    period: Period | None = "year" if found.years else None
    dims = {"column": [told for _, told in found.columns if isinstance(told, str)]}
    dims = dims if dims["column"] else {}
    return Indicator(label=_own(label, wordings), type=kind, unit=unit, period=period, section=SECTION, dims=dims)


def measured_alike(places: Sequence[LabelledPlace], said: HeadWords) -> list[LabelledPlace]:
    """The places with the units that the form says elsewhere of what is called alike: 县道里程 is in 公里 where
    养护工程完成里程（公里） is. Of things that are counted (人, 个) the words alone do not tell.
    """
    told: dict[str, set[str]] = {}
    for p in places:
        label = squeeze(words.bare(p.label))
        if p.unit is not None and len(label) > TAIL and not said.ends_in_total(label):
            told.setdefault(label[-TAIL:], set()).add(p.unit)
    shared, paid = _of_shares(places), {u for p in places if (u := p.unit or "") in _MONEY}
    out = []
    for p in places:
        units = told.get(squeeze(words.bare(p.label))[-TAIL:], set())
        plain = p.shape is None and p.gaps is None and not p.options and p.unit is None
        alike = [o for o in places if p.columns and (o.block, o.columns) == (p.block, p.columns) and o.unit is None]
        money = [o for o in alike if type_asked(o) == ("number", "万元")]
        if plain and len(money) * 2 > len(alike) and type_asked(p) == ("number", "个"):
            out.append(replace(p, unit="万元"))  # 折旧与摊销 among 维修费, 保险费 and 成本合计
        elif plain and type_asked(p)[0] == "text" and (unit := shared.get(_called(p))):
            out.append(replace(p, unit=unit))  # 本年总支出, of which 管理费用占总支出比例 is a share
        elif plain and len(paid) == 1 and type_asked(p) == ("number", "万元"):
            out.append(replace(p, unit=next(iter(paid))))  # 本年总支出 in a form whose other amounts are in 元
        elif plain and len(units) == 1 and type_asked(p)[0] == "text" and not units & set(_COUNTING):
            out.append(replace(p, unit=next(iter(units))))
        else:
            out.append(p)
    return out


def _of_shares(places: Sequence[LabelledPlace]) -> dict[str, str]:
    """The units of figures of which the form asks for a share (甲占乙比例): that of the other one, else the form's own
    unit of money where either is an amount; by the words of their labels.
    """
    named = {_called(p): p for p in places if p.shape is None and not p.options}
    money = sorted(u for p in places if (u := p.unit or "") in _MONEY)
    out: dict[str, str] = {}
    for p in places:
        if (share := _SHARE.fullmatch(_called(p))) is None:
            continue
        both = [x for words_ in share.groups() if (x := _ends_alike(named, words_)) is not None]
        printed = {x.unit for x in both if x.unit}
        paid = any(_AMOUNT.search(_called(x)) or _COST.search(_called(x)) for x in both)
        asked = {unit for x in both if (unit := type_asked(x)[1] or "")}
        if paid and not printed:
            asked = {max(money, key=money.count, default="万元")}
        units = printed or asked
        unit = next(iter(units)) if len(units) == 1 else ""
        out |= {_called(x): unit for x in both if unit}
    return out


def _ends_alike(named: Mapping[str, LabelledPlace], words_: str) -> LabelledPlace | None:
    """The one place that is called so, with words before it perhaps: 本年总支出 by 总支出."""
    held = [named[words_]] if words_ in named else [p for label, p in named.items() if label.endswith(words_)]
    return held[0] if len(held) == 1 else None


def _called(p: LabelledPlace) -> str:
    return re.sub("^其中[:：,，]?", "", squeeze(words.bare(p.label)))


def options_of(found: LabelledPlace, indicator: Indicator) -> tuple[dict[str, str] | tuple[str, ...], str]:
    """The options as a template has them for this indicator, and why they do not fit where they do not."""
    if indicator.kind == "multichoice":
        return found.options, "" if found.options else "没有找到选项"
    if indicator.kind not in ("bool", "choice"):
        return (), ""
    tokens = ["yes", "no"] if indicator.kind == "bool" else indicator.type.partition(":")[2].split("|")
    mapped: dict[str, str] = {}
    for i, text in enumerate(found.options):
        token = _YES_NO.get(text) if _YES_NO.get(text) in tokens else None
        token = token or ("not_applicable" if "不适用" in text else None)
        if token is None and token_of(text) in tokens:
            token = token_of(text)
        if token is None and len(found.options) == len(tokens):
            token = tokens[i]
        if token in tokens:
            mapped[text] = token
    fits = bool(mapped) and len(mapped) == len(found.options)
    return mapped, "" if fits else "选项与指标的取值对不上，请改 options"


def token_of(option: str) -> str:
    """What an option of a choice is called in records: its own words."""
    return re.sub(r"[|:\s]+", "", option)


def _opposed(options: tuple[str, ...]) -> bool:
    """Whether one of two options denies the other: 同意 and 不同意, 有 and 无."""
    if len(options) != 2:  # noqa: PLR2004 - a pair
        return False
    one, other = sorted(options, key=len)
    return (one in other and other.removesuffix(one) in ("不", "未", "非", "无", "没")) or set(options) == {"有", "无"}


def type_asked(found: LabelledPlace) -> tuple[str, str | None]:
    """Type and unit of what is to be written in a place, by its label and what is printed around it."""
    label = squeeze(words.bare(found.label))
    if found.shape == "ticks" or found.options:
        return _ticked(found, label), None
    if found.gaps is not None:
        return type_of(found.gaps.gaps[0])
    if found.shape in ("narrative", "targets", "headed") or found.least is not None or found.limit is not None:
        return "text", None
    if found.shape == "blanks":
        return "integer", "个"
    if any(told is not None and _SCORE.search(h) for h, told in found.columns):
        return "number", "分"
    if found.unit is not None:
        return ("integer" if found.unit in "个家人项件户名" else "number"), found.unit
    if _RATE.search(label):
        return "number", "%"
    if label.endswith("人次"):
        return "integer", "人次"
    if _COUNT.search(label):
        return "integer", "人" if _PEOPLE.search(label) else "个"
    if _DATE.search(label) and not _SPAN.search(label):
        return "date", None
    if _QUALITY.search(label):
        return "text", None
    if found.columns and found.unit is None:
        texts = [label, *(squeeze(words.bare(h)) for h, told in found.columns if told is not None)]
        return "number", "万元" if any(_AMOUNT.search(t) or _COST.search(t) for t in texts) else "个"
    if found.years or _AMOUNT.search(label):
        return "number", "万元"
    return "text", None


def is_score(heading: str) -> bool:
    """Whether points stand below a heading."""
    return _SCORE.search(heading) is not None


def _ticked(found: LabelledPlace, label: str) -> str:
    options = found.options
    if set(options) == {"是", "否"}:
        return "bool"
    if set(options) <= {"是", "否", "不适用"} or (options[:2] == ("是", "否")):
        return "choice:yes|no|not_applicable"
    if (_ONE_OF.search(label) or found.single or _opposed(options)) and len(options) <= LONG_CHOICE:
        return "choice:" + "|".join(map(token_of, options))
    return f"multichoice:{len(options)}"
