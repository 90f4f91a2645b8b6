"""The account of files: five kinds, what was settled, discs taken back, the originals."""

from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from filelock import FileLock
from made_forms import pdf_form

from formextract.cli.submissions import run_submissions
from formextract.errors import MAY_BE_FORM
from formextract.loading import load
from formextract.reports import write_report
from formextract.review.account import told_of, why_of
from formextract.store import StoredMember, digest
from formextract.wording import NOBODYS, NOT_KNOWN_WHOSE
from patience import until


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
    assert found["tiles"] == {"failed": 1, "maybe": 0, "evidence": 1, "read": 2, "passed": 0}
    assert found["open"] == {"failed": 1, "maybe": 0, "evidence": 1, "read": 0, "passed": 0}
    assert (found["loose"], found["waiting"]) == (1, 0)
    assert (found["files"], found["records"], found["applicants"]) == (4, 2, 2)
    assert [r["kind"] for r in found["rows"]] == ["failed", "evidence", "read", "read"]
    assert [(r["told"], r["loose"]) for r in found["rows"][:2]] == [("读不了", False), ("不知归谁", True)]
    assert all(r["to_do"] for r in found["rows"][:2])
    assert [r["kind"] for r in account(client, kind="read", limit=1)["rows"]] == ["read"]
    assert [r["path"].rsplit("/", 1)[-1] for r in account(client, only="loose", q="说明")["rows"]] == ["说明.txt"]
    assert account(client, only="settled")["total"] == account(client, q="没有这个字")["total"] == 0


def test_what_was_settled_is_no_trouble_any_more(client, broken):
    row = account(client)["rows"][0]
    body = {"files": [row["sha256"]], "by": "张三", "why": "已请对方重报"}
    assert client.post("/api/account/settled", json=body).status_code == 201
    found = account(client)
    assert (found["tiles"]["failed"], found["open"]["failed"]) == (1, 0)
    assert next(r for r in found["rows"] if r["kind"] == "failed")["settled"] == "张三"
    client.post("/api/account/settled", json=body | {"settled": False})
    assert account(client)["open"]["failed"] == 1


def test_a_file_that_nobody_knows_is_called_so_everywhere_and_one_given_to_nobody_asks_for_nothing(
    client, store, broken, capfd, tmp_path
):
    def report():
        return write_report(store, tmp_path / "报告", now=datetime(2026, 6, 1, tzinfo=UTC)).index.read_text("utf-8")

    row = next(r for r in account(client)["rows"] if r["kind"] == "evidence")
    page = client.get("/files").text
    assert f'<span class="none">{NOT_KNOWN_WHOSE}</span>' in page
    assert f'<span class="none">{NOBODYS}</span>' not in page
    assert run_submissions(str(store.folder), [], None, version="1") == 0
    assert f"（{NOT_KNOWN_WHOSE}）" in capfd.readouterr().out
    assert f"{NOT_KNOWN_WHOSE}的其他文件（1）" in report()
    body = {"files": [row["sha256"]], "to": "-", "by": "张三"}
    assert client.post("/api/groups/moves", json=body).status_code < 300
    found = account(client)
    assert (found["loose"], found["open"]["evidence"], found["tiles"]["evidence"]) == (0, 0, 1)
    assert [(r["told"], r["to_do"]) for r in found["rows"] if r["kind"] == "evidence"] == [("其他材料", "")]
    page = client.get("/files").text
    assert f'<span class="none">{NOBODYS}</span><small>人工指定</small>' in page
    assert run_submissions(str(store.folder), [], None, version="1") == 0
    assert f"（{NOBODYS}）" in capfd.readouterr().out
    assert f"{NOBODYS}的其他文件（1）" in report()
    begun = client.post("/api/retries", json={"files": [row["sha256"]], "by": "张三"}).json()
    until(lambda: client.get(f"/api/loads/{begun['id']}").json()["state"] == "done", "it is read again")
    again = client.get(f"/api/loads/{begun['id']}").json()["files"]
    assert [(f["grade"], f["reason"]) for f in again if f["fate"] == "other"] == [(3, f"人工指定为{NOBODYS}")]


