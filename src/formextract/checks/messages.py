"""What staff read: plain Chinese, with a sum that a clerk can redo on a calculator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from formextract.checks.figures import Figure, Figures
from formextract.checks.hypotheses import read_there_too
from formextract.checks.slips import NAME, Slip
from formextract.checks.verdict import Failure, Saved
from formextract.model import Observation, Odds
from formextract.model.interval import MOST_DIGITS, is_figure
from formextract.text import strip_numbering
from formextract.wording import STATUSES, levels_of

_SAVED: dict[Saved | None, str] = {
    "truncated": "若这些数字是去尾而不是四舍五入得来的，则可以吻合",
    "coarse": "若末尾的 0 是凑整得来的，则可以吻合",
    "any": "若其中有的数字是去尾或凑整得来的，则可以吻合",
    "unsure": "其中有识别把握不足的数字，请先核对原件",
}

_ASIDE = re.compile(r"[（(][^（）()]*[）)]|\s+")
"""What a printed caption says beside the name: its unit, a remark."""

_OF_WHICH = re.compile(r"^其中[：:]?")
_NAMES_AND_COUNT = re.compile("名称[及和、]数量|数量[及和、]名称")

_WORD_CELL = re.compile(r"T(\d+)R(\d+)C(\d+)(?:\.|$)")
_SHEET_CELL = re.compile(r"(.+)!([A-Z]{1,3})(\d+)$")

NOT_GIVEN = f"（{STATUSES['blank']}或{STATUSES['unreadable']}）"

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
    """The printed caption without its number, its unit, remarks and `其中：`; of names and a count, the one meant."""
    bare = _OF_WHICH.sub("", strip_numbering(_ASIDE.sub("", o.label)))
    both = _NAMES_AND_COUNT.search(bare)
    if both is not None:
        bare = bare[: both.start()] + ("名称" if isinstance(o.value, tuple) else "数量") + bare[both.end() :]
    return bare or o.label


def name(o: Observation) -> str:
    """What the figure is called: its year, its caption, its level or its row of the planning table."""
    target = o.dims.get("target")
    if target is not None:
        kind = "目标值" if o.indicator == "plan_target" else "基准值"
        return f"规划表“{_ASIDE.sub('', target) or target}”{kind}"
    label = caption(o)
    year = "" if o.period is None else f"{o.period.replace('/', '—')} 年"
    if o.period is not None and "-" in o.period:  # 2024-01/2024-06
        year = f"{o.period[:4]} 年上半年"
    elif o.period is not None and o.period.isdigit():
        label = label.removeprefix("近三年")  # of its own three years the caption speaks, of one the figure
    elif "近三年" in label:
        year = ""
    level = "".join(f"（{level}）" for level in levels_of(o.dims.values()) if _level_stem(level) not in label)
    return f"{year}{label}{level}"


def behind(text: str, told: str) -> str:
    """What is told behind Chinese words: with a space before a digit."""
    return f"{text} {told}" if told[:1].isdigit() and text[-1:] not in "（“、，：；" else text + told


def _level_stem(level: str) -> str:
    """A level as captions say it: 国家级 is said by 国家级创新平台, 国际标准 by 国际."""
    return level.removesuffix("标准")


def figure(o: Observation) -> str:
    """The figure with its name and unit, as written."""
    said = _said_otherwise(o)
    return f"{name(o)} {shown(o)}{unit(o)}" if said is None else name(o) + said


def _said_otherwise(o: Observation) -> str | None:
    """What stands for a figure where none was written; None where one was."""
    if isinstance(o.value, tuple):
        return f"列出 {len(o.value)} 个"
    if o.status == "none":
        return "填“无”"
    return NOT_GIVEN if o.value is None else None


def unit(o: Observation) -> str:
    """The unit as it follows a figure."""
    return "" if not o.unit else o.unit if o.unit == "%" else f" {o.unit}"


def cell_name(name: str) -> str:
    """A cell's name in words: `T2R5C3` is 第 2 个表第 5 行第 3 格, `Sheet1!B5` is 工作表“Sheet1”第 5 行 B 列."""
    word = _WORD_CELL.match(name)
    if word is not None:
        return "第 {} 个表第 {} 行第 {} 格".format(*word.groups())
    sheet = _SHEET_CELL.match(name)
    return name if sheet is None else "工作表“{}”第 {} 行 {} 列".format(*sheet.group(1, 3, 2))


