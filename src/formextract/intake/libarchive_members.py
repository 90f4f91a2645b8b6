"""The members of `.7z` and `.rar`, by libarchive: one C library that reads both as a stream.

It runs in the unpacking process only, which has limits and no other file of ours open.
"""

from __future__ import annotations

import ctypes
import locale
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from formextract.intake.member import ArchiveMember, BrokenArchiveError
from formextract.intake.names import decoded, mended

_NEEDED = (
    "读 .{kind} 压缩包需要 libarchive。请运行 apt install libarchive13 和 pip install 'formextract[archives]'，"
    "或用解压软件解开后装载文件夹"
)
_LOCKED = "设有密码。请去掉密码，或解开后再装载"
_DAMAGED = "压缩包不完整、已损坏，或是分卷的一部分。请重新拷贝，或用解压软件解开后装载文件夹"
_EMPTY_BYTES = 64
"""An archive of nothing is no longer than this in either format: 32 bytes of 7z, a few blocks of RAR."""
_UNREAD = "这种 .rar 的压缩方式读不了（固实或分卷）。请用解压软件解开后装载文件夹"


def packed_members(path: Path, kind: str) -> Iterator[ArchiveMember]:
    """The files of a 7z or RAR archive in one pass; BrokenArchiveError where it or the library cannot be read."""
    for name in ("C.UTF-8", "zh_CN.UTF-8", "en_US.UTF-8"):  # it turns names into nothing in any other locale
        with suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, name)
            break
    try:
        libarchive = import_module("libarchive")  # no types; and the C library may be missing
        broken = import_module("libarchive.exception").ArchiveError
    except (ImportError, OSError, AttributeError, TypeError) as e:
        raise BrokenArchiveError(_NEEDED.format(kind=kind)) from e
    try:
        entries = 0
        with libarchive.file_reader(str(path)) as archive:
            for entry in archive:
                entries += 1
                raw = _raw(entry)
                member = mended(decoded(raw))
                if entry.issym or entry.islnk:
                    yield ArchiveMember(member, raw, kind="link")
                elif entry.isreg and _is_locked(entry):
                    yield ArchiveMember(member, raw, refused=_LOCKED)
                elif entry.isreg:
                    yield ArchiveMember(member, raw, _chunks(entry, broken), is_empty=entry.size == 0)
                elif not entry.isdir:
                    yield ArchiveMember(member, raw, kind="special")
        if entries == 0 and path.stat().st_size > _EMPTY_BYTES:  # libarchive passes some damaged heads over in silence
            raise BrokenArchiveError(_DAMAGED)
    except broken as e:
        raise BrokenArchiveError(_why(e)) from e


def _raw(entry: Any) -> bytes:
    name: bytes | None = import_module("libarchive.ffi").entry_pathname(entry._entry_p)  # noqa: SLF001 - the binding's own decodes by the locale
    return name if name is not None else str(entry.pathname or "").encode("utf-8", "replace")


def _is_locked(entry: Any) -> bool:
    """Whether the member is encrypted: of a stored one libarchive gives the cipher as if it were the content."""
    ffi = import_module("libarchive.ffi")
    with suppress(AttributeError, OSError):
        ask = ffi.libarchive.archive_entry_is_data_encrypted
        ask.argtypes, ask.restype = [ctypes.c_void_p], ctypes.c_int
        return bool(ask(entry._entry_p))  # noqa: SLF001 - the binding has no name for it
    return False


def _chunks(entry: Any, error: type[Exception]) -> Callable[[], Iterator[bytes]]:
    def chunks() -> Iterator[bytes]:
        wanted, got = entry.size, 0
        try:
            for block in entry.get_blocks():
                got += len(block)
                yield block
        except error as e:
            raise BrokenArchiveError(_why(e)) from e
        if wanted is not None and got != wanted:  # a stored member that ends with its volume is given without a word
            raise BrokenArchiveError(_DAMAGED)

    return chunks


def _why(error: Exception) -> str:
    text = str(error).lower()
    if "passphrase" in text or "encrypt" in text or "password" in text:
        return _LOCKED
    return _UNREAD if "rar" in text and ("unsupported" in text or "not supported" in text) else _DAMAGED
