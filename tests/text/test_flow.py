"""Runs of text to lines, and line ends that are wraps taken out again."""

import pytest

from formextract.text import WRAP
from formextract.text.flow import PlacedLine, TextRun, lines_of, reflow

SIZE = 10.0


def piece(x, y, text, size=SIZE):
    """A run with square letters for Chinese and half as wide ones for the rest; `y` is its top."""
    width = sum(size if ord(c) > 0x24FF else size / 2 for c in text)
    return TextRun(x, y, x + width, y + size, size, text)


def spelt(x, y, text, size=SIZE, gaps=()):
    """A run that knows its letters; before each index of `gaps` room is left for a letter of another font."""
    letters, at = [], x
    for i, c in enumerate(text):
        at += size if i in gaps else 0
        width = size if ord(c) > 0x24FF else size / 2
        letters.append((c, at, at + width))
        at += width
    return TextRun(x, y, at, y + size, size, text, lambda: letters)


def printed(*texts, x=100.0):
    """Lines set below each other."""
    return [PlacedLine(*piece(x, 100 + 15 * i, t)[:6]) for i, t in enumerate(texts)]


def test_runs_are_read_by_line_and_place_not_in_the_order_of_drawing():
    drawn = [piece(150, 120, "乙"), piece(100, 100, "甲"), piece(100, 120, "丙"), piece(200, 100.8, "丁")]
    assert [line.text for line in lines_of(drawn)] == ["甲 丁", "丙 乙"]


def test_runs_that_touch_are_one_word_and_a_gap_is_a_space():
    assert [t.text for t in lines_of([piece(100, 100, "123"), piece(115, 100, ".45"), piece(140, 100, "亿元")])] == [
        "123.45 亿元"
    ]


def test_a_raised_or_smaller_letter_stays_in_its_line():
    raised = TextRun(120, 99.7, 123.3, 106.2, 6.5, "2")
    assert [t.text for t in lines_of([piece(100, 100, "每km"), raised])] == ["每km2"]


def test_a_line_has_the_box_around_its_runs():
    (line,) = lines_of([piece(100, 100, "甲"), piece(130, 101, "乙")])
    assert (line.bbox, line.size) == ((100, 100, 140, 111), 10)


def test_ticks_drawn_in_another_font_stand_in_the_gaps_left_for_them():
    """The reader gives `是否不适用` as one run, with room before each option, and the ticks as runs of their own."""
    words = spelt(110, 100, "是否不适用", gaps=(1, 2))
    ticks = [piece(100, 100, "☐"), piece(120, 100, "☑"), piece(140, 100, "☐")]
    assert [t.text for t in lines_of([words, *ticks])] == ["☐是☑否☐不适用"]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["集群中小企业知识", "产权授权量"], f"集群中小企业知识{WRAP}产权授权量"),
        (["湖北某某有限公司", "甲中心"], f"湖北某某有限公司{WRAP}甲中心"),
        (["甲中心；", "乙平台"], "甲中心；\n乙平台"),
        (["第一段结束。", "第二段"], "第一段结束。\n第二段"),
        # the next line begins with a mark that may not, so it took a letter along: one letter short is still full
        (["集群企业数量共", "十，其中"], f"集群企业数量共{WRAP}十，其中"),
        # a figure is not broken: it would have needed more room than was left
        (["集群总产值达到", "1234.56亿元"], f"集群总产值达到{WRAP}1234.56亿元"),
        (["集群总产值", "1234.56亿元"], f"集群总产值{WRAP}1234.56亿元"),
        (["集群总产值", "约1234.56亿元"], "集群总产值\n约1234.56亿元"),
        (["只有一行"], "只有一行"),
        (["甲", "", "乙"], "甲\n乙"),
        ([], ""),
    ],
)
def test_a_wrap_is_told_from_a_line_that_ends(lines, text):
    """A cell of eight letters' width."""
    assert reflow(printed(*lines), right=180.0) == text
