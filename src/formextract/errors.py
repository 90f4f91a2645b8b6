"""What can go wrong: classes that know their exit status; messages for staff, in Chinese, that say what to do next."""

from __future__ import annotations

import os
import sys
from pathlib import Path

EXIT_UNREADABLE = 1
EXIT_USAGE = 2


MAY_BE_FORM = "可能是申报表，但没有认出"
"""How a message begins about a readable file that somebody should look at before it is taken for proof."""


class FormextractError(Exception):
    """Base of all errors that the command line turns into one clear line."""

    exit_status = EXIT_UNREADABLE


class UnreadableFileError(FormextractError):
    """A file that cannot be read: damaged, empty, encrypted, too large, or not what its ending says."""


class UnknownFormError(FormextractError):
    """A readable file that is no known form. `document`, where it is set, is what was read, so that it is read once."""

    document: object | None = None


class TemplateError(FormextractError):
    """A mistake in a template; the message names file, line and the mend."""


class StoreError(FormextractError):
    """A store that cannot be opened or written."""


class UsageError(FormextractError):
    """The call itself is wrong."""

    exit_status = EXIT_USAGE


class PluginError(FormextractError):
    """What another package adds to the toolkit cannot be used; the message names the package and the mend."""


def tell_of_own_file(failed: OSError, target: Path) -> None:
    """StoreError where a file of the program or of its libraries has failed, so that `target` is not blamed for it."""
    if not isinstance(failed.filename, str):
        return
    file, written = _plain(failed.filename), _plain(target)
    for own in (_plain(__file__).parent, _plain(sys.prefix)):
        if file.is_relative_to(own) and not written.is_relative_to(own):
            why = failed.strerror or str(failed)
            raise StoreError(f"程序自己的文件 {file} 读不了：{why}。请重新安装程序后再运行一次") from failed


def _plain(path: str | Path) -> Path:
    """As it was named: libraries may lie elsewhere and be linked."""
    return Path(os.path.normpath(Path(path).absolute()))
