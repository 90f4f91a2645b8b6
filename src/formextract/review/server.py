"""The server: where it listens, the address that is printed and opened, and its end."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import closing, suppress

import uvicorn

from formextract.errors import FormextractError, UsageError, cause_of
from formextract.loading import Limits
from formextract.review.app import create_app
from formextract.review.connections import Connection
from formextract.review.guard import new_token
from formextract.review.site import Settings
from formextract.store import open_store

LOOPBACK = "127.0.0.1"
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - what is asked for, not what is listened on by itself
TOKEN_SETTING = "FORMEXTRACT_TOKEN"  # noqa: S105 - the setting's name
SHORTEST_TOKEN = 24
"""Letters of a token that is set: as hard to guess as one that is made, if it is letters and digits at random."""
KEEP_ALIVE = 30  # seconds


def serve(
    where: str,
    *,
    host: str,
    port: int,
    opens: bool,
    version: str,
    limits: Limits,
    say: Callable[[str], None],
    names: tuple[str, ...] = (),
    opened: Callable[[str], None] | None = None,
    certificate: str = "",
    key: str = "",
) -> None:
    """Serves the review page for a store until it is interrupted; the store is made where there is none yet.

    `names` are further host names. `say` hears, in Chinese, where it is to be found; `opened`
    gets the address once requests are taken. With a `certificate` (and its `key`, where that is in a file of its own)
    it is served by HTTPS.
    """
    if certificate:
        check_certificate(certificate, key)
    elif key:
        raise UsageError("给了 --key，没有给 --certificate。请一起给出")
    listening = _listen(host, port)
    with closing(listening), open_store(where) as store:
        number = listening.getsockname()[1]
        loopback = _is_loopback(host)
        hosts = allowed_hosts(host, number, names)
        token, was_set = chosen_token()
        settings = Settings(
            token, hosts, version, loads_paths=loopback, limits=limits, encrypted=bool(certificate),
            programs_token=token if was_set else "",
        )  # fmt: skip
        scheme = "https" if certificate else "http"
        people = store.accounts.in_use()
        entrance = "" if people else f"?token={token}"
        address = f"{scheme}://{hosts[0]}/{entrance}"
        told = "" if was_set else entrance  # a token that was set is a secret of others' too, and this goes to a log
        say(f"审核页面：{scheme}://{hosts[0]}/{told}")
        for other in dict.fromkeys(hosts[1:] if host in EVERYWHERE else ()):
            if not other.startswith(("127.", "localhost", "[::1]")):
                say(f"或：{scheme}://{other}/{told}")
        who = "用账号登录" if people else "只有知道这个地址的人能进入"
        if was_set and not people:
            who = "打开后填写 FORMEXTRACT_TOKEN 所设的凭证"
        say(f"请用浏览器打开上面的地址（{who}）。用完后按 Ctrl+C 关闭")
        if not loopback and not certificate:
            say(f"注意：{host} 上的其他机器也能连接，传输不加密。请只在可信的内部网络使用，并只把地址交给审核人")
        if opens:
            threading.Timer(0.6, webbrowser.open, [address]).start()
        if opened is not None:
            opened(address)
        app = create_app(store, settings)
        app.site.prepare(lambda n, total: say(f"正在整理 {n} / {total} 份") if n % 100 == 0 else None)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=True,
            timeout_keep_alive=KEEP_ALIVE,
            http=Connection,
            timeout_graceful_shutdown=3,
            proxy_headers=False,
            ws="none",
            ssl_certfile=certificate or None,
            ssl_keyfile=key or None,
        )
        uvicorn.Server(config).run(sockets=[listening])


def allowed_hosts(host: str, port: int, names: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The names, with port, under which the server may be addressed, the one to be printed first."""
    shown = f"[{host}]" if ":" in host else host
    own = [shown] if host not in EVERYWHERE else [*names[:1], *own_addresses(), socket.gethostname(), LOOPBACK]
    loopback = ["127.0.0.1", "localhost", "[::1]"] if _is_loopback(host) or len(own) > 1 else []
    return tuple(dict.fromkeys(f"{name.lower()}:{port}" for name in (*own, *names, *loopback)))


def own_addresses() -> list[str]:
    """The addresses by which others reach this machine, the one of its way out first; none where it has no network."""
    found: list[str] = []
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.connect(("192.0.2.1", 9))  # kept for documents (RFC 5737); nothing is sent, only the way out is looked up
        found.append(s.getsockname()[0])
    with suppress(OSError):
        found += [str(a[4][0]) for a in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return [a for a in dict.fromkeys(found) if not ipaddress.ip_address(a).is_loopback]


def check_certificate(certificate: str, key: str) -> None:
    """UsageError where certificate and key are no pair that can be used."""
    import ssl

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key or None, password=lambda: "")
    except FileNotFoundError as e:
        raise UsageError("找不到证书或私钥文件。请检查 --certificate 和 --key") from e
    except (OSError, ValueError) as e:
        why = "私钥有密码，请先去掉密码" if "password" in str(e).lower() else "证书和私钥要是 PEM 格式，并且是一对"
        raise UsageError(f"证书用不了：{why}") from e


def chosen_token() -> tuple[str, bool]:
    """The token that was set for this server, else a new one, and which it is; UsageError where it is too short."""
    token = os.environ.get(TOKEN_SETTING, "").strip()
    if token and (len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable()):
        raise UsageError(f"{TOKEN_SETTING} 太短或含有特殊字符。请用至少 {SHORTEST_TOKEN} 个字母和数字")
    return token or new_token(), bool(token)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket; UsageError where the place is taken or there is no such address."""
    try:
        family, kind, proto, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, proto)
    except OSError as e:
        raise UsageError(f"--host {host} 不是本机的地址。只供本机使用时请不要给出 --host") from e
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
        listening.listen(512)
    except OSError as e:
        listening.close()
        if e.errno == errno.EADDRNOTAVAIL:
            raise UsageError(f"--host {host} 不是本机的地址。只供本机使用时请不要给出 --host") from e
        if port:
            raise UsageError(f"端口 {port} 用不了（{cause_of(e)}）。请换一个 --port，或不给出由程序自选") from e
        raise FormextractError(f"不能在 {host} 上开启页面（{cause_of(e)}）。请检查网络设置") from e
    return listening
