"""Whose figures a clause gives and of when: what is carried from clause to clause, and what ends it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from formextract.places.gazetteer import divisions, short_name
from formextract.values.prose.clauses import Clause
from formextract.values.prose.frames import Meaning
from formextract.values.prose.pairs import Pair
from formextract.values.prose.phrases import Phrase
from formextract.values.prose.tokens import Token
from formextract.values.prose.when import Report, When

Scope = Literal["", "own", "county", "park", "stranger", "firm", "core"]

_RANKING = re.compile(r"[占居位列较比高低在与]|领先|相当于|前列")
_BARE = re.compile(r"(?:截[至止]到?)?20\d\d年[度底末]?|目前|截至|累计|其中|去年|上年|今年|当年|据[^,，]*?[,，]|如今|　")
_FIRM = re.compile(
    r"(?:精工|精机|电机|机床|精密|重工|重机|机械|电子|科技|股份|食品|光电|电气|电器|铸造|机电|智能|实业|控股|集团|制造|新材|药业|制药|生物|纺织|轴承厂"
    r"|化工|钢构|能源|动力|装备|仪器|仪表|传感|材料|新能源|汽配|阀门|泵业|锻造|模具|家具|服饰|制衣|茶业|酒业|乳业|粮油|环保|信息|软件|技术|工贸|塑业|铝业|铜业|纸业|包装|玻璃|陶瓷|建材|水泥|股份公司|厂)$"
)
_PHASE = re.compile(r"[一二三四五六七八九十\d]+期(?:项目|工程|厂区|基地)?$|(?:项目|厂区)$")
"""Behind a firm's name: what of it is told of (恒信精工二期)."""
_TRADE_END = re.compile(
    r"(?:产业|行业|业|集群|园|区|市|县|镇|乡|村|国|省|州|城|地|带|圈|湾|谷|新城|领域|链|当地|等|和|全|内|方面)$"
)
_SEVERAL = re.compile(
    r"(?:(?:各个?|各大|所有|多个|\d+[个大]|[两二三四五六七八九十百]+余?[个大])(?:[一-鿿]{0,8}产业)?"
    r"|(?:全[省市国州]|同类)(?:中小企业)?(?:特色)?(?:产业)?)$"
)
"""Before 集群: several of them, none of which is the one that reports."""
_COUNTED = re.compile(r"(?:总数|数量)?[已有为共达到超约近还另]{0,3}\d+(?:余|多)?个(?:[,，、;；。]|$)")
"""Behind 集群: how many there are; what follows is of them all."""
_COUNTED_BEFORE = re.compile("集群" + _COUNTED.pattern)
_LIES = re.compile(
    r"(?:位于|坐落[于在]|地处|落户[于在]?|依托|立足|以|在|集群|设立|成立|建立|出台|制定|编制|印发)[^,，]*$"
)
"""Before a park's name: where the cluster lies, or whose body or paper is made, and not whose figures these are."""
_COMPARED = re.compile(r"(?:[高低优好大小强多少长快]于|超过|超出|高出|[比较与]|领先)[^,，]{0,2}$")
"""Before another's name: what ours is held against, and not whose figures follow."""
_AGAINST_ANOTHER = re.compile(r"(?:与|同|和|跟)[^,，。;；]{1,24}(?:集群|园区|开发区)相比[,，]其$")
"""A comparison with another cluster that goes on with what that one has."""
_BESIDE = re.compile(r"所在|周边|以外|之外|内外|外(?![资贸商汇向销援籍国包聘围协购来形观])")
"""Behind 集群: a place around it or what is not of it; 外资 and 外贸 are words of their own."""
_NOT_OF = re.compile("(?:不|未|非|没有?)(?:在|属于?|纳入|列入|计入|进入|含在?|落户)?[本我该]?$")
"""Before 集群: what is not of it."""
_ITS_NAME = re.compile(
    r"的(?!特色|先进|创新|优势|支柱|重点|国家|省级|产业|中小|制造|战略|千亿|百亿)(?P<name>[一-鿿]{2,6}?)(?:特色|产业)*$"
)
"""A name between 的 and 集群 that is no word of what programmes call clusters."""
_THEIRS = ("其", "当地", "该地", "对方")
_ALONE = re.compile("(?:一家|一户|独家|单家)?(?:企业)?[就便即]?$")
"""Behind a firm's name: 渝铝科技一家就有…"""
_AS_LEAD = re.compile(r"[一-鿿]{3}(?:作为|是|系)[一-鿿]{0,8}$")
_FIRM_OF_NAME = re.compile(r"企业(?P<name>[一-鿿]{3,8})$")
_BRAND = re.compile(r"[一-鿿]{2}[^农渔林牧工商产行企造务流游植殖筑矿融息化力]业$")
"""福源木业 is a firm, 现代农业 a trade."""
_AS_A_FIRM = re.compile(
    r"(?:作为|身为)[^,，]*(?:企业|公司|单位)$|^(?:作为|身为)[^,，]*(?:链主|龙头|骨干|核心|领军|标杆)[^,，]*的[一-鿿]{3,9}$|^以(?![^,，]*集群)[^,，]{2,16}为例"
)
_A_FEW_FIRMS = re.compile(r"(?:这|上述|其中|前|排名前)?[几两三四五六七八九十]+家(?!以上)")
"""两家企业合计: some firms at the head of a clause are never all of them."""
_SPEAKER = re.compile(r"(?:经理|董事长|厂长|总裁|创始人|老板|负责人)[一-鿿]{0,4}(?:说|介绍|表示|告诉|坦言|感慨|透露)")
_COMPANY = re.compile(r"[一-鿿]{2,20}?(?:公司|集团)(?!化)|(?:本|我|该)(?:公司|厂|司)")
_PLACES = re.compile("[省市县区镇州村]|一带")
_MUST = re.compile("(?<![供相对响适反效])应当?$")
_FIRST_PERSON = re.compile(r"我们|我家|咱们")
_LANDS = frozenset(["德国", "日本", "美国", "韩国", "国外"])
_WHERE = ("在", "与", "向", "对", "和", "、", "从", "至", "到")
_LONGEST_SUBJECT = 8
"""Letters that may stand before 全省 in its clause, for it to be what the clause is about."""
_UNTIL = re.compile(r"(?<![截增升提])[到至](20\d\d)年")
"""到2027年 looks ahead where the form's last year is before it."""
_BY_YEAR = re.compile(r"20\d\d年[底末]?(?:之|以)?前")
_SHORTEST_FIRM = 3
_SHORTEST_KIND = 4
_SHORTEST_PLACE = 2
_LONGEST_FIRM = 9
_KINDS = frozenset(
    "firm sme srdi little_giant champion hightech innovative tech_sme lead_tech national provincial".split()
)
_NO_FIRM = frozenset(
    ["filler", "cluster", "firm", "sme", "foreign", "hightech", "srdi", "little_giant", "champion", "leading"]
)
"""What stands behind a name that is a trade's or a place's."""
_NO_NAME = frozenset("的在位和与及、")
_LEADS_IN = frozenset("以由从对把将")
"""Letters that begin no name, and lead in what something is made of: 以装配式建材为主导产业."""


