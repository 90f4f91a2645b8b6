"""Rules that a form's labels imply: each figure is asked in turn for a length, a count, a rate, a sum, a part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from formextract.drafting.areas import is_step
from formextract.drafting.asked import Asked
from formextract.drafting.asked_figures import AskedFigures
from formextract.drafting.growths import average_line, is_average
from formextract.drafting.narrower import intensive
from formextract.drafting.rated import is_rate
from formextract.drafting.rates import rate_lines
from formextract.drafting.rule_lines import line_of
from formextract.drafting.subsets import part_line
from formextract.drafting.sums import made_of, total_below
from formextract.model.template import Indicator
from formextract.tables import HeadWords


def proposed_rules(asked: Sequence[Asked], indicators: Mapping[str, Indicator], said: HeadWords) -> list[str]:
    """Lines of `edits.yaml` for the fields of a form, in form order; columns beside a row's values have their own."""
    form = AskedFigures(asked, indicators, said)
    out: list[str] = []
    seen: set[str] = set()
    for i, a in enumerate(form.asked):
        kind = indicators[a.name].kind
        if a.limit is not None and kind == "text":
            told = {"indicators": f"[{a.name}]", "max": str(a.limit)}
            out.append(line_of(f"{a.name}_length", "length", a.label, **told))
        if kind in ("number", "integer") and a.name not in seen and not is_step(a.column):
            seen.add(a.name)
            out += _of_figure(form, i)
    return out


def _of_figure(form: AskedFigures, i: int) -> list[str]:
    """The rules of one figure by what it is: a count of names, a rate, a total, else a part and what makes it up."""
    a = form.asked[i]
    indicator, unit = form.indicators[a.name], form.unit(a)
    if f"{a.name}_names" in form.indicators:
        every = "[level=*]" if indicator.dims else ""
        told = {"count": f'"{a.name}{every}"', "names": f'"{a.name}_names{every}"'}
        return [line_of(f"{a.name}_count", "count", a.label, **told)]
    if a.column and (unit == "%" or intensive(a, unit)):
        return average_line(form, a) if is_average(form, a) else []  # beside its row's own figures: see rates
    if unit == "%":
        return rate_lines(form, i)
    if is_rate(a.plain, unit) and (rate := rate_lines(form, i)):
        return rate
    if a.total:
        return total_below(form, i)
    return [*part_line(form, i), *made_of(form, i)]
