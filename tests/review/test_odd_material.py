"""What a disc may hold besides plain forms, at the page: endless names and texts, forms in several files."""

import shutil
from dataclasses import replace

import docx
import pymupdf
import pytest
from made_forms import SAMPLES, pdf_form, word_form
from test_browser import SIZES, Desk, address, chromium, served  # noqa: F401 - fixtures

from formextract.loading import Limits, load
from formextract.review.account import folder_of, grade_of, source_of
from formextract.store import StoredMember, digest, open_store
from patience import until

NAME = "湖北省潇岗市汽车座椅产业集群"
ENDLESS = "湖北省" + "襄阳市高新技术产业开发区新能源汽车关键零部件与智能网联装备" * 6 + "产业集群"
LONG_TEXT = "本集群以龙头企业为牵引，推动上下游协同配套，建成检测平台与中试基地。" * 150
KEY = "fdi_growth"
LINE = 60
"""Pixels within which a row of the list stays whose name takes two lines."""


@pytest.fixture(scope="module")
def odd_store(tmp_path_factory):
    """Two forms in Word: one whose name has no end, one with a text of some 5,000 letters."""
    disc = tmp_path_factory.mktemp("odd")
    for folder in ("甲", "乙"):
        (disc / "盘" / folder).mkdir(parents=True)
    word_form(disc / "盘" / "甲" / "申报表.docx", (NAME, ENDLESS))
    long = word_form(disc / "盘" / "乙" / "申报表.docx", (NAME, "湖北省长文县长篇简介产业集群"))
    document = docx.Document(long)
    for row in (row for table in document.tables for row in table.rows):
        if row.cells[0].text.startswith("集群质量品牌建设情况"):
            row.cells[-1].paragraphs[0].text = LONG_TEXT
    document.save(long)
    with open_store(disc / "库") as store:
        load([disc / "盘"], store, limits=Limits(workers=1))
    return disc / "库"


@pytest.fixture
def odd(odd_store, tmp_path):
    with served(shutil.copytree(odd_store, tmp_path / "库")) as url:
        yield url


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_a_name_without_end_leaves_the_other_columns_their_room(chromium, odd, size):  # noqa: F811
    desk = Desk(chromium, odd, "张三", size)
    page = desk.page
    for path, table in (("/", "#list"), ("/table", "#table"), ("/outputs", "#list"), ("/files", "#list")):
        desk.go(path)
        link = page.locator(f"{table} a.clamped[title='{ENDLESS}']").first
        assert link.bounding_box()["height"] <= LINE
        lines = page.eval_on_selector_all(
            f"{table} tbody td.n, {table} tbody td.time, {table} tbody td.state, {table} tbody td.program",
            "cells => Math.max(...cells.map((c) => { const r = document.createRange(); r.selectNodeContents(c);"
            " return r.getBoundingClientRect().height; }), 0)",
        )
        assert lines <= LINE
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        desk.shoot()
    desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_a_page_that_is_one_table_has_one_scroll_bar(chromium, odd, size):  # noqa: F811
    desk = Desk(chromium, odd, "张三", size)
    for path in ("/", "/queue", "/table"):
        desk.go(path)
        assert desk.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    desk.done()


def test_captions_beside_a_text_of_thousands_of_letters_can_be_read(chromium, odd):  # noqa: F811
    desk = Desk(chromium, odd, "张三")
    page = desk.page
    rows = page.request.get(f"{desk.base}/api/submissions").json()
    desk.go("/submissions/" + next(r["id"] for r in rows if "长文" in r["cluster"]))
    page.wait_for_selector(".paper td.read")
    caption = page.locator(".paper td", has_text="集群质量品牌建设情况").first
    assert caption.bounding_box()["width"] > LINE
    desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_the_print_has_two_pages_however_long_the_name_is(chromium, odd, tmp_path, size):  # noqa: F811
    desk = Desk(chromium, odd, "张三", size)
    page = desk.page
    rows = page.request.get(f"{desk.base}/api/submissions").json()
    for row in rows:
        desk.go(f"/submissions/{row['id']}/print")
        page.pdf(path=str(tmp_path / "摘要.pdf"), prefer_css_page_size=True)
        with pymupdf.open(tmp_path / "摘要.pdf") as pdf:
            assert len(pdf) == 2
    desk.done()


def test_a_form_in_several_files_is_leafed_through_as_one(chromium, where, tmp_path):  # noqa: F811
    with open_store(where) as store:
        record = next(r for r in store.records() if r.files[0].format == "pdf")
        photographs = []
        for n in (2, 3):  # how photographs are joined is another test's: here a form has come in three files
            with pymupdf.open(SAMPLES / "national-drawn.pdf") as pdf:
                pdf[n].get_pixmap(dpi=60).save(tmp_path / f"{n}.png")
            sha = digest(tmp_path / f"{n}.png")[0]
            store.keep(sha, tmp_path / f"{n}.png")
            photographs.append(replace(record.files[0], path=f"盘/甲/{n}.png", sha256=sha, format="image"))
        store.revise(replace(record, files=(*record.files[:1], *photographs)), "")
    with served(where) as url:
        desk = Desk(chromium, url, "张三")
        page = desk.page
        desk.submission(".pdf")
        page.wait_for_selector(".box")
        last = int(page.text_content("#page-told").partition("/")[2])
        for n in range(2, last + 1):
            desk.keys("]")
            desk.until("the page turns", lambda n=n: page.text_content("#page-told") == f"{n} / {last}")
        desk.keys("]")
        desk.until("the second file is shown", lambda: page.text_content("#page-told") == "2 / 3")
        assert page.input_value("#file") == "1"
        desk.keys("]")
        desk.until("the third file is shown", lambda: page.text_content("#page-told") == "3 / 3")
        desk.keys("]", "[")
        desk.until("the second file again", lambda: page.text_content("#page-told") == "2 / 3")
        desk.keys("[")
        desk.until("the form's last page", lambda: page.text_content("#page-told") == f"{last} / {last}")
        desk.done()


