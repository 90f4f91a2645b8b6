"""Several people in the browser: each sees what they may do, and neither a sign-in that runs out nor another person in
another tab costs anybody their work, or has it stand in the wrong name; files are joined and set apart by hand.
"""

import pytest
from made_forms import pdf_form
from test_browser import KEY, LAYOUT, SIZES, Desk, chromium, served  # noqa: F401 - fixtures

from formextract.review import people
from formextract.store import open_store

PASSWORD = "correct horse"
ROLES = {"王主任": "administer", "张三": "review", "李四": "review", "赵看": "look"}
A = "浙江省沅陵县轴承产业集群"


@pytest.fixture
def office(where):
    """A store with accounts, and the page's address."""
    with open_store(where) as store:
        for name, role in ROLES.items():
            people.add(store, name, role, PASSWORD, "王主任")
    with served(where) as url:
        yield where, url


class Signed(Desk):
    """Somebody who has signed in."""

    def __init__(self, browser, url, name, size):
        self.name = name
        super().__init__(browser, url, name, size)

    def enter(self, name):
        self.page.fill("#name", name)
        self.page.fill("#password", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("#sign-out")


@pytest.fixture
def signed(office, chromium, monkeypatch):  # noqa: F811
    """Has somebody sign in: by their name."""
    _, url = office

    def one(name, size):
        with monkeypatch.context() as m:  # the name is typed on the page of the sign-in
            m.setattr("playwright.sync_api.Page.fill", lambda *_: None)
            desk = Signed(chromium, url, name, size)
        desk.enter(name)
        return desk

    return one


def end_sessions(where):
    """What twelve hours do."""
    with open_store(where) as store:
        for account in store.accounts.all():
            store.accounts.put(account.name, account.role, store.accounts.find(account.name)[1])


def sign_in_again(page, password=PASSWORD):
    page.wait_for_selector("#sign-again[open]")
    page.fill("#again-password", password)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("size", SIZES)
def test_a_sign_in_that_runs_out_while_deciding_loses_nothing(office, signed, size):
    where, _ = office
    desk = signed("张三", size)
    page = desk.page
    desk.submission(".pdf")
    desk.choose(KEY)
    desk.keys("e")
    page.fill("#edit-text", "10.19")
    end_sessions(where)
    desk.keys("Enter")
    sign_in_again(page, "wrong horse")
    page.wait_for_selector("#again-bad:not([hidden])")
    assert page.evaluate(LAYOUT) == []
    desk.shoot()
    sign_in_again(page)
    desk.logged(1)
    assert page.get_attribute(f'.value[data-key="{KEY}"]', "data-text") == "10.19"
    # The same within a dialog: what was written stays, whether one signs in at once or later.
    page.click('[data-tab="findings"]')
    page.click("[data-decide] >> nth=0")
    page.wait_for_selector("#decide[open]")
    page.fill("#decide-text", "原件上没有此问题")
    end_sessions(where)
    page.click("#decide-save")
    page.wait_for_selector("#sign-again[open]")
    page.click("#again-not")
    page.wait_for_selector("#decide-bad:not([hidden])")
    assert page.input_value("#decide-text") == "原件上没有此问题"
    page.click("#decide-save")
    sign_in_again(page)
    desk.logged(2)
    entries = page.request.get(f"{desk.base}/api/decisions").json()
    assert "张三" in str(entries)
    desk.complaints = [c for c in desk.complaints if "401" not in c and "422" not in c]
    desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_a_letter_that_was_written_for_hours_is_kept(office, signed, size):
    where, _ = office
    desk = signed("张三", size)
    page = desk.page
    record = page.request.get(f"{desk.base}/api/submissions").json()[0]["id"]
    desk.go(f"/submissions/{record}/letters/operator")
    page.click("#add")
    page.fill(".item textarea >> nth=-1", "请补报近三年研发投入的证明。")
    end_sessions(where)
    page.click("#save")
    sign_in_again(page)
    desk.until(
        "it has a number", lambda: "号" in page.text_content(".number") and "保存时" not in page.text_content(".number")
    )
    assert "请补报近三年研发投入的证明。" in str(
        page.request.get(f"{desk.base}/api/records/{record}/letters/operator").json()
    )
    desk.complaints = [c for c in desk.complaints if "401" not in c]
    desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_of_two_tabs_the_one_of_who_has_gone_does_nothing_in_the_others_name(signed, size):
    desk = signed("张三", size)
    page = desk.page
    desk.submission(".pdf")
    desk.choose(KEY)
    other = desk.context.new_page()
    other.goto(desk.base + "/")
    other.click("#sign-out")
    other.wait_for_selector("#sign-in")
    other.fill("#name", "李四")
    other.fill("#password", PASSWORD)
    other.keyboard.press("Enter")
    other.wait_for_selector("#sign-out")
    page.bring_to_front()
    desk.keys("a")
    page.wait_for_selector("#said.bad:not([hidden])")
    told = page.text_content("#said")
    assert "张三登录时打开的" in told
    assert "现在登录的是李四" in told
    assert page.text_content("#n-log") == "0"
    # The same person in two tabs is no conflict, and each shows what the other has done.
    page.reload()
    desk.choose(KEY)
    desk.keys("a")
    desk.logged(1)
    other.goto(page.url)
    other.wait_for_selector("#n-log")
    assert other.text_content("#n-log") == "1"
    desk.complaints = [c for c in desk.complaints if "403" not in c]
    desk.done()


WITHIN = """() => [...document.querySelectorAll('main :is(button, input, textarea, select, a.button)')]
  .filter((e) => e.checkVisibility()).map((e) => (e.innerText || e.id).trim())"""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["赵看", "张三"])
