"""A YAML file as a checked model: every kind of mistake is refused with file, line and the mend."""

import re
from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from formextract.catalogue.yamlfile import YamlFile
from formextract.errors import TemplateError


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    size: int = 0
    kind: Literal["甲", "乙"] = "甲"


class _Whole(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str
    ready: bool = True
    weight: Decimal = Decimal(0)
    parts: list[_Part] = []


def parse(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "样表.yaml"
    path.write_bytes(text.encode(encoding))
    return YamlFile(path).parse(_Whole)


def test_a_sound_file_is_the_model(tmp_path):
    text = "title: 表\nweight: 1.50\nparts:\n  - {name: a, size: 3, kind: 乙}\n"
    assert parse(tmp_path, text) == _Whole(
        title="表", weight=Decimal("1.5"), parts=[_Part(name="a", size=3, kind="乙")]
    )
    assert parse(tmp_path, text, "utf-8-sig").title == "表"


@pytest.mark.parametrize(
    ("text", "line", "mend"),
    [
        ("title: 表\nparts:\n  - {name: a, sise: 3}\n", 3, "不认识“parts.0.sise”，请检查拼写或删去"),
        ("title: 表\nparts:\n  - name: a\n    sise: 3\n", 4, "不认识“parts.0.sise”，请检查拼写或删去"),
        ("title: 表\nparts:\n  - name: a\n  - size: 3\n", 4, "缺少“parts.1.name”，请补上"),
        ("parts: []\n", 1, "缺少“title”，请补上"),
        ("title: 12\n", 1, "“title”应为文字，数字和是/否请加引号"),
        ("title: 表\nready: 也许\n", 2, "“ready”"),
        ("title: 表\nparts:\n- name: a\n  size: 多\n", 4, "“parts.0.size”应为整数"),
        ("title: 表\nparts:\n- name: a\n  kind: 丙\n", 4, "'甲'"),
        ("title: 表\nparts: 无\n", 2, "“parts”应为列表（每项一行，以“- ”开头）"),
        ("title: 表\nparts:\n- 无\n", 3, "“parts.0”应为“键: 值”的形式"),
        ("title: 表\nweight: 重\n", 2, "“weight”应为数字"),
        ("title: 表\ntitle: 表\n", 2, "“title”写了两次（第 1 行已有），请删去一处"),
        ("title: 表\nparts:\n- name: a\n  name: b\n", 4, "“name”写了两次（第 3 行已有），请删去一处"),
        ("title: 表\n parts: []\n", 2, "YAML 写法有误"),
        ('title: "表\n', 2, "YAML 写法有误"),
        ("title: [表\n", 2, "YAML 写法有误"),
        ("title: 表\n\tready: true\n", 2, "YAML 写法有误，在“title: 表”到“ready: true”这里。请检查缩进（只用空格"),
        ("title: 表\nparts: [甲\nready: true\n", 3, "在“parts: [甲”到“ready: true”这里"),
        ("title: 表\nready: \x07\n", 2, "有看不见的控制字符"),
        ("title: *无\n", 1, "YAML 写法有误"),
        ("title: !!python/object/apply:os.getcwd []\n", 1, "YAML 写法有误"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_mend(tmp_path, text, line, mend):
    with pytest.raises(TemplateError) as refusal:
        parse(tmp_path, text)
    assert str(refusal.value).startswith(f"{tmp_path / '样表.yaml'} 第 {line} 行：")
    assert mend in str(refusal.value)
    assert not re.search("[a-z]{3,} [a-z]{2,} [a-z]{2,}", str(refusal.value))  # none of the parser's English


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n- b\n", "表\n", "~\n"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path, text):
    with pytest.raises(TemplateError, match="样表"):
        parse(tmp_path, text)


def test_a_file_that_is_not_utf_8_or_not_there_is_refused(tmp_path):
    with pytest.raises(TemplateError, match="UTF-8"):
        parse(tmp_path, "title: 中小企业特色产业集群申报表", "gb18030")
    with pytest.raises(TemplateError, match="打不开"):
        YamlFile(tmp_path / "nowhere.yaml")
    with pytest.raises(TemplateError, match="打不开"):
        YamlFile(tmp_path)


def test_a_file_far_too_large_is_refused(tmp_path):
    with pytest.raises(TemplateError, match="不像是模板"):
        parse(tmp_path, "title: 表\n" + "# 注\n" * 400_000)


def test_the_billion_laughs_are_not_told(tmp_path):
    laughs = "a0: &a0 [哈, 哈, 哈, 哈, 哈, 哈, 哈, 哈, 哈]\n"
    laughs += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
    with pytest.raises(TemplateError):
        parse(tmp_path, laughs)


def test_lines_are_known_of_keys_items_and_what_is_missing(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("# 注\ntitle: 表\nparts:\n  - name: a\n    size: 1\n  - name: b\n", encoding="utf-8")
    file = YamlFile(path)
    locations = [(), ("title",), ("parts",), ("parts", 0), ("parts", 0, "size"), ("parts", 1, "size"), ("x",)]
    assert [file.line_of(loc) for loc in locations] == [2, 2, 3, 4, 5, 6, 2]


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_is_a_model_or_a_refusal_that_names_the_file(tmp_path_factory, text):
    folder = tmp_path_factory.getbasetemp()
    try:
        told = str(parse(folder, text))
    except TemplateError as refusal:
        told = str(refusal)
        if "样表.yaml" not in told:
            raise
    assert told