@dataclass(frozen=True, slots=True)
class Context:
    """What holds where a figure stands; `next_clause` and `next_sentence` say what ends each of it."""

    when: When = field(default_factory=When)
    around: When = field(default_factory=When)
    """The period that held before the last one was said."""
    stale: bool = False
    """Whether a figure was given since a period was last said."""
    outside: tuple[tuple[When, Phrase | None], ...] = ()
    """What holds again behind the brackets that are open: the period, and what the figure before was said of."""
    scope: Scope = ""
    carried: bool = False
    """Whether that it is a firm's was said in a sentence before."""
    theirs: bool = False
    """Whether the sentence speaks of another cluster since it said that ours is held against it: 与…集群相比，其…"""
    plan: bool = False
    rule: bool = False
    added: bool = False
    last: Phrase | None = None
    """The phrase that the last figure was said of."""
    last_scope: Scope = ""
    """Whose the last figure was."""
    smes: bool = False
    """Whether the sentence has counted SMEs, so that those of whom it goes on need not be named again."""
    topic: Phrase | None = None
    """What the clause before spoke of without giving a figure."""
    whole: frozenset[str] | None = None
    """The county's figure before the cluster's of the same kind: 全县428亿元，其中集群193亿元，占45.1%."""
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
        spans = [
            t.period.years[-1]
            for t in clause.tokens
            if t.period is not None and t.period.kind == "span" and t.period.years
        ]
        ours = "plan" not in clause.marks
        done = ours and ((bool(years) and "fact" in clause.marks) or any(t.text == "实际" for t in clause.tokens))
        later = bool(report.years and years and int(years[0]) > report.years[-1] + 1)
        later = later or any(last and report.years and int(last) > report.years[-1] + 1 for last in spans)
        ahead = _BY_YEAR.search(text[clause.start : clause.stop]) is not None
        until = _UNTIL.search(text[clause.start : clause.stop])
        later = later or bool(until and report.years and int(until.group(1)) > report.years[-1])
        plan = "plan" in clause.marks or later or ahead or (self.plan and not done)
        there = bool(clause.marks & {"stock", "have", "cluster", "chain"}) or clause.behind_semicolon
        scope: Scope = "firm" if _begins_with_a_firm(clause, text, report.home) else self.scope
        if _is_only_elsewhere(text[clause.start : clause.stop], report.home):
            scope = "stranger"
        elif _of_a_place_beside(clause, text, report.home) or _of_its_county(clause, text, report.home):
            scope = "county"
        theirs = self.theirs or _AGAINST_ANOTHER.search(text[: clause.start] + text[clause.start : clause.start + 1])
        scope = "stranger" if theirs and not self.theirs else scope
        rule = self.rule or "rule" in clause.marks or _must(clause, text)
        return replace(self, theirs=bool(theirs), plan=plan, rule=rule, added=self.added and not there, scope=scope)

    def next_sentence(self) -> Context:
        """At the beginning of the next sentence: a year that was said goes on, not one that was only looked back to;
        all else ends.
        """
        held = self.around if self.when.aside else self.when
        when = replace(held, said=False, now=False, span=(), spans=False)
        return Context(when=when if (when.year or when.half) and not when.aside else When())


