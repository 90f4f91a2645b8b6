"""Rows of summary sheets without a form, and forms that the sheet of their city does not list.

A sheet speaks for its own programme, for the cities of its rows and for one year. What year that is its rows do not
say: it is that of the forms that it lists, and where it lists none it speaks for what came in the same load.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from formextract.model import Finding, Parts
from formextract.model.submission import Copy, Item, Submission
from formextract.places import Locality
from formextract.submissions.applicants import region_of
from formextract.submissions.clusternames import LIKE, Names, core, likeness, named
from formextract.submissions.history import codes_of

APPLICATION = "application"
"""The form that a summary sheet recommends."""
_CLAUSE = "推荐汇总表、申报表各一份，所列各家应一致"


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A row of a summary sheet, the file that it stands in and the load in which that came."""

    copy: Copy
    item: Item
    load: int

    @property
    def place(self) -> Locality:
        """Where the row's cluster is."""
        return named(self.copy.cluster, region_of(self.copy.applicant)).place


@dataclass(slots=True)
class _Form:
    """A submission's application, by each name that it is given."""

    key: str
    program: str
    edition: str
    names: list[tuple[str, Locality]]
    loads: set[int]
    codes: frozenset[str] = frozenset()
    rows: set[str] = field(default_factory=set)

    @property
    def city(self) -> tuple[str, str] | None:
        return next((c for name, region in self.names if (c := _city(named(name, region).place)) is not None), None)


@dataclass(frozen=True, slots=True)
class Unlisted:
    """What is on one side only: submissions by key with the sheets that should list them, and ids of rows."""

    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows: frozenset[str] = frozenset()


def unlisted(
    submissions: Iterable[Submission],
    rows: Sequence[SummaryRow],
    about: Callable[[str, Locality], str | None],
    loads: Loads,
) -> Unlisted:
    """What the sheets' rows and the submissions' forms do not share. `about` gives the row about a cluster."""
    forms = [f for s in submissions if (f := _form(s, loads)) is not None]
    with_form: set[str] = set()
    by_program: dict[str, list[_Form]] = {}
    for f in forms:
        by_program.setdefault(f.program, []).append(f)
    for program, some in by_program.items():
        theirs = [r for r in rows if r.copy.program == program and core(r.copy.cluster)]
        with_form |= _matched(some, theirs, about)
    lacking: dict[str, list[str]] = {}
    without: set[str] = set()
    for sheet in _sheets(rows):
        covered = [f for f in by_program.get(sheet[0].copy.program, ()) if _speaks_for(sheet, f, forms)]
        for f in covered:
            if not f.rows:
                lacking.setdefault(f.key, []).append(sheet[0].item.path)
        if covered:
            without |= {r.copy.record_id for r in sheet if core(r.copy.cluster) and r.copy.record_id not in with_form}
    return Unlisted({key: tuple(sorted(paths)) for key, paths in lacking.items()}, frozenset(without))


Loads = Callable[[Item], int]
"""The load in which a file came."""


def _form(submission: Submission, loads: Loads) -> _Form | None:
    copies = [(c, m.item) for m in submission.members for c in m.item.copies if c.record_id in m.record_ids]
    copies = [(c, i) for c, i in copies if c.form == APPLICATION]
    if not copies:
        return None
    places = [(c.cluster, region_of(c.applicant)) for c, _ in copies]
    place = max((p for _, p in places), key=lambda p: (p.said, p.text))
    names = [(n, p) for n, p in [(submission.cluster, place), *places] if core(n)]
    edition = max(c.edition for c, _ in copies)
    if not names:
        return None
    codes = codes_of(c for c, _ in copies)
    return _Form(submission.key, copies[0][0].program, edition, names, {loads(i) for _, i in copies}, codes)


def _matched(
    forms: Sequence[_Form], rows: Sequence[SummaryRow], about: Callable[[str, Locality], str | None]
) -> set[str]:
    """The ids of the rows that may be about one of the forms; notes at the forms which.

    Whatever may be meant counts: a misspelt name is told where row and form are held against each other. Where both
    have an identifier (统一社会信用代码), it alone decides.
    """
    names = Names()
    for number, row in enumerate(rows):
        names.add(row.copy.cluster, number, region_of(row.copy.applicant))
    ids = {row.copy.record_id for row in rows}
    codes = {row.copy.record_id: row.copy.applicant.identifier for row in rows}
    found: set[str] = set()
    for form in forms:
        form.rows |= {row for row, code in codes.items() if code and code in form.codes}
        others = {row for row, code in codes.items() if code and form.codes and code not in form.codes}
        for name, region in form.names:
            near = {rows[n].copy.record_id for n in names.related(name, region, misread=True)}
            near |= {r.copy.record_id for r in rows if likeness(r.copy.cluster, name) >= LIKE}
            near |= {row for row in [about(name, region)] if row in ids and row is not None}
            form.rows |= near - others
        found |= form.rows
    return found


def _sheets(rows: Iterable[SummaryRow]) -> list[list[SummaryRow]]:
    by_file: dict[tuple[str, str], list[SummaryRow]] = {}
    for row in rows:
        by_file.setdefault((row.copy.program, row.item.sha256), []).append(row)
    return list(by_file.values())


def _speaks_for(sheet: Sequence[SummaryRow], form: _Form, forms: Sequence[_Form]) -> bool:
    """Whether a form's cluster should stand in the sheet, if it is recommended at all."""
    cities = {_city(row.place) for row in sheet} - {None}
    if form.program != sheet[0].copy.program or form.city not in cities:
        return False
    ids = {row.copy.record_id for row in sheet}
    editions = {f.edition for f in forms if f.edition and f.rows & ids}
    if form.edition and editions:
        return form.edition in editions
    return bool(form.loads & {row.load for row in sheet})


def _city(place: Locality) -> tuple[str, str] | None:
    """A place's province and its largest division below that."""
    return (place.province, place.units[0]) if place.units else None


def not_listed(sheets: Sequence[str]) -> list[Finding]:
    """The finding on a form that none of its city's sheets lists."""
    if not sheets:
        return []
    named_ = "、".join(f"“{PurePosixPath(path).name}”" for path in sheets)
    return [_finding("form", f"推荐汇总表{named_}中没有列入这一家，请与推荐单位核对是否漏列")]


def without_form(cluster: str) -> Finding:
    """The finding on a row whose cluster has handed in no form."""
    return _finding("row", f"“{cluster}”已列入推荐汇总表，而所装载的材料中没有它的申报表，请补报申报表，或核对名称")


def _finding(check: str, told: str) -> Finding:
    parts = Parts(told)
    return Finding(
        check=f"agreement.listed.{check}",
        kind="agreement",
        severity="warning",
        message=parts.message,
        fields=("cluster_name",),
        clause=_CLAUSE,
        origin="summary",
        parts=parts,
    )
