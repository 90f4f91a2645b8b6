"""The templates' folder: what is shipped is sound, and every kind of mistake in a template is refused."""

import shutil
from pathlib import Path

import pytest
import yaml

from formextract.catalogue import check_file, default_folder, load_catalogue, load_template
from formextract.catalogue.kept import forget_templates
from formextract.checks import kinds
from formextract.errors import TemplateError

SHIPPED = default_folder()
TEMPLATES = sorted(SHIPPED.glob("*/*@*.yaml"))


def test_the_shipped_catalogue_loads_whole():
    catalogue = load_catalogue()
    assert sorted(catalogue.templates) == sorted(f"{p.parent.name}/{p.stem}" for p in TEMPLATES)
    assert {"sme-cluster/application@2024", "sme-cluster/summary@2024"} <= set(catalogue.templates)
    assert len(catalogue.indicators) >= 90
    assert catalogue.lexicon.qualifiers
    assert catalogue.lexicon.words


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_each_shipped_template_is_sound(path):
    check_file(path, kinds())
    template = load_template(path, load_catalogue().indicators)
    assert template.path == path
    assert set(template.indicators()) <= set(load_catalogue().indicators)
    keys = [f.key for f in template.fields]
    assert len(keys) == len(set(keys))
    assert template.title in template.recognise.titles or any(t in template.title for t in template.recognise.titles)


def test_the_shipped_indicators_and_lexicon_are_sound():
    for name in ("indicators.yaml", "lexicon.yaml"):
        check_file(SHIPPED / name, kinds())


def test_the_form_asks_for_every_indicator_of_its_parts():
    """Each indicator of sections 0 to 8 is on the application form, each of the summary on the summary sheet."""
    catalogue = load_catalogue()
    for form, sections in (("application", set("0123456789")), ("summary", {"summary"})):
        asked = set(catalogue.templates[f"sme-cluster/{form}@2024"].indicators())
        wanted = {name for name, i in catalogue.indicators.items() if i.section in sections}
        assert wanted - asked == set()


def test_options_of_a_multiple_choice_are_as_many_as_its_type_says():
    catalogue = load_catalogue()
    for template in catalogue.templates.values():
        for field in template.fields:
            kind, _, number = catalogue.indicators[field.indicator].type.partition(":")
            if kind == "multichoice":
                assert (field.indicator, len(field.options)) == (field.indicator, int(number))


SMALL = """\
template: demo/form@2024
title: 某表
recognise:
  titles: [某表]
sections:
  - {id: "1", heading: 一、基本情况}
fields:
  - {indicator: cluster_name, label: 集群名称, section: "1"}
  - {indicator: gross_output, label: 集群总产值, section: "1"}
  - indicator: industry_sector
    label: 主导产业所属产业类型
    options: {第一产业: primary, 第二产业: secondary, 第三产业: tertiary}
  - {indicator: innovation_platforms, names: innovation_platforms_names, shape: blanks, dims: {level: national}}
"""


@pytest.fixture
def folder(tmp_path):
    """A templates' folder with one small form."""
    (tmp_path / "demo").mkdir()
    for name in ("indicators.yaml", "lexicon.yaml", "words.txt"):
        shutil.copy(SHIPPED / name, tmp_path / name)
    (tmp_path / "demo" / "form@2024.yaml").write_text(SMALL, encoding="utf-8")
    return tmp_path


