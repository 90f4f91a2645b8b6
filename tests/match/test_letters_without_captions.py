"""What reports and letters say without a caption of the form: when a cluster was recognised, what was and what is."""

import re

import pytest
from made_documents import FORMS, document, table

REPORT = "湖北省特色产业集群2024年度发展情况报告"


def told(*blocks):
    (found,) = FORMS.match(document(*blocks))
    return {p.indicator: p.text for p in found.matches[0].placements if p.text}


@pytest.mark.parametrize(
    ("sentence", "date", "paper"),
    [
        (
            "麻溪市建材产业集群（2023年11月认定，鄂经信产业〔2023〕214号）去年发展平稳。",
            "2023年11月",
            "鄂经信产业〔2023〕214号",
        ),
        (
            "集群于2022年9月被省经信厅认定为特色产业集群（鄂经信产业〔2022〕48号）。",
            "2022年9月",
            "鄂经信产业〔2022〕48号",
        ),
        ("2022年5月，经省经信厅认定（鄂经信产业〔2022〕105号）。", "2022年5月", "鄂经信产业〔2022〕105号"),
        ("2022年12月，经批准认定为湖北省特色产业集群。", "2022年12月", None),
        ("2023年5月，华新公司被认定为国家级小巨人，集群又添一家。", None, None),
        ("集群2022年5月获批国家级工业设计中心。", None, None),
        ("根据《湖北省特色产业集群管理办法》（鄂经信产业〔2025〕160号），现将集群情况报告如下。", None, None),
    ],
)
@pytest.mark.parametrize("set_apart", [False, True])  # 2023 年 11 月, as some writers set figures
def test_when_a_cluster_was_recognised(sentence, date, paper, set_apart):
    text = re.sub(r"(?<=\d)(?=[年月号])|(?<=[年于（])(?=\d)", " ", sentence) if set_apart else sentence
    found = told(REPORT, "集群名称：麻溪市建材产业集群", "总体发展情况", text)
    assert found.get("certified_date") == date
    assert found.get("certificate_no") == paper


def test_what_was_and_what_is_in_rows_of_their_own():
    found = told(
        "湖北省创新型产业集群重大事项报告",
        table(
            ["事项类别", "运营管理机构变更"],
            ["变更时间", "2025年6月18日"],
            ["原运营管理机构", "黄石港区科技创业服务中心"],
            ["现运营管理机构", "黄石港区产业创新发展有限公司"],
        ),
    )
    assert found["event_before"] == "黄石港区科技创业服务中心"
    assert found["event_after"] == "黄石港区产业创新发展有限公司"


@pytest.mark.parametrize(
    "sentence",
    [
        "集群促进机构为娄底市薄板产业促进中心。",
        "集群申报主体为娄底市薄板产业促进中心，联系人为章敏。",
        "集群依托单位是娄底市薄板产业促进中心。",
        "集群于2022年9月认定，由娄底市薄板产业促进中心运营管理。",
    ],
)
def test_who_runs_the_cluster(sentence):
    found = told(REPORT, "集群名称：娄底市薄板产业集群", "总体发展情况", sentence)
    assert found["operator"] == "娄底市薄板产业促进中心"


def test_a_value_that_is_a_clusters_name_says_what_its_caption_asks_for():
    found = told(REPORT, "集群：南江市实木家具产业集群", table(["集群总产值（亿元）", "86.1"], ["集群企业数量", "73"]))
    assert found["cluster_name"] == "南江市实木家具产业集群"
    other = told(REPORT, "集群：见附件", table(["集群总产值（亿元）", "86.1"], ["集群企业数量", "73"]))
    assert other.get("cluster_name") != "见附件"


def test_a_city_and_a_county_are_no_citys_name():
    found = told(
        "湖北省特色产业集群申报表",
        table(["申请集群", "京山市纺机产业集群"], ["所在市州/县市", "荆门市京山市"], ["集群企业数量", "73"]),
    )
    assert found["cluster_name"] == "京山市纺机产业集群"
    assert "荆门市京山市" not in {found.get("region_city"), found.get("region_county")}


def test_what_a_title_tells():
    found = told(
        "湖南省先进制造业集群竞赛初赛",
        "申请报告",
        "2021年6月28日",
        "集群名称：株醴市轨道交通装备先进制造业集群",
        table(["指标", "2020年"], ["产值（亿元）", "1310.8"], ["企业个数（家）", "402"]),
    )
    assert found["application_date"] == "2021年6月28日"
    assert found["contest_stage"] == "初赛"
    assert told(REPORT, "集群名称：麻溪市建材产业集群", "总体发展情况")["report_period"] == "2024年度"


