"""How the server is, for those who keep it running: whether it answers, and its figures as Prometheus reads them.

Figures are counted, nothing of an applicant is told. https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

import asyncio
from threading import Lock
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from formextract.review.site import Site
from formextract.store import Store

HEALTH, METRICS = "/health", "/metrics"
router = APIRouter(include_in_schema=False)
_KIND = "text/plain; version=0.0.4; charset=utf-8"
_STATES = ("waiting", "running")
_FAILED = 500
"""From this status on an answer is this server's own mistake."""


class Answers:
    """How many requests were answered since the start, and with what status."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._by_status: dict[int, int] = {}

    def count(self, status: int) -> None:
        """One more answer."""
        with self._lock:
            self._by_status[status] = self._by_status.get(status, 0) + 1

    def told(self) -> dict[int, int]:
        """The answers by their status."""
        with self._lock:
            return dict(sorted(self._by_status.items()))


def counting(send: Any, answers: Answers) -> Any:
    """`send`, which has the status of what it sends counted."""

    async def sending(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answers.count(message["status"])
        await send(message)

    return sending


def is_well(store: Store) -> bool:
    """Whether the store answers: it is asked for something that is small in every store."""
    try:
        store.accounts.in_use()
    except Exception:  # noqa: BLE001 - whatever is wrong with it, who asks hears that something is
        return False
    return True


async def health(store: Store) -> tuple[int, str]:
    """The status and the word for a watcher: 200 and `ok`, or 503 where the store does not answer."""
    return (200, "ok\n") if await asyncio.to_thread(is_well, store) else (503, "store does not answer\n")


@router.get(METRICS)
def metrics(request: Request) -> PlainTextResponse:
    """The figures."""
    site: Site = request.app.state.site
    return PlainTextResponse(exposition(site, request.app.state.answers), media_type=_KIND)


def exposition(site: Site, answers: Answers) -> str:
    """The figures of a server as Prometheus reads them."""
    notes = site.notes.all()
    count = site.store.count()
    loads = [job.state for job in site.loads.all()]
    told = answers.told()
    files = [(f'{{status="{status}"}}', count[status]) for status in ("pending", "read", "other", "failed")]
    return "".join(
        (
            _family("submissions", "gauge", "Submissions in the store.", [("", len(notes))]),
            _family("open_values", "gauge", "Values in the queue.", [("", sum(len(n.queue) for n in notes))]),
            _family("files", "gauge", "Files in the store by what came of them.", files),
            _family(
                "loads", "gauge", "Loads in work.", [(f'{{state="{state}"}}', loads.count(state)) for state in _STATES]
            ),
            _family(
                "requests_total", "counter", "Answers by status.", [(f'{{status="{s}"}}', n) for s, n in told.items()]
            ),
            _family(
                "errors_total", "counter", "Answers that were the server's own mistake.",
                [("", sum(n for s, n in told.items() if s >= _FAILED))],
            ),
        )
    )  # fmt: skip


def _family(name: str, kind: str, told: str, samples: list[tuple[str, int]]) -> str:
    name = f"formextract_{name}"
    head = f"# HELP {name} {told}\n# TYPE {name} {kind}\n"
    return head + "".join(f"{name}{labels} {value}\n" for labels, value in samples)
