#!/usr/bin/env python3
"""Takes out of a bundle what nothing of ours asks: `slim.py FOLDER`, the program's folder.

Symbols for debuggers go (`strip`). OpenCV's wheel brings FFmpeg, its OpenSSL 1.1 and an OpenBLAS of its own: for video,
and for matrices that nobody here solves by it (NumPy has its own). Python loads OpenCV only with all of them there, so
each is replaced by a library of the same name whose functions end the process and say so: what needs them is found
out at once, and nothing is computed wrongly. Needs `strip`, `readelf`, `nm` and `cc`; without a compiler they stay as
they are.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

LEFT_OUT = ("avcodec", "avformat", "avutil", "swscale", "swresample", "vpx", "ssl", "crypto", "drm", "openblas")
LEFT_OUT_WITH = ("gfortran", "quadmath")
"""What only those ask for."""
HEAD = """
#include <stdlib.h>
#include <unistd.h>
#include <string.h>
static void left_out(const char *name) {
    static const char said[] = "formextract: a function was called whose library is not in the bundle: ";
    (void)!write(2, said, sizeof said - 1);
    (void)!write(2, name, strlen(name));
    (void)!write(2, "\\n", 1);
    abort();
}
"""


def main() -> int:
    """Slims the folder and says what it came to."""
    folder = Path(sys.argv[1]).resolve()
    inside = folder / "_internal"
    before = size(folder)
    for path in inside.rglob("*.so*"):
        if path.is_file() and not path.is_symlink():
            strip(path)
    stripped = size(folder)
    print(f"symbols taken out: {before - stripped} MB")
    if shutil.which("cc") is None:
        print("no C compiler: OpenCV's libraries for video and matrices stay")
        return 0
    (user,) = inside.glob("cv2/*.so")
    libraries = inside / "opencv_python_headless.libs"
    for path in sorted(libraries.iterdir()):
        if re.match(rf"lib({'|'.join(LEFT_OUT + LEFT_OUT_WITH)})", path.name):
            asked = wanted(user, path)
            path.unlink()
            if asked:
                replace(path, asked)
    for path in inside.iterdir():  # PyInstaller's links beside them
        if path.is_symlink() and not path.exists():
            path.unlink()
    print(f"OpenCV's libraries for video and matrices left out: {stripped - size(folder)} MB")
    return 0


def strip(path: Path) -> None:
    """Takes the symbols for debuggers out of a library, where it can still be loaded without them.

    Of libraries that were changed when their wheel was made (`patchelf`), `strip` makes some that no system loads.
    """
    with tempfile.TemporaryDirectory() as name:
        smaller = Path(name) / path.name
        subprocess.run(["strip", "--strip-unneeded", "-o", str(smaller), str(path)], check=True)
        heads = subprocess.run(["readelf", "-lW", str(smaller)], check=True, capture_output=True, text=True).stdout
        loads = [line.split() for line in heads.splitlines() if line.split()[:1] == ["LOAD"]]
        if all((int(at, 16) - int(there, 16)) % int(words[-1], 16) == 0 for _, at, there, *words in loads):
            shutil.copyfile(smaller, path)  # the mode stays


def wanted(user: Path, library: Path) -> dict[str, list[str]]:
    """The functions of a library that another one asks for, by their version ("" for none).

    ValueError where it asks for something that is no function.
    """
    asked = {re.split("@", line.split()[-1])[0] for line in _symbols("--undefined-only", user)}
    out: dict[str, list[str]] = defaultdict(list)
    for line in _symbols("--defined-only", library):
        _, kind, symbol = line.split()
        name, _, version = symbol.partition("@")
        if name in asked and kind != "A":
            if kind not in "TtWi":
                raise ValueError(f"{library.name}: {name} is no function")
            out[version.lstrip("@")].append(name)
    return dict(out)


def _symbols(which: str, path: Path) -> list[str]:
    return subprocess.run(
        ["nm", "-D", which, str(path)], check=True, capture_output=True, text=True
    ).stdout.splitlines()


def replace(path: Path, asked: dict[str, list[str]]) -> None:
    """Writes a library with these functions, each of which ends the process."""
    with tempfile.TemporaryDirectory() as name:
        source, versions = Path(name) / "left_out.c", Path(name) / "versions"
        functions = [f for names in asked.values() for f in names]
        source.write_text(HEAD + "".join(f'void {f}(void) {{ left_out("{f}"); }}\n' for f in functions))
        versions.write_text("".join(f"{v} {{ global: {'; '.join(n)}; local: *; }};\n" for v, n in asked.items() if v))
        call = ["cc", "-shared", "-fPIC", "-O1", "-fno-builtin", "-s", f"-Wl,-soname,{path.name}", "-o", str(path)]
        if versions.stat().st_size:
            call.append(f"-Wl,--version-script={versions}")
        subprocess.run([*call, str(source)], check=True)


def size(folder: Path) -> int:
    """Megabytes on disk."""
    return round(sum(p.stat().st_size for p in folder.rglob("*") if p.is_file() and not p.is_symlink()) / 1e6)


if __name__ == "__main__":
    sys.exit(main())
