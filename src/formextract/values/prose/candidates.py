"""The reading that a figure may have: of which phrase, how it stands to it, and all that speaks for or against it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from formextract.values.prose.context import Context, named_trade
from formextract.values.prose.frames import Frames, Meaning
from formextract.values.prose.phrases import Phrase, phrase_of
from formextract.values.prose.tokens import Token

_ENDS = re.compile(
    r"$|[,，;；。、()（）!！]|左右|上下|以上|以下|的|大关|和|及|与"
    r"|到|增|提|上|下|降|减|占|再|元|20\d\d"
)
"""What may stand right behind a figure told of without its name; 分布于15个地市 is one of another thing."""
_NO_NAME = re.compile(r"[的约近超另还又仅则]|全年")
_LEVELS = frozenset(
    ["national", "provincial", "other", "international", "industry_level", "group_level", "above_provincial"]
)
_MODIFIERS = _LEVELS | {"ten_thousand"}
"""What a phrase may say of what the last figure was of, without saying it again: 省级14个, 每万人拥有量242件."""
_SUMMED = frozenset(["lead_tech", "hightech", "tech_sme"])
_ROLES = frozenset(["led", "joined"])
_MEASURED = frozenset(["output", "revenue", "firm"])
_ALL = frozenset(["firm", "sme"])
_KINDS = frozenset(
    ["firm", "sme", "srdi", "little_giant", "champion", "hightech", "innovative", "tech_sme", "listed", "lead_tech"]
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure with what it may be; `seen` are the features that the score weighs."""

    figure: Token
    meaning: Meaning
    phrase: Phrase
    seen: frozenset[str]
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Around:
    """A figure's surroundings: the words of its item before it, those behind it, and its clause."""

    text: str
    figure: Token
    item: Sequence[Token]
    item_start: int
    behind: Sequence[Token]
    behind_end: int
    to_figure: bool
    """Whether another figure follows without a break, to which the words behind belong."""
    of_these: bool = False
    """Whether it stands behind 其中 in its sentence."""
    of_group: bool = False
    """Whether a number of firms stands right before it, in no other clause or item of a list."""
    listed: Sequence[Token] = ()
    """The words behind the last figure of the list in which it stands: 3个国家级、12个省级创新平台."""
    where: frozenset[str] = frozenset()
    """What its clause, or one before without a figure, says of where it is: 在海外设立研发、营销等分支机构14个."""


def counted(around: Around, context: Context, frames: Frames, asked: frozenset[str]) -> Candidate | None:
    """The reading of a count or amount: of the phrase before it, else behind it, else of what was spoken of."""
    figure, text = around.figure, around.text
    before = phrase_of(around.item, text, around.item_start, figure.start, frames.neutral)
    by_examples = _by_examples(around, before, frames, asked)
    if by_examples is not None:
        return by_examples
    named, end = said_of(around)
    behind = phrase_of(named, text, figure.end, end, frames.neutral)
    if not around.to_figure:
        named, end, behind = _with_what_they_do(behind, named, end, around, frames, asked)
    if before.empty and "cluster" in before.tags and figure.unit.endswith("个") and not behind.content:
        return None  # 特色产业集群41个
    if not before.empty and not _is_place(before, frames, asked):
        if before.content <= _ROLES and behind.content and not around.to_figure:  # 主持制定5项国家标准
            tags, content = before.tags | behind.tags, before.content | behind.content
            return _named(replace(behind, tags=tags, content=content), "behind", around, context, frames, asked)
        before = _of_the_list(before, around, frames)
        return _named(before, "before", around, context, frames, asked)
    place = next((f for f in frames.of(behind.content, asked) if f.behind), None) if not behind.empty else None
    if place is not None and text.startswith("的", figure.end) and frames.measures(place, figure.unit):
        return Candidate(figure, Meaning(place, "amount", place.indicator), behind, frozenset(["place_behind"]))
    if named and (not around.to_figure or end < around.behind_end):  # 26家高新技术企业拥有专利210件: up to the verb
        if named[-1].text == "集群" or _of_clusters(named):
            return None
        if not behind.empty:
            behind = _of_the_list(behind, around, frames)
            return _named(replace(behind, marks=behind.marks | before.marks), "behind", around, context, frames, asked)
    return _carried(before, around, context, frames, asked)


