"""Uploads that no browser sends: broken parts, odd names, too many, none. Each is refused in Chinese, or loaded."""

import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from made_forms import HOST, TOKEN
from starlette.testclient import TestClient
from test_fuzzed_api import ROUNDS, Asker, asked, calls_of, request_of, settle, told_plainly

from formextract.loading import Limits, load
from formextract.review.app import create_app
from formextract.review.site import Settings
from formextract.store import open_store
from patience import HANG_SECONDS, until

B = "x7"
KIND = f"multipart/form-data; boundary={B}"


def part(head, body=b"a,b\n1,2\n"):
    return f"--{B}\r\n".encode() + head + b"\r\n\r\n" + body + b"\r\n"


def disposition(rest):
    return b"Content-Disposition: form-data; " + rest


END = f"--{B}--\r\n".encode()
NAMED = disposition(b'name="files"; filename="a.csv"')
GOOD = part(NAMED)
NAMES = (
    b"../../../etc/passwd", b"/etc/passwd", rb"C:\Windows\win.ini", b"..", ".\u202e".encode(), b"a\0b.csv", b"\0", b" ",
    b"CON", b"." * 300, ("甲" * 400 + ".csv").encode(), b"a/" * 5000 + b"b.csv", b"\xff\xfe.csv", b"a%00b.csv", b"-rf",
    b"a\tb.csv", "a\u2028b.csv".encode(), "库/records.sqlite3".encode(), b".lock",
)  # fmt: skip
ODD = {
    "no boundary told": ("multipart/form-data", GOOD + END),
    "an empty boundary": ("multipart/form-data; boundary=", GOOD + END),
    "another boundary": ("multipart/form-data; boundary=other", GOOD + END),
    "a boundary of 5,000 letters": (f"multipart/form-data; boundary={'b' * 5000}", GOOD + END),
    "a boundary of no letters": ('multipart/form-data; boundary="\u00ff\u00fe"'.encode("latin-1"), GOOD + END),
    "no end": (KIND, GOOD),
    "cut in a head": (KIND, f"--{B}\r\nContent-Disp".encode()),
    "cut in a body": (KIND, GOOD[:-9]),
    "nothing": (KIND, b""),
    "the end only": (KIND, END),
    "no line ends": (KIND, (GOOD + END).replace(b"\r\n", b"")),
    "bare line feeds": (KIND, (GOOD + END).replace(b"\r\n", b"\n")),
    "no head": (KIND, part(b"") + END),
    "a head without a colon": (KIND, part(b"Content-Disposition") + END),
    "no name": (KIND, part(b"Content-Disposition: form-data") + END),
    "no file name": (KIND, part(disposition(b'name="files"')) + END),
    "an empty file name": (KIND, part(disposition(b'name="files"; filename=""')) + END),
    "another field": (KIND, part(disposition(b'name="others"; filename="a.csv"')) + END),
    "a file name in two ways": (KIND, part(NAMED + b"; filename*=UTF-8''%00%ff") + END),
    "a charset that is none": (KIND, part(NAMED + b"\r\nContent-Type: text/plain; charset=klingon") + END),
    "a charset of the form that is none": (f"{KIND}; charset=klingon", GOOD + END),
    "parts in a part": (KIND, part(b"Content-Type: multipart/mixed; boundary=y", GOOD) + END),
    "base64": (KIND, part(NAMED + b"\r\nContent-Transfer-Encoding: base64", b"====") + END),
    "a huge head": (KIND, part(NAMED + b"\r\nX-Odd: " + b"x" * 300_000) + END),
    "10,000 heads": (KIND, part(NAMED + b"\r\nX-Odd: 1" * 10_000) + END),
    "10,000 parts": (KIND, GOOD * 10_000 + END),
    "10,000 fields": (KIND, part(disposition(b'name="x"'), b"1") * 10_000 + END),
    "a field of a megabyte": (KIND, part(disposition(b'name="x"'), b"1" * 1_000_000) + GOOD + END),
    "too much": (KIND, part(NAMED, b"1" * 2_100_000) + END),
    "text behind the end": (KIND, GOOD + END + b"more"),
    "text before the start": (KIND, b"hello\r\n" + GOOD + END),
    "another kind": ("application/x-www-form-urlencoded", b"files=a.csv"),
    "no kind": ("", GOOD + END),
    "an empty file": (KIND, part(NAMED, b"") + END),
    **{
        f"the name {name[:20]!r}": (KIND, part(disposition(b'name="files"; filename="' + name + b'"')) + END)
        for name in NAMES
    },
}  # fmt: skip
MUST_REFUSE = (
    "no boundary told", "an empty boundary", "nothing", "the end only", "10,000 parts", "too much", "no kind",
    "another kind", "a huge head", "no file name", "no end", "cut in a head", "cut in a body",
)  # fmt: skip
"""Of which nothing can be loaded."""


