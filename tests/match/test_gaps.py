"""What stands between words that a form prints."""

import pytest

from formextract.match.gaps import in_gaps

GAPS = "共{a}项，年均{b}项"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("共12项，年均4项", [("a", "12", "项"), ("b", "4", "项")]),
        ("共 12 项, 年均__4__项。", [("a", "12", "项"), ("b", "4", "项")]),
        ("共____项，年均____项", [("a", "", "项"), ("b", "", "项")]),
        ("12项（年均4项）", None),
        ("共12项", None),
    ],
)
def test_two_counts(text, found):
    assert in_gaps(GAPS, text) == found


def test_dates():
    assert in_gaps("{start}至{end}", "2024年1月2日至 2025年3月4日") == [
        ("start", "2024年1月2日", None),
        ("end", "2025年3月4日", None),
    ]


def test_brackets_of_either_width():
    assert in_gaps("发明（{a}）件", "发明( 3 )件") == [("a", "3", None)]
