"""The narratives of a form and the text of its part eight, with figures strewn in as applicants do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from samples.figures import Cluster

SUMMARIES = {
    "chain_summary": [
        "编制{trade}产业链全景图{a}张，明确缺链弱链环节{b}处，引进补链项目{c}个、计划投资{d}亿元，{p1}本地配套率提高到{e}%，“{chain}”链条日趋完整。",
        "实行链长制，建立重点企业清单{b}家、重点项目清单{c}个。{last}年组织供需对接会{a}场，达成配套协议{d}亿元；围绕{p2}等薄弱环节招引企业{c}家。",
    ],
    "collaboration_summary": [
        "建成共享检测中心{a}个、共享仓储{b}处，设备共享{e}台（套）；推动{c}家企业联合采购{p1}原料，采购成本平均下降{a}%。",
        "搭建用工余缺调剂平台，{last}年调剂用工{e}人次；引进物流企业{a}家，开通专线{b}条，{p2}企业物流费用降低{c}%。",
    ],
    "brand_summary": [
        "现有驰名商标{a}件、省级名牌{b}个，“{county}{trade}”集体商标授权企业{e}家；组织首席质量官培训{c}期，主导制定{p1}先进标准{a}项。",
        "{last}年开展质量诊断{e}家次，{b}家企业导入卓越绩效模式，{p2}产品监督抽查合格率达到{c}%以上，区域品牌价值评估为{d}亿元。",
    ],
    "digital_service_summary": [
        "遴选数字化服务商{a}家，完成诊断{e}家，改造{c}家；推出“{p1}云”等轻量化产品{b}款，发放服务券{d}百万元。",
        "建成5G基站{e}座，{trade}产业大脑接入设备{c}百台，{b}家企业通过两化融合贯标，关键工序数控化率为{e}%。",
    ],
    "new_model_summary": [
        "建成省级及以上试点示范{a}个，{p1}生产线实现柔性制造，订单交付周期缩短{c}%；{b}家企业开展服务型制造，带动增收{d}亿元。",
        "推广“平台+园区”模式，{e}家企业上线协同制造系统；{p2}企业建成5G全连接工厂{a}个，人均产值提高{c}%。",
    ],
    "green_summary": [
        "实施节能改造项目{a}个，年节约标准煤{e}百吨；建设屋顶光伏{c}兆瓦，{p1}生产废水回用率提高{b}个百分点。",
        "{last}年对{e}家企业开展绿色诊断，淘汰老旧锅炉{a}台，建成集中供热管网{b}公里，创建绿色工厂{c}家。",
    ],
    "cooperation_summary": [
        "产品出口{e}个国家和地区，建有海外仓{a}个；{last}年组织{c}家企业参加境外展会{b}场，新签{p1}订单{d}亿元。",
        "与德国、日本等{a}国科研机构共建联合实验室{b}个，引进海外人才{c}名，{p2}技术合作项目到账{d}亿元。",
    ],
    "environment_summary": [
        "出台{trade}产业扶持政策{a}项，设立{d}亿元引导基金；推行“拿地即开工”，帮办代办事项{e}件，兑现奖补{c}百万元。",
        "成立集群服务专班，配备人员{b}名；{last}年走访企业{e}家次，解决用地、融资等问题{c}个，发放贷款{d}亿元。",
    ],
}


def _words(rng: Random, cluster: Cluster) -> dict[str, object]:
    products = rng.sample(cluster.place.trade.products, 2)
    return {
        "a": rng.randint(2, 9),
        "b": rng.randint(4, 19),
        "c": rng.randint(11, 48),
        "d": f"{rng.uniform(1, 29):.1f}",
        "e": rng.randint(32, 96),
        "p1": products[0],
        "p2": products[1],
        "county": cluster.place.county,
        "trade": cluster.place.trade.name,
        "chain": cluster.place.trade.chain,
        "last": cluster.years[-1],
    }


def summary(rng: Random, cluster: Cluster, indicator: str, paragraphs: int = 1) -> list[str]:
    """One or two paragraphs of 情况 for one indicator."""
    return [template.format(**_words(rng, cluster)) for template in rng.sample(SUMMARIES[indicator], paragraphs)]


def plan(rng: Random, cluster: Cluster) -> tuple[list[str], list[str]]:
    """The paragraphs of part eight before and after the table of targets."""
    place, words = cluster.place, _words(rng, cluster)
    last = int(cluster.years[-1])
    gross = cluster.of("gross_output")
    before = [
        "一、集群基本情况简介",
        (
            f"{place.cluster}位于{place.city}{place.county}，主要产品有{'、'.join(place.trade.products)}。{last}年集群总产值{gross:.2f}亿元，"
            f"有企业{cluster.of('enterprises')}家、中小企业{cluster.of('smes')}家，市场占有率居全国前列。"
        ),
        "二、发展成效",
        (
            f"（一）主导产业不断壮大。产值由{cluster.years[0]}年的{cluster.of('gross_output', 0):.2f}亿元增长到"
            f"{last}年的{gross:.2f}亿元。"
        ),
        (
            f"（二）创新能力持续增强。中小企业研发经费{cluster.of('rd_expenditure'):.2f}亿元，有效发明专利{cluster.of('invention_patents')}件，"
            f"攻克{words['p1']}等关键技术{words['a']}项。"
        ),
        f"（三）转型升级步伐加快。上云中小企业{cluster.of('cloud_smes')}家，单位产值能耗降至{cluster.of('energy_intensity'):.2f}吨标准煤/万元。",
        "三、存在的问题",
        f"龙头企业带动力不够强，{words['p2']}高端产品占比仅{words['c']}%；专业人才不足；土地要素趋紧。",
        "四、未来三年中小企业特色产业集群发展规划",
        "（一）总体思路",
        f"坚持“专精特新”方向，做强{place.trade.name}主导产业，到{last + 3}年建成国内一流、特色鲜明的产业集群。",
        "（二）发展目标",
        "1.三年总体目标",
    ]
    after = [
        "2.阶段性目标",
        *(
            f"（{step}）{last + step}年度：集群总产值达到{float(gross) * 1.12**step:.2f}亿元，"
            f"新增专精特新中小企业{words['a']}家。"
            for step in (1, 2, 3)
        ),
        "（三）重点任务",
        f"1.建设{place.trade.name}创新中心{words['a']}个。2.实施技术改造项目{words['c']}个，总投资{words['d']}亿元。3.推进绿色制造，创建绿色工厂{words['b']}家。",
        "（四）保障措施",
        f"成立由县政府主要负责同志任组长的领导小组，每年安排专项资金{words['e']}百万元，实行月调度、季评估。",
    ]
    return before, after


def targets(rng: Random, cluster: Cluster) -> list[tuple[str, str, str, str]]:
    """Rows of the table of targets: direction, label, baseline, target; figures carry their unit."""
    growth = ((cluster.of("gross_output") / cluster.of("gross_output", 0)).sqrt() - 1) * 100
    good = sum(int(cluster.of(name)) for name in ("srdi_smes", "little_giants", "champions"))
    research, patents = cluster.of("rd_expenditure"), int(cluster.of("invention_patents"))
    carbon, energy = cluster.of("co2_intensity"), cluster.of("energy_intensity")
    rows = [
        ("主导产业", "近三年集群产值年均增速", f"{growth:.2f}%", f"{float(growth) + 0.5:.2f}%"),
        ("主导产业", "优质中小企业数量", f"{good}家", f"{good + rng.randint(8, 30)}家"),
        ("创新", "研发经费投入", f"{research:.2f}亿元", f"{float(research) * 1.4:.2f}亿元"),
        ("创新", "有效发明专利数量", f"{patents}件", f"{round(patents * 1.55)}件"),
        ("数字化", "工业互联网普及率", f"{cluster.of('iiot_share'):.2f}%", "46.00%"),
        ("绿色化", "二氧化碳排放量", f"{carbon:.2f}吨/万元", f"{float(carbon) * 0.81:.2f}吨/万元"),
        ("绿色化", "单位工业产值能耗", f"{energy:.2f}吨标准煤/万元", f"{float(energy) * 0.86:.2f}吨标准煤/万元"),
        ("开放合作", "定性描述", f"出口{rng.randint(20, 60)}个国家和地区", "新设境外营销网点10个以上"),
        ("治理和服务", "定性描述", "建立了集群工作专班", "实现公共服务全覆盖"),
    ]
    if rng.random() < 0.4:
        gross = cluster.of("gross_output")
        rows.insert(2, ("主导产业", "集群总产值", f"{gross:.2f}亿元", f"{float(gross) * 1.42:.2f}亿元"))
    return rows


def profile(rng: Random, cluster: Cluster) -> str:
    """集群简介 of the summary sheet."""
    words, last = _words(rng, cluster), cluster.years[-1]
    opening = rng.choice(
        [
            f"集群位于{cluster.place.city}{cluster.place.county}，以{words['p1']}、{words['p2']}为主导产品，形成“{words['chain']}”产业链。",
            f"{cluster.place.stem}{words['trade']}起步于上世纪九十年代，{words['p1']}国内市场占有率约{words['c']}%，获评“中国{words['trade']}之乡”。",
        ]
    )
    return (
        opening
        + rng.choice(
            [
                (
                    f"{last}年集群总产值{cluster.of('gross_output'):.2f}亿元，中小企业{cluster.of('smes')}家，专精特新中小企业{cluster.of('srdi_smes')}家，"
                    f"专精特新“小巨人”企业{cluster.of('little_giants')}家，制造业单项冠军{cluster.of('champions')}家。"
                ),
                (
                    f"{last}年实现产值{cluster.of('gross_output'):.2f}亿元，聚集中小企业{cluster.of('smes')}家，其中专精特新“小巨人”企业{cluster.of('little_giants')}家、"
                    f"省级专精特新中小企业{cluster.of('srdi_smes')}家。"
                ),
            ]
        )
        + f"中小企业有效发明专利{cluster.of('invention_patents')}件，"
        + f"万人发明专利拥有量{cluster.of('invention_patents_per_10k'):.2f}件。"
    )