def test_what_nobody_has_read_yet_is_no_trouble_and_can_be_gone_on_with(client, store, tmp_path):
    form = pdf_form(tmp_path / "申报表.pdf", written="14.00")
    sha, size = digest(form)
    store.keep(sha, form)
    store.begin(sha, size, "盘/申报表.pdf", "pdf")  # noted by a load from a terminal that was killed
    found = account(client)
    assert (found["waiting"], sum(found["tiles"].values())) == (1, found["files"] - 1)
    assert [r["told"] for r in account(client, only="waiting")["rows"]] == ["未读完"]
    assert all(n == 0 for n in found["open"].values())
    page = client.get("/files").text
    assert "还有 1 个文件没有读" in page
    assert "还有 1 个文件没有读" in client.get("/load").text
    with FileLock(_work_of(store) / ".lock"):  # somebody reads
        assert "另一个程序正在往这个库里装载" in client.get("/files").text
        assert client.post("/api/owed", json={"by": "张三"}).status_code == 409
    begun = client.post("/api/owed", json={"by": "张三"}).json()
    until(lambda: client.get(f"/api/loads/{begun['id']}").json()["state"] == "done", "the rest is read")
    assert account(client)["waiting"] == 0
    assert "个文件没有读" not in client.get("/load").text
    assert client.post("/api/owed", json={"by": "张三"}).status_code == 409


def _work_of(store):
    folder = store.folder / "work" / "formextract-others"
    folder.mkdir(parents=True)
    return folder


def test_a_page_of_a_photographed_form_is_read_and_asks_for_nothing():
    page = StoredMember("甲集群", "盘/3.jpg", "a" * 64, "application", "10 个文件合成一份，这是第 3 个", "id")
    reason = f"{MAY_BE_FORM}（有 22 个栏目相同）。请打开核对"
    assert told_of("other", reason, page) == "读出"
    assert why_of("other", reason, page, grouped=True) == page.why
    alone = replace(page, record_id="", cluster="", role="other")
    assert told_of("other", reason, alone) == "可能是申报表"


def test_what_a_file_is_can_be_said_and_holds_from_then_on(client, store, tmp_path):
    document = docx.Document()
    document.add_paragraph("集群2024年度发展情况")
    table = document.add_table(rows=0, cols=2)
    for caption, told in (
        ("集群名称", "潜川市小龙虾加工产业集群"),
        ("总产值（亿元）", "105.30"),
        ("企业户数（户）", "82"),
    ):
        for cell, text in zip(table.add_row().cells, (caption, told), strict=True):
            cell.text = text
    document.save(tmp_path / "材料.docx")
    load([tmp_path], store)
    row = next(r for r in account(client)["rows"] if r["path"].endswith("材料.docx"))
    assert row["kind"] != "read"
    body = {"files": [row["sha256"]], "program": "hubei-characteristic", "form": "annual", "by": "张三"}
    assert client.post("/api/account/said", json=body | {"form": "没有的"}).status_code == 422
    assert client.post("/api/account/said", json=body | {"files": ["f" * 64]}).status_code == 422

    def said(**more):
        begun = client.post("/api/account/said", json=body | more)
        assert begun.status_code == 202
        number = begun.json()["id"]
        until(lambda: client.get(f"/api/loads/{number}").json()["state"] == "done", "it is read anew")
        return next(r for r in account(client)["rows"] if r["path"].endswith("材料.docx"))

    row = said()
    assert (row["kind"], row["cluster"]) == ("read", "潜川市小龙虾加工产业集群")
    assert row["said"] == "hubei-characteristic/annual"
    (record,) = [r for r in store.records() if r.program == "hubei-characteristic"]
    assert any("按指定的" in f.message for f in record.findings)
    assert any(a.kind == "said" and a.by == "张三" for a in store.acts.entries())
    store.acts.owe([row["sha256"]])
    load(None, store)  # by whatever program, and without anybody saying it again
    assert "hubei-characteristic" in {r.program for r in store.records()}
    assert said(program="", form="")["kind"] != "read"


def test_a_disc_is_taken_back_and_counts_again_and_nothing_is_lost(client, store, ids, disc):
    mark = store.changes.last()
    name = account(client)["discs"][0]["name"]
    assert client.post("/api/discs", json={"disc": name, "by": "张三", "why": "装错了"}).status_code == 201
    assert client.get("/api/submissions").json() == []
    (row,) = account(client)["discs"]
    assert f"{row['files']} 个文件（{row['files']} 个已撤回）" in client.get("/files").text
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
