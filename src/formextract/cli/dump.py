"""`dump`: what a reader makes of a file, before any template; for those who write templates or mend readers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from html import escape
from pathlib import Path
from typing import Any

from formextract.cli.stdout import write_line
from formextract.model import Block, Cell, Document, Line, Stamp, Table
from formextract.model.doubt import telling

_STYLE = """
body { font: 14px sans-serif; background: #eee; color: #222; }
.page { position: relative; background: #fff; margin: 1em auto; outline: 1px solid #999; }
.page div { position: absolute; box-sizing: border-box; overflow: hidden; white-space: pre-wrap; font-size: 8px; }
.cell { border: 1px solid #36c; } .line { border: 1px dotted #2a2; } .doubt { background: #fdd; }
.stamp { border: 2px dashed #c00; } .round { border-radius: 50%; }
table { border-collapse: collapse; background: #fff; margin: 1em 0; }
td { border: 1px solid #36c; padding: 2px 5px; white-space: pre-wrap; vertical-align: top; min-width: 1em; }
p { white-space: pre-wrap; margin: .2em 0; } .note { color: #b00; }
"""
_MARGIN = 36  # points around what stands on a page, whose paper the Document does not know


def run_dump(file: str, *, html: bool) -> int:
    """Prints the document of one file; the exit status. UnreadableFileError where it cannot be read."""
    from formextract import pipeline

    document = pipeline.read(file)
    for line in as_html(document) if html else [as_json(document)]:
        write_line(line)
    return 0


def as_json(document: Document) -> str:
    """The document as JSON, each block with its `kind`."""
    whole: dict[str, Any] = asdict(document)
    whole["blocks"] = [_block(block) for block in document.blocks]
    whole["hidden"] = [_item(line) for line in document.hidden]
    return json.dumps(whole, ensure_ascii=False, indent=1, default=str)


def _block(block: Block) -> dict[str, Any]:
    """A line or table with its `kind`."""
    if isinstance(block, Line):
        return {"kind": "line", **_item(block)}
    return {"kind": "table", **asdict(replace(block, cells=())), "cells": [_item(c) for c in block.cells]}


def _item(item: Line | Cell) -> dict[str, Any]:
    """A line or cell; of one that was read from a picture how sure it is, and why not more."""
    out = asdict(item)
    del out["legibility"]
    if out.get("shown"):
        del out["shown"]["sure"]  # what counts is said of the cell
    if item.legibility.scanned:
        confidence = item.legibility.confidence
        out["confidence"] = round(confidence, 4)
        out["doubts"] = [{"kind": d.kind, "because": d.because} for d in telling(confidence, item.legibility.reasons)]
    return out


def as_html(document: Document) -> Iterator[str]:
    """The document as a page to look at: boxes where they stand, or plain tables where the format has no places."""
    yield '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">'
    yield f"<title>{escape(Path(document.source.path).name)}</title><style>{_STYLE}</style></head><body>"
    yield f"<p>{escape(document.source.path)} · {escape(document.reader)} · {len(document.blocks)}</p>"
    for note in document.notes:
        yield f'<p class="note">{escape(note)}</p>'
    placed = [item for item in (*_items(document.blocks), *document.stamps) if item.place.bbox is not None]
    if placed:
        for page in sorted({item.place.page or 1 for item in placed}):
            yield from _page(page, [item for item in placed if (item.place.page or 1) == page])
    else:
        for block in document.blocks:
            yield from _flow(block)
    for line in document.hidden:
        yield f'<p class="note">{_title(line)}: {escape(line.text)}</p>'
    yield "</body></html>"


def _items(blocks: tuple[Block, ...]) -> Iterator[Line | Cell]:
    for block in blocks:
        if isinstance(block, Line):
            yield block
        else:
            yield from block.cells


def _page(number: int, items: list[Line | Cell | Stamp]) -> Iterator[str]:
    boxes = [item.place.bbox for item in items if item.place.bbox is not None]
    width, height = max(b[2] for b in boxes) + _MARGIN, max(b[3] for b in boxes) + _MARGIN
    yield f'<div class="page" style="width:{width:.0f}px;height:{height:.0f}px" title="{number}">'
    for item in items:
        if item.place.bbox is None:
            continue
        x0, y0, x1, y1 = item.place.bbox
        where = f"left:{x0:.1f}px;top:{y0:.1f}px;width:{x1 - x0:.1f}px;height:{y1 - y0:.1f}px"
        if isinstance(item, Stamp):
            yield f'<div class="stamp{" round" if item.round else ""}" style="{where}"></div>'
            continue
        kind = ("cell" if isinstance(item, Cell) else "line") + (" doubt" if getattr(item, "doubt", "") else "")
        yield f'<div class="{kind}" style="{where}" title="{_title(item)}">{escape(item.text)}</div>'
    yield "</div>"


def _flow(block: Block) -> Iterator[str]:
    if isinstance(block, Line):
        yield f"<p>{escape(block.text)}</p>"
        return
    yield "<table>"
    for cells in _rows(block):
        inner = "".join(
            f'<td rowspan="{c.rowspan}" colspan="{c.colspan}"{" class=doubt" if c.doubt else ""} title="{_title(c)}">'
            f"{escape(c.text)}</td>"
            for c in cells
        )
        yield f"<tr>{inner}</tr>"
    yield "</table>"


def _rows(table: Table) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[] for _ in range(table.n_rows)]
    for cell in table.cells:
        rows[cell.row].append(cell)
    return rows


def _title(item: Line | Cell) -> str:
    parts = [item.place.cell or ""]
    if isinstance(item, Cell):
        parts += [f"{item.row},{item.col} {item.rowspan}x{item.colspan}", item.doubt]
    return escape(" ".join(p for p in parts if p), quote=True)
