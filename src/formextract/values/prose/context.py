"""Whose figures a clause gives and of when: what is carried from clause to clause, and what ends it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from formextract.values.prose.clauses import Clause
from formextract.values.prose.frames import Meaning
from formextract.values.prose.pairs import Pair
from formextract.values.prose.phrases import Phrase
from formextract.values.prose.tokens import Token
from formextract.values.prose.when import Report, When

Scope = Literal["", "own", "county", "stranger", "firm", "core"]

_RANKING = re.compile(r"[占居位列较比高低在与]|领先|相当于|前列")
_BARE = re.compile(r"(?:截[至止]到?)?20\d\d年[度底末]?|目前|截至|累计|其中|去年|上年|今年|当年|据[^,，]*?[,，]|如今|　")
_FIRM = re.compile(
    r"(?:精工|精机|电机|机床|精密|重工|重机|机械|电子|科技|股份|食品|光电|电气|电器|铸造|机电|智能|实业|控股|集团|制造|新材|药业|制药|生物|纺织|轴承厂"
    r"|化工|钢构|能源|动力|装备|仪器|仪表|传感|材料|新能源|汽配|阀门|泵业|锻造|模具|家具|服饰|制衣|茶业|酒业|乳业|粮油|环保|信息|软件|技术|工贸|塑业|铝业|铜业|纸业|包装|玻璃|陶瓷|建材|水泥|股份公司|厂)$"
)
_TRADE_END = re.compile(
    r"(?:产业|行业|业|集群|园|区|市|县|镇|乡|村|国|省|州|城|地|带|圈|湾|谷|新城|领域|链|当地|等|和|全|内|方面)$"
)
_LANDS = frozenset(["德国", "日本", "美国", "韩国", "国外"])
_WHERE = ("在", "与", "向", "对", "和", "、", "从", "至", "到")
_LONGEST_SUBJECT = 8
"""Letters that may stand before 全省 in its clause, for it to be what the clause is about."""
_UNTIL = re.compile(r"(?<![截增升提])[到至](20\d\d)年")
"""到2027年 looks ahead where the form's last year is before it."""
_BY_YEAR = re.compile(r"20\d\d年[底末]?(?:之|以)?前")
_SHORTEST_FIRM = 3
_LONGEST_FIRM = 9
_NO_FIRM = frozenset(["filler", "cluster", "firm", "sme", "foreign", "hightech", "srdi", "little_giant", "champion"])
"""What stands behind a name that is a trade's or a place's."""
_NO_NAME = frozenset("的在位和与及、")


@dataclass(frozen=True, slots=True)
class Context:
    """What holds where a figure stands; `next_clause` and `next_sentence` say what ends each of it."""

    when: When = field(default_factory=When)
    outside: tuple[When, ...] = ()
    """The periods that hold again behind the brackets that are open."""
    scope: Scope = ""
    plan: bool = False
    rule: bool = False
    added: bool = False
    last: Phrase | None = None
    """The phrase that the last figure was said of."""
    topic: Phrase | None = None
    """What the clause before spoke of without giving a figure."""
    rate: tuple[Meaning, Phrase] | None = None
    """What the last percentage was."""
    pair: Pair = field(default_factory=Pair)
    given: frozenset[tuple[object, ...]] = frozenset()
    """What the sentence has given already, and of which year."""

    def next_clause(self, clause: Clause, text: str, report: Report) -> Context:
        """At the beginning of a clause.

        A plan ends where a year is said of which something is done; what was added, at a semicolon or where it is said
        what there is; a rule, with its sentence. Another's name at the clause's head makes what follows its.
        """
        years = [t.period.years[0] for t in clause.tokens if t.period is not None and t.period.kind == "year"]
        done = bool(years) and "fact" in clause.marks and "plan" not in clause.marks
        later = bool(report.years and years and int(years[0]) > report.years[-1] + 1)
        ahead = _BY_YEAR.search(text[clause.start : clause.stop]) is not None
        until = _UNTIL.search(text[clause.start : clause.stop])
        later = later or bool(until and report.years and int(until.group(1)) > report.years[-1])
        plan = "plan" in clause.marks or later or ahead or (self.plan and not done)
        there = bool(clause.marks & {"stock", "have", "cluster"}) or clause.behind_semicolon
        scope: Scope = "firm" if _begins_with_a_firm(clause, text) else self.scope
        rule = self.rule or "rule" in clause.marks
        return replace(self, plan=plan, rule=rule, added=self.added and not there, scope=scope)

    def next_sentence(self) -> Context:
        """At the beginning of the next sentence: a year that was said goes on, all else ends."""
        when = replace(self.when, said=False, now=False, span=(), spans=False)
        return Context(when=when if when.year or when.half else When())


