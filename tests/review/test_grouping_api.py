"""Whose file is it: moved, split, joined and taken back through the API."""

import pytest

from formextract.loading import load
from formextract.review.acts import RefusedError
from formextract.review.grouping import undo

A, B = "浙江省沅陵县轴承产业集群", "<script>alert(1)</script>集群"


def groups(client):
    return {m["path"].rsplit(".", 1)[-1]: m for m in client.get("/api/groups").json()}


def move(client, file, to, **more):
    return client.post("/api/groups/moves", json={"files": [file["sha256"]], "to": to, "by": "张三"} | more)


@pytest.fixture
def loose(store, tmp_path):
    """A file that nobody claims."""
    (tmp_path / "补充").mkdir()
    (tmp_path / "补充" / "说明.txt").write_text("见附件", encoding="utf-8")
    load([tmp_path / "补充"], store)


def test_a_loose_file_is_given_to_an_applicant_and_taken_back(client, store, loose):
    had = groups(client)["txt"]
    assert had["cluster"] == ""
    done = move(client, had, A)
    assert done.status_code == 201
    now = groups(client)["txt"]
    assert (now["cluster"], now["assigned"]) == (A, A)
    undone = client.post("/api/groups/undos", json={"act": done.json()["id"], "by": "李四"})
    assert undone.status_code == 201
    assert groups(client)["txt"]["cluster"] == ""
    assert [a["kind"] for a in client.get("/api/groups/acts").json()] == ["move", "undo"]
    assert "data-undo" not in client.get("/files").text  # what was taken back is not offered once more
    with pytest.raises(RefusedError, match="后来又改过归类"):
        undo(store, undone.json()["id"] - 1, "张三", version="")


def test_a_name_that_is_nobodys_offers_the_nearest(client, loose):
    answer = move(client, groups(client)["txt"], "沅陵县轴承")
    assert answer.status_code == 422
    assert answer.json()["near"][0]["name"] == A
    assert groups(client)["txt"]["cluster"] == ""


def test_a_form_is_set_apart_and_joined_to_another(client):
    word = groups(client)["docx"]
    assert move(client, word, "湖北省潇岗市座椅产业集群", new=True).status_code == 201
    assert groups(client)["docx"]["cluster"] == "湖北省潇岗市座椅产业集群"
    record = groups(client)["docx"]["record_id"]
    # What somebody has said is how it is called; what the form itself says is among its values as before.
    assert {r["cluster"] for r in client.get("/api/submissions").json()} == {A, "湖北省潇岗市座椅产业集群"}
    said = {v["indicator"]: v["raw"] for v in client.get(f"/api/records/{record}").json()["values"]}
    assert said["cluster_name"] == B
    joined = client.post("/api/groups/joins", json={"record_id": record, "into": A, "by": "张三", "why": "同一家"})
    assert joined.status_code == 201
    assert {m["cluster"] for m in groups(client).values()} == {A}
    assert len(client.get("/api/submissions").json()) == 1


def test_near_names_begin_with_the_nearest(client):
    assert [n["name"] for n in client.get("/api/groups/names", params={"like": "轴承"}).json()][:1] == [A]
    assert len(client.get("/api/groups/names").json()) == 2


def test_files_that_are_not_there_are_refused_in_a_line(client):
    assert move(client, {"sha256": "0" * 64}, A).status_code == 422
    assert client.post("/api/groups/undos", json={"act": 9, "by": "张三"}).status_code == 422


def test_an_applicant_that_is_renamed_is_called_so_wherever_it_is_named(client, store, ids):
    record, new = ids["pdf"], "浙江省沅陵县精密轴承产业集群"
    old = client.get(f"/api/records/{record}").json()["cluster"]
    body = {"field": "cluster_name", "action": "correct", "by": "张三", "text": new, "why": "名称写错"}
    assert client.post(f"/api/records/{record}/corrections", json=body).status_code == 201
    assert next(r for r in client.get("/api/submissions").json() if r["id"] == record)["cluster"] == new
    assert client.get(f"/api/records/{record}").json()["cluster"] == new
    for page in ("/", "/table", "/files", "/outputs", f"/submissions/{record}", f"/submissions/{record}/print"):
        assert new in client.get(page).text, page
    assert new in client.get(f"/api/records/{record}/letters/operator").text
    assert [m.cluster for m in store.groups.members() if m.record_id == record] == [old]  # its files stay together
    for name in (old, new):  # whoever looks for it by either name finds its files, and is told how it is called now
        rows = client.get("/api/account", params={"q": name}).json()["rows"]
        assert [(r["cluster"], r["called"]) for r in rows] == [(old, new)]
        found = client.get("/files", params={"q": name}).text
        assert f"{new}</a><small>原读作 {old}</small>" in found
    assert f"原读作 {old}" in client.get("/").text
    client.post(f"/api/records/{record}/corrections", json=body | {"action": "restore", "version": 1})
    assert "原读作" not in client.get("/files").text
    assert next(r for r in client.get("/api/submissions").json() if r["id"] == record)["cluster"] == old


def test_what_changes_twice_within_a_second_is_told_as_it_is(client, monkeypatch):
    monkeypatch.setattr("formextract.store.rows.stamp", lambda _: "2026-03-01T08:00:00+00:00")  # time stands still
    told = []
    for name in ("湖北省潇岗市座椅产业集群", "湖北省潇岗市轮椅产业集群"):
        assert move(client, groups(client)["docx"], name, new=True).status_code == 201
        told.append({r["cluster"] for r in client.get("/api/submissions").json()})
    assert told == [{A, "湖北省潇岗市座椅产业集群"}, {A, "湖北省潇岗市轮椅产业集群"}]
