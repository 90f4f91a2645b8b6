"""What a template says: indicators with their wordings, and a form's fields as places, not as code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from formextract.errors import pattern_fault

Period = Literal["year", "span3"]
Shape = Literal[
    "cell", "line", "region", "ticks", "blanks", "standards", "targets", "narrative", "column", "statement", "gaps",
    "rows", "headed",
]  # fmt: skip
SHAPES: tuple[str, ...] = get_args(Shape)
"""The shipped ones; other packages add to them (`match.shapes`)."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Indicator(_Strict):
    """A canonical meaning, catalogued once. `plausible`: outside this range the unit is in doubt. `place`: the text
    names a division of this level, and of an address that is written whole only that part is meant.
    """

    label: str
    type: str
    unit: str | None = None
    period: Period | None = None
    section: str
    dims: dict[str, list[str]] = Field(default_factory=dict)
    synonyms: tuple[str, ...] = ()
    plausible: tuple[float, float] | None = None
    place: Literal["province", "city", "county"] | None = None

    @model_validator(mode="after")
    def _known_type(self) -> Indicator:
        kind, _, rest = self.type.partition(":")
        if kind not in ("number", "integer", "text", "date", "bool", "list", "choice", "multichoice"):
            raise ValueError(
                f"type 不认识“{self.type}”，应为 number、integer、text、date、bool、list、choice:…、multichoice:n 之一"
            )
        if kind in ("choice", "multichoice") and not rest:
            raise ValueError(f"type “{self.type}”缺少选项，例如 choice:yes|no 或 multichoice:5")
        if kind in ("number", "integer") and self.unit is None:
            raise ValueError("数字指标须写 unit（单位）")
        return self

    @property
    def kind(self) -> str:
        """`number`, `integer`, `text`, `date`, `bool`, `list`, `choice` or `multichoice`."""
        return self.type.partition(":")[0]


class FieldSpec(_Strict):
    """A place on one form.

    `label` is the caption as printed; wordings that other forms use stand in the catalogue. `after` names the
    indicator whose field stands just before, where two captions are alike (联系人). `synonyms` are
    further captions where the indicator's own wordings do not do (one of several levels). `cover` is the indicator of
    what
    the cover says once more under this caption; `parts` names the indicators of what one place holds (see
    templates.md). `options` gives the printed
    options of a tick list: for a choice or 是/否 with the token each stands for, for a multiple choice as a list.

    `columns` are the headings of the value columns beside the label (本年, 上年同期; 预算数, 决算数): each a year, said
    as how many it is from the reporting year (0, -1), or a word, the value's `column`; None for one that holds no value
    (代码); `beside` those of figures of another kind (同比增长), with their indicators. `gaps` are the words that the
    form prints in the cell, `{indicator}` where something is to be written.
    `table` names the list to whose rows a field of the shape `rows` belongs.
    """

    indicator: str
    shape: str | None = None
    label: str = ""
    synonyms: tuple[str, ...] = ()
    section: str = ""
    after: str | None = None
    dims: dict[str, str] = Field(default_factory=dict)
    names: str | None = None
    options: dict[str, str] | tuple[str, ...] = ()
    joined: str | None = None
    target: str | None = None
    until: str | None = None
    cover: str | None = None
    goals: tuple[str, str] | None = None
    parts: dict[str, str] = Field(default_factory=dict)
    columns: dict[str, int | str | None] = Field(default_factory=dict)
    beside: dict[str, str] = Field(default_factory=dict)
    gaps: str = ""
    table: str = ""

    @property
    def in_gaps(self) -> tuple[str, ...]:
        """The indicators of the gaps between printed words, in order."""
        return tuple(re.findall(r"\{(\w+)\}", self.gaps)) if self.gaps else ()

    @property
    def indicators(self) -> tuple[str, ...]:
        """All indicators that the place may hold."""
        own = (self.indicator, self.names, self.joined, self.target, self.cover, *(self.goals or ())[1:])
        named = (*own, *self.parts.values(), *self.beside.values(), *self.in_gaps)
        return tuple(dict.fromkeys(n for n in named if n))

    @property
    def key(self) -> str:
        """The field's name within its form: the indicator with its dims."""
        if not self.dims:
            return self.indicator
        inner = ",".join(f"{k}={v}" for k, v in sorted(self.dims.items()))
        return f"{self.indicator}[{inner}]"


