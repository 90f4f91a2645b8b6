"""The READMEs' table of programme, submission and format: each ticked cell is a form that is made here and read."""

import re
from pathlib import Path

import pytest
from made_submissions import EXPECTED, FORMATS, NEEDS_OFFICE, TITLES, YEARLY, blocks

from formextract import extract
from formextract.catalogue import load_catalogue

ROOT = Path(__file__).resolve().parents[2]
TICK = "✓"


def table_of(page):
    """The table's ticked cells: (programme, form, format)."""
    lines = (ROOT / page).read_text("utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith(("| programme |", "| 项目 |")))
    heads = [h.strip() for h in lines[at].strip("|").split("|")]
    cells, rows = [], []
    for line in lines[at + 2 :]:
        if not line.startswith("|"):
            break
        texts = [t.strip() for t in line.strip("|").split("|")]
        program, form = re.findall(r"`([a-z-]+)`", " ".join(texts[:2]))
        rows.append((program, form))
        for head, text in zip(heads[2:], texts[2:], strict=True):
            name = {"扫描件": "scan"}.get(head.strip("`"), head.strip("`"))
            assert text in (TICK, "")
            if text == TICK:
                cells.append((program, form, name))
    return rows, cells


ROWS, CELLS = table_of("README.md")


def test_both_languages_say_the_same():
    assert table_of("README.zh-CN.md") == (ROWS, CELLS)


def test_every_template_has_a_row():
    assert sorted(ROWS) == sorted((t.program, t.form) for t in load_catalogue().templates.values())
    assert set(ROWS) == set(TITLES)


def test_every_column_is_a_format_that_is_tried():
    assert {c for _, _, c in CELLS} == set(FORMATS)


def marked(cell):
    """The cell with what its test needs: LibreOffice writes Word 97 and Excel 97, a scan is read by the nets."""
    needs = [pytest.mark.office] * (cell[2] in NEEDS_OFFICE) + [pytest.mark.ocr] * (cell[2] == "scan")
    return pytest.param(*cell, id="-".join(cell), marks=needs)


@pytest.mark.parametrize(("program", "form", "kind"), [marked(cell) for cell in CELLS])
def test_a_ticked_cell_is_read(program, form, kind, tmp_path, request):
    if kind in NEEDS_OFFICE:
        request.getfixturevalue("office")
    write, name = FORMATS[kind]
    path = tmp_path / name
    write(blocks(program, form), path)
    records = extract(path, check=False)
    first = records[0]
    assert (first.program, first.form) == (program, form)
    assert len(records) == (2 if form == "summary" else 1)
    said = {o.key: str(o.value) for o in first.values if o.status == "reported"}
    wanted = EXPECTED if form == "summary" else EXPECTED | YEARLY
    assert {k: said.get(k) for k in wanted} == wanted
