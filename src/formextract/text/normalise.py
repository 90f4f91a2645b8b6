"""One normaliser for labels and values alike; the ink itself stays in `raw`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from formextract.text.letters import plain_letters
from formextract.text.marks import without_marks

_SPACE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
# What NFKC leaves apart although a reader sees the same sign.
_SAME = str.maketrans(
    {
        "−": "-",
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "﹣": "-",
        "“": '"',
        "”": '"',
        "„": '"',
        "‟": '"',
        "「": '"',
        "」": '"',
        "『": '"',
        "』": '"',
        "＂": '"',
        "‘": "'",
        "’": "'",
        "•": "·",
        "・": "·",
        "‧": "·",
        "∙": "·",
        "⋅": "·",
        "〔": "(",
        "〕": ")",
        "【": "(",
        "】": ")",
        "［": "(",
        "］": ")",
        "[": "(",
        "]": ")",
        "{": "(",
        "}": ")",
        "〈": "<",
        "〉": ">",
        "％": "%",
        "﹪": "%",
    }
)
WRAP = "\u200b"
"""A reader's sign for a line wrapped on the page: nothing in itself, but a list of names may end there."""


_BOUND = str.maketrans(
    {"\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2010": "-", "\u2011": "-"}
    | dict.fromkeys("\u00ad\u180e\u200c\u200d\u2060\ufeff", "")
    | dict.fromkeys(map(chr, range(0xFE00, 0xFE10)), "")  # which of two drawings of a sign is meant
)
_LEFT_TO_RIGHT = str.maketrans(dict.fromkeys("\u200e\u202a\u202c\u202d\u2066\u2068\u2069", ""))
"""Signs of the bidirectional algorithm (Unicode annex 9) that change nothing where all is written from the left."""
_RIGHT_TO_LEFT = frozenset("\u061c\u200f\u202b\u202e\u2067")
_PART_NUMBER = re.compile(r"\s*(?:第([一二三四五六七八九十]{1,3})部分|([一二三四五六七八九十]{1,3})\s*[、.．,，])")


def is_turned(text: str) -> bool:
    """Whether a sign in the text has others shown from right to left, so that it is not shown as it is written."""
    return not text.isascii() and not _RIGHT_TO_LEFT.isdisjoint(text)


def unbound(text: str) -> str:
    """The text with blanks and hyphens in place of those that a program uses to keep words together on a line.

    Marks that are nothing to the eye are left out, but for `WRAP`.

    A PDF's fonts often give them back for every blank and hyphen, since both look alike.
    """
    text = text.translate(_BOUND)
    return text if is_turned(text) else text.translate(_LEFT_TO_RIGHT)


def unwrapped(text: str) -> str:
    """The text without the signs for wrapped lines."""
    return text.replace(WRAP, "") if WRAP in text else text


_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⒈⒉⒊⒋⒌⒍⒎⒏⒐㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_NUMBER = r"(?:\d{1,3}(?:\.\d{1,2}){0,3}|[一二三四五六七八九十百]{1,4})"
_NUMBERING = re.compile(
    rf"""^\s*(?:
        [{_CIRCLED}]
      | [(（【\[]\s*{_NUMBER}\s*[)）】\]]\s*[.、．:：]?
      | 第?\d{{1,3}}(?:\.\d{{1,2}}){{0,3}}\s*[.、．)）](?:(?!\d)|(?=20[0-4]\d年))
      | 第?[一二三四五六七八九十百]{{1,4}}\s*[.、．)）]
      | (?:指标|附)?[A-Za-z]?\d{{1,2}}\s*[-－—]\s*(?=[^\d\s.])
    )\s*""",
    re.VERBOSE,
)


_BRACKETS = str.maketrans("[]{}", "()()")


def fold(text: str) -> str:
    """NFKC with quotes, dashes, dots, brackets and radicals made one; white space kept.

    NFKC turns ㎡ into m2 and ① into 1, but a note mark is never a digit of the figure that it stands at.
    """
    if text.isascii():
        return text.translate(_BRACKETS)
    plain = without_marks(plain_letters(text)).translate(_SAME)
    return without_marks(unicodedata.normalize("NFKC", plain).translate(_SAME))  # `½❶`: ½ has only now a digit


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """`fold` without any white space: what two readers would call the same words."""
    return without_marks(_SPACE.sub("", fold(text)))


_HAN = "\u2e80-\u9fff\uff00-\uffef"
_SET_APART = re.compile(rf"(?<=[0-9A-Za-z%])[ \u3000](?=[{_HAN}])|(?<=[{_HAN}])[ \u3000](?=[0-9A-Za-z])")


def together(text: str) -> str:
    """The text without a blank between Chinese letters and those of other scripts, which some writers set: 2024 年.

    More than one is a gap, and stays.
    """
    return _SET_APART.sub("", text)


def number_of(heading: str) -> str:
    """The number that a part's heading begins with (`八、…`, `第八部分`), '' for none."""
    found = _PART_NUMBER.match(heading)
    return (found.group(1) or found.group(2)) if found is not None else ""


@lru_cache(maxsize=8192)
def strip_numbering(text: str) -> str:
    """The text without leading numbers of a list: `1.`, `（一）`, `①`, `3、`, `C7-`; two levels at most."""
    for _ in range(2):
        shorter = _NUMBERING.sub("", text, count=1)
        if shorter == text or not shorter:
            break
        text = shorter
    return text


_UNDERLINES = re.compile(r"[_＿﹍﹎\s\u200b\ufeff]+")
_NO_DATE = re.compile("年月日?")
"""What is printed where a date is to be written, beside a seal mostly."""


@lru_cache(maxsize=8192)
def is_blank(text: str) -> bool:
    """Whether nothing is written: white space, ruled blanks (`____`) and the words around a date (`年 月 日`) only."""
    written = _UNDERLINES.sub("", text)
    return not written or _NO_DATE.fullmatch(written) is not None
