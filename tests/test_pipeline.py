"""From a file to its records: complete, in order, each value with its place, and nothing that was written lost."""

import re
import shutil
from collections import Counter
from dataclasses import replace
from itertools import product
from pathlib import Path

import pymupdf
import pytest

from formextract import extract, intake, readers
from formextract.catalogue import load_catalogue
from formextract.model import Table
from formextract.tables import is_figure
from formextract.text import squeeze, unwrapped

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
APPLICATIONS = [
    "national.docx",
    "national-sheets.xlsx",
    "national-office.pdf",
    "national-drawn.pdf",
    "controls-2025.docx",
    "variant.docx",
    "variant-sheets.xlsx",
    "dirty.docx",
]
SUMMARIES = ["summary.xlsx", "summary-word.docx"]
YEARS = ["2021", "2022", "2023"]
BY_TARGET = ("plan_baseline", "plan_target", "plan_stage", "plan_base_year", "plan_target_year")
CATALOGUE = load_catalogue()


@pytest.fixture(scope="module")
def records():
    """Each sample's records, read once."""
    return {name: extract(SAMPLES / name, check=False) for name in APPLICATIONS + SUMMARIES}


each_sample = pytest.mark.parametrize("name", APPLICATIONS + SUMMARIES)
each_application = pytest.mark.parametrize("name", APPLICATIONS)


@each_sample
def test_the_same_file_gives_the_same_records(records, name, tmp_path):
    copy = Path(shutil.copy(SAMPLES / name, tmp_path / ("副本" + Path(name).suffix)))
    again = extract(copy, check=False)
    assert [(r.id, r.values, r.unmatched) for r in again] == [(r.id, r.values, r.unmatched) for r in records[name]]


def test_ids_are_each_records_own(records):
    ids = [r.id for found in records.values() for r in found]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[0-9a-z-]{8,64}", i) for i in ids)


def asked_for(sections, years):
    """Every indicator of these parts, with each of its periods and dims."""
    out = []
    for name, indicator in CATALOGUE.indicators.items():
        if indicator.section not in sections or name in BY_TARGET:
            continue
        periods = {"year": years, "span3": [f"{years[0]}/{years[-1]}"]}.get(indicator.period, [None])
        dims = [dict(zip(indicator.dims, values, strict=True)) for values in product(*indicator.dims.values())]
        out += [(name, period, tuple(d.items())) for period in periods for d in dims]
    return sorted(map(str, out))


def observed(record):
    return sorted(
        str((o.indicator, o.period, tuple(o.dims.items())))
        for o in record.values
        if o.indicator not in BY_TARGET and (o.source is None or o.source.reader != "prose")
    )


@each_application
def test_every_indicator_is_there_once_for_each_period_and_dims(records, name):
    years = ["2022", "2023", "2024"] if "2025" in name else YEARS
    (record,) = records[name]
    own = [o for o in record.values if o.source is None or o.source.reader != "prose"]
    assert observed(replace(record, values=tuple(own))) == asked_for(set("0123456789"), years)
    targets = [(o.indicator, o.period, tuple(o.dims.items())) for o in record.values if o.indicator in BY_TARGET]
    assert len(set(targets)) == len(targets)


@pytest.mark.parametrize("name", SUMMARIES)
def test_every_column_is_there_once_in_each_record_of_a_summary(records, name):
    columns = asked_for({"summary"}, YEARS)
    assert len(records[name]) > 1
    for record in records[name]:
        assert set(columns) <= set(observed(record))
        cells = [o for o in record.values if o.source is None or o.source.reader != "prose"]
        assert len(set(observed(record))) == len(cells)


@each_sample
def test_status_value_unit_and_precision_belong_together(records, name):
    odd = [
        o
        for record in records[name]
        for o in record.values
        if not (
            (o.value is None or o.status == "reported" or (o.status == "none" and o.value == ()))
            and (o.status != "reported" or (o.value is not None and o.raw))
            and (o.status not in ("blank", "missing") or not o.raw.strip(" _\n") or o.status == "blank")
            and (o.status == "missing") == (o.source is None)
            and 0 <= o.confidence <= 1
            and (o.precision is None or o.status == "reported")
            and (o.indicator in BY_TARGET or o.unit == CATALOGUE.indicators[o.indicator].unit)
        )
    ]
    assert odd == []


@each_application
def test_most_of_a_filled_form_is_reported(records, name):
    (record,) = records[name]
    statuses = [o.status for o in record.values if CATALOGUE.indicators[o.indicator].section in "1234567"]
    assert statuses.count("reported") > 0.5 * len(statuses)
    assert record.cluster == next(o.value for o in record.values if o.indicator == "cluster_name")


