"""From where a store is to an open database, with every mishap said in one line."""

from __future__ import annotations

import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, delete, event, insert, inspect, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from formextract.errors import StoreError, UsageError, cause_in_database, cause_of
from formextract.store import migrations, tables

DATABASE = "records.sqlite3"
ORIGINALS = "originals"
WORK = "work"
"""Where archives are opened while a load runs."""

BUSY_SECONDS = 60
"""How long a write waits for another program's write to end."""

_PROGRAM = "formextract"
_PREPARE_LOCK = 5_374_206_811  # any number that nobody else locks


def is_url(where: str) -> bool:
    """Whether `where` is a database URL rather than a folder."""
    return "://" in where


def shown(where: str) -> str:
    """`where` as it may be shown and logged: without a password."""
    if not is_url(where):
        return where
    try:
        return make_url(where).render_as_string(hide_password=True)
    except ArgumentError:
        return where.split("://", 1)[0] + "://…"


def database_url(where: str, *, create: bool) -> URL:
    """The database behind a folder or a URL; makes the folder where `create` is set.

    Raises UsageError where there is no such store, StoreError where the folder holds something else.
    """
    if is_url(where):
        return sqlalchemy_url(where)
    folder = Path(where)
    database = folder / DATABASE
    try:
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{where} 不是文件夹。请用 --store 指定一个文件夹或数据库地址")
        if not database.exists():
            if not create:
                raise UsageError(f"{where} 里没有数据库。请检查 --store，或先用 formextract load 装载")
            folder.mkdir(parents=True, exist_ok=True)
            # Another program may be making the store at this very moment: what SQLite puts beside its file is ours.
            if any(p.name not in (ORIGINALS, WORK) and not p.name.startswith(DATABASE) for p in folder.iterdir()):
                raise StoreError(f"{where} 里已有别的文件，不能用作数据库文件夹。请用 --store 指定一个新的或空的文件夹")
    except OSError as e:
        raise StoreError(f"不能使用文件夹 {where}：{cause_of(e)}。请检查权限，或换一个位置") from e
    return URL.create("sqlite", database=str(database))


def sqlalchemy_url(where: str) -> URL:
    """The URL with the driver that this project installs, where it names none; UsageError where it is none."""
    try:
        url = make_url(where)
    except ArgumentError as e:
        raise _bad_url(where) from e
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgresql", "postgres") else url


def _bad_url(where: str) -> UsageError:
    return UsageError(f"数据库地址写法有误：{shown(where)}。请写成 postgresql://用户:密码@主机/库名 的形式")


def connect(url: URL, where: str) -> Engine:
    """An engine for `url`. SQLite is set up for one writer beside many readers; StoreError without a driver."""
    if url.drivername == "sqlite" and url.database and not is_writable(Path(url.database)):
        url = _only_read(Path(url.database), where)
    try:
        engine = create_engine(url)
    except (NoSuchModuleError, ModuleNotFoundError) as e:
        mend = "PostgreSQL 请运行 pip install 'formextract[postgres]'"
        raise StoreError(f"缺少连接 {shown(where)} 所需的驱动程序。{mend}") from e
    except (ArgumentError, ImportError) as e:
        raise _bad_url(where) from e
    if engine.dialect.name == "sqlite":
        _set_up_sqlite(engine)
    return engine


def is_writable(database: Path) -> bool:
    """Whether the database's file, where there is one, and its folder may be written."""
    return os.access(database.parent, os.W_OK) and (not database.exists() or os.access(database, os.W_OK))


def is_only_read(engine: Engine) -> bool:
    """Whether the store lies where nothing can be written: a disc, a snapshot, a folder of somebody else's."""
    return engine.url.query.get("immutable") == "1"


def _only_read(database: Path, where: str) -> URL:
    """The URL of a database that is only read. SQLite then writes nothing beside it, and reads no log that lies there:
    StoreError where one does, of a program that was killed or still runs.
    """
    log = database.with_name(database.name + "-wal")
    if log.exists() and log.stat().st_size:
        raise StoreError(
            f"数据库 {where} 所在的位置不能写，而它没有正常关闭，还有没并入的内容。"
            "请把整个文件夹复制到可以写的地方，再用 --store 指定那里"
        )
    query = {"mode": "ro", "immutable": "1", "uri": "true"}
    return URL.create("sqlite", database=database.absolute().as_uri(), query=query)


