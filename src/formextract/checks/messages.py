"""What staff read: plain Chinese, with a sum that a clerk can redo on a calculator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from formextract.checks.figures import Figure, Figures
from formextract.checks.rule import Check
from formextract.checks.slips import NAME, Slip
from formextract.checks.verdict import Failure, Saved
from formextract.model import Observation
from formextract.model.edits import AverageGrowthEdit, BandEdit, CountEdit, RangeEdit, Reading, SubsetEdit
from formextract.model.interval import MOST_DIGITS, is_figure

LEVELS = {
    "international": "国际",
    "national": "国家级",
    "provincial": "省级",
    "industry": "行业",
    "group": "团体",
    "other": "其他",
}

READINGS: dict[Reading, str] = {
    "compound": "首末两年复合",
    "mean": "各年增速平均",
    "compound_unseen": "含上一基年的复合",
    "mean_unseen": "含上一基年的各年平均",
    "total": "首末两年总变化",
    "total_unseen": "含上一基年的总变化",
    "last_year": "最后一年变化",
}

_SAVED: dict[Saved, str] = {
    "truncated": "若这些数字是去尾而不是四舍五入得来的，则可以吻合",
    "coarse": "若末尾的 0 是凑整得来的，则可以吻合",
    "any": "若其中有的数字是去尾或凑整得来的，则可以吻合",
    "implausible": "",
    "unsure": "其中有识别把握不足的数字，请先核对原件",
}

_ASIDE = re.compile(r"[（(][^（）()]*[）)]|\s+")
"""What a printed caption says beside the name: its unit, a remark."""

NOT_GIVEN = "（未填或未能识读）"

PLACES = 2
"""Decimals to which results are told."""


def decimal(whole: int, places: int) -> Decimal:
    """`whole ÷ 10^places`, exact however long it is."""
    return Decimal((int(whole < 0), tuple(int(c) for c in str(abs(whole))), -places))


def number(x: Fraction | Decimal | None, places: int = PLACES) -> str:
    """A figure as people write it, to so many decimals, without trailing zeros beyond the point."""
    if x is None:
        return "？"
    exact = Fraction(x)
    if exact != 0 and abs(exact) < Fraction(1, 10**places):
        places += 3
    half_up = int(abs(exact) * 10**places + Fraction(1, 2))
    text = f"{decimal(-half_up if exact < 0 else half_up, places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(o: Observation) -> str:
    """The observation's figure with the decimals that it was written with; the same however it was stored."""
    if not isinstance(o.value, Decimal):
        return NOT_GIVEN if o.value is None else str(o.value)
    places = min(max(0, o.precision or 0), MOST_DIGITS)
    scaled = Fraction(o.value) * 10**places if is_figure(o.value) else Fraction(1, 2)
    return f"{decimal(scaled.numerator, places):f}" if scaled.denominator == 1 else f"{o.value:f}"


def caption(o: Observation) -> str:
    """The printed caption without its unit, remarks and `其中：`."""
    return _ASIDE.sub("", o.label).removeprefix("其中：").removeprefix("其中:") or o.label


def name(o: Observation) -> str:
    """What the figure is called: its year, its caption, its level or its row of the planning table."""
    year = "" if o.period is None else f"{o.period} 年" if o.period.isdigit() else f"{o.period.replace('/', '—')} 年"
    if o.period is not None and "-" in o.period:  # 2024-01/2024-06
        year = f"{o.period[:4]} 年上半年"
    label = caption(o)
    if "近三年" in label:
        year = ""
    target = o.dims.get("target")
    if target is not None:
        kind = "目标值" if o.indicator == "plan_target" else "基准值"
        return f"规划表“{target}”{kind}"
    level = "".join(f"（{LEVELS.get(v, v)}）" for v in o.dims.values())
    return f"{year}{label}{level}"