def test_a_name_that_the_letter_gives_a_short_one():
    found = told(
        "关于黄冈岭区智能装备创新型产业集群主导企业经营异常的报告",
        "省科技厅：",
        "黄冈岭区智能装备省级创新型产业集群（以下简称集群）近期出现异常，依据《湖北省创新型产业集群管理办法》，特此报告。",
        "一、发生时间。2026年2月26日。",
    )
    assert found["cluster_name"] == "黄冈岭区智能装备省级创新型产业集群"
    assert found["event_date"].startswith("2026年2月26日")


def test_the_fuller_of_two_names_of_one_cluster():
    found = told(
        "云溪市陶瓷卫浴产业集群2025年发展情况总结",
        "（湖北省特色产业集群）",
        "云溪市陶瓷卫浴特色产业集群自2024年获批湖北省特色产业集群以来，坚持绿色化方向，现将2025年工作总结如下：",
        "云溪市陶瓷产业发展中心",
        "二〇二六年二月",
    )
    assert found["cluster_name"] == "云溪市陶瓷卫浴特色产业集群"
    assert found["application_date"] == "二〇二六年二月"


def test_a_body_that_is_named_by_its_cluster_is_not_the_cluster():
    found = told(
        "湖南省先进制造业集群培育对象申请报告",
        "常澧市生物医药制造集群发展促进中心",
        "二〇二一年六月二十日",
        "常澧市生物医药先进制造业集群以生物医药为主导产业，地处常澧经开区。",
        "联系人：郁青，联系电话13975640033。",
    )
    assert found["cluster_name"] == "常澧市生物医药先进制造业集群"
    assert found["operator"] == "常澧市生物医药制造集群发展促进中心"
    assert found["leading_industry"] == "生物医药"
    assert (found["operator_contact"], found["operator_phone"]) == ("郁青", "13975640033")


def test_what_is_applied_for_is_no_name():
    found = told(
        "江南新区集成电路战略性新兴产业集群建设方案",
        "（申报湖北省级战略性新兴产业集群）",
        "2022年4月",
        "主导产业为集成电路。",
    )
    assert found["cluster_name"] == "江南新区集成电路战略性新兴产业集群"
    assert found["leading_industry"] == "集成电路"


def test_a_place_and_what_such_are_called_is_no_name():
    found = told(REPORT, "现将楚江市特色产业集群2024年度发展情况报告如下：全市集群实现总产值105.3亿元，集聚企业82家。")
    assert "cluster_name" not in found


def test_clauses_that_say_what_captions_ask_for():
    said = "集群运营管理机构为楚江虾谷产业服务有限公司，联系人为章敏，联系电话为0728-6243301。"
    found = told(REPORT, "集群名称：麻溪市建材产业集群", "总体发展情况", said)
    assert (found["operator"], found["operator_contact"]) == ("楚江虾谷产业服务有限公司", "章敏")
    assert found["operator_phone"] == "0728-6243301"


@pytest.mark.parametrize(
    "said", ["运营管理机构是集群发展的核心力量。", "联系电话为办公室座机。", "联系人是该中心副主任。"]
)
def test_clauses_that_describe_or_name_nobodys(said):
    found = told(REPORT, "集群名称：麻溪市建材产业集群", "总体发展情况", said)
    assert not {"operator", "operator_contact", "operator_phone"} & set(found)


def test_when_something_happened_though_figures_are_set_apart():
    found = told(
        "湖北省创新型产业集群重大事项报告", "黄石港区生物医药创新型产业集群于 2024 年 9 月 18 日发生管理机构变更。"
    )
    assert found["event_date"] == "2024年9月18日"


def test_what_was_and_what_is_in_two_clauses():
    found = told(
        "湖北省创新型产业集群重大事项报告",
        "黄石港区生物医药创新型产业集群于2024年9月18日发生管理机构变更。变更前，集群管理机构为黄石港区医药产业办公室；"
        "变更后，集群管理机构为黄石港区科技创新局。",
    )
    assert (found["event_before"], found["event_after"]) == ("黄石港区医药产业办公室", "黄石港区科技创新局")


def test_a_row_that_was_left_empty_stays_so_though_a_sentence_names_somebody():
    rows = table(
        ["集群名称", "麻溪市建材产业集群"], ["联系人", ""], ["集群总产值（亿元）", "86.1"], ["集群企业数量", "73"]
    )
    found = told(REPORT, rows, "联系人为章敏。")
    assert "operator_contact" not in found
