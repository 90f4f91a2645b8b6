"""Every clause of every programme turns out every way, and two engines of others say the same of it each time."""

import random
import re
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

import pytest
from test_rule_files import agreed, observation

from formextract.catalogue import load_catalogue
from formextract.model import Record
from formextract.rules import rules

pytestmark = pytest.mark.slow

CATALOGUE = load_catalogue()
FORMS = sorted({(t.program, t.form) for t in CATALOGUE.templates.values() if t.form != "summary"})
TRIES, MOST = 60, 600
"""Records drawn for each form, and how many at most until each clause has turned out every way."""
LAST = {"sme-cluster": 2023}
NAMES = [
    "湖北省",
    "谷城高端装备省级创新型产业集群",
    "高端装备",
    "合格",
    "不合格",
    "谷城高新区管委会",
    "谷城建筑有限公司",
]
SAID = {"leading_revenue_rank": ["全省第一", "全省第3位", "全国前列"], "region_province": ["湖北省", "湖南省"],
        "cluster_name": [NAMES[1], "谷城集群"], "leading_industry": ["高端装备"], "report_period": ["2024年上半年"],
        "evaluation_grade": ["合格", "不合格", "不合格"]}  # fmt: skip
MOODS = ["low", "high", "near", "near"]
"""Amounts of one form: well below what clauses ask, well above, about there."""
PROMISED = {"gross_output_growth_3y": "%", "quality_smes": "家", "rd_expenditure": "亿元", "invention_patents": "件",
            "iiot_share": "%", "co2_intensity": "吨/万元", "energy_intensity": "吨标准煤/万元"}  # fmt: skip


class Draw:
    """Random answers to what clauses ask, near the figures and of the words that they speak of."""

    def __init__(self, program, form, criteria, seed):
        self.dice = random.Random(f"{program}/{form}/{seed}")
        self.program, self.form = program, form
        self.used = dict.fromkeys(n for c in criteria if c.is_about(form) for n in c.uses)
        last = LAST.get(program, 2024)
        self.years = [str(last - back) for back in (2, 1, 0)]
        self.near, self.words = defaultdict(set), defaultdict(set)
        for c in criteria:
            text = f"{c.met} {c.not_met} {c.soft_if}"
            for name in c.uses:
                self.near[name] |= {Decimal(n) for n in re.findall(r"[<>]=? (\d+(?:\.\d+)?)", text)}
                self.words[name] |= {
                    w for p in re.findall(r'"([^"]{4,})"', text) for w in re.findall(r"[一-鿿]{2,}", p)
                }

    def record(self):
        gaps, self.mood = self.dice.choice([0.0, 0.0, 0.1, 0.4]), self.dice.choice(MOODS)
        values = [o for name in self.used for o in self.of(name) if self.dice.random() >= gaps]
        template = next(t for t in CATALOGUE.templates.values() if (t.program, t.form) == (self.program, self.form))
        return Record("r", self.program, self.form, template.id, "集群", (), tuple(values))

    def of(self, name):
        if name in ("plan_baseline", "plan_target"):
            yield from self.planned(name)
            return
        indicator = CATALOGUE.indicators[name]
        periods = {None: [None], "year": self.years, "span3": [f"{self.years[0]}/{self.years[-1]}"]}
        kinds = [{}] if not indicator.dims else [{k: v[0]} for k, v in indicator.dims.items()]
        rate = self.dice.choice([Decimal("0.97"), Decimal("1.0"), Decimal("1.06"), Decimal("1.09"), Decimal("1.2")])
        start = self.amount(name, indicator)
        for at, period in enumerate(periods.get(indicator.period, self.years)):
            for dims in kinds if not indicator.dims else self.levels(indicator):
                yield self.one(name, indicator, period, dims, start * rate**at)

    def levels(self, indicator):
        ((dim, levels),) = indicator.dims.items()
        return [{dim: level} for level in levels]

    def amount(self, name, indicator):
        least = self.dice.choice(sorted(self.near[name]) or [Decimal(50)])
        near = [least, least + Decimal("0.01"), least - Decimal("0.01")]
        choices = {"low": [least / 2, Decimal(0)], "high": [least * 2], "near": near}[self.mood]
        moved = self.dice.choice(choices)
        return moved.to_integral() if indicator.kind == "integer" else moved

    def one(self, name, indicator, period, dims, figure):
        key = name + (f"@{period}" if period else "") + "".join(f"[{k}={v}]" for k, v in dims.items())
        o = observation(key, None, indicator.unit)
        if self.dice.random() < (0.15 if indicator.unit is None else 0.04):
            return replace(o, status=self.dice.choice(["none", "blank", "unreadable"]), raw="无")
        match indicator.kind:
            case "number" | "integer":
                places = 0 if indicator.kind == "integer" else 2
                value = figure.quantize(Decimal(1).scaleb(-places))
                return replace(o, value=value, raw=str(value), precision=places)
            case "bool":
                return replace(o, value=self.dice.random() < 0.5)
            case "choice":
                return replace(o, value=self.dice.choice(indicator.type.partition(":")[2].split("|")))
            case "date":
                back, on = (1, 2) if name == "application_date" else (4, 1)
                year = self.dice.randint(int(self.years[-1]) - back, int(self.years[-1]) + on)
                day = f"-{self.dice.randint(1, 28):02}" if self.dice.random() < 0.8 else ""
                return replace(o, value=f"{year}-{self.dice.randint(1, 12):02}{day}")
            case "list" | "multichoice":
                return replace(o, value=("甲", "乙"))
            case _:
                return replace(o, value=self.dice.choice(SAID.get(name, sorted(self.words[name]) + NAMES)))

    def planned(self, name):
        for measures, unit in PROMISED.items():
            figure = Decimal(100) if name == "plan_baseline" else self.dice.choice(
                [Decimal(n) for n in (5, 10, 41, 45, 60, 80, 86, 88, 100, 110, 140, 170)])  # fmt: skip
            if measures in ("gross_output_growth_3y", "iiot_share") and name == "plan_baseline":
                figure = Decimal(8)
            yield replace(observation(f"{name}[target={measures}]", figure, unit, 0), measures=measures)


@pytest.mark.parametrize(("program", "form"), FORMS)
def test_every_clause_turns_out_every_way_and_all_engines_agree(program, form):
    _, criteria = rules(program)
    judged = [c for c in criteria if c.is_about(form) and not c.manual and c.cap is None]
    ways = {c.id: {"met", "unknown"} | (set() if c.soft and c.soft_if is None else {"not_met"}) for c in judged}
    missing = {name: set(found) for name, found in ways.items()}
    for seed in range(MOST):
        if seed >= TRIES and not any(missing.values()):
            break
        for name, status in agreed(Draw(program, form, criteria, seed).record()).items():
            missing.get(name, set()).discard(status)
    assert {name: left for name, left in missing.items() if left} == {}


def test_no_programme_is_left_out():
    assert {program for program, _ in FORMS} == set(CATALOGUE.programmes)
