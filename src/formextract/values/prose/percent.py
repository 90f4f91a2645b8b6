"""What a percentage in a sentence is of: a share, a growth, an average growth, or a rate by itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from formextract.values.prose.frames import Frames, Meaning
from formextract.values.prose.phrases import Phrase, phrase_of
from formextract.values.prose.tokens import Token

_SINCE = re.compile(r"(?:由|从)(?:20\d\d年[度底末]?)?的?$")


_AMONG = re.compile(r"在([^在,，]{2,20}?)中(?:所|约)?$")
_RATE_OF_IT = frozenset(["adoption"])
"""接入中小企业126家，普及率47.7%: the rate of what was counted."""
_SMES = frozenset(["sme", "firm"])
LONGEST_GAP = 4
"""Letters that nobody knows before a share; more of them are another subject."""


@dataclass(frozen=True, slots=True)
class Percentage:
    """A percentage with its meaning: the phrase it is of, where that stood, and its sign."""

    meaning: Meaning
    phrase: Phrase
    seen: tuple[str, ...]
    sign: int = 1


def percentage(
    tokens: Sequence[Token],
    text: str,
    start: int,
    end: int,
    last: Phrase | None,
    frames: Frames,
    asked: Collection[str],
    beside: frozenset[str] | None = None,
    stop: int = 0,
) -> Percentage | None:
    """What a percentage at `end` is, by the words of its clause from `start`; `last` is what the last figure was of.

    `beside`: the county's figure of the same kind right before, of which a share is that says no more.
    `stop` is where the figure ends.
    """
    turned = _turned(tokens, text, start, stop, last, frames, asked)
    if turned is not None:
        return turned
    marks = [t for t in tokens if t.kind == "word" and t.tags & {"~share", "~rise", "~fall", "~average"}]
    neutral = frames.neutral
    gave = next((t for t in tokens if t.text in _GIVES and "~share" not in t.tags), None)
    if not marks and gave is not None and text[:end].endswith("的"):
        return _given(gave, tokens, text, start, end, last, frames, asked)
    if not marks:
        own = phrase_of(tokens, text, start, end, neutral)
        if own.content == _RATE_OF_IT and last is not None:
            own = replace(own, tags=own.tags | last.tags, content=own.content | last.content)
        if own.empty and len(own.tail) <= LONGEST_GAP:
            if last is not None and "share" in last.marks:  # 主导产业产值占比稳定，2024年为91.3%
                return _said(last, "share", beside, frames, asked, ("share_alone", "subject_last"), 1)
            return _rate(last, frames, asked, "rate_of_last")
        return _rate(own, frames, asked, "rate")
    average = next((t for t in marks if "~average" in t.tags), None)
    final = marks[-1]
    if average is not None and (final is not average or average.text not in ("平均", "年均")):
        phrase, seen = _subject(tokens, text, start, average.start, last, neutral)
        return _said(phrase, "average", None, frames, asked, seen, _sign(final))
    if "~share" not in final.tags:
        phrase, seen = _subject(tokens, text, start, final.start, last, neutral)
        rate = _rate(phrase, frames, asked, "growth_of_rate")
        if rate is not None:
            return None  # 普及率提高12%: by how much, not to what
        if phrase is not None and "fall" in {t[1:] for t in final.tags if t[0] == "~"}:
            for frame in frames.of(phrase.tags, asked):
                if frame.fall is not None:
                    return Percentage(Meaning(frame, "growth", frame.fall), phrase, ("growth", *seen))
        return _said(phrase, "growth", None, frames, asked, seen, _sign(final))
    return _share(tokens, marks, text, start, end, last, frames, asked, beside)


def _turned(
    tokens: Sequence[Token],
    text: str,
    start: int,
    stop: int,
    last: Phrase | None,
    frames: Frames,
    asked: Collection[str],
) -> Percentage | None:
    """A share told with the whole behind it: 中小企业贡献了集群71.3%的产值, 71.3%的产值来自中小企业."""
    whole = _OF_THE_WHOLE.match(text, stop)
    if whole is None:
        return None
    behind = frozenset(name for name, word in whole.groupdict().items() if word)
    subject: Phrase | None = Phrase(behind, behind)
    if not behind:
        gave = next((t for t in tokens if t.text in _GIVES), None)
        if gave is None:
            return None
        subject, _ = _subject(tokens, text, start, gave.start, last, frames.neutral)
    if subject is None or not subject.content & {"sme", "leading"}:
        return None
    subject = replace(subject, tags=subject.tags | {"output"}, content=subject.content | {"output"})
    return _said(subject, "share", frozenset(["output"]), frames, asked, ("share_of", "share_turned"), 1)


_GIVES = frozenset(["贡献", "创造", "提供", "占", "占据"])
_OF_THE_WHOLE = re.compile(
    r"(?:以上)?的(?:集群)?总?产值(?:来自于?|源于|由)?(?:(?P<sme>中小企业)|(?P<leading>主导产业))?"
)


def _given(
    gave: Token,
    tokens: Sequence[Token],
    text: str,
    start: int,
    end: int,
    last: Phrase | None,
    frames: Frames,
    asked: Collection[str],
) -> Percentage | None:
    """A share told by who gave it, the whole before the figure: 中小企业贡献了总产值的88.4%."""
    behind = [t for t in tokens if t.start >= gave.end]
    whole = phrase_of(behind, text, gave.end, end, frames.neutral)
    subject, seen = _subject(tokens, text, start, gave.start, last, frames.neutral)
    if subject is None or whole.empty or whole.foreign or whole.sized:
        return None
    subject = replace(subject, tags=subject.tags | whole.content, content=subject.content | whole.content)
    return _said(subject, "share", whole.tags, frames, asked, ("share_of", "share_turned", *seen), 1)


def _share(
    tokens: Sequence[Token],
    marks: Sequence[Token],
    text: str,
    start: int,
    end: int,
    last: Phrase | None,
    frames: Frames,
    asked: Collection[str],
    beside: frozenset[str] | None,
) -> Percentage | None:
    shares = [t for t in marks if "~share" in t.tags]
    at = next((t for t in shares if t.text == "占"), shares[-1])
    neutral = frames.neutral
    if at.text == "之比":
        between = text.rfind("与", start, at.start)
        if between < 0:
            return None
        subject = phrase_of([t for t in tokens if t.end <= between], text, start, between, neutral)
        of = phrase_of([t for t in tokens if between < t.start < at.start], text, between + 1, at.start, neutral)
        return _said(subject, "share", of.tags, frames, asked, ("share_of",), 1)
    among = _AMONG.search(text, start, at.start)
    if among is not None and at.text == "占":
        subject_phrase, seen = _subject(tokens, text, start, among.start(), last, neutral)
        inside = [t for t in tokens if among.start(1) <= t.start and t.end <= among.end(1)]
        of = phrase_of(inside, text, among.start(1), among.end(1), neutral)
        return None if of.foreign else _said(subject_phrase, "share", of.tags, frames, asked, ("share_of", *seen), 1)
    subject_phrase, seen = _subject(tokens, text, start, at.start, last, neutral)
    rate = _rate(subject_phrase, frames, asked, "rate")
    if rate is not None and at.text != "占":
        return rate
    stop = _SINCE.sub("", text[at.end : end])
    whole = phrase_of(
        [t for t in tokens if t.start >= at.end and t.end <= at.end + len(stop)],
        text,
        at.end,
        at.end + len(stop),
        neutral,
    )
    if whole.foreign:
        return None
    unknown = bool(whole.lead or (whole.tags and whole.inner)) or (not whole.tags and len(whole.tail) > 1)
    said = whole.tags or (None if whole.tail else beside)
    extra = (*(("whole_unknown",) if unknown else ()), *(("whole_sized",) if whole.sized else ()))
    form = "share_of" if said else "share_alone"
    return _said(subject_phrase, "share", said, frames, asked, (form, *extra, *seen), 1)


def _subject(
    tokens: Sequence[Token], text: str, start: int, end: int, last: Phrase | None, neutral: frozenset[str]
) -> tuple[Phrase | None, tuple[str, ...]]:
    """The phrase before a mark, else the one that the last figure was of."""
    own = phrase_of([t for t in tokens if t.end <= end], text, start, end, neutral)
    if not own.empty:
        if (
            own.content == {"output"}
            and "cluster" not in own.tags
            and last is not None
            and "sme" in last.content <= _SMES
        ):
            return replace(own, tags=own.tags | {"sme"}, content=own.content | {"sme"}), ("subject_group",)
        if own.content == {"output"} and "cluster" not in own.tags and last is not None and last.content == {"leading"}:
            return replace(own, tags=own.tags | {"leading"}, content=own.content | {"leading"}), ("subject_group",)
        return own, ("subject_own",)
    if len(own.tail) > LONGEST_GAP:
        return None, ()
    if own.tags and last is not None:
        return last, ("subject_neutral",)
    return last, ("subject_last", *(("subject_gap",) if len(own.tail) > 1 else ()))


def _rate(phrase: Phrase | None, frames: Frames, asked: Collection[str], seen: str) -> Percentage | None:
    if phrase is None or phrase.empty or phrase.foreign or phrase.sized:
        return None
    meaning = frames.percent(phrase.tags, "rate", None, asked)
    return None if meaning is None else Percentage(meaning, phrase, (seen,))


def _said(
    phrase: Phrase | None,
    form: str,
    whole: frozenset[str] | None,
    frames: Frames,
    asked: Collection[str],
    seen: tuple[str, ...],
    sign: int,
) -> Percentage | None:
    if phrase is None or phrase.foreign or phrase.sized:
        return None
    meaning = frames.percent(phrase.tags, form, whole, asked)  # type: ignore[arg-type]
    named = seen if form == "share" else (form, *seen)
    return None if meaning is None else Percentage(meaning, phrase, named, sign)


def _sign(mark: Token) -> int:
    return -1 if "~fall" in mark.tags and "~rise" not in mark.tags else 1
