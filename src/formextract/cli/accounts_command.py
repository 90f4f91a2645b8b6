"""`accounts`: who may sign in to a store's page, from a terminal; for the first one, and where a password is lost."""

from __future__ import annotations

import getpass
import sys

from formextract.cli.say import say
from formextract.cli.stdout import write_line
from formextract.errors import UsageError
from formextract.wording import ACCOUNT_ROLES

BY = "命令行"
"""In whose name the log has what is done here."""


def run_accounts(where: str, add: str, role: str, close: str) -> int:
    """Lists the accounts, makes or changes one (its password is asked for), or closes one; the exit status."""
    from formextract.review import people
    from formextract.store import ROLES, open_store

    if add and close:
        raise UsageError("--add 和 --close 不能一起用。请分两次运行")
    kind = next((r for r in ROLES if r == role or ACCOUNT_ROLES[r] == role), None)
    if kind is None:
        told = "、".join(f"{r}（{ACCOUNT_ROLES[r]}）" for r in ROLES)
        raise UsageError(f"--role 的值“{role}”不对，应为下列之一：{told}")
    with open_store(where, create=False) as store:
        if add:
            people.add(store, add, kind, _password(), BY)
            say(f"已设置账号 {add}（{ACCOUNT_ROLES[kind]}）")
        elif close:
            people.close(store, close, BY)
            say(f"已停用账号 {close}")
        else:
            for a in store.accounts.all():
                write_line("\t".join((a.name, ACCOUNT_ROLES[a.role], "已停用" if a.closed else "在用")))
            if not store.accounts.all():
                say("还没有账号，打开页面用网址里的凭证。用 --add 设置第一个（须为管理员：--role administer）")
    return 0


def _password() -> str:
    """The password as it is typed twice, or the one line of standard input where nobody types."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("密码：")
    if getpass.getpass("再输一次：") != first:
        raise UsageError("两次输入的密码不一样。请再运行一次")
    return first
