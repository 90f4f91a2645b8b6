"""Reports that are asked for while another one is made."""

from threading import Event

import pytest

import formextract.reports
from formextract.review import reports
from patience import HANG_SECONDS, until

KEY = "fdi_growth@2023"


@pytest.fixture
def gate(monkeypatch):
    """Holds reports until it is opened."""
    opened = Event()
    whole = formextract.reports.write_report

    def held(*given, **more):
        assert opened.wait(HANG_SECONDS)
        return whole(*given, **more)

    monkeypatch.setattr(formextract.reports, "write_report", held, raising=False)
    yield opened
    opened.set()


def test_a_report_that_is_asked_for_after_a_change_is_another_one(client, ids, gate):
    def begun():
        return client.post("/api/reports", json={}).json()["id"]

    first = begun()
    assert begun() == first
    body = {"field": KEY, "action": "correct", "text": "10.19", "by": "张三"}
    assert client.post(f"/api/records/{ids['pdf']}/corrections", json=body).status_code == 201
    second = begun()
    assert second != first
    gate.set()
    for number in (first, second):
        until(lambda n=number: client.get(f"/api/reports/{n}").json()["state"] == "done", "it is made")
        assert client.get(f"/api/reports/{number}/zip").status_code == 200


def test_a_report_that_is_done_has_said_all(client, monkeypatch):
    """Who sees that it is done asks no more."""
    told = []

    class Watched(reports.ReportJob):
        def __setattr__(self, name, value):
            if name in ("state", "message"):
                told.append(name)
            super().__setattr__(name, value)

    monkeypatch.setattr(reports, "ReportJob", Watched)
    number = client.post("/api/reports", json={}).json()["id"]
    until(lambda: client.get(f"/api/reports/{number}").json()["state"] == "done", "it is made")
    assert told[-1] == "state"
