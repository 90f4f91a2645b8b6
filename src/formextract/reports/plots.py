"""Small plots as inline SVG: no script, no outside file, sharp on paper. Text in them is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup, escape

from formextract.reports.distances import Distance
from formextract.reports.series import Point, Series

_W, _H = 300, 186
_LEFT, _RIGHT, _TOP, _BOTTOM = 12, 288, 52, 140
_BAR = 44
DISAGREES = Decimal("0.06")
"""Percentage points from which reported and reckoned growth are drawn as different; the checks decide, not this."""


def years_plot(series: Series) -> Markup:
    """Columns of the years with their figures, and below them the growth: reported, and by the amounts."""
    values = [p.value for p in series.points if p.value is not None]
    top = max([abs(v) for v in values] + [Decimal(0)]) or Decimal(1)
    step = (_RIGHT - _LEFT) / max(1, len(series.points))
    parts = [
        Markup('<svg class="years" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(_W, _H, _told(series)),
        Markup('<text class="title" x="{}" y="16">{}</text>').format(_LEFT, _short(series.label, 18)),
        Markup('<text class="unit" x="{}" y="16">{}</text>').format(_RIGHT, series.unit),
    ]
    if series.average:
        parts.append(Markup('<text class="average" x="{}" y="31">{}</text>').format(_LEFT, series.average))
    for i, p in enumerate(series.points):
        middle = _LEFT + step * (i + 0.5)
        parts.append(Markup('<text class="year" x="{:.1f}" y="{}">{}</text>').format(middle, _BOTTOM + 13, p.year))
        if p.value is None:
            parts.append(Markup('<text class="none" x="{:.1f}" y="{}">无数字</text>').format(middle, _BOTTOM - 4))
            continue
        height = float(abs(p.value) / top) * (_BOTTOM - _TOP)
        kind = "bar suspect" if p.suspect else "bar"
        parts.append(
            Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{}" height="{:.1f}"/>').format(
                kind, middle - _BAR / 2, _BOTTOM - height, _BAR, max(1.0, height)
            )
        )
        parts.append(
            Markup('<text class="value" x="{:.1f}" y="{:.1f}">{}</text>').format(
                middle, _BOTTOM - height - 4, _short(p.shown, 12)
            )
        )
        parts += _growth(p, middle)
    parts.append(Markup('<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(_LEFT, _RIGHT, _BOTTOM, _BOTTOM))
    parts.append(Markup("</svg>"))
    return Markup("").join(parts)


def _growth(p: Point, middle: float) -> list[Markup]:
    out = []
    if p.told is not None:
        odd = p.growth is not None and abs(p.told - p.growth) > DISAGREES
        out.append(
            Markup('<text class="{}" x="{:.1f}" y="{}">填报 {}%</text>').format(
                "told odd" if odd else "told", middle, _BOTTOM + 26, f"{p.told:f}"
            )
        )
    if p.growth is not None:
        y = _BOTTOM + 26 if p.told is None else _BOTTOM + 38
        word = "增长" if p.told is None else "按数额"
        out.append(
            Markup('<text class="reckoned" x="{:.1f}" y="{}">{} {}%</text>').format(middle, y, word, _number(p.growth))
        )
    return out


def distance_plots(distances: Sequence[Distance]) -> list[Markup]:
    """A caption for the figures of one indicator, and a bar for each of its years."""
    out: list[Markup] = []
    last = ""
    most = {d.label: max(_reach(x) for x in distances if x.label == d.label) for d in distances}
    for d in distances:
        if d.label != last:
            out.append(Markup('<div class="measured">{} <span>{}</span></div>').format(d.label, d.told))
            last = d.label
        out.append(_distance(d, most[d.label]))
    return out


def _reach(distance: Distance) -> Decimal:
    """How far a scale must reach: beyond figure and threshold, but not so far that the threshold is in the corner."""
    most = max(abs(distance.value), distance.threshold, Decimal("0.0001")) * Decimal("1.12")
    return min(most, distance.threshold * 4) if distance.threshold else most


def _distance(distance: Distance, end_of_scale: Decimal) -> Markup:
    """A bar from nought to the figure, the threshold as a mark across it, and what is beyond or short of it."""
    left, width, height, bar = 104, 150, 18, 11

    def x(v: Decimal) -> float:
        return left + float(min(max(v, Decimal(0)), end_of_scale) / end_of_scale) * width

    margin = distance.margin
    words = f"{'超出' if distance.at_least else '低'} {_number(margin)}" if margin >= 0 else f"差 {_number(-margin)}"
    if margin == 0:
        words = "正好在线上"
    told = f"{distance.period}{distance.label} {distance.shown}，{distance.told}，{words}"
    kind = "met" if distance.is_met else "not_met"
    mark, end = x(distance.threshold), x(distance.value)
    broken = distance.value > end_of_scale
    return Markup("").join(
        [
            Markup('<svg class="distance {}" viewBox="0 0 330 {}" role="img" aria-label="{}">').format(
                kind, height, told
            ),
            Markup('<text x="0" y="13">{}</text>').format(distance.period),
            Markup('<text class="figure" x="{}" y="13">{}</text>').format(left - 6, _short(distance.shown, 10)),
            Markup('<rect class="track" x="{}" y="4" width="{}" height="{}"/>').format(left, width, bar),
            Markup('<rect class="fill" x="{}" y="4" width="{:.1f}" height="{}"/>').format(
                left, max(1.0, end - left), bar
            ),
            Markup('<path class="break" d="M{:.1f} 2l5 7.5l-5 7.5"/>').format(left + width - 12.0)
            if broken
            else Markup(""),
            Markup('<line class="mark" x1="{0:.1f}" x2="{0:.1f}" y1="1" y2="18"/>').format(mark),
            Markup('<text x="{}" y="13">{}</text>').format(left + width + 7, words),
            Markup("</svg>"),
        ]
    )


def shares_bar(parts: list[tuple[str, int]], width: int = 120) -> Markup:
    """A bar cut into shares, each of its class; the counts are told beside it by the caller."""
    total = sum(n for _, n in parts)
    out = [Markup('<svg class="shares" viewBox="0 0 {} 10" aria-hidden="true">').format(width)]
    at = 0.0
    for kind, n in parts:
        wide = width * n / total if total else 0.0
        if n:
            out.append(Markup('<rect class="{}" x="{:.1f}" y="0" width="{:.1f}" height="10"/>').format(kind, at, wide))
        at += wide
    return Markup("").join([*out, Markup("</svg>")])


def _told(series: Series) -> str:
    figures = "，".join(f"{p.year} 年 {p.shown or '无数字'}" for p in series.points)
    return f"{series.label}（{series.unit}）：{figures}"


def _number(x: Decimal) -> str:
    return f"{x:.2f}".rstrip("0").rstrip(".")


def _short(text: str, longest: int) -> Markup:
    return escape(text if len(text) <= longest else text[: longest - 1] + "…")
