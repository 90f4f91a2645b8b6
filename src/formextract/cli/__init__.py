"""The command line. One place turns exceptions into a line for staff and an exit status."""

from __future__ import annotations

import signal
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import FrameType
from typing import NoReturn

from formextract.errors import EXIT_UNREADABLE, EXIT_USAGE, FormextractError, UsageError, for_maintainers
from formextract.platforms import ENDING_SIGNALS

_INTERRUPTED = 128 + signal.SIGINT
_WITH_DEBUG = ("extract", "load", "export", "report", "review")
_WITH_FOLDER = ("extract", "load", "export", "report", "review", "desktop", "dump", "templates")
"""The commands that write something for the moment."""
_PIPE_CLOSED = 128 + 13  # as of a process that SIGPIPE ended: not everything was written


def main(args: Sequence[str] | None = None) -> int:
    """Runs a command line (the process's own by default) and gives its exit status."""
    given = list(sys.argv[1:] if args is None else args)
    _speak_utf8()

    from formextract.cli.stdout import ClosedPipeError, protected

    # Help goes to standard output itself; no command runs then.
    guard = nullcontext() if _asks_for_help(given) else protected()
    try:
        with guard, _ended_like_interrupted(), _own_folder(given):
            return _run(given)
    except (ClosedPipeError, BrokenPipeError):
        return _PIPE_CLOSED


def _run(args: list[str]) -> int:
    import typer

    from formextract.cli.app import app
    from formextract.cli.help import told
    from formextract.cli.say import say, say_block
    from formextract.cli.stdout import ClosedPipeError

    try:
        status = typer.main.get_command(app).main(args, prog_name="formextract", standalone_mode=False)
    except typer.TyperException as e:
        say_block(told(e))
        return EXIT_USAGE
    except UsageError as e:
        say_block(f"错误：{e}")
        return EXIT_USAGE
    except FormextractError as e:
        say(f"错误：{e}")
        return e.exit_status
    except (ClosedPipeError, BrokenPipeError):
        raise
    except MemoryError:
        say("错误：内存不够。请关闭其他程序，或减少 --workers 后再试")
        return EXIT_UNREADABLE
    except Exception as e:  # noqa: BLE001 - staff see a line; the traceback is for whoever asks
        how = "请加 --debug 再运行一次，并把显示的内容" if args[:1] and args[0] in _WITH_DEBUG else "请把这一行"
        say(f"错误：程序出现意外问题（{for_maintainers(e)}）。{how}交给维护人员")
        if "--debug" in args:
            say_block(traceback.format_exc())
        return EXIT_UNREADABLE
    if status == _INTERRUPTED:
        say("已中断")
    return int(status or 0)


def _asks_for_help(args: list[str]) -> bool:
    before = args[: args.index("--")] if "--" in args else args
    return "--help" in before or "-h" in before


def _own_folder(args: list[str]) -> AbstractContextManager[None]:
    if args[:1] and args[0] in _WITH_FOLDER and not _asks_for_help(args):
        from formextract.temporary import own_folder

        return own_folder()
    return nullcontext()


def _speak_utf8() -> None:
    """UTF-8 on both outputs, whatever the locale says; what is no character is spelt out."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


@contextmanager
def _ended_like_interrupted() -> Iterator[None]:
    """Takes what asks a program to end (SIGTERM, SIGHUP) as Ctrl-C is taken, so that no worker outlives the program."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {s: signal.signal(s, _end) for s in ENDING_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)