_EXAMPLES = re.compile(r"[一-鿿]{2,}(?:大学|学院|研究院|研究所|科学院|研究中心)[、和与及一-鿿]*等$")
"""Names of universities and institutes before a number of what they are examples of."""
_BODIES = re.compile("(?:单位|机构|院校)?(?:[^,，。;；]{0,6}(?:合作|联合|共建|对接|签订|签约)|[,，。;；]|$)")
INSTITUTES = frozenset(["institutes"])


def _by_examples(around: Around, before: Phrase, frames: Frames, asked: frozenset[str]) -> Candidate | None:
    """The reading of a number that only the examples before it name: 与武汉纺织大学、中科院等8家单位开展合作."""
    figure, text = around.figure, around.text
    begin = max(text.rfind(mark, 0, figure.start) for mark in ",，。;；:：") + 1
    if (
        before.content - _LEVELS
        or not _EXAMPLES.search(text[begin : figure.start])
        or not _BODIES.match(text, figure.end)
    ):
        return None
    meaning = frames.amount(INSTITUTES, figure.unit, asked)
    if meaning is None:
        return None
    return Candidate(figure, meaning, replace(before, content=INSTITUTES), frozenset(["behind", "passing_behind"]))


def _with_what_they_do(
    behind: Phrase, named: Sequence[Token], end: int, around: Around, frames: Frames, asked: frozenset[str]
) -> tuple[Sequence[Token], int, Phrase]:
    """The words behind a figure up to the end of their clause, where only with the verb's they name an indicator.

    186家中小企业实现上云 is no number of all SMEs; 32家企业建有研发机构 is nobody's and stays as it was.
    """
    longer = phrase_of(around.behind, around.text, around.figure.end, around.behind_end, frames.neutral)
    if longer.foreign or longer.sized or not behind.content < longer.content:
        return named, end, behind
    if frames.amount(longer.tags, around.figure.unit, asked) is None:
        return named, end, behind
    return around.behind, around.behind_end, longer


def _of_the_list(phrase: Phrase, around: Around, frames: Frames) -> Phrase:
    """A phrase that says but a level, with what the last one of its list names: 3个国家级、12个省级创新平台."""
    if not phrase.content or not phrase.content <= _LEVELS or not around.listed:
        return phrase
    last = around.listed
    named = phrase_of(last, around.text, last[0].start, last[-1].end, frames.neutral)
    rest = named.content - _LEVELS
    if not rest or named.foreign or named.sized:
        return phrase
    return replace(phrase, tags=phrase.tags | rest, content=phrase.content | rest, words=(*phrase.words, *named.words))


def _is_place(phrase: Phrase, frames: Frames, asked: frozenset[str]) -> bool:
    """Whether a phrase is only where something is: 小镇上聚着480多家制笔企业."""
    return any(f.behind for f in frames.of(phrase.content, asked))


def _of_clusters(named: Sequence[Token]) -> bool:
    """Whether clusters are what is counted: 2个集群规模过万亿."""
    for token in named:
        if "cluster" in token.tags:
            return True
        if any(t[0] != "~" and t != "filler" and t not in _LEVELS for t in token.tags):
            return False
    return False


def said_of(around: Around) -> tuple[Sequence[Token], int]:
    """The words behind a figure that are still of it: up to a verb behind its name, but on over what it has become."""
    out: list[Token] = []
    known = False
    for token in around.behind:
        verb = token.tags & {"~have", "~chain", "~gather"} and "filler" not in token.tags
        if known and verb and "~becomes" not in token.tags and not token.tags - _VERBS:
            return out, token.start
        if "~becomes" in token.tags:
            out, known = [], False
            continue
        if known and "cluster" in token.tags:
            return out, token.start
        out.append(token)
        known = known or any(t[0] != "~" and t != "filler" for t in token.tags)
    return out, around.behind_end


