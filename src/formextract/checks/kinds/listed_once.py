"""Lists of names: each name stands once, and in the list of its own level."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from formextract.checks.figures import Figures
from formextract.checks.messages import caption
from formextract.checks.rule import FillingEdit
from formextract.model import Finding, Observation
from formextract.model.doubt import SURE
from formextract.model.edits import RefField
from formextract.text import squeeze
from formextract.wording import LEVELS, levels_of

_MARKS = re.compile(r"[“”‘’\"'《》（）()\[\]【】·.。]")
LEAST = 4
"""Letters from which a name is one of something: shorter ones (平台) are said of many."""
SHOWN = 3


class ListedOnceEdit(FillingEdit):
    """No name stands twice in a list of `names`. In lists of two levels it may by right (what the country recognises
    the province mostly did before), and a name that says of itself to be of another level than its list may be in the
    right place all the same: these are hints.
    """

    kind: Literal["listed_once"]
    names: RefField

    def findings(self, figures: Figures) -> Iterator[Finding]:
        lists = [o for o in figures.of(self.names.indicator) if o.is_given and isinstance(o.value, tuple)]
        seen: dict[str, Observation] = {}
        for o in lists:
            plain = {_plain(n): n for n in _strings(o) if len(_plain(n)) >= LEAST}
            often = Counter(_plain(n) for n in _strings(o))
            twice = [n for key, n in plain.items() if often[key] > 1]
            if twice and o.confidence >= SURE:
                statement = f"{_column(o)}中“{'”“'.join(twice[:SHOWN])}”列了不止一次，请核对是否重复计数。"
                yield self.finding(f"{self.id}.{_level(o)}", "count", statement, [o])
            both = {n: seen[key] for key, n in plain.items() if key in seen}
            if both:
                other = next(iter(both.values()))
                statement = (
                    f"“{'”“'.join(list(both)[:SHOWN])}”在{_column(other)}和{_column(o)}中都列了，请核对是否重复计数。"
                )
                found = self.finding(f"{self.id}.{_level(o)}.both", "count", statement, [other, o])
                yield replace(found, severity="info")
            others = {level for x in lists for level in levels_of(x.dims.values())} - set(levels_of(o.dims.values()))
            strange = [n for n in plain.values() if _says(n) in others]
            if strange:
                statement = f"“{'”“'.join(strange[:SHOWN])}”列在{_column(o)}中，与名称中的级别不同，请核对。"
                found = self.finding(f"{self.id}.{_level(o)}.level", "count", statement, [o])
                yield replace(found, severity="info")
            seen |= dict.fromkeys(plain, o)


def _strings(o: Observation) -> list[str]:
    return [str(n) for n in o.value] if isinstance(o.value, tuple) else []


def _plain(text: str) -> str:
    return _MARKS.sub("", squeeze(text))


def _column(o: Observation) -> str:
    """What the list is called on the form."""
    return f"“{caption(o).removesuffix('名称')}”一栏"


def _level(o: Observation) -> str:
    return next(iter(o.dims.values()), "all")


_WORDS = "|".join(LEVELS[level] for level in ("national", "provincial", "municipal"))
_SAYS = re.compile(rf"^({_WORDS})|[(（]({_WORDS})[)）]$")


def _says(text: str) -> str:
    """The level that a name gives itself at its head or in brackets at its end; '' where it gives none."""
    found = _SAYS.search(text.strip())
    return "" if found is None else found.group(1) or found.group(2)
