"""`backup` and `restore`: a store's copy elsewhere, and a store made of one."""

from __future__ import annotations

from pathlib import Path

from formextract.cli.say import say
from formextract.errors import EXIT_UNREADABLE
from formextract.store.copies import Copied, back_up, restore

EVERY = 1000
"""Originals after which it is told how far it is."""
MOST_NAMED = 20


def run_backup(where: str, target: str) -> int:
    """Makes a backup or brings one up to today; the exit status."""
    done = back_up(where, Path(target), _told)
    status = _bad(done)
    say(f"已备份到 {target}：新拷贝原件 {done.new} 个，原来已有 {done.known} 个。恢复时用 formextract restore")
    return status


def run_restore(backup: str, where: str) -> int:
    """Makes a store of a backup; the exit status."""
    done = restore(Path(backup), where, _told)
    status = _bad(done)
    say(f"已恢复到 {where}：原件 {done.new} 个。请运行 formextract verify --store {where} 核验")
    return status


def _told(n: int) -> None:
    if n % EVERY == 0:
        say(f"已拷贝 {n} 个原件……")


def _bad(done: Copied) -> int:
    for sha256 in done.bad[:MOST_NAMED]:
        say(f"原件已损坏或读不出来，没有拷贝（{sha256}）")
    if done.bad:
        say(f"有 {len(done.bad)} 个原件没有拷贝。把原来的光盘再装载一次即可补回")
    return EXIT_UNREADABLE if done.bad else 0