SEVERAL = 2
"""Kinds counted before an amount that is of them all."""
_VERBS = frozenset(["~have", "~chain", "~gather", "~stock", "~fact", "~together", "~now", "~added"])


def _named(
    phrase: Phrase, where: str, around: Around, context: Context, frames: Frames, asked: frozenset[str]
) -> Candidate | None:
    if phrase.foreign or phrase.sized:
        return _of_the_counted(phrase, where, around, context, frames, asked)
    figure = _per(around.figure, phrase)
    seen = {where}
    phrase = _with_what_all_are(phrase, around)
    tags = phrase.tags
    last = context.last or context.topic
    of_leading = phrase.content == {"leading"} and around.figure.unit[-1:] in "家户个"
    if (phrase.content <= _MODIFIERS or of_leading) and last is not None:
        tags = (last.tags - _LEVELS) | (tags - {"leading"})
        seen.add("level_carried")
        if last is context.topic:
            seen.add("topic")
    elif around.of_these and last is not None and (part := part_of(phrase, last, figure)) != phrase:
        tags = part.tags
        seen.add("level_carried")
    elif where == "before" and last is not None:
        tags = of_the_same(phrase, last).tags
        if tags == phrase.tags and _goes_on(phrase) and (last.sized or last.content & _KINDS - {"firm"}):
            seen.add("group_before")
    if "standards" in tags and not tags & _ROLES and last is not None and last.tags & _ROLES:
        tags = tags | (last.tags & _ROLES)
    if last is not None and around.of_group and not tags & _KINDS and last.content & _KINDS - _ALL:
        return None  # 76家高新技术企业拥有专利410件
    if last is not None and _is_theirs(phrase, last, around):
        return None
    meaning = frames.amount(tags, figure.unit, asked)
    if (
        meaning is None
        and last is not None
        and not tags & _LEVELS
        and around.text.startswith("、", around.item_start - 1)
    ):
        tags |= last.tags & _LEVELS  # 国家级企业技术中心1个、工程研究中心1个
        meaning = frames.amount(tags, figure.unit, asked)
        seen.add("level_carried")
        seen.add("topic")
    if meaning is None and context.smes and not tags & _KINDS and _is_firms(figure):
        tags |= {"sme"}  # 186家中小企业上云，接入工业互联网平台的有104家
        meaning = frames.amount(tags, figure.unit, asked)
        seen.add("level_carried")
    if meaning is None and around.where:
        tags |= around.where
        meaning = frames.amount(tags, figure.unit, asked)
    of_all = _is_of_all(last, context)
    if meaning is None and (of_all or _is_total(phrase, around)) and "passing" not in phrase.marks:
        tags |= {"cluster"}  # 集群企业营业收入86亿元，从业人员1.2万人: theirs, too
        meaning = frames.amount(tags, figure.unit, asked)
        seen.add("whose_carried")
    if meaning is None:
        return None
    kept = replace(phrase, tags=tags | {"cluster"} if of_all else tags, content=tags - frames.neutral)
    seen |= _gaps(phrase, where, meaning.indicator)
    if where == "before" and not _ENDS.match(around.text[around.figure.end :]):
        seen.add("followed")
    return Candidate(figure, meaning, kept, frozenset(seen))


