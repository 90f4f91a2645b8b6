"""Every call of the API's description, asked wrongly: a 4xx in plain Chinese, and nothing of the store is changed."""

import hashlib
import json
import os
import random
import re
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest
from made_forms import HOST, TOKEN
from starlette.testclient import TestClient

from formextract.loading import Limits
from formextract.review import people
from formextract.review.app import create_app
from formextract.review.site import Settings
from patience import HANG_SECONDS, until

ROUNDS = int(os.environ.get("FORMEXTRACT_FUZZ_ROUNDS", "3"))
"""Wrong requests of a call and a kind of mistake; 40 were run when this was written."""
SEED = int(os.environ.get("FORMEXTRACT_FUZZ_SEED", "20261203"))
ODD_TEXTS = (
    "",
    " ",
    "\0",
    "\ud800",
    "甲" * 5000,
    "../../etc/passwd",
    "<b>&\"'",
    "\u202e\u200b",
    "null",
    "-1",
    "%00",
    "\r\n",
)
ODD = (
    None, True, 0, -1, 2**31, 2**63, 2**64, 10**400, 1e308, float("nan"), float("inf"), [], {}, [[]], [None] * 3000,
    {"a": {"b": []}}, *ODD_TEXTS,
)  # fmt: skip
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]{3,} [A-Za-z]{2,} [A-Za-z]{2,}")
OTHERS_TALK = re.compile(r"Errno|Traceback|Error\b|None\b|validation|pydantic")


def odd_json(value):
    """As a program would send it: halves of pairs escaped, NaN as Python writes it."""
    return json.dumps(value).encode("ascii")


class Asker:
    """Makes requests of the description, right and wrong."""

    def __init__(self, described, known, seed=SEED):
        self.parts = described["components"]["schemas"]
        self.known = known
        self.random = random.Random(seed)

    def shape(self, schema):
        while "$ref" in schema:
            schema = self.parts[schema["$ref"].rpartition("/")[2]]
        return schema

    def right(self, schema, name=""):
        """Something that fits the shape."""
        schema, r = self.shape(schema), self.random
        if name in self.known and r.random() < 0.7:
            return r.choice(self.known[name])
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return r.choice(schema["enum"])
        for several in ("anyOf", "oneOf"):
            if several in schema:
                return self.right(r.choice(schema[several]), name)
        match schema.get("type"):
            case "object":
                given = {k: self.right(s, k) for k, s in schema.get("properties", {}).items()}
                return {k: v for k, v in given.items() if k in schema.get("required", ()) or r.random() < 0.5}
            case "array":
                return [self.right(schema.get("items", {}), name) for _ in range(r.randrange(3))]
            case "integer":
                return r.choice((0, 1, 2, 7, -3, schema.get("minimum", 1)))
            case "number":
                return r.choice((0, 1.5))
            case "boolean":
                return r.random() < 0.5
            case "null":
                return None
        return r.choice(("甲", "汽车", "2026", "abc"))

    def broken(self, value):
        """The value with one part of it replaced by something odd."""
        r = self.random
        if isinstance(value, dict) and value and r.random() < 0.85:
            key = r.choice(list(value))
            if r.random() < 0.15:
                return {k: v for k, v in value.items() if k != key}
            if r.random() < 0.1:
                return {**value, "没有这个": 1}
            return {**value, key: self.broken(value[key])}
        if isinstance(value, list) and value and r.random() < 0.5:
            return [self.broken(value[0]), *value[1:]]
        return r.choice(ODD)


def calls_of(described):
    """Path, method and description of every call; accounts last: with the first one the token lets nobody in."""
    calls = [(path, m, call) for path, methods in described["paths"].items() for m, call in methods.items()]
    return sorted(calls, key=lambda c: c[0].startswith("/api/accounts"))