def test_what_has_replaced_an_earlier_form_is_said_and_is_no_fault(chromium, where, tmp_path):  # noqa: F811
    folder = tmp_path / "补正" / "甲"
    folder.mkdir(parents=True)
    pdf_form(folder / "申报表.pdf", written="10.19")
    with served(where) as url:
        desk = Desk(chromium, url, "张三")
        page = desk.page
        desk.go("/load")
        page.fill("#path", f"file://{folder.parent}")
        page.fill("#disc", "补正光盘")
        page.click("text=开始装载")
        page.wait_for_selector("#progress-next:not([hidden])")
        told = page.text_content("#progress-message")
        assert "替代" in told
        assert str(tmp_path) not in told
        assert "bad" not in page.get_attribute("#progress-message", "class").split()
        assert page.text_content("#progress-source").startswith("补正光盘")
        assert page.text_content("#progress-files td.path small") == "补正/甲"
        desk.done()


def test_an_empty_store_says_where_to_begin(chromium, tmp_path):  # noqa: F811
    with served(tmp_path / "库") as url:
        desk = Desk(chromium, url, "张三")
        for path in ("/", "/queue", "/table", "/outputs", "/files"):
            desk.go(path)
            begin = desk.page.locator("main a[href='/load']", has_text="装载光盘")
            assert begin.is_visible()
        assert not desk.page.is_visible("#list")
        desk.done()


def test_a_folder_is_told_from_what_was_loaded_on():
    assert source_of("/media/盘/甲/申报表.docx", ["/media/盘", "/media/盘/甲"]) == "/media/盘"
    assert source_of("/media/盘二/申报表.docx", ["/media/盘", ""]) == ""
    assert folder_of("/media/盘/甲/申报表.docx", "/media/盘") == "盘/甲"
    assert folder_of("/media/盘/申报表.docx", "/media/盘/") == "盘"
    assert folder_of("/media/盘.zip/甲/申报表.docx", "/media/盘.zip") == "盘.zip/甲"
    assert folder_of("上传/甲/申报表.docx", "") == "上传/甲"
    assert folder_of("/a.docx", "/a.docx") == ""


def test_the_account_of_a_load_counts_what_its_rows_say(client, tmp_path):
    folder = tmp_path / "盘"
    (folder / "甲").mkdir(parents=True)
    pdf_form(folder / "甲" / "申报表.pdf", written="13.00")
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "说明.txt").write_text("见附件", encoding="utf-8")
    shutil.copy(SAMPLES / "worked" / "technology-centre" / "first.docx", folder / "别的表.docx")
    number = client.post("/api/loads", json={"path": f"file://{folder}"}).json()["id"]
    until(lambda: client.get(f"/api/loads/{number}").json()["state"] == "done", "the load ends")
    state = client.get(f"/api/loads/{number}").json()
    told = [f["told"] for f in state["files"]]
    assert state["fates"] == {name: told.count(name) for name in dict.fromkeys(told)}
    assert list(state["fates"])[:2] == ["读不了", "可能是申报表"]
    assert {f["path"].rpartition("/")[2]: (f["grade"], f["folder"]) for f in state["files"]} == {
        "坏.pdf": (0, "盘"), "别的表.docx": (1, "盘"), "说明.txt": (3, "盘"), "申报表.pdf": (3, "盘/甲"),
    }  # fmt: skip
    rows = {r["path"].rpartition("/")[2]: r for r in client.get("/api/account").json()["rows"]}
    assert rows["申报表.pdf"]["kind"] == "read"


def test_a_page_of_a_joined_form_is_nothing_to_look_at():
    page = StoredMember("甲集群", "盘/3.jpg", "a" * 64, "application", "3 个文件合成一份", "id")
    assert grade_of("other", "不是表", page, grouped=True) == 3
    assert grade_of("other", "不是表", None, grouped=False) == 3
    assert grade_of("other", "不是表", None, grouped=True) == 2


def test_a_verdict_on_a_figure_that_contradicts_another_says_so_on_page_and_table(client, ids):
    page = client.get(f"/submissions/{ids['pdf']}").text
    growth = page.split('data-panel="criteria"')[1].split('data-panel="unmatched"')[0]
    plans = [part for part in growth.split("<article") if "优质中小企业数量逐年增加" in part]
    assert [part.count("data-goto") <= 6 for part in plans] == [True]
    table = client.get("/table", params={"column": f"{KEY}|0"}).text
    assert 'is-contested" data-value="12.0' in table
    assert 'title="与表中别处矛盾"' in table