def _of_the_counted(
    phrase: Phrase, where: str, around: Around, context: Context, frames: Frames, asked: frozenset[str]
) -> Candidate | None:
    """The reading of an amount that is nobody's by its name, behind counts of several kinds that a plan lists: 核心龙头
    项目4个、补链项目12个，总投资213.5亿元. Behind one kind it may be of that kind alone.
    """
    last = context.last
    listed = {key[0] for key in context.given}
    if last is None or not phrase.foreign or phrase.sized or phrase.lead or phrase.inner or where != "before":
        return None
    if any(around.text.count(token.text) > 1 for token in phrase.words):
        return None  # 龙头项目3个，总投资60亿元；补链项目11个，总投资30亿元
    meaning = frames.amount(phrase.tags | last.content, around.figure.unit, asked)
    if meaning is None or not meaning.frame.planned or len(listed) < SEVERAL or meaning.indicator in listed:
        return None
    return Candidate(around.figure, meaning, phrase, frozenset([where, "group_before"]))


_ALL_ARE = re.compile(
    r"[,，](?:均|都|全部?)[为是属](?:于)?(?:(?P<national>国家级)|(?P<provincial>省级)|(?P<other>市级))"
)


def _with_what_all_are(phrase: Phrase, around: Around) -> Phrase:
    """A phrase with what is said behind its figure of all that were counted: 单项冠军企业2家，均为省级."""
    said = _ALL_ARE.match(around.text, around.figure.end)
    if said is None:
        return phrase
    found = frozenset(name for name, word in said.groupdict().items() if word)
    return replace(phrase, tags=phrase.tags | found, content=phrase.content | found)


def _is_firms(figure: Token) -> bool:
    return figure.unit[-1:] in "家户" and bool(figure.unit)


def _is_theirs(phrase: Phrase, last: Phrase, around: Around) -> bool:
    """Whether an amount without a name of whose it is follows firms of a size or kind: 外资企业14家，营业收入21亿元."""
    of_all = "all" in phrase.marks or around.figure.unit[-1:] in "家户个"
    return last.sized and _goes_on(phrase) and not of_all


def _per(figure: Token, phrase: Phrase) -> Token:
    """万元产值能耗0.086吨标准煤: what the name says the figure is per need not be said again by its unit."""
    if "吨" not in figure.unit and "千克" not in figure.unit:
        return figure
    per = any("万元" in t.text or "单位产值" in t.text for t in phrase.words) and "/" not in figure.unit
    return replace(figure, unit=figure.unit + "/万元") if per else figure


def _is_of_all(last: Phrase | None, context: Context) -> bool:
    """Whether the last figure was said of the whole cluster, so that what follows without a name is of it as well."""
    if last is None or context.scope != "own" or "cluster" not in last.tags:
        return False
    return not (last.sized or last.foreign or last.content & (_KINDS - _ALL))


def _is_total(phrase: Phrase, around: Around) -> bool:
    """Whether firms' figures are told as one sum, and no more is said of which firms: 企业营业收入合计86亿元."""
    which = phrase.lead or phrase.inner or around.of_group or around.of_these
    return "firm" in phrase.content and bool(phrase.marks & {"together", "all"}) and not which


def _goes_on(phrase: Phrase) -> bool:
    """Whether a phrase only says what is measured, so that it may be of those who were counted before."""
    return phrase.content <= _MEASURED and "cluster" not in phrase.tags


def of_the_same(phrase: Phrase, last: Phrase) -> Phrase:
    """中小企业304户，实现产值118.4亿元: an amount right behind a number of SMEs is of these."""
    if _goes_on(phrase) and last.content & _KINDS in ({"sme"}, {"sme", "firm"}):
        return replace(phrase, tags=phrase.tags | {"sme"}, content=phrase.content | {"sme"})
    return phrase


def part_of(phrase: Phrase, last: Phrase, figure: Token) -> Phrase:
    """A part of an amount that is named by whose it is only: 总产值142.6亿元，其中主导产业108.3亿元, 中小企业96亿元."""
    if not figure.unit.endswith("元") or phrase.content not in ({"leading"}, {"sme"}) or not last.content:
        return phrase
    if not last.content <= _MEASURED - {"firm"}:
        return phrase
    return replace(phrase, tags=phrase.tags | last.tags, content=phrase.content | last.content)


