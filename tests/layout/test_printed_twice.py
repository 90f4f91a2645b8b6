"""Letters printed twice at one place."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from formextract.layout.printed_twice import CROWDED, _is_crowded, _width, printed_once
from formextract.layout.span import Span


def run(text: str, x: float, y: float, *, size: float = 10.0, wide: float = 5.0) -> Span:
    letters = [(c, (x + wide * i, y, x + wide * (i + 1), y + size)) for i, c in enumerate(text)]
    return Span(text, size, (x, y, x + wide * len(text), y + size), lambda: letters)


def test_what_is_struck_a_second_time_is_there_once() -> None:
    spans = [
        run("163.5", 10, 10),
        run("163.5", 10.3, 10),
        run("亿元", 60, 10, wide=10),
        run("亿元", 60.5, 10.5, wide=10),
    ]
    assert [s.text for s in printed_once(spans)] == ["163.5", "亿元"]


def test_a_run_that_holds_both_prints_is_parted() -> None:
    once, again = run("163.5", 10, 10), run("163.5", 10.3, 10)
    both = Span("163.5163.5", 10.0, (10, 10, 35.3, 20), lambda: [*once.letters(), *again.letters()])
    assert [s.text for s in printed_once([both])] == ["163.5"]


def test_what_only_stands_close_stays() -> None:
    spans = [run("111", 10, 10, wide=2.6), run("111", 10, 20), run("111", 17.8, 10), run("222", 10, 10)]
    assert [s.text for s in printed_once(spans)] == ["111", "111", "111", "222"]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(text=st.text("集群 总1.,i", min_size=1, max_size=12), size=st.floats(1, 40), wide=st.floats(0, 2))
def test_what_is_seen_at_once_to_have_room_has_room(text: str, size: float, wide: float) -> None:
    span = Span(text, size, (0.0, 0.0, wide * size * len(text), size), tuple)
    assert _is_crowded(span) == (span.bbox[2] < CROWDED * _width(span))
