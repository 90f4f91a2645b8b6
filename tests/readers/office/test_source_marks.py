"""What a converter leaves out of Word 97 and RTF files, by what the source says of its own cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formextract.model import TYPED, Cell, Line, Place, Table, Unread
from formextract.model.ink import NOT_TEXT
from formextract.readers.office.rtf_text import rtf_text
from formextract.readers.office.source_marks import with_source
from formextract.readers.office.word97 import _objects_lost

EQ = "\x13 eq \\o\\ac(□,√)\x15"
SUM, DATE = "\x13 =SUM(ABOVE) \x14", '\x13 DATE \\@ "yyyy年" \x14'
EQUATION = "\x13 EMBED Equation.3 \x14\x01\x15"


def table(*texts: str) -> Table:
    cells = (Cell(i, 0, 1, 1, t, Place(cell=f"T1R{i + 1}C1"), legibility=TYPED) for i, t in enumerate(texts))
    return Table(tuple(cells), len(texts), 1)


def after(source: str, *texts: str) -> list[tuple[str, str]]:
    (found,) = with_source([table(*texts)], source)
    return [(c.text, c.doubt) for c in found.cells]


@pytest.mark.parametrize(
    ("source", "came", "wanted"),
    [
        (f"淘汰类\x07{EQ}是  □否\x07\x07", ["淘汰类", "是  □否"], [("淘汰类", ""), ("☑是  □否", "")]),
        (f"淘汰类\x07□是  {EQ}否\x07\x07", ["淘汰类", "□是 \u2006否"], [("淘汰类", ""), ("□是  ☑否", "")]),
        # as many cells of the same words, in their order
        (
            f"甲\x07{EQ}是 □否\x07\x07乙\x07□是 {EQ}否\x07\x07",
            ["甲", "是 □否", "乙", "□是 否"],
            [("甲", ""), ("☑是 □否", ""), ("乙", ""), ("□是 ☑否", "")],
        ),
        (f"产值\x07{EQUATION}\x07\x07", ["产值", ""], [("产值", ""), ("", NOT_TEXT)]),
        # it came as a picture that was read
        (f"产值\x07{EQUATION}\x07\x07", ["产值", "4763.38"], [("产值", ""), ("4763.38", "")]),
        (f"产值\x07\x07{EQUATION}\x07\x07", ["产值", "", ""], [("产值", ""), ("", ""), ("", NOT_TEXT)]),
        ("产值\x07\x13 FORMTEXT \x01\x14165\x15\x07\x07", ["产值", "165"], [("产值", ""), ("165", "")]),
        # sums and dates are worked out anew; what the file holds stands on its paper
        (f"合计\x07{SUM}15\x15\x07\x07末\x07\x07", ["合计", "0", "末"], [("合计", ""), ("15", ""), ("末", "")]),
        (f"合计\x07{SUM}15\x15\x07\x07末\x07\x07", ["合计", "", "末"], [("合计", ""), ("15", ""), ("末", "")]),
        (f"日期\x07{DATE}2021年\x15\x07\x07", ["日期", "2031年"], [("日期", ""), ("2021年", "")]),
        # a cell that is not found again is left as it is
        (f"产值\x07{EQ}是\x07\x07", ["产出", "☐是"], [("产出", ""), ("☐是", "")]),
    ],
)
def test_signs_of_fields_are_set_in_and_lost_objects_are_doubted(source, came, wanted):
    assert after(source, *came) == wanted


def test_rtf_is_read_as_its_plain_text():
    rtf = (
        rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 SimSun;}}{\info{\title a}}\pard \u28120?\u27760?\cell "
        rb"{\field{\*\fldinst eq \\o\\ac(\u9633?,\u8730?)}{\fldrslt }}\'ca\'c7\cell\row"
        rb"{\object\objemb{\*\objclass Equation.3}{\*\objdata 0105}}\cell {\pict\pngblip 8950}1.5\cell\row}"
    )
    assert rtf_text(rtf) == "淘汰\x07\x13eq \\o\\ac(□,√)\x14\x15是\x07\x01\x071.5\x07"


@given(st.binary(max_size=200).map(lambda b: b"{\\rtf1" + b), st.text(max_size=60))
def test_any_source_leaves_the_cells_there(data, text):
    assert isinstance(rtf_text(data), str)
    assert len(after(text, "甲", "", "乙")) == 3


def test_a_line_whose_date_was_worked_out_anew_says_what_the_file_holds():
    line = Line("填报日期：2031年", Place(line=1), legibility=TYPED)
    (found,) = with_source([line], f"填报日期：{DATE}2021年\x15\r产值\x07\x07")
    assert found.text == "填报日期：2021年"


def test_a_letter_of_rtf_that_has_no_other_form_is_followed_by_text():
    """Programs say by `uc0` that nothing stands in a letter's place for old readers; the next letter is meant."""
    rtf = rb"{\rtf1\ansi\uc0{\field{\*\fldinst EQ \\o\\ac(\u9633 ,\u8730 )}{\fldrslt}}\u26159 \cell\row}"
    assert rtf_text(rtf) == "\x13EQ \\o\\ac(□,√)\x14\x15是\x07"


def test_an_object_of_which_nothing_came_is_named_as_unread():
    came = [table("产值", "", "户数", "")]
    blocks = with_source(came, "产值\x07\x01\x07户数\x07\x07\x07")
    assert _objects_lost(came, blocks) == [Unread("object", blocks[0].cells[1].place)]