@contextmanager
def asking(store):
    """A program with the token, which hears of the server's own mistakes as others do: as a status."""
    limits = Limits(workers=1)
    app = create_app(store, Settings(TOKEN, (HOST,), most_upload=2_000_000, most_files=20, limits=limits))
    headers = {"authorization": f"Bearer {TOKEN}"}
    with TestClient(app, f"http://{HOST}", raise_server_exceptions=False, headers=headers) as c:
        yield c


@pytest.fixture
def patient(store):
    with asking(store) as c:
        yield c


def sent(client, path, odd):
    kind, body = ODD[odd]
    start = time.monotonic()
    answer = client.post(path, content=body, headers={"content-type": kind} if kind else {})
    assert time.monotonic() - start < HANG_SECONDS
    return answer


def refused_badly(odd, answer):
    """What is wrong with a refusal; '' for nothing."""
    why = told_plainly(answer)
    return f"{odd}: {answer.status_code} {why} {answer.text[:200]}" if why or answer.status_code >= 500 else ""


def uploaded(client, store):
    """Every odd upload, each refused in words or loaded; which were loaded."""
    answers = {odd: sent(client, "/api/files", odd) for odd in ODD}
    begun = {odd: a.json()["id"] for odd, a in answers.items() if a.status_code == 202}
    wrong = [refused_badly(odd, a) for odd, a in answers.items() if odd not in begun]
    until(lambda: _ended(client, begun.values()), "the loads end")
    for odd, number in begun.items():
        load = client.get(f"/api/loads/{number}").json()
        if load["state"] != "done" or not load["files"]:
            wrong.append(f"{odd}: {load}")
    assert [w for w in wrong if w] == []
    paths = [e.path for e in store.manifest.entries()]
    assert not [p for p in paths if ".." in Path(p).parts or "\0" in p]
    return set(begun)


def _ended(client, numbers):
    states = {j["id"]: j["state"] for j in client.get("/api/loads").json()}
    return all(states[n] not in ("waiting", "running") for n in numbers)


@pytest.mark.slow
def test_what_is_uploaded_oddly_is_refused_in_words_or_loaded(patient, store):
    begun = uploaded(patient, store)
    assert set(MUST_REFUSE).isdisjoint(begun)
    assert "text behind the end" in begun
    assert not list((store.folder / "uploads").glob("formextract-upload-*"))
    assert sorted(p.name for p in store.folder.parent.iterdir()) == [store.folder.name]


def test_an_upload_that_was_cut_off_keeps_no_part_of_it(patient, store):
    before = len(list(store.manifest.entries()))
    for body in (GOOD + GOOD[:-9], GOOD + GOOD, GOOD):
        answer = patient.post("/api/files", content=body, headers={"content-type": KIND})
        assert (answer.status_code, "不完整" in answer.json()["message"]) == (422, True)
    assert len(list(store.manifest.entries())) == before
    assert not list((store.folder / "uploads").glob("formextract-upload-*"))


@pytest.mark.parametrize("path", ["/api/programmes?programme=x", "/api/programmes/aaaaaaaaaaaa/trials"])
def test_odd_blank_and_filled_forms_are_refused_in_words(patient, path):
    answers = {odd: sent(patient, path, odd) for odd in MUST_REFUSE if odd != "too much"}
    assert [w for odd, a in answers.items() if (w := refused_badly(odd, a))] == []
    assert all(a.status_code >= 400 for a in answers.values())


@pytest.mark.parametrize("told", ["1", "x", "-1", "9" * 30])
def test_a_length_that_is_not_so_ends_in_words(patient, told):
    answer = patient.post("/api/files", content=GOOD + END, headers={"content-type": KIND, "content-length": told})
    assert answer.status_code in (202, 413, 422), answer.text
    assert answer.status_code == 202 or not told_plainly(answer)


@pytest.mark.slow
def test_what_is_asked_wrongly_of_a_database_is_refused_in_words_too(postgres, disc):
    with open_store(postgres) as store:
        load([disc], store, limits=Limits(workers=1))
        with asking(store) as client:
            described = client.get("/api/openapi.json").json()
            records = [r["id"] for r in client.get("/api/submissions").json()]
            asker = Asker(described, {"record_id": [*records, "nobody"], "records": records, "number": [1, 99]})
            wrong = []
            for path, method, call in calls_of(described):
                for _ in range(ROUNDS):
                    wanted = request_of(asker, path, method, call, wrong=True)
                    answer = asked(client, method, wanted)
                    settle(client)
                    if answer.status_code >= 400 and (why := refused_badly(f"{method} {wanted}"[:300], answer)):
                        wrong.append(why)
            assert wrong == [], "\n".join(wrong)


@pytest.mark.slow
def test_odd_uploads_to_a_database_are_refused_in_words_or_loaded(postgres):
    with open_store(postgres) as store, asking(store) as client:
        assert set(MUST_REFUSE).isdisjoint(uploaded(client, store))
