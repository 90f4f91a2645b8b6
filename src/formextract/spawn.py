"""How one of our modules is run in a process of its own: from an interpreter, or from the bundled program.

A bundled program (PyInstaller) has no interpreter beside it: it is started again, and told which module to run.
"""

from __future__ import annotations

import os
import runpy
import sys
from collections.abc import Mapping, Sequence

RUN = "--run-module"
"""First argument of the bundled program where it is to be one of its own processes."""
MODULES = frozenset(
    {
        "formextract.workers.worker",
        "formextract.intake.unpack",
        "formextract.review.drawing",
        "formextract.review.drafting_apart",
        "formextract.readers.office.calamine_child",
    }
)
"""The modules that are run so, and no others."""


def is_bundled() -> bool:
    """Whether this is the bundled program."""
    return bool(getattr(sys, "frozen", False))


def module_command(module: str, *args: str) -> list[str]:
    """The command line that runs a module with these arguments."""
    if is_bundled():
        return [sys.executable, RUN, module, *args]
    # -P: the current folder, which may be a disc from strangers, is no place to import from.
    return [sys.executable, "-P", "-m", module, *args]


def module_environment(**more: str) -> Mapping[str, str]:
    """The environment of such a process: it imports from where this one does."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)} | more


def run_module(args: Sequence[str]) -> None:
    """Runs the module that a command line of `module_command` names, as the main one; it ends the process.

    ValueError where it is none of ours.
    """
    module = args[1] if len(args) > 1 else ""
    if module not in MODULES:
        raise ValueError(f"{module!r} is no process of formextract")
    sys.argv = [module, *args[2:]]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
