"""What leaves the page: letters with numbers that stay, reports, the workbook, exports."""

import io
import zipfile

import docx
import openpyxl
import pytest

from patience import until


def letter(client, record, to="operator"):
    return client.get(f"/api/records/{record}/letters/{to}").json()


def keep(client, record, sheet, to="operator", **more):
    items = [{k: i[k] for k in ("part", "text", "fields", "taken", "origin")} for i in sheet["items"]]
    body = {k: sheet[k] for k in ("to", "issuer", "issued", "deadline")} | {"items": items, "by": "张三"} | more
    return client.post(f"/api/records/{record}/letters/{to}", json=body)


def word(client, record, to="operator"):
    answer = client.get(f"/api/records/{record}/letters/{to}/word")
    return "\n".join(p.text for p in docx.Document(io.BytesIO(answer.content)).paragraphs)


def test_a_letter_is_drafted_edited_kept_and_its_number_stays(client, ids):
    sheet = letter(client, ids["docx"])
    assert sheet["number"] == ""
    assert client.get(f"/api/records/{ids['docx']}/letters/operator/word").status_code == 422
    first = keep(client, ids["docx"], sheet, issuer="省厅").json()
    assert first["number"].endswith("〕1号")
    other = keep(client, ids["pdf"], letter(client, ids["pdf"])).json()
    assert other["number"].endswith("〕2号")
    sheet = letter(client, ids["docx"])
    sheet["items"][0]["text"] = "请核对外商直接投资额增长率。"
    assert keep(client, ids["docx"], sheet, issuer="省厅").json()["number"] == first["number"]
    text = word(client, ids["docx"])
    assert "请核对外商直接投资额增长率。" in text
    assert first["number"] in text
    assert "省厅" in text
    assert len(client.get("/api/letters").json()) == 2


def test_of_two_who_edit_one_letter_the_later_is_told_and_neither_draft_is_lost(client, store, ids):
    mine, theirs = letter(client, ids["docx"]), letter(client, ids["docx"])
    assert mine["version"] == theirs["version"] == 0
    first = keep(client, ids["docx"], theirs, by="李四", issuer="李四的厅", version=theirs["version"]).json()
    late = keep(client, ids["docx"], mine, issuer="张三的厅", version=mine["version"])
    assert late.status_code == 409
    assert late.json()["message"].startswith("李四 刚保存过这封通知，您的改动没有保存。")
    assert letter(client, ids["docx"])["issuer"] == "李四的厅"
    again = keep(client, ids["docx"], mine, issuer="张三的厅", version=late.json()["version"])
    assert again.status_code == 201
    assert again.json()["number"] == first["number"]
    assert letter(client, ids["docx"])["version"] == again.json()["version"] > first["version"]
    assert len(store.acts.entries("letter")) == 2
    # the first letter of another recipient: who looked before it was there is told so too
    assert keep(client, ids["docx"], mine, "county", version=0).status_code == 201
    assert keep(client, ids["docx"], mine, "county", version=0).status_code == 409
    assert keep(client, ids["docx"], mine, "county").status_code == 201  # programs that ask for no such look


def test_what_does_not_hold_any_more_is_not_in_the_letter(client, ids):
    sheet = letter(client, ids["pdf"])
    keep(client, ids["pdf"], sheet)
    body = {"field": "fdi_growth@2023", "action": "correct", "by": "李四", "text": "10.19", "why": "", "version": 0}
    client.post(f"/api/records/{ids['pdf']}/corrections", json=body)
    again = letter(client, ids["pdf"])
    gone = next(i for i in again["items"] if "外商直接投资额增长率" in i["text"])
    assert (gone["stale"], gone["taken"]) == (True, False)
    answer = client.get(f"/api/records/{ids['pdf']}/letters/operator/word")
    assert answer.status_code == 422 or "外商直接投资额增长率" not in word(client, ids["pdf"])


def test_an_authority_is_told_that_it_has_recommended_the_applicant(client, ids):
    sheet = letter(client, ids["docx"], "county")
    assert sheet["to"] == "潇岗市科学技术和工业信息化局"
    keep(client, ids["docx"], sheet, "county")
    text = word(client, ids["docx"], "county")
    assert "潇岗市科学技术和工业信息化局：" in text
    assert "你单位推荐报送的" in text