def _must(clause: Clause, text: str) -> bool:
    """Whether a clause says what there has to be: 应聚集企业100家以上, and not 供应, 相应."""
    verbs = (t.start for t in clause.tokens if t.tags & {"~have", "~gather", "~stock"})
    return any(_MUST.search(text[clause.start : at]) for at in verbs)


def _of_a_place_beside(clause: Clause, text: str, home: str) -> bool:
    """Whether a clause begins with a prefecture or county that is not the applicant's: 安庆市全年…高新技术企业903家."""
    bare = _BARE.sub("", text[clause.start : clause.stop])
    if not home or any("~cluster" in t.tags or "集群" in t.text for t in clause.tokens):
        return False
    known, own = divisions(), counties_of(home)
    heads = ((bare[:n], bare[n:]) for n in range(_SHORTEST_PLACE, min(len(bare), known.longest) + 1))
    return any(known.named(name) and name not in own and not rest.startswith("级") for name, rest in heads)


def _of_its_county(clause: Clause, text: str, home: str) -> bool:
    """Whether a clause says what the applicant's county has, and not the cluster: 临湘市现有高新技术企业71家."""
    if any("~cluster" in t.tags or "集群" in t.text for t in clause.tokens):
        return False
    for name in counties_of(home) if home else ():
        at = text.find(name, clause.start, clause.stop)
        verb = next((t for t in clause.tokens if t.start == at + len(name)), None)
        if at >= 0 and verb is not None and verb.tags & {"~have", "~stock", "~fact"}:
            return not _BARE.sub("", text[clause.start : at])
    return False


def speaks_for_a_firm(text: str) -> bool:
    """Whether a sentence, with the one behind it, is what a firm's people say: “我们去年出口9200万元。”经理周海波说."""
    return _FIRST_PERSON.search(text) is not None and _SPEAKER.search(text) is not None and "集群" not in text


def introduces_a_firm(sentence: str) -> bool:
    """Whether a sentence is headed by a firm's name."""
    head = re.split("[,，;；]", sentence, maxsplit=1)[0]
    found = _COMPANY.match(head)
    return found is not None and "集群" not in head


