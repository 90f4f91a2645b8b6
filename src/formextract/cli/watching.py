"""`load --watch`: a folder that is loaded again whenever something new has come to rest in it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from formextract.cli.say import say

State = frozenset[tuple[str, int, int]]


def state_of(sources: Sequence[str]) -> State:
    """What is in the sources: each file's path, size and time of change."""
    found = set()
    for source in sources:
        inside = (Path(folder) / name for folder, _, names in os.walk(source) for name in names)
        for path in [Path(source), *inside] if Path(source).is_file() else inside:
            try:
                stat = path.stat()
            except OSError:  # gone since, or not to be read: the load will tell
                continue
            found.add((str(path), stat.st_size, stat.st_mtime_ns))
    return frozenset(found)


def watch(
    sources: Sequence[str],
    load: Callable[[], int],
    every: float,
    *,
    look: Callable[[Sequence[str]], State] = state_of,
    wait: Callable[[float], None] = time.sleep,
) -> int:
    """Loads whenever the sources have changed and then stayed as they are between two looks, until it is interrupted:
    what is still being copied is not read half. The status of the last load.
    """
    status, loaded, before = 0, None, None
    say(f"每 {every:g} 秒看一次，有新文件就装载。按 Ctrl+C 停下")
    try:
        while True:
            now = look(sources)
            if now == before and now != loaded:
                if now or not all(map(os.path.isdir, sources)):
                    status = load()
                else:
                    say("文件夹里还没有文件，放进来就装载")
                loaded = now
            before = now
            wait(every)
    except KeyboardInterrupt:
        say("已停下，不再看新文件")
        return status
