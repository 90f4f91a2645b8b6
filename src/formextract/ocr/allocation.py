"""Memory for pictures of pages that stays with the process: what is given back is zeroed anew for the next one."""

from __future__ import annotations

import ctypes
import platform

KEPT = 2**28
"""Bytes at the end of what a process holds from which it gives memory back."""
LARGE = 2**25
"""Bytes of a block that is given back by itself as soon as it is free: the most that glibc takes; a page has half."""
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
"""What `mallopt` calls these two."""


def keep_memory() -> bool:
    """Whether the C library could be told: glibc can, others are left alone."""
    if platform.libc_ver()[0] != "glibc":
        return False
    mallopt = ctypes.CDLL(None).mallopt
    return bool(mallopt(MMAP_THRESHOLD, LARGE) and mallopt(TRIM_THRESHOLD, KEPT))