def _begins_with_a_firm(clause: Clause, text: str, home: str) -> bool:
    """Whether a firm's name stands at the head of a clause, or behind 龙头企业."""
    known = next((t for t in clause.tokens if t.kind != "word" or t.tags - {"filler"}), None)
    heads = known is not None and not known.tags & _NO_FIRM
    ends = {t.start for t in (known, clause.tokens[0] if clause.tokens else None) if t is not None}
    names = {_PHASE.sub("", text[clause.start : end]) for end in ends} if heads else set()
    if any(named_firm(name) and name not in home for name in names):
        return True
    if (
        named_head(clause, text, home)
        or _A_FEW_FIRMS.match(text, clause.start)
        or _AS_A_FIRM.match(text[clause.start : clause.stop])
    ):
        return True
    named = _FIRM_OF_NAME.search(text[clause.start : clause.stop])
    at = clause.start + named.start("name") if named is not None else clause.stop
    if named is not None and not any(t.kind == "figure" or t.start >= at for t in clause.tokens[:-1]):
        return True  # 老牌企业天工红木，…
    words = [t for t in clause.tokens if t.tags != {"filler"}]
    return any(
        "~lead_firm" in a.tags and b.kind != "figure" and b.text not in ",，" and len(text[a.end : b.start]) > 1
        for a, b in pairwise(words)
    )


def scope_of(context: Context, clause: Clause, text: str, at: int, home: str = "") -> Scope:
    """Whose figure stands at `at` in a clause: the clause's own words before it say, else the clauses before.

    `home`: the applicant's name and place, by which another place's cluster is told.
    """
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
        elif "~firm_scope" in marks or ("~lead_firm" in marks and _is_one_firm(token, behind, before, text)):
            scope = "firm"
        elif "~core" in marks:
            scope = "core" if token.text == "核心产业" else scope
        elif "~park" in marks and not (home and home.endswith(token.text)):
            if _is_parks(token, before, here, text):
                scope = "park"
        elif "~cluster" in marks or "集群" in token.text:
            counted = _COUNTED_BEFORE.search(text, 0, clause.start) is not None
            theirs = (
                counted
                or here == "stranger"
                or context.theirs
                or (scope == "stranger" and _BARE.sub("", before).startswith(_THEIRS))
            )
            if _BESIDE.match(text, token.end) or _NOT_OF.search(before) or "~not_ours" in marks:
                scope = here = "stranger"  # 集群所在的经开区: of the place, not of the cluster
            elif _several(before, text[token.end :]) or _elsewhere(before, home) or _of_another_name(before, home):
                scope = here = "stranger"
            elif "占" not in before and (not theirs or token.text.startswith(("本", "我"))):
                scope = here = "own"
        elif "~county" in marks:
            if token.text == "国内" and "市场" in text[token.end : token.end + 2]:
                continue
            bare = _BARE.sub("", before)
            heads = len(bare) <= _LONGEST_SUBJECT and not _RANKING.search(bare) and not text.startswith("的", token.end)
            among = before.endswith("在") and text[clause.start : clause.stop].endswith("中")
            scope = "county" if among or (heads and here != "own") else scope
    return scope


def scope_behind(context: Context, clause: Clause, text: str, home: str) -> Scope:
    """Whose what follows a clause is: of what ours was only held against (高于同行业2.5%的水平) nothing goes on."""
    for token in clause.tokens:
        if "~stranger" in token.tags and _COMPARED.search(text[clause.start : token.start]):
            return scope_of(context, clause, text, token.start, home)
    return scope_of(context, clause, text, clause.stop, home)


def _is_parks(token: Token, before: str, here: Scope, text: str) -> bool:
    """Whether a park's name heads what is said of it: it is not where the cluster lies, nor what is shared."""
    within = text.startswith(("内", "里"), token.end)
    bare = _BARE.sub("", before)
    heads = len(bare) <= _LONGEST_SUBJECT and not _RANKING.search(bare) and not _LIES.search(bare)
    return within if here == "own" else heads


def _several(before: str, behind: str) -> bool:
    """Whether 集群 stands for several: 六大产业集群, 全市集群, 集群14个."""
    return _SEVERAL.search(before) is not None or _COUNTED.match(behind) is not None


@lru_cache(maxsize=64)
def counties_of(home: str) -> tuple[str, ...]:
    """The counties, and cities and districts of that rank, that the applicant's place and name say in full."""
    known = divisions()
    found = (home[k : k + n] for k in range(len(home)) for n in range(_SHORTEST_PLACE, known.longest + 1))
    return tuple(dict.fromkeys(name for name in found if any(d.county == name for d in known.named(name))))