def test_what_a_role_may_not_do_is_not_offered(signed, name, size):
    desk = signed(name, size)
    page = desk.page
    record = page.request.get(f"{desk.base}/api/submissions").json()[0]["id"]
    pages = (
        "/load",
        "/files",
        "/programmes",
        "/outputs",
        f"/submissions/{record}",
        f"/submissions/{record}/letters/operator",
    )
    offered = set()
    for path in pages:
        desk.go(path)
        offered |= set(page.evaluate(WITHIN))
        assert page.evaluate(LAYOUT) == [], path
        desk.shoot()
    ruled = {"撤回…", "起草"}  # of the programmes; a letter's 起草 is a link of the list
    reviewed = {"开始装载", "上传并装载", "把读不了的再读一次", "保存", "生成报告", "通知的写法…"}
    desk.go("/programmes")
    assert not page.is_visible("#begin")
    assert "撤回…" not in offered
    assert page.locator('a[href="/accounts"]').first.is_hidden()
    if ROLES[name] == "look":
        assert offered & reviewed == set()
        desk.go("/load")
        assert "只能查看" in page.text_content("main")
    else:
        assert {"开始装载", "上传并装载", "保存", "生成报告"} <= offered
    assert ruled
    desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_everybody_changes_their_own_password(signed, size):
    desk = signed("赵看", size)
    page = desk.page
    page.click("#own-open")
    page.fill("#own-old", "wrong horse")
    page.fill("#own-new", "battery staple")
    desk.keys("Enter")
    page.wait_for_selector("#own-bad:not([hidden])")
    page.fill("#own-old", PASSWORD)
    desk.keys("Enter")
    page.wait_for_selector("#sign-in")
    page.fill("#name", "赵看")
    page.fill("#password", "battery staple")
    desk.keys("Enter")
    page.wait_for_selector("#sign-out")
    desk.complaints = [c for c in desk.complaints if "422" not in c]
    desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_two_are_joined_and_parted_again_and_called_as_was_said(signed, size):
    desk = signed("张三", size)
    page = desk.page

    def names():
        return sorted(r["cluster"] for r in page.request.get(f"{desk.base}/api/submissions").json())

    both = names()
    assert len(both) == 2
    desk.submission(".docx")
    page.click("#members-open")
    page.click("#join-open")
    page.fill("#move-to", "轴承")
    page.click(f"#near >> text={A}")
    page.click("#move-save")
    page.wait_for_selector("#moves")
    assert names() == [A]
    page.click("#moves [data-undo]")
    desk.until("they are two again", lambda: names() == both)
    page.wait_for_selector("#moves tr >> nth=1")
    assert page.locator("#moves [data-undo]").count() == 0  # what was taken back is not offered once more
    # A form is set apart under a name that was nobody's, and called so.
    page.click('tr[data-name="申报表.docx"] [data-move]')
    page.fill("#move-to", "湖北省潇岗市座椅产业集群")
    desk.keys("Enter")
    page.wait_for_selector("#move-new:not([hidden])")
    page.click("#move-new")
    page.wait_for_selector("#moves tr >> nth=2")  # the page has been loaded again
    assert names() == sorted([A, "湖北省潇岗市座椅产业集群"])
    desk.go("/")
    assert "湖北省潇岗市座椅产业集群" in page.text_content("#list")
    desk.complaints = [c for c in desk.complaints if "422" not in c]
    desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_a_disc_is_taken_back_with_an_entry_and_counted_again(signed, size):
    desk = signed("王主任", size)
    page = desk.page
    desk.go("/files")
    page.click("[data-disc-out]")
    page.click("text=确定撤回这张光盘")
    page.wait_for_selector("[data-disc-in]")
    desk.go("/")
    assert "已撤回" in page.text_content(".empty")
    desk.shoot()
    desk.go("/log")
    assert "撤回光盘" in page.text_content("#list")
    assert "王主任" in page.text_content("#list")
    desk.go("/files")
    page.click("[data-disc-in]")
    page.wait_for_selector("[data-disc-out]")
    desk.go("/")
    assert page.locator("#list tbody tr").count() == 2
    desk.done()


def dragged(desk, paths):
    """Files and folders of this machine, dropped on the page as a file manager drops them."""
    asked = desk.context.new_cdp_session(desk.page)
    data = {"items": [], "files": [str(p) for p in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        asked.send("Input.dispatchDragEvent", {"type": kind, "x": 400, "y": 300, "data": data})


@pytest.mark.parametrize("size", SIZES)
def test_files_and_a_folder_are_dragged_onto_the_page(signed, size, tmp_path):
    folder = tmp_path / "宜昌光盘" / "补充材料"
    folder.mkdir(parents=True)
    (folder / "说明.txt").write_text("见附件", encoding="utf-8")
    (tmp_path / "空").mkdir()
    pdf_form(tmp_path / "申报表.pdf", written="13.00")
    desk = signed("张三", size)
    page = desk.page
    desk.go("/load")
    dragged(desk, [tmp_path / "空"])
    page.wait_for_selector("#said.bad:not([hidden])")
    assert "空的" in page.text_content("#said")
    dragged(desk, [tmp_path / "宜昌光盘"])
    desk.until("the folder is picked", lambda: "已选 1 个文件" in page.text_content("#picked"))
    page.click("text=上传并装载")
    page.wait_for_selector("#progress-next:not([hidden])")
    assert "宜昌光盘" in page.text_content("#progress-source")
    assert "上传/宜昌光盘/补充材料" in page.text_content("#progress-files")
    assert page.text_content("#picked") == "还没有选择"  # the next one is not the same once more
    dragged(desk, [tmp_path / "申报表.pdf", folder / "说明.txt"])
    desk.until("both are picked", lambda: "已选 2 个文件" in page.text_content("#picked"))
    desk.shoot()
    desk.done()
