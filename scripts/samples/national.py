"""The wording of the national form (附件2), part by part: which row asks for what.

Widths are in sixtieths of the page's text width. `compose` turns these rows into tables.
"""

from __future__ import annotations

from dataclasses import dataclass, field

TITLE = "中小企业特色产业集群申报表"
MAKER = "工业和信息化部 制"
YES_NO = ((True, "是"), (False, "否"))
YES_NO_NA = (("yes", "是"), ("no", "否"), ("not_applicable", "不适用"))
TICK_NOTE = "（注：勾选需提供佐证材料）"
EVIDENCE = "（需提供清单及佐证材料）"

OPTIONS: dict[str, tuple] = {
    "industry_sector": (("primary", "第一产业"), ("secondary", "第二产业"), ("tertiary", "第三产业")),
    "energy_efficiency_met": (("yes", "是"), ("no", "否"), ("not_applicable", "非高耗能行业，不适用")),
    "water_efficiency_met": (("yes", "是"), ("no", "否"), ("not_applicable", "非高用水行业，不适用")),
    "solid_waste_above_average": YES_NO_NA,
    "water_reuse_above_average": YES_NO_NA,
    **dict.fromkeys(
        (
            "prohibited_industry",
            "major_incidents",
            "serious_violations",
            "provincial_cluster",
            "industrial_software_rising",
            "carbon_monitoring",
        ),
        YES_NO,
    ),
    "chain_actions": (
        "绘制产业链图谱，开展产业链培育",
        "形成产业链技术难点清单或创新项目库，建立“揭榜挂帅”、“赛马”或众创众包等激励机制",
        "联合集群上下游企业，组建创新联合体，开展产业链联合攻关",
        "引入高等院校、科研院所，开展产业链关键环节产学研协同创新",
        "建有产业链上下游产供销一体化协同协作机制",
        "与产业链“链主”企业建立稳定合作配套关系",
        "与先进制造业集群、国家新型工业化产业示范基地建立稳定合作配套关系",
        "开展供应链风险评估工作，建立供应链风险防范机制",
    ),
    "collaboration_actions": (
        "开展通用生产设备共享",
        "开展物流、仓储、设计等服务资源共享",
        "开展人力资源共享",
        "开展同类设备和产品的集中采销",
        "建立共享车间、共享工厂",
    ),
    "brand_actions": (
        "开展了先进质量管理模式推广",
        "开展了质量诊断服务",
        "建立了品牌运营、品牌管理标准宣贯等机制",
        "获得了集体商标、地理标志产品批准认证或证明商标通过注册",
    ),
    "digital_service_actions": (
        "引入了数字化系统解决方案服务商",
        "开展了数字化共性解决方案开发和诊断等服务",
        "开展了两化融合管理体系推广工作",
        "开展了智能制造能力成熟度评估或数据管理能力成熟度评估等推广工作",
    ),
    "new_model_actions": (
        "建有国家智能制造、工业互联网以及其它国家新模式新业态试点示范项目",
        "建有省级智能制造、工业互联网以及其它国家新模式新业态试点示范项目",
        "开展了智能制造、工业互联网等新模式新业态创新应用推广",
    ),
    "green_actions": (
        "开展了节能诊断，建立节能管控系统、余热余压回收设施等",
        "开展了碳排放和碳足迹监测与核算等",
        "建立了水资源梯级循环利用、工业废弃物分类分级利用设施等",
        "开展了清洁生产评价等工作",
        "开展了绿色制造系统解决方案推广",
    ),
    "cooperation_actions": (
        "建立或参与主导产业国际合作机制",
        "与境外产业园区形成较为稳定的合作关系",
        "引进了国际领先技术、先进管理经验或高端人才团队等",
        "参加中国国际中小企业博览会等展会类活动",
        "承办主导产业国际研讨会或技术交流会",
    ),
    "governance_actions": (
        "建立了专业化发展促进机构、开展共商共建共享",
        "建立中小企业政策宣贯与对接机制",
        "建立了中小企业合法权益保护机制",
        "建立了公共服务效果考核机制",
        "建立安全生产源头管控和隐患排查机制",
        "运用了数字化手段提升治理能力",
    ),
    "public_services": ("信息服务", "创业辅导", "创新支持", "人员培训", "市场营销", "投融资服务", "管理咨询"),
}


@dataclass(frozen=True)
class Row:
    """One row of the form: its shape, its label, what it asks for."""

    shape: str
    label: str = ""
    asks: str = ""
    unit: str = ""
    note: str = ""
    more: tuple[tuple[str, str, str], ...] = field(default=())


@dataclass(frozen=True)
class Part:
    number: str
    title: str
    rows: tuple[Row, ...]
    label_width: int = 22


def _levels(kind: str, *labels: str) -> tuple[tuple[str, str, str], ...]:
    return tuple(zip(labels, [kind] * 3, ("national", "provincial", "other"), strict=True))


