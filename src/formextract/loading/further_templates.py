"""Further templates taken into use beside the shipped ones, and kept by a store that is loaded with them."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from formextract import checks
from formextract.catalogue.further import checked, digest_of, gathered, put_together, use
from formextract.store import Store


def take(folders: Sequence[Path], store: Store | None = None) -> str:
    """Has this process, and those that it starts, read with these folders of templates beside the shipped ones.

    A later folder's programme goes before an earlier one's. `store` keeps them from now on. The version that they are
    together; TemplateError for a mistake in one, and then nothing is changed.
    """
    room = Path(tempfile.mkdtemp(prefix="formextract-templates-"))
    atexit.register(shutil.rmtree, room, ignore_errors=True)
    further = together(folders, room)
    version = digest_of(further)
    if store is not None:
        store.templates.keep(further, version)
    use(room / "all")
    return version


def together(folders: Sequence[Path], room: Path) -> Path:
    """The further templates of all folders as one, checked beside the shipped ones in `all` of `room`."""
    further, whole = room / "further", room / "all"
    further.mkdir(parents=True)
    made = gathered(folders, further)
    put_together(further, whole)
    checked(whole, made, further, checks.kinds())
    return further
