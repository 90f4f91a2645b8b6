"""Who may ask, from where, and what a browser may do with the answer. Every request passes here first.

The page runs on the reviewers' own machine, where any web site that they visit may send requests to it. So a request
must know the token that `review` has printed (in the address once, in a cookie from then on, or as a bearer), must be
addressed to this very host (a foreign name that resolves to loopback is refused), and what changes anything must come
from the page itself. Where the store has accounts, the browser's cookie is a sign-in in the token's place, and what one
may do depends on the account; a token that was set lets programs in as before.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
from collections.abc import Collection
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from formextract.review.entrance import STYLE_SOURCE, entrance, pasted
from formextract.review.people import SAFE, WHO, is_open, needed, signed_in
from formextract.review.site import Site
from formextract.review.telling import HEALTH, Answers, counting, health

Scope = dict[str, Any]
_Headers = dict[bytes, bytes]

TOKEN_BYTES = 32
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
_NOT_LET_IN = "没有访问凭证，或凭证已过期。请使用 formextract review 显示的完整地址打开页面"
_ASKED = "打开审核页面要有访问凭证。程序重新启动以后凭证就换了，旧的书签和链接要重新填一次"
_WRONG = "访问凭证不对，或程序重新启动过、凭证已经换了。请到启动程序的窗口里重新复制"
_WRONG_BEARER = "访问凭证不对，或已过期。请使用 formextract review 显示的凭证，或 FORMEXTRACT_TOKEN 所设的凭证"
_OURS = frozenset({b"server"}) | {name for name, _ in _HEADERS}


def new_token() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class Guard:
    """The application behind the rules above."""

    def __init__(self, app: Any, site: Site) -> None:
        settings = site.settings
        self._app = app
        self.site = site
        self._store = site.store
        self.answers = Answers()
        self._token, self._programs = settings.token, settings.programs_token
        self._hosts = frozenset(h.lower() for h in settings.hosts)
        self._cookie, self._secure = settings.cookie, "; Secure" if settings.encrypted else ""

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Answers what may not pass; hands on what may."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        send = counting(send, self.answers)
        headers: _Headers = dict(scope["headers"])
        if scope["path"] == HEALTH and scope["method"] in SAFE:  # who watches has neither a name nor a token
            await _answer(send, scope, *await health(self._store))
            return
        refusal = self._misdirected(scope, headers)
        if refusal is not None:
            await _answer(send, scope, *refusal)
        elif await asyncio.to_thread(self._store.accounts.in_use):
            await self._for_people(scope, headers, receive, send)
        elif not (self._is_bearer(headers) or self._in_address(scope) or self._is_token(self._held(headers))):
            if _is_looked_at(scope, headers):
                await self._ask_for_token(scope, send)
            else:
                await _answer(send, scope, 401, _WRONG_BEARER if _bearer(headers) is not None else _NOT_LET_IN)
        elif self._in_address(scope) and scope["method"] in SAFE:
            await self._move_to_cookie(scope, send)
        else:
            await self._app(scope, receive, _with_headers(send))

    async def _for_people(self, scope: Scope, headers: _Headers, receive: Any, send: Any) -> None:
        """Answers where people sign in: nobody else but a program with a token that was set."""
        path = scope["path"]
        bearer = bool(self._programs) and self._is_bearer(headers)
        account = await asyncio.to_thread(signed_in, self._store, self._held(headers))
        if not (bearer or account is not None or is_open(path)):
            if path.startswith("/api/") or scope["method"] not in SAFE:
                await _answer(send, scope, 401, "请先登录")
            else:
                asked = urlencode([(k, v) for k, v in _query(scope) if k != "token"])
                to = urlencode({"to": path + (f"?{asked}" if asked else "")}) if path != "/" or asked else ""
                await _answer(send, scope, 303, "", [(b"location", f"/sign-in?{to}".rstrip("?").encode("latin-1"))])
            return
        if not bearer and not is_open(path):
            assert account is not None
            if not account.may(needed(scope["method"], path)):
                await _answer(send, scope, 403, "您的账号没有做这件事的权限。需要的话，请管理员更改权限")
                return
            shown_as = unquote(headers.get(b"x-signed-in-as", b"").decode("latin-1"))
            if shown_as and shown_as != account.name and scope["method"] not in SAFE:
                told = f"这一页是{shown_as}登录时打开的，现在登录的是{account.name}。没有保存；请刷新页面后再做"
                await _answer(send, scope, 403, told)
                return
        held = WHO.set(None if bearer else account)
        try:
            await self._app(scope, receive, _with_headers(send))
        finally:
            WHO.reset(held)

    def _misdirected(self, scope: Scope, headers: _Headers) -> tuple[int, str] | None:
        """Why a request is not for this server, or not from its page; None where it is."""
        host = headers.get(b"host", b"").decode("latin-1").lower()
        if host not in self._hosts:
            return 421, "这个地址不是本程序的。请使用 formextract review 显示的地址"
        if scope["method"] not in SAFE and not self._is_bearer(headers) and not self._is_from_page(headers):
            if _bearer(headers) is not None:  # a program, which has to be told what is wrong with its token
                return 401, _WRONG_BEARER
            return 403, "请求不是从审核页面发出的，已拒绝"
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
        given = _bearer(headers)
        return given is not None and self._is_token(given)

    def _held(self, headers: _Headers) -> str:
        """What the browser holds of ours, '' for nothing."""
        try:
            jar = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
        except CookieError:
            return ""
        return jar[self._cookie].value if self._cookie in jar else ""

    def _in_address(self, scope: Scope) -> bool:
        return any(k == "token" and self._is_token(pasted(v)) for k, v in _query(scope))

    async def _ask_for_token(self, scope: Scope, send: Any) -> None:
        """Asks a person for the token, and goes on to what was asked for once it is right."""
        query = _query(scope)
        wrong = any(k == "token" for k, _ in query)
        page = entrance(scope["path"], query, _WRONG if wrong else _ASKED, wrong=wrong)
        policy = POLICY.replace("style-src 'self'", f"style-src {STYLE_SOURCE}").encode()
        headers = [(k, policy if k == b"content-security-policy" else v) for k, v in _HEADERS]
        head = [(b"content-type", b"text/html; charset=utf-8"), (b"cache-control", b"no-store"), *headers]
        await send({"type": "http.response.start", "status": 401, "headers": [*head, (b"connection", b"close")]})
        await send({"type": "http.response.body", "body": page.encode("utf-8", "replace")})

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._token.encode())

    async def _move_to_cookie(self, scope: Scope, send: Any) -> None:
        """The same address without the token, which would otherwise stand in the history and on screenshots."""
        rest = urlencode([(k, v) for k, v in _query(scope) if k != "token"])
        # // and /\ begin the name of another host to a browser
        raw = scope.get("raw_path", scope["path"].encode()).partition(b"?")[0]  # some servers leave the query on it
        path = "/" + raw.decode("latin-1").replace("\\", "/").lstrip("/")
        target = path + (f"?{rest}" if rest else "")
        cookie = f"{self._cookie}={self._token}; Path=/; HttpOnly; SameSite=Strict{self._secure}"
        extra = [(b"location", target.encode("latin-1")), (b"set-cookie", cookie.encode())]
        await _answer(send, scope, 303, "", extra)


def _is_looked_at(scope: Scope, headers: _Headers) -> bool:
    """Whether a person has asked, in a browser: neither a program nor a page's own script."""
    return (
        scope["method"] in SAFE
        and not scope["path"].startswith("/api/")
        and b"text/html" in headers.get(b"accept", b"")
    )


def _bearer(headers: _Headers) -> str | None:
    """The token that a program sends, right or wrong; None where it sends none."""
    kind, _, given = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
    return given.strip() if kind.lower() == "bearer" else None


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


def _with_headers(send: Any) -> Any:
    """`send`, which adds our headers to the answer's own."""

    async def sending(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            own = [(k, v) for k, v in message.get("headers", []) if k.lower() not in _OURS]
            if not any(k.lower() == b"cache-control" for k, _ in own):
                own.append((b"cache-control", b"no-store"))
            message = {**message, "headers": [*own, *_HEADERS]}
        await send(message)

    return sending
