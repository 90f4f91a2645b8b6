"""What leaves the program: records of observations, findings and criterion results (`formextract/record/1`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

from formextract.model.document import UnreadKind
from formextract.model.head import Role

SCHEMA: Final = "formextract/record/1"

Status = Literal["reported", "none", "blank", "missing", "unreadable", "corrected"]
"""`corrected`: the value that a reviewer has put beside a reading; the reading stays in the record, before it."""
Severity = Literal["error", "warning", "info"]
FindingKind = Literal[
    "sum",
    "share",
    "growth",
    "average_growth",
    "per_capita",
    "subset",
    "range",
    "count",
    "required",
    "format",
    "length",
    "agreement",
    "evidence",
    "layout",
]
Origin = Literal["form", "plausibility", "reading", "copies", "summary", "evidence", "layout", "grouping"]
"""Where a finding comes from: the applicant contradicts himself, or what he says is unusual; what was read may be
misread, or was not read at all; two copies of one form differ; the summary sheet differs from the form, which other
people have filled in; proof is not there; the form's layout was altered; files were put together in a way that a person
should look at."""
CriterionStatus = Literal["met", "not_met", "unknown", "manual"]
Action = Literal["correct", "accept", "unreadable", "assign", "restore"]
"""What a reviewer does about a value: gives another one, confirms the reading, says that nobody can read it, takes it
from a cell that no indicator had claimed, or takes back what was done before."""

REVIEW = "review"
"""The reader's name at values that a person stands for."""

Value = bool | Decimal | str | tuple[str, ...] | None
"""A figure in its canonical unit, a tick, a choice token, a text, an ISO date, a list of names, or nothing."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where an observation was read. `file` indexes the record's files; `page`, `bbox`, `cell` as in `Place`."""

    file: int
    page: int | None
    bbox: tuple[float, float, float, float] | None
    cell: str | None
    reader: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """How another file of the submission was read."""

    value: Value
    raw: str
    confidence: float
    source: Source


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a value is unsure: a kind of doubt (`seal_over_text` …), and in Chinese what to look for on the page."""

    kind: str
    because: str


@dataclass(frozen=True, slots=True)
class AlsoRead:
    """What else the recogniser made of a figure's ink: the value, as it was read, and how sure that was (0 to 1)."""

    value: Value
    raw: str
    probability: float


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure, tick or text: one indicator, one period, one set of dims.

    `precision` counts the digits after the decimal point as written, after conversion to `unit`; it may be negative.
    `measures` is the catalogue's indicator that a planning row is about, where its caption names one.
    A value other than None goes with status `reported` or `corrected` only, but for the empty list of a `none`.
    `doubts` say why `confidence` is below 0.9, the gravest first; a sure value has none. `also_read` is what else was
    made of a figure's ink on paper, the likeliest first.
    """

    indicator: str
    label: str
    period: str | None
    dims: dict[str, str]
    value: Value
    unit: str | None
    precision: int | None
    raw: str
    status: Status
    confidence: float
    source: Source | None
    alternatives: tuple[Alternative, ...] = ()
    doubts: tuple[Reason, ...] = ()
    also_read: tuple[AlsoRead, ...] = ()
    measures: str | None = None

    @property
    def is_given(self) -> bool:
        """Whether there is a value: read from the form, or put right by a reviewer."""
        return self.status in ("reported", "corrected")

    @property
    def is_reviewed(self) -> bool:
        """Whether a person stands for it."""
        return self.source is not None and self.source.reader == REVIEW

    @property
    def because(self) -> str:
        """Why it is unsure, in Chinese; '' where it is sure."""
        return "；".join(d.because for d in self.doubts)

    @property
    def key(self) -> str:
        """The observation's name in findings: `indicator@period[dim=value]`."""
        inner = ",".join(f"{k}={v}" for k, v in sorted(self.dims.items())) if self.dims else ""
        return self.indicator + (f"@{self.period}" if self.period else "") + (f"[{inner}]" if inner else "")


