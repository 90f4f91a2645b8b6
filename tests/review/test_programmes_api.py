"""The API's calls about programmes: drafts, changes that cannot be, a new edition of a form."""

import dataclasses
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from formextract.catalogue import default_folder
from formextract.catalogue.kept import forget_templates
from formextract.review import api_programmes
from formextract.review.people import needed
from samples import strangers

FARM = strangers.FORMS["farm"]


def posted(client, path, **asked):
    with path.open("rb") as f:
        return client.post(
            "/api/programmes", params={"programme": "示范农场", **asked}, files={"files": (path.name, f)}
        )


@pytest.fixture
def blank(tmp_path):
    return strangers.write("farm", tmp_path / "空白表2024.docx")


@pytest.fixture
def shipped(monkeypatch):
    """What is taken into use here is forgotten after the test."""
    monkeypatch.setenv("FORMEXTRACT_TEMPLATES_IN_USE", str(default_folder()))
    yield
    forget_templates()


def test_a_form_that_nobody_has_dated_is_of_this_year(client, blank, monkeypatch):
    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2031, 12, 31, 20, tzinfo=tz)

    monkeypatch.setattr(api_programmes, "datetime", Later)
    year = str(Later.now(UTC).astimezone().year)
    assert f'name="year" type="number" min="2000" max="2100" value="{year}"' in client.get("/programmes").text
    assert str(posted(client, blank).json()["year"]) == year


def test_a_draft_is_kept_and_changed(client, blank):
    made = posted(client, blank, year=2024).json()
    (form,) = made["forms"]
    assert (made["title"], made["places"]) == ("示范家庭农场申报表", len(form["places"]))
    body = {"form": 0, "programme": "示范农场", "kind": "application", "year": 2024, "made": form}
    place = next(p for p in form["places"] if p["label"] == "总收入")
    place["meanings"]["总收入" if "总收入" in place["meanings"] else place["field"]["indicator"]]["label"] = "农场收入"
    form["criteria"] = [
        {"name": place["field"]["indicator"], "sign": "least", "value": "30", "clause": "收入不低于 30 万元"}
    ]
    address = f"/api/programmes/{made['number']}"
    assert client.post(address, json=body).status_code == 200
    text = client.get(f"{address}/files").text
    assert "农场收入" in text
    assert "收入不低于 30 万元" in text
    assert [m["number"] for m in client.get("/api/programmes").json()["making"]] == [made["number"]]
    for p in form["places"]:
        p["dropped"] = True
    refused = client.post(address, json=body)
    assert (refused.status_code, "至少留下一处" in refused.json()["message"]) == (422, True)
    assert "农场收入" in client.get(f"{address}/files").text


def test_what_is_no_form_is_refused(client, tmp_path):
    path = tmp_path / "坏.docx"
    path.write_bytes(b"PK\x03\x04 not a document")
    answer = posted(client, path)
    assert answer.status_code == 422
    assert client.get("/api/programmes").json()["making"] == []
    assert client.get("/api/programmes/abcdefghijkl").status_code == 404


def test_a_rule_of_ones_own(client, blank):
    made = posted(client, blank).json()
    names = {p["label"]: p["field"]["indicator"] for p in made["forms"][0]["places"]}
    body = {"kind": "subset", "one": names["纯利润"], "others": [names["总收入"]]}
    rule = client.post(f"/api/programmes/{made['number']}/rules", json=body).json()
    assert rule["told"] == "“纯利润” 不大于 “总收入”"
    assert rule["edit"]["part"].endswith("@year")
    same = client.post(f"/api/programmes/{made['number']}/rules", json={**body, "others": [names["纯利润"]]})
    assert same.status_code == 422


@pytest.mark.usefixtures("shipped")
def test_the_next_edition_says_what_is_different_and_keeps_what_was_decided(client, blank, tmp_path):
    first = posted(client, blank, year=2024).json()
    form = first["forms"][0]
    place = next(p for p in form["places"] if p["label"] == "农场名称")
    old = place["field"]["indicator"]
    place["meanings"][old]["label"] = "农场全称"
    body = {"form": 0, "programme": "示范农场", "kind": "application", "year": 2024, "made": form}
    address = f"/api/programmes/{first['number']}"
    assert client.post(address, json=body).status_code == 200
    assert client.post(f"{address}/publish", json={"by": "张三"}).json() == {"programme": "示范农场"}
    blocks = list(FARM.blocks)
    blocks[3] = [r for r in blocks[3] if "经营面积" not in r[0]] + [["网络销售额（万元）", "", "<", "<"]]
    later = strangers.written(dataclasses.replace(FARM, blocks=tuple(blocks)), tmp_path / "空白表2025.docx")
    second = posted(client, later, year=2025, like=first["number"]).json()
    assert {(d["kind"], d["label"]) for d in second["differences"]} == {
        ("added", "网络销售额（万元）"),
        ("gone", "经营面积"),
    }
    carried = next(p for p in second["forms"][0]["places"] if p["label"] == "农场名称")
    assert carried["meanings"] == {old: place["meanings"][old]}
    assert client.post(f"/api/programmes/{second['number']}/publish", json={"by": "张三"}).status_code == 200
    own = [p for p in client.get("/api/programmes").json()["in_use"] if p["own"]]
    assert [sorted(f["year"] for f in p["forms"]) for p in own] == [["2024", "2025"]]
    assert "启用项目" in client.get("/log").text
    assert os.environ["FORMEXTRACT_TEMPLATES_IN_USE"] != str(default_folder().parent)


def test_programmes_are_made_by_those_who_administer():
    assert needed("POST", "/api/programmes/abcdefghijkl/publish") == "administer"
    assert needed("GET", "/api/programmes") == "look"
