"""A check: one edit at one year and level of one form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from formextract.checks.constraint import AnyOf, Constraint
from formextract.checks.figures import Figure, Moment
from formextract.model.edits import Edit
from formextract.model.record import FindingKind, Severity
from formextract.text import conversion

Role = Literal["reckoned", "copy", "amount", "count", "names"]
"""What a figure is in an edit: reckoned from others, written a second time, an amount, a count, a list."""


@dataclass(frozen=True, slots=True)
class Check:
    """One edit at one moment. `strict` failing is a finding, `loose` failing (where there is one) an error.

    `figures` are the figures by their part in the rule, for the message; `roles` by their name, for the suspects.
    `computed` is the figure that the others give, where there is one. `hard` rules follow from the figures'
    definitions, the others from what is plausible or asked for.
    """

    id: str
    edit: Edit
    kind: FindingKind
    moment: Moment
    figures: Mapping[str, tuple[Figure, ...]]
    strict: Constraint
    loose: Constraint | None
    severity: Severity = "error"
    computed: str | None = None
    hard: bool = True
    factor: Fraction = Fraction(1)
    roles: Mapping[str, Role] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The figures that the rule binds."""
        return self.strict.names

    @property
    def usual(self) -> Constraint:
        """The rule with an average in its first, most usual reading."""
        first = self.strict.readings[0] if isinstance(self.strict, AnyOf) else (self.strict,)
        return first[0] if len(first) == 1 else self.strict


def counted(figure: Figure) -> Role:
    """What a figure is that nothing else gives."""
    return "count" if figure.observation.precision == 0 else "amount"


def reckoned(figure: Figure) -> Role:
    """What a figure is that others give: a cell of the form, or its copy in the planning table."""
    return "copy" if "target" in figure.observation.dims else "reckoned"


def same_unit(written: str, wanted: str) -> bool:
    """Whether the written unit measures what the wanted one does."""
    return conversion(written, wanted) is not None


def factor_between(written: Figure, wanted: Figure) -> Fraction | None:
    """By what to multiply a figure in the one's unit to have it in the other's; None where they do not compare."""
    a, b = written.unit, wanted.unit
    if a == b or not a or not b:
        return Fraction(1)
    factor = conversion(a, b)
    return None if factor is None else Fraction(factor)


def fraction(x: Decimal | None) -> Fraction | None:
    """The exact figure; None for None."""
    return None if x is None else Fraction(x)
