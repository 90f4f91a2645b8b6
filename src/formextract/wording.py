"""What codes are called wherever staff read them: on the page, in reports, letters, tables and on the command line.

One table a kind of code, and no other in the code base: a word that stood in two places would come to differ.
Programmes are named by their templates (`programme.yaml`), indicators by the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

NEAR_FOLDERS = 3
"""Folders of a file that tell which one is meant: disc, applicant and what kind of papers."""
_WHOLE_PATH = re.compile(r"“((?:[A-Za-z]:)?[/\\][^“”]*)”")

SEVERITIES: Mapping[str, str] = {"error": "矛盾", "warning": "疑点", "info": "提示"}
"""From the gravest down."""
DUTIES: Mapping[str, str] = {
    "done": "已交",
    "due": "待交",
    "overdue": "未见，已过期限",
    "by_notice": "未见，期限以当年通知为准",
}
"""Whether what a cluster owes has come, as far as a store shows."""
KINDS: Mapping[str, str] = {
    "sum": "合计",
    "share": "占比",
    "growth": "增长率",
    "average_growth": "年均增速",
    "per_capita": "人均、单位数",
    "subset": "其中项",
    "range": "取值范围",
    "count": "个数与名单",
    "required": "漏填",
    "format": "填写格式",
    "length": "字数",
    "agreement": "两处不一致",
    "evidence": "证明材料",
    "layout": "版式",
}
DOUBTS: Mapping[str, str] = {
    "weak_letters": "字迹不清",
    "looks_differ": "两次识读不一致",
    "unread_ink": "有墨迹读不出字",
    "letters_lost": "有墨迹没有读进去",
    "specks": "可能有污点",
    "point_unsure": "小数点不清",
    "small_figures": "数字太小",
    "look_alike": "形近字",
    "seal_over_text": "印章压字",
    "dark_seal_over_text": "深色印章压字",
    "watermark_over_text": "水印压字",
    "touches_border": "字压在格线上",
    "border_lost": "格线不清",
    "cells_run_together": "几格连在一起",
    "cut_apart": "文字跨格",
    "struck_on_paper": "有字被划去",
    "beside_table": "表外的字",
    "columns_astray": "续页的列对不齐",
    "box_unsure": "勾选框不清",
    "tick_disputed": "勾选不清",
    "name_sign_unsure": "名称间的标点不清",
    "part_unread": "有图片没有读出",
    "label_differs": "标签与表式不同",
    "label_shared": "同名栏目不止一处",
    "table_unruled": "表格没有画线",
    "registered": "按表式的栏目位置读取",
    "registered_otherwise": "格子与栏目的位置不一致",
    "several_values": "一栏有几个值",
    "year_inferred": "年份没有写明",
    "begins_elsewhere": "章节开头不清",
    "page_not_accounted_for": "页上还有未归类的文字",
    "no_value": "填写的内容读不成值",
    "reader_refuses": "读取有疑问",
    "odd_spelling": "写法少见",
    "either_sign": "正负不明",
    "unit_unsure": "单位不明",
    "converted": "由外币折算",
    "implausible": "数值超出常见范围",
    "letters_missing": "缺字",
    "names_unsure": "名称的分法不明",
    "name_incomplete": "名称可能不全",
    "options_unsure": "选项与表式不同",
    "ticks_all_alike": "各选项看起来都勾了",
    "mended": "去掉污点后读出",
    "in_a_sentence": "从文字中读出",
    "added_up": "由清单合计得出",
    "said_otherwise": "前后说法不一",
    "sum_fails": "与其他数字对不上",
    "copies_differ": "两份文件不一致",
    "not_told": "原因没有记录",
}
"""Why a value is unsure, in lists; each value says in its own words what to look for."""
DIGITAL_COPY = "电子版"
PAPER_COPY = "盖章件"
"""What copies of one form are called: the file that was typed, and what was printed and stamped."""
CRITERIA: Mapping[str, str] = {
    "met": "符合",
    "not_met": "不符合",
    "unknown": "无法判断",
    "manual": "需人工判断",
}
STATUSES: Mapping[str, str] = {
    "reported": "已填",
    "none": "填“无”",
    "blank": "空白",
    "missing": "表中无此栏",
    "unreadable": "无法识读",
    "corrected": "已更正",
}
ACTIONS: Mapping[str, str] = {
    "correct": "更正",
    "accept": "确认无误",
    "unreadable": "标为无法识读",
    "assign": "指定为该指标",
    "restore": "恢复原读数",
}
VERDICTS: Mapping[str, str] = {
    "kept": "认定成立",
    "dropped": "认定不成立",
    "met": "判断为符合",
    "not_met": "判断为不符合",
    "irrelevant": "与申报无关",
    "done": "审核完成",
    "reopened": "重新打开",
    "assigned": "分给",
    "withdrawn": "撤销处理",
}
"""What reviewers decide about findings, clauses, unmatched ink and whole applications."""
ACTS: Mapping[str, str] = {
    "move": "改归类",
    "said": "说明是什么表",
    "programme": "启用项目",
    "undo": "撤销归类",
    "disc_out": "撤回光盘",
    "disc_in": "恢复光盘",
    "unlearnt": "收回学到的标签",
    "settled": "标为已处理",
    "unsettled": "取消已处理",
    "letter": "补正通知",
    "load": "开始装载",
    "loaded": "装载结束",
    "account": "用户",
}
"""What people do about a store as a whole."""
SUBJECTS: Mapping[str, str] = {
    "finding": "问题",
    "criterion": "认定条件",
    "unmatched": "未认领内容",
    "submission": "申报",
    "assignee": "审核分工",
}
MISSING_PROOF = "缺件"
"""What the findings about proofs that are not there are called together."""
ROLES: Mapping[str, str] = {
    "application": "申报表",
    "summary": "推荐汇总表",
    "evidence": "证明材料",
    "other": "其他材料",
}
FORMS: Mapping[str, str] = {
    "application": "申报表",
    "summary": "推荐汇总表",
    "annual": "年度报表",
    "half-year": "半年报表",
    "review": "复核表",
    "evaluation": "评价表",
    "major-event": "重大事项报告",
}
FATES: Mapping[str, str] = {
    "read": "读出",
    "other": "其他材料",
    "known": "库中已有",
    "duplicate": "内容重复",
    "skipped": "跳过",
    "opened": "已解开压缩包",
    "failed": "读不了",
    "pending": "未读完",
    "replaced": "读不了，已换成另一个文件",
    "taken_back": "已撤回",
}
"""What became of a file of a load."""
LEVELS: Mapping[str, str] = {
    "national": "国家级",
    "provincial": "省级",
    "municipal": "市级",
    "other": "其他",
    "international": "国际标准",
    "industry": "行业标准",
    "group": "团体标准",
    "local": "地方标准",
}
"""Levels of platforms, projects and standards; a national standard is 国家级 too."""
ANSWERS: Mapping[str, str] = {"yes": "是", "no": "否", "not_applicable": "不适用"}
PLANNED: Mapping[str, str] = {"plan_baseline": "基准值", "plan_target": "目标值"}
ACCOUNT_ROLES: Mapping[str, str] = {"look": "查看", "review": "审核", "administer": "管理"}
"""What an account may do."""
APPLICANTS: Mapping[str, str] = {
    "cluster": "集群",
    "company": "企业",
    "project": "项目",
    "institute": "单位",
    "person": "申报人",
}
"""Who applies, by the kind that a template names (`WhoApplies`)."""
SEVERAL_KINDS = "申报单位"
"""What those who apply are called together where they are of several kinds."""
NO_FORM = "（模板已不在）"
NO_NAME = "（未读出名称）"
NOT_KNOWN_WHOSE = "不知归谁"
"""Of a file that belongs with no applicant as far as the program and people know."""
NOBODYS = "不属于任何一家"
"""Of a file of which a person has said so."""
NOTHING = "—"


def when(stamp: str) -> str:
    """A time of the store (UTC) in this machine's own zone, to the minute; the stamp itself where it is no time."""
    return _in_zone(stamp, "%Y-%m-%d %H:%M")


def day(stamp: str) -> str:
    """The day of a time of the store (UTC), here; the stamp itself where it is no time."""
    return _in_zone(stamp, "%Y-%m-%d")


def _in_zone(stamp: str, form: str) -> str:
    try:
        return datetime.fromisoformat(stamp).astimezone().strftime(form)
    except ValueError:
        return stamp


def applicants_called(kinds: Iterable[str]) -> str:
    """One word for all who apply, of these kinds; clusters where none is named, as in a store that is still empty."""
    found = set(kinds) or {"cluster"}
    return APPLICANTS[found.pop()] if len(found) == 1 else SEVERAL_KINDS


def levels_of(dims: Iterable[str]) -> list[str]:
    """Levels in words; what is no level (the row of a planning table) as it stands."""
    return [LEVELS.get(v, v) for v in dims]


def without_root(text: str) -> str:
    """The text with the files that it names called by their last folders: a machine's own ones tell staff nothing."""
    return _WHOLE_PATH.sub(lambda m: f"“{_near(m[1])}”", text)


def _near(path: str) -> str:
    return "/".join(p for p in path.replace("\\", "/").split("/")[-NEAR_FOLDERS - 1 :] if p)
