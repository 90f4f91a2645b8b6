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
_LEVELS = frozenset(
    ["national", "provincial", "other", "international", "industry_level", "group_level", "above_provincial"]
)
_SUMMED = frozenset(["lead_tech", "hightech", "tech_sme"])
_ROLES = frozenset(["led", "joined"])
_MEASURED = frozenset(["output", "revenue", "firm"])
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


def counted(around: Around, context: Context, frames: Frames, asked: frozenset[str]) -> Candidate | None:
    """The reading of a count or amount: of the phrase before it, else behind it, else of what was spoken of."""
    figure, text = around.figure, around.text
    before = phrase_of(around.item, text, around.item_start, figure.start, frames.neutral)
    if before.empty and "cluster" in before.tags and figure.unit.endswith("个"):
        return None  # 特色产业集群41个
    if not before.empty and not _is_place(before, frames, asked):
        return _named(before, "before", around, context, frames, asked)
    named, end = said_of(around)
    behind = phrase_of(named, text, figure.end, end, frames.neutral)
    place = next((f for f in frames.of(behind.content, asked) if f.behind), None) if not behind.empty else None
    if place is not None and text.startswith("的", figure.end) and frames.measures(place, figure.unit):
        return Candidate(figure, Meaning(place, "amount", place.indicator), behind, frozenset(["place_behind"]))
    if not around.to_figure and named:
        if named[-1].text == "集群" or _of_clusters(named):
            return None
        if not behind.empty:
            return _named(replace(behind, marks=behind.marks | before.marks), "behind", around, context, frames, asked)
    return _carried(before, around, context, frames, asked)


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


_VERBS = frozenset(["~have", "~chain", "~gather", "~stock", "~fact", "~together", "~now", "~added"])


def _named(
    phrase: Phrase, where: str, around: Around, context: Context, frames: Frames, asked: frozenset[str]
) -> Candidate | None:
    if phrase.foreign or phrase.sized:
        return None
    seen = {where}
    tags = phrase.tags
    last = context.last or context.topic
    of_leading = phrase.content == {"leading"} and around.figure.unit[-1:] in "家户个"
    if (phrase.content <= _LEVELS or of_leading) and last is not None:
        tags = (last.tags - _LEVELS) | (tags - {"leading"})
        seen.add("level_carried")
        if last is context.topic:
            seen.add("topic")
    elif where == "before" and last is not None:
        tags = of_the_same(phrase, last).tags
        if tags == phrase.tags and _goes_on(phrase) and last.content & _KINDS - {"firm"}:
            seen.add("group_before")
    if "standards" in tags and not tags & _ROLES and last is not None and last.tags & _ROLES:
        tags = tags | (last.tags & _ROLES)
    meaning = frames.amount(tags, around.figure.unit, asked)
    if meaning is None:
        return None
    kept = replace(phrase, tags=tags, content=tags - frames.neutral)
    seen |= _gaps(phrase, where, meaning.indicator)
    if where == "before" and not _ENDS.match(around.text[around.figure.end :]):
        seen.add("followed")
    return Candidate(around.figure, meaning, kept, frozenset(seen))


def _goes_on(phrase: Phrase) -> bool:
    """Whether a phrase only says what is measured, so that it may be of those who were counted before."""
    return phrase.content <= _MEASURED and "cluster" not in phrase.tags


def of_the_same(phrase: Phrase, last: Phrase) -> Phrase:
    """中小企业304户，实现产值118.4亿元: an amount right behind a number of SMEs is of these."""
    if _goes_on(phrase) and last.content & _KINDS in ({"sme"}, {"sme", "firm"}):
        return replace(phrase, tags=phrase.tags | {"sme"}, content=phrase.content | {"sme"})
    return phrase


def _gaps(phrase: Phrase, where: str, indicator: str) -> set[str]:
    seen: set[str] = set()
    if phrase.lead:
        seen.add("lead_trade" if named_trade(phrase.lead) else "lead")
        if indicator == "enterprises":
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
    for phrase, where in ((context.topic, "topic"), (context.last, "carried")):
        if phrase is None or phrase.foreign or phrase.sized:
            continue
        meaning = frames.amount(phrase.tags, around.figure.unit, asked)
        if meaning is None:
            continue
        seen = {where}
        unknown = before.tail + before.lead
        if unknown:
            seen.add(f"{where}_gap" if len(unknown) <= 3 else f"{where}_gap_long")  # noqa: PLR2004
        if "cluster" in before.tags:
            seen.add("carried_own")
        if "chain" in before.marks:
            seen.add("chain")
        if not _ENDS.match(around.text[around.figure.end :]):
            seen.add("of_unknown")
        return Candidate(around.figure, meaning, phrase, frozenset(seen))
    return None


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
