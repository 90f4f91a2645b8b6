"""Names that operating systems and Office leave behind on every disc: passed over, and counted."""

from __future__ import annotations

import re

_FILES = re.compile(r"(?i)thumbs\.db|ehthumbs.*\.db|desktop\.ini|autorun\.inf|\..*|~\$.*|~wr[a-z]\d*\.tmp|icon\r")
"""Caches, lock files (`~$…`, `.~lock…`), hidden files."""

_FOLDERS = re.compile(r"(?i)__macosx|system volume information|\$recycle\.bin|\..*")


def is_system_file(name: str) -> bool:
    """Whether a file of this name (no path) is of no use to anybody but its system."""
    return _FILES.fullmatch(name) is not None


def is_system_folder(name: str) -> bool:
    """Whether all that lies in a folder of this name (no path) is of no use."""
    return _FOLDERS.fullmatch(name) is not None
