"""The page in a real browser: Chromium as the system has it, driven by Playwright."""

import os
import re
import shutil
import subprocess
import sys
import warnings
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from made_forms import HOSTILE, pdf_form, word_form

from formextract.loading import load
from formextract.store import open_store
from patience import HANG_SECONDS, until

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
KEY = "fdi_growth@2023"
SIZES = [(1366, 768), (1920, 1080)]
WAIT = HANG_SECONDS * 1000  # milliseconds: a fault ends the test, a busy machine does not


@pytest.fixture(scope="module")
def chromium():
    if not CHROMIUM:
        told = "NO CHROMIUM: the reviewers' page is NOT tested in a browser (apt-get install chromium)"
        warnings.warn(told, stacklevel=1)
        pytest.skip(told)
    playwright = pytest.importorskip("playwright.sync_api", reason="NO PLAYWRIGHT: pip install playwright")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@contextmanager
def served(where):
    """The address that `formextract review` prints; the process ends with the block."""
    command = [sys.executable, "-m", "formextract", "review", "--store", str(where), "--no-open", "--workers", "1"]
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=env, text=True)
    try:
        lines = []
        for line in process.stderr:
            lines.append(line)
            if found := re.search(r"http://\S+", line):
                yield found[0]
                break
        else:
            raise AssertionError("".join(lines))
    finally:
        process.terminate()
        process.stderr.close()
        process.wait(HANG_SECONDS)


@pytest.fixture
def address(where):
    with served(where) as url:
        yield url