def _elsewhere(before: str, home: str, *, counties: bool = True) -> bool:
    """Whether a text begins with a place that the applicant's name and place do not say."""
    known = divisions()
    bare = _BARE.sub("", before)
    for end in range(_SHORTEST_PLACE, min(len(bare), known.longest) + 1) if home else ():
        name, rest = bare[:end], bare[end:].removesuffix("产业")
        wide = counties and len(rest) >= _SHORTEST_PLACE  # 新兴产业, 江山木门
        short = any(wide or not d.county for d in known.short(name))
        if (name in known.provinces or known.named(name) or short) and short_name(name) not in home:
            return True
    return False


def _of_another_name(before: str, home: str) -> bool:
    """Whether 集群 has a name of its own that the applicant's name does not hold: 规模最大的顺川集群."""
    named = _ITS_NAME.search(before) if home else None
    if named is None or "作为" in before or "是" in before:  # 作为全国最大的羽毛球产业集群: what it is
        return False
    name = named.group("name")
    return not any(name[k : k + 2] in home for k in range(len(name) - 1))


def _is_only_elsewhere(clause: str, home: str) -> bool:
    """Whether a clause says nothing but another place: 在浙江南浔，…"""
    place = clause.removeprefix("在")
    return bool(home) and place != "" and _is_place(place) and not any(n in home for n in (place, short_name(place)))


def _is_place(text: str) -> bool:
    """Whether a text is the names of divisions, one within the other."""
    known = divisions()
    if not text:
        return True
    return any(
        (text[:n] in known.provinces or known.named(text[:n]) or known.short(text[:n])) and _is_place(text[n:])
        for n in range(_SHORTEST_PLACE, min(len(text), known.longest) + 1)
    )


def _is_one_firm(token: Token, behind: Token | None, before: str, text: str) -> bool:
    """Whether 链主企业 is one of a name: 牵头单位湖北恒信精工2024年, 三一铸业作为链主企业."""
    return _named_behind(token, behind, text) or (len(before) > _SHORTEST_FIRM and _AS_LEAD.search(before) is not None)


def _named_behind(token: Token, behind: Token | None, text: str) -> bool:
    """Whether a name stands between 牵头单位 and what is said of it: 牵头单位湖北恒信精工2024年."""
    lead = text[token.end : behind.start] if behind is not None and behind.kind != "break" else ""
    return named_firm(_ALONE.sub("", lead))


def named_firm(lead: str) -> bool:
    """Whether letters before a figure's name look like the name of a firm."""
    return (
        _is_proper(lead)
        and _SHORTEST_FIRM <= len(lead) <= _LONGEST_FIRM
        and _FIRM.search(lead) is not None
        and not set(lead) & _NO_NAME
        and lead[0] not in _LEADS_IN
    )


def _is_proper(name: str) -> bool:
    """Whether a name has more than what firms are called by: 智能制造, 精密机械 are trades."""
    while (shorter := _FIRM.sub("", name)) != name:
        name = shorter
    return name != ""


def named_head(clause: Clause, text: str, home: str = "") -> bool:
    """Whether a name that nobody knows heads a clause, and is no trade's or place's: 宏业轴承上半年投入."""
    first = clause.tokens[0] if clause.tokens else None
    if first is None or first.kind in ("break", "figure") or first.tags & _NO_FIRM or "~passing" in first.tags:
        return False
    name = text[clause.start : first.start]
    if name.endswith(":"):
        return False  # 其他：有效发明专利118件
    own = any(t.tags & {"~cluster", "~county", "~gather", "firm"} for t in clause.tokens)
    trade = named_trade(name) and not _BRAND.fullmatch(name)
    named = _SHORTEST_FIRM <= len(name) <= _LONGEST_FIRM and not set(name) & _NO_NAME and not trade
    figured = any(t.kind == "figure" for t in clause.tokens)  # 坚持创新驱动发展，… is nobody
    return (
        figured
        and named
        and not own
        and _is_proper(name)
        and name not in home
        and not _PLACES.search(name)
        and not _elsewhere(name, "-", counties=False)
    )


def firm_within(letters: str, text: str, home: str = "") -> bool:
    """Whether letters behind the cluster's name are a firm's: 集群内的亿隆泵业, and not 集群人工智能产业."""
    if (
        not named_firm(letters)
        or letters in home
        or any(letters + word in text for word in ("产业", "行业", "企业", "领域"))
    ):
        return False
    return re.search(f"(?:集群|园区|开发区|产业园)[内中里]?的?{re.escape(letters)}", text) is not None


