"""The files of a disc image: ISO 9660 with Joliet or Rock Ridge names, and UDF beside it, by pycdlib."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from formextract.intake.member import ArchiveMember, BrokenArchiveError
from formextract.intake.names import decoded, mended

_CHUNK = 1 << 18
_BLOCK = 2048
_DAMAGED = "光盘映像不完整或已损坏。请重新制作，或在系统中装入（挂载）映像后装载其中的文件夹"
_NOT_READ = "读不了这种光盘映像（只有 UDF 格式）。请在系统中装入（挂载）映像后装载其中的文件夹"
MAX_DEPTH = 64
"""Folders within folders; a tree that goes deeper runs in a circle."""


def iso_members(path: Path) -> Iterator[ArchiveMember]:
    """The files of a disc image in its richest name space; BrokenArchiveError where it cannot be read."""
    try:
        import pycdlib
        from pycdlib.pycdlibexception import PyCdlibException
    except ImportError as e:
        raise BrokenArchiveError("读光盘映像需要 pycdlib。请运行 pip install pycdlib，或装入映像后装载文件夹") from e
    with path.open("rb") as data:
        iso = pycdlib.PyCdlib()
        try:
            iso.open_fp(data)
        except PyCdlibException as e:
            data.seek(_BLOCK * 16 + 1)
            raise BrokenArchiveError(_DAMAGED if data.read(5) == b"CD001" else _NOT_READ) from e
        except (struct.error, IndexError, KeyError, ValueError, OverflowError, RecursionError, AttributeError) as e:
            raise BrokenArchiveError(_DAMAGED) from e
        try:
            yield from _members(iso, data)
        except PyCdlibException as e:
            raise BrokenArchiveError(_DAMAGED) from e
        finally:
            iso.close()


def _members(iso: Any, data: BinaryIO) -> Iterator[ArchiveMember]:
    if iso.has_joliet():
        yield from _folder(iso.get_record(joliet_path="/"), "", data, "joliet", 0)
    elif iso.has_rock_ridge():
        yield from _folder(iso.get_record(iso_path="/"), "", data, "rock", 0)
    elif iso.has_udf():
        for folder, _, files in iso.walk(udf_path="/"):
            for name in files:
                place = f"{folder.rstrip('/')}/{name}"
                yield ArchiveMember(mended(place.lstrip("/")), place.encode("utf-8", "replace"), _udf(iso, place))
    else:
        yield from _folder(iso.get_record(iso_path="/"), "", data, "iso", 0)


def _folder(record: Any, prefix: str, data: BinaryIO, kind: str, depth: int) -> Iterator[ArchiveMember]:
    if depth > MAX_DEPTH:
        raise BrokenArchiveError(_DAMAGED)
    folders = []
    pieces: list[tuple[int, int]] = []  # a file beyond 4 GB has a record for each piece
    for child in record.children:
        if child.is_dot() or child.is_dotdot():
            continue
        raw = child.rock_ridge.name() if kind == "rock" and child.rock_ridge is not None else child.file_identifier()
        name = prefix + _name(raw, kind)
        if child.is_dir():
            folders.append((child, name + "/"))
            continue
        if kind == "rock" and child.rock_ridge is not None and child.rock_ridge.is_symlink():
            yield ArchiveMember(name, raw, kind="link")
            continue
        pieces.append((child.extent_location() * _BLOCK, child.get_data_length()))
        if child.file_flags & 0x80:
            continue
        yield ArchiveMember(name, raw, _pieces(data, pieces))
        pieces = []
    for child, name in folders:
        yield from _folder(child, name, data, kind, depth + 1)


def _name(raw: bytes, kind: str) -> str:
    name = raw.decode("utf-16-be", "replace") if kind == "joliet" else mended(decoded(raw))
    stem, semicolon, version = name.rpartition(";")  # `NAME.EXT;1`
    name = stem if semicolon and version.isdigit() else name
    return name.replace("/", "_")


def _pieces(data: BinaryIO, pieces: list[tuple[int, int]]) -> Callable[[], Iterator[bytes]]:
    def chunks() -> Iterator[bytes]:
        for start, length in pieces:
            data.seek(start)
            left = length
            while left:
                chunk = data.read(min(_CHUNK, left))
                if not chunk:
                    raise BrokenArchiveError(_DAMAGED)
                left -= len(chunk)
                yield chunk

    return chunks


def _udf(iso: Any, place: str) -> Callable[[], Iterator[bytes]]:
    def chunks() -> Iterator[bytes]:
        with iso.open_file_from_iso(udf_path=place) as f:
            while chunk := f.read(_CHUNK):
                yield chunk

    return chunks
