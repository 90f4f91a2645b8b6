"""Rules between figures, and clauses of a standard, as declared data: what `templates/edits.yaml` and a programme's
`criteria.yaml` hold.

A figure is named by a reference, `indicator@period[dim=value]`, as findings name observations. Its period may be
`@year` (the edit holds for each year of the form), `@prev` (the year before), `@first`, `@last` (of the form's
years) or `@span` (the indicator's own span of years); `[level=*]` repeats the edit for each level, `[target=A|B]`
names a row of the planning table by any of its captions, and `[row=all]` means all rows of a list (in a sum).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SerializeAsAny, create_model, model_validator

_REF = re.compile(
    r"^(?P<indicator>[a-z\u4e00-\u9fff][a-z0-9_\u4e00-\u9fff]*)(?:@(?P<at>year|prev|first|last|every|span|\d{4}))?(?:\[(?P<dims>[^\]]+)\])?$"
)

RELATIVE_PERIODS = ("year", "prev", "first", "last", "every", "span")


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
MaybeRefsField = Annotated[tuple[Ref, ...], BeforeValidator(_refs)]


class Edit(BaseModel):
    """What all edits have: a name for findings, a name for people, and the clause or instruction they rest on.

    `programs` are those whose forms it is an instruction of; none: it holds on any form.

    What one declares besides, what it means on a form and how it is worded is the business of its kind
    (`formextract.checks.kinds`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    kind: str
    label: str = ""
    clause: str
    programs: tuple[str, ...] = ()


class Edits(BaseModel):
    """The edits of a form, in the order in which their findings are told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    edits: tuple[SerializeAsAny[Edit], ...]

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


def written_with(kinds: tuple[type[Edit], ...]) -> type[Edits]:
    """The model of a file of edits in which these kinds may stand, told apart by their `kind`."""
    union: Any = reduce(or_, kinds)
    edit: Any = Annotated[union, Field(discriminator="kind")]
    return create_model("EditsFile", __base__=Edits, edits=(tuple[edit, ...], ...))


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
    all but summary sheets where it is empty. A clause with a `cap` is judged over all records of a store. `soft` are
    the
    words by which a clause leaves room (一般, 原则上, 可适当放宽): what would be `not_met` is then `unknown`, for a
    person to
    judge; with `soft_if` only where that expression holds (a rank is given).
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
    soft: tuple[str, ...] = ()
    soft_if: str | None = None

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
        if self.soft_if is not None and not self.soft:
            raise ValueError("soft_if（何时可放宽）须与 soft（原文中的词，如 原则上）一起写")
        if self.quote and not self.manual:
            raise ValueError("quote（摘录原文的词）只用于 manual 的条款")
        return self

    def is_about(self, form: str) -> bool:
        """Whether a record of this form is judged by the clause."""
        return form in self.forms if self.forms else form != "summary"


class SetAside(BaseModel):
    """A clause that is no criterion: what it says, and why no paper of a cluster could show it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    clause: str
    says: str
    why: str


class Criteria(BaseModel):
    """A programme's standard. With `set_aside` every clause of its paper has an entry."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    criteria: tuple[Criterion, ...]
    set_aside: tuple[SetAside, ...] = ()

    @model_validator(mode="after")
    def _unique(self) -> Criteria:
        seen: set[str] = set()
        for criterion in self.criteria:
            if criterion.id in seen:
                raise ValueError(f"条款 {criterion.id} 写了两次")
            seen.add(criterion.id)
        return self
