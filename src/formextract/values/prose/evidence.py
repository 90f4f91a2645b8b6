"""All that speaks for or against a reading of a figure, by name: what the score weighs, and what decides by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from formextract.values.prose.candidates import Candidate
from formextract.values.prose.clauses import Clause, Parsed
from formextract.values.prose.context import Context, Scope, named_firm
from formextract.values.prose.phrases import Phrase
from formextract.values.prose.tokens import Token
from formextract.values.prose.when import When

_INCREMENT = re.compile(r"(?:净增|新增|增加|增长|减少|下降|提高|提升|上升|多|少|增|高|低)(?:出|了|加)?(?:约|近)?$")
_OF_CLASS = re.compile(
    r"(?:[、和](?:近|超)?[\d.]+[万亿千百]*元?)*(?:(?:以上|以下|及以上)(?:的|[、和]|[一-鿿]{0,12}(?:企业|集群))|的(?:企业|集群|单位|项目|园区|已有|有\d|给)|(?:以上|以下)(?:有|达)?\d+[余多]?[家户个])"
)
_MUST = r"(?:须|应当?|必须|得)"
_THRESHOLD = re.compile(
    rf"(?:{_MUST}(?:不得?)?(?:达到?|大于|多于|在|为|有|占|拥有|突破|完成|低于|少于|高于|超过)?|需要?(?:达到?|在|有)"
    r"|不得?(?:低于|少于|高于|超过))[约近]?$"
)
_REQUIRED = re.compile(r"(?:以上)?的(?:认定)?(?:要求|标准|门槛|条件|规定|基准)")
_THAN = re.compile(r"(?:高于|低于|优于|超出|高出)$")
_GRANTED = re.compile(r"(?:^|[,，;；。])(?:对|凡)[^。]{2,60}(?:奖励|补助|补贴|奖补|支持)")
_PER_ONE = re.compile(r"[日周旬月季户人亩地台店校场厂]均")
_SIZED = re.compile(r"(?:以上)?(?:企业|项目|级|台阶)")
_VERGE = re.compile(r"大关|元大关|台阶|规模|俱乐部|目标")
_BOUND = re.compile(r"以上|以下")
_NEVER = frozenset(
    "of_class from_nowhere increment not_ours threshold bound_ruled yearly_mean each_year group_sum of_named".split()
)
"""5000万元以上的企业; 由12家 of a time that nobody says; 增加74人; 高新技术企业66家，营业收入合计35亿元: none of
them is a figure of what the cluster has."""
_CHAINED = frozenset(["from_span", "to_span", "to", "to_year", "to_pair", "from_year", "from_pair"])
_PLACES = frozenset(["开发区", "高新区", "经开区"])
_OF_FIRMS_NAMES = frozenset(["filler", "~firm_scope"])
_FIRMS = frozenset(["enterprises", "smes"])
_HEADS = "家户个"
LETTERS_OF_A_TRADE = 2
_NEAR = 12
"""Letters before a figure among which the word that makes it an increment or a threshold stands."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What is true of a sentence as a whole."""

    contrast: bool
    rule: bool
    not_ours: bool
    generic: int
    """How many numbers of firms of no kind that the lexicon knows."""


def whole_of(parsed: Parsed) -> Whole:
    """The sentence's own traits."""
    tokens = parsed.tokens
    marks = {t for token in tokens for t in token.tags}
    generic = sum(
        "firm" in a.tags
        and not any("sized" in t.tags for t in tokens[max(0, k - 2) : k])  # 规上工业企业 are known ones
        and b.kind == "figure"
        and b.unit[-1:] in _HEADS
        and bool(b.unit)
        for k, (a, b) in enumerate(pairwise(tokens))
    )
    granted = _GRANTED.search(parsed.text) is not None
    own = any(("~cluster" in t.tags or "集群" in t.text) and t.text not in _PLACES for t in tokens)
    return Whole(own and "~county" in marks, "~rule_after" in marks or granted, "~not_ours" in marks, generic)


