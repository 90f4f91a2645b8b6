"""The arithmetic that a sum on paper needs: figures as exact fractions, as written, and the result beside them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from formextract.checks.figures import Figure
from formextract.checks.messages import number
from formextract.checks.messages import shown as written
from formextract.checks.rule import Working


def value(figure: Figure) -> Fraction | None:
    """The exact figure; None where there is none."""
    return None if figure.value is None else Fraction(figure.value)


def divide(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    """`a ÷ b`; None where either is not there or `b` is nought."""
    return None if a is None or not b else a / b


def shown(figure: Figure) -> str:
    """The figure with the decimals that it was written with; `？` where there is none."""
    if isinstance(figure.observation.value, Decimal):
        return written(figure.observation)
    return "？" if figure.value is None else number(Fraction(figure.value))


def equal(formula: str, result: Fraction | None, subject: Figure) -> Working:
    """The sum whose result should be the subject."""
    return Working(formula, "=", number(result), subject.unit, subject.key)
