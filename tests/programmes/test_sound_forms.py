"""Sound forms as counties fill them in, other wordings, units, 无 and blanks where they are allowed: nothing to
tell."""

from itertools import combinations
from pathlib import Path

import docx
import pytest

from formextract import extract

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[2] / "samples" / "national.docx"


def filled(tmp_path, changes):
    """The sample with other words in the cells behind some captions."""
    form = docx.Document(str(SAMPLE))
    left = dict(changes)
    for table in form.tables:
        for row in table.rows:
            cells = list(dict.fromkeys(row.cells))
            caption = "".join(cells[0].text.split())
            at = next((c for c in left if caption.startswith(c)), None)
            if at is not None:
                values = left.pop(at)
                for cell, value in zip(cells[-len(values) :], values, strict=True):
                    cell.text = value
    assert not left, f"no such row: {list(left)}"
    path = tmp_path / "申报表.docx"
    form.save(str(path))
    return path


NONE = ("无", "无", "无")
SOUND = {
    "as it is": {},
    "no listed firms": {"主导产业相关的上市中小企业数量": NONE, "主导产业相关的上市辅导期中小企业数量": NONE},
    "no listed firms, in figures": {"主导产业相关的上市中小企业数量": ("0", "0", "0")},
    "no foreign capital": {"集群外商直接投资额（万元）": NONE, "集群外商直接投资额增长率": NONE},
    "no foreign capital, in figures": {
        "集群外商直接投资额（万元）": ("0.00", "0.00", "0.00"),
        "集群外商直接投资额增长率": NONE,
    },
    "foreign capital from nothing": {
        "集群外商直接投资额（万元）": ("0", "0", "1480.50"),
        "集群外商直接投资额增长率": ("无", "0", "100"),
    },
    "no exports": {"集群主导产品出口贸易额（万元）": NONE, "集群主导产品出口贸易额增长率": ("/", "/", "/")},
    "no branches abroad": {"集群或集群内企业在境外设立分支机构数量": ("无",)},
    "no PCT": {"集群中小企业PCT国际专利申请量": ("无",)},
    "answers in words": {
        "近三年是否发生较大及以上": ("未发生",),
        "是否存在偷税漏税": ("不存在",),
        "集群主导产业是否属于国家规定": ("不属于",),
    },
    "无 for an answer": {"近三年是否发生较大及以上": ("无",), "是否存在偷税漏税": ("无",)},
    "no alliances": {"集群内产业联盟组织情况": ("数量：0 个 名称：无",)},
    "alliances without a name's blank": {"集群内产业联盟组织情况": ("数量：无 名称：无",)},
    "two names with a space": {"集群内产业联盟组织情况": ("数量：2 个 名称：枫泽市轴承产业联盟 枫泽市轴承协会",)},
    "a name with a 、": {"集群内产业联盟组织情况": ("数量：1 个 名称：枫泽市轴承制造、装配产业联盟",)},
    "names by numbers": {"集群内产业联盟组织情况": ("数量：2 个 名称：1.枫泽市轴承产业联盟；2.枫泽市轴承协会",)},
}


TOGETHER = [(a, b) for a, b in combinations(SOUND, 2) if SOUND[a] and SOUND[a].keys().isdisjoint(SOUND[b])][::2][:44]


@pytest.mark.parametrize(("one", "other"), TOGETHER)
def test_two_such_habits_in_one_form_are_sound_too(one, other, tmp_path):
    (record,) = extract(filled(tmp_path, SOUND[one] | SOUND[other]))
    assert [(f.check, f.message) for f in record.findings if f.severity != "info"] == []


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_form_has_neither_error_nor_warning(name, tmp_path):
    (record,) = extract(filled(tmp_path, SOUND[name]))
    assert [(f.check, f.message) for f in record.findings if f.severity != "info"] == []


@pytest.mark.parametrize(
    "sample",
    ["hubei-innovative.pdf", "hubei-strategic-emerging.xlsx", "hunan-advanced-manufacturing.pdf", "summary.xlsx"],
)
def test_forms_of_the_provinces_are_not_held_to_the_national_forms_instructions(sample):
    for record in extract(SAMPLE.parent / sample):
        assert [(f.check, f.message) for f in record.findings if f.severity != "info"] == []
        assert not any(f.check.startswith(("decimals", "cluster_name_format")) for f in record.findings)
