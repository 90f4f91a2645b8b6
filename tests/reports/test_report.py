"""The report of a store with planted mistakes: what is on its pages, and what is not."""

import re
from base64 import b64decode
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import cv2
import docx
import lxml.html
import numpy as np
import pytest
from planted_forms import HOSTILE

from formextract.errors import StoreError
from formextract.model import Finding
from formextract.reports import write_report
from formextract.reports.folder import writing
from formextract.reports.pages import asset
from formextract.reports.words import message_of
from formextract.store import open_store

NOW = datetime.fromisoformat("2026-11-22T10:00:00+08:00")


@pytest.fixture(scope="module")
def report(planted_store, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    done = write_report(planted_store, folder, now=NOW)
    assert (done.submissions, done.index) == (3, folder / "index.html")
    return folder


def pages(report: Path) -> dict[str, str]:
    return {p.name: p.read_text(encoding="utf-8") for p in [report / "index.html", *report.glob("submissions/*.html")]}


def page_of(report: Path, name: str):
    [path] = report.glob(f"submissions/*{name}*.html")
    return lxml.html.fromstring(path.read_text(encoding="utf-8"))


def texts(node, path: str) -> list[str]:
    return [" ".join(n.text_content().split()) for n in node.xpath(path)]


def test_the_index_counts_what_the_records_hold(report: Path, planted_store) -> None:
    tree = lxml.html.fromstring((report / "index.html").read_text(encoding="utf-8"))
    rows = {
        r.xpath("string(td[1])"): [c.get("data-value") for c in r.xpath("td")]
        for r in tree.xpath("//tbody/tr[@data-error]")
    }
    assert len(rows) == 3
    for record in planted_store.records():
        cells = rows[record.cluster]
        assert [int(n) for n in cells[2:5]] == [
            sum(f.severity == s for f in record.findings) for s in ("error", "warning", "info")
        ]
        assert [int(n) for n in cells[6:10]] == [
            sum(c.status == s for c in record.criteria) for s in ("met", "not_met", "unknown", "manual")
        ]
    errors = [r.get("data-error") for r in tree.xpath("//tbody/tr[@data-error]")]
    assert errors == sorted(errors, reverse=True)
    assert int(errors[0]) > 0
    for link in tree.xpath("//tbody//td[1]/a/@href"):
        assert (report / link).is_file()


def test_a_finding_shows_figures_sum_suspect_suggestion_and_cells(report: Path) -> None:
    [article, *_] = page_of(report, "潇岗市").xpath("//article[contains(@class, 'error')]")
    assert "2022 年集群外商直接投资额" in article.xpath("string(.//p[@class='message'])")
    assert "(6516.40 ÷ 4763.38 − 1) × 100 = 36.8%" in texts(article, ".//p[@class='working']")[0]
    assert texts(article, ".//tr[@class='suspect']/td[3]") == ["6516.40 万元"]
    assert "应为 6156.40 万元" in article.xpath("string(.//span[@class='suggestion'])")
    marked = texts(article, ".//table[@class='excerpt']//td[contains(@class, 'marked suspect')]")
    assert marked == ["16516.40"]
    assert article.xpath("string(.//p[@class='clause'])").startswith("依据申报表")


def test_a_file_that_cannot_be_read_is_named_with_its_reason(report: Path) -> None:
    row = [t for t in texts(page_of(report, "潇岗市"), "//section[@id='files']//tr") if "证书.pdf" in t]
    assert len(row) == 1
    assert "读不了：PDF 文件已损坏，打不开" in row[0]


def test_pages_are_escaped_and_bring_everything_with_them(report: Path) -> None:
    seen = 0
    for name, text in pages(report).items():
        tree = lxml.html.fromstring(text)
        scripts = tree.xpath("//script")
        assert len(scripts) == (name == "index.html")
        assert all(not s.attrib and "alert(1)" not in s.text for s in scripts)
        assert not tree.xpath("//@onerror | //@onload | //@onclick | //link | //iframe | //@style")
        for url in tree.xpath("//@src | //@href"):
            assert re.match(
                r"#\w+$|submissions/|notices/|\.\./notices/|findings\.xlsx$|\.\./index\.html$|data:image/(png|jpeg);base64,",
                url,
            ), url
        assert "49" not in re.findall(r"&amp;(\d+)产业集群", text)
        seen += HOSTILE in tree.text_content()
        [policy] = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'; img-src data:;")
        assert "unsafe" not in policy
    assert seen == 2  # the index and its own page


def test_the_allowed_digests_are_those_of_what_stands_in_the_page(report: Path) -> None:
    from base64 import b64encode
    from hashlib import sha256

    text = (report / "index.html").read_text(encoding="utf-8")
    for tag in ("style", "script"):
        [inner] = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = b64encode(sha256(inner.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in lxml.html.fromstring(text).xpath(
            "string(//meta[@http-equiv]/@content)"
        )


def test_crops_of_a_pdf_have_ink_in_their_boxes(planted_store, tmp_path: Path) -> None:
    """A record of a PDF whose figure was altered after reading is told with the picture of the very cell."""
    from dataclasses import replace
    from decimal import Decimal

    from formextract.pipeline import checked
    from formextract.reports.cases import Case
    from formextract.reports.sightings import Looker, PictureSighting
    from formextract.reports.views import case_view

    [record] = [r for r in planted_store.records() if r.files[0].format == "pdf"]
    values = tuple(replace(o, value=o.value * Decimal("1.4")) if o.key == "fdi@2022" else o for o in record.values)
    record = checked(replace(record, values=values))
    with Looker(planted_store.original) as looker:
        view = case_view(Case(record, (), None), looker)
    found = [f for f in view.findings if f.finding.suspect == "fdi@2022"]
    assert found
    [sighting, *_] = found[0].sightings
    assert isinstance(sighting, PictureSighting)
    assert {b.number for b in sighting.boxes} == {g.number for g in found[0].figures}
    pixels = cv2.imdecode(
        np.frombuffer(b64decode(sighting.picture.url.partition(",")[2]), np.uint8), cv2.IMREAD_GRAYSCALE
    )
    for b in sighting.boxes:
        part = pixels[round(b.y) : round(b.y + b.height), round(b.x) : round(b.x + b.width)]
        assert 0.02 < (part < 128).mean() < 0.5
    assert sum(b.suspect for b in sighting.boxes) == 1


def test_a_second_report_takes_away_pages_of_submissions_that_are_no_more(planted_store, tmp_path: Path) -> None:
    write_report(planted_store, tmp_path, now=NOW)
    old = tmp_path / "submissions" / "旧的.html"
    old.write_text("x", encoding="utf-8")
    write_report(planted_store, tmp_path, now=NOW)
    assert not old.exists()
    assert len(list(tmp_path.glob("submissions/*.html"))) == 3


def test_files_that_were_replaced_are_named_by_their_last_folders() -> None:
    """What grouping says names files; an applicant's own text in quotation marks stays as it is."""
    said = "“/srv/discs/2026/补正/甲/申报表.pdf”替代了“D:\\光盘\\盘\\甲\\申报表.docx”"
    grouping = Finding("grouping.replaced", "layout", "info", said, (), origin="grouping")
    assert message_of(grouping) == "“2026/补正/甲/申报表.pdf”替代了“光盘/盘/甲/申报表.docx”"
    assert message_of(replace(grouping, origin="form")) == said
    assert "message }}" not in asset("submission.html")


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    with open_store(tmp_path / "store") as store:
        assert write_report(store, tmp_path / "out", now=NOW).submissions == 0
    assert "请先用 formextract load" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_is_told(planted_store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="写不了"):
        write_report(planted_store, tmp_path / "file", now=NOW)


def test_the_program_s_own_missing_file_is_not_the_folder_s_fault(tmp_path: Path) -> None:
    gone = Path(docx.__file__).parent / "parts" / ".." / "templates" / "gone.xml"
    with pytest.raises(StoreError, match=r"程序自己的文件 .*gone\.xml 读不了：没有这个文件"), writing(tmp_path):
        gone.read_bytes()
    with pytest.raises(StoreError, match=f"写不了 {re.escape(str(tmp_path))}：没有这个文件"), writing(tmp_path):
        (tmp_path / "gone.xml").read_bytes()


def test_a_place_that_cannot_be_shown_is_told_with_its_reason(planted_store) -> None:
    from formextract.model import FileRef, Source
    from formextract.reports.sightings import Looker, NoSighting, Spot

    [record] = [r for r in planted_store.records() if r.cluster == "湖北省潇岗市汽车座椅产业集群"]
    word = record.files[0]
    scanned = FileRef("乙/扫描件.docx", "1" * 64, "docx", "application", 4)
    gone = FileRef("甲/没有.pdf", "0" * 64, "pdf", "application", 1)
    spots = [
        Spot(word, Source(0, None, None, None, "docx"), 1, suspect=False),  # a line outside tables
        Spot(word, Source(0, None, None, "T99R1C1", "docx"), 2, suspect=False),
        Spot(scanned, Source(0, 2, (10, 10, 50, 50), None, "scan"), 3, suspect=False),
        Spot(gone, Source(1, 1, (0, 0, 10, 10), None, "pdf-text"), 4, suspect=False),
    ]
    with Looker(planted_store.original) as looker:
        found = looker.look(spots)
    assert all(isinstance(s, NoSighting) for s in found)
    assert [(s.file, s.place, s.why) for s in found] == [
        ("申报表.docx", "", "不在表格里，请打开原件查看"),
        ("申报表.docx", "第 99 个表第 1 行第 1 格", "不在表格里，请打开原件查看"),
        ("扫描件.docx", "第 2 页", "读自文件里的图片，请打开原件查看"),
        ("没有.pdf", "", "库中没有这份原件"),
    ]
