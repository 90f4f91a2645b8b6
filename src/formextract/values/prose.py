"""Figures in sentences: `2023年集群总产值达到158.6亿元，其中专精特新“小巨人”企业9家` as readings of indicators.

Which words mean what is data (`prose.yaml`); how they are joined in a sentence is told in `prosesentence.py`. Here a
paragraph is parted into sentences; those that say what ought to be are left out, and a year that was said goes on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from formextract.model.template import Indicator, ProseRules
from formextract.values.prosesentence import Sentence, SentenceFigure
from formextract.values.prosetokens import Tokens, tidy


class ProseReader:
    """The rules, ready to read paragraphs."""

    def __init__(self, rules: ProseRules, indicators: Mapping[str, Indicator]) -> None:
        self.rules, self.indicators = rules, indicators
        self.tokens = Tokens(rules)
        self._rule_patterns = [re.compile(p) for p in rules.rule_patterns]

    def read(
        self, text: str, years: tuple[int, ...] = (), asked: Collection[str] = frozenset()
    ) -> list[SentenceFigure]:
        """The mentions of a paragraph in order. `years`: the form's reporting years, for 去年 and what has no year.

        `asked`: what the form asks for, for names that are an indicator's only there.
        """
        out: list[SentenceFigure] = []
        said: str | None = None
        for sentence in re.split(r"(?<=[。！!？?\n])", tidy(text)):
            if re.search(r"\d", sentence) and not self._is_rule(sentence):
                reader = Sentence(self.rules, self.indicators, self.tokens, sentence, years, said, asked)
                out += reader.run()
                said = reader.year or said
        return out

    def _is_rule(self, sentence: str) -> bool:
        """Whether a sentence says what ought to be, or who gets what."""
        return any(w in sentence for w in self.rules.rules) or any(p.search(sentence) for p in self._rule_patterns)

    def is_plan_heading(self, text: str) -> bool:
        """Whether what follows a heading is not yet so."""
        return any(w in text for w in self.rules.plan_headings)
