"""The pages: the list, the queue, a submission, loading, and what reviewers have done. Their scripts use the API."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime
from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from formextract import wording
from formextract.catalogue import load_catalogue
from formextract.errors import UnreadableFileError
from formextract.model import Record
from formextract.model.facts import form_years
from formextract.reports.letter_words import Recipient
from formextract.reports.notice import PARTS
from formextract.review import words
from formextract.review.account import KINDS, ONLY, account_of
from formextract.review.api_pictures import MOVED, Of
from formextract.review.api_table import asked_table
from formextract.review.asked import RecordId, found, site_of
from formextract.review.grouping import members_of, stands
from formextract.review.learning import learnt_rows
from formextract.review.letters import RECIPIENTS, number_told, sheet_of
from formextract.review.logbook import rows_of
from formextract.review.meeting import MOST, TableRow
from formextract.review.notes import FLIPS, Note, Queued, applicants_called
from formextract.review.people import account_now, is_open
from formextract.review.site import TEMPLATES, Site
from formextract.review.verdicts import DROPPED, EVIDENCE
from formextract.review.view import RecordView, files_of, view_of
from formextract.store import Store
from formextract.submissions.duties import owed


class PreparingError(Exception):
    """A page was asked for while notes on many records are being made."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__()
        self.done, self.total = done, total


def _prepared(request: Request) -> None:
    """PreparingError where a person would wait for notes; whatever else asks waits for its answer."""
    progress = site_of(request).notes.progress
    looked_at = "text/html" in request.headers.get("accept", "") and not is_open(request.url.path)
    if progress is not None and looked_at:
        raise PreparingError(*progress)


router = APIRouter(include_in_schema=False, dependencies=[Depends(_prepared)])

_OWN_PAGE = re.compile(r"/(?![/\\])")
"""An address of this server, and of no other one."""
MOST_SIGNED = 200
"""Sign-ins that are listed."""
MOST_RANKED = 10
"""Columns by which the table is ranked at once."""
MOST_FILES = 200
"""Files that the files' page shows at once."""
MOST_PRINTED, LONGEST_PRINTED, OBSERVED_PRINTED = 12, 150, 3
"""Findings on the printed page, letters of each, and figures of a clause: so many fit on two pages of A4."""
MOST_QUEUED = 500
"""Values that the queue's page shows at once."""

_environment = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_environment.globals["words"] = words
_environment.globals["signed_in_as"] = account_now
_environment.globals["wording"] = wording


