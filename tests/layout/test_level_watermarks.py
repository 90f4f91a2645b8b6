"""Level text across a form that is no part of it."""

from __future__ import annotations

import pytest

from formextract.layout.span import Span, darkness
from formextract.layout.watermarks import without_watermarks

RULES = [(y, 50.0, 500.0) for y in range(100, 700, 20)]
GREY = darkness(0.85, 0.85, 0.85)


def run(text: str, y: float, *, size: float = 10.5, ink: float = 1.0, x: float = 60.0) -> Span:
    return Span(text, size, (x, y, x + size * len(text), y + size), lambda: (), ink)


BODY = [run("集群总产值", y) for y in range(105, 600, 20)]


def kept(*more: Span) -> tuple[list[Span], list[str]]:
    spans, texts = without_watermarks([*BODY, *more], RULES, [])
    return [s for s in spans if s not in BODY], texts


@pytest.mark.parametrize(
    "mark",
    [
        [run("仅供集群申报使用", y, size=28, ink=GREY) for y in range(80, 600, 120)],
        [run("仅供集群申报使用", y, ink=GREY) for y in range(88, 600, 113)],
        [run("样张", 300, size=60, ink=GREY)],
        [run("内部资料注意保存", y, size=30) for y in range(80, 600, 120)],
    ],
    ids=["pale and large", "pale, as large as the form", "one huge word", "dark, again and again"],
)
def test_words_across_the_form_are_no_part_of_it(mark: list[Span]) -> None:
    assert kept(*mark) == ([], [mark[0].text])


@pytest.mark.parametrize(
    "own",
    [
        [run("163.50", 165, ink=GREY)],
        [run("亿元", y, ink=GREY) for y in range(105, 600, 20)],
        [run("0.00", y, ink=GREY) for y in range(105, 600, 20)],
        [run("2022年", y, x=300) for y in range(105, 600, 20)],
        [run("中小企业特色产业集群申报表", 60, size=22)],
    ],
    ids=["a pale figure", "pale units", "pale noughts", "what recurs in the table", "a title"],
)
def test_what_keeps_to_its_place_stays(own: list[Span]) -> None:
    assert kept(*own) == (own, [])
