"""Every page and call of the API, asked by whoever has not signed in, and who looks, reviews or administers."""

import re

import pytest
from made_forms import HOST
from starlette.testclient import TestClient

from formextract.review import pages, people

PAGE = {"origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}
GOOD = "correct horse"
WHO = {"look": "李四", "review": "张三", "administer": "王主任"}
ANYBODY = {"/sign-in", "/api/sign-in", "/health"}
OWN = {"/api/sign-out", "/api/password"}
"""What everybody does for themselves, though it changes something."""
RULED = {"/accounts", "/api/accounts", "/api/accounts/closed", "/api/discs", "/api/sign-ins"}
"""What only those who administer see."""
MADE = "/api/programmes"
"""What only those who administer change."""


def needed(method, path):
    """The least role for a call, as `docs/review.md` tells it; written down once more, so that a slip is seen."""
    if path in OWN:
        return "look"
    if path in RULED or (method != "GET" and path.startswith(MADE)):
        return "administer"
    return "look" if method == "GET" else "review"


def calls(app):
    described = app._app.openapi()["paths"]  # what stands before the application passes on
    made = {(method.upper(), path) for path, methods in described.items() for method in methods}
    made |= {(method, r.path) for r in pages.router.routes for method in r.methods if method != "HEAD"}
    return sorted(c for c in made if c[1] not in ANYBODY)


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
