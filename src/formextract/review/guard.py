"""Who may ask, from where, and what a browser may do with the answer. Every request passes here first.

The page runs on the reviewers' own machine, where any web site that they visit may send requests to it. So a request
must know the token that `review` has printed (in the address once, in a cookie from then on, or as a bearer), must be
addressed to this very host (a foreign name that resolves to loopback is refused), and what changes anything must come
from the page itself.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Collection
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

Scope = dict[str, Any]
_Headers = dict[bytes, bytes]

TOKEN_BYTES = 32
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
_OURS = frozenset({b"server"}) | {name for name, _ in _HEADERS}


def new_token() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class Guard:
    """The application behind the rules above. `hosts` are the names, with port, under which it is addressed."""

    def __init__(self, app: Any, *, token: str, hosts: Collection[str], cookie: str) -> None:
        self._app = app
        self._token = token
        self._hosts = frozenset(h.lower() for h in hosts)
        self._cookie = cookie

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Answers what may not pass; hands on what may."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers: _Headers = dict(scope["headers"])
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await _answer(send, scope, *refusal)
            return
        if self._in_address(scope) and scope["method"] in SAFE:
            await self._move_to_cookie(scope, send)
            return
        await self._app(scope, receive, _with_headers(send, scope))

    def _refusal(self, scope: Scope, headers: _Headers) -> tuple[int, str] | None:
        host = headers.get(b"host", b"").decode("latin-1").lower()
        if host not in self._hosts:
            return 421, "这个地址不是本程序的。请使用 formextract review 显示的地址"
        bearer = self._is_bearer(headers)
        if scope["method"] not in SAFE and not bearer and not self._is_from_page(headers):
            return 403, "请求不是从审核页面发出的，已拒绝"
        if not (bearer or self._in_address(scope) or self._in_cookie(headers)):
            return 401, "没有访问凭证，或凭证已过期。请使用 formextract review 显示的完整地址打开页面"
        return None

    def _is_from_page(self, headers: _Headers) -> bool:
        """Whether the browser says that one of our own pages has sent this."""
        if headers.get(b"sec-fetch-site", b"same-origin") not in (b"same-origin", b"none"):
            return False
        origin = headers.get(b"origin", b"").decode("latin-1").lower()
        try:
            parts = urlsplit(origin)
        except ValueError:  # http://[::1
            return False
        return parts.scheme in ("http", "https") and parts.netloc == headers[b"host"].decode("latin-1").lower()

    def _is_bearer(self, headers: _Headers) -> bool:
        kind, _, given = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        return kind.lower() == "bearer" and self._is_token(given.strip())

    def _in_cookie(self, headers: _Headers) -> bool:
        try:
            jar = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
        except CookieError:
            return False
        return self._cookie in jar and self._is_token(jar[self._cookie].value)

    def _in_address(self, scope: Scope) -> bool:
        return any(k == "token" and self._is_token(v) for k, v in _query(scope))

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._token.encode())

    async def _move_to_cookie(self, scope: Scope, send: Any) -> None:
        """The same address without the token, which would otherwise stand in the history and on screenshots."""
        rest = urlencode([(k, v) for k, v in _query(scope) if k != "token"])
        # // and /\ begin the name of another host to a browser
        path = "/" + scope.get("raw_path", scope["path"].encode()).decode("latin-1").replace("\\", "/").lstrip("/")
        target = path + (f"?{rest}" if rest else "")
        cookie = f"{self._cookie}={self._token}; Path=/; HttpOnly; SameSite=Strict"
        extra = [(b"location", target.encode("latin-1")), (b"set-cookie", cookie.encode())]
        await _answer(send, scope, 303, "", extra)


def _query(scope: Scope) -> list[tuple[str, str]]:
    try:
        return parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return []


async def _answer(send: Any, scope: Scope, status: int, told: str, extra: Collection[tuple[bytes, bytes]] = ()) -> None:
    api = scope["path"].startswith("/api/")
    body = json.dumps({"message": told}, ensure_ascii=False) if api else told
    kind = b"application/json" if api else b"text/plain; charset=utf-8"
    head = [(b"content-type", kind), (b"cache-control", b"no-store"), (b"connection", b"close"), *_HEADERS, *extra]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": body.encode()})


def _with_headers(send: Any, scope: Scope) -> Any:
    """`send`, which adds our headers to the answer's own."""

    async def sending(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            own = [(k, v) for k, v in message.get("headers", []) if k.lower() not in _OURS]
            if not any(k.lower() == b"cache-control" for k, _ in own):
                kept = b"max-age=3600" if scope["path"].startswith("/static/") else b"no-store"
                own.append((b"cache-control", kept))
            message = {**message, "headers": [*own, *_HEADERS]}
        await send(message)

    return sending
