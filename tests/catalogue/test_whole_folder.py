"""Every file of a templates' folder is checked, and a mistake made on purpose is told with its line."""

import shutil

import pytest

from formextract.catalogue import check_file, default_folder, load_catalogue
from formextract.catalogue.checking import PATTERNS
from formextract.checks import kinds
from formextract.errors import TemplateError

SHIPPED = default_folder()
FILES = [p.relative_to(SHIPPED) for pattern in PATTERNS for p in sorted(SHIPPED.rglob(pattern))]
FORM = "sme-cluster/application@2024.yaml"
MISTAKES = [
    ("sme-cluster/programme.yaml", "title: 中", "titel: 中", "缺少“title”"),
    ("edits.yaml", "part: smes@year", "part: smess@year", "用到的指标“smess”不在指标目录中"),
    ("edits.yaml", "whole: enterprises@year", "whole: enterprises@yera", "不是指标引用"),
    (
        "edits.yaml",
        "part: cloud_smes, whole",
        "part: cloud_smes@year, whole",
        "“cloud_smes”不是按年填写的",
    ),
    ("edits.yaml", "part: smes@year", "part: smes@every", "只能写在 sum 的 parts 里"),
    ("edits.yaml", "rate: leading_output_growth_3y@span", "rate: gross_output@span", "不是三年合填一个数的"),
    ("edits.yaml", "innovation_platforms[level=*]", "innovation_platforms[level=county]", "没有 level=county 这一项"),
    ("edits.yaml", "id: srdi_within_smes", "id: smes_within_enterprises", "规则 smes_within_enterprises 写了两次（第"),
    ("edits.yaml", "kind: growth", "kind: grwth", "第"),
    ("sme-cluster/criteria.yaml", "uses: [", "uses: [nothing, ", "用到的指标“nothing”不在指标目录中"),
    ("prose.yaml", "indicator: gross_output", "indicator: gros_output", "指标目录里没有“gros_output”"),
    ("evidence.yaml", "count: [invention_patents]", "count: [invention_patent]", "指标目录里没有“invention_patent”"),
    ("evidence.yaml", "standards_led@year[level=*]", "standards_led@year[level=town]", "没有 level=town 这一项"),
    ("lexicon.yaml", "\nfiller:", "\nfiler:", "不认识“filer”"),
    ("tables.yaml", "\ntotals:", "\ntotal:", "不认识“total”"),
    ("tables.yaml", "[计量单位, 单位]", "[计量单位, 单位, 序号]", "“序号”写在两处"),
    (FORM, "县: region_county}", "县: region_conty}", "指标目录里没有“region_conty”"),
    (FORM, "县: region_county}", "镇: region_county}", "parts 不认识“镇”"),
    (FORM, ", 县: region_county}", "}", "parts 须写全 省、市、县"),
    (FORM, '"6", "7"]', '"6", "17"]', "本表没有第“17”部分"),
    (FORM, "  - chain_summary\n", "  - chain_sumary\n", "prose 里的“chain_sumary”应为 document"),
    (FORM, "years: [2021", "like: aplication@2025\nyears: [2021", "like 所指的“aplication@2025”不在同一项目的模板中"),
    (
        FORM,
        "years: [2021",
        "indicators:\n  smes: {label: 别的, type: text, section: x}\nyears: [2021",
        "指标目录里已有“smes”",
    ),
    (
        FORM,
        "years: [2021",
        "indicators:\n  own: {label: 集群名称, type: text, section: x}\nyears: [2021",
        "“集群名称”已是 cluster_name 的说法",
    ),
]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_what_is_shipped_is_sound(path):
    check_file(SHIPPED / path, kinds())


def test_a_programme_is_called_as_its_folder_says_else_by_its_forms_title(tmp_path):
    folder = tmp_path / "templates"
    shutil.copytree(SHIPPED, folder)
    assert load_catalogue(folder).title_of("hubei-innovative") == "湖北创新型产业集群"
    other = tmp_path / "other"
    shutil.copytree(SHIPPED, other)
    (other / "sme-cluster" / "programme.yaml").unlink()
    assert load_catalogue(other).title_of("sme-cluster") == "中小企业特色产业集群申报表"
    assert load_catalogue(other).title_of("unheard-of") == "unheard-of"


def test_every_kind_of_file_is_shipped():
    assert {p.name for p in FILES} >= {pattern for pattern in PATTERNS if "*" not in pattern}


@pytest.mark.parametrize(("name", "old", "new", "told"), MISTAKES, ids=[f"{m[0]}-{i}" for i, m in enumerate(MISTAKES)])
def test_a_mistake_names_file_line_and_mend(name, old, new, told, tmp_path):
    folder = tmp_path / "templates"
    shutil.copytree(SHIPPED, folder)
    path = folder / name
    text = path.read_text("utf-8")
    at = text.index(old)
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(TemplateError) as caught:
        check_file(path, kinds())
    said = str(caught.value)
    assert told in said
    line = int(said.split(" 第 ")[1].split(" 行", maxsplit=1)[0])
    # the line of the mistake, or of the entry that it stands in
    assert said.startswith(f"{path} 第 ")
    assert abs(line - (text[:at].count("\n") + 1)) <= 6


def test_an_edit_of_a_programme_may_name_its_templates_own_indicators(tmp_path):
    folder = tmp_path / "templates"
    folder.mkdir()
    for name in ("indicators.yaml", "lexicon.yaml"):
        shutil.copy(SHIPPED / name, folder)
    county = folder / "county"
    county.mkdir()
    (county / "brief@2025.yaml").write_text(
        "template: county/brief@2025\ntitle: 表\nrecognise: {titles: [表]}\n"
        "indicators:\n  tax: {label: 税, type: number, unit: 万元, period: year, section: drafted}\n"
        "fields:\n  - {indicator: tax, label: 税}\n",
        "utf-8",
    )
    edits = county / "edits.yaml"
    edits.write_text("edits:\n  - {id: x, kind: range, indicators: [tax], min: 0, clause: 税}\n", "utf-8")
    check_file(edits, kinds())
    edits.write_text("edits:\n  - {id: x, kind: range, indicators: [taxes], min: 0, clause: 税}\n", "utf-8")
    with pytest.raises(TemplateError, match="“taxes”不在指标目录中"):
        check_file(edits, kinds())