def shown(name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page from its template; every value is escaped."""
    return HTMLResponse(_environment.get_template(name).render(**values).encode("utf-8", "replace"), status)


def part(name: str, **values: Any) -> Markup:
    """A part of a page from its own template; every value is escaped. An `include` hands each piece on one by one."""
    return Markup(_environment.get_template(name).render(**values))  # noqa: S704 - escaped by the template


def drawn(template: str, macro: str, *values: Any) -> Markup:
    """A part of a page from a template's macro; every value is escaped."""
    made: Markup = getattr(_environment.get_template(template).module, macro)(*values)
    return made


@router.get("/")
def index(request: Request) -> HTMLResponse:
    """All submissions."""
    site = site_of(request)
    notes = site.notes.all()
    title = load_catalogue().title_of

    def row(n: Note) -> str:
        return site.fragments.of(("index", n.id), n, lambda: drawn("_note_row.html", "row", n, title))

    return shown(
        "index.html",
        here="index",
        who=applicants_called(notes),
        row=row,
        store=site.store.where,
        notes=notes,
        programs=sorted({n.program for n in notes}),
        forms=sorted({n.form for n in notes}),
        cities=sorted({n.city for n in notes if n.city}),
        program_title=title,
        queued=sum(len(n.queue) for n in notes),
        deciding=sum(q.rank == FLIPS for n in notes for q in n.queue),
        files=_files_of(site.store),
    )


def _files_of(store: Store) -> dict[str, int]:
    """How many files the store has, as the files' page counts them, how many of these could not be read, and how
    many were taken back with their discs.
    """
    counts = store.manifest.counts()
    counted = {fate: sum(n for (_, f), n in counts.items() if f == fate) for fate in {f for _, f in counts}}
    return {
        "files": sum(counted.values()) - counted.get("taken_back", 0),
        "failed": counted.get("failed", 0),
        "out": counted.get("taken_back", 0),
    }


@router.get("/calendar")
def calendar(request: Request, day: date | None = None) -> HTMLResponse:
    """Who owes what by when, as things stand on a day: today where none is named."""
    notes = site_of(request).notes.all()
    catalogue = load_catalogue()
    duties = {name: programme.duties for name, programme in catalogue.programmes.items()}
    papers = [n.paper for n in notes if n.paper is not None]
    on = day or datetime.now().astimezone().date()
    found = owed(papers, duties, on)
    return shown(
        "calendar.html",
        here="index",
        who=applicants_called(notes),
        owed=found,
        counted=Counter(o.state for o in found),
        day=on,
        program_title=catalogue.title_of,
    )


@router.get("/queue")
def queue(request: Request, doubt: str = "") -> HTMLResponse:
    """What is to be looked at, by what hangs on it; of one kind of doubt where `doubt` names it."""
    site = site_of(request)
    every = site.notes.queue()
    counted = Counter(kind for _, q in every for kind in q.kinds)
    items = [(note, q) for note, q in every if not doubt or doubt in q.kinds]

    def row(note: Note, q: Queued) -> str:
        return site.fragments.of(
            ("queue", note.id, q.field), note, lambda: drawn("_queue_row.html", "row", note, q, FLIPS)
        )

    return shown(
        "queue.html",
        here="queue",
        who=applicants_called(site.notes.all()),
        any=bool(site.notes.all()),
        row=row,
        items=items[:MOST_QUEUED],
        total=len(items),
        flips=FLIPS,
        doubts=[(kind, wording.DOUBTS.get(kind, kind), n) for kind, n in counted.most_common()],
        doubt=doubt,
    )


@router.get("/load")
def load(request: Request) -> HTMLResponse:
    """Loading files."""
    site = site_of(request)
    settings = site.settings
    return shown(
        "load.html",
        here="load",
        loads_paths=settings.loads_paths,
        most_mb=settings.most_upload // 1_000_000,
        most_files=settings.most_files,
        jobs=site.loads.all(),
        unfinished=site.loads.unfinished(),
        elsewhere=site.loads.is_elsewhere(),
        left=site.loads.left(),
    )


@router.get("/table")
def table(request: Request) -> HTMLResponse:
    """The meeting's table; its columns, ranking and filters stand in the address."""
    site = site_of(request)
    asked = request.query_params
    notes = [n for n in site.notes.all() if n.form != "summary"]
    kinds = sorted(
        {(n.program, n.form) for n in notes}, key=lambda k: (-sum((n.program, n.form) == k for n in notes), k)
    )
    program, _, form = asked.get("kind", "|".join(kinds[0]) if kinds else "|").partition("|")
    beside = asked.get("beside", "") == "1"
    discs = site.store.manifest.discs_of_records()
    chosen, rank = asked.getlist("column")[:MOST], asked.getlist("rank")[:MOST_RANKED]
    made = asked_table(site, program, form, chosen, rank, asked.get("city", ""), asked.get("disc", ""), discs)
    named = tuple(c.id for c in made.columns)

    def cells(r: TableRow) -> str:
        key = ("table", r.record_id, named, beside)
        return site.fragments.of(key, r.note, lambda: drawn("_table_cells.html", "cells", r, beside))

    return shown(
        "table.html", here="table", table=made, kinds=kinds, kind=(program, form), rank=rank, asked=asked,
        cells=cells, beside=beside, cities=sorted({n.city for n in notes if n.city}),
        discs=sorted({d for ds in discs.values() for d in ds}),
        program_title=load_catalogue().title_of, threshold=words.threshold_text, query=str(request.url.query),
    )  # fmt: skip


@router.get("/outputs")
def outputs(request: Request) -> HTMLResponse:
    """What leaves the page: the report, letters, the findings' table, exports."""
    site = site_of(request)
    last = site.store.letters.last()
    keys = site.store.letters.keys()
    notes = [n for n in site.notes.all() if n.form != "summary"]
    drafts = {n.id: [d for who in RECIPIENTS if (d := last.get((keys.get(n.id, n.id), who)))] for n in notes}
    return shown(
        "outputs.html", here="outputs", who=applicants_called(notes), notes=notes,
        drafts=drafts, recipients=RECIPIENTS, number_told=number_told,
        programs=sorted({n.program for n in notes}), program_title=load_catalogue().title_of,
    )  # fmt: skip


@router.get("/submissions/{record_id}/letters/{recipient}")
def letter(request: Request, record_id: RecordId, recipient: Recipient) -> HTMLResponse:
    """One letter, to be edited."""
    site = site_of(request)
    record = found(site, record_id)
    return shown(
        "letter.html", here="outputs", record=record, sheet=sheet_of(site.store, record, recipient), parts=PARTS,
        recipients=RECIPIENTS,
    )  # fmt: skip


@router.get("/log")
def log(request: Request) -> HTMLResponse:
    """What reviewers have done and decided, and the captions that they have explained."""
    site = site_of(request)
    notes = site.notes.all()
    return shown(
        "log.html",
        here="log",
        who=applicants_called(notes),
        entries=rows_of(site.store),
        clusters={n.id: n.cluster for n in notes},
    )


@router.get("/learnt")
def learnt(request: Request) -> HTMLResponse:
    """The captions that reviewers have taught the store, each with what it rests on."""
    site = site_of(request)
    clusters = {n.id: n.cluster for n in site.notes.all()}
    return shown("learnt.html", here="log", rows=learnt_rows(site.store, clusters), clusters=clusters)


@router.get("/sign-in")
def sign_in(to: str = "/") -> HTMLResponse:
    """The page on which one signs in."""
    return shown("sign_in.html", here="sign-in", to=to if _OWN_PAGE.match(to) else "/")


@router.get("/accounts")
def accounts(request: Request) -> HTMLResponse:
    """Who may sign in, and who has."""
    site = site_of(request)
    signed = list(reversed(site.store.acts.entries("signed_in", "refused")))[:MOST_SIGNED]
    return shown(
        "accounts.html", here="accounts", accounts=site.store.accounts.all(), roles=wording.ACCOUNT_ROLES, signed=signed
    )


@router.get("/files")
def files(request: Request, kind: str = "", only: str = "", disc: str = "", q: str = "", page: int = 1) -> HTMLResponse:
    """Every file of the store with its submission, a page of those asked for; a disc may have thousands."""
    site = site_of(request)
    moves = list(reversed(site.store.acts.entries("move", "undo")))
    pins = site.store.acts.pins()
    notes = site.notes.all()
    account = account_of(site.store, {n.id: n.cluster for n in notes if n.was})
    rows = [r for r in account.rows if r.fits(kind, only, disc, q.lower().split())]
    last = max(1, -(-len(rows) // MOST_FILES))
    at = min(max(1, page), last)
    forms = {(t.program, t.form): t.title for t in load_catalogue().templates.values()}
    return shown(
        "files.html", here="files", who=applicants_called(notes), account=account,
        summary_rows=sum(n.form == "summary" for n in notes), out=sum(d.out for d in account.discs),
        rows=rows[(at - 1) * MOST_FILES : at * MOST_FILES], total=len(rows), at=at, last=last,
        asked={"kind": kind, "only": only, "disc": disc, "q": q}, forms=forms,
        names={n.id: n.cluster for n in notes}, kinds=KINDS, onlys=ONLY, moves=moves,
        undoable={a.id for a in moves if a.kind == "move" and stands(a, pins)},
        elsewhere=site.loads.is_elsewhere(), left=site.loads.left(),
    )  # fmt: skip


def _view(site: Site, record: Record) -> RecordView:
    return view_of(record, site.store.reviews.synonyms(), site.notes.queue_in(record.id))


@router.get("/submissions/{record_id}")
def submission(request: Request, record_id: RecordId) -> HTMLResponse:
    """A submission: its pages at the left, its values at the right."""
    record = found(site_of(request), record_id)
    years = form_years(record)
    view = _view(site_of(request), record)
    return shown(
        "submission.html", here="", who=applicants_called(site_of(request).notes.all()), view=view,
        values=part("_values.html", view=view),
        files=files_of(record), years=years,
        forms=sum(f.role == "application" for f in record.files),
        indicators=load_catalogue().indicators, members=members_of(site_of(request).store, record_id),
    )  # fmt: skip


@router.get("/submissions/{record_id}/print")
def submission_print(request: Request, record_id: RecordId) -> HTMLResponse:
    """The submission on two pages of A4: what was found and decided, and the clauses."""
    site = site_of(request)
    view = _view(site, found(site, record_id))
    note = next(n for n in site.notes.all() if n.id == record_id)
    told_of = {**wording.SEVERITIES, EVIDENCE: wording.MISSING_PROOF}
    grave = [f for group in ("error", "warning") for f in view.findings_in(group)]
    hints, missing = len(view.findings_in("info")), view.findings_in(EVIDENCE)
    counted = [(told_of["error"], note.errors), (told_of["warning"], note.warnings), (told_of[EVIDENCE], note.missing)]
    if view.criteria:
        statuses = ((note.met, "met"), (note.not_met, "not_met"), (note.unknown, "unknown"), (note.manual, "manual"))
        counted += [(wording.CRITERIA[status], n) for n, status in statuses]
    return shown(
        "print.html", view=view, note=note, now=datetime.now().astimezone().strftime("%Y 年 %m 月 %d 日"),
        told_of=told_of, counted=counted, shown=grave[:MOST_PRINTED], more=max(0, len(grave) - MOST_PRINTED),
        hints=hints, missing=list(dict.fromkeys(name for f in missing for _, name in f.fields)),
        lacking=len(missing), dropped=len(view.findings_in(DROPPED)), longest=LONGEST_PRINTED, most=OBSERVED_PRINTED,
    )  # fmt: skip


@router.get("/submissions/{record_id}/values")
def submission_values(request: Request, record_id: RecordId) -> HTMLResponse:
    """The right side alone, for the page's script after something has changed."""
    record = found(site_of(request), record_id)
    return shown("_values.html", view=_view(site_of(request), record))


@router.get("/submissions/{record_id}/tables/{number}")
def submission_tables(request: Request, record_id: RecordId, number: int, of: Of = "") -> HTMLResponse:
    """A Word or Excel file drawn as its lines and tables."""
    site = site_of(request)
    record = site.store.record(record_id) if record_id in site.store.reviews.states() else None
    if record is None or not 0 <= number < len(record.files):
        raise HTTPException(404, "没有这个文件")
    file = record.files[number]
    if not file.sha256.startswith(of):
        raise HTTPException(409, MOVED)
    try:
        blocks = site.drawer.what(file.sha256, file.format).get("blocks", [])
    except KeyError as e:
        raise HTTPException(404, "库里没有这个文件的原件") from e
    except UnreadableFileError as e:
        raise HTTPException(422, str(e)) from e
    return shown("_tables.html", blocks=blocks)


@router.get("/api/docs")
def docs(request: Request) -> HTMLResponse:
    """The API's description, drawn here: the usual page for it would load scripts from elsewhere."""
    described = request.app.openapi()
    calls = [
        (path, method.upper(), call) for path, methods in described["paths"].items() for method, call in methods.items()
    ]
    return shown(
        "docs.html", here="docs", info=described["info"], calls=calls, schemas=described["components"]["schemas"]
    )
