"""What a rate of growth of a form is of: a figure of each year, a figure and the one before it, an average."""

from __future__ import annotations

import re
from collections.abc import Sequence

from formextract.drafting.asked import Asked
from formextract.drafting.asked_figures import AskedFigures
from formextract.drafting.frames import BEFORE
from formextract.drafting.rule_lines import line_of

ALIKE = 0.5
"""Share of pairs of letters from which two wordings are taken for the same amount."""
EXACT = 0.85
"""The same, where a share of that name would be another reading."""
UNSAID = 0.25
"""Share of the letters of what a rate is of that the label of its part may lack (national form: 0.13)."""
_AVERAGE = re.compile(
    r"(?:近三年|三年|近3年|近两年)?(.+?)(?:年均|年平均|三年平均|平均|复合)(?:复合)?(?:增速|增长率|增长|增幅)"
)
_FALL = re.compile(r"(?:近三年)?(.+?)(?:降低|下降|减少)(?:率|幅度|比例)")
_GROWTH = re.compile(r"(.+?)(?:同比|较上年|比上年)?(?:增长率|增速|增幅|增长|增长速度)")
_COMPARED = re.compile("[与较比]?(?:上年|去年)(?:同期)?(?:相比)?|同比|增长率|增长速度|增长|增速|增幅|变化率")
_THIS = re.compile("^(?:(?:本|今|当)年度?|年度|全年)")
_LAST = re.compile("(?:上|去)年(?:度|同期|末)?")
_SHARE = re.compile(r"(.+?)占(.+?)的?(?:比例|比重|百分比|比率|比)$")


def is_average(form: AskedFigures, a: Asked) -> bool:
    """Whether a rate is one over several years."""
    return form.indicators[a.name].period == "span3" or _AVERAGE.search(a.plain) is not None


def growth_line(form: AskedFigures, a: Asked) -> list[str]:
    """The rule of a rate of growth that is a place of its own; none where it names no figure of the form."""
    growth = _GROWTH.search(a.plain)
    if (steps := _grown(form, a)) is not None:
        ends = dict(zip(("amount", "before"), (form.at(x, a) for x in steps), strict=True))
        return [line_of(f"{a.name}_check", "growth", a.label, **ends, rate=form.at(a, a))]
    amount = alike(form, growth.group(1), a) if growth is not None else None
    if amount is not None and form.yearly(amount) and form.yearly(a):
        ends = {"amount": f"{amount.name}@year", "rate": f"{a.name}@year"}
        return [line_of(f"{a.name}_check", "growth", a.label, **ends)]
    return []


def average_line(form: AskedFigures, a: Asked) -> list[str]:
    """The rule of an average growth or fall."""
    match, falling = _AVERAGE.search(a.plain), False
    if match is None:
        match, falling = _FALL.search(a.plain), True
    amounts = _amounts(form, match.group(1), a) if match is not None else []
    if not amounts:
        return []
    readings = "[total, compound, mean, total_unseen]" if falling else "[compound, mean, compound_unseen, mean_unseen]"
    rate = f"{a.name}@span" if form.indicators[a.name].period == "span3" else f"{a.name}@last"
    rate = rate if form.indicators[a.name].period is not None else a.name
    more = {"falling": "true"} if falling else {}
    joined = f"[{', '.join(f'{x.name}@year' for x in amounts)}]"
    told = {"amounts": joined, "rate": rate, "readings": readings, **more}
    return [line_of(f"{a.name}_check", "average_growth", a.label, **told)]


def _grown(form: AskedFigures, a: Asked) -> tuple[Asked, Asked] | None:
    """Two figures of which one is the other a year before: 见习人员总数 and 上年见习人员总数; None where the rate's
    name is of neither, or of several.
    """
    what = _COMPARED.sub("", a.plain)
    plain = [f for f in form.figures if not (f.column or f.heads or form.yearly(f)) and form.unit(f) != "%"]
    pairs = [
        (now, before)
        for before in plain
        if BEFORE.search(before.plain)
        for now in plain
        if _THIS.sub("", now.plain) == BEFORE.sub("", _LAST.sub("", before.plain)).removeprefix("末")
        and says(now.plain, what)
    ]
    return pairs[0] if len(pairs) == 1 and what else None


def _amounts(form: AskedFigures, text: str, a: Asked) -> list[Asked]:
    """The yearly amount of that name; or a share of that name with the amount that it is a share of."""
    exact = alike(form, text, a, least=EXACT)
    for other in form.asked:
        share = _SHARE.search(other.plain) if other.name != a.name else None
        if share is None or not form.yearly(other) or shared_pairs(share.group(1), text) < EXACT - 0.05:
            continue
        whole = alike(form, share.group(2), a)
        if exact is None and whole is not None and form.yearly(whole):
            return [whole, other]
    amount = exact or alike(form, text, a)
    return [amount] if amount is not None and form.yearly(amount) else []


def alike(form: AskedFigures, text: str, *but: Asked, least: float = ALIKE) -> Asked | None:
    """The amount or count whose label shares most of its letters with some words of another label."""
    left: Sequence[Asked] = [f for f in form.figures if all(b.name != f.name for b in but) and form.unit(f) != "%"]
    scored = [(shared_pairs(text, f.plain), -n, f) for n, f in enumerate(left) if "每" not in f.plain]
    best = max(scored, key=lambda s: s[:2], default=None)
    return best[2] if best is not None and best[0] >= least else None


def says(label: str, text: str) -> bool:
    """Whether a label has nearly all letters of some words."""
    return len(set(text) - set(label)) <= UNSAID * len(set(text))


def shared_pairs(a: str, b: str) -> float:
    """How much two wordings share, by pairs of letters (0 to 1)."""
    one, other = ({t[k : k + 2] for k in range(len(t) - 1)} for t in (a, b))
    return 2 * len(one & other) / max(1, len(one) + len(other))