def evidence(
    candidate: Candidate,
    k: int,
    clause: Clause,
    parsed: Parsed,
    context: Context,
    scope: Scope,
    when: When,
    whole: Whole,
) -> set[str]:
    """The features of a candidate, beside those that it was found by."""
    form, frame, name = candidate.meaning.form, candidate.meaning.frame, candidate.meaning.indicator
    amount = form == "amount"
    before = parsed.tokens[clause.first : k]
    marks = {t[1:] for token in before for t in token.tags if t[0] == "~"}
    flags = {
        f"scope_{scope or 'none'}": True,
        f"i_{name}": True,
        "plan": context.plan and not frame.planned,
        "rule": "rule" in clause.marks,
        "rule_before": "rule" not in clause.marks and context.rule,
        "rule_later": not context.rule and whole.rule,
        "rule_of_percent": not amount and ("rule" in clause.marks or context.rule),
        "plan_of_percent": not amount and context.plan,
        "grant": "grant" in clause.marks,
        "each": amount
        and (
            "each" in marks
            or _each_of_several(candidate, parsed, k)
            or _PER_ONE.search(parsed.text, clause.start, parsed.tokens[k].start)
        ),
        "each_year": bool(frame.counted)
        and not frame.flow
        and "每年" in parsed.text[clause.start : parsed.tokens[k].start],
        "yearly_mean": amount and any("~average" in t.tags for t in parsed.item(k, clause)[0]),
        "added": amount and context.added,
        "contrast": whole.contrast and scope == "county",
        "not_ours": whole.not_ours and scope != "own",
        "part_of_flow": frame.flow and when.part,
        "part": when.part and not frame.flow,
        "over_years": when.spans and amount and "series" not in candidate.seen,
        "size_class": "size_class" in clause.marks,
        "sized": any("sized" in t.tags or "~core" in t.tags for t in before),
        "carried_bare": "carried" in candidate.seen and not any(t.period is not None for t in before),
        "wider": amount and frame.wider,
        "group_sum": "group_before" in candidate.seen and bool(marks & {"together"}),
        "of_named": amount and _is_of_named(parsed, k, clause),
        "again": amount and key_of(candidate, when) in context.given and not candidate.seen & {"chain", "series"},
    }
    seen = {flag for flag, holds in flags.items() if holds}
    if amount and frame.counted:
        seen |= _done_to(candidate, k, clause, parsed)
    if name == "enterprises":
        seen |= _of_firms(candidate, k, clause, parsed, whole, context.last)
    seen |= _right_behind(parsed.text, parsed.tokens[k], amount)
    text, figure = parsed.text, parsed.tokens[k]
    just = text[max(0, figure.start - _NEAR) : figure.start]
    than = "rate_carried" in candidate.seen and _THAN.search(just) is not None
    if _THRESHOLD.search(just) or _REQUIRED.match(text, figure.end) or than:
        seen.add("threshold")
    named = max((t.end for t in before if any(tag[0] != "~" for tag in t.tags)), default=0)
    if amount and _INCREMENT.search(text[max(named, figure.start - _NEAR) : figure.start]):  # 国高68家 is no rise
        seen.add("increment")
    if _unknown(candidate, k, clause, parsed):
        seen.add("unfamiliar")
    if "bound" in seen and seen & {"rule", "rule_before"}:
        seen.add("bound_ruled")
    return seen


def _is_of_named(parsed: Parsed, k: int, clause: Clause) -> bool:
    """Whether a number only counts the names that a clause begins with: 华山水产、莱克集团两家龙头合计产值118亿元."""
    figure, before = parsed.tokens[k], parsed.tokens[clause.first : k]
    names = parsed.text[clause.start : figure.start].split("、")
    unknown = all(t.kind in ("break", "word") and t.tags <= _OF_FIRMS_NAMES for t in before)
    return (
        figure.unit in ("家", "户") and figure.number == str(len(names)) != "1" and unknown and min(map(len, names)) > 1
    )


def _unknown(candidate: Candidate, k: int, clause: Clause, parsed: Parsed) -> bool:
    """Whether letters that nobody knows stand between the clause's beginning, or the cluster's name, and the figure."""
    at = clause.start
    letters = ""
    for token in parsed.tokens[clause.first : k]:
        letters += parsed.text[at : token.start]
        at = token.end
        if "cluster" in token.tags and named_firm(letters[-9:]) is False:
            letters = ""
    letters += parsed.text[at : parsed.tokens[k].start]
    named = candidate.phrase if "behind" in candidate.seen else None
    letters += named.lead + named.inner if named is not None else ""
    return bool(_PLAIN.sub("", letters))


_PLAIN = re.compile(r"[\s　的地得和与及:：]+|20\d\d年?")


def _each_of_several(candidate: Candidate, parsed: Parsed, k: int) -> bool:
    """Whether a figure is of each of several things that are told as one: 成立A联盟、B联盟各1个."""
    return parsed.text.endswith("各", 0, parsed.tokens[k].start) and not candidate.meaning.dims


def key_of(candidate: Candidate, when: When) -> tuple[object, ...]:
    """What a figure would be given of."""
    return candidate.meaning.indicator, candidate.meaning.dims, when.year


def _of_firms(
    candidate: Candidate, k: int, clause: Clause, parsed: Parsed, whole: Whole, last: Phrase | None
) -> set[str]:
    """Of firms without a kind: whether all of them are meant."""
    before, k_start = parsed.tokens[clause.first : k], parsed.tokens[k].start
    gather = "gather" in clause.marks
    ends = candidate.phrase.end >= clause.stop
    named = "lead_of_firms" in candidate.seen
    own = "cluster" in candidate.phrase.tags
    alike = last is not None and last.content == {"firm"}
    flags = {
        "firms": True,
        "gather": gather,
        "no_gather": not gather,
        "kind_of_firms": named and not gather,
        "several_kinds": whole.generic > 1,
        "kinds_listed": whole.generic > 1 and named,
        "kind_right_before": named and not gather and candidate.phrase.end == k_start,
        "firms_that_do": not gather and "behind" in candidate.seen and not named and not ends,
        "firms_of_these": any("~of_these" in t.tags for t in before) and not (own and alike),
    }
    return {flag for flag, holds in flags.items() if holds}


