"""Two looks at one strip."""

import pytest

from formextract.ocr.fuse import SHORT, fuse, is_clear_figure, wants_care
from formextract.ocr.words import ReadLetter, Words


def words(text: str, *probabilities: float, figures: str | None = None, lost: float = 0.0) -> Words:
    """A reading with one probability for all letters, or one for each."""
    each = probabilities if len(probabilities) > 1 else probabilities * len(text)
    letters = tuple(
        ReadLetter(c, p, 0.0, (i + 0.5) / max(1, len(text))) for i, (c, p) in enumerate(zip(text, each, strict=True))
    )
    missed = (ReadLetter(".", lost, 0.0, 0.5),) if lost else ()
    return Words(letters, missed, text if figures is None else figures, min(each, default=0.0))


@pytest.mark.parametrize(
    ("quick", "again"),
    [
        (words("集群产业", 0.999), False),
        (words("集群产业", 0.999, 0.97, 0.999, 0.999), True),  # a letter below 0.99
        (words("（一）集群", 0.5, 0.5, 0.5, 0.999, 0.999), False),  # brackets carry no value
        (words("83.69", 0.999), True),  # figures are read twice, but for clear ones
        (words("集群", 0.999, lost=0.3), True),  # something may have been passed over
    ],
)
def test_who_is_looked_at_again(quick: Words, again: bool) -> None:
    assert wants_care(quick) is again


@pytest.mark.parametrize(
    ("quick", "clear"),
    [
        (words("83.69", 0.9995), True),
        (words("83.69", 0.9995, 0.998, 0.9995, 0.9995, 0.9995), False),
        (words("83.69", 0.9995, figures="8369"), False),
        (words("83.69", 0.9995, lost=0.3), False),
        (words("83.", 0.9995), False),  # it may go on, or end with a speck
        (words("83家", 0.9995), False),
    ],
)
def test_a_clear_figure_needs_no_second_look_and_is_sure(quick: Words, clear: bool) -> None:
    assert is_clear_figure(quick) is clear
    assert not clear or fuse(quick, None).confidence == 0.9995


@pytest.mark.parametrize(
    ("text", "weak", "sure"),
    [
        ("企业13家，产值35亿元", "，", True),  # a comma between words, whatever figures the line has
        ("企业13家，产值35亿元", "家", False),
        ("由34%提高到64%，基本形成", "，", True),
        ("产值1，335亿元", "，", False),
        ("产值1， 335亿元", "，", False),
        ("产值335，", "，", False),  # a figure may go on in the next line
        ("同比-4.17", "-", False),
        ("(1)年度。13家", "。", False),  # a point before a figure: one that has lost its nought
    ],
)
def test_a_point_tells_something_where_it_stands_beside_a_figure(text: str, weak: str, sure: bool) -> None:
    """Of 19 lines of narratives in doubt on two clean scans 17 were for a comma between words that both looks read."""
    seen = words(text, *(0.6 if c == weak else 0.999 for c in text))
    assert wants_care(seen) is not sure or len(text) <= SHORT
    assert (fuse(seen, seen).confidence >= 0.9) is sure


def test_dashes_of_two_lengths_between_years_are_one_sign() -> None:
    one, other = (words(f"（2021{dash}2023年）等政策文件共有10份", 0.999) for dash in "-—")
    assert fuse(one, other).why == ""
    assert fuse(one, words("（2021.2023年）等政策文件共有10份", 0.999)).why == "differ"


def test_agreement_makes_a_figure_sure() -> None:
    assert fuse(words("83.69", 0.97), words("83.69", 0.999)).confidence > 0.99


def test_agreement_of_two_weak_looks_is_not_sure() -> None:
    """A speck on a fax made `2.6` of `26` for both nets, at 0.8."""
    assert fuse(words("2.6", 0.8), words("2.6", 0.8)).confidence < 0.9
    assert fuse(words("狮坪", 0.95, 0.99), words("狮坪", 0.6, 0.99)).confidence < 0.9


def test_two_looks_that_differ_in_a_figure_are_never_sure() -> None:
    reading = fuse(words("83.69", 0.999), words("83.89", 0.999))
    assert "".join(x.char for x in reading.letters) == "83.89"
    assert reading.confidence < 0.9


def test_a_lost_point_is_a_difference() -> None:
    assert fuse(words("8369", 0.999), words("83.69", 0.999)).confidence < 0.9


def test_a_seal_letter_beside_a_figure_is_no_part_of_a_sure_one() -> None:
    assert fuse(words("83.69", 0.99), words("信83.69", 0.9)).confidence < 0.9


def test_digits_only_is_the_check_of_the_free_reading() -> None:
    """A free reading that the digits-only one contradicts is not sure, though both nets agree."""
    assert fuse(words("7", 0.95, figures="1"), words("7", 0.95, figures="1")).confidence < 0.9


@pytest.mark.parametrize("seen", ["O", "o", "〇"])
def test_a_lone_round_letter_is_nought(seen: str) -> None:
    reading = fuse(words(seen, 0.99, figures="0"), words(seen, 0.99, figures="0"))
    assert reading.letters[0].char == "0"
    assert reading.confidence > 0.9


def test_dust_before_a_figure_is_taken_off_but_not_sure() -> None:
    reading = fuse(words("13.46", 0.99), words(".13.46", 0.99))
    assert "".join(x.char for x in reading.letters) == "13.46"
    assert reading.confidence < 0.9


def test_a_dash_more_or_less_says_the_same() -> None:
    assert fuse(words("-", 0.98), words("--", 0.97)).confidence > 0.9


def test_width_of_signs_is_no_disagreement() -> None:
    assert fuse(words("产值（亿元）", 0.98), words("产值(亿元)", 0.99)).confidence > 0.9


def test_nothing_read_where_there_is_ink_is_unsure() -> None:
    assert fuse(words("", 0.0), words("", 0.0)).confidence < 0.5


def test_two_looks_that_differ_in_a_letter_are_not_sure() -> None:
    assert fuse(words("切割片二业", 0.97), words("切割片工业", 0.999)).confidence < 0.9
    assert fuse(words("切割片，", 0.97), words("切割片、", 0.999)).confidence > 0.9
