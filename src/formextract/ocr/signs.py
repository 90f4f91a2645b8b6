"""Signs that come in pairs, which recognisers take for each other: put right by the text around them."""

from __future__ import annotations

import re

_QUOTES = re.compile("[“”]")
_LOST_BRACKET = re.compile(r"(?<=[\d%个家项人元台])[Cc](?=[^()（）A-Za-z]+[)）])")


def paired(text: str) -> str:
    """The text with quotation marks by turns opening and closing, and `C` for `（` put right; of the same length.

    An odd number of quotation marks is left as it was read: one of them was lost.
    """
    if len(_QUOTES.findall(text)) % 2 == 0:
        turns = iter("“”" * len(text))
        text = _QUOTES.sub(lambda _: next(turns), text)
    return _LOST_BRACKET.sub("（", text)
