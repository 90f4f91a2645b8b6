"""Answers that stand alone below numbered headings, as letters on major events and simple reports give them."""

from made_documents import FORMS, document

TITLE = "江汉市省级创新型产业集群重大事项报告"


def told(*blocks):
    (found,) = FORMS.match(document(TITLE, *blocks))
    return {p.indicator: p.text for p in found.matches[0].placements if p.text}


def test_a_heading_and_its_answer():
    found = told(
        "一、集群名称",
        "江汉高新区光电子信息省级创新型产业集群",
        "二、依托单位",
        "江汉高新区管委会",
        "三、事项类型",
        "运营管理机构变更。",
        "四、发生时间",
        "2025年6月30日。",
        "五、联系人",
        "熊海；电话：0712-2859900",
        "2025年7月15日",
    )
    assert found["operator"] == "江汉高新区管委会"
    assert found["event_kind"] == "运营管理机构变更"
    assert found["event_date"] == "2025年6月30日"
    assert (found["operator_contact"], found["operator_phone"]) == ("熊海", "0712-2859900")
    assert found["application_date"] == "2025年7月15日"


def test_a_paragraph_below_a_heading_is_no_answer():
    found = told(
        "江汉高新区光电子信息省级创新型产业集群有关情况如下。",
        "一、事项类型",
        "集群主导产业和空间范围都有变更。",
        "其中空间范围调整是主要的。",
        "二、发生时间",
        "2025年6月30日",
    )
    assert "event_kind" not in found
    assert found["event_date"] == "2025年6月30日"
