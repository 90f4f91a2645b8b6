"""The copies of one form beside each other: what each says, where, and which one a reviewer lets hold."""

import pytest
from made_forms import HOST, TOKEN
from starlette.testclient import TestClient

from formextract.review.app import create_app
from formextract.review.site import Settings
from formextract.store import open_store

KEY = "fdi_growth@2023"


@pytest.fixture
def desk(pair, tmp_path):
    import shutil

    with open_store(shutil.copytree(pair, tmp_path / "库")) as store:
        app = create_app(store, Settings(TOKEN, (HOST,)))
        with TestClient(app, base_url=f"http://{HOST}", headers={"authorization": f"Bearer {TOKEN}"}) as client:
            (row,) = client.get("/api/submissions").json()
            yield client, row["id"]


def standing(client, record):
    found = [v for v in client.get(f"/api/records/{record}").json()["values"] if v["indicator"] == "fdi_growth"]
    return [v for v in found if v["period"] == "2023"][-1]


def differences(client, record):
    found = client.get(f"/api/records/{record}/findings").json()["findings"]
    return [f for f in found if f["check"] == f"agreement.{KEY}"]


def test_each_copy_says_where_every_value_stands_and_what_differs(desk):
    client, record = desk
    digital, paper = client.get(f"/api/records/{record}/copies").json()
    assert (digital["told"], paper["told"]) == ("电子版", "盖章件")
    assert digital["files"] != paper["files"]
    assert [(c["values"][KEY]["text"], c["values"][KEY]["differs"]) for c in (digital, paper)] == [
        ("10.19", True),
        ("12.00", True),
    ]
    assert all(c["values"][KEY]["box"] and c["values"][KEY]["file"] == c["files"][0] for c in (digital, paper))
    assert {k for k, v in digital["values"].items() if v["differs"]} == {KEY}
    assert len(digital["values"]) == len(paper["values"]) > 200


def test_the_other_copy_is_let_hold_and_the_two_still_differ(desk):
    client, record = desk
    assert standing(client, record)["value"] == 12.0  # the stamped one prevails by itself
    digital = client.get(f"/api/records/{record}/copies").json()[0]
    body = {"field": KEY, "action": "correct", "by": "张三", "version": 0, "file": digital["files"][0]}
    answer = client.post(f"/api/records/{record}/corrections", json=body)
    assert answer.status_code == 201
    now = standing(client, record)
    assert (now["value"], now["status"], now["source"]["file"]) == (10.19, "corrected", digital["files"][0])
    (left,) = differences(client, record)
    assert left["severity"] == "error"
    assert "审核人已核定为 10.19" in left["message"]


def test_a_file_that_does_not_say_it_cannot_hold(desk):
    client, record = desk
    body = {"field": KEY, "action": "correct", "by": "张三", "version": 0, "file": 7}
    answer = client.post(f"/api/records/{record}/corrections", json=body)
    assert answer.status_code == 422
    assert "没有这一项" in answer.json()["message"]


def test_a_form_that_came_once_has_no_copies(client, ids):
    assert client.get(f"/api/records/{ids['pdf']}/copies").json() == []
