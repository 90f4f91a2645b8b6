"""Readings that are in doubt because they come from a picture: signs that recognisers lose between names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from formextract.model.doubt import doubt
from formextract.model.template import Indicator
from formextract.text import squeeze
from formextract.text.glyphs import CROSSED_AS_LETTERS
from formextract.values.persons import is_doubtful
from formextract.values.reading import UNREADABLE, Reading
from formextract.values.ticks import read_options

_BOX_AS_LETTER = doubt("box_unsure", "像是把勾选框读成了字")
_ONE_LETTER = doubt("name_incomplete", "只读出一个字，其余可能没有读出")
_STROKE_OR_ONE = doubt("look_alike", "“一”可能是表示没有的横线")
_GAPPED = doubt("point_unsure", "数字中间空了一格，可能是没有读出的小数点")
_ODD_NAME = doubt("name_incomplete", "不像完整的姓名，可能读错或漏了字")
UNSURE = 0.85
"""Confidence at most of names whose number or ends are odd: a person is to look at them."""
BEHIND = 5
"""Letters behind a word that ends names from which another name has begun."""

BLIND = 2
"""Choices with all options ticked from which it is the boxes that were misread, not the applicant who erred."""

_ENDS_NAMES = re.compile(
    r"(?:工厂|示范项目|服务平台|互联网平台|中心|实验室|车间|园区|基地|研究院|工作站|孵化器|众创空间|学会|协会|联盟)"
    rf"[^（(、，；;\s]{{{BEHIND},}}"
)
_CROSSED = re.compile(f"[{CROSSED_AS_LETTERS}]")
"""What recognisers make of a crossed or ticked box; no option is worded with these."""
_PERSON = re.compile("联系人|经办人|负责人|代表人|姓名")
"""Indicators that name a person."""
_STROKE = re.compile(r"一[\u4e00-\u9fff]?")
"""A count that is a stroke: 一个 is what is read of a dash before a printed 个."""
_GAP, _POINT = re.compile(r"\d[ \u3000]+\d"), re.compile(r"\d\s*[.．·]\s*\d")
_THOUSANDS = re.compile(r"(?<!\d)[1-9]\d{0,2}(?: \d{3})+(?!\d)")
_LETTER = re.compile(r"[\w]")


def boxes_say_nothing(choices: Sequence[str]) -> bool:
    """Whether most choices of one of several options have all of them ticked.

    The paper's font had no boxes, say, and shows one sign for ticked and empty ones: no tick on it means anything.
    """
    read = [o for o in map(read_options, choices) if o is not None and len(o.texts) > 1]
    blind = sum(all(o.ticked) for o in read)
    return blind >= BLIND and 2 * blind > len(read)


def held(reading: Reading, indicator: Indicator, count: int | None, text: str = "") -> Reading:
    """A reading of scanned ink (`text`) with the confidence that it allows.

    `count` is how many names the form says there are. On paper the sign between two names may be lost, or the end of a
    line taken for one; a digital file's names are as they were typed, whatever the count.
    """
    if indicator.kind in ("bool", "choice", "multichoice") and _CROSSED.search(text):
        return reading.doubted(_BOX_AS_LETTER)
    if isinstance(reading.value, Decimal) and _STROKE.fullmatch(squeeze(text)):
        return reading.doubted(_STROKE_OR_ONE)
    if isinstance(reading.value, Decimal) and _GAP.search(_THOUSANDS.sub("", text)) and not _POINT.search(text):
        return reading.doubted(_GAPPED)
    if indicator.kind == "text" and isinstance(reading.value, str) and len(reading.value.strip()) == 1:
        return reading.doubted(_ONE_LETTER)  # a name has two letters: the rest was lost
    if _PERSON.search(indicator.label) and isinstance(reading.value, str) and is_doubtful(reading.value):
        return reading.doubted(_ODD_NAME)
    if indicator.kind != "list" or reading.status != "reported" or not isinstance(reading.value, tuple):
        return reading
    names = [n for n in reading.value if isinstance(n, str) and _LETTER.search(n)]
    if any(len(n) == 1 for n in names):
        return reading.doubted(_ONE_LETTER)
    if not names:
        return UNREADABLE  # what is left of a seal, or dust
    if count is not None and count != len(names):
        return reading.doubted(doubt("names_unsure", f"填报 {count} 个，读出 {len(names)} 个名称", UNSURE))
    if len(names) != len(reading.value):
        return reading.doubted(doubt("names_unsure", "名称之间读出了不是文字的符号", UNSURE))
    long = next((n for n in names if _ENDS_NAMES.search(n)), None)
    if long is not None:
        return reading.doubted(doubt("names_unsure", f"“{long}”可能是两个名称，中间的分隔号没有读出", UNSURE))
    return reading
