"""The account of files: five kinds, what was settled, discs taken back, the originals."""

import pytest

from formextract.loading import load


@pytest.fixture
def broken(store, tmp_path):
    """A disc with a PDF that nobody can open, and a list that nobody claims."""
    folder = tmp_path / "补充"
    folder.mkdir()
    (folder / "坏的.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "说明.txt").write_text("见附件", encoding="utf-8")
    load([folder], store, disc="补充光盘")


def account(client, **asked):
    return client.get("/api/account", params=asked).json()


def test_trouble_stands_first_and_each_row_says_what_to_do(client, broken):
    found = account(client)
    assert found["tiles"] == {"failed": 1, "loose": 1, "read": 2, "evidence": 0, "passed": 0}
    assert (found["files"], found["records"], found["applicants"]) == (4, 2, 2)
    assert [r["kind"] for r in found["rows"]] == ["failed", "loose", "read", "read"]
    assert all(r["to_do"] for r in found["rows"][:2])
    assert [r["kind"] for r in account(client, kind="read", limit=1)["rows"]] == ["read"]


def test_what_was_settled_is_no_trouble_any_more(client, broken):
    row = account(client)["rows"][0]
    body = {"files": [row["sha256"]], "by": "张三", "why": "已请对方重报"}
    assert client.post("/api/account/settled", json=body).status_code == 201
    found = account(client)
    assert found["tiles"]["failed"] == 0
    assert next(r for r in found["rows"] if r["kind"] == "failed")["settled"] == "张三"
    client.post("/api/account/settled", json=body | {"settled": False})
    assert account(client)["tiles"]["failed"] == 1


def test_a_disc_is_taken_back_and_counts_again_and_nothing_is_lost(client, store, ids, disc):
    mark = store.changes.last()
    name = account(client)["discs"][0]["name"]
    assert client.post("/api/discs", json={"disc": name, "by": "张三", "why": "装错了"}).status_code == 201
    assert client.get("/api/submissions").json() == []
    assert set(store.changes.withdrawn(mark, store.changes.last())) == set(ids.values())
    assert client.post("/api/discs", json={"disc": name, "by": "张三"}).status_code == 422
    assert client.post("/api/discs", json={"disc": name, "out": False, "by": "张三"}).status_code == 201
    assert {r["id"] for r in client.get("/api/submissions").json()} == set(ids.values())
    assert [a.kind for a in store.acts.entries()] == ["disc_out", "disc_in"]


def test_a_disc_that_was_taken_back_counts_again_when_it_is_loaded_again(client, store, ids, disc):
    client.post("/api/discs", json={"disc": account(client)["discs"][0]["name"], "by": "张三"})
    load([disc], store)
    assert {r["id"] for r in client.get("/api/submissions").json()} == set(ids.values())


def test_an_original_is_handed_out_as_a_download(client, store, ids, disc):
    sha = store.record(ids["pdf"]).files[0].sha256
    answer = client.get(f"/api/originals/{sha}", params={"name": "申报表.pdf"})
    assert answer.content == (disc / "甲" / "申报表.pdf").read_bytes()
    assert answer.headers["content-disposition"].startswith("attachment")
    assert client.get(f"/api/originals/{'0' * 64}").status_code == 404
