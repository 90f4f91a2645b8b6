"""Where the templates are, for those who need not know what is in them."""

from __future__ import annotations

import os
from pathlib import Path

IN_USE = "FORMEXTRACT_TEMPLATES_IN_USE"
"""Environment variable by which a process hands the folder that it uses on to those that it starts."""


def default_folder() -> Path:
    """The folder of templates where none is named: the shipped one, or one with further templates beside them."""
    chosen = os.environ.get(IN_USE)
    return Path(chosen) if chosen else shipped_folder()


def shipped_folder() -> Path:
    """The shipped templates: inside the installed package, or beside `src` in a checkout."""
    inside = Path(__file__).parent.parent / "templates"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "templates"
