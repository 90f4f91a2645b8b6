"""Invented forms: figures drawn to satisfy every edit, then written with some precision; and slips planted in them."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from formextract.model import Observation, Record, Source

YEARS = ("2021", "2022", "2023")
SPAN = "2021/2023"
LEVELS = ("national", "provincial", "other")
COUNTED = "个"
BASELINES = {
    "集群总产值": ("gross_output@2023", "亿元"),
    "研发经费投入": ("rd_expenditure@2023", "亿元"),
    "有效发明专利数量": ("invention_patents", "件"),
    "工业互联网普及率": ("iiot_share", "%"),
    "二氧化碳排放量": ("co2_intensity@2023", "吨/万元"),
    "单位工业产值能耗": ("energy_intensity@2023", "吨标准煤/万元"),
}


MEASURES = {target: key.partition("@")[0] for target, (key, _) in BASELINES.items()} | {
    "近三年集群产值年均增速": "gross_output_growth_3y"
}


def observation(
    key: str,
    value: object,
    unit: str | None,
    precision: int | None = None,
    raw: str | None = None,
    *,
    status: str = "reported",
    confidence: float = 1.0,
) -> Observation:
    """An observation by its name in findings."""
    head, _, dims = key.partition("[")
    indicator, _, period = head.partition("@")
    pairs = dict([dims.rstrip("]").split("=", 1)]) if dims else {}
    text = (
        raw
        if raw is not None
        else ""
        if value is None
        else "、".join(value)
        if isinstance(value, tuple)
        else str(value)
    )
    return Observation(
        indicator,
        indicator,
        period or None,
        pairs,
        value,
        unit,
        precision,
        text,
        status,
        confidence,
        Source(0, 1, None, None, "made"),
        measures=MEASURES.get(pairs.get("target", "")),
    )


def figure(key: str, text: str, unit: str = "亿元", **more) -> Observation:
    """A figure as written: its precision is that of its digits."""
    value = Decimal(text)
    return observation(key, value, unit, max(0, -value.as_tuple().exponent), text, **more)


def record(*values: Observation) -> Record:
    return Record("made", "sme-cluster", "application", "sme-cluster/application@2024", "made", (), values)


def written(x: Fraction, places: int) -> Decimal:
    """The figure rounded half up to so many decimals."""
    return (Decimal(x.numerator) / Decimal(x.denominator)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


class Draw:
    """A random source of exact figures."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def between(self, low: float, high: float) -> Fraction:
        return Fraction(round(self.random.uniform(low, high) * 10**9), 10**9)

    def whole(self, low: int, high: int) -> int:
        return self.random.randint(low, max(low, high))


def consistent(seed: int, places: int | None = 2) -> Record:
    """A form whose exact figures satisfy every edit, written to `places` decimals, or each figure to its own."""
    return record(*_observations(*_exact(Draw(seed)), places, Draw(seed + 1)))