def _begins_with_a_firm(clause: Clause, text: str) -> bool:
    """Whether a firm's name stands at the head of a clause, or behind 龙头企业."""
    known = next((t for t in clause.tokens if t.kind != "word" or t.tags - {"filler"}), None)
    heads = known is not None and known.kind != "break" and not known.tags & _NO_FIRM
    ends = {t.start for t in (known, clause.tokens[0] if clause.tokens else None) if t is not None}
    if heads and any(named_firm(text[clause.start : end]) for end in ends):
        return True
    words = [t for t in clause.tokens if t.tags != {"filler"}]
    return any(
        "~lead_firm" in a.tags and b.kind != "figure" and b.text not in ",，" and len(text[a.end : b.start]) > 1
        for a, b in pairwise(words)
    )


def scope_of(context: Context, clause: Clause, text: str, at: int) -> Scope:
    """Whose figure stands at `at` in a clause: the clause's own words before it say, else the clauses before."""
    scope = context.scope
    here: Scope = ""
    for token, behind in zip(clause.tokens, [*clause.tokens[1:], None], strict=True):
        if token.end > at:
            break
        before = text[clause.start : token.start]
        marks = token.tags
        if token.text in _LANDS and (before.endswith(_WHERE) or "等" in text[token.end : clause.stop]):
            continue  # 在德国、越南等国设立
        if "~stranger" in marks:
            scope = here = "stranger" if "占" not in before else scope
        elif "~firm_scope" in marks or ("~lead_firm" in marks and _named_behind(token, behind, text)):
            scope = "firm"
        elif "~core" in marks:
            scope = "core" if token.text == "核心产业" else scope
        elif "~cluster" in marks or "集群" in token.text:
            theirs = here == "stranger" and not token.text.startswith(("本", "我"))
            if "占" not in before and not theirs:
                scope = here = "own"
        elif "~county" in marks:
            if token.text == "国内" and "市场" in text[token.end : token.end + 2]:
                continue
            bare = _BARE.sub("", before)
            heads = len(bare) <= _LONGEST_SUBJECT and not _RANKING.search(bare) and not text.startswith("的", token.end)
            among = before.endswith("在") and text[clause.start : clause.stop].endswith("中")
            scope = "county" if among or (heads and here != "own") else scope
    return scope


def _named_behind(token: Token, behind: Token | None, text: str) -> bool:
    """Whether a name stands between 牵头单位 and what is said of it: 牵头单位湖北恒信精工2024年."""
    return behind is not None and behind.kind != "break" and named_firm(text[token.end : behind.start])


def named_firm(lead: str) -> bool:
    """Whether letters before a figure's name look like the name of a firm."""
    return _SHORTEST_FIRM <= len(lead) <= _LONGEST_FIRM and _FIRM.search(lead) is not None and not set(lead) & _NO_NAME


def firm_within(letters: str, text: str) -> bool:
    """Whether letters behind the cluster's name are a firm's: 集群内的亿隆泵业, and not 集群人工智能产业."""
    if not named_firm(letters) or any(letters + word in text for word in ("产业", "行业", "企业", "领域")):
        return False
    return re.search(f"(?:集群|园区|开发区|产业园)[内中里]?的?{re.escape(letters)}", text) is not None


def named_trade(lead: str) -> bool:
    """Whether letters before a figure's name end as the names of trades and places do."""
    return _TRADE_END.search(lead) is not None