class Desk:
    """A reviewer at a browser of their own. Whatever the browser complains of fails the test."""

    def __init__(self, browser, url, name, size=SIZES[0]):
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN")
        self.page = self.context.new_page()
        self.page.set_default_timeout(WAIT)
        self.complaints, self.asked = [], []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.page.on("dialog", lambda d: (self.complaints.append(f"a script spoke: {d.message}"), d.dismiss()))
        self.page.on("request", lambda r: self.asked.append(r.url))
        self.page.goto(url)
        self.base = f"http://{urlsplit(url).netloc}"
        self.page.fill("#reviewer", name)
        self.page.keyboard.press("Tab")

    def go(self, path):
        self.page.goto(self.base + path)
        self.page.wait_for_load_state("networkidle")

    def submission(self, ending):
        rows = self.page.request.get(f"{self.base}/api/submissions").json()
        self.go("/submissions/" + next(r["id"] for r in rows if r["path"].endswith(ending)))

    def keys(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def choose(self, key):
        self.page.click(f'.value[data-key="{key}"]')

    def count(self, what):
        return int(self.page.text_content(f"#n-{what}"))

    def until(self, told, holds):
        """Waits; the page's own policy forbids what Playwright would do for it."""
        until(holds, told)

    def logged(self, number):
        self.until(f"the log has {number} entries", lambda: self.page.text_content("#n-log") == str(number))

    def shoot(self):
        """A picture of the page as it stands, where pictures are asked for (FORMEXTRACT_SHOTS, a folder)."""
        if folder := os.environ.get("FORMEXTRACT_SHOTS"):
            name = re.sub(r"[^\w]+", "-", os.environ["PYTEST_CURRENT_TEST"].partition("::")[2].partition(" ")[0])
            number = sum(p.name.startswith(name) for p in Path(folder).iterdir())
            self.page.screenshot(path=f"{folder}/{name}{number}-{self.page.viewport_size['width']}.png")

    def done(self):
        self.shoot()
        assert self.complaints == []
        assert all(url.startswith(self.base) for url in self.asked)
        self.context.close()


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_a_folder_is_loaded_the_queue_walked_and_a_figure_corrected_without_a_terminal(chromium, tmp_path, disc, size):
    with served(tmp_path / "新库") as url:
        desk = Desk(chromium, url, "张三", size)
        page = desk.page
        page.click("text=装载光盘、文件夹或压缩包")
        page.fill("#path", str(disc))
        page.click("text=开始装载")
        page.wait_for_selector("#progress-next:not([hidden])")
        assert "已完成，共 2 个文件：读出 2" in page.text_content("#progress-told")
        assert page.locator("#progress-files tbody tr").count() == 2

        page.click("nav >> text=待看")
        page.wait_for_selector("#list tbody tr")
        pdf = next(
            n
            for n, row in enumerate(page.locator("#list tbody tr").all_text_contents())
            if "轴承" in row and "外商" in row
        )
        desk.keys(*["j"] * (pdf + 1), "Enter")
        page.wait_for_selector(f'.value.at[data-key="{KEY}"]')
        page.wait_for_selector(f'.box.at[data-key="{KEY}"]')
        had = desk.count("findings")
        assert desk.count("log") == 0
        desk.keys("e")
        page.fill("#edit-text", "10.19")
        page.fill("#edit-why", "对照原件")
        desk.keys("Enter")
        desk.until("the finding is gone", lambda: desk.count("findings") == had - 1)
        assert desk.count("log") == 1
        assert "消失的问题 1 个" in page.text_content("#said")
        assert page.get_attribute(f'.value[data-key="{KEY}"]', "data-tone") == "reviewed"

        page.reload()
        page.wait_for_selector(f'.value.at[data-key="{KEY}"]')
        assert page.get_attribute(f'.value[data-key="{KEY}"]', "data-text") == "10.19"
        assert "原读数 12.00" in page.text_content("#detail")
        assert (desk.count("findings"), desk.count("log")) == (had - 1, 1)
        page.click("nav >> text=审核记录")
        assert "对照原件" in page.text_content("#list")
        desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_the_keyboard_walks_values_findings_pages_and_settles_what_is_doubtful(chromium, address, size):
    desk = Desk(chromium, address, "李四", size)
    page = desk.page
    desk.submission(".pdf")
    desk.keys("?")
    page.wait_for_selector("dialog#help[open]")
    assert "下一个、上一个待看的数" in page.text_content("#help")
    desk.keys("Escape", "n")
    page.wait_for_selector(f'.value.at[data-key="{KEY}"]')
    desk.keys("u")
    desk.logged(1)
    assert page.get_attribute(f'.value[data-key="{KEY}"]', "data-status") == "无法识读"
    desk.keys("z")
    desk.logged(2)
    assert page.get_attribute(f'.value[data-key="{KEY}"]', "data-text") == "12.00"
    desk.keys("f")
    page.wait_for_selector(".finding.at")
    page.wait_for_selector(f'.box.at[data-key="{KEY}"]')
    shown = page.text_content("#page-told")
    desk.keys("]")
    desk.until("the page is turned", lambda: page.text_content("#page-told") != shown)
    wide = page.locator(".sheet").bounding_box()["width"]
    desk.keys("+")
    desk.until("it is larger", lambda: page.locator(".sheet").bounding_box()["width"] > wide + 50)
    desk.keys("0", "r")
    desk.until("it is turned", lambda: "rotate(90deg)" in page.get_attribute(".sheet", "style"))
    desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_either_side_follows_the_other(chromium, address, size):
    desk = Desk(chromium, address, "李四", size)
    page = desk.page
    desk.submission(".pdf")
    desk.choose("gross_output@2022")
    page.wait_for_selector('.box.at[data-key="gross_output@2022"]')
    value = page.locator('.box[data-key="gross_output@2022"]').bounding_box()
    stage = page.locator("#stage").bounding_box()
    assert stage["y"] <= value["y"]
    assert value["y"] + value["height"] <= stage["y"] + stage["height"]
    page.click('.box[data-key="fdi@2023"]')
    page.wait_for_selector('.value.at[data-key="fdi@2023"]')
    desk.submission(".docx")
    page.click('td[data-name="T2R16C3"]')
    page.wait_for_selector('.value.at[data-key="fdi@2022"]')
    desk.choose(KEY)
    page.wait_for_selector('td.at[data-name="T2R17C4"]')
    desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_two_reviewers_at_once_do_not_lose_each_others_work(chromium, address, size):
    first, second = Desk(chromium, address, "张三", size), Desk(chromium, address, "李四", size)
    for desk in (first, second):
        desk.submission(".pdf")
        desk.choose(KEY)
        desk.keys("e")
        desk.page.wait_for_selector("#edit-text")
    first.page.fill("#edit-text", "10.19")
    first.keys("Enter")
    first.logged(1)
    second.page.fill("#edit-text", "11.11")
    second.keys("Enter")
    second.page.wait_for_selector(".clash")
    told = second.page.text_content(".clash")
    assert "张三" in told
    assert "10.19" in told
    assert "您填的是：11.11" in told
    assert second.page.get_attribute(f'.value[data-key="{KEY}"]', "data-text") == "10.19"
    second.keys("e")
    second.page.fill("#edit-text", "10.20")
    second.keys("Enter")
    second.logged(2)
    first.page.reload()
    first.page.wait_for_selector(f'.value[data-key="{KEY}"]')
    assert first.page.get_attribute(f'.value[data-key="{KEY}"]', "data-text") == "10.20"
    second.complaints = [c for c in second.complaints if "409" not in c]  # the browser reports the refusal itself
    first.done()
    second.done()


@pytest.mark.parametrize("size", SIZES)
def test_without_a_name_nothing_is_saved_and_the_name_is_asked_for(chromium, address, size):
    desk = Desk(chromium, address, "")
    desk.submission(".pdf")
    desk.choose(KEY)
    desk.keys("a")
    desk.page.wait_for_selector("#reviewer.asked")
    assert desk.count("log") == 0
    desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_a_hostile_name_is_shown_as_it_is_on_every_page(chromium, address, size):
    desk = Desk(chromium, address, HOSTILE)
    page = desk.page
    for path in ("/", "/queue", "/files"):
        desk.go(path)
        assert page.locator(f"text={HOSTILE}").first.is_visible(), path
    desk.submission(".docx")
    assert page.text_content("h1") == HOSTILE
    desk.choose("cluster_name")
    page.wait_for_selector("td.at")
    assert HOSTILE in page.text_content("#detail")
    desk.keys("e")
    page.fill("#edit-text", "<img src=x onerror=alert(2)>")
    page.fill("#edit-why", "<script>alert(3)</script>")
    page.click("#edit-save")
    desk.logged(1)
    for tab in ("findings", "criteria", "unmatched", "log"):
        page.click(f'[data-tab="{tab}"]')
    desk.go("/log")
    assert "<script>alert(3)</script>" in page.text_content("#list")
    desk.go("/load")
    page.fill("#path", f"/{HOSTILE}")
    page.click("text=开始装载")
    page.wait_for_selector("#said:not([hidden])")
    assert page.evaluate("document.querySelectorAll('body script, img[onerror]').length") == 0
    desk.complaints = [c for c in desk.complaints if "422" not in c]  # there is no such folder
    desk.done()


LAYOUT = """() => {
  const bad = [];
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) bad.push(`the page is ${root.scrollWidth} wide`);
  const parts = '.bar *, .head > *, .tools *, .tabs *, .title > *, .buttons *, .detail h2';
  for (const e of document.querySelectorAll(parts)) {
    const r = e.getBoundingClientRect();
    if (r.width && (r.left < -1 || r.right > innerWidth + 1)) bad.push(`${e.className || e.tagName} is cut off`);
  }
  const groups = ['.bar > *', '.bar nav a', '.head > *', '.tools > *', '.tabs > *', '.title > *',
    '.detail .buttons > *', '.left, .right', '#side, #detail'];
  for (const group of groups) {
    const all = [...document.querySelectorAll(group)].map((e) => e.getBoundingClientRect());
    const boxes = all.filter((r) => r.width && r.height);
    boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 1 && high > 1) bad.push(`${group} overlap`);
    }));
  }
  return bad;
}"""


@pytest.mark.parametrize("size", SIZES)
def test_nothing_overlaps_or_is_cut_off(chromium, address, size):
    desk = Desk(chromium, address, "欧阳某某某", size)
    for path in ("/", "/queue", "/load", "/files", "/log", "/api/docs"):
        desk.go(path)
        assert desk.page.evaluate(LAYOUT) == [], path
    for ending in (".pdf", ".docx"):
        desk.submission(ending)
        desk.keys("n")
        desk.page.wait_for_selector(".value.at")
        assert desk.page.evaluate(LAYOUT) == []
        desk.keys("e")
        desk.page.wait_for_selector("#edit-text")
        assert desk.page.evaluate(LAYOUT) == []
        desk.page.wait_for_load_state("networkidle")
    desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_a_review_is_done_by_keyboard_findings_decided_and_completed(chromium, address, size):
    desk = Desk(chromium, address, "张三", size)
    page = desk.page
    desk.submission(".pdf")
    desk.keys("n")
    page.wait_for_selector(".value.at")
    here = page.url.partition("#")[0]
    desk.keys("c")  # the last one: the page goes on to the next submission by itself
    page.wait_for_url(lambda url: url.partition("#")[0] != here)
    desk.submission(".pdf")
    assert desk.count("log") == 1
    had = desk.count("findings")
    desk.keys("f", "x")
    page.wait_for_selector("dialog#decide[open]")
    desk.keys("Enter")
    page.wait_for_selector("#decide-bad:not([hidden])")  # a reason is asked for
    page.fill("#decide-text", "对照原件，两处一致")
    desk.keys("Enter")
    desk.until("the finding is dropped", lambda: desk.count("findings") == had - 1)
    desk.logged(2)
    desk.keys("D")
    page.wait_for_selector("dialog#decide[open]")
    desk.keys("Enter")
    page.wait_for_selector("#reopen")
    desk.logged(3)
    assert page.evaluate(LAYOUT) == []
    desk.go("/")
    assert "完成" in page.text_content("#list .state .pill")
    desk.complaints = [c for c in desk.complaints if "422" not in c]
    desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_a_file_is_given_to_an_applicant_on_the_page_and_taken_back(chromium, where, size, tmp_path):
    folder = tmp_path / "补充"
    folder.mkdir()
    (folder / "说明.txt").write_text("见附件", encoding="utf-8")
    with open_store(where) as store:
        load([folder], store, disc="补充光盘")
    with served(where) as url:
        desk = Desk(chromium, url, "张三", size)
        page = desk.page
        desk.go("/files")
        assert "1 个不知归谁" in page.text_content("#n-loose")
        page.select_option("#only", "loose")
        desk.until("only that one is listed", lambda: page.locator("#list tbody tr").count() == 1)
        page.click("#list [data-move]")
        page.keyboard.type("轴承集群")
        desk.keys("Enter")
        page.wait_for_selector("#move-bad:not([hidden])")
        page.click("#near >> text=浙江省沅陵县轴承产业集群")
        assert page.evaluate(LAYOUT) == []
        page.click("#move-save")
        page.wait_for_selector("#moves")
        assert page.locator("#n-loose").count() == 0
        page.select_option("#only", "")
        desk.until("all are listed", lambda: page.locator("#list tbody tr").count() > 1)
        page.click('#list tr[data-name="说明.txt"] [data-move]')
        assert page.input_value("#move-to") == "浙江省沅陵县轴承产业集群"
        page.keyboard.type("丙")
        assert page.input_value("#move-to") == "丙"  # the name that it had gives way
        page.click("#move-cancel")
        page.click("#moves [data-undo]")
        desk.until("it is nobody's again", lambda: page.locator("#n-loose").count() == 1)
        desk.complaints = [c for c in desk.complaints if "422" not in c]
        desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_a_report_and_a_letter_leave_the_page(chromium, address, size):
    desk = Desk(chromium, address, "张三", size)
    page = desk.page
    desk.go("/outputs")
    page.click("#report")
    page.wait_for_selector("#report-link")
    assert page.evaluate(LAYOUT) == []
    page.click("#list tbody a >> nth=0")
    page.wait_for_selector("#letter-form")
    page.fill("#issuer", "省经济和信息化厅")
    page.fill(".item textarea", "请核对外商直接投资额增长率。")
    page.click("#save")
    desk.until("it has a number", lambda: "1号" in page.text_content(".number"))
    assert page.evaluate(LAYOUT) == []
    page.reload()
    assert page.input_value(".item textarea") == "请核对外商直接投资额增长率。"
    with page.expect_download() as got:
        page.click("#word")
    assert got.value.suggested_filename.startswith("补正通知-1号-")
    desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_a_letter_in_two_windows_is_told_and_an_item_of_ones_own_stands_in_its_part(chromium, address, size):
    first, second = Desk(chromium, address, "张三", size), Desk(chromium, address, "李四", size)
    rows = first.page.request.get(f"{first.base}/api/submissions").json()
    path = f"/submissions/{next(r['id'] for r in rows if r['path'].endswith('.docx'))}/letters/county"
    for desk in (first, second):
        desk.go(path)
    mine = first.page
    mine.select_option("#add-part", "下列内容请补填或者补报")
    mine.click("#add")
    mine.keyboard.insert_text("请补报集群规划文本。")
    mine.click("#save")
    first.until("it has a number", lambda: "1号" in mine.text_content(".number"))
    later = second.page
    later.fill("#contact", "联系人：李四")
    later.click("#save")
    second.until("it is told", lambda: later.is_visible("#clash"))
    assert "张三 刚保存过这封通知" in later.text_content("#clash")
    assert later.input_value("#contact") == "联系人：李四"  # nothing of what was typed is lost
    second.shoot()
    assert later.evaluate(LAYOUT) == []
    mine.reload()
    heads = mine.locator("#letter-form h2").all_text_contents()
    assert "下列内容请补填或者补报" in heads
    assert "请补报集群规划文本。" in [a.input_value() for a in mine.locator(".item textarea").all()]
    later.click("#save")
    second.until("it is saved", lambda: not later.is_visible("#clash"))
    mine.reload()
    assert mine.input_value("#contact") == "联系人：李四"
    second.complaints.clear()  # the browser's own word on the 409
    first.done()
    second.done()


@pytest.mark.parametrize("size", SIZES)
def test_the_meetings_table_is_ranked_and_keeps_its_address(chromium, address, size):
    desk = Desk(chromium, address, "张三", size)
    page = desk.page
    desk.go("/table")
    page.click('th[data-column="gross_output|0"]')
    page.wait_for_selector('th[data-column="gross_output|0"][aria-sort]')
    assert page.locator("#table tbody tr >> nth=0").get_attribute("data-name") == "浙江省沅陵县轴承产业集群"
    page.check("input[name=beside]")
    page.wait_for_selector(".change")
    page.reload()
    assert page.locator(".change").count() > 0
    assert page.evaluate(LAYOUT) == []
    page.click("#scatter-open")
    page.wait_for_selector("#plot circle")
    assert page.locator("#plot circle").count() == 2
    desk.done()


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_two_copies_stand_beside_each_other_and_one_is_let_hold_by_a_key(chromium, pair, tmp_path, size):
    with served(shutil.copytree(pair, tmp_path / "库")) as url:
        desk = Desk(chromium, url, "张三", size)
        page = desk.page
        desk.submission(".pdf")
        assert not page.is_visible("#stage-beside")
        desk.choose(KEY)  # the copies differ there: both are shown by themselves, each at the place
        page.wait_for_selector(f'#stage .box.at.differs[data-key="{KEY}"]')
        page.wait_for_selector(f'#stage-beside .box.at.differs[data-key="{KEY}"]')
        assert "电子版" in page.text_content("#copy-told")
        assert "盖章件" in page.text_content("#copy-told-beside")
        assert page.locator(".value.differs").count() == 1
        assert page.evaluate(LAYOUT) == []
        # What one pane is turned to the other shows.
        desk.choose("gross_output@2023")
        page.wait_for_selector('#stage .box.at[data-key="gross_output@2023"]')
        page.wait_for_selector('#stage-beside .box.at[data-key="gross_output@2023"]')
        desk.keys("]")
        pages = lambda: [page.text_content(f"#copy-told{pane}").split("第")[1] for pane in ("", "-beside")]  # noqa: E731
        desk.until("both are at the next page", lambda: len(set(pages())) == 1)
        desk.choose(KEY)
        wide = page.locator("#stage .sheet").bounding_box()["width"]
        desk.keys("v")
        desk.until(
            "the cell is looked at closely", lambda: page.locator("#stage .sheet").bounding_box()["width"] > wide
        )
        desk.keys("1")
        desk.logged(1)
        assert page.get_attribute(f'.value[data-key="{KEY}"]', "data-text") == "10.19"
        desk.keys("s")
        page.wait_for_selector("#stage-beside", state="hidden")
        desk.done()


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_unclaimed_figures_are_claimed_or_set_aside_by_a_key_and_the_caption_is_learnt(chromium, tmp_path, size):
    folder = tmp_path / "甲"
    folder.mkdir()
    word_form(folder / "申报表.docx", ("集群外商直接投资额增长率", "第七项统计之乙类数值"))
    with open_store(tmp_path / "库") as store:
        load([folder], store)
    with served(tmp_path / "库") as url:
        desk = Desk(chromium, url, "张三", size)
        page = desk.page
        desk.submission(".docx")
        assert desk.count("unmatched") == 3
        desk.keys("w")
        page.wait_for_selector(".leftover.at")
        page.click(".leftover.at [data-assign]")
        page.fill("#assign-indicator", "集群外商直接投资额增长率")
        page.select_option("#assign-period", "2021")
        desk.keys("Enter")
        desk.until("it is claimed", lambda: desk.count("unmatched") == 2)
        assert "标签已学到" in page.text_content("#said")
        desk.keys("w")
        page.wait_for_selector(".leftover.at [data-propose]")
        assert "2022 年" in page.text_content(".leftover.at [data-propose]")
        assert page.evaluate(LAYOUT) == []
        desk.keys("1")
        desk.until("the next is claimed", lambda: desk.count("unmatched") == 1)
        page.wait_for_selector(".leftover.at")
        desk.keys("i")
        desk.until("the last is set aside", lambda: desk.count("unmatched") == 0)
        desk.go("/learnt")
        assert page.locator("#list tbody td:nth-child(4) > div").count() == 2  # what it rests on
        assert page.evaluate(LAYOUT) == []
        page.click("[data-unlearn]")
        page.wait_for_selector("#list .pill")
        desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_the_first_account_is_made_on_the_page_and_from_then_on_one_signs_in(chromium, address, size):
    desk = Desk(chromium, address, "王主任", size)
    page = desk.page
    desk.go("/")
    page.click("text=账号")
    page.wait_for_selector("#new-name")
    page.fill("#new-name", "王主任")
    page.fill("#new-password", "correct horse")
    page.click("#new button.main")
    page.wait_for_selector("#sign-in")
    page.fill("#name", "王主任")
    page.fill("#password", "wrong horse")
    desk.keys("Enter")
    page.wait_for_selector("#bad:not([hidden])")
    page.fill("#password", "correct horse")
    desk.keys("Enter")
    page.wait_for_selector("#sign-out")
    assert page.evaluate(LAYOUT) == []
    desk.go("/accounts")
    assert page.locator(".list").nth(1).locator("tbody tr").count() == 2  # the sign-in, and the refusal before it
    assert page.evaluate(LAYOUT) == []
    page.click("#sign-out")
    page.wait_for_selector("#sign-in")
    desk.complaints = [c for c in desk.complaints if "422" not in c]  # the wrong password
    desk.done()


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_a_load_is_cancelled_or_cut_off_and_the_page_goes_on_with_it(chromium, tmp_path, size):
    source = tmp_path / "襄阳市"
    for n in range(6):
        (source / f"{n}").mkdir(parents=True)
        pdf_form(source / f"{n}" / "申报表.pdf", written=f"1{n}.00")
    where = tmp_path / "新库"
    with served(where) as url:
        desk = Desk(chromium, url, "张三", size)
        page = desk.page
        desk.go("/load")
        page.fill("#path", str(source))
        page.fill("#disc", "2026 年襄阳市")
        page.click("text=开始装载")
        page.wait_for_selector("#cancel:not([hidden])")
        page.click("#cancel")
        desk.until("it has stopped", lambda: "已停止" in page.text_content("#progress-told"))
        desk.go("/load")
        page.click("[data-go-on]")
        page.wait_for_selector("#cancel:not([hidden])")
        desk.context.close()
    # The server is gone in the middle of it.
    with served(where) as url:
        desk = Desk(chromium, url, "李四", size)
        page = desk.page
        desk.go("/load")
        assert "没有做完" in page.text_content(".unfinished")
        assert page.evaluate(LAYOUT) == []
        page.click("[data-go-on]")
        page.wait_for_selector("#progress-next:not([hidden])")
        assert "6 个文件" in page.text_content("#progress-told")
        desk.go("/load")
        assert page.locator(".unfinished").count() == 0
        desk.go("/files")
        assert page.text_content(".tile.read b") != "0"
        assert "2026 年襄阳市" in page.text_content("#disc-list")
        desk.done()
