"""Rules that the headings over a row's values imply, row by row, and those of a list's total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formextract.drafting.column_figures import at, heads_of
from formextract.drafting.column_sums import column_sums
from formextract.drafting.draft import DraftField
from formextract.drafting.rates import column_rates
from formextract.drafting.rule_lines import line_of
from formextract.tables import HeadWords


def column_rules(fields: Sequence[DraftField], said: HeadWords) -> list[str]:
    """Lines of `edits.yaml` for places with several values under headings, in form order."""
    out: list[str] = []
    rated = column_rates(fields, said)
    for f in fields:
        if f.found.table and f.found.shape is None:
            out += _of_list(f, fields)
        elif f.found.columns:
            out += [*column_sums(f, said), *rated.get(f.indicator, [])]
    return out


def _of_list(total: DraftField, fields: Sequence[DraftField]) -> Iterator[str]:
    """The total below a list is the sum of all its rows, column by column."""
    by_label = {g.found.label: g for g in fields if g.found.shape == "rows" and g.found.table == total.found.table}
    told = [(h, f"{total.indicator}_rows{n or ''}", at(total, h)) for n, h in enumerate(heads_of(total))]
    beside = zip(total.found.beside, total.more, strict=False)
    for head, name, ref in [*told, *((h, f"{own}_rows", own) for (h, _), (own, _) in beside)]:
        if head in by_label:
            part = f'["{by_label[head].indicator}[row=all]"]'
            yield line_of(name, "sum", f"{total.found.label}·{head}", total=ref, parts=part)
