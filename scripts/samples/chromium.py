"""Word forms printed by a browser: the cells of a filled form as a page of HTML, and what Chromium prints of it."""

from __future__ import annotations

import html
import os
import pickle
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from formextract.model import Cell, Line, Table
from formextract.pipeline import read
from samples.worn_prints import Worn, drawn, gold_of

PAGE = (
    "@page { size: A4; margin: 20mm 18mm } p { margin: 2pt 0 } td { padding: 2pt 4pt; white-space: pre-wrap } "
    "table { width: 100%; border-collapse: collapse; margin: 6pt 0 }"
)


@dataclass(frozen=True)
class BrowserPrint:
    """How a browser prints a form's tables: the style sheet's rules for borders, letters and rows."""

    name: str
    css: str
    font: str = "Noto Serif CJK SC"
    points: float = 10.5


LEVEL = "td { border-top: 1px solid black; border-bottom: 1px solid black }"
BROWSER_PRINTS = {
    p.name: p
    for p in (
        BrowserPrint("solid", "td { border: 0.75pt solid black }"),
        BrowserPrint("hairline", "td { border: 0.25pt solid #888 }", "Noto Sans CJK SC", 9),
        BrowserPrint("dashed", "td { border: 1px dashed black }", "Noto Sans CJK SC"),
        BrowserPrint("dotted", "td { border: 1px dotted #444 }"),
        BrowserPrint("double", "td { border: 3px double black }"),
        BrowserPrint("open", f"{LEVEL} td + td {{ border-left: 1px solid black }}"),
        BrowserPrint("separate", "table { border-collapse: separate } td { border: 1px solid black }"),
        BrowserPrint("level-only", LEVEL, points=12),
        BrowserPrint(
            "three-line",
            "table { border-top: 1.5pt solid black; border-bottom: 1.5pt solid black }"
            "tr:first-child td { border-bottom: 0.75pt solid black }",
        ),
        BrowserPrint("none", "td { border: none; padding: 3pt 8pt }"),
        BrowserPrint("none-sans", "td { border: none; vertical-align: top }", "Noto Sans CJK SC", 9),
        BrowserPrint("zebra", "td { border: none } tr:nth-child(even) { background: #ececec }", "WenQuanYi Zen Hei"),
    )
}


def page_of(word: Path, style: BrowserPrint) -> str:
    """A filled Word form as HTML."""
    blocks = "".join(_line(b) if isinstance(b, Line) else _table(b) for b in read(word).blocks)
    letters = f"body {{ font: {style.points}pt '{style.font}'; -webkit-print-color-adjust: exact }}"
    return (
        f"<!doctype html><html lang='zh-CN'><meta charset='utf-8'><style>{PAGE} {letters} {style.css}</style>{blocks}"
    )


def _line(line: Line) -> str:
    return f"<p style='white-space: pre-wrap'>{html.escape(line.text)}</p>"


def _table(table: Table) -> str:
    rows: list[list[Cell]] = [[] for _ in range(table.n_rows)]
    for cell in table.cells:
        rows[cell.row].append(cell)
    lines = "".join("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in rows)
    return f"<table>{lines}</table>"


def _cell(cell: Cell) -> str:
    return f"<td rowspan={cell.rowspan} colspan={cell.colspan}>{html.escape(cell.text)}</td>"


def browser_printed(word: Path, style: BrowserPrint, target: Path) -> Path:
    """The PDF that Chromium prints of a filled Word form."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "form.html"
        page.write_text(page_of(word, style), "utf-8")
        program = os.environ.get("CHROMIUM", "chromium")
        given = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        where = [f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", page.as_uri()]
        subprocess.run([program, *given, *where], check=True, capture_output=True, timeout=120)
    return target


def browser_prints(out: Path, seed: str, count: int) -> Iterator[Worn]:
    """The forms of a seed as a browser prints them, a style each in turn, read as digital pages."""
    styles = list(BROWSER_PRINTS.values())
    for at, form in enumerate(drawn(out, seed, count)):
        style = styles[(at + int(seed)) % len(styles)]
        name = f"{form.name}~browser-{style.name}"
        kept = out / f"{name}.pickle"
        if not kept.exists():
            kept.write_bytes(pickle.dumps(read(browser_printed(out / form.file, style, out / f"{name}.pdf"))))
        yield Worn(name, gold_of(out, form.name), pickle.loads(kept.read_bytes()))