def _gaps(phrase: Phrase, where: str, indicator: str) -> set[str]:
    seen: set[str] = set()
    if phrase.lead:
        seen.add("lead_trade" if named_trade(phrase.lead) else "lead")
        if indicator == "enterprises" and "cluster" not in phrase.tags:  # before 集群 stands its name
            seen.add("lead_of_firms")
    if phrase.inner:
        seen.add("inner" if len(phrase.inner) <= 2 else "inner_long")  # noqa: PLR2004 - a word or more
    if phrase.tail and where == "before":
        seen.add("tail" if len(phrase.tail) <= 2 else "tail_long")  # noqa: PLR2004
    if phrase.tail and where == "behind":
        seen.add("tail_behind")
    return seen


def _carried(
    before: Phrase, around: Around, context: Context, frames: Frames, asked: frozenset[str]
) -> Candidate | None:
    """The reading of a figure without a name of its own: 2023年为139亿元; 其中集群9家."""
    own = "cluster" in before.tags
    if not own and _is_a_part(around):
        return None
    of_the_countys = context.last_scope == "county" and (own or context.scope == "own")
    for phrase, where in ((context.topic, "topic"), (context.last, "carried")):
        if phrase is None or phrase.foreign or (phrase.sized and not of_the_countys):
            continue  # 全县规上工业产值196亿元，其中集群75.4亿元 is of the cluster, whatever the county's was of
        figure = _per(around.figure, phrase)
        meaning = frames.amount(phrase.tags, figure.unit, asked)
        if meaning is None:
            continue
        seen = {where}
        unknown = "" if _is_reached(around) else before.tail + before.lead
        if unknown:
            seen.add(f"{where}_gap" if len(unknown) <= 3 else f"{where}_gap_long")  # noqa: PLR2004
        if own:
            seen.add("carried_own")
        if "chain" in before.marks or _is_reached(around):
            seen.add("chain")
        if not _ENDS.match(around.text[around.figure.end :]):
            seen.add("of_unknown")
        return Candidate(figure, meaning, phrase, frozenset(seen))
    return None


def _is_reached(around: Around) -> bool:
    """Whether the figure before it is said to have come to this one, whatever the verb: 168亿元一路走高到203.7亿元."""
    straight = around.text[max(0, around.item_start - 1) : around.item_start] not in ("", *",，、;；。(（)）")
    return straight and around.text.endswith(("到", "至"), 0, around.figure.start)


def own_words(item: Sequence[Token], text: str, start: int, end: int) -> str:
    """The letters before a figure that name something: unknown ones, and fillers of more than a letter (配套, 服务)."""
    at, letters = start, ""
    for token in item:
        if "~of_these" in token.tags:
            at, letters = token.end, ""
            continue
        letters += text[at : token.start]
        at = token.end
        if "filler" in token.tags and len(token.text) > 1 and all(t[0] == "~" or t == "filler" for t in token.tags):
            letters += token.text
    return _NO_NAME.sub("", letters + text[at:end])


def _is_a_part(around: Around) -> bool:
    """Whether a figure behind 其中 has a name of its own: 其中整机98亿元、零部件41亿元 are parts of the whole."""
    letters = own_words(around.item, around.text, around.item_start, around.figure.start) if around.of_these else ""
    shares = any("~share" in token.tags for token in around.item)  # 其中深圳就占了5407家
    return not shares and len(letters) > 1


def together(item: Sequence[Token], since: Sequence[Token], figure: Token, frames: Frames) -> Candidate | None:
    """Several things counted together: 科技领军企业、高新技术企业和科技型中小企业合计312家."""
    if not item or "~together" not in item[-1].tags or figure.unit[-1:] not in ("家", "个", "户"):
        return None
    kinds = [token.tags & _SUMMED for token in since]
    name = frames.together([kind for kind in kinds if kind])
    if name is None:
        return None
    frame = next(f for f in frames.of(frozenset(["hightech"]), frozenset()))
    return Candidate(figure, Meaning(frame, "amount", name), Phrase(), frozenset(["together"]))
