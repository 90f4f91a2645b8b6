"""What of this machine can be loaded: discs and drives as they are mounted, folders, archives."""

from __future__ import annotations

import errno
import os
import re
from dataclasses import dataclass
from pathlib import Path

from formextract.loading.loader import ARCHIVE_ENDINGS

MOUNTS = Path("/proc/self/mounts")
MOST = 500
"""Places that are listed at once."""
_DISCS = ("iso9660", "udf")
_DRIVES = ("vfat", "exfat", "ntfs", "ntfs3", "fuseblk", "hfsplus")
_OCTAL = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """A place that can be loaded or looked into. `kind` is `disc`, `drive`, `folder` or `archive`."""

    name: str
    path: str
    kind: str


def mounted(mounts: Path = MOUNTS) -> list[ListedPlace]:
    """The discs and drives of this machine, then the folders in which people keep things."""
    out = []
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # no such list on this system
        lines = []
    for line in lines:
        _, where, kind, *_ = [*line.split(" "), "", "", ""]
        path = _OCTAL.sub(lambda m: chr(int(m[1], 8)), where).encode("latin-1", "replace").decode("utf-8", "replace")
        told = (
            "disc"
            if kind in _DISCS
            else "drive"
            if kind in _DRIVES or path.startswith(("/media/", "/run/media/"))
            else ""
        )
        if told and not path.startswith(("/boot", "/efi")):
            out.append(ListedPlace(Path(path).name or path, path, told))
    out.sort(key=lambda p: (p.kind != "disc", p.name))
    home = Path.home()
    folders = [home / name for name in ("桌面", "Desktop", "下载", "Downloads", "文档", "Documents")]
    return [*out, *(ListedPlace(p.name, str(p), "folder") for p in (*folders, home) if p.is_dir())]


def is_taken_out(path: Path) -> bool:
    """Whether a path lies in a drive in which there is a disc today and another one tomorrow."""
    drives = (Path(p.path) for p in mounted() if p.kind in ("disc", "drive"))
    return any(drive == path or drive in path.parents for drive in drives)


def within(path: str) -> list[ListedPlace]:
    """The folders and archives in a folder; OSError where it cannot be read."""
    out = []
    try:
        entries = os.scandir(path)
    except ValueError as e:  # letters that no path has: NUL, half of a pair
        raise FileNotFoundError(errno.ENOENT, "no such place", path) from e
    with entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                out.append(ListedPlace(entry.name, entry.path, "folder"))
            elif entry.name.rpartition(".")[2].lower() in ARCHIVE_ENDINGS:
                out.append(ListedPlace(entry.name, entry.path, "archive"))
    return sorted(out, key=lambda p: (p.kind != "folder", p.name))[:MOST]
