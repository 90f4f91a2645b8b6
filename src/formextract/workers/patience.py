"""How long a file is waited for: less, once its source has cost much time for nothing."""

from __future__ import annotations

from collections import Counter

MOST_LOST = 20
"""Files of one source that may run out of their time; with 180 seconds an hour of one worker."""
SHORTENED = 1 / 6
"""What the others are given of it then: half a minute, in which all but the longest scans are read."""


class Patience:
    """The time for each file of the sources of one run. `seconds` is the time as long as nothing is wrong."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lost: Counter[str] = Counter()

    def seconds(self, source: str) -> float:
        """How long a file of the source may be read."""
        return self._seconds * SHORTENED if self._is_short(source) else self._seconds

    def lost(self, source: str, seconds: float) -> str:
        """Notes that a file of the source has run out of so much time; what is to be said of it to staff."""
        self._lost[source] += 1
        message = f"读取超过 {seconds:g} 秒，已中止。请检查文件是否正常，或用 --timeout 放宽时间"
        if seconds >= self._seconds:
            return message
        return f"{message}，加 --retry-failed 再运行（这批文件里已有 {MOST_LOST} 个超时，其余的时限已缩短）"

    def _is_short(self, source: str) -> bool:
        return self._lost[source] >= MOST_LOST
