import json
from dataclasses import replace
from decimal import Decimal

from formextract.model import Observation, Record, Source
from formextract.model.facts import facts, leaf_of


def observation(indicator, value, period=None, unit=None, precision=None, *, status="reported", reader="word", **dims):
    return Observation(
        indicator,
        indicator,
        period,
        dims,
        value,
        unit,
        precision,
        str(value),
        status,
        0.98,
        Source(0, 1, None, None, reader),
    )


FORM = Record(
    "r1",
    "sme-cluster",
    "application",
    "sme-cluster/application@2024",
    "湖北省甲县机械产业集群",
    (),
    (
        observation("land_area", Decimal("65.58"), unit="平方公里", precision=2),
        observation("gross_output", Decimal("48.34"), "2021", "亿元", 2),
        observation("gross_output", None, "2022", "亿元", status="blank"),
        observation("leading_output_growth_3y", Decimal("19.16"), "2021/2023", "%", 2),
        observation("standards_led", Decimal(4), "2021", "项", 0, level="national"),
        observation("pilot_projects", Decimal(1), None, "个", 0, level="provincial"),
        observation("provincial_cluster", True),
        observation("alliances_names", ("协会", "联盟")),
        observation("plan_baseline", Decimal("0.39"), None, "亿元", 2, target="研发经费投入"),
        observation("land_area", Decimal(3), unit="平方公里", precision=0, reader="prose"),
    ),
)


def test_the_whole_view():
    assert facts(FORM) == {
        "schema": "formextract/facts/1",
        "versions": {},
        "findings": [],
        "id": "r1",
        "program": "sme-cluster",
        "form": "application",
        "template": "sme-cluster/application@2024",
        "cluster": "湖北省甲县机械产业集群",
        "years": ["2021", "2022"],
        "values": {
            "land_area": {
                "value": 65.58,
                "unit": "平方公里",
                "lo": 65.575,
                "hi": 65.585,
                "status": "reported",
                "confidence": 0.98,
            },
            "gross_output": {
                "2021": {
                    "value": 48.34,
                    "unit": "亿元",
                    "lo": 48.335,
                    "hi": 48.345,
                    "status": "reported",
                    "confidence": 0.98,
                },
                "2022": {"value": None, "unit": "亿元", "lo": None, "hi": None, "status": "blank", "confidence": 0.98},
            },
            "leading_output_growth_3y": {
                "2021_2023": {
                    "value": 19.16,
                    "unit": "%",
                    "lo": 19.155,
                    "hi": 19.165,
                    "status": "reported",
                    "confidence": 0.98,
                }
            },
            "standards_led": {
                "2021": {
                    "national": {"value": 4, "unit": "项", "lo": 4, "hi": 4, "status": "reported", "confidence": 0.98}
                }
            },
            "pilot_projects": {
                "provincial": {"value": 1, "unit": "个", "lo": 1, "hi": 1, "status": "reported", "confidence": 0.98}
            },
            "provincial_cluster": {"value": True, "status": "reported", "confidence": 0.98},
            "alliances_names": {"value": ["协会", "联盟"], "status": "reported", "confidence": 0.98},
            "plan_baseline": [
                {
                    "target": "研发经费投入",
                    "indicator": None,
                    "value": 0.39,
                    "unit": "亿元",
                    "lo": 0.385,
                    "hi": 0.395,
                    "status": "reported",
                    "confidence": 0.98,
                }
            ],
        },
    }


def test_the_view_is_plain_json():
    assert json.loads(json.dumps(facts(FORM), ensure_ascii=False)) == facts(FORM)


def test_each_observation_of_a_cell_finds_its_leaf():
    tree = facts(FORM)
    for o in FORM.values[:-1]:
        leaf = leaf_of(tree, o)
        assert leaf is not None
        assert leaf["status"] == o.status
    assert leaf_of(tree, replace(FORM.values[0], indicator="smes")) is None


def test_a_figure_without_a_period_stands_beside_the_years():
    extra = observation("gross_output", Decimal("50.1"), None, "亿元", 1)
    assert facts(replace(FORM, values=(*FORM.values, extra)))["values"]["gross_output"]["undated"]["value"] == 50.1
