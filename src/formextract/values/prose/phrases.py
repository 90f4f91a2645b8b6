"""What the words between two figures say: the concepts of a phrase, what is done to it, and what nobody knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from formextract.values.prose.tokens import Token

_OF_IT = frozenset("在占对于与")
_JOINS = re.compile("[及和与]|以及")
_NOTHING = re.compile(r"[\s　的地得:：]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """The concepts that stand together before or behind a figure.

    `lead`, `inner` and `tail` are the letters that the lexicon does not know before, between and behind them.
    """

    tags: frozenset[str] = frozenset()
    content: frozenset[str] = frozenset()
    """The concepts that tell figures apart: those that are not neutral."""
    marks: frozenset[str] = frozenset()
    lead: str = ""
    inner: str = ""
    tail: str = ""
    foreign: bool = False
    sized: bool = False
    start: int = -1
    end: int = -1
    words: tuple[Token, ...] = field(default=(), repr=False)

    @property
    def empty(self) -> bool:
        """Whether nothing of the lexicon's concepts stands here."""
        return not self.content and not self.foreign and not self.sized


def phrase_of(tokens: Sequence[Token], text: str, start: int, end: int, neutral: frozenset[str]) -> Phrase:
    """The phrase of the tokens that stand in `text[start:end]`; what 其中 leaves behind is not of it."""
    for k in range(len(tokens) - 1, -1, -1):
        if "~of_these" in tokens[k].tags:
            start, tokens = tokens[k].end, tokens[k + 1 :]
            break
    start, tokens = _behind_a_colon(tokens, text, start, end)
    tags: set[str] = set()
    marks: set[str] = set()
    gaps: list[tuple[int, str]] = []
    words: list[Token] = []
    at = start
    foreign = sized = examples = False
    last = -1
    before: Token | None = None
    for token in tokens:
        joined = before is not None and _JOINS.fullmatch(text[at : token.start]) and _fills(before) and _fills(token)
        if not joined:
            _gap(gaps, text[at : token.start], len(words))  # 生产及配套企业 says no more than 生产配套企业
        at, before = token.end, token
        if token.kind != "word":
            continue
        concepts = {t for t in token.tags if t[0] != "~"} - {"filler", "foreign", "sized"}
        if token.text == "省" and gaps and text.endswith(gaps[-1][1], start, token.start):
            concepts = set()  # 湖北省: a place's name
        marks |= {t[1:] for t in token.tags if t[0] == "~"}
        told = concepts or "foreign" in token.tags or "sized" in token.tags
        examples = examples or token.text == "等"
        if examples and told and token.text != "等":
            tags, foreign, sized, examples = tags & neutral, False, False, False  # 独角兽等新物种企业
        if "cluster" in concepts and "cluster" not in tags and text[token.start - 1 : token.start] not in _OF_IT:
            # what stands before it is of its name: 国家高新区, 中小企业特色产业集群
            tags &= neutral
            foreign = sized = False
            gaps, words = [(0, g) for _, g in gaps], []
        if told:
            tags |= concepts
            # 收入 may be anybody's; of the leading industry it is its revenue
            known = bool(concepts) and words[-1:] and "leading" in words[-1].tags and words[-1].end == token.start
            foreign = foreign or ("foreign" in token.tags and not known)
            sized = sized or "sized" in token.tags
            words.append(token)
            last = token.end
    _gap(gaps, text[at:end], len(words))
    lead = "".join(g for n, g in gaps if n == 0) if words else ""
    inner = "".join(g for n, g in gaps if 0 < n < len(words))
    tail = "".join(g for n, g in gaps if n == len(words))
    first = words[0].start if words else -1
    found = frozenset(tags)
    return Phrase(
        found, found - neutral, frozenset(marks), lead, inner, tail, foreign, sized, first, last, tuple(words)
    )


def _behind_a_colon(tokens: Sequence[Token], text: str, start: int, end: int) -> tuple[int, Sequence[Token]]:
    """What stands behind a heading that names no figure of ours, if something does: 项目情况：核心龙头项目3个."""
    colon = text.rfind(":", start, end)
    behind = [t for t in tokens if t.start > colon]
    heads = any(t.tags & {"foreign", "sized"} for t in tokens if t.start < colon)
    told = any(x[0] != "~" and x != "filler" for t in behind for x in t.tags)
    return (colon + 1, behind) if colon >= 0 and heads and told else (start, tokens)


def _fills(token: Token) -> bool:
    """Whether a word says nothing of what is measured or of whom."""
    return {t for t in token.tags if t[0] != "~"} == {"filler"}


def _gap(gaps: list[tuple[int, str]], text: str, behind: int) -> None:
    letters = _NOTHING.sub("", text)
    if letters:
        gaps.append((behind, letters))
