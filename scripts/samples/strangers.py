"""Blank forms in the manner of other departments, with what a person would draft of them.

Each form is a list of blocks: a string is a paragraph, a list of rows is a table (`""` a cell to write in, `<` goes on
with the cell to its left, `^` with the one above). `TRUTH` says which places a person sees, in what shape, which of the
catalogue's indicators they are (`None`: none, so a new one is right), and which rules follow from their labels. The
wording is our own. `measure_drafting --strangers` counts against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl
from openpyxl.styles import Border, Side

from samples.office import to_format

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Wanted:
    """A place of a blank form: its label, shape, and the catalogue's indicator where it is one of those.

    `a|b` says that either is right, `new` that one which the catalogue lacks is.
    """

    label: str
    shape: str = "cell"
    indicator: str | None = None


@dataclass(frozen=True)
class Form:
    """A blank form: what it prints, the places that a person sees, rules as (kind, labels of the figures)."""

    blocks: tuple[str | Rows, ...]
    places: tuple[Wanted, ...]
    rules: tuple[tuple[str, tuple[str, ...]], ...] = ()
    ending: str = ""
    """The one format in which the form is given out; "" for several."""


def many(shape: str, *labels: str) -> tuple[Wanted, ...]:
    return tuple(Wanted(label, shape) for label in labels)


def rule(kind: str, *labels: str) -> tuple[str, tuple[str, ...]]:
    """A rule of figures called by their labels; of a rate first the part, then the whole, the rate last."""
    return kind, labels


_ACCEPTANCE = Form(
    (
        "临江市科技计划项目验收申请书",
        "项目编号：",
        "承担单位（盖章）：",
        "填报日期：    年    月    日",
        [
            ["项目名称", "", "<", "<"],
            ["起止时间", "     年  月  日  至      年  月  日", "<", "<"],
            ["项目负责人", "", "联系电话", ""],
            ["是否按期完成", "〇是 〇否", "完成方式", "□独立完成 □联合完成"],
            ["发表论文", "共____篇，其中SCI收录____篇", "<", "<"],
            ["申请专利", "发明（  ）件，实用新型（  ）件", "<", "<"],
            ["一、项目完成情况（不少于300字）\n\n\n\n", "<", "<", "<"],
            ["二、主要创新点（500字以内）\n\n\n\n", "<", "<", "<"],
        ],
        "三、经费决算（单位：万元）",
        [
            ["科目", "预算数", "决算数"],
            ["设备费", "", ""],
            ["材料费", "", ""],
            ["人员费", "", ""],
            ["合计", "", ""],
        ],
        "四、项目组成员",
        [
            ["序号", "姓名", "年龄", "职称", "所在单位", "承担任务"],
            ["1", "", "", "", "", ""],
            ["2", "", "", "", "", ""],
            ["3", "", "", "", "", ""],
        ],
    ),
    (
        *many("line", "项目编号", "承担单位", "填报日期"),
        Wanted("项目名称"),
        Wanted("起止时间", "gaps"),
        *many("cell", "项目负责人", "联系电话"),
        *many("ticks", "是否按期完成", "完成方式"),
        *many("gaps", "发表论文", "申请专利"),
        *many("cell", "项目完成情况", "主要创新点"),
        *many("columns", "设备费", "材料费", "人员费", "合计"),
        *many("rows", "姓名", "年龄", "职称", "所在单位", "承担任务"),
    ),
    (
        rule("sum", "合计", "设备费", "材料费", "人员费"),
        rule("length", "主要创新点"),
        rule("subset", "发表论文"),
    ),
)

_STATISTICS = Form(
    (
        "规模以上服务业企业财务状况",
        "表号：F203表",
        "统一社会信用代码：__________________",
        "单位详细名称：",
        "20   年",
        [
            ["指标名称", "计量单位", "代码", "本年", "上年同期"],
            ["甲", "乙", "丙", "1", "2"],
            ["一、年末资产负债", "—", "—", "—", "—"],
            ["资产总计", "千元", "213", "", ""],
            ["负债合计", "千元", "217", "", ""],
            ["二、损益及分配", "—", "—", "—", "—"],
            ["营业收入", "千元", "301", "", ""],
            ["其中：主营业务收入", "千元", "302", "", ""],
            ["税金及附加", "千元", "309", "", ""],
            ["利润总额", "千元", "327", "", ""],
            ["三、人工成本", "—", "—", "—", "—"],
            ["应付职工薪酬", "千元", "401", "", ""],
            ["期末用工人数", "人", "606", "", ""],
            ["其中：女性", "人", "607", "", ""],
        ],
        "单位负责人：        统计负责人：        填表人：        联系电话：        报出日期：20   年   月   日",
        "说明：本表由规模以上服务业法人单位填报。",
    ),
    (
        *many("line", "统一社会信用代码", "单位详细名称"),
        *many(
            "columns", "资产总计", "负债合计", "营业收入", "其中：主营业务收入", "税金及附加", "利润总额",
            "应付职工薪酬", "期末用工人数", "其中：女性",
        ),
        *many("line", "单位负责人", "统计负责人", "填表人", "联系电话", "报出日期"),
    ),
    (
        rule("subset", "其中：主营业务收入", "营业收入"),
        rule("subset", "其中：女性", "期末用工人数"),
    ),
)  # fmt: skip

_HIGHTECH = Form(
    (
        "江宁区瞪羚企业培育入库申请表",
        [
            ["企业名称", "", "<", "<", "<"],
            ["统一社会信用代码", "", "<", "注册时间", ""],
            ["企业类型", "（   ） A.国有 B.民营 C.外资", "<", "注册资本（万元）", ""],
            ["联系人", "姓名", "", "手机", ""],
            ["技术领域", "□电子信息 □生物医药 □新材料 □先进制造", "<", "<", "<"],
        ],
        "近三年经营情况",
        [
            ["项目", "2022年", "2023年", "2024年"],
            ["营业收入（万元）", "", "", ""],
            ["营业收入增长率（%）", "", "", ""],
            ["其中：高新技术产品收入（万元）", "", "", ""],
            ["高新技术产品收入占营业收入比例（%）", "", "", ""],
            ["研究开发费用（万元）", "", "", ""],
            ["职工总数（人）", "", "", ""],
            ["其中：科技人员（人）", "", "", ""],
            ["科技人员占职工总数比例（%）", "", "", ""],
            ["人均营业收入（万元/人）", "", "", ""],
        ],
        [
            ["近三年营业收入年均增长率（%）", "", "是否上市", "是□ 否□"],
            ["近三年成果转化数", "共____项，年均____项", "<", "<"],
        ],
        "拥有知识产权情况（可另附页）",
        [
            ["序号", "名称", "类别", "授权号", "取得方式"],
            ["1", "", "", "", ""],
            ["2", "", "", "", ""],
            ["…", "", "", "", ""],
        ],
        "企业承诺：所填内容真实、准确。",
        "法定代表人（签字）：              年   月   日",
    ),
    (
        *many("cell", "企业名称", "统一社会信用代码", "注册时间"),
        Wanted("企业类型", "gaps"),
        *many("cell", "注册资本（万元）", "姓名", "手机"),
        Wanted("技术领域", "ticks"),
        *many(
            "cell", "营业收入（万元）", "营业收入增长率（%）", "其中：高新技术产品收入（万元）",
            "高新技术产品收入占营业收入比例（%）", "研究开发费用（万元）", "职工总数（人）", "其中：科技人员（人）",
            "科技人员占职工总数比例（%）", "人均营业收入（万元/人）", "近三年营业收入年均增长率（%）",
        ),
        Wanted("是否上市", "ticks"),
        Wanted("近三年成果转化数", "gaps"),
        *many("rows", "名称", "类别", "授权号", "取得方式"),
    ),
    (
        rule("growth", "营业收入（万元）", "营业收入增长率（%）"),
        rule("subset", "其中：高新技术产品收入（万元）", "营业收入（万元）"),
        rule("share", "其中：高新技术产品收入（万元）", "营业收入（万元）", "高新技术产品收入占营业收入比例（%）"),
        rule("subset", "其中：科技人员（人）", "职工总数（人）"),
        rule("share", "其中：科技人员（人）", "职工总数（人）", "科技人员占职工总数比例（%）"),
        rule("per_capita", "营业收入（万元）", "职工总数（人）", "人均营业收入（万元/人）"),
        rule("average_growth", "营业收入（万元）", "近三年营业收入年均增长率（%）"),
    ),
)  # fmt: skip

_HOSPITAL = Form(
    (
        "县级医院临床重点专科申报表",
        "申报医院：____________________（公章）",
        "申报专科：____________________",
        "联系人：____________ 联系电话：____________",
        "填表日期：______年____月____日",
        "一、基本情况",
        [
            ["医院等级", "〇三级 〇二级 〇未定级", "编制床位（张）", ""],
            ["专科床位（张）", "", "床位使用率（%）", ""],
            ["年门诊量（人次）", "", "年出院人数（人次）", ""],
            ["平均住院日", "____天", "医保结算", "( )是 ( )否"],
        ],
        "二、人员结构（人）",
        [
            ["类别", "合计", "职称", "<", "<", "学历", "<"],
            ["^", "^", "高级", "中级", "初级", "硕士及以上", "本科"],
            ["医师", "", "", "", "", "", ""],
            ["护士", "", "", "", "", "", ""],
        ],
        "三、学科带头人",
        [
            ["姓名", "", "性别", "", "出生年月", ""],
            ["职称", "", "电话", "", "电子邮箱", ""],
        ],
        "四、学科骨干",
        [
            ["姓名", "性别", "职称", "工作经历", "<"],
            ["^", "^", "^", "起止时间", "单位"],
            ["", "", "", "", ""],
            ["", "", "", "", ""],
            ["", "", "", "", ""],
        ],
        "五、建设方案",
        "（包括建设目标、重点任务，1500字以内）",
        "六、医院意见",
        "负责人签字：            年    月    日",
    ),
    (
        *many("line", "申报医院", "申报专科", "联系人", "联系电话", "填表日期"),
        Wanted("医院等级", "ticks"),
        *many("cell", "编制床位（张）", "专科床位（张）", "床位使用率（%）"),
        *many("cell", "年门诊量（人次）", "年出院人数（人次）", "平均住院日"),
        Wanted("医保结算", "ticks"),
        *many("columns", "医师", "护士"),
        *many("cell", "姓名", "性别", "出生年月", "职称", "电话", "电子邮箱"),
        *many("rows", "姓名", "性别", "职称", "工作经历·起止时间", "工作经历·单位"),
        Wanted("建设方案", "narrative"),
    ),
    (rule("length", "建设方案"),),
)  # fmt: skip

_TALENT = Form(
    (
        "附件1",
        "东湖高层次人才认定申请表",
        "申请类别：□A类 □B类 □C类",
        [
            ["姓名", "", "性别", "〇男 〇女", "照片"],
            ["出生年月", "", "国籍", "", "^"],
            ["身份证号码", "", "<", "<", "^"],
            ["工作单位", "", "<", "<", "<"],
            ["合同期限", "自____年__月__日至____年__月__日", "<", "<", "<"],
            ["税前年薪（万元）", "", "<", "其中：奖金（万元）", ""],
            ["近五年主持项目", "国家级____项，省部级____项，到账经费____万元", "<", "<", "<"],
            ["教育经历", "起止年月", "毕业院校", "专业", "学位"],
            ["^", "", "", "", ""],
            ["^", "", "", "", ""],
            ["主要业绩\n（800字以内）\n\n\n\n", "<", "<", "<", "<"],
            ["紧急联系人", "姓名", "", "手机", ""],
            ["申报联系人", "姓名", "", "手机", ""],
            ["本人承诺：以上内容属实。\n签名：           年    月    日", "<", "<", "<", "<"],
        ],
        "用人单位意见：□同意推荐 □不同意推荐",
    ),
    (
        Wanted("申请类别", "ticks"),
        Wanted("姓名"),
        Wanted("性别", "ticks"),
        *many("cell", "出生年月", "国籍", "身份证号码", "工作单位"),
        Wanted("合同期限", "gaps"),
        *many("cell", "税前年薪（万元）", "其中：奖金（万元）"),
        Wanted("近五年主持项目", "gaps"),
        *many("rows", "起止年月", "毕业院校", "专业", "学位"),
        Wanted("主要业绩"),
        *many("cell", "姓名", "手机", "姓名", "手机"),
        Wanted("用人单位意见", "ticks"),
    ),
    (
        rule("subset", "其中：奖金（万元）", "税前年薪（万元）"),
        rule("length", "主要业绩"),
    ),
)

_SAFETY = Form(
    (
        "附件2",
        "道路运输企业安全生产标准化评审申请表",
        "申请企业（公章）：",
        "申请日期：      年    月    日",
        [
            ["企业名称", "", "<", "<"],
            ["注册地址", "", "<", "<"],
            ["经营许可证号", "", "有效期", "    年  月  日至    年  月  日"],
            ["经营范围", "□客运 □货运 □危货运输 □其他：________", "<", "<"],
            ["法定代表人", "", "电话", ""],
            ["安全负责人", "", "电话", ""],
            ["车辆总数（辆）", "", "从业人员（人）", ""],
            ["其中：营运车辆（辆）", "", "其中：驾驶员（人）", ""],
            ["近三年事故情况", "事故（   ）起，死亡（   ）人，直接经济损失（   ）万元", "<", "<"],
            ["是否参加安责险", "○是　○否", "申请等级", "□一级  □二级  □三级"],
        ],
        "自评得分表",
        [
            ["序号", "评审要素", "分值", "自评得分", "扣分说明"],
            ["1", "安全目标", "30", "", ""],
            ["2", "机构与职责", "50", "", ""],
            ["3", "安全投入", "20", "", ""],
            ["合计", "<", "100", "", ""],
        ],
        [
            ["企业自评意见：\n\n\n负责人（签字）：          年   月   日"],
            ["县级交通运输部门意见：\n\n\n（盖章）        年   月   日"],
        ],
    ),
    (
        *many("line", "申请企业", "申请日期"),
        *many("cell", "企业名称", "注册地址", "经营许可证号"),
        Wanted("有效期", "gaps"),
        Wanted("经营范围", "ticks"),
        *many("cell", "法定代表人", "电话", "安全负责人", "电话", "车辆总数（辆）", "从业人员（人）"),
        *many("cell", "其中：营运车辆（辆）", "其中：驾驶员（人）"),
        Wanted("近三年事故情况", "gaps"),
        *many("ticks", "是否参加安责险", "申请等级"),
        *many("columns", "安全目标", "机构与职责", "安全投入", "合计"),
    ),
    (
        rule("subset", "其中：营运车辆（辆）", "车辆总数（辆）"),
        rule("subset", "其中：驾驶员（人）", "从业人员（人）"),
    ),
)

_FARM = Form(
    (
        "示范家庭农场申报表",
        "填报单位：____________乡（镇）人民政府          填报时间：      年    月",
        "一、农场基本情况",
        [
            ["农场名称", "", "登记时间", ""],
            ["农场主姓名", "", "联系电话", ""],
            ["经营类型", "□种植 □养殖 □种养结合", "注册商标", "□有 □无"],
            ["经营面积", "流转土地____亩，其中连片____亩", "<", "<"],
            ["家庭劳动力（人）", "", "常年雇工（人）", ""],
        ],
        "二、主要产品",
        [
            ["产品名称", "规模（亩、头、只）", "年产量（吨）", "年销售额（万元）"],
            ["", "", "", ""],
            ["", "", "", ""],
            ["", "", "", ""],
        ],
        "三、经营效益（单位：万元）",
        [
            ["项目", "2023年", "2024年"],
            ["总收入", "", ""],
            ["总成本", "", ""],
            ["纯利润", "", ""],
            ["总收入同比增长（%）", "", ""],
        ],
        "四、示范带动情况（300字以内）",
        "",
        "五、乡镇审核意见",
        "（盖章）     年   月   日",
    ),
    (
        *many("line", "填报单位", "填报时间"),
        *many("cell", "农场名称", "登记时间", "农场主姓名", "联系电话"),
        *many("ticks", "经营类型", "注册商标"),
        Wanted("经营面积", "gaps"),
        *many("cell", "家庭劳动力（人）", "常年雇工（人）"),
        *many("rows", "产品名称", "规模（亩、头、只）", "年产量（吨）", "年销售额（万元）"),
        *many("cell", "总收入", "总成本", "纯利润", "总收入同比增长（%）"),
        Wanted("示范带动情况", "narrative"),
    ),
    (
        rule("subset", "经营面积"),
        rule("growth", "总收入", "总收入同比增长（%）"),
        rule("length", "示范带动情况"),
    ),
)

_TEACHER = Form(
    (
        "市级骨干教师推荐表",
        [
            ["姓名", "", "性别", "", "出生年月", "", "一寸照片"],
            ["任教学科", "", "教龄", "", "现任职务", "", "^"],
            ["学历", "第一学历", "<", "", "毕业院校", "", "^"],
            ["^", "最高学历", "<", "", "毕业院校", "", "<"],
            ["近三年年度考核", "2022年", "", "2023年", "", "2024年", ""],
            ["任现职以来论文", "题目", "<", "<", "刊物", "发表时间", "本人排名"],
            ["^", "", "<", "<", "", "", ""],
            ["^", "", "<", "<", "", "", ""],
            ["^", "", "<", "<", "", "", ""],
            ["主持课题", "____项", "<", "参与课题", "____项", "<", "<"],
            ["教学特色与主要业绩（不超过1000字）\n\n\n\n\n", "<", "<", "<", "<", "<", "<"],
            ["学校推荐意见", "校长签字：          （公章）          年    月    日", "<", "<", "<", "<", "<"],
        ],
        "联系人：             联系电话：                 填表日期：     年   月   日",
    ),
    (
        *many("cell", "姓名", "性别", "出生年月", "任教学科", "教龄", "现任职务"),
        *many("cell", "第一学历", "毕业院校", "最高学历", "毕业院校", "近三年年度考核"),
        *many("rows", "题目", "刊物", "发表时间", "本人排名"),
        *many("cell", "主持课题", "参与课题", "教学特色与主要业绩"),
        *many("line", "联系人", "联系电话", "填表日期"),
    ),
    (rule("length", "教学特色与主要业绩"),),
)

HELD_OUT = {"safety": _SAFETY, "farm": _FARM, "teacher": _TEACHER}
"""Written when the drafter had been fitted to the others, and before it had seen them."""

FORMS = {
    "acceptance": _ACCEPTANCE,
    "statistics": _STATISTICS,
    "hightech": _HIGHTECH,
    "hospital": _HOSPITAL,
    "talent": _TALENT,
    **HELD_OUT,
}


def write(name: str, path: Path) -> Path:
    """A blank form as a Word file."""
    return written(FORMS[name], path)


def written(form: Form, path: Path) -> Path:
    """A form as a Word file, or in the format that its name ends with (Word 97 and PDF by LibreOffice)."""
    if path.suffix == ".xlsx":
        return _sheet(form, path)
    if path.suffix in (".doc", ".pdf"):
        to_format([written(form, path.with_suffix(".docx"))], path.parent, path.suffix[1:])
        return path
    made: Any = docx.Document()
    for block in form.blocks:
        if isinstance(block, str):
            made.add_paragraph(block)
        else:
            _table(made, block)
    made.save(str(path))
    return path


def _table(made: Any, rows: Rows) -> None:
    table = made.add_table(rows=len(rows), cols=max(map(len, rows)), style="Table Grid")
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text == "<":
                table.cell(r, c - 1).merge(table.cell(r, c))
            elif text == "^":
                table.cell(r - 1, c).merge(table.cell(r, c))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text not in ("<", "^"):
                table.cell(r, c).text = text


def _sheet(form: Form, path: Path) -> Path:
    """One sheet: paragraphs in merged rows, tables ruled below each other."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    wide = max(len(b[0]) for b in form.blocks if not isinstance(b, str))
    thin = Side(style="thin")
    at = 1
    for block in form.blocks:
        if isinstance(block, str):
            sheet.cell(at, 1, block)
            sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=wide)
            at += 1
            continue
        for r, row in enumerate(block):
            for c, text in enumerate(row):
                sheet.cell(at + r, c + 1).border = Border(left=thin, right=thin, top=thin, bottom=thin)
                if text in ("<", "^"):
                    continue
                sheet.cell(at + r, c + 1).value = text or None
                right = next((k for k in range(c + 1, len(row)) if row[k] != "<"), len(row))
                down = next((k for k in range(r + 1, len(block)) if block[k][c] != "^"), len(block))
                if right > c + 1 or down > r + 1:
                    sheet.merge_cells(start_row=at + r, start_column=c + 1, end_row=at + down - 1, end_column=right)
        at += len(block)
    book.save(path)
    return path
