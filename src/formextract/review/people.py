"""Several people at one page: who is signed in, what each may do, and how one signs in."""

from __future__ import annotations

import secrets
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from formextract.review import acts
from formextract.store import Account, Role, Store

WHO: ContextVar[Account | None] = ContextVar("formextract_account", default=None)
"""Who has sent the request that is being answered; None where one token is all that is asked for."""

SESSION = timedelta(hours=12)
"""How long a sign-in holds: a working day."""
PATIENCE, MOST_WRONG = timedelta(minutes=15), 5
"""So many wrong passwords for a name within that time, and it is refused for as long."""
SHORTEST = 8
LONGEST = 200
"""Letters of a password."""
OPEN = ("/sign-in", "/api/sign-in")
"""What is answered before anybody has signed in."""
_OWN = ("/api/sign-out", "/api/password")
_RULED = ("/accounts", "/api/accounts", "/api/discs", "/api/sign-ins")
"""What only those do who administer: accounts, and discs taken back."""
_MADE = "/api/programmes"
"""What changes how everything is read: programmes, which others only look at."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def needed(method: str, path: str) -> Role:
    """The role that a request takes."""
    if path in _OWN:
        return "look"
    if path.startswith(_RULED) or (method not in SAFE and path.startswith(_MADE)):
        return "administer"
    return "look" if method in SAFE else "review"


def is_open(path: str) -> bool:
    """Whether a page is for those who have not signed in yet."""
    return path in OPEN or path.startswith("/static/")


def account_now() -> Account | None:
    """Who has sent the request that is being answered."""
    return WHO.get()


def key_of(secret: str) -> str:
    """What the store keeps of a browser's secret."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def signed_in(store: Store, secret: str, at: datetime | None = None) -> Account | None:
    """Whose browser holds the secret; None where nobody's does, or not any more."""
    return store.accounts.signed_in(key_of(secret), at or datetime.now(UTC)) if secret else None


def sign_in(store: Store, name: str, password: str, whence: str, at: datetime | None = None) -> str:
    """A new secret for a browser; RefusedError where name and password are not right. Either way it is logged."""
    at = at or datetime.now(UTC)
    name = " ".join(name.split())[: acts.LONGEST_NAME]
    wrong = [a for a in store.acts.entries("refused") if a.by == name and datetime.fromisoformat(a.at) > at - PATIENCE]
    if len(wrong) >= MOST_WRONG:
        minutes = PATIENCE.seconds // 60
        raise acts.RefusedError(f"密码连续输错 {MOST_WRONG} 次，请 {minutes} 分钟后再试，或请管理员重设密码")
    found = store.accounts.find(name)
    # A name that nobody has takes as long to refuse as a wrong password.
    fits = _fits(found[1] if found is not None else _NOBODYS, password)
    if found is None or not fits or found[0].closed:
        store.acts.note(name or "（未填姓名）", "refused", "登录未通过", {"from": whence})
        raise acts.RefusedError("姓名或密码不对。请重新输入；忘记密码的，请管理员重设")
    secret = secrets.token_urlsafe(32)
    store.accounts.begin(key_of(secret), found[0].name, at + SESSION)
    store.acts.note(found[0].name, "signed_in", "登录", {"from": whence})
    return secret


def add(store: Store, name: str, role: Role, password: str, by: str) -> None:
    """Makes an account, or changes one; RefusedError where nobody could administer any more, or the password is bad."""
    name, by = acts.person(name), acts.person(by)
    if not SHORTEST <= len(password) <= LONGEST:
        raise acts.RefusedError(f"密码应为 {SHORTEST} 至 {LONGEST} 个字")
    if role != "administer" and _last_ruler(store, name):
        raise acts.RefusedError("至少要有一个管理员。请先设一个管理员账号")
    store.accounts.put(name, role, _hash(password))
    store.acts.note(by, "account", f"设置账号 {name}", {"name": name, "role": role})


def change_role(store: Store, name: str, role: Role, by: str) -> None:
    """Gives an account another role; RefusedError where there is none, or nobody could administer any more."""
    _known(store, name)
    if role != "administer" and _last_ruler(store, name):
        raise acts.RefusedError("这是唯一的管理员，不能改为别的权限。请先设另一个管理员")
    store.accounts.give(name, role)
    store.acts.note(acts.person(by), "account", f"更改账号 {name} 的权限", {"name": name, "role": role})


def close(store: Store, name: str, by: str) -> None:
    """Closes an account; RefusedError where it is the only one that administers beside others."""
    _known(store, name)
    others = [a for a in store.accounts.all() if a.name != name and not a.closed]
    if others and _last_ruler(store, name):
        raise acts.RefusedError("这是唯一的管理员，不能停用。请先设另一个管理员，或先停用其他账号")
    store.accounts.close_account(name)
    store.acts.note(acts.person(by), "account", f"停用账号 {name}", {"name": name})


def change_password(store: Store, account: Account, old: str, new: str) -> None:
    """Changes one's own password; RefusedError where the old one is wrong. Everybody signed in by it is signed out."""
    found = store.accounts.find(account.name)
    if found is None or not _fits(found[1], old):
        raise acts.RefusedError("原来的密码不对")
    add(store, account.name, account.role, new, account.name)


def _known(store: Store, name: str) -> None:
    found = store.accounts.find(name)
    if found is None or found[0].closed:
        raise acts.RefusedError("没有这个账号。请刷新页面后再试")


def _last_ruler(store: Store, name: str) -> bool:
    """Whether the account is the only one that administers, or would be the first of all."""
    ruling = [a.name for a in store.accounts.all() if a.may("administer")]
    return ruling in ([name], [])


def _hash(password: str) -> str:
    from argon2 import PasswordHasher

    digest: str = PasswordHasher().hash(password)
    return digest


def _fits(digest: str, password: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import Argon2Error, InvalidHash

    try:
        return bool(PasswordHasher().verify(digest, password[:LONGEST]))
    except (Argon2Error, InvalidHash):
        return False


_NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
"""A hash that no password has."""
