"""What the server works with: one store, its notes, its pictures and its loads."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from threading import Event, Thread
from typing import Any

from formextract.loading import Limits, reviewed
from formextract.model import Record
from formextract.model.corrections import LogEntry
from formextract.review.drawer import Drawer
from formextract.review.fragments import Fragments
from formextract.review.loads import Loads
from formextract.review.notes import Notes, StoppedError
from formextract.review.people import account_now
from formextract.review.programmes import Programmes
from formextract.review.reports import Reports
from formextract.store import Store

MB = 1_000_000


@dataclass(frozen=True)
class Settings:
    """How the server is run. `loads_paths`: whether the page may name files of this machine (on loopback only)."""

    token: str
    hosts: tuple[str, ...]
    version: str = "0"
    loads_paths: bool = True
    most_upload: int = 2_000 * MB
    most_files: int = 5_000
    limits: Limits = field(default_factory=Limits)
    encrypted: bool = False
    """Whether it is served by HTTPS."""
    programs_token: str = ""
    """The token that was set for programs: it lets them in beside accounts."""

    @property
    def cookie(self) -> str:
        """The cookie's name: of two servers on one machine each has its own."""
        return f"formextract_{self.hosts[0].rpartition(':')[2]}"


class Site:
    """An open store behind the page."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self.notes = Notes(store, settings.version)
        self.fragments = Fragments()
        self._preparing: Thread | None = None
        self.ending = Event()
        """Set when the server ends: notes that nobody waits for are left to the next start."""

    def prepare(self, on_made: Callable[[int, int], None]) -> None:
        """Has the notes made; by a thread where these are many, so that pages are there at once and say how far.

        `on_made` hears how many of how many are made.
        """

        def work() -> None:
            with suppress(StoppedError):
                self.notes.all(on_made, self.ending)

        self.notes.owed()
        if self.notes.progress is None:
            work()
        else:
            self._preparing = Thread(target=work, name="notes", daemon=True)
            self._preparing.start()

    @cached_property
    def drawer(self) -> Drawer:
        """What draws pages."""
        return Drawer(self.store)

    @cached_property
    def loads(self) -> Loads:
        """What loads files."""
        return Loads(self.store, self.settings.version, self.settings.limits, self._loaded)

    @cached_property
    def programmes(self) -> Programmes:
        """What programmes are made with."""
        return Programmes(self.store)

    @cached_property
    def reports(self) -> Reports:
        """What makes reports."""
        return Reports(self.store, lambda: sum(n.form != "summary" for n in self.notes.all()))

    def by(self, request: Any, named: str) -> str:
        """Who does what is asked for: whoever is signed in, else the name that was typed."""
        del request
        account = account_now()
        return named if account is None else account.name

    def record(self, record_id: str) -> Record:
        """The record with its corrections applied; KeyError where there is none of this id."""
        return reviewed(self.store, self.store.record(record_id))

    def trial(self, record: Record, entry: LogEntry) -> Record:
        """The record as it would be with one more entry in its log; nothing is stored."""
        own = self.store.record(record.id)
        log = self.store.reviews.log(own)
        number = max((e.correction.id for e in log), default=0) + 1
        return reviewed(self.store, own, [*log, replace(entry, correction=replace(entry.correction, id=number))])

    def close(self) -> None:
        """Ends what was begun; the store is its owner's."""
        self.ending.set()
        if self._preparing is not None:
            self._preparing.join()
        if "loads" in self.__dict__:
            self.loads.close()
        if "reports" in self.__dict__:
            self.reports.close()
        if "drawer" in self.__dict__:
            self.drawer.close()

    def _loaded(self) -> None:
        with suppress(StoppedError):  # the next start makes the rest
            self.notes.all(until=self.ending)


HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
STATIC = HERE / "static"
