"""What the list and the queue say of each record, kept in the store: five hundred forms are not read for every page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from threading import Event, Lock
from typing import Any

from formextract import wording
from formextract.catalogue import load_catalogue
from formextract.checks.impact import deciding as deciding_values
from formextract.checks.messages import percent
from formextract.checks.undone import NOT_OURS, is_undone, undone
from formextract.loading import reviewed
from formextract.loading.applied_reviews import UNREAD
from formextract.model import Finding, Observation, Record
from formextract.model.decisions import dropped, judged, set_aside
from formextract.model.doubt import SURE
from formextract.model.facts import form_values
from formextract.model.written import applicant_of
from formextract.review import deciding, words
from formextract.review.tabled import TableFigure, figures_of
from formextract.review.verdicts import DROPPED, EVIDENCE, group_of
from formextract.rules import rules
from formextract.store import Store
from formextract.submissions.applicants import region_of
from formextract.submissions.duties import Paper, paper_of

LAYOUT = "12"
"""Of the notes; another one makes them all anew."""
MOST_QUEUED = 80
"""Values of one record that the queue shows; a form of which more are doubtful is read again rather than reviewed."""

BATCH = 25
"""Notes that are stored at once: what a stop or a crash in between costs at most."""
FEW = 20
"""Notes that a page waits for, about a second; of more it says how far they are."""

_COUNTS = (
    "errors", "warnings", "missing", "infos", "dropped", "met",
    "not_met", "unknown", "manual", "given", "sure", "unmatched", "reviewed",
)  # fmt: skip

FLIPS, SUSPECT, CONTRADICTED, UNREADABLE, DOUBTFUL, ODD, TEXT = range(7)
"""Why a value is in the queue, the gravest first; chapters of text that are in doubt and nothing worse come last."""
LONG_TEXT = 60
"""Letters from which a doubtful text takes reading rather than a look."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A value that a person should look at. `rank` orders the queue, `why` says in Chinese what hangs on it.

    `look` says what to look for on the page, `kinds` of what kind these doubts are (`wording.DOUBTS`).
    """

    field: str
    name: str
    text: str
    unit: str
    status: str
    confidence: float
    rank: int
    why: str
    look: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A record in a line of the list, and its part of the queue.

    Findings that a reviewer has dropped are counted as `dropped` only, missing proofs as `missing` only; clauses as a
    reviewer has judged them; ink that was set aside not at all. `done` says that the review is complete, `changed` that
    the record has changed since, `by` and `at` who has said so.
    """

    id: str
    cluster: str
    program: str
    form: str
    template: str
    path: str
    files: int
    errors: int
    warnings: int
    missing: int
    infos: int
    dropped: int
    met: int
    not_met: int
    unknown: int
    manual: int
    given: int
    sure: int
    unmatched: int
    reviewed: int
    queue: tuple[Queued, ...]
    city: str = ""
    done: bool = False
    changed: bool = False
    by: str = ""
    at: str = ""
    assignee: str = ""
    figures: dict[str, TableFigure] = field(default_factory=dict)
    """The record's figures for the meeting's table, by column (`tabled.column_of`)."""
    verdicts: dict[str, str] = field(default_factory=dict)
    """How each clause stands, a reviewer's judgement counted."""
    paper: Paper | None = None
    """What the calendar asks of the record; None where that could not be told."""
    was: str = ""
    """Under which name the record was read, where a reviewer has given it another one since; '' else."""
    trouble: str = ""
    """What the program could not do with this record, in Chinese; '' where there was nothing of the kind."""

    @property
    def share(self) -> int:
        """Per cent of the values that were read surely or settled by a person."""
        return 100 * self.sure // self.given if self.given else 0

    def has(self, what: str) -> bool:
        """Whether the record has what a filter asks for: a count of its own, or `open`, `changed`, `queue`."""
        if what == "open":
            return not self.done or self.changed
        return bool(getattr(self, what))

    def spelt(self) -> dict[str, Any]:
        """As the API spells it: with counts of the queue in place of the queue."""
        out = {f.name: getattr(self, f.name) for f in fields(self)}
        del out["figures"], out["verdicts"], out["paper"]
        out["queue"] = len(self.queue)
        out["deciding"] = sum(q.rank == FLIPS for q in self.queue)
        return out | {"share": self.share}


