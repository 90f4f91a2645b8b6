"""`desktop`: the review page on a store in the user's own documents, opened once however often it is started."""

from __future__ import annotations

import os
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_documents_dir

from formextract.cli.say import say
from formextract.errors import UsageError, cause_of
from formextract.loading import Limits

FOLDER = "申报材料"
"""In the user's documents: the store, and what the program keeps beside it."""
STORE = "数据库"
_LOCK, _ADDRESS = ".open.lock", ".open.address"


def run_desktop(folder: str, *, version: str, limits: Limits, show: Callable[[str], object] = webbrowser.open) -> int:
    """Opens the page in the browser, and serves it where nobody does yet; the exit status.

    `folder` takes the place of the one in the user's documents; `show` opens an address.
    """
    from formextract.review.server import serve

    place = Path(folder) if folder else Path(user_documents_dir()) / FOLDER
    try:
        place.mkdir(parents=True, exist_ok=True)
        lock = FileLock(place / _LOCK)
        lock.acquire(timeout=0)
    except Timeout:
        return _shown_again(place / _ADDRESS, show)
    except OSError as e:
        raise UsageError(f"建不了文件夹“{place}”（{cause_of(e)}）。请用 --folder 另选一个可以写的文件夹") from e

    def opened(address: str) -> None:
        _note(place / _ADDRESS, address)
        show(address)

    say(f"数据存放在“{place}”")
    try:
        with suppress(KeyboardInterrupt):  # that is how it is ended
            serve(
                str(place / STORE),
                host="127.0.0.1",
                port=0,
                opens=False,
                version=version,
                limits=limits,
                say=say,
                opened=opened,
            )
    finally:
        (place / _ADDRESS).unlink(missing_ok=True)
        lock.release()
    say("审核页面已关闭。所有改动都已存好")
    return 0


def _shown_again(note: Path, show: Callable[[str], object]) -> int:
    """Shows the page that another start serves."""
    if not note.is_file():
        say("程序正在启动，请稍候片刻再点一次")
        return 0
    show(note.read_text(encoding="utf-8").strip())
    say("审核页面已经开着，已在浏览器里显示")
    return 0


def _note(note: Path, address: str) -> None:
    """Writes the address down for the next start; it lets in whoever knows it, so that only the user may read it."""
    part = note.with_name(note.name + ".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as f:
        f.write(address)
    part.replace(note)
