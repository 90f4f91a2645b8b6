"""What differs between systems, behind one door: processes ended with all that they started, limits, pipes.

`posix` is the way of Linux and macOS (process groups, resource limits, alarms), `portable` that of every system
(psutil, sockets, threads): Windows has no other. `FORMEXTRACT_PORTABLE=1` chooses it elsewhere too, and so it is
tested on Linux. Nothing else of ours imports `fcntl`, `resource`, `psutil` and what else only some systems have.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from formextract.platforms.allowance import Allowance, longest, processor_seconds

SETTING = "FORMEXTRACT_PORTABLE"
"""Environment variable: 1 for the portable way where the other one would do."""


def is_portable() -> bool:
    """Whether this process goes the way of every system."""
    return os.name != "posix" or os.environ.get(SETTING, "") == "1"


if TYPE_CHECKING or not is_portable():
    from formextract.platforms.posix import (
        ENDING_SIGNALS,
        Inlet,
        Outlet,
        alarm,
        apart,
        end_tree,
        forked,
        guarded,
        limit_memory,
        lock,
        memory_bound,
        memory_peak,
        memory_resident,
    )
else:
    from formextract.platforms.portable import (
        ENDING_SIGNALS,
        Inlet,
        Outlet,
        alarm,
        apart,
        end_tree,
        forked,
        guarded,
        limit_memory,
        lock,
        memory_bound,
        memory_peak,
        memory_resident,
    )

__all__ = [
    "ENDING_SIGNALS",
    "SETTING",
    "Allowance",
    "Inlet",
    "Outlet",
    "alarm",
    "apart",
    "end_tree",
    "forked",
    "guarded",
    "is_portable",
    "limit_memory",
    "lock",
    "longest",
    "memory_bound",
    "memory_peak",
    "memory_resident",
    "processor_seconds",
]
