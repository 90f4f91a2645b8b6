"""Files turned by LibreOffice without a window: a profile of its own, no macros, no links followed, a time-out.

LibreOffice is asked for only by files that nothing else reads, and need not be installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from glob import glob
from pathlib import Path

from formextract.errors import UnreadableFileError
from formextract.platforms import Allowance, apart, end_tree, guarded, processor_seconds

START_SECONDS = 60
"""A first start on a slow disc."""
FILE_SECONDS = 30
"""Each file's share of the time-out; a form of a hundred pages takes two on a slow machine."""
MISSING = (
    "读取 Word 97 文件（.doc、.wps、.rtf）需要 LibreOffice，本机没有找到。"
    "请安装（如 sudo apt install libreoffice-writer），或用 Word、WPS 打开后另存为 .docx 再读"
)
_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_ITEM = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
)
"""No code of strangers is run, nothing outside the file is fetched."""
_KEEP = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")
# The pipe on descriptor 0 is held by us alone: where we are killed, it ends, and the guard ends LibreOffice with it.


def program() -> str | None:
    """Where LibreOffice is; None where it is not installed."""
    for name in _NAMES:
        found = shutil.which(name)
        if found is not None:
            return found
    return next((path for pattern in _PLACES for path in sorted(glob(pattern), reverse=True)), None)  # noqa: PTH207


@contextmanager
def converted(files: Sequence[tuple[Path, str]], kind: str) -> Iterator[list[Path | None]]:
    """Each of `files` (path, ending that its content has) as a file of `kind`, all in one call, while the block lasts.

    None stands for a file that LibreOffice could not turn. UnreadableFileError where there is no LibreOffice or it
    neither ends nor turns any file within the time-out.
    """
    where = program()
    if where is None:
        raise UnreadableFileError(MISSING)
    with tempfile.TemporaryDirectory(prefix="formextract-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        # Copies, so that names do not matter, links to neighbours lead nowhere, and no lock is left on a disc.
        copies = [home / "in" / f"{i}.{ending}" for i, (_, ending) in enumerate(files)]
        (home / "in").mkdir()
        for (path, _), copy in zip(files, copies, strict=True):
            shutil.copyfile(path, copy)
        _write_profile(home / "profile")
        seconds = START_SECONDS + FILE_SECONDS * len(files)
        in_time = _run(
            [
                where,
                f"-env:UserInstallation={(home / 'profile').as_uri()}",
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
                "--convert-to",
                kind,
                "--outdir",
                str(home / "out"),
                *map(str, copies),
            ],
            home,
            seconds,
        )
        outs = [home / "out" / f"{copy.stem}.{kind}" for copy in copies]
        if not in_time and not any(out.exists() for out in outs):
            raise UnreadableFileError(f"LibreOffice 转换超过 {seconds} 秒没有结束。请用 Word 或 WPS 打开后另存为 .docx")
        yield [out if out.exists() else None for out in outs]


def _write_profile(folder: Path) -> None:
    items = "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>\n",
        "utf-8",
    )


def _run(command: list[str], home: Path, seconds: float) -> bool:
    """Whether the program ended in time. It and all that it started are gone afterwards, even where we are killed."""
    env = {k: v for k, v in os.environ.items() if k in _KEEP}
    env |= {"HOME": str(home), "TMPDIR": str(home), "LANG": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}
    process = subprocess.Popen(  # noqa: S603 - a fixed program with files of our own naming
        guarded(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=env,
        cwd=home,
        **apart(),
    )
    allowance = Allowance(seconds, time.monotonic())
    try:
        while not _has_ended(process, allowance.look_at - time.monotonic()):
            if allowance.is_over(time.monotonic(), lambda: processor_seconds(process.pid)):
                return False
        return True
    finally:
        end_tree(process)
        assert process.stdin is not None
        process.stdin.close()
        process.wait()


def _has_ended(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether it ends within so many seconds."""
    try:
        process.wait(max(0.0, seconds))
    except subprocess.TimeoutExpired:
        return False
    return True
