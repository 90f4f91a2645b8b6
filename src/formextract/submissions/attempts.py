"""Steps of making one submission, any of which may fail: the others are done, and a finding names what was not."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from formextract.model import Finding
from formextract.submissions.remarks import grouping_finding

T = TypeVar("T")

_LOG = logging.getLogger(__name__)

AGAIN = "下次装载时会再做一次。若仍然出现，请把这份申报和这句话交给维护人员"
"""What is said of a step that was not done."""


class Attempts:
    """The steps of one submission that have failed, each as staff read it."""

    def __init__(self, failed: Iterable[str] = ()) -> None:
        self.failed = list(failed)

    def at(self, step: str, work: Callable[[], T], otherwise: T) -> T:
        """What the work gives; where it fails `otherwise`, and the step is remembered. MemoryError goes through:
        another process may have room.
        """
        try:
            return work()
        except MemoryError:
            raise
        except Exception as e:  # noqa: BLE001 - one submission's step must spoil neither its others nor other submissions
            _LOG.debug("%s", step, exc_info=True)
            self.failed.append(told_of(step, e))
            return otherwise

    def findings(self) -> list[Finding]:
        """A finding for each step that has failed."""
        return [
            grouping_finding("unfinished", "warning", f"{told}，没有做完。{AGAIN}", fields=())
            for told in dict.fromkeys(self.failed)
        ]


def told_of(step: str, error: Exception) -> str:
    """A step that has failed, and of what: for staff, and for whoever mends it."""
    return f"“{step}”这一步出错（{type(error).__name__}）"
