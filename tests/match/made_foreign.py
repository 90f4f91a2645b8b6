"""Papers of other departments and other provinces, in the manner of these programmes' and of none of them."""

from made_documents import document, table

OTHERS = ["江苏省", "浙江省", "河北省", "广东省", "四川省", "安徽省"]
NAMES = ["特色产业集群", "创新型产业集群", "战略性新兴产业集群", "先进制造业集群", "县域特色产业集群"]
KINDS = ["申报书", "2024年度发展情况报告", "复核申请表", "绩效评价自评报告"]
DEPARTMENTS = [
    "省级现代农业产业园创建申请书",
    "国家农村产业融合发展示范园申报表",
    "湖北省科技型中小企业评价信息表",
    "湖北省专精特新中小企业认定申请书",
    "第六批专精特新“小巨人”企业申请书",
    "制造业单项冠军企业申请书",
    "湖北省技术改造专项资金申请报告",
    "高新技术企业认定申请书",
    "湖北省企业技术中心评价材料",
    "开发区综合发展水平考核评价表",
    "湖北省众创空间绩效评价材料",
    "省级孵化器年度报告",
    "国家级绿色工厂自评价报告",
    "工业产品绿色设计示范企业申报书",
    "智能制造试点示范项目申报书",
    "县域经济年度工作总结",
    "湖北省服务型制造示范企业申报书",
    "招商引资工作半年总结",
    "工业经济运行情况报告",
    "规上工业企业年度统计报表",
    "农业产业化重点龙头企业监测表",
    "特色农产品优势区申报书",
    "湖北省特色小镇年度监测评价表",
    "外贸转型升级基地年度发展情况报告",
    "物流枢纽建设情况报告",
    "知识产权示范园区复核申请表",
    "现代服务业集聚区申报表",
    "电子商务示范县绩效评价自评报告",
    "全省安全生产半年工作总结",
    "重点产业链年度工作总结",
]
BESIDE = [
    "关于开展湖北省特色产业集群申报工作的通知",
    "湖北省创新型产业集群管理办法",
    "湖南省先进制造业集群名单",
    "湖北省特色产业集群企业名单",
    "湖北省战略性新兴产业集群实施意见",
    "关于湖北省特色产业集群认定结果的公示",
    "湖北省创新型产业集群专家评审会议纪要",
    "湖北省特色产业集群专项资金申请报告",
    "湖南省先进制造业集群培训通知",
    "湖北省特色产业集群推荐函",
    "湖北省特色产业集群专利证书",
    "湖南省先进制造业集群审计报告",
]
ROWS = [
    ["单位名称", "堵阳县宏远公司"],
    ["总产值（亿元）", "12.30"],
    ["从业人员", "320"],
    ["联系人", "李敏"],
    ["联系电话", "13900001111"],
]


def papers():
    """(name, document): some with letters and figures of our own labels, some without."""
    out = []
    for n, place in enumerate(OTHERS):
        for k, name in enumerate(NAMES[n % 2 :: 2]):
            title = f"{place}{name}{KINDS[(n + k) % len(KINDS)]}"
            out.append((title, document(title, table(*ROWS, ["集群名称", f"{place}某市{name}"], ["企业数量", "120"]))))
    national = ("国家先进制造业集群申报书", "国家级战略性新兴产业集群年度发展情况报告", "国家创新型产业集群试点申报书")
    figures = table(*ROWS, ["集群名称", "某市产业集群"], ["企业数量", "120"])
    out += [(name, document(name, figures)) for name in national]
    for n, title in enumerate(DEPARTMENTS):
        letter = "现将我县2024年度有关情况报告如下：全县实现总产值372.5亿元，同比增长7.6%，集聚企业330家。"
        out.append((title, document(title, "填报日期：2024年5月6日", *([letter] if n % 2 else []), table(*ROWS))))
    out += [(title, document(title, table(*ROWS))) for title in BESIDE]
    letter = "我公司位于湖北省特色产业集群内，现将2024年度生产经营情况报告如下：实现营业收入3.2亿元。"
    out.append(("情况报告", document("堵阳县宏远公司情况报告", letter)))
    return out
