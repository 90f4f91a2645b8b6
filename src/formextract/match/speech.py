"""What a catalogue's lexicon makes of a wording: its canonical form, its qualifiers, its words.

One for all templates: each compares captions with the wordings of the whole catalogue, most of which they share.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from formextract.match.cutting import Cutter
from formextract.model.template import Lexicon

_SAME = tuple[tuple[str, tuple[str, ...]], ...]
_OF_PROVINCE = re.compile(r"^[\u4e00-\u9fff]{2,3}省级?(?=(?!.*集群).*(?:冠军|专精特新|平台|中心|工厂|项目))")
"""A province's name before what provinces recognise: 湖北省制造业单项冠军 are of its level."""
_LITTLE_WORDS = "的和与及或、,，()"


class Speech:
    """What means the same is replaced by one word (`canonical`); what tells figures apart (`qualifiers`); `words`."""

    def __init__(
        self, same: _SAME, qualifiers: tuple[str, ...], filler: tuple[str, ...], words: tuple[str, ...]
    ) -> None:
        ordered = sorted(qualifiers, key=len, reverse=True)
        cutter = Cutter(words)

        @lru_cache(maxsize=20_000)
        def found(text: str) -> frozenset[str]:
            return frozenset(q for q in ordered if q in text)

        @lru_cache(maxsize=20_000)
        def cut(text: str) -> frozenset[str]:
            return frozenset(w for w in cutter.cut(text) if w not in _LITTLE_WORDS)

        self.canonical = _replacer(same, filler)
        self.qualifiers: Callable[[str], frozenset[str]] = found
        self.words: Callable[[str], frozenset[str]] = cut


def speech(lexicon: Lexicon) -> Speech:
    """The speech of a lexicon; made once for those that say the same."""
    return _speech(tuple(lexicon.same.items()), lexicon.qualifiers, lexicon.filler, lexicon.words)


_speech = lru_cache(maxsize=8)(Speech)


def _replacer(same: _SAME, filler_words: tuple[str, ...]) -> Callable[[str], str]:
    table = {other: word for word, others in same for other in (*others, word)}
    pattern = re.compile("|".join(re.escape(w) for w in sorted(table, key=len, reverse=True)))
    tail = re.compile(r"(?<=[企业个家])数$")
    filler = re.compile("|".join(map(re.escape, filler_words)) or "(?!)")

    def replace(text: str) -> str:
        text = _OF_PROVINCE.sub("省级", text)
        out = pattern.sub(lambda m: table[m.group()], filler.sub("", pattern.sub(lambda m: table[m.group()], text)))
        out = re.sub("总?金额|总额", "额", out)
        out = re.sub(r"数(?=$|[(（])", "数量", out)
        return tail.sub("数量", re.sub(r"(数量)+", "数量", out)).replace("集群内", "集群")

    return lru_cache(maxsize=20_000)(replace)
