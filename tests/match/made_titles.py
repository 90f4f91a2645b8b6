"""Titles of the programmes' papers as offices write them, composed; one half to fit on, the other to report."""

import itertools
import random

PROGRAMMES = {
    "hubei-characteristic": ("湖北省", "特色产业集群", ["潜川市小龙虾加工", "堵阳县轴承", "松渡县香菇"]),
    "hubei-innovative": ("湖北省", "创新型产业集群", ["潜川高新区智能传感器", "荆沅市光电子"]),
    "hubei-strategic-emerging": ("湖北省", "战略性新兴产业集群", ["荆沅市生物医药", "汉东市集成电路"]),
    "hunan-advanced-manufacturing": ("湖南省", "先进制造业集群", ["湘东市先进陶瓷", "潭州市工程机械"]),
}
BEFORE = ["{year}年度{who}", "{who}", "关于{who}", "{year}年{who}", "附件2\n{who}"]
BEFORE_OF = {
    "annual": [
        "{year}年度{who}",
        "{who}{year}年度",
        "{who}{year}年",
        "{who}（{cluster}）{year}年度",
        "{who}\n{year}年度",
    ],
    "half-year": [
        "{who}{year}年上半年",
        "{year}年上半年{who}",
        "{who}\n（{year}年1—6月）\n",
        "{who}{year}年半年度",
        "{year}年1-6月{who}",
    ],
    "review": ["{who}", "{year}年{who}", "{who}{year}年", "{who}（{cluster}）", "{who}\n"],
    "evaluation": ["{who}{year}年度", "{year}年度{who}", "{who}", "{who}\n{year}年度", "{year}年{who}"],
    "major-event": ["{who}", "{who}（{cluster}）", "关于{who}", "{who}\n", "{year}年{who}"],
    "application": ["{who}", "{year}年{who}", "{year}年度{who}", "{who}（{cluster}）", "{who}\n"],
}
ENDS = {
    "annual": ["发展情况报告", "发展情况的报告", "工作总结", "建设发展报告", "年度报告", "运行情况报告", "发展情况表"],
    "half-year": ["发展情况报告", "运行情况报告", "工作总结", "发展情况表", "工作情况汇报"],
    "review": ["复核申请表", "复核申报书", "（复核）申报表", "复核材料", "复核自查报告", "复核评价表"],
    "evaluation": ["绩效评价材料", "绩效评价自评报告", "绩效自评表", "绩效考核自评报告", "年度绩效评价报告"],
    "major-event": ["重大事项报告", "重大事项变更报告", "重大事项报告表", "重大变更事项的报告", "变更申请表"],
    "application": [
        "申报书",
        "认定申请书",
        "申报材料",
        "（初赛）申报书",
        "认定申报表",
        "申报表（申报单位填写）",
        "申请报告",
    ],
}
KINDS = {
    "annual": ["hubei-characteristic", "hunan-advanced-manufacturing"],
    "half-year": ["hunan-advanced-manufacturing"],
    "review": ["hubei-characteristic", "hunan-advanced-manufacturing"],
    "evaluation": ["hubei-innovative"],
    "major-event": ["hubei-innovative"],
    "application": list(PROGRAMMES),
}


def titles(kind):
    """(programme, title) of a kind; the halves of a list shuffled once are its fit and its report."""
    out = []
    for program in KINDS[kind]:
        place, name, trades = PROGRAMMES[program]
        whos = [f"{place}{name}", *(f"{place}{trade}{name}" for trade in trades), f"{trades[0]}省级{name}"]
        for before, who, end in itertools.product(BEFORE_OF[kind], whos, ENDS[kind]):
            cluster = trades[-1] + "产业集群"
            year = random.Random(before + who + end).choice((2023, 2024, 2025, 2026))
            out.append((program, before.format(year=year, who=who, cluster=cluster) + end))
    random.Random(kind).shuffle(out)
    return out
