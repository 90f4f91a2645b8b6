"""Clauses of sentences that say what a caption asks for: 运营管理机构为某中心，联系人为章敏，联系电话是0728-…."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from formextract.match.contacts import is_number
from formextract.match.labels import SAME_WORDS, LabelIndex
from formextract.model.template import FieldSpec
from formextract.text import squeeze, unwrapped

_CLAUSE = re.compile(
    r"(?:^|[,，。;；(（、\n])([\u4e00-\u9fff]{2,16}?)(?:为|是)([^,，。;；()（）、:：\n]{2,28})(?=[,，。;；(（)）、\n]|$)"
)
_DESCRIBES = re.compile("的|一|该|此|按|由")
"""What a description has and a name has not: 运营管理机构是集群发展的核心."""


def stated(
    text: str, index: LabelIndex, fields: Mapping[str, FieldSpec], but: Collection[str]
) -> Iterator[tuple[str, str]]:
    """The fields, by indicator, that clauses of a text say, each with what it says; none of those in `but`.

    Where a caption is that of several (联系人), the one is meant whose owner the clause before has said.
    """
    before = ""
    for caption, value in _CLAUSE.findall(unwrapped(text)):
        names = [h.indicator for h in index.wanted(caption) if h.score >= SAME_WORDS]
        if not names:
            continue
        asked = [name for name in names if name in fields and index.asks_words(name)]
        mine = [name for name in asked if before and fields[name].after == before] or asked
        owner, before = before, ""
        if (
            len(mine) == 1
            and mine[0] not in but
            and _answers(caption, squeeze(value), index, owned=fields[mine[0]].after == owner)
        ):
            before = mine[0]
            yield before, squeeze(value)


def _answers(caption: str, value: str, index: LabelIndex, *, owned: bool) -> bool:
    """Whether a clause's end is a name, or a telephone of the person just said, as its caption asks for."""
    if "phone" in index.reader.read(caption).what:
        return owned and is_number(value)
    return _DESCRIBES.search(value) is None