def told(failure: Failure) -> str:
    """The contradiction in one sentence, and what would save it."""
    check = failure.checks[0]
    if len(failure.checks) > 1:
        sums = "；".join(c.edit.told(c) for c in failure.checks)
        text = f"下列关系单独看都可成立，合在一起却不能同时成立：{sums}"
    else:
        text = check.edit.told(check)
    saved = check.edit.saved_by if failure.saved == "implausible" else _SAVED.get(failure.saved, "")
    return text + (f"，{saved}" if saved else "") + "。"


def reported(f: Figure) -> str:
    """The figure as it was reported, with its name and unit."""
    if f.value is None or _said_otherwise(f.observation) is not None:
        return figure(f.observation)
    return f"{name(f.observation)}填报 {shown(f.observation)}{unit(f.observation)}"


def suspected(
    o: Observation, low: Fraction | None, high: Fraction | None, slip: Slip | None, recomputed: Decimal | None
) -> str:
    """Which figure is likeliest wrong, what the others allow, and what it may have been."""
    called = name(o)
    said = _said_otherwise(o)
    told = f"填报 {shown(o)}{unit(o)}" if said is None else said.strip("（）")
    text = behind("最可能有误的是", f"{called}（{told}）")
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
    """What else looks odd for the same reason, each with its year."""
    labels = dict.fromkeys(
        f"{f'{c.moment.year} 年' if c.moment.year else ''}{c.edit.label or c.id}"
        for c in (f.checks[0] for f in failures)
    )
    return f"同一原因还使下列核对不能通过：{'、'.join(labels)}。"


def candidates(names: list[str], figures: Figures) -> str:
    """Where no figure is likeliest by far: which may be wrong."""
    return behind("可能有误的是", f"{'、'.join(name(figures.observations[n]) for n in names)}中的一项，请核对。")


def percent(confidence: float) -> int:
    """A confidence in whole per cent, never rounded up: what is below 0.9 does not read as 90."""
    return int(confidence * 100 + 1e-9)


LIKELY, RATHER, RATHER_NOT, UNLIKELY = 0.9, 0.6, 0.4, 0.1
"""How likely (0 to 1) a figure is misread for it to be told as very likely, likely, either, not likely, hardly."""


def either(o: Observation, odds: Odds) -> str:
    """Whether a figure from paper is misread or was filled in wrongly, in words."""
    why = _doubted(o)
    seen = read_there_too(o, odds)
    if seen is not None:
        other = f"，识读时也读出过 {seen.raw}，代入后各项吻合"
    elif odds.if_misread is not None and odds.misread >= UNLIKELY:
        other = f"，形近的 {number(odds.if_misread, 4)} 可使各项吻合" if isinstance(odds.if_misread, Decimal) else ""
    else:
        other = ""
    if odds.misread >= LIKELY:
        told = f"该数由扫描件识读{why}{other}，很可能是识读有误，请先看原件"
    elif odds.misread >= RATHER:
        told = f"该数由扫描件识读{why}{other}，较可能是识读有误，请先看原件"
    elif odds.misread >= RATHER_NOT:
        told = f"该数由扫描件识读{why}{other}，可能是识读有误，也可能是填写有误，请先看原件"
    elif odds.misread >= UNLIKELY:
        told = f"该数由扫描件识读{why}{other}，较可能是填写有误，识读有误的可能约 {percent(odds.misread)}%，请先看原件"
    else:
        told = f"该数由扫描件识读{why}{other}，很可能是填写有误，请对照原件确认"
    return told + "。"


def unsure(o: Observation) -> str:
    """A word of caution for a figure that was not read for sure."""
    why = _doubted(o)
    return f"该数识别把握为 {percent(o.confidence)}%{why}，也可能是识读有误，请先核对原件。"


def _doubted(o: Observation) -> str:
    """Why a figure is unsure, in brackets; that its sum fails is what is being told."""
    reasons = [d.because for d in o.doubts if d.kind != "sum_fails"]
    return f"（{'；'.join(reasons)}）" if reasons else ""
