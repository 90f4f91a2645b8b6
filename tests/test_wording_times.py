"""Times of the store as staff read them: in the zone of the machine that shows them."""

import time

import pytest

from formextract import wording
from formextract.model import Correction, Decision, Record
from formextract.reports.views import _log, decision_told

LATE = "2026-06-01T23:30:05+00:00"


@pytest.fixture
def in_china(monkeypatch):
    if not hasattr(time, "tzset"):
        pytest.skip("a zone cannot be set here")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_a_day_is_that_of_the_machine(in_china):
    assert (wording.when(LATE), wording.day(LATE)) == ("2026-06-02 07:30", "2026-06-02")
    assert wording.day("—") == "—"
    decision = Decision(1, LATE, "张三", "finding", "x", "kept", "", "")
    assert "2026-06-02" in decision_told(decision)


def test_the_log_of_the_report_has_the_latest_first_within_a_minute_too(in_china):
    def corrected(number, at):
        return Correction(number, at, "张三", "accept", f"f{number}", None, "blank", None, "blank", "")

    done = (corrected(1, LATE), corrected(2, LATE), corrected(3, LATE.replace(":05+", ":09+")))
    record = Record("r", "p", "f", "t", "集群", (), (), corrections=done)
    rows = _log(record)
    assert [row.name for row in rows] == ["f3", "f2", "f1"]
    assert {row.at for row in rows} == {"2026-06-02 07:30"}
