"""File names as people wrote them: bytes decoded by what reads as plausible Chinese.

Discs and archives carry names in UTF-8, in GBK without a word about it, or in GBK that was taken for code page 437.
No header can be trusted to say which; a wrong reading betrays itself by letters that nobody puts into a name.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

CODECS = ("utf-8", "gb18030", "big5", "cp437")
"""In which names are looked at, the likeliest first: the first one wins where two read equally well."""

_MANGLED = (
    ("cp437", "gb18030"),
    ("cp437", "utf-8"),
    ("latin-1", "gb18030"),
    ("latin-1", "utf-8"),
    ("gb18030", "utf-8"),
)
"""Letters taken for others before they were stored: what they were taken for, what they were."""

_COMMON, _RARE, _FOREIGN, _WRONG = 2.0, 0.5, -1.0, -3.0
"""Marks of a letter: one of the 3,755 most used hanzi, another of GB 2312, any other letter, none of a name at all."""

_LOOKED_AT = 100_000
"""Letters: of all names of an archive, or of one that a stranger has made as long as he liked."""

_LEVEL_1_END = 0xD7
"""First byte of GB 2312's last row of most used hanzi."""

_PUNCTUATION = frozenset("（）《》〈〉【】〔〕、。，；：！？“”‘’—…·～－＋＆％①②③④⑤⑥⑦⑧⑨⑩　×")


@lru_cache(maxsize=4096)
def _mark(c: str) -> float:
    if c.isascii():
        return _WRONG if ord(c) < ord(" ") else 0.0
    if c in _PUNCTUATION or "０" <= c <= "ｚ":
        return _COMMON
    category = unicodedata.category(c)
    if category[0] == "C" or category == "So":  # box drawing is what cp437 makes of hanzi
        return _WRONG
    if "\u4e00" <= c <= "\u9fff":
        try:
            return _COMMON if c.encode("gb2312")[0] <= _LEVEL_1_END else _RARE
        except UnicodeEncodeError:
            return _FOREIGN
    return _FOREIGN


def plausibility(text: str) -> float:
    """How much `text` reads as a Chinese name, from -3 to 2: the mean over what is not ASCII; 0 for ASCII alone.

    Of a text that is longer than names are, the beginning is looked at.
    """
    marks = [_mark(c) for c in text[:_LOOKED_AT] if not c.isascii() or c < " "]
    return sum(marks) / len(marks) if marks else 0.0


def best_codec(names: Iterable[bytes]) -> str:
    """The codec in which the names of one archive, taken together, read best; utf-8 where all are ASCII."""
    raw = [n for n in names if not n.isascii()]
    scores: list[tuple[float, int]] = []
    for rank, codec in enumerate(CODECS):
        try:
            decoded = [n.decode(codec) for n in raw]
        except UnicodeDecodeError:
            continue
        scores.append((plausibility("".join(decoded)), -rank))
    return CODECS[-max(scores)[1]] if scores else "utf-8"


def decoded(raw: bytes, codec: str = "") -> str:
    """The name that the bytes spell, in `codec` where that reads it, else in the one that reads it best."""
    if codec:
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            pass
    best = best_codec([raw])
    try:
        return raw.decode(best)
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def mended(name: str) -> str:
    """The name with a wrong reading undone: `╔Ω▒¿▒φ` is 申报表. Unchanged where nothing reads better."""
    if name.isascii():
        return name
    options = [name]
    for taken_for, was in _MANGLED:
        try:
            options.append(name.encode(taken_for).decode(was))
        except UnicodeError:
            continue
    return max(options, key=plausibility)


def readable(path: str) -> str:
    """A path of this system as people read it: parts in no encoding of the system's are decoded."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return "/".join(decoded(os.fsencode(part)) for part in path.split("/"))
    return path


def parts_of(name: str) -> Sequence[str]:
    """The parts of a member's name, folders first, whichever slash it was written with."""
    return [p for p in name.replace("\\", "/").split("/") if p and p != "."]


def climbs_out(name: str) -> bool:
    """Whether a member's name leads out of its archive: absolute, with a drive, through `..`, or with a NUL."""
    slashed = name.replace("\\", "/")
    drive = len(slashed) > 1 and slashed[1] == ":" and slashed[0].isascii() and slashed[0].isalpha()
    return slashed.startswith("/") or drive or "\0" in slashed or ".." in slashed.split("/")
