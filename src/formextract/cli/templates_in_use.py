"""`--templates`: further templates beside the shipped ones, for one command or for all that a store is used with."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

SETTING = "FORMEXTRACT_TEMPLATES"
"""Environment variable: folders of further templates, parted as in PATH."""


def choose_templates(folders: Sequence[str], store: str = "", *, keep: bool = False) -> None:
    """Has the command read and check with further templates: the store's own, the setting's, and those given.

    With `keep` the store (a folder) remembers them. TemplateError for a mistake in one, UsageError for a folder
    without templates.
    """
    from formextract.store.kept_templates import kept_templates

    place = Path(store) if store and "://" not in store else None  # not a database's URL
    kept = kept_templates(place) if place is not None else None
    given = [Path(name) for name in (*_named_in_setting(), *folders)]
    if kept is None and not given:
        return
    _take([*([kept] if kept is not None else []), *given], place if keep and given else None)


def _named_in_setting() -> list[str]:
    """The folders of further templates that the environment names."""
    return [name for name in os.environ.get(SETTING, "").split(os.pathsep) if name]


def _take(folders: Sequence[Path], store: Path | None) -> None:
    from formextract import checks
    from formextract.catalogue.further import checked, digest_of, gathered, put_together, use
    from formextract.store import open_store
    from formextract.store.kept_templates import keep_templates

    room = Path(tempfile.mkdtemp(prefix="formextract-templates-"))
    atexit.register(shutil.rmtree, room, ignore_errors=True)
    further, whole = room / "further", room / "all"
    further.mkdir()
    made = gathered(folders, further)
    put_together(further, whole)
    checked(whole, made, further, checks.kinds())
    use(whole)
    if store is not None:
        with open_store(store):  # which is made where there is none
            pass
        keep_templates(store, further, digest_of(further))
