"""A check: one edit at one year and level of one form; and what every kind of edit must know of itself."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import ClassVar, Literal

from formextract.checks.constraint import AnyOf, Constraint
from formextract.checks.figures import Figure, Figures, Moment
from formextract.model import Finding, Observation, Parts, Value
from formextract.model.edits import Edit, Ref
from formextract.model.record import FindingKind, Severity
from formextract.text import conversion

_ONE = Fraction(1)

Role = Literal["reckoned", "copy", "amount", "count", "names"]
"""What a figure is in an edit: reckoned from others, written a second time, an amount, a count, a list."""


@dataclass(frozen=True, slots=True)
class Working:
    """`formula` `relation` `result` `unit`, as `(5036.85 ÷ 4313.52 − 1) × 100` `=` `16.77` `%`.

    `subject` names the figure that should be the result (or stands on the left of ≤); None where there is none.
    """

    formula: str
    relation: str
    result: str
    unit: str
    subject: str | None


class RelationEdit(Edit):
    """An edit that relates figures: the kinds of them say what it is on a form, as a sentence and as a sum."""

    holds_without_a_part: ClassVar[bool] = False
    """Whether the rule can be decided where `computed` is known and another figure is not (a sum holds from below)."""
    saved_by: ClassVar[str] = ""
    """What makes a failure merely implausible, as the end of a sentence; '' where nothing does."""

    @abstractmethod
    def checks(self, figures: Figures) -> Iterator[Check]:
        """The checks that the edit means on this form: one for each year and level where it applies."""

    @abstractmethod
    def told(self, check: Check) -> str:
        """The rule with the form's figures in it, as a sentence for staff without its full stop."""

    @abstractmethod
    def workings(self, check: Check) -> Iterator[Working]:
        """The sum behind the check, as a clerk redoes it on a calculator."""

    def natural_ranges(self, figures: Figures) -> Iterator[tuple[str, Fraction | None, Fraction | None]]:
        """Figures by name with the least and the most that they may be at all; none but where the kind says so."""
        del figures
        return iter(())


MAX_FIELDS = 8
"""Most figures that one finding names; a form's blank row is told with its first ones."""


class FillingEdit(Edit):
    """An edit about how cells are filled in: blanks, spellings, lengths. No arithmetic."""

    severity: Severity = "warning"

    @abstractmethod
    def findings(self, figures: Figures) -> Iterator[Finding]:
        """What is not filled in as the edit asks."""

    def finding(
        self, check: str, kind: FindingKind, statement: str, about: Sequence[Observation], *, reported: Value = None
    ) -> Finding:
        """The finding that says so of these observations, of which the first ones are named."""
        parts = Parts(statement)
        return Finding(
            check=check,
            kind=kind,
            severity=self.severity,
            message=parts.message,
            fields=tuple(o.key for o in about[:MAX_FIELDS]),
            reported=reported,
            clause=self.clause,
            origin="form",
            parts=parts,
            rests_on=tuple(o.key for o in about[MAX_FIELDS:]),
        )


@dataclass(frozen=True, slots=True)
class Check:
    """One edit at one moment. `strict` failing is a finding, `loose` failing (where there is one) an error.

    `figures` are the figures by their part in the rule, for the message; `roles` by their name, for the suspects.
    `computed` is the figure that the others give, where there is one. `hard` rules follow from the figures'
    definitions, the others from what is plausible or asked for.
    """

    id: str
    edit: RelationEdit
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
    def first(self) -> Mapping[str, Figure]:
        """The first figure of each part in the rule."""
        return {part: found[0] for part, found in self.figures.items() if found}

    @property
    def usual(self) -> Constraint:
        """The rule with an average in its first, most usual reading."""
        first = self.strict.readings[0] if isinstance(self.strict, AnyOf) else (self.strict,)
        return first[0] if len(first) == 1 else self.strict


def instance_id(edit: Edit, moment: Moment) -> str:
    """The name of an edit's check at that moment: `cloud_share.2023`."""
    return ".".join(x for x in (edit.id, moment.year, moment.level) if x is not None)


def figures_at(figures: Figures, moment: Moment, **refs: Ref) -> dict[str, tuple[Figure, ...]] | None:
    """The figures by their part in the rule; None where the form has no cell for one of them."""
    out: dict[str, tuple[Figure, ...]] = {}
    for part, ref in refs.items():
        figure = figures.resolve(ref, moment)
        if figure is None:
            return None
        out[part] = (figure,)
    return out


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
    return _ONE if a == b or not a or not b else fraction(conversion(a, b))


@lru_cache(maxsize=4096)
def fraction(x: Decimal | None) -> Fraction | None:
    """The exact figure; None for None."""
    return None if x is None else Fraction(x)
