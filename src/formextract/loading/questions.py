"""Work on stored text that any process can do: a question and its answer, both plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from formextract.loading.judging import judge


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be judged: JSON values, and the texts (records, exhibits) that these name by their number.

    `key` is the caller's own.
    """

    key: str
    what: dict[str, Any]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question."""

    key: str
    what: dict[str, Any]
    texts: tuple[str, ...]


Ask = Callable[[Iterable[Question]], Iterator[Answer]]
"""Gives the answers as they come, in any order; takes questions as it can work on them, so that nothing piles up."""


def answered(question: Question) -> Answer:
    """The answer, worked out here."""
    what, texts = judge(question.what, question.texts)
    return Answer(question.key, what, tuple(texts))


def ask_here(questions: Iterable[Question]) -> Iterator[Answer]:
    """The answers, worked out in this process."""
    return map(answered, questions)
