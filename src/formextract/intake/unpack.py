"""The process that opens an archive: `python -m formextract.intake.unpack ARCHIVE NAME INTO LIMIT...`.

The limits are the fields of a `Budget`. It writes each member into the folder INTO under the digest of its content,
never under its own name, and a line of JSON about each to standard output:

    {"name", "raw", "file", "sha256", "size"}    a member; `file` is its name in INTO
    {"name", "raw", "skipped": "system" | "link" | "special"}
    {"name", "raw", "refused": why}
    {"failed": why} or {"end": true}             the last line; without one it has crashed
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from formextract.intake import unarchiver
from formextract.intake.containers import container
from formextract.intake.images import iso_members
from formextract.intake.junk import is_system_file, is_system_folder
from formextract.intake.member import BrokenArchiveError, Budget, Member, OverLimitError
from formextract.intake.names import climbs_out, parts_of
from formextract.intake.packed import packed_members
from formextract.intake.volumes import pieces, rar_volume, split_number
from formextract.intake.zips import tar_members, zip_members

MEMORY_BYTES = 2 << 30
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")
_VOLUME = "是分卷压缩包的一卷，不能单独打开。请把各卷放在一起，用解压软件从第一卷解开后装载文件夹"
_RAR_VOLUME = "是分卷的 .rar 压缩包。请先安装 unar（apt install unar）再运行，或用解压软件从第一卷解开后装载文件夹"
_CLIMBS = "文件名指向压缩包以外，已拒绝解开"

Say = Callable[[dict[str, Any]], None]


def members(path: Path, name: str, into: Path, budget: Budget) -> Iterator[Member]:
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


def _of_volumes(path: Path, name: str, into: Path, budget: Budget) -> Iterator[Member]:
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


def _of_rar_volumes(path: Path, into: Path, budget: Budget) -> Iterator[Member]:
    """The members of a RAR in several volumes, all of them with the first one."""
    if not unarchiver.is_there():
        raise BrokenArchiveError(_RAR_VOLUME)
    if rar_volume(path) == 0:
        yield from unarchiver.unar_members(path, into, budget)
    elif not any(rar_volume(p) == 0 for p in path.parent.glob("*.rar") if p != path and _begin_alike(p, path)):
        raise BrokenArchiveError(_VOLUME)


def _begin_alike(a: Path, b: Path) -> bool:
    return a.name.rpartition(".part")[0] == b.name.rpartition(".part")[0]


def _of_rar(path: Path, into: Path, budget: Budget) -> Iterator[Member]:
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


def unpack(archive: Path, name: str, into: Path, budget: Budget, say: Say) -> None:
    """Writes the archive's members into `into` and says what each is; the last word is `failed` or `end`."""
    try:
        for member in members(archive, name, into, budget):
            about: dict[str, Any] = {"name": member.name, "raw": member.raw.hex()}
            budget.take_member()
            if member.kind == "folder":
                continue
            say(about | _taken(member, into, budget))
    except (OverLimitError, BrokenArchiveError) as e:
        mend = "。可能有问题，请与报送单位核实，或解开后装载文件夹" if isinstance(e, OverLimitError) else ""
        say({"failed": f"{e}{mend}"})
    except MemoryError:
        say({"failed": "打开压缩包时内存超过上限。请用解压软件解开后装载文件夹"})
    except OSError as e:
        say({"failed": f"打开压缩包时出错（{e.strerror or e}）。请检查磁盘空间，或重新拷贝后再试"})
    else:
        say({"end": True})


def _taken(member: Member, into: Path, budget: Budget) -> dict[str, Any]:
    parts = parts_of(member.name)
    if member.refused:
        return {"refused": member.refused}
    if climbs_out(member.name) or not parts:
        return {"refused": _CLIMBS}
    if member.kind != "file":
        return {"skipped": member.kind}
    if is_system_file(parts[-1]) or any(is_system_folder(p) for p in parts[:-1]):
        return {"skipped": "system"}
    handle, part = tempfile.mkstemp(prefix=".part-", dir=into)
    try:
        h, size = hashlib.sha256(), 0
        with os.fdopen(handle, "wb") as out:
            for chunk in member.chunks():
                size += len(chunk)
                budget.take_bytes(len(chunk), size)
                h.update(chunk)
                out.write(chunk)
        place = h.hexdigest() + _ending(parts[-1])
        Path(part).replace(into / place)
    except BrokenArchiveError as e:  # one damaged member; those after it may be sound
        return {"refused": str(e)}
    finally:
        with suppress(FileNotFoundError):
            Path(part).unlink()
    return {"file": place, "sha256": h.hexdigest(), "size": size}


def _ending(name: str) -> str:
    """The ending, where it is one: readers ask it where the content leaves a choice."""
    ending = Path(name).suffix
    return ending.lower() if _ENDING.fullmatch(ending) else ""


def main(argv: Sequence[str]) -> int:
    """Unpacks one archive; the exit status."""
    import resource

    archive, name, into = Path(argv[0]), argv[1], Path(argv[2])
    budget = Budget(*(int(a) for a in argv[3:6]))
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    for what, limit in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, MEMORY_BYTES)):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))

    def say(about: dict[str, Any]) -> None:
        answers.write(json.dumps(about) + "\n")
        answers.flush()

    unpack(archive, name, into, budget, say)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
