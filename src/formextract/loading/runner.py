"""Many files into a store: each is read once, by itself, and ends up read, other, already there, skipped or failed."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable
from contextlib import closing

from formextract.catalogue.learnt import LearntLabel, in_use
from formextract.intake import readable
from formextract.loading.account import Listener, LoadAccount
from formextract.loading.freshness import Terms
from formextract.loading.loader import Loader
from formextract.loading.scanner import walk
from formextract.loading.versions import ProgramVersions
from formextract.loading.versions import versions as shipped
from formextract.loading.workfolder import work_folder
from formextract.store import Store
from formextract.store.engine import WORK
from formextract.text.rates import rates_in_use
from formextract.workers.pool import Limits, ReadOutcome, Task, Workers, read_files

Engine = Callable[..., Generator[ReadOutcome, None, None]]
"""`read_files`, or what takes the same tasks, limits, `reader`, `debug` and `on_wait`."""


def count_files(sources: Iterable[str | os.PathLike[str]], store: Store) -> int:
    """How many files there are below `sources`, for a progress bar."""
    return sum(1 for _ in walk(sources, leave_out=store.folder))


def load(
    sources: Iterable[str | os.PathLike[str]] | None,
    store: Store,
    *,
    limits: Limits | None = None,
    on_file: Listener | None = None,
    on_met: Callable[[], None] | None = None,
    on_start: Callable[[str], None] | None = None,
    version: str = "",
    versions: ProgramVersions | None = None,
    disc: str = "",
    retry_failed: bool = False,
    reader: str | None = None,
    engine: Engine = read_files,
    debug: bool = False,
    shown: Callable[[str], str] = readable,
) -> LoadAccount:
    """Reads every file below `sources` into `store` and accounts for it; `on_file` hears of each as it is done.

    Without `sources` (None) it reads what the store owes, from the bytes that it keeps: what a killed run has left, and
    what is to be read again.

    Archives and disc images are opened, also within each other; `on_met` hears of each file that comes out of one, in
    time to count it, `on_start` of each path that a worker begins with. At the end the files are grouped into
    submissions, one record each.

    A file whose bytes the store has met is not read again, unless its reader or a template that concerns it has changed
    since (`versions`, of the shipped ones by default), or it gave no record and `version`, the program's, is another.
    One that could not be read stays so, unless `retry_failed`. `disc` names the disc, for those who ask later.
    `engine` does the reading: processes here, or `onray.read_files_on_ray`. `shown` is how people know a path.

    StoreError where the store cannot be written, or its database's file is torn: nothing more is written into that.
    """
    store.require_writable()
    store.soundness.require()
    on_file, on_met = on_file or (lambda _: None), on_met or (lambda: None)
    here = engine is read_files
    captions = [
        LearntLabel(s.template, s.label, s.indicator, tuple(sorted(s.dims.items())), s.files)
        for s in store.reviews.synonyms()
        if not s.taken_back
    ]
    room = None if store.folder is None else store.folder / WORK
    with in_use(captions), rates_in_use(store.rates.current()), work_folder(room) as work:
        terms = Terms(version, versions or shipped(), retry_failed=retry_failed)
        loader = Loader(store, on_file, on_met, terms, work, disc, shown, keep=here)

        def begun(task: Task) -> None:
            if on_start is not None:  # other engines tell of the end of a file only
                on_start(task.shown)

        workers = Workers(limits, reader=reader, debug=debug, on_start=begun, on_wait=loader.pause)
        with closing(workers):
            tasks = loader.tasks(list(sources)) if sources is not None else loader.owed()
            if here:
                for outcome in workers.read(tasks):
                    loader.take(outcome)
            else:
                elsewhere = engine(tasks, limits, reader=reader, debug=debug, on_wait=loader.pause)
                with closing(elsewhere) as outcomes:
                    for outcome in outcomes:
                        loader.take(outcome)
            loader.flush()
            if not store.groups.is_grouped(store.groups.state(version)):
                from formextract.loading.regrouping import regroup  # the same disc once more needs nothing of it

                regrouped = regroup(store, version, workers.ask)
                loader.account.notices += regrouped.told() if regrouped is not None else ()
    return loader.account
