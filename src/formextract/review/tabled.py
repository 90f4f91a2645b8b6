"""A record's figures as cells of the meeting's table: by indicator, level, and how many years back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from formextract.model import Observation, Record
from formextract.model.decisions import dropped
from formextract.model.doubt import SURE
from formextract.model.facts import form_values, form_years
from formextract.model.interval import is_figure
from formextract.reports.distances import distances
from formextract.review import words

LATEST = "0"
"""The latest year of a form; `1` is the year before. Forms of two editions stand so in one column."""


@dataclass(frozen=True, slots=True)
class TableFigure:
    """A figure: its digits as written, its year, whether it was read in doubt, and how it stands to a threshold.

    `mark` is `met`, `not_met` or '' where no clause looks at it, `margin` how far from the threshold (`+5.2`).
    """

    shown: str
    unit: str
    period: str
    doubtful: bool
    mark: str = ""
    margin: str = ""
    contested: bool = False
    """Whether it contradicts another figure of the form."""


def column_of(o: Observation, latest: int | None) -> str:
    """The column of an observation: `gross_output|0`, `platforms[level=national]|`."""
    dims = ",".join(f"{k}={v}" for k, v in sorted(o.dims.items()))
    back = ""
    if o.period is not None and o.period.isdigit() and latest is not None:
        back = str(latest - int(o.period))
    return f"{o.indicator}{f'[{dims}]' if dims else ''}|{back}"


def figures_of(record: Record) -> dict[str, TableFigure]:
    """The figures of a record, by column; rows of a planning table are none."""
    years = [int(y) for y in form_years(record) if str(y).isdigit()]
    latest = max(years, default=None)
    values = form_values(record)
    marks = _marks(record, {o.key: o for o in values})
    contested = contested_in(record)
    out = {}
    for o in values:
        if not isinstance(o.value, Decimal) or not is_figure(o.value) or "target" in o.dims:
            continue
        mark, margin = marks.get(o.key, ("", ""))
        doubtful = o.confidence < SURE and not o.is_reviewed
        out[column_of(o, latest)] = TableFigure(
            words.observed_text(o), o.unit or "", o.period or "", doubtful, mark, margin, o.key in contested
        )  # fmt: skip
    return out


def contested_in(record: Record) -> frozenset[str]:
    """The values that contradict others of the form, by findings that nobody has dropped."""
    return frozenset(k for f in record.findings if f.severity == "error" and not dropped(record, f) for k in f.fields)


def _marks(record: Record, values: dict[str, Observation]) -> dict[str, tuple[str, str]]:
    """How figures stand to the thresholds of the clauses that look at them; the worst where several do."""
    out: dict[str, tuple[str, str]] = {}
    for result in record.criteria:
        looked_at = [k for k in result.observed if k in values and isinstance(values[k].value, Decimal)]
        for key, d in zip(looked_at, distances(result, values), strict=False):
            if values[key].value != d.value:
                continue  # a rate that was reckoned from several figures is none of theirs
            mark = "met" if d.is_met else "not_met"
            if out.get(key, ("met", ""))[0] == "met":
                out[key] = (mark, f"{d.margin:+f}")
    return out
