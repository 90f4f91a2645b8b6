"""How long a file is waited for: less, once its source has cost much time for nothing."""

from __future__ import annotations

from collections import Counter

MOST_LOST = 20
"""How often the time for a file may be lost on one source; with 180 seconds an hour of one worker. A file that only
waits loses it several times."""
SHORTENED = 1 / 6
"""What the others are given of it then: half a minute, in which all but the longest scans are read."""


class Patience:
    """The time for each file of the sources of one run. `seconds` is the time as long as nothing is wrong."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._files: Counter[str] = Counter()
        self._lost: dict[str, float] = {}

    def seconds(self, source: str) -> float:
        """The processor seconds in which a file of the source is to be read."""
        is_short = self._lost.get(source, 0.0) >= MOST_LOST * self._seconds
        return self._seconds * SHORTENED if is_short else self._seconds

    def lost(self, source: str, seconds: float, waited: float) -> str:
        """Notes that a file of the source had so many seconds and lost `waited`; what is to be said of it to staff."""
        self._files[source] += 1
        self._lost[source] = self._lost.get(source, 0.0) + waited
        message = f"读取超过 {seconds:g} 秒，已中止。请检查文件是否正常，或用 --timeout 放宽时间"
        if seconds >= self._seconds:
            return message
        before = self._files[source] - 1
        return f"{message}，加 --retry-failed 再运行（这批文件里已有 {before} 个超时，其余的时限已缩短）"
