"""The small set under `samples/`: one form of each format, a few awkward ones, summary sheets and bad files."""

from __future__ import annotations

import io
from random import Random
from typing import TYPE_CHECKING

from PIL import Image

from samples import build, kinds, programmes, summary
from samples.kinds import DRAWN, EXCEL, PDF, WORD, Form

if TYPE_CHECKING:
    from pathlib import Path

    from samples.built import Built

# name, format, kinds, tick style
FORMS = (
    ("national", WORD, (), "☑☐"),
    ("national-sheets", EXCEL, ("sheet_per_part", "number_formats"), "√□"),
    ("national-office", PDF, (), "■□"),
    ("national-drawn", DRAWN, ("no_heads_again", "page_per_part"), "stroke"),
    (
        "controls-2025",
        WORD,
        ("edition_2025", "nested_standards", "cover_table", "split_runs", "years_falling"),
        "control",
    ),
    ("variant", WORD, ("free_layout", "extra_rows", "rows_left_out", "numbering", "unit_column", "year_style"), "√□"),
    ("variant-sheets", EXCEL, ("free_layout", "extra_rows", "half_brackets", "wan_amounts"), "■□"),
    (
        "dirty",
        WORD,
        ("dirty", "empty_cells", "tick_faults", "name_styles", "loose_text", "one_table", "software_inline"),
        "✓□",
    ),
)
# submissions of the provinces' programmes, which print no form
PROGRAMMES = (
    ("hubei-characteristic", WORD, programmes.HUBEI, "application"),
    ("hubei-characteristic-review", EXCEL, programmes.HUBEI, "review"),
    ("hubei-innovative", DRAWN, programmes.INNOVATIVE, "application"),
    ("hubei-innovative-evaluation", WORD, programmes.INNOVATIVE, "evaluation"),
    ("hubei-strategic-emerging", EXCEL, programmes.EMERGING, "application"),
    ("hunan-advanced-manufacturing", DRAWN, programmes.HUNAN, "application"),
    ("hunan-advanced-manufacturing-annual", WORD, programmes.HUNAN, "annual"),
)


def forms() -> list[Built]:
    built = []
    for name, format_, has, tick in FORMS:
        form = kinds.settle(Form(format_, Random(f"committed/{name}"), set(has)))
        form.tick = tick
        form.rules, form.by_character = "thin rectangles", True
        built.append(build.application(name, form))
    for name, format_, program, kind in PROGRAMMES:
        form = kinds.settle(Form(format_, Random(f"committed/{name}"), set()))
        form.rules = "thin rectangles"
        built.append(programmes.submission(name, form, program, kind))
    for name, format_ in (("summary", EXCEL), ("summary-word", WORD)):
        form = kinds.settle(Form(format_, Random(f"committed/{name}"), set()))
        built.append(summary.sheet(name, form, rows=4))
    return built


def write(folder: Path) -> None:
    build.write(forms(), folder)
    bad = folder / "bad"
    bad.mkdir(exist_ok=True)
    (bad / "empty.pdf").write_bytes(b"")
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), "#8a5a2b").save(picture, "JPEG")
    (bad / "picture.docx").write_bytes(picture.getvalue())
