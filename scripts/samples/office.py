"""Word files to PDF and Word 97 by LibreOffice, many in one call because it is slow to start."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def to_pdf(files: list[Path], folder: Path) -> None:
    """Write a PDF for each Word file into `folder`."""
    to_format(files, folder, "pdf")
    for file in files:
        settle(folder / f"{file.stem}.pdf")


def to_format(files: list[Path], folder: Path, ending: str) -> None:
    """Write each file in another format into `folder`; the profile is thrown away: calls can run side by side."""
    if not files:
        return
    program = shutil.which("soffice")
    if program is None:
        raise SystemExit(
            "soffice is not installed: LibreOffice makes PDF and Word 97 files (or leave out --formats pdf)"
        )
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                program,
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--convert-to",
                ending,
                "--outdir",
                str(folder),
                *map(str, files),
            ],
            check=True,
            capture_output=True,
            timeout=60 + 20 * len(files),
        )
    lost = [file.name for file in files if not (folder / f"{file.stem}.{ending}").exists()]
    if lost:
        raise SystemExit(f"LibreOffice made no {ending} of {', '.join(lost)}")


def settle(path: Path) -> None:
    """Take the clock out of the file, so that the same form is the same file; offsets stay as they are."""
    content = path.read_bytes()
    content = re.sub(rb"(/CreationDate\(D:)\d{14}", rb"\g<1>20240601080000", content)
    tail = content.rindex(b"trailer")
    numbers = re.sub(rb"(?<=[</])[0-9A-F]{32}", b"0" * 32, content[tail:])
    path.write_bytes(content[:tail] + numbers)
