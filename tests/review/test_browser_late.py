"""Answers that come late: the page has moved on, something else was asked for, or what it shows is no longer so.

Each answer stands at a gate and is let through when the test says so; no clock decides.
"""

import shutil
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from made_forms import pdf_form, two_copies
from test_browser import KEY, Desk, address, chromium, served  # noqa: F401 - fixtures

from formextract.loading import load
from formextract.store import open_store
from samples import strangers

NEXT = "fdi_growth@2022"


class Gate:
    """Holds the page's requests to some addresses until they are let through, in any order."""

    def __init__(self, page, pattern):
        self.held, self._is_open, self._page = [], False, page
        page.route(pattern, lambda route: route.continue_() if self._is_open else self.held.append(route))

    def has(self, desk, number):
        """Waits until so many stand here."""
        desk.until(f"{number} at the gate", lambda: self._page.title() and len(self.held) >= number)

    def let(self, number=0):
        """Lets one through."""
        self.held.pop(number).continue_()

    def open(self):
        """Lets through what stands here and what comes."""
        self._is_open = True
        while self.held:
            self.let()


@pytest.fixture
def desk(chromium, address):  # noqa: F811
    made = Desk(chromium, address, "张三")
    yield made
    made.done()


def test_who_goes_on_while_a_value_is_kept_stays_there_at_what_is_typed(desk):
    desk.submission(".pdf")
    page = desk.page
    desk.choose(KEY)
    gate = Gate(page, "**/corrections")
    desk.keys("a")
    gate.has(desk, 1)
    desk.choose(NEXT)
    desk.keys("e")
    page.fill("#edit-text", "还没有写完")
    gate.open()
    desk.logged(1)
    assert page.input_value("#edit-text") == "还没有写完"
    assert NEXT in unquote(page.url)
    desk.keys("Escape")
    assert page.locator(f'.value[data-key="{KEY}"][data-reviewed="1"]').count() == 1


def test_a_key_that_is_pressed_again_before_the_page_shows_what_came_of_it_is_let_be(desk):
    desk.submission(".pdf")
    desk.choose(KEY)
    gate = Gate(desk.page, "**/values")
    desk.keys("c")
    gate.has(desk, 1)
    desk.keys("c", "c")
    gate.open()
    desk.logged(1)


def test_what_a_load_has_read_anew_is_not_confirmed_unseen(desk):
    desk.submission(".pdf")
    desk.choose(KEY)
    page = desk.page
    # the page still says what was read before
    page.evaluate("k => { document.querySelector(`.value[data-key='${k}']`).dataset.text = '11.00'; }", KEY)
    desk.keys("a")
    page.wait_for_selector("#detail .clash")
    assert "刚刚重新读过" in page.text_content("#detail .clash")
    assert page.locator(f'.value[data-key="{KEY}"]').get_attribute("data-text") == "12.00"
    assert page.text_content("#n-log") == "0"
    desk.complaints = [c for c in desk.complaints if "409" not in c]


@pytest.mark.slow
def test_of_two_places_that_are_asked_for_the_last_is_shown(chromium, pair, tmp_path):  # noqa: F811
    with served(shutil.copytree(pair, tmp_path / "库")) as url:
        desk = Desk(chromium, url, "张三")
        page = desk.page
        desk.submission(".pdf")
        if page.get_attribute("#pair", "aria-pressed") == "true":
            desk.keys("s")
        gate = Gate(page, "**/files/1?of=*")
        page.select_option("#file", "1")
        gate.has(desk, 1)
        desk.keys("]", "]")
        page.select_option("#file", "0")
        gate.open()
        page.wait_for_selector('#stage img[src*="/files/0/"]')
        assert page.input_value("#file") == "0"
        assert all("of=" in src for src in (e.get_attribute("src") for e in page.locator("#stage img").all()))
        desk.done()


def test_a_page_whose_files_have_changed_shows_no_picture_of_another_file(client, store, tmp_path):
    record = next(r for r in client.get("/api/submissions").json() if r["path"].endswith(".pdf"))["id"]
    sha = store.record(record).files[0].sha256
    at = f"/api/records/{record}/files/0"
    assert client.get(f"{at}?of={sha}").status_code == 200
    kept = client.get(f"{at}/pages/1?of={sha[:16]}")
    assert (kept.status_code, kept.headers["cache-control"]) == (200, "private, max-age=86400")
    assert client.get(f"{at}/pages/1").headers["cache-control"] == "no-store"
    for wrong in (f"{at}?of={'0' * 64}", f"{at}/pages/1?of={'0' * 16}", f"/api/records/{record}/files/7?of={sha}"):
        answer = client.get(wrong)
        assert (answer.status_code, "请刷新页面" in answer.json()["message"]) == (409, True)
    assert client.get(f"/submissions/{record}/tables/0?of={'0' * 64}").status_code == 409
    assert client.get(f"{at}?of=..").status_code == 422
    before = client.get(f"/submissions/{record}/values").text
    load([two_copies(tmp_path / "盘" / "甲").parent], store)
    after = client.get(f"/submissions/{record}/values")
    assert after.status_code == 404 or _files(after.text) != _files(before)


def _files(text):
    return text.partition('data-files="')[2].partition('"')[0]


