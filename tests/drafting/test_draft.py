"""Blank tables to drafts: groups, columns, lists, indicators that are new, rules that labels imply."""

import docx
import pytest
import yaml

from formextract import intake, readers
from formextract.catalogue import check_file, load_catalogue
from formextract.checks import kinds
from formextract.drafting import as_yaml, draft_of, forms_in

CATALOGUE = load_catalogue()


@pytest.fixture
def drafted(tmp_path):
    """The draft of a Word form of lines and tables; `^` merges a cell with the one above, `<` with the left one."""

    def make(*blocks):
        made = docx.Document()
        for block in blocks:
            if isinstance(block, str):
                made.add_paragraph(block)
                continue
            table = made.add_table(rows=len(block), cols=len(block[0]), style="Table Grid")
            for r, row in enumerate(block):
                for c, text in enumerate(row):
                    if text == "^":
                        table.cell(r - 1, c).merge(table.cell(r, c))
                    elif text == "<":
                        table.cell(r, c - 1).merge(table.cell(r, c))
                    else:
                        table.cell(r, c).text = text
        path = tmp_path / "blank.docx"
        made.save(str(path))
        document = readers.read(intake.source_file(path))
        return [draft_of(d, CATALOGUE.indicators, CATALOGUE.lexicon) for d in forms_in(document, CATALOGUE.lexicon)]

    return make


def fields(draft):
    return [(f.indicator, f.found.label, f.found.shape, f.found.years) for f in draft.fields]


def test_short_labels_are_their_groups_own(drafted):
    (draft,) = drafted(
        "某某申报表",
        [
            ["单位名称", "", "", ""],
            ["负责人", "姓名", "职务", "手机"],
            ["^", "", "", ""],
            ["联系人", "姓名", "职务", "手机"],
            ["^", "", "", ""],
        ],
    )
    made = [(f.found.group, f.found.label, f.new.label if f.new else None) for f in draft.fields]
    assert made == [
        ("", "单位名称", "单位名称"),
        ("负责人", "姓名", "负责人姓名"),
        ("负责人", "职务", "负责人职务"),
        ("负责人", "手机", "负责人手机"),
        ("联系人", "姓名", "联系人姓名"),
        ("联系人", "职务", "联系人职务"),
        ("联系人", "手机", "联系人手机"),
    ]
    assert [f.indicator for f in draft.fields[1:4]] == ["head_name", "head_position", "head_mobile"]
    assert draft.fields[4].after == "head_mobile"


def test_years_down_the_side_are_yearly_columns_in_the_captions_unit(drafted):
    (draft,) = drafted(
        "某某申报表",
        "一、财务情况（单位：万元）",
        [["指标", "营业收入", "营业利润", "新业务收入增速"], ["2023", "", "", ""], ["2024", "", "", ""]],
    )
    assert [(f.found.label, f.found.years, f.found.unit) for f in draft.fields] == [
        ("营业收入", True, "万元"),
        ("营业利润", True, "万元"),
        ("新业务收入增速", True, None),
    ]
    assert draft.fields[1].new.unit == "万元"
    assert draft.fields[2].new.unit == "%"
    assert draft.layout.years == [2023, 2024]


def test_a_list_is_one_record_a_row(drafted):
    (draft,) = drafted(
        "产业集群推荐汇总表",
        [
            ["序号", "集群名称", "集群运营管理机构", "主导产业", "集群简介（300字以内）"],
            ["1", "", "", "", ""],
            ["2", "", "", "", ""],
        ],
    )
    assert draft.columns
    assert {f.found.shape for f in draft.fields} == {"column"}
    assert [f.indicator for f in draft.fields][:2] == ["cluster_name", "operator"]


def test_of_a_notice_with_several_forms_each_is_drafted_by_itself(drafted):
    several = drafted(
        "关于组织申报的通知",
        "请各单位按附件填写。",
        "附件1",
        "甲项目申报表",
        [["单位名称", ""], ["项目名称", ""]],
        "附件2",
        "乙项目申报书",
        [["平台名称", ""]],
    )
    assert [d.layout.title for d in several] == ["甲项目申报表", "乙项目申报书"]
    assert [[f.found.label for f in d.fields] for d in several] == [["单位名称", "项目名称"], ["平台名称"]]


