"""Whatever is typed, or was stored by an earlier version, the store goes on: list, queue, log, exports, report."""

import json
import shutil
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from itertools import cycle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_forms import HOST, TOKEN
from starlette.testclient import TestClient

from formextract.cli.export_command import ExportOptions, run_export
from formextract.loading import Limits, reviewed, reviewed_records
from formextract.model import Correction
from formextract.model.corrections import LogEntry, by_reviewer, corrected, standing
from formextract.outputs import SHAPES, export, export_to_database, shapes
from formextract.reports import report, write_report
from formextract.review import acts, notes
from formextract.review.acts import Act, RefusedError
from formextract.review.app import create_app
from formextract.review.notes import Notes
from formextract.review.site import Settings
from formextract.store import open_store

KEY = "gross_output@2023"
NUMBERS = ("number", "integer")
ODD_TEXTS = [
    "18446744073709551616", "1" * 60, "9" * 5000, "1111111111111111111万亿", "1e400", "1E5", "NaN", "-Infinity", "inf",
    "-0", "0.00", "0." + "0" * 40 + "1", "0.30000000000000004", "-18446744073709551616", "²", "١٢٣", "①②", "〇" * 70,
    "一二三四五六七八九" * 8, "2024-02-30", "0000-00-00", "2024年99月", "\ud800", "集群\udfff园", "\0", "=1+1",
    "字" * 19_000, "\u202e123", "1,2,3", "+", "5%亿", "999999999999999", "1000000000000000", "3.14 个", "无", "（空）",
]  # fmt: skip


def every_output(store, folder):
    """All that is made of a whole store; each of them would fail where one record stops it."""
    records = list(reviewed_records(store))
    for shape in SHAPES:
        for kind in ("jsonl", "csv", "xlsx", "parquet"):
            export(records, kind, shape, BytesIO())
        export_to_database(records, shape, f"sqlite:///{folder}/out.db", shape)
    spelt = BytesIO()
    export(records, "jsonl", "records", spelt)
    done = write_report(store, folder / "report", now=datetime(2026, 3, 2, 9, 0).astimezone())
    assert done.troubled == []
    assert done.submissions == len(records)
    assert not any(f.check.startswith("undone.") for r in records for f in r.findings)
    assert "undone." not in spelt.getvalue().decode()
    return records


def every_page(client, ids):
    for path in ("/", "/queue", "/log", "/files", "/api/submissions", "/api/queue", "/api/log", "/api/records"):
        assert client.get(path).status_code == 200, path
    for name in ids:
        for path in (f"/submissions/{name}", f"/api/records/{name}", f"/api/records/{name}/corrections"):
            assert client.get(path).status_code == 200, path


def test_a_figure_beyond_the_bound_is_refused_and_nothing_is_stored(client, store, ids, tmp_path):
    for text in ("18446744073709551616", "1111111111111111111万亿", "-" + "9" * 30, "9" * 80):
        body = {"field": KEY, "action": "correct", "by": "张三", "text": text}
        answer = client.post(f"/api/records/{ids['docx']}/corrections", json=body)
        assert answer.status_code == 422
        assert "不可能是填报的数。请改写后再保存" in answer.json()["message"]
    assert store.reviews.entries() == []
    every_page(client, ids.values())


def test_whatever_is_typed_the_pages_go_on(client, ids):
    fields = (KEY, "operator", "application_date", "plan_target[target=集群总产值]", "leading_industry")
    for field, text in zip(cycle(fields), [*ODD_TEXTS, "\ud800", "集群\udfff"], strict=False):
        body = {"field": field, "action": "correct", "by": "张三", "text": text, "why": text[:100]}
        raw = json.dumps(body).encode()  # half characters as escapes, which is how they can come
        url = f"/api/records/{ids['docx']}/corrections"
        answer = client.post(url, content=raw, headers={"content-type": "application/json"})
        assert answer.status_code in (201, 409, 422), (field, answer.text)
    every_page(client, ids.values())


