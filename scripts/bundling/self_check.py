"""Whether the bundled program reads a form of each format as it should: `formextract --self-check`.

The samples and what should be read from each lie in the bundle (`check/`). Of digital files every value must be right;
on paper nine of ten, and what a processor's own arithmetic reads otherwise may differ. Each file is read by a program
of its own, as a person would call it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from samples.compare import judge

PAPER = {".jpg", ".png", ".heic", ".tif"}
ON_PAPER = 0.9
"""Share of the values that must be right on paper; 0.92 to 1 where this was written."""
BY_OFFICE = {".doc", ".rtf", ".ods"}
"""Endings that LibreOffice reads for us; of an .ods only the bare values come without it."""


def run() -> int:
    """Reads each sample and prints a line for it; the exit status."""
    folder = Path(getattr(sys, "_MEIPASS", ".")) / "check"
    listed = json.loads((folder / "list.json").read_text("utf-8"))
    office = shutil.which("soffice") or shutil.which("libreoffice")
    wrong = 0
    for name, expected in listed.items():
        path = folder / name
        if path.suffix in BY_OFFICE and not office:
            print(f"未核对  {name}：这台电脑没有 LibreOffice，旧格式读不了")
            continue
        golds = [json.loads(line) for line in (folder / expected).read_text("utf-8").splitlines()]
        right, asked, said = checked(path, golds)
        paper = path.suffix in PAPER or name.startswith("scan")
        fine = asked > 0 and right >= (ON_PAPER * asked if paper else asked)
        wrong += not fine
        print(f"{'正确' if fine else '有误'}  {name}：{right}/{asked} 项一致{'' if fine else said}", flush=True)
    print("自检通过，程序完好。" if not wrong else f"自检未通过：{wrong} 个样例读得不对，请重新拷贝、安装。")
    return int(wrong > 0)


def checked(path: Path, golds: list[dict]) -> tuple[int, int, str]:
    """How many values were read right, of how many; and what the program said."""
    command = [sys.executable, "extract", "-q", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    records = [json.loads(line) for line in done.stdout.splitlines()] if done.returncode == 0 else []
    scanned = path.suffix in PAPER or path.name.startswith("scan")
    right = asked = 0
    for n, gold in enumerate(golds):
        values = records[n]["values"] if n < len(records) else []
        verdicts = [v for v in judge(gold["observations"], values, scanned=scanned) if v.gold is not None]
        asked += len(verdicts)
        right += sum(v.exact for v in verdicts)
    return right, asked, f"；{done.stderr.strip()[-300:]}" if done.stderr.strip() else ""