@dataclass(frozen=True, slots=True)
class UnreadPart:
    """Something in a file that nobody read: `what` it is, and where it stands."""

    what: UnreadKind
    source: Source


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file of a record. `reader` names who read it, `unread` what of it nobody did."""

    path: str
    sha256: str
    format: str
    role: Role
    pages: int
    reader: str = ""
    unread: tuple[UnreadPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """An indicator that a cell may be, with its label, the period and how likely it is (0 to 1)."""

    indicator: str
    label: str
    period: str | None
    score: float


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A filled-in cell that no indicator claimed; `proposals` say what it may be, up to three, best first."""

    label: str
    text: str
    source: Source
    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """What a finding says, in parts. An applicant may be told the statement; the rest is the reviewer's.

    `statement` is what contradicts what, with the sum where there is no `working` of its own; `suspect` is what is
    likely wrong and what it may have been; `advice` is what a reviewer should do about it.
    """

    statement: str
    working: str = ""
    suspect: str = ""
    advice: str = ""

    @property
    def message(self) -> str:
        """The parts as one text, a full stop between two of them."""
        out = ""
        for part in (self.statement, self.working, self.suspect, self.advice):
            if part:
                out += ("" if not out or out.endswith("。") else "。") + part
        return out


@dataclass(frozen=True, slots=True)
class Odds:
    """How likely (0 to 1, together 1) a suspect figure from paper is misread, and how likely it was filled in wrongly.

    `if_misread` is what the paper says then, as far as one can tell. It never takes the figure's place.
    """

    misread: float
    misfilled: float
    if_misread: Value = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One outcome of a check: which figures contradict which rule. `expected` is the interval that the others allow.

    `message` is made from `parts`, never the other way round. `rests_on` names further observations that the finding
    would not stand without. `origin` and `parts` are None where an older version of the program has made it. `odds` are
    there where the suspect was read from paper.
    """

    check: str
    kind: FindingKind
    severity: Severity
    message: str
    fields: tuple[str, ...]
    suspect: str | None = None
    reported: Value = None
    expected: tuple[Decimal | None, Decimal | None] | None = None
    suggestion: Value = None
    clause: str = ""
    origin: Origin | None = None
    parts: Parts | None = None
    rests_on: tuple[str, ...] = ()
    odds: Odds | None = None


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One clause of a standard, judged on the record.

    `doubtful` names the observations below 0.9 on which the verdict rests, `soft` the words of the clause (一般,
    原则上)
    for which it is `unknown` instead of `not_met`. `why` says in words what the verdict rests on, or what it lacks.
    """

    criterion: str
    clause: str
    text: str
    status: CriterionStatus
    observed: dict[str, Value] = field(default_factory=dict)
    threshold: str = ""
    doubtful: tuple[str, ...] = ()
    soft: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of a record's log: what a reviewer did about the value named `field`, and why.

    `id` grows with time; `at` is UTC, ISO 8601. `old` is what stood before (a reading, or an earlier correction).
    """

    id: int
    at: str
    by: str
    action: Action
    field: str
    old: Value
    old_status: Status
    new: Value
    new_status: Status
    why: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a reviewer, as `model.decisions` tells them: about a finding, a clause, ink that no indicator has
    claimed, or the whole record.

    `target` names what it is about, `told` says it in words as it stood then; `id` and `at` as in `Correction`.
    """

    id: int
    at: str
    by: str
    subject: str
    target: str
    verdict: str
    told: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One form (or one row of a summary sheet) as data.

    `applicant` is who applies, where the form's template says who does: a company, a project, a person. `cluster` says
    the same then: grouping, lists, letters and file names go by it, whoever applies. `identifier` is its
    统一社会信用代码, where the template asks for one and it was read for sure with a check digit that is right.
    """

    id: str
    program: str
    form: str
    template: str
    cluster: str
    files: tuple[FileRef, ...]
    values: tuple[Observation, ...]
    findings: tuple[Finding, ...] = ()
    criteria: tuple[CriterionResult, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    corrections: tuple[Correction, ...] = ()
    decisions: tuple[Decision, ...] = ()
    applicant: str = ""
    identifier: str = ""
    schema: Literal["formextract/record/1"] = SCHEMA
