"""Lines for staff on standard error."""

from __future__ import annotations

import os
import sys
import unicodedata
from contextlib import suppress
from datetime import datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from formextract.errors import UsageError, cause_of

if TYPE_CHECKING:  # a tenth of a second, and most commands draw nothing
    from rich.console import Console

MOST_LOGGED = 10_000_000
"""Bytes of a log: a hundred thousand lines, which an editor still opens."""
LOGS_KEPT = 5
_console: Console | None = None

# Control characters and those that turn the writing round: a file name must not repaint the terminal.
_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def console() -> Console:
    """The console on standard error, on which the progress bar is drawn."""
    global _console  # noqa: PLW0603 - as standard error itself
    from rich.console import Console

    if _console is None or _console.file is not sys.stderr:
        _console = Console(file=sys.stderr, highlight=False, markup=False, emoji=False)
    return _console


_log: Path | None = None


def log_to(path: str) -> None:
    """Has everything that is said from now on stand in a file as well, each line with its time; '' for no file.

    UsageError where it cannot be written.
    """
    global _log  # noqa: PLW0603 - as standard error itself
    _log = Path(path) if path else None
    if _log is not None:
        try:
            with _log.open("a", encoding="utf-8"):
                pass
        except OSError as e:
            _log = None
            raise UsageError(f"日志文件 {path} 写不了（{cause_of(e)}）。请检查路径和权限") from e


def say(line: str) -> None:
    """One line on standard error, above the progress bar where there is one."""
    log_only(line)
    if _console is None or _console.file is not sys.stderr:  # nothing was drawn, and nothing is to be kept below it
        sys.stderr.write(clean(line) + "\n")
        sys.stderr.flush()
        return
    from rich.text import Text

    _console.print(Text(clean(line)), soft_wrap=True)


def log_only(text: str) -> None:
    """Lines that stand in the log and not on the screen; nothing where no log is kept."""
    if _log is None:
        return
    _turn_over(_log)
    with suppress(OSError), _log.open("a", encoding="utf-8", errors="backslashreplace") as f:
        for line in text.rstrip("\n").split("\n"):
            f.write(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} {clean(line)}\n")


def _turn_over(path: Path) -> None:
    """Begins the log anew where it has become long; the last ones stay, the newest as `.1`."""
    with suppress(OSError):
        if path.stat().st_size < MOST_LOGGED:
            return
        for n in range(LOGS_KEPT - 1, 0, -1):
            older = path.with_name(f"{path.name}.{n}")
            if older.exists():
                older.replace(path.with_name(f"{path.name}.{n + 1}"))
        path.replace(path.with_name(f"{path.name}.1"))


def say_block(text: str) -> None:
    """Several lines on standard error, each cleaned."""
    for line in text.rstrip("\n").split("\n"):
        say(line)


def clean(text: str) -> str:
    """`text` on one line, with what cannot be seen spelt out."""
    return "".join(c if unicodedata.category(c) not in _HIDDEN else c.encode("unicode_escape").decode() for c in text)


def shown(path: str) -> str:
    """A path as staff can read it: names in GBK, as old discs have them, are decoded."""
    if path.isprintable():
        return path
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return str(PurePath(*(_decoded(part) for part in PurePath(path).parts)))
    return path


def _decoded(name: str) -> str:
    try:
        raw = os.fsencode(name)
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")
    except UnicodeEncodeError:
        return name
