"""Several labels with their values in one line or cell."""

from made_documents import FORMS, document, table


def read(*blocks):
    (found,) = FORMS.match(document("湖北省创新型产业集群重大事项报告", *blocks))
    return {p.indicator: p.text for p in found.matches[0].placements if p.text}


def test_before_and_after_in_one_line():
    found = read("一、变更事项：机构变更", "三、变更前：甲局；变更后：乙中心。", "四、变更原因：机构改革。")
    assert (found["event_before"], found["event_after"]) == ("甲局", "乙中心。")


def test_a_person_and_a_telephone_in_one_line_or_cell():
    for block in (
        "联系人：孙玉芳    联系电话：13400001111",
        table(["联系人：孙玉芳  联系电话：13400001111"], ["变更前", "甲局"]),
    ):
        found = read("一、变更事项：机构变更", block)
        assert (found["operator_contact"], found["operator_phone"]) == ("孙玉芳", "13400001111")


def test_another_person_s_telephone_is_not_the_contact_s():
    rows = table(["负责人", "陈刚", "联系电话", "027-66668888"], ["联系人", "李敏", "手机", "13800001111"])
    found = read("一、变更事项：机构变更", rows)
    assert (found["operator_contact"], found["operator_phone"]) == ("李敏", "13800001111")


def test_a_year_is_a_value_where_words_are_asked_for():
    (found,) = FORMS.match(
        document("湖北省特色产业集群年度发展情况报告", table(["集群名称", "甲集群"], ["报告年度", "2026年"]))
    )
    assert "2026年" in {p.text for p in found.matches[0].placements if p.indicator == "report_period"}


def test_a_note_for_the_seal_is_no_part_of_a_name():
    found = read("依托单位：潜川高新区管委会（盖章）")
    assert found["operator"] == "潜川高新区管委会"


def test_a_letter_names_cluster_date_and_sender():
    found = read(
        "根据《湖北省创新型产业集群管理办法》，现将潜川市智能传感器省级创新型产业集群重大事项报告如下：",
        "一、变更事项：机构变更",
        "潜川高新技术产业开发区管理委员会",
        "2025年11月20日",
    )
    assert found["cluster_name"] == "潜川市智能传感器省级创新型产业集群"
    assert found["application_date"] == "2025年11月20日"
    assert found["operator"] == "潜川高新技术产业开发区管理委员会"


def test_a_remark_below_options_is_no_caption():
    made = table(["事项类型", "☑变更\n（注：勾选需提供佐证材料）"], ["变更前", "甲局"])
    (found,) = FORMS.match(document("湖北省创新型产业集群重大事项报告", made))
    assert [x.label for m in found.matches for x in m.leftovers if "注" in x.label] == []
