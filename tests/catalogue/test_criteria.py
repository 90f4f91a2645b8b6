import re
from pathlib import Path

import pytest
import yaml

from formextract.catalogue import load_catalogue
from formextract.catalogue.criteria import load_criteria, load_set_aside
from formextract.errors import TemplateError
from formextract.model.edits import Criterion

ROOT = Path(__file__).parents[2] / "templates"
INDICATORS = set(yaml.safe_load((ROOT / "indicators.yaml").read_text(encoding="utf-8"))["indicators"])

TENS = ["", "十", "二十"]
NUMBERS = [f"{TENS[n // 10]}{'零一二三四五六七八九'[n % 10] if n % 10 else ''}" for n in range(30)]

ONE = """
source: 标准
criteria:
  - id: land_area
    clause: 一
    text: 不超过 100 平方公里
    uses: [land_area]
    met: values.land_area.hi <= 100
    not_met: values.land_area.lo > 100
"""


def write(root, text):
    (root / "p").mkdir(exist_ok=True)
    (root / "p" / "criteria.yaml").write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("program", "decided", "manual"),
    [
        ("sme-cluster", 28, 13),
        ("hubei-characteristic", 27, 22),
        ("hubei-innovative", 13, 18),
        ("hubei-strategic-emerging", 1, 11),
        ("hunan-advanced-manufacturing", 8, 11),
    ],
)
def test_the_shipped_standards(program, decided, manual):
    criteria = load_criteria(ROOT, program, INDICATORS)
    assert (sum(not c.manual for c in criteria), sum(c.manual for c in criteria)) == (decided, manual)
    assert all(c.clause and c.text for c in criteria)
    assert all(c.quote for c in criteria if c.manual)


def test_what_a_clause_looks_at_is_asked_for_by_a_form_of_its_programme():
    catalogue = load_catalogue()
    for program in {t.program for t in catalogue.templates.values()}:
        templates = [t for t in catalogue.templates.values() if t.program == program]
        asked = {name for t in templates for name in t.indicators()}
        for criterion in load_criteria(ROOT, program, INDICATORS):
            assert {*criterion.uses, *(criterion.cap.same if criterion.cap else ())} <= asked, criterion.id


def test_a_programme_without_a_standard_has_no_criteria(tmp_path):
    assert load_criteria(tmp_path, "p") == ()


def test_a_criterion_as_written(tmp_path):
    assert load_criteria(write(tmp_path, ONE), "p", INDICATORS) == (
        Criterion(
            id="land_area",
            clause="一",
            text="不超过 100 平方公里",
            uses=("land_area",),
            met="values.land_area.hi <= 100",
            not_met="values.land_area.lo > 100",
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "mend"),
    [
        ("    not_met: values.land_area.lo > 100\n", "", "met 和 not_met"),
        ("uses: [land_area]", "uses: [land_areas]", "不在指标目录中"),
        ("    uses: [land_area]\n", "", "uses"),
        ("met: values.land_area.hi <= 100", "met: values.land_area.hi <=", "不是 ZEN 表达式"),
        ("    text:", "    manual: true\n    text:", "manual"),
        ("    text:", "    quote: [面积]\n    text:", "quote"),
        ("    text:", "    cap: {same: [land_area], most: 2}\n    text:", "cap"),
    ],
)
def test_a_mistake_is_refused_with_file_and_mend(tmp_path, old, new, mend):
    write(tmp_path, ONE.replace(old, new, 1))
    with pytest.raises(TemplateError, match=r"criteria\.yaml 第") as e:
        load_criteria(tmp_path, "p", INDICATORS)
    assert mend in str(e.value)


@pytest.mark.parametrize(
    ("program", "articles"),
    [("hubei-characteristic", 18), ("hubei-innovative", 28), ("hunan-advanced-manufacturing", 18)],
)
def test_every_article_of_a_regulation_has_an_entry(program, articles):
    told = [c.clause for c in load_criteria(ROOT, program)] + [c.clause for c in load_set_aside(ROOT, program)]
    told += [d.clause for d in load_catalogue().programmes[program].duties]
    named = set()
    for article in re.findall(r"第([一二三四五六七八九十至、]+)条", "；".join(told)):
        ends = [NUMBERS.index(n) for n in re.split("[至、]", article)]
        named |= set(range(ends[0], ends[-1] + 1)) if "至" in article else set(ends)
    assert named == set(range(1, articles + 1))
