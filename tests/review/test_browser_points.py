"""What users have stumbled over, walked through in the browser: a store that locks itself out, codes on the screen,
sorting and filters that are lost, a second scroll bar, a part that opens in its middle.
"""

import re
import shutil
from dataclasses import replace
from itertools import pairwise

import pytest
from made_forms import pdf_form
from test_browser import LAYOUT, SIZES, Desk, address, chromium, served  # noqa: F401 - fixtures

from formextract.model.record import Reason
from formextract.store import open_store

CODES = re.compile(r"T\d+R\d+C\d+|[a-z]+_[a-z_]+@\d|[<>]=|sme-cluster|hubei-|formextract|\bNone\b|\bundefined\b|NaN")
"""What staff cannot read: cells, ids, signs, names of packages, values of a programming language."""
PAGES = ("/", "/queue", "/table", "/load", "/programmes", "/files", "/outputs", "/log", "/accounts", "/learnt")


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_a_disc_by_path_then_an_upload_of_its_applicant_then_the_disc_again(chromium, tmp_path, size):  # noqa: F811
    disc = tmp_path / "襄阳市" / "甲"
    disc.mkdir(parents=True)
    pdf_form(disc / "申报表.pdf")
    with served(tmp_path / "库") as url:
        desk = Desk(chromium, url, "张三", size)
        page = desk.page

        def done():
            page.wait_for_selector("#progress-next:not([hidden])")
            assert not page.is_visible("#progress-message")
            return page.text_content("#progress-told")

        desk.go("/load")
        page.fill("#path", str(disc.parent))
        page.click("text=开始装载")
        assert "1 家申报" in done()
        shutil.copy(disc / "申报表.pdf", tmp_path / "申报表（补正）.pdf")
        with (tmp_path / "申报表（补正）.pdf").open("ab") as f:
            f.write(b"\n")
        desk.go("/load")
        page.set_input_files("#files", str(tmp_path / "申报表（补正）.pdf"))
        page.click("text=上传并装载")
        assert "1 家申报" in done()
        desk.go("/load")
        page.fill("#path", str(disc.parent))
        page.click("text=开始装载")
        assert "已完成" in done()
        desk.go("/")
        assert page.locator("#list tbody tr").count() == 1
        desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_no_code_is_on_any_screen(chromium, address, size):  # noqa: F811
    desk = Desk(chromium, address, "张三", size)
    page = desk.page
    for path in PAGES:
        desk.go(path)
        shown = page.evaluate("document.body.innerText")
        assert not CODES.findall(shown), path
        assert not CODES.findall(page.title())
    desk.submission(".docx")
    for tab in ("figures", "findings", "criteria", "unmatched", "log"):
        page.click(f'[data-tab="{tab}"]')
        assert not CODES.findall(page.evaluate("document.body.innerText")), tab
    desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_sorting_and_filters_stand_in_the_address_and_outlast_a_reload(chromium, address, size):  # noqa: F811
    desk = Desk(chromium, address, "张三", size)
    page = desk.page
    desk.go("/")
    page.click("#list th >> text=矛盾")
    page.select_option("#only", "errors")
    page.fill("#filter", "集群")
    first = page.locator("#list tbody tr:not([hidden])").first.text_content()
    desk.until("the address has them", lambda: "only=errors" in page.url)
    page.reload()
    assert page.input_value("#only") == "errors"
    assert page.input_value("#filter") == "集群"
    assert page.locator("#list tbody tr:not([hidden])").first.text_content() == first
    assert page.locator("#list th[aria-sort]").count() == 1
    assert page.evaluate(LAYOUT) == []
    desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_clauses_are_narrowed_down_by_their_verdict_and_stay_so_after_a_decision(chromium, address, size):  # noqa: F811
    desk = Desk(chromium, address, "张三", size)
    page = desk.page
    desk.submission(".pdf")
    page.click('[data-tab="criteria"]')
    every = page.locator(".criterion").count()
    assert page.text_content('#clauses [data-status=""]') == f"全部 {every}"
    assert int(page.text_content("#n-not-met")) == page.locator(".criterion.not_met").count() > 0
    page.click('#clauses [data-status="manual"]')
    open_ = page.locator(".criterion:visible").count()
    assert 0 < open_ == page.locator(".criterion.manual").count() < every
    desk.shoot()
    assert page.evaluate(LAYOUT) == []
    page.click(".criterion:visible [data-decide='met'] >> nth=0")
    page.fill("#decide-text", "材料齐全")
    desk.keys("Enter")
    desk.until("it is judged", lambda: page.locator(".criterion.manual").count() == open_ - 1)
    assert page.locator(".criterion:visible").count() == open_ - 1
    page.click('#clauses [data-status=""]')
    assert page.locator(".criterion:visible").count() == every
    desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_a_doubtful_value_shows_its_place_cut_out_of_the_page_and_the_reason(chromium, where, size):  # noqa: F811
    with open_store(where) as store:
        record = next(r for r in store.records() if r.files[0].format == "pdf")
        reason = Reason("low_confidence", "第二次读作 281.38")
        doubted = [
            replace(o, confidence=0.5, doubts=(reason,)) if o.key == "gross_output@2023" else o for o in record.values
        ]
        store.revise(replace(record, values=tuple(doubted)), "")
    with served(where) as url:
        desk = Desk(chromium, url, "张三", size)
        page = desk.page
        desk.submission(".pdf")
        desk.choose("gross_output@2022")
        assert page.locator("#detail .strip").count() == 0  # what is sure is looked at on its page
        desk.choose("gross_output@2023")
        page.wait_for_selector("#detail .strip .cut")
        size_of = "() => { const c = document.querySelector('.strip .cut'); return [c.offsetWidth, c.offsetHeight]; }"
        width, height = page.evaluate(size_of)
        assert 20 < height < 80
        assert 20 < width <= 620
        desk.until("it is drawn", lambda: page.evaluate("document.querySelector('.strip img').naturalWidth") > 1000)
        assert "请看：第二次读作 281.38" in page.text_content("#detail")
        desk.shoot()
        assert page.evaluate(LAYOUT) == []
        desk.keys("a")  # confirmed: nothing is doubtful any more
        desk.until("it is settled", lambda: page.locator("#detail .strip").count() == 0)
        desk.done()


