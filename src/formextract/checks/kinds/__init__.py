"""The kinds of edits that a template may declare: each one class that knows its parts, its constraint, its sum and
its wording.

A new kind is a class here (or in another package, under the entry point group `formextract.checks`) and a row in
`docs/checks.md`.
"""

from __future__ import annotations

from functools import cache
from typing import get_args

from formextract.checks.kinds.agreement import AgreementEdit
from formextract.checks.kinds.answers import AnswerEdit, TickedEdit
from formextract.checks.kinds.average_growth import AverageGrowthEdit
from formextract.checks.kinds.band import BandEdit
from formextract.checks.kinds.borne_out import AllOfItEdit, BorneOutEdit
from formextract.checks.kinds.count import CountEdit
from formextract.checks.kinds.dates import DatesEdit
from formextract.checks.kinds.format import FormatEdit
from formextract.checks.kinds.growth import GrowthEdit
from formextract.checks.kinds.in_place import InPlaceEdit
from formextract.checks.kinds.length import LengthEdit
from formextract.checks.kinds.listed_once import ListedOnceEdit
from formextract.checks.kinds.planning import BaselineEdit, PlanYearsEdit, StagesEdit, TargetEdit
from formextract.checks.kinds.range import RangeEdit
from formextract.checks.kinds.ratio import RatioEdit
from formextract.checks.kinds.required import RequiredEdit
from formextract.checks.kinds.same_text import SameTextEdit
from formextract.checks.kinds.subset import SubsetEdit
from formextract.checks.kinds.sum import SumEdit
from formextract.checks.rule import FillingEdit, RelationEdit
from formextract.doors import additions, refuse
from formextract.model.edits import Edit

SHIPPED: tuple[type[Edit], ...] = (
    RatioEdit,
    GrowthEdit,
    AverageGrowthEdit,
    SubsetEdit,
    SumEdit,
    AgreementEdit,
    BandEdit,
    RangeEdit,
    CountEdit,
    RequiredEdit,
    FormatEdit,
    LengthEdit,
    BaselineEdit,
    TargetEdit,
    StagesEdit,
    SameTextEdit,
    InPlaceEdit,
    DatesEdit,
    TickedEdit,
    AnswerEdit,
    BorneOutEdit,
    AllOfItEdit,
    ListedOnceEdit,
    PlanYearsEdit,
)


@cache
def kinds() -> tuple[type[Edit], ...]:
    """Every kind of edit that a template may declare, the shipped ones before those of other packages.

    PluginError where another package's is none, or has a `kind` that is taken.
    """
    out = list(SHIPPED)
    for addition in additions("formextract.checks"):
        kind = addition.thing
        if not (isinstance(kind, type) and issubclass(kind, RelationEdit | FillingEdit)):
            raise refuse(addition, "它不是 RelationEdit 或 FillingEdit 的子类")
        taken = {name for other in out for name in names_of(other)}
        if not names_of(kind) or taken & names_of(kind):
            raise refuse(addition, f"kind 没有写，或与已有的相同（{'、'.join(sorted(taken & names_of(kind)))}）")
        out.append(kind)
    return tuple(out)


def names_of(kind: type[Edit]) -> frozenset[str]:
    """The values of `kind:` under which a template declares such an edit."""
    return frozenset(get_args(kind.model_fields["kind"].annotation))


__all__ = [
    "SHIPPED",
    "AgreementEdit",
    "AllOfItEdit",
    "AnswerEdit",
    "AverageGrowthEdit",
    "BandEdit",
    "BaselineEdit",
    "BorneOutEdit",
    "CountEdit",
    "DatesEdit",
    "FormatEdit",
    "GrowthEdit",
    "InPlaceEdit",
    "LengthEdit",
    "ListedOnceEdit",
    "PlanYearsEdit",
    "RangeEdit",
    "RatioEdit",
    "RequiredEdit",
    "SameTextEdit",
    "StagesEdit",
    "SubsetEdit",
    "SumEdit",
    "TargetEdit",
    "TickedEdit",
    "kinds",
    "names_of",
]
