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

    With `keep` the store remembers them. TemplateError for a mistake in one, UsageError for a folder without templates.
    """
    given = [Path(name) for name in (*_named_in_setting(), *folders)]
    kept = _kept(store) if store else None
    if kept is None and not given:
        return
    from formextract.loading.further_templates import take
    from formextract.store import open_store

    taken = [*([kept] if kept is not None else []), *given]
    if keep and given and store:
        with open_store(store) as opened:  # which is made where there is none
            take(taken, opened)
    else:
        take(taken)


def _named_in_setting() -> list[str]:
    """The folders of further templates that the environment names."""
    return [name for name in os.environ.get(SETTING, "").split(os.pathsep) if name]


def _kept(store: str) -> Path | None:
    """The templates that a store keeps, as a folder; None where it keeps none, or where there is no store yet."""
    if "://" not in store:  # not a database's URL
        from formextract.store.kept_templates import kept_templates

        return kept_templates(Path(store))
    from formextract.errors import UsageError
    from formextract.store import open_store

    room = Path(tempfile.mkdtemp(prefix="formextract-templates-"))
    atexit.register(shutil.rmtree, room, ignore_errors=True)
    try:
        with open_store(store, create=False) as opened:
            return opened.templates.current(room)
    except UsageError:
        return None  # no store there yet, which is for the command to say
