"""Connections that say nothing keep nobody out, and requests that come at once wait their turn."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from urllib.request import urlopen

import uvicorn

from formextract.review import connections
from formextract.review.connections import Connection

HALF = b"GET / HTTP/1.1\r\nHost: "


async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})


@contextmanager
def serving():
    ready = threading.Event()

    class Server(uvicorn.Server):
        async def startup(self, sockets=None):
            await super().startup(sockets)
            ready.set()

    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        server = Server(uvicorn.Config(app, http=Connection, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            assert ready.wait(60)
            yield listening.getsockname()
        finally:
            server.should_exit = True
            thread.join()


def half_open(place, stack):
    sock = stack.enter_context(socket.create_connection(place))
    sock.sendall(HALF)
    return sock


def is_gone(sock):
    sock.settimeout(60)
    try:
        return sock.recv(100) == b""
    except ConnectionResetError:  # what it had said was not read any more
        return True


def asked(place):
    return urlopen(f"http://{place[0]}:{place[1]}/", timeout=60).read()


def test_seventy_half_open_connections_and_two_hundred_requests_at_once_are_answered():
    with serving() as place, ExitStack() as stack:
        for _ in range(70):
            half_open(place, stack)
        with ThreadPoolExecutor(50) as pool:
            assert set(pool.map(lambda _: asked(place), range(200))) == {b"ok"}


def test_a_head_that_is_never_said_is_given_up(monkeypatch):
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.05)
    with serving() as place, ExitStack() as stack:
        silent = stack.enter_context(socket.create_connection(place))
        begun = half_open(place, stack)
        assert is_gone(silent)
        assert is_gone(begun)


def test_of_too_many_connections_the_longest_idle_one_gives_way(monkeypatch):
    monkeypatch.setattr(connections, "MOST_OPEN", 3)
    with serving() as place, ExitStack() as stack:
        first = half_open(place, stack)
        others = [half_open(place, stack) for _ in range(3)]
        assert is_gone(first)
        assert asked(place) == b"ok"
        assert len(others) == 3
