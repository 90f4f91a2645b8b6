"""Screens call those who apply as the templates do: clusters, companies, or several kinds together."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from formextract import wording
from formextract.catalogue import load_catalogue
from formextract.model.template import WhoApplies
from formextract.review import words

PAGES = ("/", "/queue", "/log", "/outputs", "/files", "/table")
COMPANY = WhoApplies(kind="company", name="operator")


@pytest.fixture
def companies(monkeypatch):
    """The programme's forms as if companies applied with them."""
    templates = load_catalogue().templates
    for name, template in list(templates.items()):
        monkeypatch.setitem(templates, name, template.model_copy(update={"applicant": COMPANY}))


@pytest.mark.parametrize(
    ("kinds", "word"),
    [((), "集群"), (("cluster",), "集群"), (("company", "company"), "企业"), (("person", "company"), "申报单位")],
)
def test_one_word_for_all_who_apply(kinds, word):
    assert wording.applicants_called(kinds) == word


def test_templates_say_who_and_those_that_have_gone_say_nothing():
    catalogue = load_catalogue()
    own = next(iter(catalogue.templates))
    assert catalogue.applicants_called([own, "gone/form@2001"]) == "集群"


def test_values_of_one_caption_are_called_apart(client, store, ids):
    record = store.record(ids["pdf"])
    names = words.names_of(record.values, load_catalogue().indicators)
    regions = [names[f"region_{part}"] for part in ("province", "city", "county")]
    assert regions == ["所属地区（省）", "所属地区（市）", "所属地区（县）"]
    assert names["gross_output@2023"] == "2023 年集群总产值"
    shown = [name for key, name in names.items() if "[" not in key]
    assert len(set(shown)) == len(shown)


def heads(client):
    """The first row of every sheet that the page gives."""
    kind = client.get("/api/submissions").json()[0]
    table = client.get("/api/table.xlsx", params={"program": kind["program"], "form": kind["form"]}).content
    books = [table, client.get("/api/findings.xlsx").content]
    return [[c.value for c in sheet[1]] for book in books for sheet in load_workbook(BytesIO(book))]


def exported_heads(client):
    """What stands over the names in each shape of the export."""
    books = [client.get("/api/export", params={"kind": "xlsx", "shape": s}).content for s in ("wide", "long")]
    sheets = [load_workbook(BytesIO(book)).active for book in books]
    return [{b.value: a.value for a, b in zip(s[1], s[2], strict=True)}["cluster"] for s in sheets]


def test_pages_and_workbooks_speak_of_companies_where_companies_apply(client, companies):
    for page in PAGES:
        assert "集群</th>" not in client.get(page).text, page
        assert "按集群" not in client.get(page).text, page
    assert '<span id="move-called">企业名称</span>' in client.get("/files").text
    assert all("企业" in row and "集群" not in row for row in heads(client))
    assert exported_heads(client) == ["企业名称", "企业名称"]


def test_pages_and_workbooks_speak_of_clusters_where_clusters_apply(client):
    assert "按集群名称、文件名查找" in client.get("/").text
    assert '<span id="move-called">集群名称</span>' in client.get("/files").text
    assert all("集群" in row for row in heads(client))
    assert exported_heads(client) == ["集群名称", "集群名称"]
