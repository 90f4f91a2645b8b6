import csv
import io
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from records_for_outputs import FIRST, observe

from formextract.outputs import export
from formextract.outputs.defuse import defused

STARTERS = "=+-@＝＋－＠"
BLANKS = " \t\r\n\v\f\u3000\u00a0\u2003\ufeff\u200b\x01"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("＝cmd|' /C calc'!A0", "'＝cmd|' /C calc'!A0"),
        (" \t\r\n　-2+3", "' \t\r\n　-2+3"),
        ("＠SUM(A1)", "'＠SUM(A1)"),
        ("-12.5%", "'-12.5%"),
        ("甲=乙", "甲=乙"),
        ("'=1", "'=1"),
        ("", ""),
        ("  ", "  "),
        ("—", "—"),
    ],
)
def test_formulas_are_defused_and_other_text_is_untouched(text, expected):
    assert defused(text) == expected


@given(st.text(BLANKS), st.sampled_from(STARTERS), st.text())
def test_whatever_stands_before_and_after_a_formula_is_defused(before, starter, after):
    assert defused(before + starter + after) == "'" + before + starter + after


@given(st.text())
def test_text_that_starts_otherwise_is_untouched_and_defusing_is_done_once(text):
    once = defused(text)
    assert once in (text, "'" + text)
    assert defused(once) == once


DANGEROUS = st.builds("".join, st.tuples(st.text(BLANKS, max_size=3), st.sampled_from(STARTERS), st.text(max_size=20)))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(DANGEROUS | st.text(max_size=30), min_size=1, max_size=4),
    st.sampled_from(["records", "long", "wide", "facts"]),
)
@example(["\ud800=1", "\x00=1", "\ufffe"], "long")
def test_no_cell_of_an_export_is_a_formula(texts, shape):
    values = (
        tuple(observe("chain_summary", text, text, dims={"target": text}, raw=text) for text in texts) + FIRST.values
    )
    record = replace(FIRST, cluster=texts[0], values=values)

    stream = io.BytesIO()
    export([record], "csv", shape, stream)
    rows = list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8"), newline="")))
    number_columns = {
        n
        for n, name in enumerate(rows[0])
        if name in {"number", "lo", "hi"} or name.startswith("fdi_growth") or "fdi_growth" in name
    }
    for row in rows:
        for n, cell in enumerate(row):
            if row is rows[0] or n not in number_columns:
                assert not starts_a_formula(cell), cell

    stream = io.BytesIO()
    export([record], "xlsx", shape, stream)
    stream.seek(0)
    for sheet in openpyxl.load_workbook(stream):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                if isinstance(cell.value, str):
                    assert not starts_a_formula(cell.value), cell.value


def starts_a_formula(text):
    return text.lstrip(BLANKS)[:1] in tuple(STARTERS)


def test_negative_numbers_stay_numbers():
    stream = io.BytesIO()
    export([FIRST], "xlsx", "wide", stream)
    stream.seek(0)
    sheet = openpyxl.load_workbook(stream).active
    ids = [c.value for c in sheet[2]]
    cell = sheet.cell(3, ids.index("fdi_growth@2023") + 1)
    assert (cell.data_type, cell.value) == ("n", -12.5)

    stream = io.BytesIO()
    export([FIRST], "csv", "wide", stream)
    (row,) = csv.DictReader(io.StringIO(stream.getvalue().decode()))
    assert row["fdi_growth@2023"] == "-12.5"
    assert row["chain_summary"] == '\'=HYPERLINK("http://x")'
