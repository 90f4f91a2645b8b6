"""Whose fault an exception is that ended the reading of a file: the file's, or our own code's."""

from __future__ import annotations

import traceback
from pathlib import Path

_OF_THE_SYSTEM = "FzErrorSystem"
"""How MuPDF calls want of memory or disk, by name: who reads no PDF need not load it."""
_OURS = str(Path(__file__).parents[1])


def is_of_the_file(error: Exception) -> bool:
    """Whether a library gave up, and not our own code: by where it was raised, and the package of the exception.

    What a library says of a call that we have made wrongly is not told from what it says of a file: whoever takes an
    exception for damage keeps it as the cause, so that its trace reaches the log.
    """
    if isinstance(error, RecursionError):
        return True  # nested deeper than any form
    if type(error).__name__ == _OF_THE_SYSTEM:
        return False
    frames = traceback.extract_tb(error.__traceback__)
    package = type(error).__module__.partition(".")[0]
    return not frames[-1].filename.startswith(_OURS) or package not in ("builtins", "formextract")