def note_of(record: Record) -> Note:
    """What is to be said of a record; it has its corrections applied already."""
    values = form_values(record)
    given = [o for o in values if o.is_given or o.status == "unreadable"]
    groups = [DROPPED if dropped(record, f) else group_of(f) for f in record.findings]
    statuses = [judged(record, c) for c in record.criteria]
    said = deciding.last_on(record, "submission")
    done = deciding.is_done(record)
    return Note(
        **_head(record),
        errors=groups.count("error"),
        warnings=groups.count("warning"),
        missing=groups.count(EVIDENCE),
        infos=groups.count("info"),
        dropped=groups.count(DROPPED),
        met=statuses.count("met"),
        not_met=statuses.count("not_met"),
        unknown=statuses.count("unknown"),
        manual=statuses.count("manual"),
        given=len(given),
        sure=sum(o.is_given and o.confidence >= SURE for o in given),
        unmatched=sum(not set_aside(record, u) for u in record.unmatched),
        reviewed=sum(o.is_reviewed for o in values),
        queue=tuple(queue_of(record)[:MOST_QUEUED]),
        done=done,
        changed=deciding.changed_since_done(record),
        by=said.by if said is not None and done else "",
        at=said.at if said is not None and done else "",
        assignee=deciding.assignee(record),
        figures=figures_of(record),
        verdicts={c.criterion: judged(record, c) for c in record.criteria},
        paper=paper_of(record),
        trouble=next((f.message for f in record.findings if is_undone(f)), ""),
    )


def troubled(record: Record, error: Exception) -> Note:
    """The note on a record of which no other can be made: whose it is, and why."""
    counts: dict[str, Any] = dict.fromkeys(_COUNTS, 0)
    return Note(**_head(record), **counts, queue=(), trouble=undone("这份表的整理", error).message)


def _head(record: Record) -> dict[str, Any]:
    return {
        "id": record.id,
        "cluster": record.cluster,
        "program": record.program,
        "form": record.form,
        "template": record.template,
        "path": record.files[0].path if record.files else "",
        "files": len(record.files),
        "city": city_of(record),
    }


def city_of(record: Record) -> str:
    """Where the applicant is, as far as a province's staff sort by it: the first division below the province."""
    place = region_of(applicant_of(record))
    return place.units[0] if place.units else place.province


def queue_of(record: Record) -> list[Queued]:
    """The values of a record that a person should look at, those on which most hangs first.

    That is what nobody has looked at yet and is unreadable, read with doubt, the likely culprit of a contradiction, or
    said otherwise by another copy.
    """
    grave = [f for f in reversed(record.findings) if f.severity != "info" and not dropped(record, f)]
    suspects = {f.suspect: f for f in grave if f.suspect}
    copies = {key: f for f in grave if f.origin == "copies" for key in f.fields}
    suspects |= copies
    unread = {f.fields[0]: f.message for f in record.findings if f.check.startswith(UNREAD)}
    errors = {field for f in grave if f.severity == "error" for field in f.fields}
    open_values = [
        o
        for o in form_values(record)
        if not o.is_reviewed
        and (o.status == "unreadable" or o.key in copies or (o.is_given and (o.confidence < SURE or o.key in suspects)))
    ]
    criteria = () if record.form == "summary" else rules(record.program)[1]
    clauses = {c.id: c.text for c in criteria}
    hanging = deciding_values(record, criteria, {o.key for o in open_values})
    names = words.names_of(record.values, load_catalogue().indicators)
    out: list[tuple[tuple[int, float, int], Queued]] = []
    for position, o in enumerate(open_values):
        if o.key in hanging:
            told = "；".join(clauses[c].rstrip("。") for c in hanging[o.key])
            rank, why = FLIPS, f"关系到能否认定：{told}"
        elif o.key in suspects:
            finding = suspects[o.key]
            rank = SUSPECT if finding.severity == "error" else ODD
            why = _about(finding, names[o.key])
        elif o.key in errors:
            rank, why = CONTRADICTED, "与其他数字矛盾，且读得没有把握"
        elif o.status == "unreadable":
            rank, why = UNREADABLE, unread.get(o.key, "有字迹，但读不出可信的值")
        else:
            rank, why = DOUBTFUL, "" if o.doubts else f"把握只有 {percent(o.confidence)}%"
        if rank in (UNREADABLE, DOUBTFUL) and len(o.value if isinstance(o.value, str) else o.raw) > LONG_TEXT:
            rank = TEXT
        out.append(((rank, o.confidence, position), _queued(o, rank, why, names[o.key])))
    return [q for _, q in sorted(out, key=lambda pair: pair[0])]


def _about(finding: Finding, name: str) -> str:
    """What a finding says of its suspect, in the two lines that the queue has for it: all of it stands on the page.

    The suspicion names the figure and what it should be; where there is none, it is what the copies say.
    """
    if finding.parts is None:
        return finding.message
    return (finding.parts.suspect or finding.parts.statement).removeprefix(name)


def _queued(o: Observation, rank: int, why: str, name: str) -> Queued:
    text = words.observed_text(o) if o.is_given else o.raw or wording.STATUSES[o.status]
    kinds = tuple(dict.fromkeys(d.kind for d in o.doubts))
    return Queued(o.key, name, text, o.unit or "", o.status, o.confidence, rank, why, o.because, kinds)