def _done_to(candidate: Candidate, k: int, clause: Clause, parsed: Parsed) -> set[str]:
    """Whether firms are only those that something was done to: 服务中小企业320家, 1200家企业参展; 加工、服务等企业 are
    of a trade.
    """
    whole, behind = parsed.item(k, clause)[0], parsed.behind(k)[0]
    etc = {t.start for t in whole if t.text == "等"}
    item = [t for t in whole if t.end not in etc and not _is_a_trade(t, parsed.text)]
    seen = {"passing" for t in item if "~passing" in t.tags}
    said = [t for t in item if "filler" not in t.tags or "~passing" in t.tags]
    if any("~passing" in a.tags and b.tags & {"firm", "sme"} for a, b in pairwise(said)):
        seen.add("passing_right_before")
    if "behind" in candidate.seen and said and "~passing" in said[-1].tags:
        seen.add("passing_right_before")  # 带动上下游48家企业
    if "behind" in candidate.seen and any("~passing" in t.tags for t in behind):
        seen.add("passing_behind")
    return seen


def _is_a_trade(token: Token, text: str) -> bool:
    """Whether what may be done to firms is one of the trades that a list names: 生产、服务企业93户."""
    return "~passing" in token.tags and text.startswith("、", token.start - 1) and len(token.text) == LETTERS_OF_A_TRADE


def _right_behind(text: str, figure: Token, amount: bool) -> set[str]:
    """What the letters right behind a figure, and its own, make of it."""
    seen: set[str] = set()
    behind = text[figure.end :]
    money = "元" in figure.unit or figure.unit.endswith(("亿", "万"))
    if _OF_CLASS.match(behind) or (amount and money and _SIZED.match(behind)):
        seen.add("of_class")
    elif _BOUND.match(behind):
        seen.add("bound")
    if _VERGE.match(behind):
        seen.add("verge")
    if money and "元" not in figure.unit:
        seen.add("bare_money")
    if figure.number in ("100", "1000") and not re.search(r"\d", figure.text):
        seen.add("round_words")
    return seen


def summed(candidate: Candidate, seen: set[str], when: When) -> Candidate:
    """The candidate as the number of several years together (近三年…), where that is an indicator of its own."""
    meaning = candidate.meaning
    own = meaning.frame.in_years
    if own is None or meaning.form != "amount" or not when.spans or seen & _CHAINED:
        return candidate
    return replace(candidate, meaning=replace(meaning, indicator=own))


def excluded(candidate: Candidate, seen: set[str], k: int, clause: Clause, parsed: Parsed, when: When) -> bool:
    """Whether what was seen leaves nothing to weigh: a class, an increment, a sum of years, some of a kind."""
    meaning = candidate.meaning
    amount = meaning.form == "amount"
    own = meaning.indicator == meaning.frame.in_years
    sum_of_years = amount and meaning.frame.flow and when.spans and not own and not seen & _CHAINED
    if when.lost:
        return True  # 认定时集群有企业158家
    one_year = meaning.indicator == meaning.frame.fall and not when.spans
    other_span = meaning.form == "average" and when.spans and when.point
    return bool(
        seen & _NEVER
        or sum_of_years
        or one_year
        or other_span
        or _some(candidate, seen)
        or _behind_class(k, clause, parsed)
    )


def _some(candidate: Candidate, seen: set[str]) -> bool:
    """Whether a general name is only some of its kind: served, of one branch among several, a core of the land."""
    name = candidate.meaning.indicator
    if seen & {"kind_right_before", "firms_that_do"} or (name == "enterprises" and seen & {"tail", "tail_long"}):
        return True
    if name in _FIRMS and seen & {"passing_right_before", "passing_behind", "size_class"}:
        return True
    of_these = "firms_of_these" in seen and "series" not in seen
    if name == "enterprises" and (of_these or ("carried_gap" in seen and "carried_own" not in seen)):
        return True
    if name == "enterprises" and "several_kinds" in seen and seen & {"lead_of_firms", "inner"}:
        return True
    if seen >= {"followed", "tail"} or seen >= {"followed", "tail_long"} or seen >= {"carried_gap", "of_unknown"}:
        return True
    if "carried_gap_long" in seen and "carried_own" not in seen:
        return True
    if seen >= {"carried", "of_unknown"} and "家" in candidate.figure.unit and "chain" not in seen:
        return True  # 7家接受辅导，4家已在北交所挂牌
    return candidate.meaning.frame.plain and bool(seen & {"carried", "topic"}) and "chain" not in seen


def _behind_class(k: int, clause: Clause, parsed: Parsed) -> bool:
    """Whether a count is of those that a figure before it parts off: 年产值10亿元以上企业2家."""
    if k <= clause.first or not parsed.tokens[k].unit or parsed.tokens[k].unit[-1] not in _HEADS:
        return False
    for token in reversed(parsed.tokens[clause.first : k]):
        if token.kind == "break":
            return False
        if token.kind == "figure":
            return bool(_right_behind(parsed.text, token, True) & {"of_class", "bound"})
    return False
