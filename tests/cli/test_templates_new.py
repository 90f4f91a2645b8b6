"""`templates new` and `templates test`: from a blank form that nobody has seen to records."""

import shutil
import subprocess
import sys
from pathlib import Path

import docx
import pytest
import yaml

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from formextract.catalogue.catalogue import default_folder
from patience import HANG_SECONDS
from samples import blank

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
TUTORIAL = SAMPLES / "tutorial"
pytestmark = pytest.mark.slow
ID = "county-brief/half-year@2025"


@pytest.fixture
def call(tmp_path):
    """Runs the program as it is, without the fakes of the other command tests: status, output, errors."""

    def run(*args):
        command = [sys.executable, "-m", "formextract", *args]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=HANG_SECONDS, check=False)
        return done.returncode, done.stdout, done.stderr

    return run


def test_new_prints_a_template_and_says_what_it_found(call):
    status, out, err = call("templates", "new", str(TUTORIAL / "blank.docx"), "--id", ID)
    assert status == 0
    assert "共找到 9 个填写处，其中 8 个认出了指标，1 个是新指标，请核对" in err
    made = yaml.safe_load(out)
    assert (made["template"], made["title"], made["years"]) == (ID, "产业集群半年运行情况表", [2024, 2025])
    assert [f["indicator"] for f in made["fields"]] == [
        "application_date",
        "cluster_name",
        "operator",
        "provincial_cluster",
        "gross_output",
        "enterprises",
        "smes",
        "cluster_paid_tax",
        "green_summary",
    ]
    assert made["indicators"]["cluster_paid_tax"]["unit"] == "万元"
    assert "kind: subset, part: smes@year, whole: enterprises@year" in out
    assert "kind: length, indicators: [green_summary], max: 200" in out


def test_new_says_what_the_next_edition_asks_differently(call, tmp_path):
    """Of a form that came with the program: what stays is read as before, what is new comes as drafted."""
    paper = blank.write("plain", "docx", tmp_path)
    made = docx.Document(str(paper))
    told = {"集群占地面积（平方公里）": "集群占地面积（亩）", "主导产业相关的上市中小企业数量": "集群独角兽企业数量"}
    for cell in (c for t in made.tables for row in t.rows for c in row.cells):
        if cell.text.strip() in told:
            cell.text = told[cell.text.strip()]
    made.save(str(paper))
    new = "sme-cluster/application@2025"
    asked = ("templates", "new", str(paper), "--like", "sme-cluster/application@2024")
    status, out, err = call(*asked, "--id", new)
    assert status == 0
    assert err.splitlines()[-3:] == [
        "新增　集群独角兽企业数量",
        "改动　集群占地面积（亩）：单位由“平方公里”改为“亩”",
        "取消　主导产业相关的上市中小企业数量",
    ]
    edition = yaml.safe_load(out)
    assert edition["template"] == new
    assert "listed_smes" not in {f["indicator"] for f in edition["fields"]}
    assert {f["label"]: f["indicator"] for f in edition["fields"]}["集群占地面积（亩）"] == "land_area"
    status, _, err = call(*asked, "--id", "sme-cluster/application@2024")
    assert (status, "@年份" in err) == (2, True)


def test_new_does_not_write_over_a_file(call, tmp_path):
    there = tmp_path / "mine.yaml"
    there.write_text("mine", encoding="utf-8")
    status, _, err = call("templates", "new", str(TUTORIAL / "blank.docx"), "-o", str(there))
    assert status == 2
    assert "不会覆盖" in err
    assert there.read_text("utf-8") == "mine"


def test_new_refuses_an_id_that_no_template_can_have(call):
    status, out, err = call("templates", "new", str(TUTORIAL / "blank.docx"), "--id", "我的表")
    assert (status, out) == (2, "")
    assert "应为 项目/表@年份" in err


def test_new_takes_the_form_of_a_file_that_is_asked_for(call, tmp_path):
    import docx

    made = docx.Document()
    for annex, title, rows in (("附件1", "甲申报表", 1), ("附件2", "乙申报表", 3)):
        made.add_paragraph(annex)
        made.add_paragraph(title)
        table = made.add_table(rows=rows, cols=2)
        for r in range(rows):
            table.cell(r, 0).text = f"第{'一二三'[r]}类情况说明"
    made.save(str(tmp_path / "several.docx"))
    status, out, err = call("templates", "new", "several.docx")
    assert (status, yaml.safe_load(out)["title"]) == (0, "乙申报表")
    assert "文件里有 2 份表：1 甲申报表（1 处）；2 乙申报表（3 处）" in err
    status, out, _ = call("templates", "new", "several.docx", "--form", "1")
    assert (status, yaml.safe_load(out)["title"]) == (0, "甲申报表")
    status, out, err = call("templates", "new", "several.docx", "--form", "3")
    assert (status, out) == (2, "")
    assert "没有第 3 份" in err


