"""Who owes what by when: a programme's duties for each recognised cluster of a store, with what has come.

A cluster is recognised where a paper of it says since when, or is one that only recognised ones hand in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from formextract.model import Record
from formextract.model.facts import form_values
from formextract.model.template import Duty
from formextract.model.written import edition_of
from formextract.submissions.clusternames import core

BEFORE = frozenset({"application", "summary"})
"""Forms that clusters hand in before they are recognised."""

State = Literal["done", "due", "overdue", "by_notice"]


@dataclass(frozen=True, slots=True)
class Paper:
    """What a record says that matters here: whose it is, of which year, when it was filed, since when recognised."""

    program: str
    form: str
    cluster: str
    edition: str
    filed: str
    certified: str


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty of one cluster. `of` is what the paper is about (2024 年), `due` its last day or, where a notice says,
    None."""

    program: str
    cluster: str
    duty: Duty
    of: str
    due: date | None
    state: State


@dataclass(slots=True)
class _Cluster:
    name: str
    papers: list[Paper] = field(default_factory=list)

    @property
    def recognised(self) -> bool:
        return any(p.form not in BEFORE or p.certified for p in self.papers)

    @property
    def since(self) -> date | None:
        """The day of the last recognition that a paper tells."""
        told = [day for p in self.papers if (day := _day(p.certified)) is not None]
        return max(told, default=None)

    @property
    def known_since(self) -> int | None:
        """The first year of which there is anything after recognition."""
        years = [int(p.edition) for p in self.papers if p.form not in BEFORE and p.edition.isdigit()]
        return min(years, default=None)

    def has(self, form: str, years: Sequence[int]) -> bool:
        """Whether there is a paper of this form about one of the years."""
        return any(p.form == form and p.edition in map(str, years) for p in self.papers)


def paper_of(record: Record) -> Paper:
    """What a record says of whose paper it is, and of when."""
    said = {o.indicator: str(o.value) for o in form_values(record) if o.is_given and o.indicator in _DATES}
    filed, certified = (said.get(name, "") for name in _DATES)
    return Paper(record.program, record.form, record.cluster, edition_of(record) or filed[:4], filed, certified)


_DATES = ("application_date", "certified_date")


def owed(papers: Iterable[Paper], duties: Mapping[str, Sequence[Duty]], today: date) -> list[Owed]:
    """What is owed by all recognised clusters: the last duty of each kind that was due, and the next; soonest first."""
    clusters: dict[tuple[str, str], _Cluster] = {}
    for p in papers:
        if duties.get(p.program) and core(p.cluster):
            clusters.setdefault((p.program, core(p.cluster)), _Cluster(p.cluster)).papers.append(p)
    found = [
        o
        for (program, _), cluster in clusters.items()
        if cluster.recognised
        for duty in duties[program]
        for o in _of_duty(program, cluster, duty, today)
    ]
    return sorted(found, key=lambda o: (o.due or date.max, o.program, o.cluster, o.duty.what))


def _of_duty(program: str, cluster: _Cluster, duty: Duty, today: date) -> Iterator[Owed]:
    if duty.years is not None:
        since = cluster.since
        if since is not None:
            due = _anniversary(since, duty.years)
            handed = any(p.form == duty.form and p.filed > since.isoformat() for p in cluster.papers)
            yield Owed(program, cluster.name, duty, f"{since.year} 年认定", due, _state(due, today, handed=handed))
        return
    if not duty.by:
        year = today.year - 1
        done = cluster.has(duty.form, [year])
        yield Owed(program, cluster.name, duty, f"{year} 年", None, "done" if done else "by_notice")
        return
    month, day = map(int, duty.by.split("-"))
    for year in (today.year - 1, today.year, today.year + 1):
        due = _date(year, month, day)
        about = year if duty.half else year - 1
        last = due <= today < _date(year + 1, month, day)
        following = due > today >= _date(year - 1, month, day)
        if (last or following) and _was_recognised(cluster, due, about):
            what = f"{about} 年上半年" if duty.half else f"{about} 年"
            handed = cluster.has(duty.form, [about])
            yield Owed(program, cluster.name, duty, what, due, _state(due, today, handed=handed))


def _was_recognised(cluster: _Cluster, due: date, about: int) -> bool:
    """Whether the cluster was recognised when a paper was due; where nobody says, from its first paper on."""
    if cluster.since is not None:
        return cluster.since <= due
    return cluster.known_since is not None and cluster.known_since <= about


def _state(due: date, today: date, *, handed: bool) -> State:
    return "done" if handed else "overdue" if due < today else "due"


def _day(text: str) -> date | None:
    """An ISO date; of a month alone, or a year, the first day."""
    parts = [int(x) for x in text.split("-") if x.isdigit()]
    if not parts or not 1900 <= parts[0] <= 2200:  # noqa: PLR2004 - years that forms are about
        return None
    try:
        return date(parts[0], *[*parts[1:], 1, 1][:2])
    except ValueError:
        return None


def _anniversary(day: date, years: int) -> date:
    return _date(day.year + years, day.month, day.day)


def _date(year: int, month: int, day: int) -> date:
    """The date; of a month that is shorter its last day."""
    for d in range(day, 27, -1):
        try:
            return date(year, month, d)
        except ValueError:
            continue
    return date(year, month, min(day, 28))