def places(records):
    return [x.source for r in records for x in (*r.values, *r.unmatched) if x.source is not None]


@pytest.mark.parametrize("name", ["national-office.pdf", "national-drawn.pdf"])
def test_every_value_of_a_pdf_has_a_box_inside_its_page(records, name):
    found = places(records[name])
    assert len(found) > 150
    with pymupdf.open(SAMPLES / name) as pdf:
        for source in found:
            assert (source.file, source.cell, source.reader) == (0, None, "pdf-text")
            x0, y0, x1, y1 = source.bbox
            page = pdf[source.page - 1].rect
            assert 0 <= x0 < x1 <= page.width
            assert 0 <= y0 < y1 <= page.height


@pytest.mark.parametrize("name", ["national-office.pdf", "national-drawn.pdf"])
def test_the_figure_stands_in_the_box_that_a_value_names(records, name):
    """Asked of the page itself: the words inside the box hold the ink of the value."""
    (record,) = records[name]
    figures = [o for o in record.values if o.status == "reported" and o.precision is not None]
    assert len(figures) > 80
    with pymupdf.open(SAMPLES / name) as pdf:
        words = [page.get_text("words") for page in pdf]
    astray = []
    for o in figures:
        x0, y0, x1, y1 = o.source.bbox
        inside = [w[4] for w in words[o.source.page - 1] if w[0] < x1 and w[2] > x0 and w[1] < y1 and w[3] > y0]
        if squeeze(o.raw) not in squeeze("".join(inside)):
            astray.append((o.key, o.raw, inside))
    assert astray == []


@pytest.mark.parametrize(
    ("name", "pattern", "reader"),
    [
        ("national.docx", r"T\d+R\d+C\d+(\.T\d+R\d+C\d+)*", "docx"),
        ("controls-2025.docx", r"T\d+R\d+C\d+(\.T\d+R\d+C\d+)*", "docx"),
        ("national-sheets.xlsx", r"[^!]+![A-Z]+\d+", "xlsx"),
        ("summary.xlsx", r"[^!]+![A-Z]+\d+", "xlsx"),
        ("summary-word.docx", r"T\d+R\d+C\d+(\.T\d+R\d+C\d+)*", "docx"),
    ],
)
def test_every_value_of_an_office_file_has_a_cell(records, name, pattern, reader):
    outside_tables = (
        "plan_text",
        "recommending_department",
        "recommending_contact",
        "application_date",
        "cover_contact",
        "region_province",
        "region_city",
        "region_county",
    )
    for record in records[name]:
        for o in record.values:
            in_lines = ("plan_", "cover_")
            cells = ("plan_baseline", "plan_target", "plan_base_year", "plan_target_year")
            if o.source is None or o.indicator in outside_tables:
                continue
            if o.indicator.startswith(in_lines) and o.indicator not in cells:
                continue
            assert o.source.reader in (reader, "prose"), o.key
            assert re.fullmatch(pattern, o.source.cell or ""), o.key


def figures_of_tables(name):
    """The figures in a sample's tables, as they stand there; years and running numbers are headings, not figures."""
    document = readers.read(intake.source_file(SAMPLES / name))
    for block in document.blocks:
        if not isinstance(block, Table):
            continue
        for cell in block.cells:
            text = squeeze(unwrapped(cell.text))
            if (
                is_figure(cell.text)
                and not re.fullmatch(r"20[0-4]\d年?", text)
                and not (cell.col == 0 and len(text) < 3)
            ):
                yield text


@each_sample
def test_no_figure_of_a_table_is_lost(records, name):
    """Counted, not only found: a figure that stands three times is kept three times."""
    kept = Counter(squeeze(o.raw) for r in records[name] for o in r.values)
    kept.update(squeeze(u.text) for r in records[name] for u in r.unmatched)
    figures = Counter(figures_of_tables(name))
    assert figures.total() >= (0 if name in SUMMARIES else 80)
    assert figures - kept == Counter()


@each_sample
def test_reading_with_checks_changes_no_value(records, name):
    checked = extract(SAMPLES / name)
    assert [(r.id, r.values, r.unmatched) for r in checked] == [(r.id, r.values, r.unmatched) for r in records[name]]


@pytest.mark.slow
def test_a_catalogue_of_ones_own_may_stand_in_for_the_shipped_one(tmp_path, records):
    shutil.copytree(CATALOGUE.folder, tmp_path / "templates")
    (found,) = extract(SAMPLES / "national.docx", tmp_path / "templates", check=False)
    assert (found.id, found.values) == (records["national.docx"][0].id, records["national.docx"][0].values)
