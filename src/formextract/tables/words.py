"""Words that head rows and columns of tables, ready to be asked: levels, roles, years, heading words, totals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from formextract.model.template import TableWords
from formextract.tables.periods import LAST_YEAR, THIS_YEAR, HeadedPeriod, PeriodHeads
from formextract.text import squeeze

_COUNTED = r"(?:数[\u4e00-\u9fff]?|项数)?(?:\(项\))?"
"""The last letter of 数量 may have been read as another (数置, 数最)."""


class HeadWords:
    """What a catalogue's words of tables make of a cell's text. All texts asked for are squeezed."""

    def __init__(self, said: TableWords) -> None:
        self._levels = {squeeze(word).upper(): level for level, words in said.levels.items() for word in words}
        behind = f"{_any(said.works)}?(?:标准)?{_COUNTED}"
        self._roles = [(role, _of(words, behind)) for role, words in said.roles.items()]
        self._periods = PeriodHeads(said.years.this, said.years.last, said.years.parts, said.years.events)
        self._heads = {word.upper(): kind for kind, words in said.heads.items() for word in words}
        self._total = re.compile("|".join(_spaced(w) for w in said.totals) or "(?!)")
        self._totals = tuple(said.totals)

    def level(self, text: str) -> str | None:
        """The level of standards that a heading names."""
        return self._levels.get(text.upper())

    def role(self, text: str) -> str | None:
        """`led` or `joined` for a heading of standards that a firm led or joined in making."""
        return next((role for role, pattern in self._roles if pattern.fullmatch(text)), None)

    def relative_year(self, text: str) -> str | None:
        """The period of a heading that means a year and names none: 本年累计, 上年同期."""
        told = self.period(text)
        return told.period if told is not None and told.period in (THIS_YEAR, LAST_YEAR) else None

    def period(self, text: str) -> HeadedPeriod | None:
        """The period of a heading that says of when what stands below it is, and nothing else."""
        return self._periods.read(text)

    def head(self, text: str) -> str | None:
        """What stands below a heading word (`unit`, `code`, `number`, `remark`, `year`, `other`); None for none."""
        return self._heads.get(text.upper().strip("()[]").rstrip(":."))

    def is_number(self, text: str) -> bool:
        """Whether a caption heads the running numbers of rows."""
        return self.head(text) == "number"

    def is_total(self, text: str) -> bool:
        """Whether a row that begins so is a total."""
        return self._total.match(text) is not None

    def ends_in_total(self, text: str) -> bool:
        """Whether a label says at its end that it is added up: 收入合计."""
        return text.endswith(self._totals)

    def names_total(self, text: str) -> bool:
        """Whether a label speaks of a total anywhere: 职工总数, 共计人数."""
        return "总" in text or any(word in text for word in self._totals)

    def without_total(self, text: str) -> str:
        """A label without the words that say it is added up: of 本年支出合计 it leaves 本年支出."""
        for word in self._totals:
            text = text.replace(word, "")
        return text.replace("总", "")


def words_of(said: TableWords) -> HeadWords:
    """The words of a catalogue, ready to be asked; made once for those that say the same."""
    return _words(said.model_dump_json())


@lru_cache(maxsize=8)
def _words(said: str) -> HeadWords:
    return HeadWords(TableWords.model_validate_json(said))


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, words)) or '(?!)'})"


def _of(words: Iterable[str], behind: str) -> re.Pattern[str]:
    return re.compile(_any(words) + behind)


def _spaced(word: str) -> str:
    return r"\s*".join(map(re.escape, word))