def test_new_of_a_file_without_a_place_to_fill_in_says_so(call, tmp_path):
    import docx

    made = docx.Document()
    made.add_paragraph("关于召开会议的通知")
    made.save(str(tmp_path / "letter.docx"))
    status, out, err = call("templates", "new", "letter.docx")
    assert (status, out) == (1, "")
    assert "没有找到填写处" in err


def test_test_says_label_by_label_what_was_found(call, tmp_path):
    path = tmp_path / "county-brief" / "half-year@2025.yaml"
    call("templates", "new", str(TUTORIAL / "blank.docx"), "--id", ID, "-o", str(path))
    status, out, err = call("templates", "test", str(path), *(str(TUTORIAL / f"filled-{i}.docx") for i in (1, 2)))
    assert (status, err) == (0, "")
    assert "找到　　集群总产值（亿元）（gross_output）：2024: 45.20亿元 T2R2C2；2025: 23.8000亿元 T2R2C3" in out
    assert "表上没有 2023 这一栏" in out
    assert "找到　　集群入库税收（万元）（cluster_paid_tax）：2024: 830万元" in out
    assert "填无　　集群运营管理机构（operator）：（填“无”）" in out
    assert "空着　　集群绿色低碳相关工作情况（200字以内）（green_summary）" in out
    assert "合计：9 个标签；找到 9" in out


def test_test_says_why_something_is_not_found(call, tmp_path):
    """A label that the form words otherwise, and one that it lacks, each with what may be done."""
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in ("indicators.yaml", "lexicon.yaml", "words.txt"):
        shutil.copy(default_folder() / name, folder)
    path = folder / "county-brief" / "half-year@2025.yaml"
    path.parent.mkdir()
    path.write_text(
        f"""template: {ID}
title: 产业集群半年运行情况表
recognise: {{titles: [产业集群半年运行情况表], least_labels: 2}}
fields:
  - {{indicator: cluster_name, label: 集群名称}}
  - {{indicator: gross_output, label: 集群总产值（亿元）}}
  - {{indicator: champions, label: 单项冠军企业数量}}
  - {{indicator: tax_yield, label: 集群入库各项税收}}
indicators:
  tax_yield: {{label: 集群入库各项税收, type: number, unit: 万元, period: year, section: "2"}}
""",
        "utf-8",
    )
    status, out, _ = call("templates", "test", str(path), str(TUTORIAL / "filled-1.docx"))
    assert status == 0
    lines = out.splitlines()
    at = next(i for i, line in enumerate(lines) if "没找到　集群入库各项税收" in line)
    assert "表上最像的标签是“集群入库税收（万元）”，若是同一项，请把它写进该指标的 synonyms" in lines[at + 1]
    at = next(i for i, line in enumerate(lines) if "没找到　单项冠军企业数量" in line)
    assert "也没有相近的" in lines[at + 1]
    at = next(i for i, line in enumerate(lines) if "未认领　集群入库税收（万元）：830" in line)
    assert "请在模板的 indicators 里新写一个" in lines[at + 1]
    at = next(i for i, line in enumerate(lines) if "未认领　集群企业总数（家）：118" in line)
    assert "像是 enterprises（集群企业数量，" in lines[at + 1]


def test_test_of_another_form_says_why_not(call):
    status, out, _ = call("templates", "test", "sme-cluster/application@2024", str(TUTORIAL / "filled-1.docx"))
    assert status == 1
    assert "没有认作这种表" in out
    assert "写法完全相同的标签找到 7 个，至少要 8 个；没找到的如 “所属地区”" in out


def made(path, title, unit):
    paper = docx.Document()
    paper.add_paragraph(title)
    rows = ["申请单位名称", f"巡护队员合计（{unit}）", "巡护里程（公里）"]
    sheet = paper.add_table(len(rows), 2, style="Table Grid")
    for row, said in zip(sheet.rows, rows, strict=True):
        row.cells[0].text = said
    paper.save(path)
    return str(path)


def test_two_programmes_drafted_beside_each_other_do_not_share_an_id_of_two_meanings(call, tmp_path):
    mine, other = tmp_path / "mine", tmp_path / "other"
    (mine / "forest-patrol").mkdir(parents=True)
    (other / "river-patrol").mkdir(parents=True)
    woods = made(tmp_path / "woods.docx", "护林巡护情况申报表", "人")
    rivers = made(tmp_path / "rivers.docx", "护河巡护情况申报表", "万人次")
    first, second = mine / "forest-patrol" / "application@2025.yaml", other / "river-patrol" / "application@2025.yaml"
    assert call("templates", "new", woods, "--id", "forest-patrol/application@2025", "-o", str(first))[0] == 0
    beside = ("--templates", str(mine))
    told = call("templates", "new", rivers, "--id", "river-patrol/application@2025", "-o", str(second), *beside)
    assert told[0] == 0, told
    one, two = (yaml.safe_load(path.read_text("utf-8"))["indicators"] for path in (first, second))
    assert all(one[name] == two[name] for name in set(one) & set(two))
    _, out, err = call("extract", woods, "--templates", str(mine), "--templates", str(other))
    assert "写法不同" not in out + err, err
