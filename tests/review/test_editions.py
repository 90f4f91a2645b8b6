"""A new edition of a form that came with the program, from its blank form: what is different, published, both read."""

import sys
from pathlib import Path

import docx
import pytest
from test_browser import SIZES, Desk, chromium, served  # noqa: F401 - a fixture

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from formextract.catalogue import default_folder, load_catalogue
from formextract.catalogue.kept import forget_templates
from formextract.pipeline import extract
from samples import blank

pytestmark = pytest.mark.slow
OLD, NEW = "sme-cluster/application@2024", "sme-cluster/application@2025"
CHANGED = {
    "集群占地面积（平方公里）": "集群占地面积（亩）",
    "主导产业相关的国家级高新技术企业数量": "国家级高新技术企业数量",
    "主导产业相关的上市辅导期中小企业数量": "集群独角兽企业数量",
}
FILLED = Path(__file__).parents[2] / "samples" / "national.docx"


@pytest.fixture
def shipped(monkeypatch):
    """What is taken into use here is forgotten after the test."""
    monkeypatch.setenv("FORMEXTRACT_TEMPLATES_IN_USE", str(default_folder()))
    forget_templates()
    yield
    forget_templates()


def edited(path, to):
    """The form in its new edition: a caption in other words, one with another unit, one row in place of another."""
    made = docx.Document(str(path))
    for table in made.tables:
        for cell in (c for row in table.rows for c in row.cells):
            if cell.text.strip() in CHANGED:
                cell.text = CHANGED[cell.text.strip()]
    made.save(str(to))
    return to


def posted(client, path, **asked):
    with path.open("rb") as f:
        return client.post("/api/programmes", params={"programme": "集群", **asked}, files={"files": (path.name, f)})


@pytest.mark.usefixtures("shipped")
def test_the_next_edition_of_a_form_that_came_with_the_program(client, tmp_path):
    paper = edited(blank.write("plain", "docx", tmp_path), tmp_path / "空白表2025.docx")
    made = posted(client, paper, year=2025, like=OLD).json()
    told = {(d["kind"], d["label"]): d["told"] for d in made["differences"]}
    assert told == {
        ("added", "集群独角兽企业数量"): "新增",
        ("gone", "主导产业相关的上市辅导期中小企业数量"): "取消",
        ("changed", "集群占地面积（亩）"): "单位由“平方公里”改为“亩”",
        (
            "changed",
            "国家级高新技术企业数量",
        ): "名称由“主导产业相关的国家级高新技术企业数量”改为“国家级高新技术企业数量”",
    }
    assert made["kind"] == "application"
    refused = posted(client, paper, year=2024, like=OLD)
    assert (refused.status_code, "已经在用" in refused.json()["message"]) == (422, True)
    address = f"/api/programmes/{made['number']}"
    assert "template:" in client.get(f"{address}/files").text
    answer = client.post(f"{address}/publish", json={"by": "张三"})
    assert answer.status_code == 200, answer.json()
    catalogue = load_catalogue()
    assert {OLD, NEW} <= set(catalogue.templates)
    before, now = (catalogue.templates[n] for n in (OLD, NEW))
    assert {f.indicator for f in before.fields} - {f.indicator for f in now.fields} == {"pre_listing_smes"}
    assert now.layout == before.layout
    ((old,), (new,)) = (extract(p) for p in (FILLED, edited(FILLED, tmp_path / "新版.docx")))
    assert [r.template for r in (old, new)] == [OLD, NEW]
    area = {r.template: next(o for o in r.values if o.indicator == "land_area") for r in (old, new)}
    assert float(area[NEW].value) == pytest.approx(float(area[OLD].value) / 1500, rel=1e-6)  # the same figure, in 亩


def test_the_next_edition_on_the_page(chromium, tmp_path):  # noqa: F811 - the fixture
    paper = edited(blank.write("plain", "docx", tmp_path), tmp_path / "空白表2025.docx")
    with served(tmp_path / "库") as url:
        desk = Desk(chromium, url, "张三", SIZES[0])
        page = desk.page
        desk.go("/programmes")
        page.select_option("#begin [name=like]", OLD)
        assert page.input_value("#begin [name=programme]") == load_catalogue().title_of("sme-cluster")
        page.set_input_files("#begin [name=files]", str(paper))
        page.click("#begin button.main")
        page.wait_for_selector("#places tbody tr")
        told = page.text_content("#differences")
        for said in ("集群独角兽企业数量", "取消 主导产业相关的上市辅导期中小企业数量", "由“平方公里”改为“亩”"):
            assert said in told
        page.click("[data-tab=use]")
        page.click("#publish")
        desk.until("in use", lambda: "已投入使用" in page.text_content("#published"))
        desk.go("/programmes")
        used = page.request.get(f"{desk.base}/api/programmes").json()["in_use"]
        assert {OLD, NEW} <= {f["id"] for p in used for f in p["forms"]}
        desk.done()
