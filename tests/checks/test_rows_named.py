"""What a clause about a planning table hangs on."""

from pathlib import Path

from formextract import extract
from formextract.checks.rows_named import hangs_on, measured
from formextract.rules import rules

SAMPLES = Path(__file__).parents[2] / "samples"


def test_a_clause_about_a_planning_table_hangs_on_the_rows_that_it_names():
    [record] = extract(SAMPLES / "national.docx")
    known = {c.id: c for c in rules(record.program)[1]}
    found = {c.criterion: c for c in record.criteria}
    about = measured(record.values)
    smes = found["target_quality_smes"]
    keys = hangs_on(smes, known["target_quality_smes"], record.values, about)
    rows = {o.dims["target"] for o in record.values if o.key in keys and "target" in o.dims}
    assert rows == {"优质中小企业数量"}
    assert set(keys) < smes.observed.keys()
    output = found["gross_output_each_year"]
    assert hangs_on(output, known["gross_output_each_year"], record.values, about) == tuple(output.observed)
    assert hangs_on(smes, None, record.values, about) == tuple(smes.observed)
    assert hangs_on(smes, known["target_quality_smes"], (), {}) == tuple(smes.observed)
