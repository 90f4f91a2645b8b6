"""What codes are called wherever staff read them: on the page, in reports, letters, tables and on the command line.

One table a kind of code, and no other in the code base: a word that stood in two places would come to differ.
Programmes are named by their templates (`programme.yaml`), indicators by the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

SEVERITIES: Mapping[str, str] = {"error": "矛盾", "warning": "疑点", "info": "提示"}
"""From the gravest down."""
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
    "undo": "撤销归类",
    "disc_out": "撤回光盘",
    "disc_in": "恢复光盘",
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
NO_NAME = "（未读出集群名称）"
NOTHING = "—"


def levels_of(dims: Iterable[str]) -> list[str]:
    """Levels in words; what is no level (the row of a planning table) as it stands."""
    return [LEVELS.get(v, v) for v in dims]
