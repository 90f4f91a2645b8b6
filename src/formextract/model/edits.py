"""Rules between figures, and clauses of a standard, as declared data: what `templates/edits.yaml` and a programme's
`criteria.yaml` hold.

A figure is named by a reference, `indicator@period[dim=value]`, as findings name observations. Its period may be
`@year` (the edit holds for each year of the form), `@prev` (the year before), `@first`, `@last` (of the form's
years) or `@span` (the indicator's own span of years); `[level=*]` repeats the edit for each level, and
`[target=A|B]` names a row of the planning table by any of its captions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from formextract.model.record import FindingKind, Severity

_REF = re.compile(
    r"^(?P<indicator>[a-z][a-z0-9_]*)(?:@(?P<at>year|prev|first|last|span|\d{4}))?(?:\[(?P<dims>[^\]]+)\])?$"
)

RELATIVE_PERIODS = ("year", "prev", "first", "last", "span")


class Ref(NamedTuple):
    """A figure of the form: its indicator, its period (absolute, relative or none) and its dims."""

    indicator: str
    at: str | None = None
    dims: tuple[tuple[str, str], ...] = ()


def parse_ref(text: object) -> Ref:
    """The reference that `text` writes; ValueError with the mend where it is none."""
    if isinstance(text, Ref):
        return text
    match = _REF.match(str(text).strip())
    if match is None:
        raise ValueError(
            f"“{text}”不是指标引用，应写作 指标、指标@year、指标@span 或 指标[level=national]（年份可用 "
            f"{'、'.join(RELATIVE_PERIODS)} 或四位数字）"
        )
    dims: list[tuple[str, str]] = []
    for part in (match["dims"] or "").split(","):
        name, eq, value = part.partition("=")
        if part and not eq:
            raise ValueError(f"“{text}”的方括号内应写作 名称=值")
        if part:
            dims.append((name.strip(), value.strip()))
    return Ref(match["indicator"], match["at"], tuple(sorted(dims)))


def _refs(value: object) -> object:
    """One reference or a list of them, as a tuple."""
    if isinstance(value, str | Ref):
        return (parse_ref(value),)
    return tuple(parse_ref(v) for v in value) if isinstance(value, list | tuple) else value


RefField = Annotated[Ref, BeforeValidator(parse_ref)]
RefsField = Annotated[tuple[Ref, ...], BeforeValidator(_refs), Field(min_length=1)]


class _Edit(BaseModel):
    """What all edits have: a name for findings, a name for people, and the clause or instruction they rest on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str = ""
    clause: str


class RatioEdit(_Edit):
    """`rate = part ÷ whole × times`: a share (per cent) or a figure per so many (每万人)."""

    kind: Literal["share", "per_capita"]
    part: RefField
    whole: RefField
    rate: RefField
    times: Decimal = Decimal(100)


class GrowthEdit(_Edit):
    """`rate@year = (amount@year ÷ amount@prev − 1) × 100`, for each two years that the form shows."""

    kind: Literal["growth"]
    amount: RefField
    rate: RefField


Reading = Literal["compound", "mean", "compound_unseen", "mean_unseen", "total", "total_unseen", "last_year"]
"""How an average over three years may have been reckoned: compound over the two steps that the form shows, the mean
of its two yearly rates, either of them with one more step from a year before that the form does not show, the whole
change from first to last year or from the unseen year, or the last year's change."""


class AverageGrowthEdit(_Edit):
    """`rate@span` is the growth of the product of `amounts` (percentages among them count as per cent) in one of the
    accepted `readings`; with `falling`, by how much it fell.

    A year that the form does not show is plausible where its growth factor, divided by the mean one of the years that
    it does, lies within `unseen`. On the development forms that count such a year the ratio lay in 0.95 to 1.01.
    """

    kind: Literal["average_growth"]
    amounts: RefsField
    rate: RefField
    readings: tuple[Reading, ...] = Field(min_length=1)
    falling: bool = False
    unseen: tuple[Decimal, Decimal] = (Decimal("0.85"), Decimal("1.18"))
    needs_unit: str | None = None


class SubsetEdit(_Edit):
    """`part ≤ whole × times`."""

    kind: Literal["subset"]
    part: RefField
    whole: RefField
    times: Decimal = Decimal(1)
    severity: Severity = "error"


class SumEdit(_Edit):
    """`total = Σ parts`; with a part that is not there, `total ≥` the others."""

    kind: Literal["sum"]
    total: RefField
    parts: RefsField


class AgreementEdit(_Edit):
    """`left` and `right` are the same figure written twice, each in its unit."""

    kind: Literal["agreement"]
    left: RefField
    right: RefField


class BandEdit(_Edit):
    """`Π over ÷ Π under` lies within `between`: what is plausible, or what an instruction asks for.

    Outside `between` is a finding of `severity`; outside `beyond` (where given) it is an error. `at_least` keeps the
    edit quiet for small counts, whose ratios jump by nature. `explain` says in Chinese what the ratio is.
    """

    kind: Literal["band"]
    finding: FindingKind = "range"
    over: RefsField
    under: Annotated[tuple[Ref, ...], BeforeValidator(_refs)] = ()
    times: Decimal = Decimal(1)
    between: tuple[Decimal | None, Decimal | None]
    beyond: tuple[Decimal | None, Decimal | None] | None = None
    severity: Severity = "warning"
    at_least: Decimal | None = None
    needs_unit: str | None = None
    explain: str

    @model_validator(mode="after")
    def _ordered(self) -> BandEdit:
        for low, high in (self.between, self.beyond or (None, None)):
            if low is not None and high is not None and low > high:
                raise ValueError(f"between / beyond 的下限 {low} 大于上限 {high}")
        return self


