"""Numbers of a list before a label fall away; figures that belong to it stay."""

import pytest

from formextract.text import strip_numbering


@pytest.mark.parametrize(
    ("written", "stripped"),
    [
        ("1.集群总产值", "集群总产值"),
        ("1. 集群总产值", "集群总产值"),
        ("１．集群总产值", "集群总产值"),
        ("12、集群总产值", "集群总产值"),
        ("12）集群总产值", "集群总产值"),
        ("（1）集群总产值", "集群总产值"),
        ("(一)集群总产值", "集群总产值"),
        ("（十二）集群总产值", "集群总产值"),
        ("【3】集群总产值", "集群总产值"),
        ("（一）、集群总产值", "集群总产值"),
        ("一、基本情况", "基本情况"),
        ("十一、基本情况", "基本情况"),
        ("①集群总产值", "集群总产值"),
        ("⑴集群总产值", "集群总产值"),
        ("⒈集群总产值", "集群总产值"),
        ("㈠集群总产值", "集群总产值"),
        ("2.1.3、集群总产值", "集群总产值"),
        ("C7-工业用水重复利用率(%)", "工业用水重复利用率(%)"),
        ("（二）1.集群总产值", "集群总产值"),
        pytest.param(
            "二、1.集群总产值",
            "集群总产值",
            marks=pytest.mark.xfail(strict=True, reason="no digit is allowed behind 、, meant for the point of 1.2"),
        ),
        ("  3. 集群总产值", "集群总产值"),
        # no numbering
        ("集群总产值", "集群总产值"),
        ("5G基站数量", "5G基站数量"),
        ("3D打印企业", "3D打印企业"),
        ("2023年产值", "2023年产值"),
        ("12.5", "12.5"),
        ("1.2万元", "1.2万元"),
        ("三年总体目标", "三年总体目标"),
        ("一般工业固废", "一般工业固废"),
        ("近三年产值", "近三年产值"),
        ("", ""),
    ],
)
def test_numbering_is_taken_off_and_figures_are_not(written, stripped):
    assert strip_numbering(written) == stripped
