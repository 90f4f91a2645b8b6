"""A new programme from its blank form, wholly on the page: drafted, changed, tried, taken into use, loaded."""

import sys
from pathlib import Path

import pytest
from test_browser import SIZES, Desk, chromium, served  # noqa: F401 - a fixture

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from samples import strangers

pytestmark = pytest.mark.slow
NAME = "瞪羚企业培育入库"


def filled(form, numbers):
    """The form with a name, and figures in its table of years."""
    blocks = list(form.blocks)
    blocks[1] = [["企业名称", "湖北甲轴承有限公司", "<", "<", "<"], *blocks[1][1:]]
    rows = [blocks[3][0]]
    for row, figures in zip(blocks[3][1:], numbers, strict=True):
        rows.append([row[0], *figures])
    blocks[3] = rows
    return strangers.Form(tuple(blocks), ())


FIGURES = [
    ("1000", "1200", "1500"), ("", "20.00", "25.00"), ("600", "700", "1600"), ("60.00", "58.33", "66.67"),
    ("80", "90", "100"), ("50", "52", "60"), ("10", "12", "15"), ("20.00", "23.08", "25.00"),
    ("20.00", "23.08", "25.00"),
]  # fmt: skip


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("papers")
    strangers.write("hightech", folder / "空白表2025.docx")
    (folder / "盘").mkdir()
    strangers.written(filled(strangers.FORMS["hightech"], FIGURES), folder / "盘" / "甲公司.docx")
    return folder


@pytest.mark.parametrize("size", SIZES)
def test_from_blank_paper_to_a_loaded_form(chromium, papers, tmp_path, size):  # noqa: F811 - the fixture
    with served(tmp_path / "库") as url:
        desk = Desk(chromium, url, "张三", size)
        page = desk.page
        desk.go("/programmes")
        page.fill("#begin [name=programme]", NAME)
        page.set_input_files("#begin [name=files]", str(papers / "空白表2025.docx"))
        page.click("#begin button.main")
        page.wait_for_selector("#places tbody tr")
        assert page.text_content("#n-places") == "24"
        assert page.locator("#paper .place").count() >= 40
        for part in ("main.making", "#paper", "#tab-places"):
            wide = page.locator(part).evaluate("e => e.scrollWidth - e.clientWidth")
            assert wide <= 1, part

        page.locator("#paper td[data-n='5']").click()
        assert "注册资本" in page.text_content("#edit h2")
        page.fill("#name", "注册资本金")
        page.fill("#unit", "元")
        page.keyboard.press("Tab")
        row = page.locator("#places tbody tr").nth(4)
        desk.until("the row says so", lambda: "注册资本金" in row.text_content() and "元" in row.text_content())
        page.locator("#paper").click(position={"x": 5, "y": 5})
        desk.keys("j", "j", "x")
        desk.until("one place less", lambda: page.text_content("#n-places") == "23")
        desk.keys("x")
        page.focus("#paper")  # by keyboard alone, as a click does
        for _ in range(page.locator("#paper td, #paper p.line").count()):
            desk.keys("ArrowDown")
            if "拥有知识产权情况" in page.text_content("#paper .here"):
                break
        desk.keys("Enter")
        desk.until("a place more", lambda: page.text_content("#n-places") == "25")
        page.click("#drop")
        desk.until("kept", lambda: page.text_content("#kept") == "已保存")
        assert page.locator("h1").count() == 1

        desk.keys("2")
        assert page.locator("#rules li").count() == 7
        assert "“其中：高新技术产品收入” 不大于 “营业收入”" in page.text_content("#rules")
        desk.keys("3")
        page.click("#add-criterion")
        page.select_option("#criteria select >> nth=0", label="营业收入")
        page.fill("#criteria input >> nth=0", "1800")
        page.fill("#criteria input >> nth=1", "上年度营业收入不低于 1800 万元")
        page.keyboard.press("Tab")
        page.click("#add-criterion")
        second = page.locator("#criteria .condition").nth(1)
        second.locator("select[aria-label=指标]").select_option(label="研究开发费用")
        second.locator("select[aria-label=怎样算]").select_option(label="占另一项的比例")
        second.locator("input[aria-label=数]").fill("5")
        second.locator("input.clause").fill("研究开发费用占营业收入不低于 5%")
        page.keyboard.press("Tab")
        desk.until("it says what it lacks", lambda: "没有选占哪一项" in second.text_content())
        second.locator("select[aria-label=占哪一项]").select_option(label="营业收入")
        desk.until("it is whole", lambda: "还不能用" not in second.locator(".lacks:not([hidden])").all_text_contents())
        desk.until("nothing is lacking", lambda: second.locator(".lacks:not([hidden])").count() == 0)
        page.click("#add-criterion")
        third = page.locator("#criteria .condition").nth(2)
        third.locator("select[aria-label=指标]").select_option(label="营业收入")
        third.locator("select[aria-label=怎样算]").select_option(label="年均增长")
        third.locator("input[aria-label=数]").fill("20")
        third.locator("input.clause").fill("营业收入年均增长不低于 20%")
        page.keyboard.press("Tab")
        page.click("[data-tab=letter]")
        page.fill("[data-word=operator]", "{企业名称}（{姓名}收）")
        page.fill("[data-word=opening]", "{名称}：材料收悉，有{项数}处请补正：")
        page.fill("[data-word=days]", "5")
        page.keyboard.press("Tab")

        page.click("[data-tab=trial]")
        page.set_input_files("#try [name=files]", str(papers / "盘" / "甲公司.docx"))
        page.click("#try button")
        page.wait_for_selector("#tried table")
        assert "2024 年 1500万元" in page.text_content("#tried")
        assert "湖北甲轴承有限公司" in page.text_content("#paper .found")
        row = page.locator("#tried tr").nth(1)
        row.focus()
        desk.keys("Enter")  # a row is shown on the paper by keyboard too, its cells or its line
        assert page.locator("#paper .chosen").count() >= 1

        page.click("[data-tab=criteria]")
        page.click("#add-criterion")
        page.click("[data-tab=use]")
        page.click("#publish")
        desk.until("it says why not", lambda: "第 4 条认定条件还不能用" in page.text_content("#published"))
        desk.complaints.clear()  # the refusal
        page.click("[data-tab=criteria]")
        page.locator("#criteria .condition").nth(3).locator("text=删去").click()
        page.click("[data-tab=use]")
        page.click("#publish")
        desk.until("in use", lambda: "已投入使用" in page.text_content("#published"))
        assert "template:" not in page.text_content("main")

        desk.go("/load")
        page.fill("#path", str(papers / "盘"))
        page.click("text=开始装载")
        page.wait_for_selector("#progress-next:not([hidden])")
        assert "读出 1" in page.text_content("#progress-told")
        (record,) = page.request.get(f"{desk.base}/api/submissions").json()
        detail = page.request.get(f"{desk.base}/api/records/{record['id']}").json()
        text = str(detail)
        assert "湖北甲轴承有限公司" in text
        assert "上年度营业收入不低于 1800 万元" in text
        assert "not_met" in text
        assert [c["status"] for c in detail["criteria"]] == ["not_met", "met", "met"]
        assert any("高新技术产品收入" in str(f) for f in detail["findings"])
        desk.go(f"/submissions/{record['id']}/letters/operator")
        assert page.input_value("#to") == "湖北甲轴承有限公司"  # nobody is named in the form to receive it
        assert page.input_value("#opening") == "湖北甲轴承有限公司：材料收悉，有{项数}处请补正："
        desk.go("/programmes")
        assert NAME in page.text_content("main")
        desk.done()
