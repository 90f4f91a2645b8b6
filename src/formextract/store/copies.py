"""A store's copy elsewhere, and a store made of a copy: the same folder, whole and looked through.

A backup is a store itself: it can be looked at and exported where it lies. Made once more into the same folder it takes
only what is new. The database is copied as SQLite copies a file that is in use; originals are hashed as they are
copied, so that what is damaged is told and never takes the place of a sound copy.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from formextract.blobs import place_of
from formextract.errors import StoreError, UnreadableFileError, UsageError, cause_of
from formextract.store.engine import DATABASE, ORIGINALS, is_url, speaking, torn

TEMPLATES = "templates"
DAMAGED = "damaged"
"""Where originals are put that are no longer what they were."""
_CHUNK = 1 << 20

OnCopied = Callable[[int], None]


@dataclass(slots=True)
class Copied:
    """What a copy has come to: originals copied, there already, and those (by content) that are damaged or gone."""

    new: int = 0
    known: int = 0
    bad: list[str] = field(default_factory=list)


def back_up(where: str, target: Path, on_copied: OnCopied = lambda _: None) -> Copied:
    """Copies the store at the folder `where` into the folder `target`, or brings the copy there up to today.

    UsageError where there is no such store or it lies behind a URL; StoreError where the target holds something else
    or takes nothing more, or the database is torn.
    """
    source = _folder(where)
    if target.exists() and (not target.is_dir() or (any(target.iterdir()) and not (target / DATABASE).is_file())):
        raise StoreError(f"{target} 里已有别的文件，不能放备份。请换一个新的或空的文件夹")
    if target.resolve() == source.resolve() or source.resolve() in target.resolve().parents:
        raise UsageError("备份不能放在库自己的文件夹里。请放到别的磁盘上")
    return _copied(source, target, on_copied)


def restore(backup: Path, where: str, on_copied: OnCopied = lambda _: None) -> Copied:
    """Makes the store at the folder `where` of a backup. It takes the place of nothing: UsageError where there is one.

    StoreError where the backup is torn or damaged itself.
    """
    target = Path(where)
    source = _folder(str(backup))
    if is_url(where) or (target.exists() and (not target.is_dir() or any(target.iterdir()))):
        raise UsageError(f"{where} 已有内容。恢复不覆盖已有的库，请用 --store 指定一个新的或空的文件夹")
    new = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        done = _copied(source, new, on_copied)
        with suppress(FileNotFoundError):
            target.rmdir()
        new.rename(target)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return done


def put_aside(where: str, sha256: str) -> None:
    """Puts a damaged original aside, so that the next load of its disc keeps it anew; nothing where it is gone."""
    folder = _folder(where)
    damaged = folder / DAMAGED
    with speaking(where), suppress(FileNotFoundError):
        damaged.mkdir(exist_ok=True)
        place_of(folder / ORIGINALS, sha256).replace(damaged / sha256)


def _folder(where: str) -> Path:
    if is_url(where):
        raise UsageError("这个命令只用于文件夹里的库。PostgreSQL 的库请用 pg_dump 和 pg_restore 备份与恢复")
    if not (Path(where) / DATABASE).is_file():
        raise UsageError(f"{where} 里没有数据库。请检查路径")
    return Path(where)


def _copied(source: Path, target: Path, on_copied: OnCopied) -> Copied:
    done = Copied()
    with speaking(str(target)):
        target.mkdir(parents=True, exist_ok=True)
        database = target / f".{DATABASE}.part"
        _copy_database(source / DATABASE, database)
        for place in _originals(source):  # after the database: what it names was kept before
            _copy_original(place, target, done)
            on_copied(done.new + done.known)
        if (source / TEMPLATES).is_dir():
            shutil.copytree(source / TEMPLATES, target / TEMPLATES, dirs_exist_ok=True)
        database.replace(target / DATABASE)
    return done


def _copy_database(source: Path, target: Path) -> None:
    """Copies a database that may be in use, and looks through the copy."""
    target.unlink(missing_ok=True)
    log = source.with_name(source.name + "-wal")
    may_write = os.access(source.parent, os.W_OK) or (log.exists() and log.stat().st_size > 0)
    address = source.absolute().as_uri() + ("?mode=ro" if may_write else "?mode=ro&immutable=1")
    with closing(sqlite3.connect(address, uri=True)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new, pages=1000)
        new.execute("PRAGMA journal_mode=DELETE")
        told = new.execute("PRAGMA quick_check(1)").fetchone()
    if told is None or told[0] != "ok":
        target.unlink(missing_ok=True)
        raise StoreError(torn(str(source.parent), "数据库文件有损坏"))


def _originals(source: Path) -> Iterator[Path]:
    for folder in sorted((source / ORIGINALS).glob("??")):
        yield from sorted(p for p in folder.iterdir() if not p.name.startswith("."))


def _copy_original(place: Path, target: Path, done: Copied) -> None:
    there = place_of(target / ORIGINALS, place.name)
    if there.is_file() and there.stat().st_size == place.stat().st_size:
        done.known += 1
        return
    there.parent.mkdir(parents=True, exist_ok=True)
    part = there.with_name(f".part-{os.getpid()}")
    h = hashlib.sha256()
    try:
        with part.open("wb") as out:
            for chunk in _chunks(place):
                h.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
    except UnreadableFileError:
        part.unlink(missing_ok=True)
        done.bad.append(place.name)
        return
    if h.hexdigest() != place.name:
        part.unlink()
        done.bad.append(place.name)
        return
    part.replace(there)
    done.new += 1


def _chunks(place: Path) -> Iterator[bytes]:
    """The bytes of an original; UnreadableFileError where the disk does not give them."""
    try:
        file = place.open("rb")
    except OSError as e:
        raise UnreadableFileError(cause_of(e)) from e
    with file:
        while True:
            try:
                chunk = file.read(_CHUNK)
            except OSError as e:
                raise UnreadableFileError(cause_of(e)) from e
            if not chunk:
                return
            yield chunk
