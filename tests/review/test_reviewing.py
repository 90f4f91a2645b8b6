import json
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from made_forms import word_form

from formextract.loading import Limits, load, reviewed, reviewed_records
from formextract.model import Correction
from formextract.model.corrections import LogEntry, by_reviewer, standing
from formextract.outputs import export
from formextract.store import open_store


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with open_store(tmp_path_factory.mktemp("review") / "库") as opened:
        form = word_form(tmp_path_factory.mktemp("disc") / "申报表.docx", ("-2.89", "12.00"))
        load([form], opened, limits=Limits(workers=1))
        yield opened


def correct(store, record, key, value):
    now = standing(reviewed(store, record), key)
    reading = by_reviewer(replace(now, value=Decimal(value), raw=value, status="corrected"))
    log = store.reviews.log(record)
    seen = max((e.correction.id for e in log if e.correction.field == key), default=0)
    made = Correction(0, "", "张三", "correct", key, now.value, now.status, reading.value, "corrected", "对照原件")
    return store.reviews.append(record, LogEntry(made, record.id, record.files[0].sha256, reading), seen=seen)


@pytest.mark.slow
def test_a_corrected_figure_takes_its_finding_away_and_a_wrong_one_brings_it(store):
    record = next(store.records())
    assert reviewed(store, record) is record
    finding = next(f for f in record.findings if f.severity == "error" and f.suspect and f.suggestion is not None)
    correct(store, record, finding.suspect, str(finding.suggestion))
    out = reviewed(store, record)
    assert finding.check not in {f.check for f in out.findings}
    assert next(store.records()) == record
    correct(store, record, finding.suspect, "999999")
    assert finding.check in {f.check for f in reviewed(store, record).findings}
    correct(store, record, finding.suspect, str(finding.suggestion))


def test_export_gives_the_corrected_value_beside_the_reading_and_the_log_as_a_table(store):
    record = next(store.records())
    finding = next(f for f in record.findings if f.severity == "error" and f.suspect and f.suggestion is not None)
    correct(store, record, finding.suspect, str(finding.suggestion))
    (spelt,) = exported(store, "records")
    both = [v for v in spelt["values"] if v["indicator"] == finding.suspect.partition("@")[0]]
    both = [v for v in both if v["status"] == "corrected" or v["value"] == pytest.approx(float(finding.reported))]
    assert [v["status"] for v in both] == ["reported", "corrected"]
    assert both[1]["value"] == pytest.approx(float(finding.suggestion))
    log = exported(store, "corrections")
    assert log[-1]["field"] == finding.suspect
    assert (log[-1]["by"], log[-1]["why"], log[-1]["record_id"]) == ("张三", "对照原件", record.id)
    (wide,) = exported(store, "wide")
    assert wide[finding.suspect] == pytest.approx(float(finding.suggestion))


def exported(store, shape):
    out = BytesIO()
    export(reviewed_records(store), "jsonl", shape, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.slow
def test_corrections_stay_when_a_further_copy_joins_and_the_record_gets_another_id(tmp_path):
    disc = tmp_path / "disc"
    disc.mkdir()
    form = word_form(disc / "申报表.docx", ("-2.89", "12.00"))
    with open_store(tmp_path / "库") as opened:
        load([disc], opened, limits=Limits(workers=1))
        (alone,) = opened.records()
        correct(opened, alone, "fdi_growth@2023", "-2.89")
        word_form(disc / "申报表（盖章）.docx", ("-2.89", "12.00"), ("107.27", "109.27"))
        load([disc], opened, limits=Limits(workers=1))
        (joined,) = opened.records()
        assert joined.id != alone.id
        assert len(joined.files) == 2
        out = reviewed(opened, joined)
        assert [c.by for c in out.corrections] == ["张三"]
        assert "fdi_growth.2023" in {f.check for f in joined.findings}
        assert "fdi_growth.2023" not in {f.check for f in out.findings}
        (mine,) = [o for o in out.values if o.is_reviewed]
        assert out.files[mine.source.file].path == str(form)
        # the copies disagree about another figure; that a person says which one holds does not make them one
        assert [f.severity for f in out.findings if f.check == "agreement.gross_output@2021"] == ["error"]
        correct(opened, joined, "gross_output@2021", "107.27")
        settled = [f for f in reviewed(opened, joined).findings if f.check == "agreement.gross_output@2021"]
        assert [(f.severity, "已核定" in f.message) for f in settled] == [("error", True)]
