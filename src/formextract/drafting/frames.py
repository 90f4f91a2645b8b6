"""What a heading says of the figures below it, as a frame: of which year, planned or done, total or part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from formextract.drafting.totals import LEFT
from formextract.drafting.words import bare, unit_of
from formextract.match.lists import PATH
from formextract.tables import THIS_YEAR, HeadWords
from formextract.text import find_unit, squeeze

AIM = re.compile("预算|计划|目标|任务|应|批复|概算|下达|核定")
"""What is planned, asked for or granted."""
REACHED = re.compile("完成|到位|执行|实现|下达|拨付|支付|支出|使用|兑现|进度")
"""What is done of something that was planned, granted or there before: its rate is of that, not of all there are."""
ONLY_THEN = re.compile("本[月季期]|当[月季期年]|考核期")
SO_FAR = re.compile("累计")
BEFORE = re.compile("上年|去年|同期|上期|上[学季月半次届个]|前[次期年]|[年期]初|改[造革]?前|前$|原有|基期|基准")
"""What was before: an earlier period, or the state before a change."""
OPENS = re.compile(
    "[年期月季学]初(?!.{0,2}(?:预算|计划|目标))|上[年期月季].{0,2}(?:末|结转|结余|余额|库存|存[栏量])|^结转"
)
"""What was there before anything came: what is left then is of more than the columns beside it."""
NOW = re.compile("本[年期学季月次届]|今年|当年|现有|后$|[年期]末|报告期|实际")
_TIMES = re.compile("^(?:本|今|当|上|去)[年期学季月次届]")
"""Words at the head of a column below a group by which it is of a time: 补贴台数 of 本年, of 上年."""


@dataclass(frozen=True)
class Frame:
    """A column of figures. `ref` is how a rule calls its figure in a row, `unit` what its heading says (else "")."""

    head: str
    ref: str
    unit: str
    group: str
    leaf: str
    total: bool
    this_year: bool | None

    @property
    def plain(self) -> str:
        """Its words, those above it first, without brackets and 其中."""
        return re.sub(r"^其中[:：,，]?", "", self.group + self.leaf)

    @property
    def aim(self) -> bool:
        """Whether it is planned, asked for or granted."""
        return AIM.search(self.plain) is not None and not self.done

    @property
    def done(self) -> bool:
        """Whether it has come about: 实际, 已拨付, 累计完成."""
        return re.search("实际|^已|累计|决算|到位|完成|执行", self.plain) is not None

    @property
    def left(self) -> bool:
        """Whether it is what another one leaves."""
        return LEFT.search(self.leaf) is not None

    @property
    def part(self) -> bool:
        """Whether it is marked as part of the one before it."""
        return self.leaf.startswith("其中")


def frame_of(head: str, ref: str, said: HeadWords) -> Frame:
    """The frame of one heading; `ref` calls its figure in a rule."""
    group, _, leaf = squeeze(head).rpartition(PATH)
    plain = re.sub(r"[（(][^（）()]*[)）]$", "", leaf) or leaf
    unit = find_unit(head) or unit_of(head) or ""
    return Frame(head, ref, unit, group.replace(PATH, ""), plain, is_total(plain, said), year_of(head, said))


def is_total(leaf: str, said: HeadWords) -> bool:
    """Whether a heading is that of a total, with a word before it perhaps: 合计, 全年合计."""
    plain = squeeze(bare(leaf))
    return leaf == "计" or said.is_total(leaf) or said.ends_in_total(plain) or "合计" in plain or "总计" in plain


def year_of(head: str, said: HeadWords) -> bool | None:
    """Whether a heading is about this year (True) or the one before (False); None where it says neither."""
    first = squeeze(head.split(PATH, maxsplit=1)[0])
    for length in range(len(first), 1, -1):
        year = said.relative_year(first[:length])
        if year is not None:
            return year == THIS_YEAR
    return None


def named(words: str, label: str) -> float:
    """How much of some words a label has in their order, from 0 to 1: 支出 is all of 支出金额, 专职人员 of
    专职孵化服务人员.
    """
    at = held = 0
    for letter in words:
        found = label.find(letter, at)
        if found >= 0:
            at, held = found + 1, held + 1
    return held / max(1, len(words))


def called(words: str, frames: Sequence[Frame]) -> Frame | None:
    """The one figure that words name; of a group of columns its total; None where several may be meant."""
    if len(words) < 2:  # noqa: PLR2004 - a letter names nothing
        return None
    whole = [f for f in frames if words in f.plain or f.plain in words]
    held = whole or [f for f in frames if named(words, f.plain) == 1 and f.plain[-1] == words[-1]]
    totals = [f for f in held if f.total]
    exact = [f for f in held if f.plain == words] or [f for f in held if f.leaf == words]
    for few in (exact, held, totals):
        if len(few) == 1:
            return few[0]
    return None


def steps_in(frames: Sequence[Frame]) -> list[tuple[Frame, Frame]]:
    """Pairs of columns of which one is the other at an earlier time, the later one first: 本年决算 and 上年决算; the
    only two of which one is so, of groups their totals; in groups the two that have one name.
    """
    before = [f for f in frames if _past(f)]
    now = [f for f in frames if not _past(f) and (f.this_year or NOW.search(_timed(f, NOW)))]
    out = [(n, b) for n in now for b in before if _one_thing(n, b)]
    now, before = (f if len(f) == 1 else [x for x in f if x.total or not x.group] for f in (now, before))
    return out or ([(now[0], before[0])] if len(now) == len(before) == 1 else [])


def _one_thing(now: Frame, before: Frame) -> bool:
    """Whether two columns tell the same of two times: of groups of one name each, or in one group, or in none."""
    if now.group and before.group and now.group != before.group:
        return now.leaf == before.leaf
    if now.group and before.group:
        return NOW.sub("", now.leaf) == BEFORE.sub("", before.leaf)
    return NOW.sub("", _whole(now)) == BEFORE.sub("", _whole(before))


def _timed(f: Frame, times: re.Pattern[str]) -> str:
    """Which of a heading's words tell its time: the group's, or its own below a group that tells none."""
    return f.group if f.group and (times.search(f.group) or not _TIMES.search(f.leaf)) else f.leaf


def _whole(f: Frame) -> str:
    """The words of a column, or of the group of which it is the total: 本年金额 of 小计 below it."""
    return f.group if f.group and f.total else f.leaf


def _past(f: Frame) -> bool:
    """Whether a heading is of the time before; one of this year is not, whatever else it says."""
    return f.this_year is False or (f.this_year is None and BEFORE.search(_timed(f, BEFORE)) is not None)