def _exact(d: Draw) -> tuple[dict[str, tuple[Fraction, str]], dict[str, tuple[str, ...]]]:
    f: dict[str, tuple[Fraction, str]] = {}
    names: dict[str, tuple[str, ...]] = {}

    def put(key: str, value: Fraction | int, unit: str) -> Fraction:
        f[key] = (Fraction(value), unit)
        return f[key][0]

    output = [d.between(42, 220)]
    county = [output[0] / d.between(0.08, 0.45)]
    for _ in range(2):
        output.append(output[-1] * d.between(1.06, 1.25))
        county.append(county[-1] * d.between(1.02, 1.12))
    shares = [d.between(0.68, 0.9)]
    shares += [shares[0] + d.between(-0.02, 0.02) for _ in range(2)]
    sme_shares = [d.between(0.7, 0.92) for _ in range(3)]
    rd = [output[0] * sme_shares[0] * d.between(0.006, 0.05)]
    rd += [rd[0] * d.between(1.05, 1.3)]
    rd += [rd[1] * d.between(1.05, 1.3)]
    enterprises, employees, giants = d.whole(60, 500), d.whole(2500, 30000), 0
    employees = max(employees, round(output[2] * 22))  # 4.5 million a head is much, even of copper or oil
    for i, year in enumerate(YEARS):
        put(f"gross_output@{year}", output[i], "亿元")
        put(f"gross_output_county_share@{year}", output[i] / county[i] * 100, "%")
        put(f"sme_output_share@{year}", sme_shares[i] * 100, "%")
        put(f"leading_output_share@{year}", shares[i] * 100, "%")
        put(f"rd_expenditure@{year}", rd[i], "亿元")
        put(f"rd_intensity@{year}", rd[i] / (output[i] * sme_shares[i] * d.between(0.9, 1.1)) * 100, "%")
        enterprises = round(enterprises * d.between(1.02, 1.2))
        employees = round(employees * d.between(1.0, 1.1))
        put(f"enterprises@{year}", enterprises, COUNTED)
        smes = int(put(f"smes@{year}", round(enterprises * d.between(0.9, 0.98)), COUNTED))
        put(f"sme_employees@{year}", employees, "人")
        put(f"rd_personnel@{year}", round(employees * d.between(0.08, 0.18)), "人")
        for part, most in (
            ("srdi_smes", 0.2),
            ("innovative_smes", 0.3),
            ("listed_smes", 0.03),
            ("hightech_enterprises", 0.4),
        ):
            put(f"{part}@{year}", round(smes * d.between(0.02, most)), COUNTED)
        # 小巨人 are of the 专精特新, and keep their title for three years
        giants = d.whole(giants if i else 0, 7)
        put(f"little_giants@{year}", giants, COUNTED)
        if f[f"srdi_smes@{year}"][0] < giants:
            put(f"srdi_smes@{year}", giants, COUNTED)
        put(f"industrial_software_purchases@{year}", d.between(500, 900), "万元")
    for row, low, high in (("fdi", 10, 9000), ("exports", 10, 90000)):
        amount = d.between(low, high)
        for i, year in enumerate(YEARS):
            before = amount
            if i:
                amount *= d.between(0.75, 1.4)
            put(f"{row}@{year}", amount, "万元")
            put(f"{row}_growth@{year}", ((amount / before - 1) if i else d.between(-0.3, 0.4)) * 100, "%")
    leading = [a * b for a, b in zip(output, shares, strict=True)]
    put(f"leading_output_growth_3y@{SPAN}", _average(d, leading, _READINGS), "%")
    energy = [d.between(0.08, 1.0)]
    co2 = [energy[0] * d.between(1.0, 6.0)]  # 吨 of CO₂ for each 吨标准煤
    for _ in range(2):
        energy.append(energy[-1] * d.between(0.92, 0.97))
        co2.append(co2[-1] * d.between(0.92, 0.97))
    for i, year in enumerate(YEARS):
        put(f"energy_intensity@{year}", energy[i], "吨标准煤/万元")
        put(f"co2_intensity@{year}", co2[i], "吨二氧化碳/万元")
    put(f"energy_intensity_reduction@{SPAN}", (1 - energy[2] / energy[0]) * 100, "%")
    patents = d.whole(15, 900)
    put("invention_patents", patents, COUNTED)
    put("invention_patents_per_10k", Fraction(patents * 10000, employees), COUNTED)
    for count, share in (("cloud_smes", "cloud_share"), ("iiot_smes", "iiot_share")):
        n = d.whole(smes // 10, smes)
        put(count, n, COUNTED)
        put(share, Fraction(n * 100, smes), "%")
    for row in ("innovation_platforms", "pilot_projects", "green_manufacturing", "service_platforms"):
        for level in LEVELS:
            n = d.whole(0, 6)
            put(f"{row}[level={level}]", n, COUNTED)
            names[f"{row}_names[level={level}]"] = tuple(f"名称{i}" for i in range(n))
    put("alliances", 2, COUNTED)
    names["alliances_names"] = ("协会", "联盟")
    for target, (key, unit) in BASELINES.items():
        put(f"plan_baseline[target={target}]", f[key][0], unit)
        rise = Fraction(4, 5) if unit.startswith("吨") else Fraction(8, 5)
        put(f"plan_target[target={target}]", max(f[key][0] * rise, Fraction(46 if unit == "%" else 0)), unit)
    put("plan_baseline[target=近三年集群产值年均增速]", _average(d, output, ("compound", "mean")), "%")
    put("plan_target[target=近三年集群产值年均增速]", Fraction(12), "%")
    return f, names


_READINGS = ("compound", "compound", "compound", "mean", "mean_unseen", "compound_unseen")


def _average(d: Draw, amounts: list[Fraction], readings: tuple[str, ...]) -> Fraction:
    """The average growth of the amounts in per cent, in one of the readings."""
    first, second = amounts[1] / amounts[0], amounts[2] / amounts[1]
    mean = (first * second).limit_denominator(10**12)
    unseen = Fraction(float(mean) ** 0.5) * d.between(0.9, 1.1)
    match d.random.choice(readings):
        case "compound":
            return (_root(first * second, 2) - 1) * 100
        case "mean":
            return ((first + second) / 2 - 1) * 100
        case "mean_unseen":
            return ((unseen + first + second) / 3 - 1) * 100
        case _:
            return (_root(unseen * first * second, 3) - 1) * 100


def _root(x: Fraction, n: int) -> Fraction:
    """The n-th root to 20 digits."""
    low, high = Fraction(0), max(x, Fraction(1))
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if middle**n <= x else (low, middle)
    return low.limit_denominator(10**20)


def _observations(exact: dict, names: dict, places: int | None, d: Draw) -> list[Observation]:
    out = []
    for key, (value, unit) in exact.items():
        counted = unit in (COUNTED, "人", "件") and not key.endswith("per_10k")
        digits = 0 if counted else d.whole(0, 4) if places is None else places
        if key.startswith("plan_target") and not counted:
            digits = max(digits, 4)  # a goal promises what is written, however coarsely its baseline is known
        v = written(value, digits)
        out.append(observation(key, v, unit, digits, str(v)))
    out += [observation(k, v, None) for k, v in names.items()]
    return out


# ---- slips ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Planted:
    """A wrong cell: its name, what it should have been, what was written, the other cells of its rules."""

    field: str
    true: Decimal
    written: Decimal
    how: str
    partners: tuple[str, ...]
    kinds: tuple[str, ...]


def change(form: Record, key: str, value: Decimal) -> Record:
    """The form with another figure in one cell."""
    places = max(0, -value.as_tuple().exponent)
    return replace(
        form,
        values=tuple(
            replace(o, value=value, precision=places, raw=str(value)) if o.key == key else o for o in form.values
        ),
    )


def swapped_digits(v: Decimal, d: Draw) -> Decimal | None:
    """Two neighbouring digits exchanged, the leading ones for choice, as it matters there."""
    digits, e = list(v.as_tuple().digits), v.as_tuple().exponent
    at = [i for i in range(min(3, len(digits) - 1)) if digits[i] != digits[i + 1] and digits[i + 1] + i]
    if not at:
        return None
    i = d.random.choice(at)
    digits[i], digits[i + 1] = digits[i + 1], digits[i]
    return Decimal((int(v < 0), tuple(digits), e))


def plant(form: Record, how: str, seed: int) -> tuple[Record, Planted] | None:
    """The form with one slip of the kind, or None where it does not fit this form."""
    d = Draw(seed)
    cells = {o.key: o for o in form.values}
    row, year = d.random.choice(("fdi", "exports")), d.random.choice(("2022", "2023"))
    before = str(int(year) - 1)

    def slip(key: str, value: Decimal | None, partners: tuple[str, ...], *kinds: str) -> tuple[Record, Planted] | None:
        true = cells[key].value
        if value is None or value == true or (true and abs(value / true - 1) < Decimal("0.04")):
            return None
        return change(form, key, value), Planted(key, true, value, how, partners, kinds)

    def two(x: Decimal) -> Decimal:
        return x.quantize(Decimal("0.01"), ROUND_HALF_UP)

    rate = f"{row}_growth@{year}"
    pair = (f"{row}@{before}", f"{row}@{year}")
    middle = f"{row}@2022"
    around = (f"{row}_growth@2022", f"{row}_growth@2023", f"{row}@2021", f"{row}@2023")
    outputs = ("gross_output@2021", "gross_output@2022", "gross_output@2023")
    match how:
        case "growth_wrong":
            return slip(
                rate,
                cells[rate].value + two(Decimal(str(d.random.choice((-1, 1)) * d.random.uniform(3, 9)))),
                pair,
                "growth",
            )
        case "growth_slip":
            return slip(rate, two(cells[rate].value * 10), pair, "growth") if abs(cells[rate].value) > 1 else None
        case "amount_swapped":
            return slip(middle, swapped_digits(cells[middle].value, d), around, "growth")
        case "amount_unit":
            return slip(middle, cells[middle].value.scaleb(-4).quantize(Decimal("0.0001")), around, "growth", "range")
        case "amount_digit_lost":
            text = str(cells[middle].value)
            i = d.whole(0, len(text.partition(".")[0]) - 1)
            return slip(middle, Decimal(text[:i] + text[i + 1 :]), around, "growth") if len(text) > 4 else None
        case "amount_digit_doubled":
            text = str(cells[middle].value)
            i = d.whole(0, len(text.partition(".")[0]) - 1)
            return slip(middle, Decimal(text[:i] + text[i] + text[i:]), around, "growth")
        case "end_swapped":
            key = f"{row}@2023"
            return slip(key, swapped_digits(cells[key].value, d), (f"{row}@2022", f"{row}_growth@2023"), "growth")
        case "output_unit":
            key = f"gross_output@{d.random.choice(YEARS)}"
            others = tuple(o for o in outputs if o != key)
            return slip(
                key,
                cells[key].value.scaleb(4).quantize(Decimal("0.1")),
                (*others, f"gross_output_county_share@{key[-4:]}"),
                "growth",
                "range",
                "average_growth",
                "agreement",
                "share",
            )
        case "output_slip":
            key = f"gross_output@{d.random.choice(YEARS)}"
            others = tuple(o for o in outputs if o != key)
            return slip(
                key,
                cells[key].value.scaleb(1),
                (*others, f"gross_output_county_share@{key[-4:]}"),
                "growth",
                "range",
                "average_growth",
                "share",
                "agreement",
            )
        case "rd_unit":
            key = f"rd_expenditure@{d.random.choice(YEARS)}"
            others = tuple(f"rd_expenditure@{y}" for y in YEARS if not key.endswith(y))
            return slip(
                key,
                cells[key].value.scaleb(4).quantize(Decimal(1)),
                (*others, f"rd_intensity@{key[-4:]}"),
                "growth",
                "range",
                "agreement",
                "subset",
            )
        case "part_larger":
            part, whole = d.random.choice(
                (
                    ("smes", "enterprises"),
                    ("rd_personnel", "sme_employees"),
                    ("srdi_smes", "smes"),
                    ("innovative_smes", "smes"),
                )
            )
            y = d.random.choice(YEARS)
            n = round(float(cells[f"{whole}@{y}"].value) * d.random.uniform(1.02, 1.25)) + 1
            return slip(f"{part}@{y}", Decimal(n), (f"{whole}@{y}",), "subset", "share", "range", "per_capita")
        case "digital_part":
            key = d.random.choice(("cloud_smes", "iiot_smes"))
            n = round(float(cells["smes@2023"].value) * d.random.uniform(1.02, 1.25)) + 1
            return slip(key, Decimal(n), ("smes@2023", key.replace("smes", "share")), "subset", "share")
        case "per_10k":
            key = "invention_patents_per_10k"
            return slip(
                key,
                two(cells[key].value * Decimal(str(d.random.choice((0.8, 1.12, 1.25))))),
                ("invention_patents", "sme_employees@2023"),
                "per_capita",
                "share",
            )
        case "patents_swapped":
            key = "invention_patents"
            return slip(
                key,
                swapped_digits(cells[key].value, d),
                ("invention_patents_per_10k", "sme_employees@2023"),
                "per_capita",
                "agreement",
            )
        case "share_wrong":
            key = d.random.choice(("cloud_share", "iiot_share"))
            return slip(
                key,
                two(cells[key].value * Decimal(str(d.random.choice((0.85, 1.1, 1.4))))),
                (key.replace("share", "smes"), "smes@2023"),
                "share",
            )
        case "share_slip":
            key = d.random.choice(("cloud_share", "iiot_share"))
            return slip(key, two(cells[key].value / 10), (key.replace("share", "smes"), "smes@2023"), "share")
        case "average_growth":
            key = f"leading_output_growth_3y@{SPAN}"
            return slip(key, two(cells[key].value / 10), outputs, "average_growth") if cells[key].value > 8 else None
        case "energy":
            key = f"energy_intensity_reduction@{SPAN}"
            return (
                slip(
                    key,
                    two(cells[key].value / 10),
                    tuple(f"energy_intensity@{y}" for y in YEARS),
                    "growth",
                    "average_growth",
                )
                if cells["energy_intensity@2021"].value > Decimal("0.3") and cells[key].value > 7
                else None
            )
        case "count":
            key = d.random.choice(
                [k for k in cells if k.endswith("[level=provincial]") and "names" not in k] + ["alliances"]
            )
            names = key.replace("[", "_names[") if "[" in key else "alliances_names"
            return slip(key, cells[key].value + d.whole(1, 4), (names,), "count")
        case "baseline":
            target = d.random.choice(("集群总产值", "研发经费投入", "有效发明专利数量"))
            key = f"plan_baseline[target={target}]"
            v = cells[key].value * Decimal(str(d.random.choice((0.85, 1.18, 1.3))))
            return slip(key, v.quantize(cells[key].value), (BASELINES[target][0],), "agreement")
    raise ValueError(how)


KINDS = (
    "growth_wrong",
    "growth_slip",
    "amount_swapped",
    "amount_unit",
    "amount_digit_lost",
    "amount_digit_doubled",
    "end_swapped",
    "output_unit",
    "output_slip",
    "rd_unit",
    "part_larger",
    "digital_part",
    "per_10k",
    "patents_swapped",
    "share_wrong",
    "share_slip",
    "average_growth",
    "energy",
    "count",
    "baseline",
)
