"""Records straight into a table of a database; readers of the table see the old rows or the new ones, never a half."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    Double,
    MetaData,
    Numeric,
    Table,
    Text,
    create_engine,
    delete,
    insert,
    inspect,
    text,
)
from sqlalchemy import Column as TableColumn
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.schema import CreateColumn
from sqlalchemy.types import TypeEngine

from formextract.errors import StoreError, UsageError, cause_in_database
from formextract.outputs.frames import CellValue, Column, TableFrame
from formextract.outputs.shapes import FIXED, MARKS
from formextract.outputs.tabular import csv_cell

_BATCH = 500
_LONGEST_NAME = 63
"""Bytes of a column's name in PostgreSQL, the shortest of those that we know."""
_OURS = {"program", "form", "cluster"}
"""Columns by which a table is known as one of ours: every shape with a row a record or a figure has them."""

T = TypeVar("T")


def write_table(frame: TableFrame, url: str, name: str, *, shape: str = "", only: Collection[str] | None = None) -> int:
    """Writes the frame's rows to a table, in one transaction; how many there were.

    The table holds exactly these rows afterwards. With `only`, ids of records, just their rows are replaced: those that
    the frame no longer has are gone, all others stay. The table is made where it is not there, and gets the columns
    that it lacks. StoreError where it is another program's, holds another shape than `shape` ('' where none is told),
    or the database refuses; UsageError for a wrong address.
    """
    target = _url(url)
    with _speaking(target):
        engine = create_engine(target)
        try:
            with engine.begin() as c:
                return _write(c, frame, name, shape, only)
        finally:
            engine.dispose()


def _write(c: Connection, frame: TableFrame, name: str, shape: str, only: Collection[str] | None) -> int:
    exact = c.dialect.name == "postgresql"
    names = [_column_name(column.id) for column in frame.columns]
    columns = [TableColumn(n, _type(k, exact=exact)) for n, k in zip(names, frame.columns, strict=True)]
    table = Table(name, MetaData(), *columns)
    key = table.c[names[0]]
    found = {column["name"]: column["type"] for column in inspect(c).get_columns(name)} if _has(c, name) else {}
    if found and shape:
        _check_shape(name, shape, found)
    if found and not {key.name, *_OURS & set(names)} <= set(found):
        raise StoreError(f"表 {name} 已存在，而且不是 formextract 导出的。请用 --table 换一个表名")
    if found and shape:
        lacking = [n for n in names if n not in found]
        if lacking and only is not None and shape in FIXED:  # the other rows would say nothing in these columns
            raise StoreError(f"表 {name} 由较早的版本写成，没有 {'、'.join(lacking)} 列。请不带 --since 完整导出一次")
    changed = [n.name for n in columns if n.name in found and not _fits(n.type, found[n.name])]
    if changed and only is not None:
        raise StoreError(f"表 {name} 的列 {changed[0]} 类型变了，放不下新的值。请不带 --since 完整导出一次")
    if changed:
        table.drop(c)
        found = {}
    if not found:
        table.create(c)
    for column in columns:
        if found and column.name not in found:
            told = CreateColumn(column).compile(dialect=c.dialect)
            c.execute(text(f"ALTER TABLE {c.dialect.identifier_preparer.format_table(table)} ADD COLUMN {told}"))
    if only is None:
        c.execute(delete(table))
    else:
        for ids in _batches(sorted(only), _BATCH):
            c.execute(delete(table).where(key.in_(ids)))
    n = 0
    for rows in _batches(frame.rows, _BATCH):
        values = [
            {name: _cell(v, k, exact=exact) for name, v, k in zip(names, row, frame.columns, strict=True)}
            for row in rows
        ]
        c.execute(insert(table), values)
        n += len(rows)
    return n


def _check_shape(name: str, shape: str, columns: Collection[str]) -> None:
    """Nothing where the table's columns are those of the shape alone; a table of two shapes is good for neither."""
    held = [s for s, mark in MARKS.items() if mark in columns]
    if held in ([], [shape]):
        return
    mend = "请用 --table 换一个表名；原来的数据不要了的，请先在数据库里删去这个表"
    raise StoreError(f"表 {name} 里存的是 --shape {' 和 '.join(held)} 的数据，不能再写入 {shape}，没有改动它。{mend}")


def _batches(items: Iterable[T], n: int) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, n)):
        yield batch


def _has(c: Connection, name: str) -> bool:
    return inspect(c).has_table(name)


def _type(column: Column, *, exact: bool) -> TypeEngine[Any]:
    if column.kind == "number":
        return Numeric() if exact else Double()
    if column.kind == "integer":
        return BigInteger()
    return Boolean() if column.kind == "bool" else Text()


def _fits(wanted: TypeEngine[Any], there: TypeEngine[Any]) -> bool:
    """Whether values of the wanted type can be stored in a column as it is there."""
    kinds = ((str,), (bool,), (int, float, Decimal))

    def kind(t: TypeEngine[Any]) -> int:
        return next(n for n, k in enumerate(kinds) if t.python_type in k)

    return kind(wanted) == kind(there)


def _cell(value: CellValue, column: Column, *, exact: bool) -> CellValue | float:
    if value is None:
        return None
    if column.kind == "number":
        figure = Decimal(value)
        return figure if exact else float(figure)
    if column.kind in ("integer", "bool"):
        return value
    told = value if isinstance(value, str) else csv_cell(value)
    return told.replace("\0", "\ufffd").encode("utf-8", "backslashreplace").decode("utf-8")


def _column_name(name: str) -> str:
    """A column's name; one that is too long for a database is cut, and stays one of its own by a digest."""
    data = name.encode()
    if len(data) <= _LONGEST_NAME:
        return name
    return f"{data[: _LONGEST_NAME - 9].decode(errors='ignore')}~{hashlib.sha256(data).hexdigest()[:8]}"


def _url(url: str) -> URL:
    try:
        made = make_url(url)
    except ArgumentError as e:
        raise UsageError("--to-database 的地址写法有误。请写成 postgresql://用户:密码@主机/库名 的形式") from e
    return made.set(drivername="postgresql+psycopg") if made.drivername in ("postgresql", "postgres") else made


@contextmanager
def _speaking(url: URL) -> Iterator[None]:
    where = url.render_as_string(hide_password=True)
    try:
        yield
    except (NoSuchModuleError, ModuleNotFoundError) as e:
        mend = "PostgreSQL 请运行 pip install 'formextract[postgres]'"
        raise UsageError(f"缺少连接 {where} 所需的驱动程序。{mend}") from e
    except SQLAlchemyError as e:
        raise StoreError(
            f"写不进数据库 {where}：{cause_in_database(e)}。请检查地址、表名、权限和磁盘空间，再运行一次"
        ) from e
