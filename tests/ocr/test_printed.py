"""Printed wording that needs no second look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from formextract.catalogue import load_catalogue, printed_wordings
from formextract.ocr.fuse import fuse
from formextract.ocr.printed import is_printed
from formextract.ocr.words import ReadLetter, Words
from formextract.text.expected import expecting


def words(text: str, lowest: float = 0.999, missed: float = 0.0, weak: int = 0) -> Words:
    letters = tuple(ReadLetter(c, lowest if i == weak else 0.999, 0.0, i / len(text)) for i, c in enumerate(text))
    return Words(letters, (ReadLetter("不", missed, 0.0, 0.5),) if missed else ())


@pytest.fixture(autouse=True)
def shipped() -> Iterator[None]:
    """The wordings of the shipped templates are expected."""
    with expecting(lambda: printed_wordings(load_catalogue())):
        yield


def test_nothing_is_known_where_nobody_says_what_is_printed() -> None:
    with expecting(str):
        assert not is_printed(words("联系方式"))


@pytest.mark.parametrize(
    ("read", "known"),
    [
        (words("联系方式"), True),
        (words("（200字以内）"), True),
        (words("☐绘制产业链图谱，开展产业链培育", 0.6), True),
        (words("省级试点示范项目"), True),
        (words("类", 0.999), False),  # one letter tells nothing
        (words("数量", 0.7), False),  # two letters, one of them weak
        (words("联系方法"), False),  # no form's wording
        (words("集群总产值", 0.4), False),
        (words("属于高耗能行业的集群", missed=0.3), False),  # a letter may be lost between them: 不
        (words("67.75"), False),
        (words("第二产业"), True),
        (words("第二产业", 0.95, weak=1), False),  # 第一产业 is printed as well
        (words("集群运营管理机构", 0.7, weak=3), True),
    ],
)
def test_a_known_wording_is_known_if_it_was_read_well_enough(read: Words, known: bool) -> None:
    assert is_printed(read) is known


def test_a_known_wording_is_sure_without_a_second_look() -> None:
    assert fuse(words("绘制产业链图谱，开展产业链培育", 0.7), None).confidence == 0.99
    assert fuse(words("绘制产业链图画，开展产业链培育", 0.7), None).confidence == 0.7
