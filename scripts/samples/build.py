"""One form from a seed: its mixture of kinds, its cluster, its file and what should be read from it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from samples import compose, drawn, excel, figures, freeform, kinds, office, summary, word
from samples.built import SUFFIX, Built
from samples.kinds import DRAWN, EXCEL, PDF, WORD, Form
from samples.pen import Pen

if TYPE_CHECKING:
    pass

WRITERS = {WORD: word.write, PDF: word.write, EXCEL: excel.write, DRAWN: drawn.write}


def application(name: str, form: Form) -> Built:
    cluster = figures.draw(form.rng, form.edition)
    pen = Pen(cluster, form)
    make = freeform.free if "free_layout" in form.has else compose.national
    blocks, distractors = make(pen)
    expected = {
        "id": name,
        "files": [f"{name}.{SUFFIX[form.format]}"],
        "format": SUFFIX[form.format],
        "program": "sme-cluster",
        "form": "application",
        "kinds": [*sorted(form.has), f"ticks:{form.tick}", f"by:{form.format}"],
        "observations": pen.observations(),
        "how": pen.how,
    }
    if distractors:
        expected["distractors"] = distractors
    return Built(name, form, blocks, [expected])


def zoo(seed: str, count: int, formats: list[str], allowed: set[str] | None, sheets: bool = True) -> list[Built]:
    """`count` forms, each of its own mixture; about one in twelve is a summary sheet."""
    built = []
    for at in range(count):
        rng = Random(f"{seed}/{at}")
        form = kinds.draw(rng, formats[at % len(formats)], allowed)
        name = f"{at:03d}-{form.format}"
        if sheets and allowed is None and rng.random() < 0.08:
            built.append(summary.sheet(f"{name}-summary", form))
        else:
            built.append(application(name + ("-free" if "free_layout" in form.has else ""), form))
    return built


def write(forms: list[Built], folder: Path) -> None:
    """The files and, beside each, `<name>.expected.json` with a line a record."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        waiting: list[Path] = []
        for built in forms:
            if built.form.format == PDF:
                path = Path(scratch) / f"{built.name}.docx"
                waiting.append(path)
            else:
                path = folder / built.file
            WRITERS[built.form.format](path, built.blocks, built.form)
            lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in built.expected)
            (folder / f"{built.name}.expected.json").write_text(lines, encoding="utf-8")
        for start in range(0, len(waiting), 25):
            office.to_pdf(waiting[start : start + 25], folder)