def test_all_odd_texts_together_are_exported_and_reported(store, tmp_path):
    first = next(store.records())
    for n, text in enumerate(ODD_TEXTS):
        record = corrected(first, store.reviews.log(first))
        for o in first.values[n::40]:
            seen = max((c.id for c in record.corrections if c.field == o.key), default=0)
            try:
                entry = acts.entry_for(record, Act("correct", o.key, "张三", text, text[:40], seen))
            except RefusedError:
                continue
            store.reviews.append(first, entry, seen=seen)
    assert len(store.reviews.entries()) > len(ODD_TEXTS)
    every_output(store, tmp_path)
    assert len(Notes(store, "1").all()) == 2


TYPED = st.one_of(
    st.sampled_from(ODD_TEXTS),
    st.text(max_size=60),
    st.decimals(allow_nan=True, allow_infinity=True).map(str),
    st.integers(min_value=-(10**70), max_value=10**70).map(str),
    st.from_regex(r"[-+]?[0-9]{1,40}(\.[0-9]{0,40})?(万|亿|万亿|%|亿元|个)?", fullmatch=True),
    st.dates().map(str),
)


@pytest.fixture(scope="module")
def kept(loaded, tmp_path_factory):
    with open_store(shutil.copytree(loaded, tmp_path_factory.mktemp("odd") / "库")) as opened:
        yield opened, next(opened.records())


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_text_in_any_field_gives_a_value_that_all_outputs_take_or_a_refusal(kept, data):
    store, record = kept
    o = data.draw(st.sampled_from(record.values))
    text = data.draw(TYPED)
    try:
        entry = acts.entry_for(record, Act("correct", o.key, "张三", text))
    except RefusedError:
        return
    entry = replace(entry, correction=replace(entry.correction, id=1, at="2026-03-02T01:00:00+00:00"))
    after = reviewed(store, record, [entry])
    assert not any(f.check.startswith("undone.") for f in after.findings)
    assert notes.note_of(after).trouble == ""
    for shape in SHAPES:
        export([after], "csv", shape, BytesIO())
    export([after], "jsonl", "records", BytesIO())


# -- stores that an earlier version has bricked ------------------------------------------------------------------------


def bricked(store, value):
    """Stores a correction as versions before the bound did: read, and not judged."""
    record = next(store.records())
    now = standing(record, KEY)
    reading = by_reviewer(replace(now, value=Decimal(value), raw=value, status="corrected", precision=0))
    made = Correction(0, "", "张三", "correct", KEY, now.value, now.status, Decimal(value), "corrected", "")
    store.reviews.append(record, LogEntry(made, record.id, record.files[0].sha256, reading), seen=0)
    return record.id


@pytest.mark.parametrize("value", ["18446744073709551616", "-" + "1" * 60])
def test_a_store_bricked_by_one_typed_figure_opens_again(where, value, tmp_path):
    with open_store(where) as store:
        name = bricked(store, value)
    with open_store(where) as store:
        every_output(store, tmp_path)
        (typed,) = [o for o in reviewed(store, store.record(name)).values if o.key == KEY and o.is_reviewed]
        assert (typed.value, typed.status, typed.raw) == (None, "unreadable", value)
        app = create_app(store, Settings(TOKEN, (HOST,), limits=Limits(workers=1)))
        with TestClient(app, base_url=f"http://{HOST}", headers={"authorization": f"Bearer {TOKEN}"}) as client:
            every_page(client, [name])
            assert value in client.get("/log").text.replace(" ", "") or len(value) > 40  # what was typed is still told
            body = {"field": KEY, "action": "restore", "by": "李四", "version": 1}
            assert client.post(f"/api/records/{name}/corrections", json=body).status_code == 201
        (back,) = [o for o in reviewed(store, store.record(name)).values if o.key == KEY]
        assert back.is_given


