"""The calendar of reports on the page: who owes what by when, as things stand on a day."""

import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from test_browser import SIZES, Desk, chromium, served  # noqa: F401 - the fixture is asked for by name

from formextract.loading import Limits, load
from formextract.review.app import create_app
from formextract.review.site import Settings
from formextract.store import open_store

SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = (
    "hubei-characteristic-review.xlsx",
    "hubei-innovative-evaluation.docx",
    "hunan-advanced-manufacturing-annual.docx",
)
DAY = "2026-05-10"
HOST, TOKEN = "127.0.0.1:8765", "a-token-of-a-calendar"


@pytest.fixture(scope="module")
def recognised(tmp_path_factory):
    """A store with reports and a review of clusters that are recognised."""
    folder = tmp_path_factory.mktemp("reports")
    for name in NAMES:
        shutil.copy(SAMPLES / name, folder)
    where = tmp_path_factory.mktemp("recognised") / "库"
    with open_store(where) as store:
        load([folder], store, limits=Limits(workers=1))
    return where


def shown(where, address):
    with open_store(where) as store:
        app = create_app(store, Settings(TOKEN, (HOST,)))
        with TestClient(app, base_url=f"http://{HOST}") as client:
            client.get(f"/?token={TOKEN}")
            return client.get(address)


def test_the_page_says_who_owes_what_by_when(recognised):
    page = shown(recognised, f"/calendar?day={DAY}").text
    for told in ("2026 年 5 月 10 日", "2027-01-31", "上一年度发展情况报告", "管理办法第十三条", "以通知为准"):
        assert told in page
    assert "未见，已过期限" in page


def test_a_store_without_recognised_clusters_owes_nothing(tmp_path):
    with open_store(tmp_path / "库"):
        pass
    assert "没有已认定的" in shown(tmp_path / "库", "/calendar").text


def test_a_day_that_is_none_is_refused(recognised):
    assert shown(recognised, "/calendar?day=昨天").status_code == 422


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_the_list_leads_to_the_calendar_in_a_browser(chromium, recognised, size):  # noqa: F811
    with served(recognised) as url:
        desk = Desk(chromium, url, "李审核", size)
        desk.page.click("text=报送日程")
        desk.page.wait_for_selector("#list tbody tr")
        desk.page.goto(f"{desk.base}/calendar?day={DAY}")
        desk.page.fill("#filter", "半年度")
        rows = desk.page.locator("#list tbody tr:visible")
        assert rows.count() >= 1
        assert all("半年度" in text for text in rows.all_inner_texts())
        assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert desk.complaints == []
