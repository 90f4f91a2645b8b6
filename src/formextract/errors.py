"""What can go wrong: classes that know their exit status; messages for staff, in Chinese, that say what to do next."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

EXIT_UNREADABLE = 1
EXIT_USAGE = 2


MAY_BE_FORM = "可能是申报表，但没有认出"
"""How a message begins about a readable file that somebody should look at before it is taken for proof."""

_MOST_TOLD = 200
_CAUSES: Mapping[str, str] = {
    "ENOENT": "没有这个文件或文件夹",
    "ENOTDIR": "路径中间有一段不是文件夹",
    "EISDIR": "这是文件夹，不是文件",
    "EEXIST": "已有同名的文件或文件夹",
    "ENOTEMPTY": "文件夹里还有东西",
    "EACCES": "没有权限",
    "EPERM": "系统不允许",
    "EROFS": "所在的盘只能读，不能写",
    "ENOSPC": "磁盘已满",
    "EDQUOT": "超出了磁盘配额",
    "EFBIG": "文件超出系统允许的大小",
    "ENAMETOOLONG": "名称太长",
    "EINVAL": "名称或内容系统不接受",
    "EILSEQ": "名称里有系统不认的字",
    "ELOOP": "快捷方式互相指来指去",
    "EXDEV": "两处不在同一个盘上",
    "EIO": "盘读写出错",
    "ENXIO": "没有这个设备，或盘已取出",
    "ENODEV": "没有这个设备，或盘已取出",
    "ESTALE": "网络盘上的文件已不在",
    "EBUSY": "正被别的程序占用",
    "ETXTBSY": "正被别的程序占用",
    "EAGAIN": "暂时占用，请稍等",
    "EMFILE": "同时打开的文件太多",
    "ENFILE": "同时打开的文件太多",
    "ENOMEM": "内存不够",
    "EPIPE": "对方已关闭",
    "ETIMEDOUT": "等了太久没有回应",
    "ECONNREFUSED": "对方不接受连接",
    "ECONNRESET": "连接中断",
    "EADDRINUSE": "已被别的程序使用",
    "EADDRNOTAVAIL": "本机没有这个地址",
    "ENETUNREACH": "网络不通",
    "EHOSTUNREACH": "网络不通",
}
"""What systems say in English of a file, a disk or the network."""
_OF_DATABASES: Mapping[str, str] = {
    "SQLITE_IOERR": "盘读写出错",
    "SQLITE_FULL": "磁盘已满",
    "SQLITE_CANTOPEN": "文件打不开",
    "SQLITE_READONLY": "所在的位置不能写",
    "SQLITE_BUSY": "正被别的程序占用",
    "SQLITE_LOCKED": "正被别的程序占用",
    "SQLITE_CORRUPT": "文件有损坏",
    "SQLITE_NOTADB": "文件不是数据库",
    "SQLITE_NOMEM": "内存不够",
    "08": "连不上",
    "25006": "数据库只能读",
    "28": "用户名或密码不对",
    "3D": "没有这个数据库",
    "3F": "没有这个模式（schema）",
    "42501": "没有权限",
    "53100": "磁盘已满",
    "53": "连接太多，或内存不够",
    "57": "数据库正在关闭，或连接被管理员断开",
}
"""By how names begin that SQLite has for its errors, and standard SQLSTATE for those of others."""


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


def pattern_fault(e: re.error) -> str:
    """Where a regular expression is wrong, for those who have written it."""
    return "请检查括号是否成对" if e.pos is None else f"第 {e.pos + 1} 个字符处不对，请检查括号是否成对"


def cause_of(error: OSError) -> str:
    """Why the system refused, in the words of staff: its own are English, and `None` where Python made the error."""
    if error.errno is None:  # zipfile, sockets' names and others give only a text, which staff cannot read either
        return "系统没有说明原因"
    return _CAUSES.get(errno.errorcode.get(error.errno, "")) or f"系统拒绝，错误号 {error.errno}"


def for_maintainers(error: Exception) -> str:
    """What a line for those who maintain the program says of an error that nobody foresaw."""
    if isinstance(error, OSError) and error.errno is not None:
        told = f"{cause_of(error)} {error.filename}" if error.filename else cause_of(error)
    else:
        told = " ".join(str(error).split())
    return f"{type(error).__name__}: {told[:_MOST_TOLD]}" if told else type(error).__name__


def cause_in_database(error: Exception) -> str:
    """Why a database refused, in the words of staff; where they have none, its own, said to be its own."""
    said = getattr(error, "orig", None) or error
    code = str(getattr(said, "sqlstate", None) or getattr(said, "sqlite_errorname", None) or "")
    known = [n for n in range(len(code), 0, -1) if code[:n] in _OF_DATABASES]
    if known:
        return _OF_DATABASES[code[: known[0]]]
    line = next(iter(str(said).strip().splitlines()), "") or type(said).__name__
    return f"数据库的原话是“{line}”"


def tell_of_own_file(failed: OSError, target: Path) -> None:
    """StoreError where a file of the program or of its libraries has failed, so that `target` is not blamed for it."""
    if not isinstance(failed.filename, str):
        return
    file, written = _plain(failed.filename), _plain(target)
    for own in (_plain(__file__).parent, _plain(sys.prefix)):
        if file.is_relative_to(own) and not written.is_relative_to(own):
            raise StoreError(
                f"程序自己的文件 {file} 读不了：{cause_of(failed)}。请重新安装程序后再运行一次"
            ) from failed


def _plain(path: str | Path) -> Path:
    """As it was named: libraries may lie elsewhere and be linked."""
    return Path(os.path.normpath(Path(path).absolute()))
