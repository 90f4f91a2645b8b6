"""What figures are called and how sentences about them read."""

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest
from invented_forms import figure, observation

from formextract.checks.messages import behind, name, reported, suspected


@pytest.mark.parametrize(
    ("key", "label", "called"),
    [
        ("energy_intensity@2023", "近三年集群单位产值能耗（吨标准煤/万元）", "2023 年集群单位产值能耗"),
        ("energy_intensity_reduction@2021/2023", "近三年集群单位产值能耗降低率（%）", "近三年集群单位产值能耗降低率"),
        ("gross_output_growth_3y@2021/2023", "产值年均增速", "2021—2023 年产值年均增速"),
        ("gross_output@2022", "1.集群总产值（亿元）", "2022 年集群总产值"),
        ("smes@2022", "其中：集群中小企业数量", "2022 年集群中小企业数量"),
        ("pilot_projects[level=provincial]", "省级试点示范项目名称及数量", "省级试点示范项目数量"),
        ("pilot_projects[level=other]", "其他试点示范项目名称及数量", "其他试点示范项目数量"),
        ("pilot_projects[level=national]", "试点示范项目数量", "试点示范项目数量（国家级）"),
        ("standards_led@2023[level=national]", "主持数量", "2023 年主持数量（国家级）"),
        ("plan_target[target=研发经费投入（亿元）]", "", "规划表“研发经费投入”目标值"),
        ("revenue@2024-01/2024-06", "营业收入", "2024 年上半年营业收入"),
    ],
)
def test_what_a_figure_is_called(key, label, called):
    assert name(replace(figure(key, "1", "个"), label=label)) == called


def test_names_in_one_cell_with_their_count_are_called_names():
    names = observation("pilot_projects_names[level=national]", ("甲", "乙"), None)
    assert name(replace(names, label="国家级试点示范项目名称及数量")) == "国家级试点示范项目名称"


def test_a_digit_stands_off_from_the_words_before_it():
    assert behind("填报了", "2023 年总产值") == "填报了 2023 年总产值"
    assert behind("填报了", "总产值") == "填报了总产值"
    assert behind("（", "2023 年总产值") == "（2023 年总产值"


@pytest.mark.parametrize(
    ("value", "status", "told"),
    [
        (Decimal(12), "reported", "集群企业数量填报 12 家"),
        (None, "none", "集群企业数量填“无”"),
        (None, "missing", "集群企业数量（空白或无法识读）"),
        (("甲", "乙"), "reported", "集群企业数量列出 2 个"),
    ],
)
def test_only_a_figure_that_was_written_is_told_as_one(value, status, told):
    o = replace(figure("enterprises@2023", "12", "家"), label="集群企业数量", period=None, value=value, status=status)
    assert reported(SimpleNamespace(value=0, observation=o)) == told
    shown = told.removeprefix("集群企业数量").strip("（）")
    assert suspected(o, None, None, None, None) == f"最可能有误的是集群企业数量（{shown}）。"