def of_a_kind(letters: str, home: str) -> bool:
    """Whether letters between 集群 and 企业 are a kind of firms, and neither a trade nor of the applicant's name."""
    own = any(letters[n : n + 2] in home for n in range(len(letters) - 1))
    return bool(home) and len(letters) >= _SHORTEST_KIND and not own and not named_trade(letters)


def of_somebody_else(clause: Clause, text: str, at: int, home: str, *, part: bool = False) -> bool:
    """Whether what heads a clause is a name that the applicant's name and place do not hold, or 企业 by itself.

    Whose a figure is says its subject, known or not: 宏泰农机年产值3亿元, 集群内的宏泰农机, 企业拥有专利31件.
    Nothing can be told where the applicant's name is not known. `part`: behind 其中, where a word tells as much.
    """
    if not home:
        return False
    shortest = _SHORTEST_PLACE if part else _SHORTEST_FIRM
    heads, begin = True, clause.start
    for k, token in enumerate(clause.tokens):
        if token.start >= at:
            break
        behind = clause.tokens[k + 1] if k + 1 < len(clause.tokens) else None
        things = token.text == "等" and behind is not None and "firm" not in behind.tags  # 边角料等工业固废
        trade = _is_leading(clause.tokens[k:])  # 艾制品加工主导产业产值
        if (
            heads
            and not things
            and not trade
            and token.start > begin
            and _is_a_name(text[begin : token.start], home, shortest)
        ):
            return True
        named = any("~cluster" in t.tags for t in clause.tokens[k:] if t.end <= at)
        if heads and not named and text[clause.start : token.end] in divisions().provinces:
            return True  # 湖南省陶瓷产业总产值
        following = clause.tokens[k + 1].start if k + 1 < len(clause.tokens) else clause.stop
        letter = token.start == clause.start and len(token.text) == 1 and token.tags == {"~have"}
        if heads and letter and following > token.end:
            continue  # 聚丰工艺: a letter of a name, and no verb
        begin, within = token.end, False
        if token.kind == "period" or "~of_these" in token.tags:
            continue
        if "~cluster" in token.tags:
            inner = _WITHIN.match(text, token.end)
            if inner is None:
                return False
            begin, within = inner.end(), True
            rest = next((t for t in clause.tokens[k + 1 :] if t.start >= begin), None)
            return rest is not None and rest.start <= at and _is_a_name(text[begin : rest.start], home, shortest)
        if heads and token.tags == {"firm"} and token.start == clause.start:
            behind = clause.tokens[k + 1] if k + 1 < len(clause.tokens) else None
            return behind is not None and behind.start == token.end and bool(behind.tags & {"~have", "led", "joined"})
        # 小巨人企业三环锻造主持制定…: a name behind the kind of its firm
        heads = within or (heads and bool(token.tags & _KINDS) and token.tags <= _KINDS)
    return False


def _is_leading(tokens: Sequence[Token]) -> bool:
    """Whether words that say nothing more lead to 主导产业, so that what stands before them is a trade's name."""
    end = tokens[0].start
    for token in tokens:
        if token.start != end or not token.tags & {"filler", "leading"}:
            return False
        if "leading" in token.tags:
            return True
        end = token.end
    return False


_WITHIN = re.compile(r"[内里中]?的|[内里](?=[^\d])")


def _is_a_name(letters: str, home: str, shortest: int) -> bool:
    """Whether letters that nobody knows are a name that is not of the applicant's own: 宏泰农机 of no 农机集群."""
    rest = re.sub(r"[^一-鿿A-Za-z]", "", letters)
    for n in range(len(rest), 1, -1):
        for k in range(len(rest) - n + 1):
            if rest[k : k + n] in home:
                rest = rest[:k] + " " + rest[k + n :]
    before_the_trade = not rest.startswith(" ") and " " in rest and len(rest.split(" ")[0]) >= _SHORTEST_PLACE
    return before_the_trade or any(len(part) >= shortest and _is_proper(part) for part in rest.split())


def named_trade(lead: str) -> bool:
    """Whether letters before a figure's name end as the names of trades and places do."""
    return _TRADE_END.search(lead) is not None