# -- a record that this program itself cannot work on ------------------------------------------------------------------


def test_a_check_that_raises_is_told_in_its_own_record_and_stops_nothing_else(store, tmp_path, monkeypatch, capsys):
    from formextract import checks

    ours = bricked(store, "5")
    findings = checks.findings

    def raising(record, edits):
        if record.id == ours:
            raise ArithmeticError("一个没有想到的数")
        return findings(record, edits)

    monkeypatch.setattr(checks, "findings", raising)
    monkeypatch.setattr("formextract.checks.criteria.decide", lambda *_: 1 / 0)
    by_id = {r.id: r for r in reviewed_records(store)}
    assert len(by_id) == 2
    told = [f.message for f in by_id[ours].findings if f.check.startswith("undone.")]
    assert [m.partition("，")[0] for m in told] == ["数字之间的核对没有做完", "认定条件的判断没有做完"]
    assert {c.status for c in by_id[ours].criteria} <= {"unknown", "manual"}
    notes_by_id = {n.id: n for n in Notes(store, "1").all()}
    assert "没有做完" in notes_by_id[ours].trouble
    assert [n.trouble for name, n in notes_by_id.items() if name != ours] == [""]
    assert run_export(store.where, ExportOptions(output=str(tmp_path / "all.jsonl"))) == 0
    assert len((tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_a_correction_after_which_a_check_would_raise_is_refused(client, store, ids, monkeypatch):
    monkeypatch.setattr("formextract.checks.findings", lambda *_: 1 / 0)
    body = {"field": KEY, "action": "correct", "by": "张三", "text": "5"}
    answer = client.post(f"/api/records/{ids['docx']}/corrections", json=body)
    assert answer.status_code == 422
    assert "没有保存" in answer.json()["message"]
    assert store.reviews.entries() == []


def test_a_record_that_cannot_be_shown_has_its_line_in_list_export_and_report(store, tmp_path, monkeypatch, capsys):
    bad, good = (r.id for r in store.records())

    def failing(of, real):
        def call(x, *rest):
            record = of(x)
            if record.id == bad:
                raise ValueError("没有想到的内容")
            return real(x, *rest)

        return call

    def same(record):
        return record

    monkeypatch.setattr(notes, "queue_of", failing(same, notes.queue_of))
    assert {n.id: bool(n.trouble) for n in Notes(store, "1").all()} == {bad: True, good: False}

    monkeypatch.setattr(shapes, "_long_rows", failing(same, shapes._long_rows))
    assert run_export(store.where, ExportOptions(kind="csv", shape="long", output=str(tmp_path / "long.csv"))) == 1
    rows = (tmp_path / "long.csv").read_text(encoding="utf-8-sig")
    assert good in rows
    assert bad not in rows
    assert "这条记录没有导出" in capsys.readouterr().err

    monkeypatch.setattr(report, "case_view", failing(lambda case: case.record, report.case_view))
    done = write_report(store, tmp_path / "report", now=datetime(2026, 3, 2, 9, 0).astimezone())
    assert done.submissions == 1
    assert [why.partition("，")[0] for _, why in done.troubled] == ["这一家的报告没有做完"]
    assert "没有写出报告的申报（1）" in (tmp_path / "report" / "index.html").read_text(encoding="utf-8")


def test_a_page_of_one_record_that_cannot_be_drawn_says_so_in_one_line(app, ids, monkeypatch):
    monkeypatch.setattr("formextract.review.pages.view_of", lambda _: 1 / 0)
    with TestClient(app, f"http://{HOST}", raise_server_exceptions=False) as client:
        client.headers["authorization"] = f"Bearer {TOKEN}"
        answer = client.get(f"/submissions/{ids['docx']}", headers={"accept": "text/html"})
        assert answer.status_code == 500
        assert "别的页面照常可用" in answer.text
        assert client.get("/").status_code == 200
