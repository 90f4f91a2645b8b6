"""The process that reads blank and filled forms for a programme in the making: `python -m … MEMORY_MB`.

One question on standard input, its answer on what was standard output. What a stranger's file does to this process
reaches nothing of the server's.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from formextract.errors import FormextractError
from formextract.model import Block, Document, Table
from formextract.platforms import limit_memory
from formextract.workers.worker import take_over_streams

MOST_ROWS, MOST_LETTERS = 600, 600
"""Of a form that is shown; further rows are left out, longer texts cut."""


def main(argv: Sequence[str]) -> int:
    """Answers one question."""
    questions, answers = take_over_streams()
    limit_memory(int(argv[0]) << 20)
    try:
        answer = answered(json.loads(questions.readline()))
    except FormextractError as e:
        answer = {"error": " ".join(str(e).split())}
    except MemoryError:
        answer = {"error": "这个文件太大，读不了"}
    except Exception as e:  # noqa: BLE001 - whatever it is, the server must say it
        answer = {"error": f"这个文件读不了（{type(e).__name__}）。请用 Word 或 Excel 打开后另存，再上传"}
    answers.write(json.dumps(answer).encode("ascii") + b"\n")
    answers.flush()
    return 0


def answered(question: dict[str, Any]) -> dict[str, Any]:
    """The forms that a blank file holds, each drafted; or what a template finds in a filled one."""
    from formextract import pipeline

    document = named(pipeline.read(question["path"]))
    return _drafts(document) if question["do"] == "draft" else _trial(document, question)


def _drafts(document: Document) -> dict[str, Any]:
    from formextract.catalogue import load_catalogue
    from formextract.drafting import draft_of, forms_in, layout_of, why_not_blank
    from formextract.drafting.making import made_of

    catalogue = load_catalogue()
    forms = []
    for part in forms_in(document, catalogue.lexicon):
        made = made_of(draft_of(part, catalogue.indicators, catalogue.lexicon))
        forms.append(
            {**made, "why": why_not_blank(part, layout_of(part, catalogue.lexicon)), "blocks": blocks_of(part)}
        )
    if not any(form["places"] for form in forms):
        why = next((form["why"] for form in forms if form["why"]), "")
        return {"error": why or "没有找到填写处。请确认是空白表（填写处空着），扫描件请看是否清晰"}
    return {"forms": forms}


def _trial(document: Document, question: dict[str, Any]) -> dict[str, Any]:
    from formextract import pipeline
    from formextract.catalogue import load_catalogue
    from formextract.drafting import tried

    catalogue = load_catalogue(Path(question["templates"]))
    template = catalogue.templates[question["template"]]
    indicators = {**catalogue.indicators, **template.own}
    reader = pipeline.prose(catalogue.folder)
    trial = tried(document, template, catalogue.templates, indicators, catalogue.lexicon, reader)
    # The page is for people who do not see templates: without their keys and ids.
    said = [{**dataclasses.asdict(s), "text": s.shown, "why": s.told} for s in trial.said]
    return {"refused": trial.told, "said": said, "records": trial.records, "blocks": blocks_of(document)}


def named(document: Document) -> Document:
    """The document, each cell with a name: of a page's table it is made as Word tables' are (T2R5C3)."""
    blocks: list[Block] = []
    tables = 0
    for block in document.blocks:
        if not isinstance(block, Table):
            blocks.append(block)
            continue
        tables += 1
        cells = tuple(
            dataclasses.replace(c, place=dataclasses.replace(c.place, cell=f"T{tables}R{c.row + 1}C{c.col + 1}"))
            if c.place.cell is None
            else c
            for c in block.cells
        )
        blocks.append(dataclasses.replace(block, cells=cells))
    return dataclasses.replace(document, blocks=tuple(blocks))


def blocks_of(document: Document) -> list[dict[str, Any]]:
    """What the page shows of a form: its lines, and its tables by rows of cells with their names."""
    from formextract.pictures import whole

    out: list[dict[str, Any]] = []
    left = MOST_ROWS
    for block in document.blocks:
        if left <= 0:
            break
        if not isinstance(block, Table):
            if block.text.strip():
                out.append({"line": block.text[:MOST_LETTERS]})
                left -= 1
            continue
        rows = whole(block).rows[:left]
        left -= len(rows)
        out.append(
            {
                "rows": [
                    [{"text": c.text[:MOST_LETTERS], "rows": c.rowspan, "cols": c.colspan, "name": c.name} for c in row]
                    for row in rows
                ]
            }
        )
    return out


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