def _set_up_sqlite(engine: Engine) -> None:
    # Python's sqlite3 opens transactions by its own rules, which break savepoints; SQLAlchemy's manual gives this
    # remedy. A writing transaction takes its lock at once, so that two loaders wait for each other and do not collide.
    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (f"busy_timeout={BUSY_SECONDS * 1000}", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()
        if not is_only_read(engine):
            _write_ahead(connection)

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _write_ahead(connection: Any) -> None:
    """Switches to SQLite's write-ahead log. Of two programs that switch a new database at once SQLite refuses one
    without waiting, whatever its patience."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError as e:
            if "locked" not in str(e) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def is_ready(connection: Connection, where: str, *, create: bool) -> bool:
    """Whether the tables are today's; False where `prepare` has to make them so.

    StoreError where the database is another program's, damaged, or made by a newer version; UsageError where it is
    empty and `create` is off.
    """
    names = set(inspect(connection).get_table_names())
    if tables.meta.name not in names:
        if names:
            raise StoreError(f"{shown(where)} 是别的程序的数据库。请用 --store 指定新的文件夹或空的数据库")
        if not create:
            raise UsageError(f"{shown(where)} 里还没有数据。请先用 formextract load 装载")
        return False
    version = _version(connection)
    if version is None or not version.isdigit():
        raise StoreError(f"数据库 {shown(where)} 缺少版本号，可能已损坏。请用备份，或换一个新的 --store 重新装载")
    if int(version) < tables.UNREVISED:
        mend = "请用 --store 指定一个新的文件夹，重新装载光盘；旧库仍可用旧版本查看"
        raise StoreError(f"数据库 {shown(where)} 由旧版本的 formextract 建立，格式已变。{mend}")
    revision = migrations.revision_of(connection)
    if int(version) > tables.VERSION or not migrations.is_known(revision):
        raise StoreError(f"数据库 {shown(where)} 由更新版本的 formextract 建立。请先升级 formextract")
    return revision == migrations.HEAD


def prepare(connection: Connection, where: str, *, create: bool) -> None:
    """Makes the tables, or brings them up to today's; the connection is in a writing transaction of its own."""
    if connection.dialect.name == "postgresql":  # SQLite's writing transactions keep others out by themselves
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_PREPARE_LOCK})")
    if is_ready(connection, where, create=create):
        return  # another program was quicker
    unrevised = inspect(connection).has_table(tables.meta.name) and not migrations.revision_of(connection)
    migrations.bring_up(connection, stamp=migrations.BASELINE if unrevised else "")
    connection.execute(delete(tables.meta).where(tables.meta.c.key.in_(("program", "version"))))
    rows = {"program": _PROGRAM, "version": str(tables.VERSION)}
    if connection.execute(select(tables.meta.c.value).where(tables.meta.c.key == "id")).first() is None:
        rows["id"] = secrets.token_hex(4)
    connection.execute(insert(tables.meta), [{"key": k, "value": v} for k, v in rows.items()])


def _version(connection: Connection) -> str | None:
    return connection.execute(select(tables.meta.c.value).where(tables.meta.c.key == "version")).scalar()


class TornError(Exception):
    """A row that was stored whole and is no longer what it was; `speaking` tells it."""


@contextmanager
def speaking(where: str) -> Iterator[None]:
    """Turns the database's own exceptions into a StoreError of one line that says what to do."""
    try:
        yield
    except TornError as e:
        raise StoreError(torn(where, "有记录的内容读不出来")) from e
    except (SQLAlchemyError, sqlite3.Error) as e:
        raise StoreError(_told(e, shown(where))) from e
    except OSError as e:
        raise StoreError(trouble(where, cause_of(e))) from e


def trouble(where: str, cause: str) -> str:
    """What staff are told where the system does not let us write to a store."""
    return f"存取数据库 {shown(where)} 时出错：{cause}。请检查磁盘空间和权限，再运行一次"


def cannot_write(where: str) -> str:
    """What staff are told of a store that lies where nothing can be written."""
    return (
        f"数据库 {where} 所在的位置不能写：可以查看、导出和出报告，不能装载和更正。"
        "要写的，请把整个文件夹复制到可以写的地方，再用 --store 指定那里"
    )


_TORN = ("not a database", "malformed", "corrupt", "could not decode", "invalid byte sequence")
"""What SQLite and PostgreSQL say where what they have stored is no longer what it was."""


def torn(where: str, cause: str) -> str:
    """What staff are told of a database of which a part is damaged."""
    mend = "请停止写入，把整个文件夹先复制一份，再用备份恢复；没有备份的，请换一个新的 --store 重新装载光盘"
    return f"数据库 {shown(where)} 已损坏（{cause}）。{mend}"


def _told(error: Exception, where: str) -> str:
    cause = str(getattr(error, "orig", None) or error).strip().splitlines()
    text = cause[0] if cause else type(error).__name__
    low = text.lower()
    of_a_row = "decode" in low or "byte sequence" in low
    if any(words in low for words in _TORN):
        return torn(where, "有记录的内容读不出来" if of_a_row else cause_in_database(error))
    if "locked" in low or "busy" in low:
        return f"数据库 {where} 正被另一个程序占用。请等它结束后再运行一次"
    if "disk is full" in low or "no space" in low:
        return f"磁盘已满，数据库 {where} 写不进去。请腾出空间后再运行一次，已存的不会丢"
    if "readonly" in low or "read-only" in low:
        return cannot_write(where)
    if "unable to open" in low:
        return f"数据库 {where} 打不开。请检查权限和路径"
    if "no such column" in low or "no such table" in low or "does not exist" in low:
        return f"数据库 {where} 不完整（{cause_in_database(error)}）。请用备份，或换一个新的 --store 重新装载"
    return f"数据库 {where} 出错：{cause_in_database(error)}。请检查地址、网络和权限，再运行一次"