def test_headings_inside_a_text_open_no_part(drafted):
    (draft,) = drafted(
        "某某申报表",
        "一、基本情况",
        [["集群名称", ""]],
        "二、发展规划",
        "（3000字以内）",
        "一、总体思路",
        "二、目标",
        "三、签章",
        [["备注说明", ""]],
    )
    assert [n for n, _ in draft.layout.sections] == ["1", "2", "3"]
    plan = next(f for f in draft.fields if f.found.shape == "narrative")
    assert (plan.indicator, plan.found.section, plan.found.limit) == ("plan_text", "2", 3000)


def test_rules_of_labels_that_no_catalogue_knows(drafted):
    (draft,) = drafted(
        "某某申报表",
        [
            ["指标", "2023年", "2024年"],
            ["技改项目数（个）", "", ""],
            ["其中：智能化技改项目数（个）", "", ""],
            ["一季度用电量（万元）", "", ""],
            ["二季度用电量（万元）", "", ""],
            ["合计（万元）", "", ""],
            ["技改投资额（万元）", "", ""],
            ["技改投资额增长率（%）", "", ""],
            ["设备投资额（万元）", "", ""],
            ["设备投资额占技改投资额比例（%）", "", ""],
        ],
    )
    text = as_yaml(draft, "a/b@2024", "blank.docx")
    rules = yaml.safe_load(
        "\n".join(x.removeprefix("#").removeprefix(" ") for x in text[text.index("# edits:") :].splitlines())
    )
    ids = {f.found.label: f.indicator for f in draft.fields}

    def at(label):
        return f"{ids[label]}@year"

    made = {
        (
            e["kind"],
            *(tuple(v) if isinstance(v, list) else v for k, v in e.items() if k not in ("id", "kind", "clause")),
        )
        for e in rules["edits"]
    }
    assert made == {
        ("subset", at("其中：智能化技改项目数（个）"), at("技改项目数（个）")),
        ("sum", at("合计（万元）"), (at("一季度用电量（万元）"), at("二季度用电量（万元）"))),
        ("growth", at("技改投资额（万元）"), at("技改投资额增长率（%）")),
        ("share", at("设备投资额（万元）"), at("技改投资额（万元）"), at("设备投资额占技改投资额比例（%）")),
    }


def test_a_draft_of_nothing_but_new_indicators_is_sound(drafted, tmp_path):
    (draft,) = drafted(
        "某某登记表",
        [
            ["单位名称", ""],
            ["单位性质", "☐国有 ☐民营"],
            ["技术标签", "☐云计算 ☐大数据 ☐区块链"],
            ["是否上云", "☐是 ☐否"],
            ["成立日期", ""],
            ["职工人数", ""],
        ],
    )
    path = tmp_path / "county" / "register@2024.yaml"
    path.parent.mkdir()
    path.write_text(as_yaml(draft, "county/register@2024", "空白\n表.docx"), "utf-8")
    check_file(path, kinds())
    made = yaml.safe_load(path.read_text("utf-8"))["indicators"]
    assert {i["label"]: i["type"] for i in made.values()} == {
        "单位名称": "text",
        "单位性质": "choice:国有|民营",
        "技术标签": "multichoice:3",
        "是否上云": "bool",
        "成立日期": "date",
        "职工人数": "integer",
    }


BOXES = ["", "□男 □女", "□是 □否", ""]


def test_a_list_whose_rows_have_boxes_to_tick_is_one_list(drafted):
    (draft,) = drafted(
        "项目评审申请表",
        [["项目名称", ""], ["承担单位", ""], ["项目负责人", ""], ["联系电话", ""]],
        "主要完成人情况表",
        [["序号", "姓名", "性别", "是否党员", "从事专业"], *([str(n), *BOXES] for n in range(1, 5))],
    )
    listed = [f for f in draft.fields if f.found.shape == "rows"]
    assert [(f.found.label, f.found.options, f.new.type) for f in listed] == [
        ("姓名", (), "text"),
        ("性别", ("男", "女"), "choice:男|女"),
        ("是否党员", ("是", "否"), "bool"),
        ("从事专业", (), "text"),
    ]
    assert draft.layout.open == []
