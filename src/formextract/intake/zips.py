"""The members of `.zip` and `.tar.*`, by the standard library."""

from __future__ import annotations

import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from formextract.intake.member import ArchiveMember, BrokenArchiveError
from formextract.intake.names import best_codec, decoded, mended

_CHUNK = 1 << 18
_UTF8_FLAG, _LOCKED_FLAG = 0x800, 0x1
_UNICODE_PATH = 0x7075
_LOCKED = "设有密码。请去掉密码，或解开后再装载"
_DAMAGED = "压缩包不完整或已损坏（可能没有拷贝完）。请重新拷贝，或用解压软件解开后装载文件夹"
_UNIX = 3
_KIND, _LINK, _FOLDER, _PLAIN = 0o170000, 0o120000, 0o040000, 0o100000


def zip_members(path: Path) -> Iterator[ArchiveMember]:
    """The files of a ZIP; BrokenArchiveError where its directory cannot be read."""
    try:
        # cp437 maps every byte to a letter and back: names without a word about their encoding come out as bytes.
        archive = zipfile.ZipFile(path, metadata_encoding="cp437")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as e:
        raise BrokenArchiveError(_DAMAGED) from e
    with archive:
        infos = archive.infolist()
        raws = [_raw(i) for i in infos]
        codec = best_codec(raw for raw, i in zip(raws, infos, strict=True) if not i.flag_bits & _UTF8_FLAG)
        for raw, info in zip(raws, infos, strict=True):
            if raw.endswith((b"/", b"\\")):
                continue
            name = _unicode_path(info, raw) or _name(raw, info, codec)
            if info.flag_bits & _LOCKED_FLAG:
                yield ArchiveMember(name, raw, refused=_LOCKED)
            elif (kind := _kind(info)) != "file":
                yield ArchiveMember(name, raw, kind=kind)
            else:
                yield ArchiveMember(name, raw, _zip_chunks(archive, info), is_empty=info.file_size == 0)


def _raw(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_FLAG else "cp437", "surrogateescape")


def _name(raw: bytes, info: zipfile.ZipInfo, codec: str) -> str:
    return mended(decoded(raw, "utf-8") if info.flag_bits & _UTF8_FLAG else decoded(raw, codec))


def _unicode_path(info: zipfile.ZipInfo, raw: bytes) -> str:
    """The name of Info-ZIP's extra field, where it is there and about this very name; else ''."""
    extra = info.extra
    while len(extra) >= 4:  # noqa: PLR2004 - two numbers of two bytes
        tag, size = struct.unpack_from("<HH", extra)
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if tag == _UNICODE_PATH and len(body) > 5 and struct.unpack_from("<L", body, 1)[0] == zlib.crc32(raw):  # noqa: PLR2004
            return body[5:].decode("utf-8", "replace")
    return ""


def _kind(info: zipfile.ZipInfo) -> str:
    if info.create_system != _UNIX:
        return "file"
    mode = info.external_attr >> 16 & _KIND
    return "link" if mode == _LINK else "folder" if mode == _FOLDER else "file" if mode in (0, _PLAIN) else "special"


def _zip_chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], Iterator[bytes]]:
    def chunks() -> Iterator[bytes]:
        try:
            with archive.open(info) as f:
                while chunk := f.read(_CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, struct.error) as e:
            raise BrokenArchiveError(_DAMAGED) from e
        except NotImplementedError as e:
            raise BrokenArchiveError("压缩方式不认识。请用解压软件解开后装载文件夹") from e
        except RuntimeError as e:
            raise BrokenArchiveError(_LOCKED) from e

    return chunks


def tar_members(path: Path) -> Iterator[ArchiveMember]:
    """The files of a TAR, compressed or not, in one pass; BrokenArchiveError where it cannot be read on."""
    try:
        with tarfile.open(path, "r|*", encoding="utf-8", errors="surrogateescape") as archive:
            for info in archive:
                raw = info.name.encode("utf-8", "surrogateescape")
                name = mended(decoded(raw))
                if info.isreg():
                    yield ArchiveMember(name, raw, _tar_chunks(archive, info), is_empty=info.size == 0)
                elif info.issym() or info.islnk():
                    yield ArchiveMember(name, raw, kind="link")
                elif not info.isdir():
                    yield ArchiveMember(name, raw, kind="special")
    except (tarfile.TarError, EOFError, OSError, zlib.error, lzma.LZMAError, ValueError) as e:
        raise BrokenArchiveError(_DAMAGED) from e


def _tar_chunks(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Callable[[], Iterator[bytes]]:
    def chunks() -> Iterator[bytes]:
        f = archive.extractfile(info)
        while f is not None and (chunk := f.read(_CHUNK)):
            yield chunk

    return chunks