def test_a_template_of_ones_own_loads(folder):
    template = load_catalogue(folder).templates["demo/form@2024"]
    assert (template.program, template.form, template.title) == ("demo", "form", "某表")
    assert template.indicators() == (
        "cluster_name",
        "gross_output",
        "industry_sector",
        "innovation_platforms",
        "innovation_platforms_names",
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "mend"),
    [
        ("label: 集群名称", "lable: 集群名称", 8, "不认识“fields.0.lable”"),
        ("title: 某表\n", "", 1, "缺少“title”"),
        ("indicator: gross_output,", "indicator: gros_output,", 9, "指标目录里没有“gros_output”"),
        ("names: innovation_platforms_names", "names: platform_names", 13, "指标目录里没有“platform_names”"),
        ("label: 集群总产值,", "label: 集群总产值, after: nothing,", 9, "after 所指的“nothing”不在本表中"),
        ("level: national", "level: galactic", 13, "“innovation_platforms”没有 level=galactic 这一项"),
        ("level: national", "stage: national", 13, "“innovation_platforms”没有 stage=national 这一项"),
        ("label: 集群名称,", "label: 集群名称, shape: round,", 8, "“shape”的值应为下列之一"),
        (
            "    options: {第一产业: primary, 第二产业: secondary, 第三产业: tertiary}\n",
            "",
            10,
            "“industry_sector”是勾选项，须写 options",
        ),
        (
            "第一产业: primary",
            "第一产业: first",
            12,
            "选项“第一产业”的取值“first”应为 primary、secondary、tertiary 之一",
        ),
        ('label: 集群名称, section: "1"', 'label: 集群名称, section: "7"', 8, "本表没有第“7”部分"),
        ('label: 集群名称, section: "1"', "label: 集群名称, section: 1", 8, "“fields.0.section”应为文字"),
        ("title: 某表", "title: 某表\ntitle: 另一表", 3, "“title”写了两次（第 2 行已有）"),
        ("label: 集群名称,", "label: 集群名称, label: 名称,", 8, "“label”写了两次"),
        ("  titles: [某表]", "  titles: 某表", 4, "应为列表"),
        ("fields:\n", "fields\n", 8, "YAML 写法有误"),
        ("template: demo/form@2024", "template: demo/other@2024", 1, "与文件位置不符，应为“demo/form@2024”"),
        pytest.param(
            "template: demo/form@2024",
            "template: form",
            1,
            "template",
        ),
    ],
)
def test_a_mistake_is_refused_with_file_line_and_mend(folder, old, new, line, mend):
    path = folder / "demo" / "form@2024.yaml"
    assert SMALL.count(old) == 1
    path.write_text(SMALL.replace(old, new), encoding="utf-8")
    for load in (lambda: load_catalogue(folder), lambda: check_file(path, kinds())):
        forget_templates()
        with pytest.raises(TemplateError) as refusal:
            load()
        assert str(refusal.value).startswith(f"{path} 第 {line} 行：")
        assert mend in str(refusal.value)


def test_a_field_written_twice_is_refused(folder):
    path = folder / "demo" / "form@2024.yaml"
    path.write_text(SMALL + '  - {indicator: gross_output, label: 产值, section: "1"}\n', encoding="utf-8")
    with pytest.raises(TemplateError, match="14 行"):
        check_file(path, kinds())


def test_a_template_that_is_not_utf_8_is_refused(folder):
    path = folder / "demo" / "form@2024.yaml"
    path.write_bytes(SMALL.encode("gb18030"))
    with pytest.raises(TemplateError, match="UTF-8") as refusal:
        check_file(path, kinds())
    assert str(path) in str(refusal.value)


@pytest.mark.parametrize(
    ("change", "mend"),
    [
        (lambda i: i["cluster_name"].update(type="strnig"), "type 不认识“strnig”"),
        (lambda i: i["gross_output"].pop("unit"), "数字指标须写 unit"),
        (lambda i: i["industry_sector"].update(type="choice"), "缺少选项"),
        (lambda i: i["gross_output"].update(plausable=[1, 2]), "不认识“indicators.gross_output.plausable”"),
        (lambda i: i["gross_output"].update(synonyms=["集群名称"]), "一个说法只能归一个指标"),
        (lambda i: i["gross_output"].update(synonyms=["甲产值", "甲产值"]), "写了两次"),
        (lambda i: i["gross_output"].update(period="month"), "下列之一"),
    ],
)
def test_a_mistake_in_the_indicators_is_refused(folder, change, mend):
    path = folder / "indicators.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(data["indicators"])
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    for load in (lambda: load_catalogue(folder), lambda: check_file(path, kinds())):
        forget_templates()
        with pytest.raises(TemplateError) as refusal:
            load()
        assert str(refusal.value).startswith(f"{path} 第 ")
        assert mend in str(refusal.value)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(TemplateError, match="模板目录"):
        load_catalogue(tmp_path / "nowhere")


def test_two_spellings_of_one_template_do_not_hide_each_other(folder):
    """The place of a file is its id, so that no template can take another's."""
    other = Path(shutil.copy(folder / "demo" / "form@2024.yaml", folder / "demo" / "form@2025.yaml"))
    forget_templates()
    with pytest.raises(TemplateError, match="应为“demo/form@2025”") as refusal:
        load_catalogue(folder)
    assert str(other) in str(refusal.value)