class RangeEdit(_Edit):
    """Each figure of `indicators` lies within `min` and `max`."""

    kind: Literal["range"]
    indicators: tuple[str, ...] = Field(min_length=1)
    min: Decimal | None = None
    max: Decimal | None = None
    severity: Severity = "error"


class CountEdit(_Edit):
    """`count` is the number of names listed in `names`."""

    kind: Literal["count"]
    count: RefField
    names: RefField


class RequiredEdit(_Edit):
    """None of `indicators` is left blank; `无` is an answer."""

    kind: Literal["required"]
    indicators: tuple[str, ...] = Field(min_length=1)
    severity: Severity = "warning"


class FormatEdit(_Edit):
    """Each text of `indicators` is written as `pattern` (searched) says, or each figure with `decimals` decimals."""

    kind: Literal["format"]
    indicators: tuple[str, ...] = Field(min_length=1)
    pattern: str | None = None
    decimals: int | None = None
    severity: Severity = "info"
    explain: str

    @model_validator(mode="after")
    def _one_of(self) -> FormatEdit:
        if (self.pattern is None) == (self.decimals is None):
            raise ValueError("pattern 和 decimals 须写一个，且只写一个")
        if self.pattern is not None:
            try:
                re.compile(self.pattern)
            except re.error as e:
                raise ValueError(f"pattern 不是正则表达式：{e}") from e
        return self


class LengthEdit(_Edit):
    """Each text of `indicators` has at most `max` letters, white space not counted."""

    kind: Literal["length"]
    indicators: tuple[str, ...] = Field(min_length=1)
    max: int = Field(gt=0)
    severity: Severity = "warning"


Edit = Annotated[
    RatioEdit
    | GrowthEdit
    | AverageGrowthEdit
    | SubsetEdit
    | SumEdit
    | AgreementEdit
    | BandEdit
    | RangeEdit
    | CountEdit
    | RequiredEdit
    | FormatEdit
    | LengthEdit,
    Field(discriminator="kind"),
]


class Edits(BaseModel):
    """The edits of a form, in the order in which their findings are told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    edits: tuple[Edit, ...]

    @model_validator(mode="after")
    def _unique(self) -> Edits:
        seen: set[str] = set()
        for edit in self.edits:
            if edit.id in seen:
                raise ValueError(f"规则 {edit.id} 写了两次")
            seen.add(edit.id)
        return self

    def __add__(self, other: Edits) -> Edits:
        """These edits and a form's own; one of the same id replaces ours in its place."""
        own = {e.id: e for e in other.edits}
        mine = tuple(own.pop(e.id, e) for e in self.edits)
        return Edits(edits=mine + tuple(e for e in other.edits if e.id in own))


def refs_of(edit: Edit) -> Iterator[Ref]:
    """Every figure that an edit names, for checking that the catalogue knows it."""
    for name in type(edit).model_fields:
        value = getattr(edit, name)
        if isinstance(value, Ref):
            yield value
        elif isinstance(value, tuple) and value and isinstance(value[0], Ref):
            yield from value
    for indicator in getattr(edit, "indicators", ()):
        yield Ref(indicator)


class Cap(BaseModel):
    """How many clusters of a programme may be alike: at most `most` of those whose indicators `same` say the same.

    `same` are indicators of the form. Only the records of a store can tell; a form by itself leaves the clause
    `unknown`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    same: tuple[str, ...] = Field(min_length=1)
    most: int = Field(gt=0)


class Criterion(BaseModel):
    """A clause of a standard: when it is met and when it is not, as expressions over the `facts` of a record.

    Both are ZEN expressions. `met` must hold for every figure that rounds to the written ones, hence it asks `lo` for
    an at-least and `hi` for an at-most, and `not_met` the other way round. Where neither holds, or a figure is not
    there (which ZEN answers with an error), the clause is `unknown`. A clause with `manual` is for a person: `quote`
    lists words by which the passages that speak of it are found. `forms` names the forms that the clause is about,
    all but summary sheets where it is empty. A clause with a `cap` is judged over all records of a store.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    clause: str
    text: str
    threshold: str = ""
    uses: tuple[str, ...] = ()
    met: str | None = None
    not_met: str | None = None
    manual: bool = False
    quote: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    cap: Cap | None = None
    note: str = ""

    @model_validator(mode="after")
    def _decidable(self) -> Criterion:
        written = self.met is not None or self.not_met is not None
        if self.manual and (written or self.cap is not None):
            raise ValueError("manual 的条款不写 met、not_met、cap")
        if self.cap is not None:
            if written:
                raise ValueError("写了 cap（数量上限）的条款不写 met、not_met")
            return self
        if not self.manual and (self.met is None or self.not_met is None):
            raise ValueError("请写 met 和 not_met 两个表达式，或写 manual: true（须由人判断）")
        if not self.manual and not self.uses:
            raise ValueError("请在 uses 中列出表达式用到的指标")
        if self.quote and not self.manual:
            raise ValueError("quote（摘录原文的词）只用于 manual 的条款")
        return self

    def is_about(self, form: str) -> bool:
        """Whether a record of this form is judged by the clause."""
        return form in self.forms if self.forms else form != "summary"


class Criteria(BaseModel):
    """A programme's standard."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    criteria: tuple[Criterion, ...]

    @model_validator(mode="after")
    def _unique(self) -> Criteria:
        seen: set[str] = set()
        for criterion in self.criteria:
            if criterion.id in seen:
                raise ValueError(f"条款 {criterion.id} 写了两次")
            seen.add(criterion.id)
        return self
