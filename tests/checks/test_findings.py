"""Each kind of edit in threes (holds, fails, cannot be known), and whole findings against literals."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from invented_forms import KINDS, change, consistent, figure, observation, plant, record

from formextract.catalogue.edits import load_edits
from formextract.checks import check, findings, kinds
from formextract.checks.kinds import SumEdit
from formextract.model import Finding, Parts
from formextract.model.edits import Edits
from formextract.model.json import record_from_json, record_to_json

EDITS = load_edits(Path(__file__).parents[2] / "templates", kinds(), "sme-cluster")


def names(count: int, key: str = "alliances_names", raw: str | None = None):
    return observation(key, tuple(f"协会{i}" for i in range(count)), None, raw=raw)


def planned(text: str, unit: str):
    """The planning row about 研发经费."""
    return replace(figure(PLAN, text, unit), measures="rd_expenditure")


def blank(key: str, unit: str | None = "亿元"):
    return observation(key, None, unit, status="blank", raw="")


def three_years(row: str, unit: str, *texts: str):
    return [figure(f"{row}@{2021 + i}", t, unit) for i, t in enumerate(texts)]


OUTPUT = three_years("gross_output", "亿元", "100.00", "110.00", "121.00")
SHARES = three_years("leading_output_share", "%", "80.00", "80.00", "80.00")
ENERGY = three_years("energy_intensity", "吨标准煤/万元", "0.800", "0.760", "0.720")
PLAN = "plan_baseline[target=研发经费投入]"

THREES = {
    "subset": (
        "smes_within_enterprises.2023",
        [figure("smes@2023", "95", "个"), figure("enterprises@2023", "100", "个")],
        [figure("smes@2023", "105", "个"), figure("enterprises@2023", "100", "个")],
        [figure("smes@2023", "105", "个"), blank("enterprises@2023", "个")],
    ),
    "share": (
        "cloud_share",
        [figure("cloud_smes", "60", "个"), figure("smes@2023", "106", "个"), figure("cloud_share", "56.60", "%")],
        [figure("cloud_smes", "60", "个"), figure("smes@2023", "106", "个"), figure("cloud_share", "47.86", "%")],
        [figure("cloud_smes", "60", "个"), blank("smes@2023", "个"), figure("cloud_share", "47.86", "%")],
    ),
    "growth": (
        "fdi_growth.2022",
        [
            figure("fdi@2021", "13.76", "万元"),
            figure("fdi@2022", "13.91", "万元"),
            figure("fdi_growth@2022", "1.08", "%"),
        ],
        [
            figure("fdi@2021", "13.76", "万元"),
            figure("fdi@2022", "13.91", "万元"),
            figure("fdi_growth@2022", "10.8", "%"),
        ],
        [blank("fdi@2021", "万元"), figure("fdi@2022", "13.91", "万元"), figure("fdi_growth@2022", "10.8", "%")],
    ),
    "average_growth": (
        "leading_output_growth",
        [*OUTPUT, *SHARES, figure("leading_output_growth_3y@2021/2023", "10.00", "%")],
        [*OUTPUT, *SHARES, figure("leading_output_growth_3y@2021/2023", "100.0", "%")],
        [*OUTPUT[1:], blank("gross_output@2021"), *SHARES, figure("leading_output_growth_3y@2021/2023", "100.0", "%")],
    ),
    "falling": (
        "energy_intensity_reduction",
        [*ENERGY, figure("energy_intensity_reduction@2021/2023", "10.00", "%")],
        [*ENERGY, figure("energy_intensity_reduction@2021/2023", "90.00", "%")],
        [*ENERGY[1:], blank("energy_intensity@2021"), figure("energy_intensity_reduction@2021/2023", "90.00", "%")],
    ),
    "per_capita": (
        "invention_patents_per_10k",
        [
            figure("invention_patents", "66", "个"),
            figure("sme_employees@2023", "14930", "人"),
            figure("invention_patents_per_10k", "44.21", "个"),
        ],
        [
            figure("invention_patents", "66", "个"),
            figure("sme_employees@2023", "14930", "人"),
            figure("invention_patents_per_10k", "49.52", "个"),
        ],
        [
            figure("invention_patents", "66", "个"),
            figure("sme_employees@2023", "14930", "人"),
            blank("invention_patents_per_10k", "个"),
        ],
    ),
    "agreement": (
        "plan_baselines.rd_expenditure",
        [figure("rd_expenditure@2023", "8.85", "亿元"), planned("88500", "万元")],
        [figure("rd_expenditure@2023", "8.85", "亿元"), planned("10.44", "亿元")],
        [figure("rd_expenditure@2023", "8.85", "亿元"), planned("10.44", "%")],
    ),
    "count": (
        "alliances_count",
        [figure("alliances", "2", "个"), names(2)],
        [figure("alliances", "4", "个"), names(2)],
        [figure("alliances", "4", "个"), names(2, raw="协会0、协会1等")],
    ),
    "none is no name": (
        "alliances_count",
        [observation("alliances", None, "个", status="none", raw="无"), names(0)],
        [observation("alliances", None, "个", status="none", raw="无"), names(1)],
        [figure("alliances", "4", "个"), observation("alliances_names", None, None, status="blank", raw="")],
    ),
    "range": (
        "percent_range.cloud_share",
        [figure("cloud_share", "100.00", "%")],
        [figure("cloud_share", "101.20", "%")],
        [blank("cloud_share", "%")],
    ),
}


@pytest.mark.parametrize("kind", THREES)
def test_in_threes(kind):
    name, holds, fails, unknown = THREES[kind]
    assert name not in {f.check for f in findings(record(*holds), EDITS)}
    assert name in {f.check for f in findings(record(*fails), EDITS) if f.severity == "error"}
    assert name not in {f.check for f in findings(record(*unknown), EDITS)}


SUM = Edits(
    edits=(
        SumEdit(id="total", kind="sum", clause="合计", total="enterprises@year", parts=("smes@year", "champions@year")),
    )
)


@pytest.mark.parametrize(
    ("total", "champions", "told"),
    [
        ("100", figure("champions@2023", "5", "个"), []),
        ("101", figure("champions@2023", "5", "个"), [("total.2023", "error", "enterprises@2023", (100, 100))]),
        ("101", blank("champions@2023", "个"), []),
        ("90", blank("champions@2023", "个"), [("total.2023", "error", "enterprises@2023", (95, None))]),
    ],
)
def test_a_sum_with_a_blank_part_holds_from_below_only(total, champions, told):
    form = record(figure("enterprises@2023", total, "个"), figure("smes@2023", "95", "个"), champions)
    assert [(f.check, f.severity, f.suspect, f.expected) for f in findings(form, SUM)] == told


BAND = [figure("gross_output@2022", "100.00"), figure("gross_output_county_share@2022", "20.00", "%")]


@pytest.mark.parametrize(
    ("now", "severity"), [("115.00", None), ("300.00", "warning"), ("11500", "error"), (None, None)]
)
def test_what_is_implausible_warns_and_what_is_absurd_is_an_error(now, severity):
    figures = [figure("gross_output@2023", now) if now else blank("gross_output@2023")]
    found = [f.severity for f in findings(record(*BAND, *figures), EDITS) if f.check == "gross_output_step.2023"]
    assert found == ([] if severity is None else [severity])


def test_the_rate_that_does_not_follow_from_its_amounts():
    form = record(
        figure("fdi@2022", "3694.00", "万元"),
        figure("fdi@2023", "3995.06", "万元"),
        figure("fdi_growth@2023", "12.00", "%"),
    )
    statement = "2023 年fdi_growth填报 12.00%，按 2022、2023 年数额“(3995.06 ÷ 3694.00 − 1) × 100”应为 8.15%。"
    suspect = "最可能有误的是 2023 年fdi_growth（填报 12.00%），按其余数字应为 8.14 至 8.16%；重算得 8.15。"
    assert findings(form, EDITS) == [
        Finding(
            check="fdi_growth.2023",
            kind="growth",
            severity="error",
            message=statement + suspect,
            fields=("fdi@2023", "fdi@2022", "fdi_growth@2023"),
            suspect="fdi_growth@2023",
            reported=Decimal("12.00"),
            expected=(Decimal("8.14"), Decimal("8.16")),
            suggestion=Decimal("8.15"),
            clause="申报表 二：集群外商直接投资额增长率（%）",
            origin="form",
            parts=Parts(statement, suspect=suspect),
        )
    ]


def test_captions_are_told_without_their_units_and_asides():
    form = record(
        replace(figure("smes@2023", "105", "个"), label="其中：集群中小企业数量（家）"),
        replace(figure("enterprises@2023", "99", "个"), label="集群企业数量"),
    )
    (found,) = findings(form, EDITS)
    assert found.message.startswith("2023 年集群中小企业数量 105 个，不应大于 2023 年集群企业数量 99 个")


@pytest.mark.parametrize(
    ("rate", "saved"),
    [
        ("33.33", None),
        ("33.3", None),
        ("33", None),
        ("33.39", "error"),
        ("33.00", "若末尾的 0 是凑整得来的，则可以吻合"),
    ],
)
def test_a_figure_is_held_to_its_written_precision(rate, saved):
    form = record(figure("cloud_smes", "40", "个"), figure("smes@2023", "120", "个"), figure("cloud_share", rate, "%"))
    found = [f for f in findings(form, EDITS) if f.check == "cloud_share"]
    if saved is None:
        assert found == []
    elif saved == "error":
        assert [f.severity for f in found] == ["error"]
    else:
        assert [f.severity for f in found] == ["warning"]
        assert saved in found[0].message


def test_figures_cut_off_instead_of_rounded_are_a_warning_that_says_so():
    form = record(
        figure("cloud_smes", "80", "个"), figure("smes@2023", "120", "个"), figure("cloud_share", "66.66", "%")
    )
    (found,) = findings(form, EDITS)
    assert found.severity == "warning"
    assert "去尾" in found.message


def test_about_widens_a_figure():
    about = observation("sme_employees@2023", Decimal(12000), "人", 0, "约12000人")
    rest = [figure("invention_patents", "66", "个"), figure("invention_patents_per_10k", "53.00", "个")]
    assert findings(record(about, *rest), EDITS) == []
    exact = figure("sme_employees@2023", "12040", "人")
    assert [f.severity for f in findings(record(exact, *rest), EDITS)] == ["error"]


def test_a_figure_read_with_doubt_makes_no_error():
    form = record(
        figure("cloud_smes", "60", "个"),
        figure("smes@2023", "106", "个"),
        figure("cloud_share", "47.86", "%", confidence=0.6),
    )
    (found,) = findings(form, EDITS)
    assert (found.severity, found.suspect) == ("warning", "cloud_share")
    assert "请先核对原件" in found.message


def test_rules_that_fail_only_together_are_told_together():
    form = record(
        figure("cloud_smes", "60", "个"),
        figure("cloud_share", "50.00", "%"),
        figure("iiot_smes", "61", "个"),
        figure("iiot_share", "40.00", "%"),
        blank("smes@2023", "个"),
    )
    (found,) = [f for f in findings(form, EDITS) if f.kind != "required"]
    assert (found.check, found.severity) == ("joint.cloud_share+iiot_share", "error")
    assert found.fields == ("cloud_smes", "smes@2023", "cloud_share", "iiot_smes", "iiot_share")


def test_a_row_in_the_wrong_unit_is_one_finding():
    form = consistent(5)
    for year in ("2021", "2022", "2023"):
        key = f"gross_output@{year}"
        true = next(o.value for o in form.values if o.key == key)
        form = change(form, key, true.scaleb(4).quantize(Decimal(1)))
    found = [f for f in findings(form, EDITS) if f.severity in ("error", "warning")]
    rows = [f for f in found if f.check.startswith("unit.")]
    assert [f.fields for f in rows] == [("gross_output@2021", "gross_output@2022", "gross_output@2023")]
    assert not [f for f in found if "gross_output_step" in f.check or "plausible" in f.check]


def test_percentages_typed_as_fractions_are_one_finding():
    form = consistent(6)
    for year in ("2021", "2022", "2023"):
        key = f"sme_output_share@{year}"
        form = change(form, key, next(o.value for o in form.values if o.key == key).scaleb(-2))
    (found,) = [f for f in findings(form, EDITS) if f.severity in ("error", "warning")]
    assert found.check == "unit.sme_output_share"
    assert "扩大 100 倍后与其余数字全部吻合" in found.message


def test_blank_cells_are_told_once_an_indicator():
    form = record(*(blank(f"fdi@{y}", "万元") for y in (2021, 2022, 2023)))
    assert [(f.check, f.kind, f.severity, f.fields) for f in findings(form, EDITS)] == [
        ("required.fdi", "required", "warning", ("fdi@2021", "fdi@2022", "fdi@2023"))
    ]


def test_what_is_longer_or_otherwise_spelt_than_asked():
    form = record(
        observation("chain_summary", "字" * 201, None),
        observation("brand_summary", "字" * 200, None),
        observation("operator_phone", "139123", None),
        observation("county_authority_phone", "0724-7628588", None),
        figure("land_area", "65.5", "平方公里"),
        figure("gross_output@2023", "68.01"),
    )
    assert [(f.check, f.severity) for f in findings(form, EDITS)] == [
        ("phone_format.operator_phone", "warning"),
        ("decimals", "info"),
        ("summary_length.chain_summary", "warning"),
    ]


def told(name, text, unit):
    """A figure as a sentence tells it."""
    o = figure(name, text, unit)
    return replace(o, source=replace(o.source, reader="prose"))


def test_a_figure_of_a_sentence_never_stands_for_a_cell():
    cells = [figure("cloud_share", "56.60", "%"), figure("cloud_smes", "60", "个"), figure("smes@2023", "106", "个")]
    assert findings(record(*cells, told("cloud_share", "12.00", "%")), EDITS) == []


def test_a_figure_of_a_sentence_alone_is_checked_and_no_error():
    form = record(told("cloud_share", "12.0", "%"), figure("cloud_smes", "60", "个"), figure("smes@2023", "106", "个"))
    assert [(f.check, f.severity) for f in findings(form, EDITS)] == [("cloud_share", "warning")]


def test_checking_again_changes_nothing():
    form = change(consistent(3), "cloud_share", Decimal("12.34"))
    once = check(form, EDITS, ())
    assert check(once, EDITS, ()) == once
    assert once.findings


@pytest.mark.parametrize("seed", range(6))
def test_a_stored_record_is_checked_alike(seed):
    made = plant(consistent(seed), KINDS[seed * 3], seed)
    form = consistent(seed) if made is None else made[0]
    stored = record_from_json(record_to_json(form))
    assert record_to_json(check(stored, EDITS, ())) == record_to_json(check(form, EDITS, ()))


def test_findings_of_other_sources_are_kept():
    other = Finding("files.agreement", "agreement", "warning", "两份文件不一致", ("operator",))
    form = consistent(3)
    assert check(
        type(form)(**{f: getattr(form, f) for f in form.__slots__} | {"findings": (other,)}), EDITS, ()
    ).findings == (other,)
