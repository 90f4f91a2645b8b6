#!/usr/bin/env python3
"""The least version of the C library with which every library of a bundle can be loaded: `least_libc.py FOLDER`."""

import re
import subprocess
import sys
from pathlib import Path


def main() -> None:
    """Prints it."""
    asked = set()
    for path in Path(sys.argv[1]).rglob("*"):
        if path.is_file() and not path.is_symlink() and path.open("rb").read(4) == b"\x7fELF":
            told = subprocess.run(["readelf", "-V", str(path)], capture_output=True, text=True, check=True).stdout
            asked |= {tuple(map(int, v.split("."))) for v in re.findall(r"Name: GLIBC_([\d.]+)", told)}
    print(".".join(map(str, max(asked))))


if __name__ == "__main__":
    main()