def rows_of(store):
    """A digest of everything in the store's tables."""
    h = hashlib.sha256()
    with sqlite3.connect(store.folder / "records.sqlite3") as c:
        for (name,) in c.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
            for row in sorted(map(repr, c.execute(f"SELECT * FROM {name}"))):
                if "'refused'" not in row:  # sign-ins that did not pass are noted, as they have to be
                    h.update(row.encode("utf-8", "backslashreplace"))
    return h.hexdigest()


@pytest.fixture
def known(client, store):
    """Ids that are there, by what the description calls them."""
    records = [r["id"] for r in client.get("/api/submissions").json()]
    return {
        "record_id": [*records, "nobody"],
        "records": records,
        "sha256": [f.sha256 for r in store.records() for f in r.files] + ["0" * 64],
        "number": [1, 2, 99],
        "path": ["/nowhere", "relative"],
    }


def request_of(asker, path, method, call, *, wrong):
    """Keyword arguments of a request; with `wrong` something of it is."""
    query, body = {}, None
    for p in call.get("parameters", ()):
        value = asker.right(p["schema"], p["name"])
        if p["in"] == "path":
            text = str(asker.random.choice(ODD) if wrong and asker.random.random() < 0.3 else value)
            path = path.replace("{" + p["name"] + "}", quote(text[:600], safe="", errors="replace") or "%20")
        elif p["in"] == "query" and (p.get("required") or asker.random.random() < 0.5):
            query[p["name"]] = asker.random.choice(ODD) if wrong and asker.random.random() < 0.5 else value
    path = re.sub(r"\{[^}]*\}", "1", path)
    content = call.get("requestBody", {}).get("content", {})
    headers = {}
    if "application/json" in content:
        value = asker.right(content["application/json"]["schema"])
        body = odd_json(asker.broken(value) if wrong else value)
        headers["content-type"] = "application/json"
        if wrong and asker.random.random() < 0.15:
            body = asker.random.choice((b"", b"{", b"\xff\xfe", b"[" * 5000, b"null", b"{}"))
    elif method in ("post", "put", "patch") and wrong:
        body = asker.random.choice((b"", b"{}", b"--x\r\n"))
        headers["content-type"] = asker.random.choice(("application/json", "multipart/form-data; boundary=x", "a/b"))
    given = "&".join(f"{k}={quote(str(v)[:1500], safe='', errors='replace')}" for k, v in query.items())
    return {"url": path + (f"?{given}" if given else ""), "content": body, "headers": headers}


def told_plainly(answer):
    """What is wrong with a refusal's words; '' for nothing."""
    try:
        message = answer.json()["message"]
    except (ValueError, KeyError, TypeError):
        return f"no message: {answer.text[:200]!r}"
    if not CHINESE.search(message):
        return f"not Chinese: {message!r}"
    found = ENGLISH.search(message) or OTHERS_TALK.search(message)
    return f"not plain: {message!r}" if found else ""


def asked(client, method, wanted):
    """The answer, which has to come in time."""
    start = time.monotonic()
    answer = client.request(method.upper(), wanted["url"], content=wanted["content"], headers=wanted["headers"])
    assert time.monotonic() - start < HANG_SECONDS, wanted
    return answer


def settle(client):
    """Waits for what a call has begun."""

    def ended():
        answer = client.get("/api/loads")
        return answer.status_code != 200 or all(j["state"] not in ("waiting", "running") for j in answer.json())

    until(ended, "loads end")


@pytest.fixture
def patient(store):
    """A program with the token, which hears of the server's own mistakes as others do: as a status."""
    limits = Limits(workers=1)
    app = create_app(store, Settings(TOKEN, (HOST,), most_upload=2_000_000, most_files=20, limits=limits))
    headers = {"authorization": f"Bearer {TOKEN}"}
    with TestClient(app, f"http://{HOST}", raise_server_exceptions=False, headers=headers, follow_redirects=False) as c:
        yield c


