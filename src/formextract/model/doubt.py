"""Why something is unsure: a doubt has a kind, says how sure one may be all the same, and gives its reason in words.

Whatever lowers a confidence is a doubt. Nothing is made unsure without one, since `confidence_of` is the only way from
doubts to a confidence.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

SURE: Final = 0.9
"""Confidence from which a reading is sure (the contract's line); below it stands a reason."""
CEILINGS = "doubt_ceilings.json"
"""Written by `scripts/calibrate.py`: by kind how often the reading was right where it was doubted so."""


class DoubtKind(NamedTuple):
    """What staff see of a kind of doubt in lists, which step it speaks of, and how sure one may be at most.

    `ceiling` holds where none was measured (`CEILINGS`). Doubts of one step are one doubt, as strong as the strongest;
    those of two steps count both.
    """

    name: str
    step: str
    ceiling: float


LETTERS, LABEL, MEANING, RULES = "letters", "label", "meaning", "rules"

KINDS: Final[dict[str, DoubtKind]] = {
    # what the paper shows
    "weak_letters": DoubtKind("字迹不清", LETTERS, 0.88),
    "looks_differ": DoubtKind("两次识读不一致", LETTERS, 0.85),
    "unread_ink": DoubtKind("有墨迹读不出字", LETTERS, 0.3),
    "letters_lost": DoubtKind("有墨迹没有读进去", LETTERS, 0.85),
    "specks": DoubtKind("可能有污点", LETTERS, 0.85),
    "point_unsure": DoubtKind("小数点不清", LETTERS, 0.85),
    "small_figures": DoubtKind("数字太小", LETTERS, 0.85),
    "look_alike": DoubtKind("形近字", LETTERS, 0.85),
    "seal_over_text": DoubtKind("印章压字", LETTERS, 0.85),
    "dark_seal_over_text": DoubtKind("深色印章压字", LETTERS, 0.6),
    "watermark_over_text": DoubtKind("水印压字", LETTERS, 0.6),
    "touches_border": DoubtKind("字压在格线上", LETTERS, 0.85),
    "border_lost": DoubtKind("格线不清", LETTERS, 0.85),
    "cells_run_together": DoubtKind("几格连在一起", LETTERS, 0.85),
    "cut_apart": DoubtKind("文字跨格", LETTERS, 0.6),
    "beside_table": DoubtKind("表外的字", LETTERS, 0.6),
    "columns_astray": DoubtKind("续页的列对不齐", LETTERS, 0.85),
    "box_unsure": DoubtKind("勾选框不清", LETTERS, 0.85),
    "tick_disputed": DoubtKind("勾选不清", LETTERS, 0.5),
    "name_sign_unsure": DoubtKind("名称间的标点不清", LETTERS, 0.85),
    "part_unread": DoubtKind("有图片没有读出", LETTERS, 0.5),
    # which field it is
    "label_differs": DoubtKind("标签与表式不同", LABEL, 0.85),
    "label_shared": DoubtKind("同名栏目不止一处", LABEL, 0.8),
    "several_values": DoubtKind("一栏有几个值", LABEL, 0.7),
    "year_inferred": DoubtKind("年份没有写明", LABEL, 0.8),
    "begins_elsewhere": DoubtKind("章节开头不清", LABEL, 0.8),
    # what is meant
    "no_value": DoubtKind("填写的内容读不成值", MEANING, 0.0),
    "reader_refuses": DoubtKind("读取有疑问", MEANING, 0.0),
    "odd_spelling": DoubtKind("写法少见", MEANING, 0.85),
    "either_sign": DoubtKind("正负不明", MEANING, 0.5),
    "unit_unsure": DoubtKind("单位不明", MEANING, 0.7),
    "implausible": DoubtKind("数值超出常见范围", MEANING, 0.6),
    "letters_missing": DoubtKind("缺字", MEANING, 0.5),
    "names_unsure": DoubtKind("名称的分法不明", MEANING, 0.7),
    "name_incomplete": DoubtKind("名称可能不全", MEANING, 0.85),
    "options_unsure": DoubtKind("选项与表式不同", MEANING, 0.7),
    "ticks_all_alike": DoubtKind("各选项看起来都勾了", MEANING, 0.5),
    "mended": DoubtKind("去掉污点后读出", MEANING, 0.8),
    "in_a_sentence": DoubtKind("从文字中读出", MEANING, 0.9),
    "said_otherwise": DoubtKind("前后说法不一", MEANING, 0.5),
    # what other figures and files say
    "sum_fails": DoubtKind("与其他数字对不上", RULES, 0.89),
    "copies_differ": DoubtKind("两份文件不一致", RULES, 0.6),
    "not_told": DoubtKind("原因没有记录", LETTERS, 0.85),
}
"""All kinds of doubt. Their names stand in records."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason why something is unsure. `because` says in plain Chinese what to look for.

    `ceiling` is how sure (0 to 1) one may be at most.
    """

    kind: str
    ceiling: float
    because: str


def doubt(kind: str, because: str = "", ceiling: float | None = None) -> Doubt:
    """A doubt of a kind; as strong as was measured for it, unless its step knows better."""
    about = KINDS[kind]
    if ceiling is None:
        ceiling = measured().get(kind, about.ceiling)
    return Doubt(kind, ceiling, because or about.name)


@cache
def measured() -> dict[str, float]:
    """How sure one may be, by kind, as far as that was measured."""
    table = json.loads((files("formextract.model") / CEILINGS).read_text(encoding="utf-8"))
    return {kind: row["ceiling"] for kind, row in table["kinds"].items()}


def confidence_of(letters: float, doubts: Iterable[Doubt]) -> float:
    """How sure something is (0 to 1), of how sure its letters were read and of all doubts about it.

    Within one step the strongest doubt counts; what different steps say is multiplied.
    """
    least = {LETTERS: letters}
    for d in doubts:
        step = KINDS[d.kind].step
        least[step] = min(least.get(step, 1.0), d.ceiling)
    return math.prod(least.values())


@dataclass(frozen=True, slots=True)
class Legibility:
    """How well a place can be read: `letters` of how sure its letters are (0 to 1), and what speaks against them.

    `scanned` says whether it was read from a picture, so that letters may be misread.
    """

    letters: float
    doubts: tuple[Doubt, ...]
    scanned: bool

    @property
    def confidence(self) -> float:
        """How sure the place was read, all doubts counted."""
        return confidence_of(self.letters, self.doubts)

    @property
    def reasons(self) -> tuple[Doubt, ...]:
        """The doubts; where letters are weak and nothing else is said, that they are."""
        if self.letters >= 1 or any(d.ceiling <= max(self.letters, SURE) for d in self.doubts):
            return self.doubts
        return (*self.doubts, doubt("weak_letters", ceiling=self.letters))

    def doubted(self, *doubts: Doubt) -> Legibility:
        """The same with further doubts."""
        return Legibility(self.letters, distinct((*self.doubts, *doubts)), self.scanned)


TYPED: Final = Legibility(1.0, (), scanned=False)
"""Digital text: its letters are what they are."""


def all_of(parts: Iterable[Legibility]) -> Legibility:
    """Of a text that stands in several places, all of which must have been read right."""
    found = list(parts)
    letters = math.prod(p.letters for p in found)
    return Legibility(letters, distinct(d for p in found for d in p.doubts), any(p.scanned for p in found))


def weakest_of(parts: Iterable[Legibility]) -> Legibility:
    """Of what stands somewhere among several places: as unsure as the least sure of them."""
    found = list(parts)
    letters = min((p.letters for p in found), default=1.0)
    return Legibility(letters, distinct(d for p in found for d in p.doubts), any(p.scanned for p in found))


def distinct(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """Each reason once, at its strongest, in the order given."""
    out: dict[tuple[str, str], Doubt] = {}
    for d in doubts:
        known = out.get((d.kind, d.because))
        if known is None or d.ceiling < known.ceiling:
            out[d.kind, d.because] = d
    return tuple(out.values())


def telling(confidence: float, doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """What is to be told of a value of this confidence: nothing of a sure one; else the reasons, the gravest first.

    Reasons that would leave it sure are told only where there are no others.
    """
    if confidence >= SURE:
        return ()
    found = sorted(distinct(doubts), key=lambda d: d.ceiling)
    return tuple(d for d in found if d.ceiling < SURE) or tuple(d for d in found if d.ceiling < 1)
