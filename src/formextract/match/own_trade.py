"""What a form calls its leading industry by name, read as what it is: 其中：石墨及炭素, 新型储能产业营业收入."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from formextract.match.key_values import KeyCell
from formextract.match.labels import SAME_WORDS, LabelIndex, take_apart
from formextract.match.leftovers import printed_label
from formextract.model.placement import Placement
from formextract.tables import CellKind
from formextract.text import squeeze

LEADING = "主导产业"
"""What a trade's name is replaced by."""
NAMED = "leading_industry"
"""The indicator that is the trade's name."""
SHORTEST = 2
"""Letters of a trade's name."""
_PART = re.compile(r"^[#\s]*(?:其中[:：]?)?\s*")
_TAIL = "(?:(?:主导)?(?:产业|行业)|主业)?"
_MEASURED = "(?=(?:的)?(?:工业)?(?:总?产值|营业|营收|主营|总收入|收入|实现|完成|增加值))"
"""What follows a trade of which something is measured, rather than a body, a park or a policy that it names."""
_BEGINS = "(?<![\u4e00-\u9fff](?<![年度中群]))"
"""Before a trade's name where a clause begins, behind a year or 集群: 高端轴承 and 全市轴承产业 are others."""
_CALLED_SO = re.compile("(?:[\u4e00-\u9fff]{2,8}?)?(?:主业|主导产业|主营产业)")
"""A part that says itself that it is the leading industry, whatever its name: 其中：陶瓷主业."""
_NAME = re.compile("[\u4e00-\u9fff]+")
_PLAIN = re.compile("(?:产业|行业|制造业?|产品|加工|制品|研发|生产|等)+$")


def trades_of(named: Iterable[str]) -> tuple[str, ...]:
    """What a form's answers for its leading industry call it, longest first: each answer, and it without what only
    says that it is a trade. What an answer lists is a part of it, and no name of the whole.
    """
    found: set[str] = set()
    for text in named:
        whole = squeeze(text).strip("。.")
        found |= {p for p in (whole, _PLAIN.sub("", whole)) if len(p) >= SHORTEST and _NAME.fullmatch(p)}
    return tuple(sorted(found, key=lambda t: (-len(t), t)))


def trade_in(labels: Sequence[KeyCell]) -> tuple[str, ...]:
    """The trade that a form's own row for its leading industry names."""
    return trades_of(
        v.text
        for at in labels
        if any(h.indicator == NAMED and h.score >= SAME_WORDS for h in at.cell_kind.hits[:1])
        for v in at.values
        if v.kind == "text"
    )


def placed_trade(placements: Iterable[Placement]) -> tuple[str, ...]:
    """The trade that a record's placements name."""
    return trades_of(p.text for p in placements if p.indicator == NAMED and p.text)


def with_leading(text: str, trades: Sequence[str]) -> str:
    """A sentence in which the form's own trade is called what it is to the form, where something of it is measured."""
    for trade in trades:
        text = re.sub(f"{_BEGINS}{re.escape(trade)}{_TAIL}{_MEASURED}", LEADING, text)
    return text


def told_as_leading(labels: Sequence[KeyCell], trades: Sequence[str], index: LabelIndex) -> None:
    """Gives captions that name the form's own trade, or a part of a figure that is only called by it, the reading that
    they have with 主导产业 in its place.
    """
    for k, at in enumerate(labels):
        hits = at.cell_kind.hits
        filled = [v for v in at.values if v.kind not in ("blank", "none")]
        figures = bool(filled) and all(v.kind == "figure" for v in filled)
        in_words = bool(hits) and figures and index.asks_words(hits[0].indicator)  # 主导产业 below 总产值
        if (hits and hits[0].score >= SAME_WORDS and not in_words) or not at.values:
            continue
        said = take_apart(printed_label(at))
        part = squeeze(at.cell.text).startswith(("其中", "#")) or in_words
        bare = _PART.sub("", said.bare)
        above = labels[k - 1] if k else None
        if part and above is not None and (_is_trade(bare, trades) or _CALLED_SO.fullmatch(bare)):
            whole = take_apart(printed_label(above))
            text, unit = LEADING + _without_whole(whole.bare), said.unit or above.unit or whole.unit
        else:
            text, unit = _called(bare, trades), said.unit
        found = index.wanted(text) if text and text != bare else ()
        if found and found[0].score >= SAME_WORDS:
            doubted = tuple(replace(h, score=min(h.score, SAME_WORDS)) for h in found)
            at.cell_kind = CellKind("label", unit=unit, hits=doubted)
            at.unit = at.unit or unit


def _is_trade(bare: str, trades: Sequence[str]) -> bool:
    """Whether a text is the trade's name, whatever word for a trade ends it."""
    return bare in trades or _PLAIN.sub("", bare) in trades


def _called(bare: str, trades: Sequence[str]) -> str:
    for trade in trades:
        found = re.match(f"{re.escape(trade)}{_TAIL}", bare)
        if found is not None:
            return LEADING + bare[found.end() :]
    return ""


def _without_whole(bare: str) -> str:
    """The name of a total without what says that it is one: 工业总产值."""
    return re.sub("^(?:战略性新兴产业|集群|工业|企业|总)+", "", bare)
