"""Runs cut between letters: what is left of a figure is torn, a figure beside another one is whole."""

from __future__ import annotations

import pytest

from formextract.layout.span import Letters, Span, apart, options_apart

WIDE = 6.0


def run(text: str, gap_before: int = -1) -> Span:
    """A run of letters side by side, but for one that stands apart."""
    x = 0.0
    letters: list[tuple[str, tuple[float, float, float, float]]] = []
    for n, char in enumerate(text):
        x += 4 * WIDE if n == gap_before else 0
        letters.append((char, (x, 0.0, x + WIDE, 12.0)))
        x += WIDE
    made: Letters = letters
    return Span(text, 12.0, (0.0, 0.0, x, 12.0), lambda: made)


@pytest.mark.parametrize(
    ("text", "gone", "left"),
    [
        ("107.27", 4, [("27", True)]),
        ("107.27", 3, [(".27", True)]),
        ("1,072", 2, [("072", True)]),
        ("99.99107.27", 5, [("107.27", False)]),
        ("1,23,456", 2, [("23,456", False)]),
        ("产值107.27", 2, [("107.27", False)]),
        ("12 34", 2, [(" 34", False)]),
    ],
)
def test_what_is_left_of_a_figure_is_torn(text: str, gone: int, left: list[tuple[str, bool]]) -> None:
    told = [n >= gone for n in range(len(text))]
    parts = [(part.text, part.torn) for keep, part in apart(run(text), told) if keep]
    assert parts == left


def test_nothing_is_torn_where_no_trace_is_seen_the_cut_is_meant_or_letters_stand_apart() -> None:
    told = [False, False, True, True]
    assert [p.torn for _, p in apart(run("3538"), told)] == [True, True]
    assert [p.torn for _, p in apart(run("3538"), told, tears=False)] == [False, False]
    assert [p.torn for _, p in apart(run("3538"), told, ends=[2 * WIDE])] == [False, False]
    assert [p.torn for _, p in apart(run("3538", gap_before=2), told)] == [False, False]


def test_what_was_torn_stays_so_when_it_is_cut_again() -> None:
    (part,) = (p for keep, p in apart(run("107.27"), [False, False, True, True, True, True]) if keep)
    assert [p.torn for _, p in apart(part, [True, True, False, False], tears=False)] == [True, True]


@pytest.mark.parametrize(
    ("text", "gap", "said"),
    [
        ("是否√", 1, "是 否√"),
        ("是√否", 2, "是√ 否"),
        ("是√否", -1, "是√否"),
        ("是 √否", 2, "是 √否"),
        ("姓名", 1, "姓名"),
    ],
)
def test_options_that_stand_apart_are_words_apart_where_one_is_ticked(text: str, gap: int, said: str) -> None:
    made = options_apart(run(text, gap))
    assert (made.text, "".join(char for char, _ in made.letters())) == (said, said)
