"""Clusters side by side, a column each: a record each; a table of one cluster's years or parts is one record."""

from made_documents import FORMS, document, table

TITLE = "荆汉市湖北省特色产业集群申报情况对照表"
ROWS = (
    ["申报主体", "甲县开发区管委会", "乙县轴承产业中心"],
    ["联系人", "鲁青", "谭芳"],
    ["2024年总产值（亿元）", "105.30", "132.60"],
    ["2024年营业收入（亿元）", "102.10", "128.40"],
    ["企业户数", "82", "146"],
)


def read(*rows):
    (found,) = FORMS.match(document(TITLE, table(*rows)))
    return [{(p.indicator, p.period): p.text for p in m.placements if p.text} for m in found.matches]


def test_each_column_is_a_record():
    one, two = read(["项目", "甲县轴承产业集群", "乙县阀门产业集群"], *ROWS)
    assert one["cluster_name", None] == "甲县轴承产业集群"
    assert one["gross_output", "2024"] == "105.30"
    assert two["operator", None] == "乙县轴承产业中心"
    assert two["operator_contact", None] == "谭芳"
    assert two["revenue", "2024"] == "128.40"
    assert "105.30" not in two.values()


def test_a_column_of_units_stands_before_them():
    units = ("", "", "亿元", "亿元", "户")
    head = ["指标", "单位", "甲县轴承产业集群", "乙县阀门产业集群"]
    one, two = read(["附表", "<", "<", "<"], head, *([a, u, b, c] for u, (a, b, c) in zip(units, ROWS, strict=True)))
    assert (one["enterprises", "2024"], two["enterprises", "2024"]) == ("82", "146")


def test_columns_of_years_are_one_cluster():
    assert len(read(["甲县轴承产业集群", "2023年", "2024年"], ["总产值（亿元）", "1.1", "1.2"], *ROWS[3:])) == 1


def test_what_stands_beside_the_clusters_is_left_over():
    head = ["项目", "甲县轴承产业集群", "乙县阀门产业集群", ""]
    rows = [[*row, "全市第一" if k == 2 else ""] for k, row in enumerate(ROWS)]
    (found,) = FORMS.match(document(TITLE, table(head, *rows)))
    one, two = found.matches
    assert [x.text for x in (*one.leftovers, *two.leftovers) if x.text == "全市第一"] == ["全市第一"]
