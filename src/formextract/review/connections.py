"""Connections to the reviewers' page: who says nothing keeps nobody else out.

uvicorn waits for a request's head as long as the other side likes, and its limit of requests counts connections: some
dozens that were opened and left half said would answer 503 to every reviewer. Here a head has its time, the connections
that are open are bounded, and of too many the longest idle goes first. Requests that come all at once wait their turn:
the threads that work on them are bounded anyway.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0
"""In which a request's head is to be there, from the connection or from its own first byte."""
MOST_OPEN = 400
"""Connections at a time: a browser opens six, and a process has 1024 files."""


class Connection(H11Protocol):
    """A connection whose requests' heads have a time."""

    _late: asyncio.TimerHandle | None = None
    since: float = 0.0
    """When it last said something, by the loop's clock."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Takes a connection; where there are too many, the longest idle one gives way."""
        idle = [c for c in self.connections if isinstance(c, Connection) and c.is_idle]
        if len(self.connections) >= MOST_OPEN and idle:
            min(idle, key=lambda c: c.since).transport.close()
        super().connection_made(transport)
        self._heard()

    def connection_lost(self, exc: Exception | None) -> None:
        """Lets a connection go."""
        self._unset()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Hears the other side."""
        super().data_received(data)
        self._heard()

    @property
    def is_idle(self) -> bool:
        """Whether no request of it is in work."""
        cycle: Any = self.cycle
        return cycle is None or bool(cycle.response_complete)

    def _heard(self) -> None:
        self.since = self.loop.time()
        waits_for_head = self.is_idle and self.conn.their_state is h11.IDLE and self.timeout_keep_alive_task is None
        if not waits_for_head:
            self._unset()
        elif self._late is None:
            self._late = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _give_up(self) -> None:
        self._late = None
        if self.is_idle and not self.transport.is_closing():
            self.transport.close()

    def _unset(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