SCROLLS = """() => [...document.querySelectorAll('main, main *')].filter((e) => {
  const s = getComputedStyle(e);
  return /auto|scroll/.test(s.overflowY) && e.scrollHeight > e.clientHeight + 1 && e.clientHeight > 0;
}).length + (document.documentElement.scrollHeight > innerHeight + 1 ? 1 : 0)"""


@pytest.mark.parametrize("size", SIZES)
def test_a_list_has_one_scroll_bar_and_a_part_opens_at_its_top(chromium, address, size):  # noqa: F811
    desk = Desk(chromium, address, "张三", size)
    page = desk.page
    for path in ("/", "/queue", "/files", "/log", "/outputs"):
        desk.go(path)
        assert page.evaluate(SCROLLS) <= 1, path
    desk.submission(".pdf")
    panels = page.locator(".panels")
    panels.evaluate("e => { e.scrollTop = 600; }")
    page.click('[data-tab="criteria"]')
    assert panels.evaluate("e => e.scrollTop") == 0
    page.click('[data-tab="figures"]')
    assert panels.evaluate("e => e.scrollTop") == 600
    desk.done()


@pytest.mark.parametrize("size", SIZES)
def test_whoever_tabs_reaches_everything_in_the_order_of_reading(chromium, address, size):  # noqa: F811
    desk = Desk(chromium, address, "张三", size)
    page = desk.page
    desk.go("/outputs")
    met = []
    for _ in range(40):
        desk.keys("Tab")
        at = page.evaluate(
            "() => { const e = document.activeElement; const r = e.getBoundingClientRect();"
            " return [e.tagName, r.width * r.height, Math.round(r.top / 60), e.matches(':focus-visible')]; }"
        )
        if at[0] == "BODY":
            break
        met.append(at)
    assert len(met) > 15
    assert all(area > 0 for _, area, _, _ in met)  # nothing hidden is in the way
    assert all(seen for *_, seen in met)
    rows = [row for _, _, row, _ in met]
    assert sum(b < a for a, b in pairwise(rows)) <= 2  # only from the foot of one card to the next
    desk.done()
