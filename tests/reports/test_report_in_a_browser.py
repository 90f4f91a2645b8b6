"""The pages in a real browser: sorted and filtered, nothing run that stands in a form, nothing cut off, A4 on paper."""

import shutil
from pathlib import Path

import pymupdf
import pytest
from test_report import NOW

from formextract.reports import write_report

CHROMIUM = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="NO PLAYWRIGHT: pip install playwright")
    if CHROMIUM is None:
        pytest.skip("NO CHROMIUM: apt-get install chromium")
    with playwright.sync_playwright() as p:
        started = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def folder(planted_store, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("browsed")
    write_report(planted_store, out, now=NOW)
    return out


@pytest.fixture
def opened(browser, folder):
    """Opens a page of the report; what it asks of others, what it complains of and what it pops up must be nothing."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    trouble = []
    page.on("request", lambda r: None if r.url.startswith(("file://", "data:")) else trouble.append(r.url))
    page.on("console", lambda m: trouble.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: trouble.append(str(e)))
    page.on("dialog", lambda d: (trouble.append(d.message), d.dismiss()))

    def go(path: Path):
        page.goto(path.as_uri())
        return page

    yield go
    context.close()
    assert trouble == []


def names(page) -> list[str]:
    return [r.text_content() for r in page.locator("tbody tr:visible td:first-child a:first-child").all()]


def test_the_index_is_sorted_by_clicks_and_filtered(opened, folder: Path) -> None:
    page = opened(folder / "index.html")
    as_made = names(page)
    assert len(as_made) == 3
    page.get_by_text("集群", exact=True).click()
    by_name = names(page)
    page.get_by_text("集群", exact=True).click()
    assert names(page) == by_name[::-1]
    assert page.locator("th[aria-sort]").count() == 1
    for heading, column in (("矛盾", 2), ("疑点", 3), ("符合", 6), ("需人工判断", 9), ("文件", 11)):
        page.locator("thead th", has_text=heading).filter(has_not_text="不").last.click()
        values = [
            int(c.get_attribute("data-value"))
            for c in page.locator(f"#submissions tbody td:nth-child({column + 1})").all()
        ]
        assert values == sorted(values, reverse=True), heading
    page.locator("#search").fill("alert(1)")
    assert len(names(page)) == 1
    page.locator("#search").fill("")
    page.locator("#only-failed").check()
    assert len(names(page)) == 1
    assert "1 / 3" in page.locator("#shown").text_content()


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_nothing_is_wider_than_the_window(opened, folder: Path, size) -> None:
    for path in [folder / "index.html", *folder.glob("submissions/*.html")]:
        page = opened(path)
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for details in page.locator("details").all():
            details.evaluate("d => d.open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], path.name


def test_links_lead_from_the_index_to_a_page_and_back(opened, folder: Path) -> None:
    page = opened(folder / "index.html")
    page.locator("tbody td:first-child a").first.click()
    assert page.locator("article.finding").count() > 0
    page.get_by_text("全部申报").click()
    assert page.locator("#submissions").count() == 1


def test_pages_are_printed_on_a4(opened, folder: Path, tmp_path: Path) -> None:
    for path in [folder / "index.html", *folder.glob("submissions/*.html")]:
        page = opened(path)
        page.pdf(path=str(tmp_path / "a.pdf"), prefer_css_page_size=True, print_background=True)
        with pymupdf.open(tmp_path / "a.pdf") as pdf:
            assert [round(x) for x in pdf[0].rect] == [0, 0, 595, 842]
            text = "".join(p.get_text() for p in pdf)
            assert "按集群名称查找" not in text  # the controls stay on the screen
            assert all(p.get_text().strip() or p.get_images() or p.get_drawings() for p in pdf)
