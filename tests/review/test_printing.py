"""What is printed of a submission: two pages of A4, on which nothing is said by colour alone."""

import pymupdf
import pytest
from test_browser import SIZES, Desk, address, chromium  # noqa: F401 - fixtures


@pytest.mark.parametrize("size", SIZES)
def test_a_submission_is_printed_on_two_pages(chromium, address, tmp_path, size):  # noqa: F811
    desk = Desk(chromium, address, "张三", size)
    page = desk.page
    desk.submission(".pdf")
    record = page.url.partition("#")[0]
    (finding,) = page.locator("[data-panel=findings] .finding.error").all()
    message = finding.locator(".message").text_content()
    page.click("text=打印摘要")
    page.wait_for_selector("#print")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.pdf(path=str(tmp_path / "摘要.pdf"), prefer_css_page_size=True)
    with pymupdf.open(tmp_path / "摘要.pdf") as pdf:
        assert len(pdf) == 2
        first, second = ("".join(p.get_text().split()) for p in pdf)
    assert "".join(message.split()) in first
    assert "审核意见" in first
    assert "回到申报" not in first + second
    assert "认定条件" in second
    assert "需人工判断" in second
    page.click("text=回到申报")
    desk.until("back at the submission", lambda: page.url.partition("#")[0] == record)
    desk.done()


def test_what_was_decided_is_printed(client, ids):
    record = ids["pdf"]
    (thing,) = [
        t for t in client.get(f"/api/records/{record}/decisions").json()["open"]
        if t["subject"] == "finding" and "增长率" in t["told"]
    ][:1]  # fmt: skip
    body = {"subject": "finding", "target": thing["target"], "version": thing["version"], "by": "张三"}
    client.post(f"/api/records/{record}/decisions", json=body | {"verdict": "kept", "why": "已与原件核对"})
    client.post(f"/api/records/{record}/decisions", json={"subject": "submission", "verdict": "done", "by": "李四"})
    printed = client.get(f"/submissions/{record}/print").text
    assert "成立（张三）已与原件核对" in printed
    assert "审核完成：李四" in printed
    assert client.get("/submissions/nobody/print").status_code == 404


def test_rows_of_one_caption_are_told_apart(client, ids):
    page = client.get(f"/submissions/{ids['pdf']}").text
    for told in ("所属地区（省）", "所属地区（市）", "县级主管部门联系人", "封面所填集群名称"):
        assert f"<small>{told}</small>" in page
    assert page.count("<small>所属地区（省）</small>") == 1