PARTS = (
    Part(
        "一",
        "基本情况",
        (
            Row("whole", "集群名称", "cluster_name"),
            Row("field", "县级行政区划中小企业主管部门", "county_authority"),
            Row("pair", more=(("联系人", "county_authority_contact", ""), ("联系方式", "county_authority_phone", ""))),
            Row("field", "集群运营管理机构", "operator"),
            Row("pair", more=(("联系人", "operator_contact", ""), ("联系方式", "operator_phone", ""))),
            Row("field", "集群占地面积", "land_area", "平方公里"),
            Row("ticks", "主导产业所属产业类型", "industry_sector"),
            Row("ticks", "集群主导产业是否属于国家规定的禁止、限制和淘汰类产业", "prohibited_industry"),
            Row(
                "ticks",
                "近三年是否发生较大及以上安全、质量、环境污染等事故，重大及以上网络安全事件和数据安全事件",
                "major_incidents",
            ),
            Row("ticks", "是否存在偷税漏税、违法违规、严重失信和其他重大问题的行为", "serious_violations"),
            Row("ticks", "属于高耗能行业的集群，能效水平是否达到行业基准值", "energy_efficiency_met"),
            Row("ticks", "属于高用水行业的集群，水效水平是否达到行业基准值", "water_efficiency_met"),
            Row("ticks", "是否已被认定为省级中小企业特色产业集群", "provincial_cluster"),
        ),
    ),
    Part(
        "二",
        "主导产业情况",
        (
            Row("head", "年度"),
            Row("years", "集群总产值", "gross_output", "亿元"),
            Row("years", "集群总产值占所在县级行政区划产值比例", "gross_output_county_share", "%"),
            Row("years", "集群内中小企业产值占集群总产值比例", "sme_output_share", "%"),
            Row("years", "集群主导产业产值占集群总产值比例", "leading_output_share", "%"),
            Row("years", "近三年集群主导产业产值年均增速", "leading_output_growth_3y", "%"),
            Row("years", "集群企业数量", "enterprises"),
            Row("years", "其中：集群中小企业数量", "smes"),
            Row("years", "主导产业相关的省级专精特新中小企业数量", "srdi_smes"),
            Row("years", "主导产业相关的国家级专精特新“小巨人”企业数量", "little_giants"),
            Row("years", "主导产业相关的国家级制造业单项冠军企业数量", "champions"),
            Row("years", "主导产业相关的国家级高新技术企业数量", "hightech_enterprises"),
            Row("years", "主导产业相关的创新型中小企业数量", "innovative_smes"),
            Row("years", "主导产业相关的上市中小企业数量", "listed_smes"),
            Row("years", "主导产业相关的上市辅导期中小企业数量", "pre_listing_smes"),
            Row("years", "集群外商直接投资额", "fdi", "万元"),
            Row("years", "集群外商直接投资额增长率", "fdi_growth", "%"),
            Row("years", "集群主导产品出口贸易额", "exports", "万元"),
            Row("years", "集群主导产品出口贸易额增长率", "exports_growth", "%"),
            Row("prose", "集群产业链强链补链情况", "chain_summary"),
            Row("multi", "集群已开展的产业链强链补链工作", "chain_actions"),
            Row("prose", "集群内产业链资源协同协作情况", "collaboration_summary"),
            Row("multi", "集群已开展的产业链资源协同协作工作", "collaboration_actions"),
            Row("prose", "集群质量品牌建设情况", "brand_summary"),
            Row("multi", "集群已开展的质量品牌建设工作", "brand_actions"),
        ),
        24,
    ),
    Part(
        "三",
        "创新能力情况",
        (
            Row("head", "年度"),
            Row("years", "集群中小企业研发投入强度", "rd_intensity", "%"),
            Row("years", "集群中小企业研发经费总额", "rd_expenditure", "亿元"),
            Row("years", "集群中小企业从业人员数量", "sme_employees"),
            Row("years", "集群中小企业研发人员数量", "rd_personnel"),
            Row("years", "集群中小企业知识产权授权量", "ip_grants"),
            Row(
                "standards",
                "近三年集群中小企业主持（起草单位排名前三位）或参与制修订标准数量情况（需提供清单）",
                "standards_led",
            ),
            Row(
                "levels",
                f"创新平台建设情况{EVIDENCE}",
                "innovation_platforms",
                more=_levels(
                    "innovation_platforms",
                    "国家制造业创新中心或国家级创新平台名称及数量",
                    "省级制造业创新中心或省级创新平台名称及数量",
                    "其他平台名称及数量",
                ),
            ),
            Row("wide", "集群中小企业PCT国际专利申请量", "pct_applications"),
            Row("wide", "近三年集群中小企业有效发明专利年均增速", "invention_patents_growth_3y", "%"),
            Row("wide", "集群中小企业从业人员每万人有效发明专利拥有量", "invention_patents_per_10k"),
            Row(
                "inline",
                "集群内中小企业有效发明专利拥有量（包括发明专利、国防专利、植物新品种、国家级农作物品种、国家新药、"
                "国家一级中药保护品种、集成电路布图设计专有权等）",
                "invention_patents",
                note=EVIDENCE,
            ),
        ),
        18,
    ),
    Part(
        "四",
        "数字化升级情况",
        (
            Row("field", "集群上云中小企业数量", "cloud_smes"),
            Row("field", "集群中小企业上云比例", "cloud_share", "%"),
            Row("field", "集群接入工业互联网平台的中小企业数量", "iiot_smes"),
            Row("field", "集群中小企业工业互联网平台应用普及率", "iiot_share", "%"),
            Row("field", "集群中小企业数字化研发工具应用普及率", "digital_rd_tool_share", "%"),
            Row("ticks", "工业软件应用率稳步提升", "industrial_software_rising"),
            Row("software", "工业软件采购金额", "industrial_software_purchases", "万元"),
            Row("prose", "数字化服务总体情况", "digital_service_summary"),
            Row("multi", "集群已开展的数字化服务工作", "digital_service_actions"),
            Row(
                "new_model",
                "数字化新模式新业态推广情况",
                "pilot_projects",
                more=_levels(
                    "pilot_projects",
                    "国家级试点示范项目名称及数量",
                    "省级试点示范项目名称及数量",
                    "其他试点示范项目名称及数量",
                ),
            ),
        ),
    ),
    Part(
        "五",
        "绿色化转型情况",
        (
            Row("ticks", "是否建立集群碳排放监测机制", "carbon_monitoring", note="（如涉及，需提供佐证材料）"),
            Row(
                "down",
                "近三年集群单位产值二氧化碳排放量",
                "co2_intensity",
                "吨二氧化碳/万元",
                "（注：单位产值二氧化碳排放量需提供计算公式）",
            ),
            Row(
                "down",
                "近三年集群单位产值能耗",
                "energy_intensity",
                "吨标准煤/万元",
                "（注：单位产值能耗需提供计算公式）",
            ),
            Row("field", "近三年集群单位产值能耗降低率", "energy_intensity_reduction", "%"),
            Row("field", "大宗工业固废综合利用率", "solid_waste_utilization", "%"),
            Row("ticks", "是否高于行业平均水平", "solid_waste_above_average"),
            Row("field", "工业用水重复利用率", "water_reuse", "%"),
            Row("ticks", "是否高于行业平均水平", "water_reuse_above_average"),
            Row("prose", "集群绿色低碳相关工作情况", "green_summary"),
            Row("multi", "集群已开展的绿色低碳相关工作", "green_actions"),
            Row(
                "levels",
                "集群绿色制造体系建设水平\n（注：包括绿色工厂、绿色工业园区、绿色供应链管理企业、绿色设计产品等，需提供清单及佐证材料）",
                "green_manufacturing",
                more=_levels(
                    "green_manufacturing",
                    "国家级绿色制造体系建设情况",
                    "省级绿色制造体系建设情况",
                    "其他绿色制造体系建设情况",
                ),
            ),
        ),
    ),
    Part(
        "六",
        "开放合作情况",
        (
            Row("prose", "集群国际合作交流总体情况", "cooperation_summary"),
            Row("multi", "集群已开展的国际合作交流活动", "cooperation_actions"),
            Row(
                "inline",
                "集群或集群内企业在境外设立分支机构数量",
                "overseas_branches",
                note="（需提供清单及相关佐证材料）",
            ),
        ),
    ),
    Part(
        "七",
        "治理和服务水平",
        (
            Row("blanks", "集群内产业联盟组织情况\n（注：包括行业学会、协会等，需提供清单）", "alliances"),
            Row("prose", "集群发展环境情况", "environment_summary"),
            Row("multi", "集群已开展的发展环境治理工作", "governance_actions"),
            Row(
                "levels",
                f"集群中小企业公共服务平台建设情况{EVIDENCE}",
                "service_platforms",
                more=_levels(
                    "service_platforms",
                    "建设或引入的国家级中小企业公共服务示范平台名称及数量",
                    "建设或引入的省级中小企业公共服务示范平台名称及数量",
                    "建设或引入的其他中小企业公共服务示范平台名称及数量",
                ),
            ),
            Row("multi", "集群提供中小企业公共服务情况", "public_services"),
        ),
    ),
)

INSTRUCTIONS = (
    "集群应如实填报所附各表。要求文字简洁，数据准确、详实，并提供必要的清单及佐证材料。",
    "各必填栏目不得空缺，无相关情况时应填写“无”；数据有小数时，保留小数点后2位。",
    "佐证材料包括主管部门、第三方机构出具的证明或申报主体自我声明。",
    "财务数据应以企业该年度会计报表期末数为准，单位采用人民币。",
    "未注明填报年度的，请填写截止到{last}年底的数据。",
    "集群内中小企业从业人员数是指集群内所有中小企业从业人员期末数之和。",
    "为确保文件信息的正确采集，填表时不得改变表格样式，其中一至七部分不得串页。",
)
DECLARATION = (
    "本单位承诺此次申报中小企业特色产业集群的申请材料（包括附件资料）真实、合法。"
    "如有不实之处，本单位愿意负相应责任，并承担由此产生的一切后果。"
)