def applicants_called(notes: Iterable[Note]) -> str:
    """What those who apply are called on the page: by who they are in all these records."""
    return load_catalogue().applicants_called(n.template for n in notes)


class StoppedError(Exception):
    """The server ends while notes are made."""


class Notes:
    """The notes on a store's records, made anew where a record, its log or this program has changed since."""

    def __init__(self, store: Store, version: str) -> None:
        self._store = store
        self._mark = f"{LAYOUT}|{version}"
        self._held: dict[str, tuple[str, Note]] = {}
        self._seen = -1
        self._sorted: list[Note] = []
        self._lock = Lock()
        self.progress: tuple[int, int] | None = None
        """How many of how many notes are made, while more than a FEW are being made; None else."""

    def all(self, on_made: Callable[[int, int], None] | None = None, until: Event | None = None) -> list[Note]:
        """A note on every record, by cluster; `on_made` hears how many of how many have been made anew.

        Raises StoppedError once `until` is set and there is something left to be made.
        """
        with self._lock:
            change = self._store.changes.last()  # asked first: what comes after it is looked for the next time
            if change == self._seen:
                return list(self._sorted)
            try:
                states, stale = self._looked_up()
                for first in range(0, len(stale), BATCH):
                    self._make(stale[first : first + BATCH], states, first, len(stale), on_made, until)
            finally:
                self.progress = None
            self._held = {name: kept for name, kept in self._held.items() if name in states}
            in_order = sorted((n for _, n in self._held.values()), key=lambda n: (n.cluster, n.form, n.path, n.id))
            self._seen, self._sorted = change, in_order
            return list(in_order)

    def owed(self) -> int:
        """How many notes are to be made; where that is more than a FEW, `progress` says so from here on."""
        with self._lock:
            total = len(self._looked_up()[1])
            self.progress = (0, total) if total > FEW else None
            return total

    def _looked_up(self) -> tuple[dict[str, str], list[str]]:
        """What each record's note is to rest on, and of which records there is none that does."""
        states = {name: f"{self._mark}|{state}" for name, state in self._store.reviews.states().items()}
        if any(name not in self._held for name in states):
            for name, (basis, body) in self._store.reviews.summaries().items():
                if states.get(name) == basis and self._held.get(name, ("",))[0] != basis:
                    self._held[name] = (basis, _note(json.loads(body)))
        return states, [name for name, basis in states.items() if self._held.get(name, ("",))[0] != basis]

    def _make(
        self,
        names: list[str],
        states: dict[str, str],
        first: int,
        total: int,
        on_made: Callable[[int, int], None] | None,
        until: Event | None,
    ) -> None:
        """Makes some of the `total` notes, those from number `first` on, and stores them."""
        made: dict[str, tuple[str, str]] = {}
        for n, name in enumerate(names, first):
            if until is not None and until.is_set():
                raise StoppedError
            self.progress = (n, total) if total - n > FEW else None
            try:
                record = self._store.record(name)
            except KeyError:  # gone since: a load has regrouped it
                continue
            note = self._note_of(record)
            self._held[name] = (states[name], note)
            made[name] = (states[name], json.dumps(asdict(note), ensure_ascii=False))
            if on_made is not None:
                on_made(n + 1, total)
        if made and not self._store.is_only_read:
            self._store.reviews.note(made)

    def queue_in(self, record_id: str) -> tuple[Queued, ...] | None:
        """What of a record is to be looked at; None where the note does not tell all of it."""
        self.all()
        held = self._held.get(record_id)
        if held is None or held[1].trouble or len(held[1].queue) >= MOST_QUEUED:
            return None
        return held[1].queue

    def _note_of(self, record: Record) -> Note:
        try:
            note = note_of(reviewed(self._store, record))
            return note if note.cluster == record.cluster else replace(note, was=record.cluster)
        except NOT_OURS:
            raise
        except Exception as e:  # noqa: BLE001 - whatever it is, it is this record's, and the list goes on
            return troubled(record, e)

    def queue(self, notes: Iterable[Note] | None = None, kind: str = "") -> list[tuple[Note, Queued]]:
        """What is to be looked at in all records, what most hangs on first; `kind` of doubt, where one is named."""
        pairs = [
            (note, q)
            for note in (self.all() if notes is None else notes)
            for q in note.queue
            if not kind or kind in q.kinds
        ]
        return sorted(pairs, key=lambda p: (p[1].rank, p[0].cluster, p[0].id, p[1].confidence))


def _note(raw: dict[str, Any]) -> Note:
    queue = tuple(Queued(**{**q, "kinds": tuple(q["kinds"])}) for q in raw["queue"])
    figures = {k: TableFigure(*v.values()) for k, v in raw["figures"].items()}
    paper = None if raw["paper"] is None else Paper(**raw["paper"])
    return Note(**{**raw, "queue": queue, "figures": figures, "paper": paper})
