"""Several labels with their values in one line or cell: `联系人：孙玉芳  电话：134…`, `变更前：甲；变更后：乙。`."""

from __future__ import annotations

import re

from formextract.match.labels import LabelIndex

KNOWN = 0.9
"""Score from which words before a colon are one of the form's labels."""
_LABEL = re.compile(r"(?:^|(?<=[\s;；,，、。.]))\s*([^\s:：;；,，。]{2,24})\s*[:：]")
_END = " \t\r\n\u3000;；,，、"


def pairs(text: str, index: LabelIndex) -> list[tuple[str, str]]:
    """The labels of a text that has two or more of the form's, each with what stands behind it; none for any other."""
    found = [m for m in _LABEL.finditer(text) if (hits := index.wanted(m.group(1))) and hits[0].score >= KNOWN]
    if len(found) < 2 or text[: found[0].start()].strip():  # noqa: PLR2004 - one label alone is any line's
        return []
    ends = [*(m.start() for m in found[1:]), len(text)]
    out = [(m.group(1), text[m.end() : end].strip(_END)) for m, end in zip(found, ends, strict=True)]
    return out if len({label for label, _ in out}) == len(out) else []
