"""The makers of samples: deterministic, self-consistent, and each figure written once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

import formextract
from formextract.model.json import record_to_dict
from samples import build, figures, kinds, manners, programmes
from samples.catalogue import Key
from samples.compare import judge


def test_figures_agree_before_rounding() -> None:
    cluster = figures.draw(Random("one"), 2025)
    assert cluster.years == ["2022", "2023", "2024"]
    growth = (cluster.of("fdi", 2) / cluster.of("fdi", 1) - 1) * 100
    assert cluster.of("fdi_growth") == pytest.approx(growth)
    per_10k = cluster.of("invention_patents") / cluster.of("sme_employees") * 10000
    assert cluster.of("invention_patents_per_10k") == pytest.approx(per_10k)
    assert cluster[Key("enterprises", "2024")] > cluster[Key("smes", "2024")]


@pytest.mark.parametrize("format_", kinds.FORMATS)
def test_the_same_seed_gives_the_same_form(format_: str) -> None:
    first, second = (build.zoo("s", 3, [format_], None) for _ in range(2))
    assert [form.expected for form in first] == [form.expected for form in second]
    assert [form.blocks for form in first] == [form.blocks for form in second]


@pytest.mark.parametrize(
    ("typed", "value", "digits"),
    [("in_wan", Decimal("12.3457"), 4), ("about", Decimal("12.35"), 2), ("full_digits", Decimal("12.35"), 2)],
)
def test_manners_say_what_should_be_read(typed: str, value: Decimal, digits: int) -> None:
    figure = manners.Figure(Decimal("12.3457") if typed == "in_wan" else Decimal("12.35"), 2, "亿元", "亿元", False)
    got = manners.MANNERS[typed][2](Random(1), figure)
    assert (got.value, got.digits, got.status) == (value, digits, "reported")


def test_numbers_as_they_are_said() -> None:
    assert [manners.chinese(n) for n in (3, 10, 12, 20, 35)] == ["三", "十", "十二", "二十", "三十五"]


def test_a_sure_wrong_value_is_a_silent_error() -> None:
    gold = [{"indicator": "fdi", "period": "2023", "dims": {}, "value": 1.5, "status": "reported", "precision": 1}]
    read = {"indicator": "fdi", "period": "2023", "dims": {}, "value": 15, "status": "reported", "confidence": 0.95}
    (verdict,) = judge(gold, [read])
    assert (verdict.exact, verdict.status, verdict.silent) == (False, True, True)


def test_submissions_of_the_programmes_are_read(tmp_path: Path) -> None:
    """Layouts drawn at random, other seeds than those of any figure in the docs."""
    made = programmes.zoo("tests", 12, [kinds.WORD, kinds.EXCEL])
    build.write(made, tmp_path)
    total = exact = silent = 0
    for built in made:
        (gold,) = built.expected
        (record,) = formextract.extract(tmp_path / built.file)
        assert (record.program, record.form) == (gold["program"], gold["form"])
        said = {c.criterion: c.status for c in record.criteria}
        assert {k: said[k] for k, right in gold["criteria"].items() if said[k] not in right} == {}
        for verdict in judge(gold["observations"], record_to_dict(record)["values"]):
            total, exact, silent = total + 1, exact + verdict.exact, silent + verdict.silent
    assert total > 300
    assert exact / total >= 0.98
    assert silent == 0
