"""Clauses of sentences that say what a caption asks for: 运营管理机构为某中心，联系人为章敏，联系电话是0728-….

A person and the number right behind may stand without 为: 联系人章敏，电话0728-….
"""

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
_ROLE = re.compile(
    r"(?:^|[,，。;；、\n])(?:现[由将]|[由以])?(?![本我该这此])([\u4e00-\u9fff]{3,24}?(?:委员会|管委会|中心|协会|商会|公司|促进会|联盟|研究院|办公室))"
    r"(?:作为|系|是|担任)(?:本|该|我[市县区]?)?([\u4e00-\u9fff]{4,12}?)(?=[,，。;；、\n]|$)"
)
"""A clause that says of a body what it is to the applicant: 某某管委会作为集群运营管理机构."""
_WITH_NUMBER = re.compile(
    r"(?:^|[,，。;；(（、\n])([\u4e00-\u9fff]{4,12})[,，、;； (（]*"
    r"([\u4e00-\u9fff]{2,8})[:：]?\s*(\d[\d-]{5,13}\d)(?!\d)"
)
"""A clause that may be a caption and a name, and the caption and number of a telephone behind it."""
NAME_LETTERS = range(2, 5)
"""Letters of a person's name."""
_DESCRIBES = re.compile("的|一|该|此|按|由")
"""What a description has and a name has not: 运营管理机构是集群发展的核心."""


def stated(
    text: str, index: LabelIndex, fields: Mapping[str, FieldSpec], but: Collection[str]
) -> Iterator[tuple[str, str]]:
    """The fields, by indicator, that clauses of a text say, each with what it says; none of those in `but`.

    Where a caption is that of several (联系人), the one is meant whose owner the clause before has said.
    """
    yield from _with_numbers(unwrapped(text), index, fields, but)
    for body, caption in _ROLE.findall(unwrapped(text)):
        mine = [name for name in _asked(caption, index) if name in fields and index.asks_words(name)]
        if len(mine) == 1 and mine[0] not in but and fields[mine[0]].after is None:
            yield mine[0], body
    before = ""
    for caption, value in _CLAUSE.findall(unwrapped(text)):
        names = _asked(caption, index)
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


def _with_numbers(
    text: str, index: LabelIndex, fields: Mapping[str, FieldSpec], but: Collection[str]
) -> Iterator[tuple[str, str]]:
    """A person whom a clause names right behind the caption, and the telephone that the next one says."""
    for clause, caption, number in _WITH_NUMBER.findall(text):
        phones = [n for n in _asked(caption, index) if n in fields and fields[n].after is not None]
        for length in NAME_LETTERS:
            said, name = clause[:-length].rstrip("为是"), clause[-length:].lstrip("为是")
            if len(name) not in NAME_LETTERS:
                continue
            person = next((fields[n].after for n in phones if fields[n].after in _asked(said, index)), None)
            phone = next((n for n in phones if fields[n].after == person), None)
            if person is None or phone is None or person not in fields or {person, phone} & set(but):
                continue
            if is_number(number):
                yield person, name
                yield phone, number
                return


def _asked(caption: str, index: LabelIndex) -> list[str]:
    """What a caption in a known wording asks for."""
    return [h.indicator for h in index.wanted(caption) if h.score >= SAME_WORDS] if len(caption) > 1 else []


def _answers(caption: str, value: str, index: LabelIndex, *, owned: bool) -> bool:
    """Whether a clause's end is a name, or a telephone of the person just said, as its caption asks for."""
    if "phone" in index.reader.read(caption).what:
        return owned and is_number(value)
    return _DESCRIBES.search(value) is None
