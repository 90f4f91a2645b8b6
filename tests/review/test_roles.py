"""Every page and call of the API, asked by whoever has not signed in, and who looks, reviews or administers."""

import re

import pytest
from made_forms import HOST
from starlette.routing import Mount
from starlette.testclient import TestClient

from formextract.review import people

PAGE = {"origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}
GOOD = "correct horse"
WHO = {"look": "李四", "review": "张三", "administer": "王主任"}
ANYBODY = {"/sign-in", "/api/sign-in", "/health"}
OWN = {"/api/sign-out", "/api/password"}
"""What everybody does for themselves, though it changes something."""
RULED = {"/accounts", "/api/accounts", "/api/accounts/closed", "/api/discs", "/api/sign-ins"}
"""What only those who administer see."""
MADE = {
    "/api/programmes",
    *(f"/api/programmes/{{number}}{more}" for more in ("", "/rules", "/trials", "/publish")),
}
"""What only those who administer change."""
REVIEWED = {
    *(f"/api/records/{{record_id}}/{what}" for what in ("corrections", "assignments", "decisions", "confirmations")),
    "/api/records/{record_id}/letters/{recipient}", "/api/letter-words", "/api/reports", "/api/learnt/withdrawals",
    "/api/loads", "/api/loads/{number}/cancel", "/api/files", "/api/retries", "/api/owed", "/api/unfinished/{number}",
    "/api/groups/moves", "/api/groups/joins", "/api/groups/undos", "/api/account/settled", "/api/account/said",
}  # fmt: skip
"""What reviewers change: a call that is added and stands in no list has nobody who may ask for it."""


def needed(method, path):
    """The least role for a call, as `docs/review.md` tells it; written down once more, so that a slip is seen."""
    if path in OWN:
        return "look"
    if path in RULED or (method != "GET" and path in MADE):
        return "administer"
    if method == "GET":
        return "look"
    assert path in REVIEWED, f"{method} {path} is new: who may ask for it?"
    return "review"


def calls(app):
    """Method and path of everything that the application answers."""
    return sorted(_calls(app._app.routes))  # what stands before the application passes on


def _calls(routes):
    for route in routes:
        if within := getattr(route, "original_router", None):  # a router in a router
            assert not route.include_context.prefix
            yield from _calls(within.routes)
        elif isinstance(route, Mount):
            assert route.path == "/static"  # which everybody may see
        else:
            yield from ((m, route.path) for m in route.methods - {"HEAD"} if route.path not in ANYBODY)


def test_pages_of_programmes_and_what_keepers_ask_are_among_the_calls(app):
    assert {("GET", p) for p in ("/programmes", "/programmes/{number}", "/metrics", "/", "/api/openapi.json")} <= set(
        calls(app)
    )


@pytest.mark.parametrize("role", ["", *WHO])
def test_every_page_and_call_is_open_to_those_whose_role_it_takes_and_to_nobody_else(store, app, role):
    for each, name in reversed(WHO.items()):  # the one who administers first
        people.add(store, name, each, GOOD, "王主任")
    ranks = list(WHO)
    wrong = []
    with TestClient(app, base_url=f"http://{HOST}", follow_redirects=False, headers=PAGE) as browser:
        asked = sorted(calls(app), key=lambda c: c[1] == "/api/sign-out")
        assert len(asked) > 80
        if role:
            signed = browser.post("/api/sign-in", json={"name": WHO[role], "password": GOOD})
            assert signed.status_code == 200
        for method, path in asked:
            at = re.sub(r"\{[^}]*\}", "1", path)
            status = browser.request(method, at, **({} if method == "GET" else {"json": {"odd": 1}})).status_code
            if not role:
                right = status in (303, 401)
            elif ranks.index(role) < ranks.index(needed(method, path)):
                right = status == 403
            else:
                right = status not in (303, 401, 403) and status < 500
            if not right:
                wrong.append((method, path, status))
    assert wrong == []