def test_a_review_of_what_has_changed_since_is_not_said_to_be_complete(client, ids):
    at = f"/api/records/{ids['pdf']}"
    state = client.get(f"/submissions/{ids['pdf']}").text.partition('data-state="')[2].partition('"')[0]
    body = {"field": KEY, "action": "correct", "text": "10.19", "by": "李四"}
    assert client.post(f"{at}/corrections", json=body).status_code == 201
    done = {"subject": "submission", "verdict": "done", "by": "张三"}
    refused = client.post(f"{at}/decisions", json=done | {"saw": state})
    assert (refused.status_code, "刚有变动" in refused.json()["message"]) == (409, True)
    state = client.get(f"/submissions/{ids['pdf']}").text.partition('data-state="')[2].partition('"')[0]
    assert client.post(f"{at}/decisions", json=done | {"saw": state}).status_code == 201


def test_a_value_is_confirmed_as_it_was_seen_or_not_at_all(client, ids):
    at = f"/api/records/{ids['pdf']}"
    body = {"field": KEY, "action": "accept", "by": "张三"}
    assert client.post(f"{at}/corrections", json=body | {"saw": "11.00 %"}).status_code == 409
    fields = [{"field": KEY, "saw": "11.00 %"}]
    answer = client.post(f"{at}/confirmations", json={"fields": fields, "by": "张三"})
    assert answer.json() == {"confirmed": 0, "skipped": [KEY]}
    assert client.post(f"{at}/corrections", json=body | {"saw": "12.00 %"}).status_code == 201


@pytest.mark.slow
def test_letters_typed_while_a_letter_is_kept_are_not_called_kept(desk):
    rows = desk.page.request.get(f"{desk.base}/api/submissions").json()
    desk.go(f"/submissions/{rows[0]['id']}/letters/operator")
    page = desk.page
    page.fill("#issuer", "省厅")
    gate = Gate(page, "**/letters/operator")
    page.click("#save")
    page.click("#save")
    gate.has(desk, 1)
    page.fill("#contact", "027-87654321")
    assert len(gate.held) == 1
    gate.open()
    desk.until("it is kept", lambda: "1号" in page.text_content(".number").replace(" ", ""))
    page.click("#word")
    assert "请先保存" in page.text_content("#said")
    page.click("#save")
    desk.until("it is kept too", lambda: "已保存" in page.text_content("#said"))
    desk.go(page.url.removeprefix(desk.base))
    assert (page.input_value("#issuer"), page.input_value("#contact")) == ("省厅", "027-87654321")


@pytest.mark.slow
def test_of_two_folders_that_are_opened_the_last_is_listed(chromium, tmp_path):  # noqa: F811
    for name in ("甲盘", "乙盘"):
        (tmp_path / name / f"{name}里的文件夹").mkdir(parents=True)
    with served(tmp_path / "库") as url:
        desk = Desk(chromium, url, "张三")
        desk.go("/load")
        page = desk.page
        gate = Gate(page, "**/api/places?*")
        for n, name in enumerate(("甲盘", "乙盘"), 1):
            page.fill("#path", str(tmp_path / name))
            page.keyboard.press("Tab")
            gate.has(desk, n)
        gate.let(1)
        page.wait_for_selector("#places >> text=乙盘里的文件夹")
        gate.open()
        page.wait_for_load_state("networkidle")
        assert "甲盘里的文件夹" not in page.text_content("#places")
        desk.done()


@pytest.mark.slow
def test_a_dialog_that_is_open_for_another_file_is_left_alone(chromium, where, tmp_path):  # noqa: F811
    (tmp_path / "补充").mkdir()
    for name in ("说明一.txt", "说明二.txt"):
        (tmp_path / "补充" / name).write_text(name, encoding="utf-8")
    with open_store(where) as store:
        load([pdf_form(tmp_path / "补充" / "申报表.pdf"), tmp_path / "补充"], store)
    with served(where) as url:
        desk = Desk(chromium, url, "张三")
        desk.go("/files?only=loose")
        page = desk.page
        gate = Gate(page, "**/api/groups/moves")
        buttons = page.locator("[data-move]")
        if buttons.count() < 2:
            pytest.skip("the files were claimed")
        buttons.nth(0).click()
        page.click("#move-nobody")
        gate.has(desk, 1)
        page.keyboard.press("Escape")
        buttons.nth(1).click()
        page.fill("#move-to", "正在写")
        gate.open()
        desk.until("the first was moved", lambda: "已改归类" in (page.text_content("#said") or ""))
        assert page.input_value("#move-to") == "正在写"
        assert page.is_visible("#move")
        assert page.is_enabled("#move-save")
        desk.done()


@pytest.mark.slow
def test_edits_of_a_programme_are_kept_in_their_order(chromium, tmp_path):  # noqa: F811
    blank = strangers.write("farm", tmp_path / "空白表2024.docx")
    with served(tmp_path / "库") as url:
        desk = Desk(chromium, url, "张三")
        page = desk.page
        desk.go("/programmes")
        page.fill("#begin [name=programme]", "示范农场")
        page.set_input_files("#begin [name=files]", str(blank))
        page.click("#begin button.main")
        page.wait_for_selector("#places tbody tr")
        gate = Gate(page, f"**/api{page.url.removeprefix(desk.base)}")
        page.fill("#title", "第一")
        page.keyboard.press("Tab")
        gate.has(desk, 1)
        page.fill("#title", "第二")
        page.keyboard.press("Tab")
        page.click("[data-tab=use]")
        page.click("#text summary")  # which has what was changed kept at once
        assert len(gate.held) == 1  # the second waits for the first
        gate.let()
        gate.has(desk, 1)
        assert page.text_content("#kept") == "正在保存…"
        gate.open()
        desk.until("both are kept", lambda: page.text_content("#kept") == "已保存")
        (made,) = page.request.get(f"{desk.base}/api/programmes").json()["making"]
        assert made["title"] == "第二"
        desk.done()
