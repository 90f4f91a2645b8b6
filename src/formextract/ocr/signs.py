"""Signs that come in pairs, which recognisers take for each other: put right by the text around them."""

from __future__ import annotations

import re

_QUOTES = re.compile("[“”]")
_POINTED_NAME = re.compile(r"[\u4e00-\u9fff]{2,8}[。.,，、·]|[\u4e00-\u9fff]{9,40}[.,，、·]")
_ROUND = re.compile(r"^[oO](?=[(（][^A-Za-z]+[)）])")
_LOST_BRACKET = re.compile(
    r"(?<=[\doO%个家项人元台])[Cc](?=[^()（）A-Za-z]+[)）])|(?<=[\u4e00-\u9fff\u200b\n])[Cc](?=[\s\u200b]*[)）])"
)


def paired(text: str) -> str:
    """The text with quotation marks by turns opening and closing, and `C` for `（` put right; of the same length.

    An odd number of quotation marks is left as it was read: one of them was lost.
    """
    if len(_QUOTES.findall(text)) % 2 == 0:
        turns = iter("“”" * len(text))
        text = _QUOTES.sub(lambda _: next(turns), text)
    return _ROUND.sub("0", _LOST_BRACKET.sub("（", text))


def tidy(text: str) -> str:
    """The text of a cell without a point behind a name: it is dust, or a piece of a seal."""
    return text[:-1] if _POINTED_NAME.fullmatch(text) else text