@pytest.mark.parametrize("more", [{"deadline": "明天"}, {"items": []}, {"by": ""}])
def test_a_letter_that_makes_no_sense_is_refused(client, ids, more):
    assert keep(client, ids["docx"], letter(client, ids["docx"]), **more).status_code == 422


def test_the_workbook_has_contradictions_first_and_no_dead_links(client, ids):
    book = openpyxl.load_workbook(io.BytesIO(client.get("/api/findings.xlsx").content))
    rows = list(book["核对发现"].iter_rows(min_row=2))
    severities = [r[1].value for r in rows]
    assert severities == sorted(severities, key=["矛盾", "疑点", "提示"].index)
    assert not any(c.hyperlink for r in rows for c in r)


@pytest.mark.parametrize("shape", ["records", "long", "wide", "facts", "corrections", "decisions"])
def test_every_shape_is_exported(client, ids, shape):
    answer = client.get("/api/export", params={"shape": shape, "kind": "csv"})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_report_is_made_beside_everything_else(client, ids):
    number = client.post("/api/reports", json={}).json()["id"]
    until(lambda: client.get(f"/api/reports/{number}").json()["state"] != "running", "the report is made")
    assert client.get(f"/api/reports/{number}").json()["state"] == "done"
    names = zipfile.ZipFile(io.BytesIO(client.get(f"/api/reports/{number}/zip").content)).namelist()
    assert "核对报告/index.html" in names
    assert client.get("/api/reports/99").status_code == 404


WORDS = {
    "operator": "{集群名称}管理办公室", "opening": "{名称}的{表}已收到，有{项数}处请改正：",
    "closing": "请在{期限}以前送来。", "contact": "联系人：王五", "days": 3,
}  # fmt: skip


def test_a_programmes_letters_say_what_staff_have_put(client, ids):
    program = client.get("/api/submissions").json()[0]["program"]
    answer = client.post("/api/letter-words", json={"program": program, "words": WORDS, "by": "张三"})
    assert answer.status_code == 200
    assert answer.json()["own"]
    sheet = letter(client, ids["pdf"])
    assert sheet["to"] == "浙江省沅陵县轴承产业集群管理办公室"
    assert sheet["opening"] == "浙江省沅陵县轴承产业集群的中小企业特色产业集群申报表已收到，有{项数}处请改正："
    keep(client, ids["pdf"], sheet, contact="联系人：赵六")
    word = client.get(f"/api/records/{ids['pdf']}/letters/operator/word").content
    told = "\n".join(p.text for p in docx.Document(io.BytesIO(word)).paragraphs)
    assert f"已收到，有{len(sheet['items'])}处请改正：" in told
    assert "年" in told.partition("请在")[2].partition("以前送来")[0]
    assert "联系人：赵六" in told
    assert "{" not in told
    assert "改了写法" in client.get("/log").text
    again = client.post("/api/letter-words", json={"program": program, "words": None, "by": "张三"}).json()
    assert not again["own"]
    assert letter(client, ids["docx"])["opening"].startswith("你单位报送的")
    assert letter(client, ids["docx"], "city")["opening"].startswith("你单位推荐报送的")


def test_words_that_no_form_has_are_refused(client, ids):
    program = client.get("/api/submissions").json()[0]["program"]
    body = {"program": program, "words": {"opening": "{法人代表}："}, "by": "张三"}
    answer = client.post("/api/letter-words", json=body)
    assert answer.status_code == 422
    assert "法人代表" in answer.json()["message"]
    assert client.get("/api/letter-words?program=none").status_code == 404
    assert keep(client, ids["pdf"], letter(client, ids["pdf"]), closing="请{某某}").status_code == 422


def test_a_draft_kept_before_letters_had_words_of_their_own_is_whole(client, ids):
    sheet = letter(client, ids["docx"])
    body = {k: sheet[k] for k in ("to", "issuer", "issued", "deadline", "items")} | {"by": "张三"}
    body["items"] = [{k: v for k, v in i.items() if k != "stale"} for i in body["items"]]
    assert client.post(f"/api/records/{ids['docx']}/letters/operator", json=body).status_code == 201
    assert letter(client, ids["docx"])["closing"] == sheet["closing"]
