"""A yes or no, or a rank, that a sentence says: 近三年未发生较大及以上事故; 营业收入居全省同行业第一位."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from formextract.model.prose import ProseRules, Statement
from formextract.values.prose.tokens import tidy

SAID = 0.85
"""What is said in so many words, though a person may want to see in which."""
AFFIRMED = 0.7
"""A yes to what one would rather deny (发生过事故): how it was meant is for a person to see."""
_SENTENCES = re.compile(r"[。！!？?\n;；]")
_CLAUSES = re.compile(r"[,，;；。！!？?\n]")
_RULE = re.compile(r"应当|应具备|必须|须|不得|要求|申报条件|原则上|凡|若|如有|将")
_ASKED = re.compile(r"是否|有无|能否|可否|[?？]")
"""A question states nothing: a form's own captions ask so."""
_DENIED = re.compile(r"不属于|不存在|未发生|没有发生|未出现|未有|从未|无|未|不涉及|没有|杜绝|零")


@dataclass(frozen=True, slots=True)
class ClauseStatement:
    """What a sentence says of an indicator, in its own words."""

    indicator: str
    value: bool | str
    raw: str
    confidence: float


def statements(text: str, rules: ProseRules) -> Iterator[ClauseStatement]:
    """All that a paragraph says yes or no to, and the ranks that it names."""
    tidied = tidy(text)
    for sentence in _SENTENCES.split(tidied):
        for statement in rules.statements:
            said = _said(sentence, statement)
            if said is not None:
                yield said
        for pattern in rules.ranks:
            found = re.search(pattern, sentence)
            if found is not None:
                yield ClauseStatement("leading_revenue_rank", found.group("rank"), found.group(), SAID)


def _said(sentence: str, statement: Statement) -> ClauseStatement | None:
    """The clause that holds all words that a statement is about."""
    for clause in _CLAUSES.split(sentence):
        denied = _DENIED.search(clause)
        if not all(any(tidy(w) in clause for w in words) for words in statement.about):
            continue
        if _RULE.search(clause) or _ASKED.search(clause):
            return None
        if denied is None:
            sure = AFFIRMED if statement.denied is not None else SAID
            return (
                None if statement.needs_denied else ClauseStatement(statement.indicator, statement.value, clause, sure)
            )
        return (
            None if statement.denied is None else ClauseStatement(statement.indicator, statement.denied, clause, SAID)
        )
    return None