def figure(o: Observation) -> str:
    """The figure with its name and unit, as written."""
    if isinstance(o.value, tuple):
        return f"{name(o)}列出 {len(o.value)} 个"
    if o.status == "none":
        return f"{name(o)}填“无”"
    if o.value is None:
        return f"{name(o)}{NOT_GIVEN}"
    return f"{name(o)} {shown(o)}{unit(o)}"


def unit(o: Observation) -> str:
    """The unit as it follows a figure."""
    return "" if not o.unit else o.unit if o.unit == "%" else f" {o.unit}"


def told(failure: Failure) -> str:
    """The contradiction in one sentence, and what would save it."""
    check = failure.checks[0]
    if len(failure.checks) > 1:
        sums = "；".join(_sum(c) for c in failure.checks)
        text = f"下列关系单独看都可成立，合在一起却不能同时成立：{sums}"
    else:
        text = _sum(check)
    saved = "" if failure.saved is None else _SAVED[failure.saved]
    if failure.saved == "implausible" and isinstance(check.edit, AverageGrowthEdit):
        saved = "除非表中未列的上一年数字很不寻常"
    return text + (f"，{saved}" if saved else "") + "。"


def _value(f: Figure) -> Fraction | None:
    return None if f.value is None else Fraction(f.value)


def _divide(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or not b else a / b


def _sum(check: Check) -> str:
    """The rule with the figures in it."""
    f = {part: found[0] for part, found in check.figures.items() if found}
    match check.kind:
        case "share" | "per_capita":
            part, whole, rate = f["part"], f["whole"], f["rate"]
            result = _divide(_value(part), _value(whole))
            times = check.factor
            return (
                f"{_reported(rate)}，按“{figure(part.observation)} ÷ {figure(whole.observation)} × {number(times)}”"
                f"应为 {number(None if result is None else result * times)}{unit(rate.observation)}"
            )
        case "growth":
            now, before, rate = f["now"], f["before"], f["rate"]
            result = _divide(_value(now), _value(before))
            return (
                f"{_reported(rate)}，按 {before.observation.period}、{now.observation.period} 年数额"
                f"“({shown(now.observation)} ÷ {shown(before.observation)} − 1) × 100”"
                f"应为 {number(None if result is None else (result - 1) * 100)}%"
            )
        case "average_growth":
            return _average(check, f["rate"])
        case "sum":
            parts = check.figures["parts"]
            total = sum((_value(p) or Fraction(0) for p in parts), Fraction(0))
            addends = " + ".join(shown(p.observation) for p in parts)
            return f"{_reported(f['total'])}，各分项“{addends}”合计 {number(total)}"
        case "subset" if isinstance(check.edit, SubsetEdit):
            return f"{figure(f['part'].observation)}，不应大于{figure(f['whole'].observation)}（{check.edit.label}）"
        case "agreement":
            return f"{figure(f['left'].observation)}，与{figure(f['right'].observation)}应为同一数字"
        case "count" if isinstance(check.edit, CountEdit):
            count, names = f["count"].observation, f["names"].observation
            filled = f"填报 {shown(count)}{unit(count)}" if count.is_given else "填报“无”"
            listed = len(names.value) if isinstance(names.value, tuple) else 0
            return f"{name(count)}{filled}，名称栏列出 {listed} 个"
    if isinstance(check.edit, RangeEdit):
        return _range(check.edit, f["figure"])
    assert isinstance(check.edit, BandEdit)
    return _band(check, check.edit)


def _reported(f: Figure) -> str:
    if f.value is None:
        return figure(f.observation)
    return f"{name(f.observation)}填报 {shown(f.observation)}{unit(f.observation)}"


def _average(check: Check, rate: Figure) -> str:
    assert isinstance(check.edit, AverageGrowthEdit)
    years = sorted(y for y in check.figures if y != "rate")
    amounts: list[Fraction | None] = []
    for year in years:
        product: Fraction | None = Fraction(1)
        for f in check.figures[year]:
            v = _value(f)
            v = v / 100 if v is not None and f.unit == "%" and len(check.figures[year]) > 1 else v
            product = None if product is None or v is None else product * v
        amounts.append(product)
    shown = "、".join(f"{year} 年 {number(a)}" for year, a in zip(years, amounts, strict=True))
    ratio = _divide(amounts[-1], amounts[0])
    if ratio is None or ratio < 0:
        result = "？"
    else:
        steps = int(years[-1]) - int(years[0])
        total = "total" in check.edit.readings
        factor = float(ratio) if total else float(ratio) ** (1 / steps)
        value = Fraction(factor).limit_denominator(10**9) - 1
        result = number((-value if check.edit.falling else value) * 100)
    how = "、".join(READINGS[r] for r in check.edit.readings)
    word = "首末两年总变化" if "total" in check.edit.readings else "复合增速"
    return f"{_reported(rate)}，按 {shown} 计算，{word}为 {result}%（{how}等算法均不相符）"


def _range(edit: RangeEdit, f: Figure) -> str:
    bounds = [f"不小于 {number(edit.min)}"] if edit.min is not None else []
    bounds += [f"不大于 {number(edit.max)}"] if edit.max is not None else []
    return f"{_reported(f)}，一般应{'、'.join(bounds)}（{edit.label or edit.clause}）"


def _band(check: Check, edit: BandEdit) -> str:
    over, under = check.figures["over"], check.figures["under"]
    result: Fraction | None = Fraction(edit.times) / (check.factor or 1)
    for f in over:
        v = _value(f)
        result = None if result is None or v is None else result * v
    for f in under:
        result = _divide(result, _value(f))
    low, high = edit.between
    bounds = [f"不小于 {number(low, 4)}"] if low is not None else []
    bounds += [f"不大于 {number(high, 4)}"] if high is not None else []
    listed = "、".join(figure(f.observation) for f in (*over, *under))
    return f"{listed}：{edit.explain}为 {number(result)}，一般应{'、'.join(bounds)}"


def suspected(
    o: Observation, low: Fraction | None, high: Fraction | None, slip: Slip | None, recomputed: Decimal | None
) -> str:
    """Which figure is likeliest wrong, what the others allow, and what it may have been."""
    called = name(o)
    text = f"最可能有误的是{' ' if called[0].isdigit() else ''}{called}（填报 {shown(o)}）"
    if low is not None and high is not None:
        allowed = number(low, 4) if low == high else f"{number(low, 4)} 至 {number(high, 4)}"
        text += f"，按其余数字应为 {allowed}{unit(o)}"
    elif low is not None and low > 0:
        text += f"，按其余数字不应小于 {number(low, 4)}{unit(o)}"
    elif high is not None:
        text += f"，按其余数字不应大于 {number(high, 4)}{unit(o)}"
    if slip is not None:
        text += f"；若为 {number(slip.value, 4)}（{NAME[slip.kind]}）则各项吻合"
    elif recomputed is not None and low != high:
        text += f"；重算得 {number(recomputed, 4)}"
    return text + "。"


def besides(failures: Sequence[Failure]) -> str:
    """What else looks odd for the same reason."""
    labels = dict.fromkeys(f.checks[0].edit.label or f.checks[0].id for f in failures)
    return f"另外，{'、'.join(labels)}也因此显得异常。"


def candidates(names: list[str], figures: Figures) -> str:
    """Where no figure is likeliest by far: which may be wrong."""
    return f"可能有误的是{'、'.join(name(figures.observations[n]) for n in names)}中的一项，请核对。"


FROM_A_SCAN = "该数由扫描件识读，也可能是识读有误，请先核对原件。"


def unsure(o: Observation) -> str:
    """A word of caution for a figure that was not read for sure."""
    return f"该数识别把握为 {o.confidence:.0%}，也可能是识读有误，请先核对原件。"
