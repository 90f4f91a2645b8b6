"""Readings that are in doubt because they come from a picture: signs that recognisers lose between names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from formextract.model.template import Indicator
from formextract.values.persons import is_doubtful
from formextract.values.reading import UNREADABLE, Reading
from formextract.values.ticks import read_options

UNSURE = 0.85
"""Confidence at most of such a reading: a person is to look at it."""
BEHIND = 5
"""Letters behind a word that ends names from which another name has begun."""

BLIND = 2
"""Choices with all options ticked from which it is the boxes that were misread, not the applicant who erred."""

_ENDS_NAMES = re.compile(
    r"(?:工厂|示范项目|服务平台|互联网平台|中心|实验室|车间|园区|基地|研究院|工作站|孵化器|众创空间|学会|协会|联盟)"
    rf"[^（(、，；;\s]{{{BEHIND},}}"
)
_CROSSED = re.compile("[凶囟凸凹囝囗図圂]")
"""What recognisers make of a crossed or ticked box; no option is worded with these."""
_PERSON = re.compile("联系人|经办人|负责人|代表人|姓名")
"""Indicators that name a person."""
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
        return replace(reading, confidence=min(reading.confidence, UNSURE))
    if indicator.kind == "text" and isinstance(reading.value, str) and len(reading.value.strip()) == 1:
        return replace(reading, confidence=min(reading.confidence, UNSURE))  # a name has two letters: the rest was lost
    if _PERSON.search(indicator.label) and isinstance(reading.value, str) and is_doubtful(reading.value):
        return replace(reading, confidence=min(reading.confidence, UNSURE))
    if indicator.kind != "list" or reading.status != "reported" or not isinstance(reading.value, tuple):
        return reading
    names = [n for n in reading.value if isinstance(n, str) and _LETTER.search(n)]
    if not names:
        return UNREADABLE  # what is left of a seal, or dust
    doubtful = (
        len(names) != len(reading.value)
        or (count is not None and count != len(names))
        or any(_ENDS_NAMES.search(n) for n in names)
    )
    return replace(reading, confidence=min(reading.confidence, UNSURE)) if doubtful else reading
