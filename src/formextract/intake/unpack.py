"""The process that opens archives: `python -m formextract.intake.unpack INTO`.

Each line on standard input asks for one archive; what is said of it on standard output are lines as well
(`messages.py`). A member is written into the folder INTO under the digest of its content, never under its own name.

Each archive is opened in a copy of this process (`platforms.forked`), which takes a few milliseconds where a new
process takes a third of a second: what a hostile one does to the copy reaches no other archive, and this process
looks into none. Where a system has no copies, it does, and dies of what it meets; the next archive has a new one.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from formextract.errors import cause_of
from formextract.intake import unarchiver
from formextract.intake.containers import container
from formextract.intake.images import iso_members
from formextract.intake.libarchive_members import packed_members
from formextract.intake.member import MAX_NAME, ArchiveMember, BrokenArchiveError, Budget, OverLimitError, over_limit
from formextract.intake.messages import (
    Closed,
    Ended,
    Entry,
    Open,
    Refused,
    Reply,
    Skipped,
    UnpackedMember,
    line_of,
    request_in,
)
from formextract.intake.names import climbs_out, parts_of
from formextract.intake.system_files import is_system_file, is_system_folder
from formextract.intake.volumes import pieces, rar_volume, split_number
from formextract.intake.zips import tar_members, zip_members
from formextract.platforms import forked, limit_memory

MEMORY_BYTES = 2 << 30
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")
_VOLUME = "是分卷压缩包的一卷，不能单独打开。请把各卷放在一起，用解压软件从第一卷解开后装载文件夹"
_RAR_VOLUME = "是分卷的 .rar 压缩包。请先安装 unar（apt install unar）再运行，或用解压软件从第一卷解开后装载文件夹"
_CLIMBS = "文件名指向压缩包以外，已拒绝解开"
_LONG_NAME = f"文件名过长（超过 {MAX_NAME} 字节），已拒绝解开。请解开后改成较短的名称，再装载文件夹"
_NOT_NAMED = "空文件或解不开的文件过多，没有逐个列出。请与报送单位核实，或解开后装载文件夹"
MOST_NAMED = 1000
"""Members of an archive that hold nothing to be read, empty or refused, and are named one by one. A disc of five
hundred applicants has some dozens; a hundred thousand would keep the store busy for minutes to say one thing.
"""
_SHOWN = 80
"""Letters that are shown of a name that is too long."""
_LIBRARIES = {"iso": "pycdlib", "7z": "libarchive", "rar": "libarchive"}
"""What is loaded before the fork, so that a thousand archives do not load it a thousand times."""

Say = Callable[[Reply], None]


def members(path: Path, name: str, into: Path, budget: Budget) -> Iterator[ArchiveMember]:
    """The members of an archive or image; BrokenArchiveError where it is none or cannot be read on.

    What has to be unpacked or put together as a whole first lies below `into` meanwhile.
    """
    kind = container(path, name)
    match kind:
        case "volume":
            return _of_volumes(path, name, into, budget)
        case "rar" if rar_volume(path) is not None:
            return _of_rar_volumes(path, into, budget)
        case "zip":
            return zip_members(path)
        case "tar":
            return tar_members(path)
        case "iso":
            return iso_members(path)
        case "rar":
            return _of_rar(path, into, budget)
        case "7z":
            return packed_members(path, kind)
        case None:
            raise BrokenArchiveError("不是认识的压缩包。请用解压软件解开后装载文件夹")


def _of_volumes(path: Path, name: str, into: Path, budget: Budget) -> Iterator[ArchiveMember]:
    """The members of a file that was cut into pieces, all of them with the first piece."""
    first = split_number(name)
    if first is None or not path.with_name(f"{path.name[:-3]}001").is_file():
        raise BrokenArchiveError(_VOLUME)
    if first > 1:
        return  # its bytes are read with the first piece
    with tempfile.NamedTemporaryFile(prefix=".joined-", suffix=Path(name[:-4]).suffix, dir=into) as whole:
        for piece in pieces(path):
            budget.take_bytes(piece.stat().st_size, 0)
            with piece.open("rb") as f:
                shutil.copyfileobj(f, whole)
        whole.flush()
        yield from members(Path(whole.name), name[:-4], into, budget)


def _of_rar_volumes(path: Path, into: Path, budget: Budget) -> Iterator[ArchiveMember]:
    """The members of a RAR in several volumes, all of them with the first one."""
    if not unarchiver.is_there():
        raise BrokenArchiveError(_RAR_VOLUME)
    if rar_volume(path) == 0:
        yield from unarchiver.unar_members(path, into, budget)
    elif not any(rar_volume(p) == 0 for p in path.parent.glob("*.rar") if p != path and _begin_alike(p, path)):
        raise BrokenArchiveError(_VOLUME)


def _begin_alike(a: Path, b: Path) -> bool:
    return a.name.rpartition(".part")[0] == b.name.rpartition(".part")[0]


def _of_rar(path: Path, into: Path, budget: Budget) -> Iterator[ArchiveMember]:
    """The members of a RAR by libarchive, or, where that cannot read on, by `unar`."""
    had: set[str] = set()
    try:
        for member in packed_members(path, "rar"):
            if not member.refused:
                had.add(member.name)
            yield member
    except BrokenArchiveError:
        if not unarchiver.is_there():
            raise
        found = False
        for member in unarchiver.unar_members(path, into, budget):
            found = True
            if member.name not in had:
                yield member
        if not found:
            raise


def unpack(archive: Path, name: str, into: Path, budget: Budget, say: Say, within: int = 0) -> None:
    """Writes the archive's members into `into` and says what each is; the last word is `Ended`.

    `within` is the length of what stands before the members' names in their paths.
    """
    reason = ""
    barren = 0
    try:
        for member in members(archive, name, into, budget):
            budget.take_member(within + min(len(member.raw), MAX_NAME))
            if member.kind == "folder":
                continue
            entry = _passed(member)
            if isinstance(entry, Refused) or (entry is None and member.is_empty):
                barren += 1
                if barren > MOST_NAMED:
                    continue
            say(entry or _taken(member, into, budget))
    except OverLimitError as e:
        reason = over_limit(str(e))
    except BrokenArchiveError as e:
        reason = str(e)
    except MemoryError:
        reason = "打开压缩包时内存超过上限。请用解压软件解开后装载文件夹"
    except OSError as e:
        reason = f"打开压缩包时出错（{cause_of(e)}）。请检查磁盘空间，或重新拷贝后再试"
    if barren > MOST_NAMED:
        say(Refused(f"其余 {barren - MOST_NAMED} 个文件", "", _NOT_NAMED))
    say(Ended(reason, budget.bytes, budget.members))


def _passed(member: ArchiveMember) -> Refused | Skipped | None:
    """What is said of a member that is not unpacked, by its name and kind alone; None where it is."""
    name, raw = member.name, member.raw.hex()
    if len(member.raw) > MAX_NAME or len(name) > MAX_NAME:
        return Refused(f"{name[:_SHOWN]}…", member.raw[:_SHOWN].hex(), _LONG_NAME)
    parts = parts_of(name)
    if member.refused:
        return Refused(name, raw, member.refused)
    if climbs_out(name) or not parts:
        return Refused(name, raw, _CLIMBS)
    if member.kind != "file":
        return Skipped(name, raw, "link" if member.kind == "link" else "special")
    if is_system_file(parts[-1]) or any(is_system_folder(p) for p in parts[:-1]):
        return Skipped(name, raw, "system")
    return None


def _taken(member: ArchiveMember, into: Path, budget: Budget) -> Entry:
    name, raw = member.name, member.raw.hex()
    ending = _ending(parts_of(name)[-1])
    handle, part = tempfile.mkstemp(prefix=".part-", dir=into)
    try:
        h, size = hashlib.sha256(), 0
        with os.fdopen(handle, "wb") as out:
            for chunk in member.chunks():
                size += len(chunk)
                budget.take_bytes(len(chunk), size)
                h.update(chunk)
                out.write(chunk)
        place = into / (h.hexdigest() + ending)
        Path(part).replace(place)
    except BrokenArchiveError as e:  # one damaged member; those after it may be sound
        return Refused(name, raw, str(e))
    finally:
        with suppress(FileNotFoundError):
            Path(part).unlink()
    return UnpackedMember(name, raw, place.name, h.hexdigest(), size, container(place, parts_of(name)[-1]) or "")


def _ending(name: str) -> str:
    """The ending, where it is one: readers ask it where the content leaves a choice."""
    ending = Path(name).suffix
    return ending.lower() if _ENDING.fullmatch(ending) else ""


def main(argv: Sequence[str]) -> int:
    """Opens archives until standard input ends; the exit status."""
    into = Path(argv[0])
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    limit_memory(MEMORY_BYTES)
    for line in requests:
        request = request_in(line)
        if request.kind in _LIBRARIES:
            with suppress(Exception):  # whoever needs it says what is wrong with it
                import_module(_LIBRARIES[request.kind])
        forked(partial(_open, request, into, answers))
        answers.write(b"\n")  # behind what a fork that was ended may have begun to say
        _say(answers, Closed())
    return 0


def _open(request: Open, into: Path, answers: BinaryIO) -> None:
    budget = Budget(request.bytes, request.members, request.member_bytes)
    try:
        unpack(Path(request.path), request.name, into, budget, lambda reply: _say(answers, reply), request.within)
    except BaseException:  # noqa: BLE001 - a fork must not go on as if it were the process that forks
        os._exit(1)


def _say(answers: BinaryIO, reply: Reply) -> None:
    answers.write(line_of(reply))
    answers.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
