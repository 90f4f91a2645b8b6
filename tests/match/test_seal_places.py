"""Scanned pages that ask for a seal."""

from dataclasses import replace

import pytest

from formextract.match.seal_places import unstamped
from formextract.model import TYPED, Document, Legibility, Line, Place, SourceFile, Stamp

READ = Legibility(0.99, (), scanned=True)
FILE = SourceFile("盖章件.pdf", "0" * 64, "pdf-scan", 1)


def scan(*texts: str, stamps: tuple[int, ...] = ()) -> Document:
    """A scan with one line a page, and seals on some pages."""
    lines = tuple(Line(text, Place(n, (50, 700, 300, 720)), legibility=READ) for n, text in enumerate(texts, 1))
    seals = tuple(Stamp(Place(n, (200, 650, 320, 770)), round=True, red=True) for n in stamps)
    return Document(FILE, "scan", lines, len(lines), stamps=seals)


def asked(document: Document) -> list[tuple[str, int | None]]:
    return [(u.who, u.place.page) for u in unstamped(document)]


@pytest.mark.parametrize("text", ["推荐单位（公章）：", "推荐单位(盖章)", "推荐单位 （ 公 章 ） 2024年6月28日"])
def test_a_page_that_asks_for_a_seal_and_has_none(text: str) -> None:
    assert asked(scan("封面", text)) == [("推荐单位", 2)]


def test_a_page_with_a_seal_of_any_kind_is_sealed() -> None:
    assert asked(scan("推荐单位（公章）：", stamps=(1,))) == []
    assert asked(scan("推荐单位（公章）：", "另一页", stamps=(2,))) == [("推荐单位", 1)]


def test_instructions_ask_for_nothing() -> None:
    assert (
        asked(
            scan(
                "申报书须经县级人民政府（盖章）同意后，由省级中小企业主管部门汇总并于规定日期前报送，逾期不予受理，请各单位注意。"
            )
        )
        == []
    )


def test_a_digital_page_is_not_asked() -> None:
    made = scan("推荐单位（公章）：")
    assert asked(replace(made, blocks=tuple(replace(b, legibility=TYPED) for b in made.blocks))) == []
