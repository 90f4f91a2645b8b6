"""What the system, a disk or a database says in English is told in the words of staff."""

import errno
import os
import re
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy

from formextract.errors import cause_in_database, cause_of, for_maintainers

SOURCE = Path(__file__).resolve().parents[1] / "src" / "formextract"
FOREIGN = re.compile(r"[A-Za-z]{3}")


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_whatever_the_system_refuses_is_told_without_its_own_words(number):
    told = cause_of(OSError(number, os.strerror(number), "/srv/a"))
    assert told
    assert not FOREIGN.search(told)


def test_an_error_that_python_made_itself_is_not_none():
    assert cause_of(OSError("image file is truncated")) == "系统没有说明原因"
    assert cause_of(FileNotFoundError("a\0b")) == "系统没有说明原因"


def test_no_message_takes_the_systems_own_words():
    """`strerror` is English, or None: `cause_of` stands for it. The one place that has it asks a library's text."""
    told = [str(p.relative_to(SOURCE)) for p in SOURCE.rglob("*.py") if "strerror" in p.read_text("utf-8")]
    assert told == [str(Path("workers", "memory.py"))]


def test_what_a_database_refuses_is_told_in_words_and_else_as_its_own(tmp_path):
    engine = sqlalchemy.create_engine(f"sqlite:///{tmp_path}/no/such/x.db")
    with pytest.raises(sqlalchemy.exc.OperationalError) as caught:
        engine.connect()
    assert cause_in_database(caught.value) == "文件打不开"

    class RefusedError(Exception):
        sqlstate = "28P01"

    assert cause_in_database(RefusedError("password authentication failed")) == "用户名或密码不对"
    assert cause_in_database(sqlite3.IntegrityError("NOT NULL constraint failed: a.b\nmore")) == (
        "数据库的原话是“NOT NULL constraint failed: a.b”"
    )


def test_a_line_for_maintainers_names_what_it_was_about():
    assert for_maintainers(KeyError("x")) == "KeyError: 'x'"
    assert for_maintainers(ValueError()) == "ValueError"
    assert for_maintainers(PermissionError(errno.EACCES, "Permission denied", "/srv/a")) == (
        "PermissionError: 没有权限 /srv/a"
    )