def test_what_is_asked_wrongly_is_refused_in_words_and_changes_nothing(patient, store, known):
    described = patient.get("/api/openapi.json").json()
    asker = Asker(described, known)
    wrong = []
    before = rows_of(store)
    for path, method, call in calls_of(described):
        for _ in range(ROUNDS):
            wanted = request_of(asker, path, method, call, wrong=True)
            answer = asked(patient, method, wanted)
            sent = f"{method} {wanted['url'][:200]} {(wanted['content'] or b'')[:300]!r}"
            if answer.status_code < 400:
                settle(patient)
            after = rows_of(store)
            if answer.status_code >= 500:
                wrong.append(f"{answer.status_code} {sent}: {answer.text[:200]}")
            elif answer.status_code >= 400:
                if why := told_plainly(answer):
                    wrong.append(f"{answer.status_code} {sent}: {why}")
                if after != before:
                    wrong.append(f"{answer.status_code} {sent}: the store is changed")
            before = after
    assert wrong == [], "\n".join(wrong)


PAGES = (
    "/", "/calendar?day={}", "/queue?doubt={}", "/load?path={}", "/table?program={}&rank={}&beside={}", "/outputs?q={}",
    "/log?by={}", "/log?page={}", "/files?kind={}&only={}&disc={}&q={}", "/files?page={}", "/submissions/{}",
    "/submissions/{}/print", "/submissions/{}/values", "/submissions/{}/tables/{}", "/submissions/{}/letters/{}",
    "/programmes/{}", "/?program={}&state={}", "/sign-in?to={}", "/table?disc={}&region={}&columns={}", "/nothing/{}",
)  # fmt: skip


def test_pages_that_are_asked_for_oddly_are_pages_or_say_what_is_wrong(patient, known):
    r = random.Random(SEED)
    wrong = []
    for page in PAGES:
        for _ in range(ROUNDS * 2):
            odd = [r.choice((*ODD, *known["records"], "hubei-innovative", "errors")) for _ in range(page.count("{}"))]
            url = page.format(*(quote(str(o)[:400], safe="", errors="replace") or "%20" for o in odd))
            answer = patient.get(url, headers={"accept": "text/html"})
            if answer.status_code >= 500 or not (answer.is_redirect or CHINESE.search(answer.text)):
                wrong.append(f"{answer.status_code} {url[:300]} {answer.text[:200]}")
    assert wrong == [], "\n".join(wrong)


def test_who_may_only_look_changes_nothing_whatever_is_asked(app, store, known):
    """Well-formed calls of somebody who may only look, and of somebody who is signed out."""
    people.add(store, "王主任", "administer", "correct horse", "王主任")
    people.add(store, "看客", "look", "correct horse", "王主任")
    with TestClient(app, base_url=f"http://{HOST}", headers={"origin": f"http://{HOST}"}) as c:
        described = c.get("/api/openapi.json")
        assert described.status_code == 401
        assert c.post("/api/sign-in", json={"name": "看客", "password": "correct horse"}).status_code == 200
        described = c.get("/api/openapi.json").json()
        asker = Asker(described, known)
        before = rows_of(store)
        wrong = []
        for path, method, call in calls_of(described):
            if method == "get" or path in ("/api/sign-in", "/api/sign-out", "/api/password"):
                continue
            for _ in range(ROUNDS):
                answer = asked(c, method, request_of(asker, path, method, call, wrong=False))
                if answer.status_code != 403 or told_plainly(answer):
                    wrong.append(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
        assert wrong == [], "\n".join(wrong)
        assert rows_of(store) == before


def test_many_who_write_at_once_lose_nothing_and_hang_nobody(patient, store, known):
    """Twelve corrections of one value at once, each by who saw it as it was: one is kept, the others are told so."""
    record_id = known["records"][0]
    sent = {"field": "gross_output@2023", "action": "accept", "version": 0}

    def correct(n):
        return patient.post(f"/api/records/{record_id}/corrections", json={**sent, "by": f"人{n}"})

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(correct, range(12)))
    statuses = sorted(a.status_code for a in answers)
    assert statuses == [201, *[409] * 11], [a.text[:200] for a in answers]
    assert all(not told_plainly(a) for a in answers if a.status_code == 409)
    assert len(patient.get(f"/api/records/{record_id}/corrections").json()) == 1
