import asyncio
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_forms import HOST, TOKEN
from starlette.testclient import TestClient

from formextract.review.guard import Guard
from formextract.review.site import Settings

PAGES = [
    "/",
    "/queue",
    "/load",
    "/files",
    "/log",
    "/api/docs",
    "/api/openapi.json",
    "/api/submissions",
    "/static/review.css",
]
PAGE = {"origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_shown_without_the_token(stranger, path):
    answer = stranger.get(path)
    assert answer.status_code == 401
    assert "集群" not in answer.text
    assert "凭证" in answer.text


def test_a_person_is_asked_for_the_token_and_gets_to_what_was_asked_for(stranger):
    browser = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    answer = stranger.get('/table?rank=gross_output%7C0&x="><script>', headers=browser)
    assert (answer.status_code, answer.headers["content-type"]) == (401, "text/html; charset=utf-8")
    assert 'action="/table"' in answer.text
    assert '<input type="hidden" name="rank" value="gross_output|0">' in answer.text
    assert "<script>" not in answer.text
    policy = answer.headers["content-security-policy"]
    assert "style-src 'sha256-" in policy
    assert "unsafe" not in policy
    wrong = stranger.get("/table", params={"rank": "a", "token": "wrong"}, headers=browser)
    assert (wrong.status_code, "访问凭证不对" in wrong.text, "wrong" in wrong.text) == (401, True, False)
    for given_token in (TOKEN, f"http://{HOST}/?token={TOKEN}", f" http://{HOST}/?token={TOKEN} "):
        right = stranger.get("/table", params={"rank": "gross_output|0", "token": given_token}, headers=browser)
        assert (right.status_code, right.headers["location"]) == (303, "/table?rank=gross_output%7C0")
    stranger.cookies.clear()
    assert stranger.get("//evil.example/", headers=browser).text.count('action="/evil.example/"') in (0, 1)
    assert "message" in stranger.get("/api/submissions", headers=browser).json()  # programs are told as before


def test_the_token_in_the_address_becomes_a_cookie_that_scripts_and_other_sites_do_not_get(stranger):
    answer = stranger.get(f"/queue?token={TOKEN}&x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/queue?x=1")
    cookie = answer.headers["set-cookie"]
    assert cookie == f"formextract_8123={TOKEN}; Path=/; HttpOnly; SameSite=Strict"
    assert stranger.get("/queue").status_code == 200


def test_the_token_goes_whatever_the_server_says_of_the_path():
    """Starlette's test client of 2024 left the query on `raw_path`: the token stood in the address for ever."""
    told = []

    async def send(message):
        told.append(message)

    guard = Guard(None, SimpleNamespace(settings=Settings(TOKEN, (HOST,)), store=None))
    scope = {"type": "http", "method": "GET", "path": "/queue", "raw_path": b"/queue?token=x", "headers": []}
    asyncio.run(guard._move_to_cookie(scope | {"query_string": b"token=x&x=1"}, send))
    assert dict(told[0]["headers"])[b"location"] == b"/queue?x=1"


@pytest.mark.parametrize("location", ["//evil.example/", "///evil.example", "/%2F/evil.example", "/\\evil.example"])
def test_the_way_on_from_the_token_never_leads_to_another_site(stranger, location):
    answer = stranger.request("GET", f"http://{HOST}{location}?token={TOKEN}")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/")
    assert not answer.headers["location"].startswith("//")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8123", "127.0.0.1", "127.0.0.1:80", "localhost:9", ""])
def test_a_name_that_is_not_ours_is_refused_even_with_the_token(client, host):
    for path in ("/", "/api/submissions"):
        assert client.get(path, headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://evil.example"},
        {"origin": "http://[::1"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": f"http://{HOST}", "sec-fetch-site": "cross-site"},
        {"origin": f"http://{HOST}", "sec-fetch-site": "same-site"},
        {"origin": f"ftp://{HOST}"},
    ],
)
def test_what_changes_anything_must_come_from_the_page(stranger, headers):
    stranger.get(f"/?token={TOKEN}")
    for path, body in (("/api/loads", {"path": "/tmp"}), ("/api/records/x/corrections", {})):
        answer = stranger.post(path, json=body, headers=headers)
        assert answer.status_code == 403
        assert "审核页面" in answer.json()["message"]
    assert stranger.post("/api/loads", json={"path": "x"}, headers=PAGE).status_code == 422


@pytest.mark.parametrize("given_token", ["", "t", TOKEN[:-1], TOKEN + "t", TOKEN.upper(), "ｔ" * 43, "null", "*"])
def test_a_wrong_token_opens_nothing(stranger, given_token):
    assert stranger.get("/api/submissions", params={"token": given_token}).status_code == 401
    header = {"authorization": f"Bearer {given_token}".encode()}
    assert stranger.get("/api/submissions", headers=header).status_code == 401
    for path, body in (("/api/loads", {"path": "/tmp"}), ("/api/records/x/corrections", {})):
        answer = stranger.post(path, json=body, headers=header)
        assert answer.status_code == 401
        assert "凭证不对" in answer.json()["message"]
    cookie = {"cookie": f"formextract_8123={given_token}".encode()}
    assert stranger.get("/api/submissions", headers=cookie).status_code == 401


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=80), st.sampled_from(["authorization", "cookie", "token"]))
def test_garbage_for_a_token_is_refused_and_breaks_nothing(app, garbage, place):
    with TestClient(app, base_url=f"http://{HOST}") as c:
        if place == "token":
            answer = c.get("/api/submissions", params={"token": garbage})
        else:
            kept = bytes(b for b in garbage if b >= 32 and b != 127)
            answer = c.get("/api/submissions", headers={place: kept})
        assert answer.status_code == 401


@pytest.mark.parametrize("path", [*PAGES, "/nowhere", "/api/records/nowhere"])
def test_every_answer_says_what_a_browser_may_do_with_it(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "cache-control" in headers
    assert "server" not in headers


@pytest.mark.parametrize("path", ["/", "/queue", "/load", "/files", "/log", "/api/docs"])
def test_pages_bring_no_script_or_style_of_their_own_and_nothing_from_elsewhere(client, path):
    text = client.get(path).text
    assert "<style" not in text
    assert "style=" not in text
    assert " onclick" not in text
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "https://" not in text
    assert text.count("<script") == text.count('<script type="module" src="/static/')
