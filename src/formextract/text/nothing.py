"""Words and signs with which an applicant writes that there is nothing to say: 无, 不适用, a slash, a dash."""

from __future__ import annotations

import re

from formextract.text.normalise import squeeze

_NOTHING = re.compile(
    r"(?:暂?无|没有|[暂尚]?未(?:有|开展|涉及|建立)|不(?:适用|涉及|存在)|非高[耗用][能水]行业,?不适用|无(?:此项|相关情况|该项|数据)|"
    r"n/?a|none|nil|[/\\|、]+|[-—–_一]+|…+|\*+)[。.;,]?",
    re.IGNORECASE,
)
_WRAPPED = re.compile(r"\((.*)\)")


def is_none(text: str) -> bool:
    """Whether a text says that there is nothing, in brackets or not; an empty one says nothing at all."""
    squeezed = squeeze(text)
    inner = _WRAPPED.fullmatch(squeezed)
    return bool(_NOTHING.fullmatch(inner.group(1) if inner else squeezed))
