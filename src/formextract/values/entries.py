"""What the entries of a list of names hold besides names: numbers of them, headings, words before and behind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from formextract.model import Doubt
from formextract.model.doubt import doubt
from formextract.text import squeeze
from formextract.text.elsewhere import counted_kind
from formextract.wording import LEVELS

ENDING = re.compile(
    r"(?:联盟|联合会|协会|学会|商会|促进会|研究会|委员会|中心|平台|公司|集团|企业|工厂|厂|院|所|室|基地|园区?|站|机构|联合体|组织|项目|"
    r"产品|车间|银行|大学|学院|学校|合作社|工程|示范区?|服务商|网|店|社|库|馆|局|处|空间|孵化器|加速器)(?:[（(][^（）()]*[）)])?$"
)
"""How names of bodies, works and projects end."""
_COUNT = re.compile(r"(?:共计?|合计|总计|累计|现有|已有|拥有|有)*\d{1,3}[个家项种座所]?")
"""An entry that says how many there are and names none: 3家, 共3家, 3."""
_LEVEL = re.compile(rf"[\[(（【]?(?:{'|'.join(LEVELS.values())})(?:{_COUNT.pattern})?[\])）】]?")
"""A heading of the names behind it: 国家级, 省级2家."""
_LEAD = re.compile(r"(?:其中|包括|包含|分别(?:为|是)|主要有|[一二三四五六七八九十]是)[:：]?")
"""Words that announce names and belong to none."""
_SAID = re.compile(rf"(?:均|都|被|获|系)?(?:为|是|认定为|评为|获评)(?:{'|'.join(LEVELS.values())})")
"""What a sentence says of the names before it."""
_LEGAL_FORM = re.compile(r"(?:有限责任|股份有限|有限)公司")
LEAST = 3
"""Letters of the shortest name; what is shorter (待定) may be words about names. Not measured: a name of two letters
costs a look."""

SHOWN = 24
"""Letters of an entry that a reason shows."""


class Entries(NamedTuple):
    """The names among the entries, and why one may be none or be cut in the wrong place."""

    names: tuple[str, ...]
    doubts: tuple[Doubt, ...]


def counts_only(entry: str) -> bool:
    """Whether an entry says how many there are, and names none."""
    return _COUNT.fullmatch(squeeze(entry)) is not None


def told(entries: Sequence[str]) -> Entries:
    """The entries without headings, numbers and announcements that are no part of a name, each with its doubt."""
    names: list[str] = []
    doubts: list[Doubt] = []
    for i, entry in enumerate(entries):
        if i + 1 < len(entries) and (counts_only(entry) or _LEVEL.fullmatch(squeeze(entry))):
            doubts.append(_unsure(f"“{entry}”不是名称，未计入"))
            continue
        name, because = _without_words(entry)
        names.append(name)
        doubts += because
    return Entries(tuple(names), tuple(doubts))


def _without_words(entry: str) -> tuple[str, list[Doubt]]:
    """An entry without what announces it, and why it may be no name, or more than one."""
    name = _announced(entry)
    if name != entry:
        return name, [_unsure(f"“{entry.removesuffix(name)}”看来是名称前的说明，未计入名称")]
    if _colon(name) is not None:
        return name, [_unsure(f"“{_short(name)}”中冒号前后可能不都是名称")]
    if _SAID.search(name):
        return name, [_unsure(f"“{_short(name)}”是一句话，可能不只是名称")]
    if len(_LEGAL_FORM.findall(name)) > 1:
        return name, [_unsure(f"“{_short(name)}”可能是两个名称，中间没有分隔号")]
    if counted_kind(name) is not None:
        return name, [_unsure(f"“{_short(name)}”写的是数量，可能不是名称")]
    if len(squeeze(name)) < LEAST:
        return name, [_unsure(f"“{name}”太短，可能不是名称")]
    return name, []


def _announced(entry: str) -> str:
    """The name behind words that announce it (其中, 国家级2家：); an entry without such as it is.

    Only what ends as names do is one. Before a colon may stand a name as well (甲平台：乙公司), which stays whole.
    """
    lead = _LEAD.match(entry)
    name = entry if lead is None else entry[lead.end() :]
    colon = _colon(name)
    if colon is not None:
        before = squeeze(name[:colon])
        told = _LEVEL.fullmatch(before) or not ENDING.search(before)
        name = name[colon + 1 :] if told else name
    return name if ENDING.search(name) else entry


def _colon(name: str) -> int | None:
    """Where the first colon stands that is not in brackets (股票代码：600000)."""
    found = (at for at, sign in enumerate(name) if sign in ":：")
    return next((at for at in found if not _in_brackets(name, at)), None)


def _in_brackets(text: str, at: int) -> bool:
    """Whether a place in a text stands within brackets: （股票代码：600000）."""
    return sum(text.count(sign, 0, at) for sign in "（(【《") > sum(text.count(sign, 0, at) for sign in "）)】》")


def _short(text: str) -> str:
    """A text as a message shows it."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _unsure(because: str) -> Doubt:
    return doubt("names_unsure", because, 0.7)
