"""Boxes to tick that were copied without their font."""

from __future__ import annotations

import pytest

from formextract.text.symbols import with_boxes


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("£是 R否", "☐是 ☑否"),
        ("R 是 £ 否", "☑ 是 ☐ 否"),
        ("是£ 否R", "是☐ 否☑"),
        ("£是 £否", "☐是 ☐否"),
        ("£第一产业 R第二产业（R&D）", "☐第一产业 ☑第二产业（R&D）"),
        ("£120", "£120"),
        ("R&D 投入", "R&D 投入"),
        ("RCEP £是", "RCEP ☐是"),
    ],
)
def test_a_pound_beside_a_word_is_a_box(text: str, shown: str) -> None:
    assert with_boxes(text) == shown
