#!/usr/bin/env python3
"""Puts a sample of each format, with what should be read from it, where `--self-check` looks: `check_folder.py DIR`."""

import json
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from samples.sources import ORIGINALS, SAMPLES, SOURCES


def main() -> None:
    """Copies them, with a list of which belongs to which."""
    folder = Path(sys.argv[1]) / "_internal" / "check"
    folder.mkdir()
    listed = {}
    for sample, names in SOURCES.items():
        expected = f"{sample}.expected.json"
        shutil.copy(SAMPLES / expected, folder)
        for path in (SAMPLES / ORIGINALS[sample], *(SAMPLES / "formats" / name for name in names)):
            shutil.copy(path, folder)
            listed[path.name] = expected
    (folder / "list.json").write_text(json.dumps(listed, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