class Recognise(_Strict):
    """How a document is known as this form: by words of its title, or by how many of its labels it holds.

    `untitled: false` asks for the title whatever the labels say: a form whose labels are another's as well.
    """

    titles: tuple[str, ...]
    not_titles: tuple[str, ...] = ()
    least_labels: int = 8
    untitled: bool = True


class Section(_Strict):
    """A part of the form, by its printed heading."""

    id: str
    heading: str


class WhoApplies(_Strict):
    """Who applies with a form: the indicators of its name and, if any, of its 统一社会信用代码 (`identifier`)."""

    kind: Literal["cluster", "company", "project", "institute", "person"]
    name: str
    identifier: str | None = None


class LayoutRules(_Strict):
    """That a form must not be altered: `parts` (ids of sections) whose rows and columns are held against the fields.

    `years` is how many columns of years the blank form prints; no two of the parts may stand on one page. `clause` is
    the form's instruction that says so.
    """

    clause: str
    parts: tuple[str, ...] = Field(min_length=1)
    years: int = Field(ge=1)


def _expressions(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """The phrases as they are; ValueError for one that is no regular expression, or names no indicator."""
    for phrase in phrases:
        try:
            named = re.compile(phrase).groupindex
        except re.error as e:
            raise ValueError(f"phrases 中的“{phrase}”不是正则表达式（{pattern_fault(e)}）") from e
        if not named:
            raise ValueError(f"phrases 中的“{phrase}”没有以指标命名的组，例如 (?P<event_after>…)")
    return phrases


Phrases = Annotated[tuple[str, ...], AfterValidator(_expressions)]


class Template(_Strict):
    """A programme's form of one edition. `years` are the reporting years where the form's own headings name none.

    `like` names a form of the same programme (`application@2025`) whose fields and printed words this one has too.
    `prose` says where figures in sentences are read: `document` for all paragraphs, or indicators with text.
    `indicators` describes those that the catalogue lacks and no other form asks for. `phrases` are regular expressions
    for what a form's sentences say where it has no caption for it; their groups are named by indicators.
    """

    id: str = Field(alias="template", pattern=r"^[a-z-]+/[a-z-]+@\d{4}$")
    title: str
    recognise: Recognise
    years: tuple[int, ...] = ()
    sections: tuple[Section, ...] = ()
    fields: tuple[FieldSpec, ...] = ()
    printed: tuple[str, ...] = ()
    like: str | None = None
    prose: tuple[str, ...] = ()
    phrases: Phrases = ()
    own: dict[str, Indicator] = Field(default_factory=dict, alias="indicators")
    layout: LayoutRules | None = None
    applicant: WhoApplies | None = None
    path: Path = Path()

    @property
    def program(self) -> str:
        """`sme-cluster` of `sme-cluster/application@2024`."""
        return self.id.partition("/")[0]

    @property
    def form(self) -> str:
        """`application` of `sme-cluster/application@2024`."""
        return self.id.partition("/")[2].partition("@")[0]

    def completed(self, other: Template) -> Template:
        """This template with the fields, printed words and sources of prose of the one that it is `like`."""
        own = {f.key for f in self.fields}
        return self.model_copy(
            update={
                "fields": (*self.fields, *(f for f in other.fields if f.key not in own)),
                "sections": self.sections or other.sections,
                "printed": (*self.printed, *other.printed),
                "prose": self.prose or other.prose,
                "years": self.years or other.years,
                "layout": self.layout,
                "applicant": self.applicant or other.applicant,
            }
        )

    @property
    def named_by(self) -> str:
        """The indicator that names who applies."""
        return "cluster_name" if self.applicant is None else self.applicant.name

    def indicators(self) -> tuple[str, ...]:
        """All indicators that the form asks for, in form order."""
        out: list[str] = []
        for f in self.fields:
            for name in f.indicators:
                if name not in out:
                    out.append(name)
        return tuple(out)


class Duty(_Strict):
    """What a recognised cluster has to hand in: `form`, `by` a day of each year (`03-31`), or so many `years` after its
    recognition; with neither when the year's notice says. `half`: about the first half of the same year.
    """

    form: str
    what: str
    who: str
    clause: str
    by: str = Field(default="", pattern=r"^(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))?$")
    half: bool = False
    years: int | None = Field(default=None, ge=1)


class LetterWords(_Strict):
    """What letters of a programme say beside their items; '' for the usual words.

    Words in braces stand for what is each applicant's: `{名称}`, or the caption of a text that the form asks for.

    `operator`, `county` and `city` are to whom it goes, `days` how many working days there are until the deadline.
    """

    operator: str = Field(default="", max_length=500)
    county: str = Field(default="", max_length=500)
    city: str = Field(default="", max_length=500)
    issuer: str = Field(default="", max_length=500)
    opening: str = Field(default="", max_length=2000)
    closing: str = Field(default="", max_length=2000)
    contact: str = Field(default="", max_length=500)
    days: int = Field(default=10, ge=1, le=365)


class Programme(_Strict):
    """What a programme is called: `programme.yaml` of its folder. `title` stands on screens and in reports.

    `names` are what its papers call the thing applied for, `not_names` longer names of other programmes that hold one
    of them; `places` the provinces whose programme it is (none: the nation's); `papers` the numbers of its rules;
    `duties` what is owed after recognition; `letter` what its letters say.
    """

    title: str = Field(min_length=1)
    names: tuple[str, ...] = ()
    not_names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()
    letter: LetterWords | None = None


def _once(said: dict[str, tuple[str, ...]]) -> None:
    """A word that heads two kinds of columns, or names two levels, says nothing."""
    words = [word for each in said.values() for word in each]
    twice = next((w for w in words if words.count(w) > 1), None)
    if twice is not None:
        raise ValueError(f"“{twice}”写在两处，请删去一处")


class YearWords(_Strict):
    """Words for the year that a form is about and for the one before it, what may stand behind them, and events that
    date an earlier time.
    """

    this: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    events: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _apart(self) -> YearWords:
        _once({"this": self.this, "last": self.last})
        return self


class TableWords(_Strict):
    """Words that head rows and columns of tables: see the head of `tables.yaml`. The keys of `heads` are what stands
    below its words.
    """

    levels: dict[Literal["international", "national", "industry", "group"], tuple[str, ...]] = Field(
        default_factory=dict
    )
    roles: dict[Literal["led", "joined"], tuple[str, ...]] = Field(default_factory=dict)
    works: tuple[str, ...] = ()
    years: YearWords = YearWords()
    heads: dict[Literal["unit", "code", "number", "remark", "year", "other"], tuple[str, ...]] = Field(
        default_factory=dict
    )
    totals: tuple[str, ...] = ()

    @field_validator("levels", "roles", "heads")
    @classmethod
    def _apart(cls, said: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        _once(said)
        return said


class Lexicon(_Strict):
    """Words of the field for comparing labels: see the head of `lexicon.yaml`."""

    same: dict[str, tuple[str, ...]]
    qualifiers: tuple[str, ...]
    foreign: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    filler: tuple[str, ...] = ()
    english: dict[str, str] = Field(default_factory=dict)
    subjects: tuple[str, ...] = ()
    applicants: tuple[str, ...] = ()
    sorts: tuple[str, ...] = ()
    phrases: Phrases = ()
    words: tuple[str, ...] = ()
    kinds: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    not_submitted: tuple[str, ...] = ()
    paper: tuple[str, ...] = ()
    concepts: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    soft: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()
    abroad: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    tables: TableWords = TableWords()


class Concepts(_Strict):
    """Words by concept and slot, of which frames are made: see the head of `concepts.yaml`."""

    what: dict[str, tuple[str, ...]]
    who: dict[str, tuple[str, ...]]
    form: dict[str, tuple[str, ...]]
    level: dict[str, tuple[str, ...]]
    time: dict[str, tuple[str, ...]]
    whose: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    soft: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()
    abroad: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
