"""A store of which many notes are to be made: the page is there at once and says how far they are."""

from threading import Event, Lock

import pytest
from made_forms import HOST, TOKEN
from starlette.testclient import TestClient

from formextract.review import notes
from formextract.review.app import create_app
from formextract.review.site import Settings
from patience import until

LOOKS = {"authorization": f"Bearer {TOKEN}", "accept": "text/html"}
ASKS = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def held(store, monkeypatch):
    """A server of which each note waits until the test lets it go on, and what lets them."""
    monkeypatch.setattr(notes, "FEW", 0)
    go, made, lock = Event(), [], Lock()
    make = notes.Notes._note_of

    def slowly(self, record):
        go.wait()
        with lock:
            made.append(record.id)
        return make(self, record)

    monkeypatch.setattr(notes.Notes, "_note_of", slowly)
    guard = create_app(store, Settings(TOKEN, (HOST,)))
    yield guard, go, made
    go.set()


def test_a_person_sees_how_far_it_is_and_then_the_list(held):
    guard, go, made = held
    guard.site.prepare(lambda n, total: None)
    with TestClient(guard, base_url=f"http://{HOST}") as client:
        page = client.get("/", headers=LOOKS)
        assert page.status_code == 503
        assert "正在整理 0 / 2 份" in page.text
        assert 'http-equiv="refresh"' in page.text
        assert client.get("/sign-in", headers=LOOKS).status_code == 200
        assert client.get("/health").status_code == 200
        go.set()
        until(lambda: client.get("/", headers=LOOKS).status_code == 200, "the list is there")
        assert len(made) == 2
        assert len(client.get("/api/submissions", headers=ASKS).json()) == 2


def test_a_program_waits_and_gets_its_answer(held):
    guard, go, made = held
    guard.site.prepare(lambda n, total: None)
    with TestClient(guard, base_url=f"http://{HOST}") as client:
        go.set()
        assert len(client.get("/api/submissions", headers=ASKS).json()) == 2
        assert len(made) == 2


def test_a_server_that_ends_meanwhile_does_not_wait_for_the_rest(held, store):
    guard, go, made = held
    guard.site.prepare(lambda n, total: None)
    guard.site.ending.set()
    go.set()
    guard.site.close()
    assert len(made) < 2
    assert len(guard.site.notes.all()) == 2  # whoever waits for an answer gets it all the same
    assert len(notes.Notes(store, "0").all()) == 2  # the next start makes what is missing


def test_what_is_made_is_kept_by_the_batch(held, store, monkeypatch):
    guard, go, _ = held
    monkeypatch.setattr(notes, "BATCH", 1)
    kept = []
    note = type(store.reviews).note
    monkeypatch.setattr(type(store.reviews), "note", lambda self, made: (kept.append(len(made)), note(self, made)))
    go.set()
    guard.site.notes.all()
    assert kept == [1, 1]
