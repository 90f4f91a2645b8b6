"""Captions in strangers' words: which field they name most likely, and what else they may name.

What is likely is claimed with a doubt, what is possible is proposed; nothing here is ever sure (`CAP`), since three
hundred captions of left-out sources cannot tell one error in five hundred (docs/accuracy.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from formextract.match.arithmetic import Amount, Arithmetic
from formextract.match.assign import Assigned, of_another
from formextract.match.caption_values import filled_values, kind_of_values, period_of_values, too_large, unit_of
from formextract.match.key_values import KeyCell, ValueCell
from formextract.match.labels import SAME_WORDS, LabelIndex, take_apart
from formextract.match.leftovers import printed_label
from formextract.match.likeness import PLACE, chances, weights
from formextract.match.own_trade import LEADING
from formextract.match.reading_order import STEP
from formextract.match.region import CITY, COUNTY, names_two_places
from formextract.model.placement import Proposed
from formextract.model.template import FieldSpec, Indicator, Template
from formextract.text import CURRENCIES, conversion, parse_unit, squeeze

if TYPE_CHECKING:
    import numpy as np

CLAIMED = 0.65
"""Probability from which a field is claimed; measured by leaving out sources (`scripts/fit_labels.py`)."""
REFUSED = 0.2
"""Probability below which a field is not claimed though the letters are much alike."""
CAP = 0.89
"""Confidence at most of a field that was claimed by a paraphrase."""
PROPOSED, LEAST_PROPOSED = 3, 0.002
"""How many indicators are proposed for a caption, and from which probability."""
MODIFIER = 4
"""Letters at most before a wording that say which one is meant, and at least of the wording."""
LONGEST = 60
"""Letters of a caption; a sentence is none."""
A_REPORTS_YEARS = 2
"""A report's year and the one before it: a table of both gives years to what has none as well."""
UNKNOWN_PART = 0.1
"""Probability by which a part without a known word is proposed as the leading industry's."""
PART = ("其中", "#")
"""How the name of a part of the figure above it begins; tables of statistics say # for it."""
SUBJECTS = frozenset({"industry", "enterprise"})
"""Concepts that say of whom, and measure nothing."""
_NUMBERS = frozenset({"number", "integer"})
_TICKED = frozenset({"bool", "choice", "multichoice"})
_PLACES = frozenset({CITY, COUNTY})
_SHAPES = (None, "cell", "line", "ticks", "blanks")
_FIGURE = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_AT = {name: n for n, name in enumerate(PLACE)}


@dataclass(frozen=True, slots=True)
class CaptionsRead:
    """What was made of captions, by position: fields claimed, and what is proposed for the others."""

    claimed: Mapping[int, Assigned]
    proposed: Mapping[int, tuple[Proposed, ...]]
    refused: frozenset[int] = frozenset()
    held: Mapping[int, Assigned] = field(default_factory=dict)
    """Captions that are only much alike by their letters, none of which is sure."""


def paraphrased(
    labels: Sequence[KeyCell],
    assigned: Mapping[int, Assigned],
    template: Template,
    index: LabelIndex,
    indicators: Mapping[str, Indicator],
    sums: Callable[[], Arithmetic] | None = None,
) -> CaptionsRead:
    """The captions that no wording tells. `assigned` are those that are told, `sums` what figures come to."""
    if not index.frames:
        return CaptionsRead({}, {})
    return _Reader(labels, assigned, template, index, indicators, sums).run()


def columns(
    headings: Mapping[int, str],
    known: Mapping[int, FieldSpec],
    template: Template,
    index: LabelIndex,
) -> tuple[dict[int, tuple[FieldSpec, float]], dict[int, tuple[Proposed, ...]]]:
    """The fields of a sheet's columns whose headings no wording tells, with how sure, and what the rest may be; `known`
    are the others.
    """
    if not index.frames or not headings:
        return {}, {}
    import numpy as np

    at = {f.key: n for n, f in enumerate(template.fields) if f.shape == "column"}
    taken = {at[f.key] for f in known.values()}
    out: dict[int, tuple[FieldSpec, float]] = {}
    proposed: dict[int, tuple[Proposed, ...]] = {}
    for col, text in headings.items():
        compared = index.compared(text) if len(text) <= LONGEST else None
        if compared is None:
            continue
        words = index.wordings
        logits = dict(zip(words.names, words.best(compared[1] @ weights().wording).tolist(), strict=True))
        alike = {name for name, logit in logits.items() if logit >= 0}  # by words alone: a place has no meaning
        excluded = index.contradicted(text)
        left = [at[f.key] for c, f in known.items() if c < col]
        right = [at[f.key] for c, f in known.items() if c > col]
        for key, n in at.items():
            row = np.zeros(len(PLACE), dtype=np.float32)
            row[_AT["taken" if n in taken else "in a gap"]] = 1 if n in taken else len(taken) / len(at)
            fits = (not left or max(left) < n) and (not right or n < min(right))
            row[_AT["between its neighbours" if fits else "out of order"]] = 1
            row[_AT["kind fits"]] = 1
            logits[key] = logits.get(key, -9.0) + float(row @ weights().place)
        told = dict(zip(logits, chances(list(logits.values())), strict=True))
        name = max(told, key=lambda x: told[x])
        if name in at and name in alike and at[name] not in taken and name not in excluded and told[name] >= CLAIMED:
            taken.add(at[name])
            out[col] = (template.fields[at[name]], min(CAP, round(told[name], 2)))
            continue
        likest = sorted((n for n in told if n in at and at[n] not in taken), key=lambda n: -told[n])[:PROPOSED]
        proposed[col] = tuple(
            Proposed(template.fields[at[n]].indicator, template.fields[at[n]].label, None, round(told[n], 3))
            for n in likest
            if told[n] >= LEAST_PROPOSED
        )
    return out, proposed


class _Reader:
    def __init__(
        self,
        labels: Sequence[KeyCell],
        assigned: Mapping[int, Assigned],
        template: Template,
        index: LabelIndex,
        indicators: Mapping[str, Indicator],
        sums: Callable[[], Arithmetic] | None = None,
    ) -> None:
        self.sums = sums
        self.labels, self.assigned, self.template, self.index = labels, assigned, template, index
        self.indicators = indicators
        self.at = {f.key: n for n, f in enumerate(template.fields)}
        self.taken = {self.at[a.field.key] for a in assigned.values()}
        self.anchors = sorted((labels[k].order, self.at[a.field.key]) for k, a in assigned.items())
        self.share = len(self.taken) / max(1, len(template.fields))
        shaped = [n for n, f in enumerate(template.fields) if f.shape in _SHAPES]
        self.held: dict[int, Assigned] = {}
        periods = [{v.period for v in at.values if kind_of_values([v]) == "figure"} for at in labels]
        told: set[str | None] = set().union(*periods)
        self.dated = bool(told - {None})
        every = all(p - {None} for p in periods if p)  # a figure below 同比 has no year
        self.a_year_beside_another = every and len(told - {None}) <= A_REPORTS_YEARS
        self.with_years = {
            at.order // STEP for at in labels for v in at.values if v.period is not None and v.kind == "figure"
        }
        self.sections = {template.fields[n].section for n in shaped}

    @cached_property
    def known(self) -> dict[tuple[str, str | None], Amount]:
        """The figures of captions in the form's own words, each in its indicator's unit."""
        out = {}
        for k, a in self.assigned.items():
            if a.confidence >= 1 and not a.field.dims:
                for v in self.labels[k].values:
                    amount = self._in_unit(self.labels[k], v, a.field.indicator)
                    if amount is not None:
                        out[a.field.indicator, v.period if self._of(a.field.indicator).period else None] = amount
        return out

    @cached_property
    def _wholes(self) -> dict[tuple[str, str | None], float]:
        """The same by field, each year's apart: what a figure that is part of them cannot exceed."""
        return {
            (a.field.key, v.period): amount.value
            for k, a in self.assigned.items()
            for v in self.labels[k].values
            if a.confidence >= 1 and (amount := self._in_unit(self.labels[k], v, a.field.key)) is not None
        }

    def _in_unit(self, at: KeyCell, v: ValueCell, name: str) -> Amount | None:
        """A figure in an indicator's unit; None where it is none, or measured in something else."""
        figure = _FIGURE.fullmatch(squeeze(v.text)) if v.kind == "figure" else None
        canonical = self._of(name).unit
        if figure is None:
            return None
        unit = v.unit or at.unit or take_apart(at.cell.text).unit or (at.stated and at.stated.unit)
        factor = 1.0
        if unit and canonical and parse_unit(unit) is not None:
            told = conversion(unit, canonical)
            if told is None:
                return None
            factor = float(told)
        digits = len(figure.group().partition(".")[2])
        return Amount(float(figure.group().replace(",", "")) * factor, 0.5 * 10.0**-digits * factor)

    def _comes_to(self, spec: FieldSpec, at: KeyCell, filled: Sequence[ValueCell]) -> bool | None:
        """Whether the form's sums hold if the caption's figures are a field's; None where none is known."""
        if self.sums is None or spec.dims:
            return None
        yearly = self._of(spec.indicator).period == "year"
        own = {v.period if yearly else None: self._in_unit(at, v, spec.indicator) for v in filled}
        amounts = {year: amount for year, amount in own.items() if amount is not None}
        known = {key: amount for key, amount in self.known.items() if key[0] != spec.indicator}
        return self.sums().holds(spec.indicator, amounts, known) if amounts else None

    def run(self) -> CaptionsRead:
        found: list[tuple[float, int, int]] = []
        proposed: dict[int, tuple[Proposed, ...]] = {}
        refused = self._refused()
        for k, at in enumerate(self.labels):
            filled = filled_values(at)
            filled = filled or [v for v in at.values if v.kind == "none"][:1]
            text = printed_label(at)
            another = k > 0 and of_another(at, self.labels[k - 1], self.index.reader)
            if another or (k in self.assigned and k not in refused) or not filled or len(text) > LONGEST:
                continue
            readings = self._readings(at, self._with_the_row_above(k, text), filled)
            self._doubt_another(at, readings, filled)
            likely = tuple(
                Proposed(
                    self._indicator_of(name),
                    self._label_of(name),
                    period_of_values(filled, self._of(name)),
                    round(p, 3),
                )
                for name, p, _ in readings[:PROPOSED]
                if p >= LEAST_PROPOSED
            )
            unknown = self._part_of_unknown_name(k, filled)
            proposed[k] = (*unknown, *(x for x in likely if x.indicator not in {u.indicator for u in unknown}))[
                :PROPOSED
            ]
            if (
                readings
                and readings[0][1] >= CLAIMED
                and readings[0][2]
                and (not self._of_the_row_above(k, readings[0][0]) or any(j == k - 1 for _, j, _ in found))
            ):
                found.append((readings[0][1], k, self.at[readings[0][0]]))
        claimed: dict[int, Assigned] = {}
        taken = set(self.taken)
        for p, k, n in sorted(found, reverse=True):
            if n not in taken:
                taken.add(n)
                claimed[k] = Assigned(self.template.fields[n], min(CAP, round(p, 2)))
                del proposed[k]
        return CaptionsRead(claimed, proposed, frozenset(refused - claimed.keys()), self.held)

    def _doubt_another(
        self, at: KeyCell, readings: Sequence[tuple[str, float, bool]], filled: Sequence[ValueCell]
    ) -> None:
        """Doubts a text whose caption is not the form's own where another caption names it too, and says otherwise:
        承载区 beside 运营管理单位.
        """
        names = {h.indicator for h in at.cell_kind.hits[:1] if h.score >= SAME_WORDS}
        names |= {name for name, told, _ in readings[:1] if told >= CLAIMED}
        said_last = squeeze(printed_label(at))
        for n in range(1, min(MODIFIER, len(said_last) - MODIFIER) + 1):  # 牵头申报单位 is a 申报单位
            names |= {h.indicator for h in self.index.wanted(said_last[n:])[:1] if h.score >= SAME_WORDS}
        for k, a in self.assigned.items():
            name = a.field.key
            if name not in names or self.at[name] not in self.taken or self._of(name).kind != "text":
                continue
            own = take_apart(printed_label(self.labels[k])).key == take_apart(a.field.label).key
            said = {squeeze(v.text) for v in self.labels[k].values if v.kind == "text"}
            if not own and said and not said & {squeeze(v.text) for v in filled}:
                self.held[k] = Assigned(a.field, min(CAP, a.confidence))

    def _part_of_unknown_name(self, k: int, filled: Sequence[ValueCell]) -> tuple[Proposed, ...]:
        """What a part of the figure above it by a name that nobody knows may be: 其中：磨具 below 总产值 is likely the
        leading industry's.
        """
        text = printed_label(self.labels[k])
        if k == 0 or not squeeze(text).startswith(PART) or kind_of_values(filled) != "figure":
            return ()
        if self.index.reader.read(self.index.canonical(take_apart(text).bare)).what:
            return ()
        above = take_apart(printed_label(self.labels[k - 1])).bare
        for hit in self.index.wanted(LEADING + above)[:1]:
            n = self.at.get(hit.indicator)
            if n is not None and n not in self.taken and hit.score >= SAME_WORDS:
                spec, indicator = self.template.fields[n], self._of(hit.indicator)
                return (Proposed(spec.indicator, spec.label, period_of_values(filled, indicator), UNKNOWN_PART),)
        return ()

    def _with_the_row_above(self, k: int, text: str) -> str:
        """A caption that says only whose part of the row above it is, with what that one measures: 其中：主导产业."""
        reader = self.index.reader
        own = take_apart(text).bare
        if k == 0 or not squeeze(self.labels[k].cell.text).startswith(PART):
            return text
        above = take_apart(printed_label(self.labels[k - 1])).bare
        said, whole = reader.read(self.index.canonical(own)), reader.read(self.index.canonical(above))
        if not (said.what <= SUBJECTS and said.who and whole.what - SUBJECTS):
            return text
        before = self.labels[k - 1]
        self.labels[k].unit = self.labels[k].unit or before.unit or take_apart(before.cell.text).unit
        return own + above

    def _of_the_row_above(self, k: int, name: str) -> bool:
        """Whether an amount is said to be part of the one above it (其中：出口), and that one is nobody's here."""
        canonical = self._of(name).unit or ""
        unit = parse_unit(canonical)
        amount = unit is not None and unit.dimension == "money"
        return amount and squeeze(self.labels[k].cell.text).startswith(PART) and k - 1 not in self.assigned

    def _refused(self) -> set[int]:
        """Captions that are like a wording by their letters, and speak of something else."""
        out = set()
        for k, a in self.assigned.items():
            at = self.labels[k]
            if self._of_another_kind(k, a) or self._of_the_row_above(k, a.field.key):
                self.taken.discard(self.at[a.field.key])
                out.add(k)
                continue
            if (
                a.confidence >= 1
                or at.cell.legibility.scanned
                or not at.cell_kind.hits
                or at.cell_kind.hits[0].score >= SAME_WORDS
            ):
                continue
            filled = filled_values(at)
            n = self.at[a.field.key]
            self.taken.discard(n)
            readings = self._readings(at, printed_label(at), filled) if filled else []
            told = next(((p, fits) for name, p, fits in readings if name == a.field.key), (1.0, True))
            another = self.indicators[a.field.indicator].kind in _NUMBERS and a.field.key in self._excluded(at)
            if told[0] < REFUSED or (not told[1] and told[0] < CLAIMED) or (filled and another):
                out.add(k)
            else:
                self.taken.add(n)
                self.held[k] = Assigned(a.field, min(CAP, a.confidence))
        return out

    def _readings(self, at: KeyCell, text: str, filled: Sequence[ValueCell]) -> list[tuple[str, float, bool]]:
        """Field keys with their probability, likest first, and whether each may be claimed."""
        unit = unit_of(at, filled)
        compared = self.index.compared(text, unit)
        if compared is None:
            return []
        words = self.index.wordings
        logits = words.best(compared[1] @ weights().wording)
        excluded = self.index.contradicted(text)
        keyed = {f.key.partition("[")[0] for f in self.template.fields if "[" in f.key}
        names, values, own = [], [], []
        for name, logit in zip(words.names, logits.tolist(), strict=True):
            n = self.at.get(name)
            if n is None:
                if name not in keyed and "[" not in name:
                    names.append(name)
                    values.append(logit)
                    own.append(False)
                continue
            spec = self.template.fields[n]
            place = self._place(n, spec, at, filled)
            fits = (
                name not in excluded
                and place[_AT["kind contradicts"]] == 0
                and not self._other_unit(name, unit, filled)
                and not self._unmeasured(name, at, text, unit, filled)
                and not self._beyond(name, at, filled)
                and not (name in _PLACES and any(names_two_places(v.text) for v in filled))
            )
            names.append(name)
            values.append(logit + float(place @ weights().place))
            own.append(fits and n not in self.taken and spec.shape in _SHAPES)
        told = dict(enumerate(chances(values)))
        if kind_of_values(filled) == "figure":  # what the caption's own words exclude takes no share of the rest
            left = [i for i, name in enumerate(names) if name not in excluded]
            told |= zip(left, chances([values[i] for i in left]), strict=True)
        order = sorted(range(len(names)), key=lambda i: -values[i])
        first = order[0] if order else None
        return [(names[i], told[i], own[i] and i == first) for i in order if names[i] in self.at]

    def _place(
        self, n: int, spec: FieldSpec, at: KeyCell, filled: Sequence[ValueCell]
    ) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """What the form says beside the caption's words."""
        import numpy as np

        row = np.zeros(len(PLACE), dtype=np.float32)
        indicator = self.indicators[spec.indicator]
        kind = kind_of_values(filled)
        fitting = {
            "figure": _NUMBERS,
            "ticks": _TICKED,
            "none": _TICKED,
            "blanks": frozenset({"integer", "list"}),
            "text": frozenset({"text", "date", "list"}),
        }[kind]
        row[_AT["kind fits" if indicator.kind in fitting else "kind contradicts"]] = 1
        if kind == "none" and indicator.kind not in _TICKED:
            row[_AT["kind fits"]], row[_AT["kind contradicts"]] = 0, 1  # 无 of what no wording tells answers a question
        if kind == "figure" and indicator.kind in _NUMBERS:
            row[_AT["size contradicts"]] = any(too_large(v.text, indicator) for v in filled)
        if kind == "figure" and indicator.kind in _NUMBERS:
            holds = self._comes_to(spec, at, filled)
            row[_AT["sums hold"]], row[_AT["sums fail"]] = holds is True, holds is False
        if any(v.period is not None for v in filled) and kind == "figure":
            if indicator.period == "year":
                row[_AT["years fit"]] = 1
            elif not self.a_year_beside_another:  # under 上年 and 本年 stands what has no year as well
                row[_AT["years contradict"]] = 1
        elif kind == "figure" and self._expects_years(at) and indicator.period == "year":
            row[_AT["year not said"]] = 1
        if spec.section and at.section in self.sections:
            row[_AT["in its part" if spec.section == at.section else "in another part"]] = 1
        if n in self.taken:
            row[_AT["taken"]] = 1
        else:
            row[_AT["in a gap"]] = self.share
        if self.anchors:
            before = [f for order, f in self.anchors if order < at.order]
            behind = [f for order, f in self.anchors if order > at.order]
            fits = (not before or before[-1] < n) and (not behind or n < behind[0])
            row[_AT["between its neighbours" if fits else "out of order"]] = 1
            row[_AT["behind its neighbour"]] = bool(before) and n == before[-1] + 1
        return row

    def _expects_years(self, at: KeyCell) -> bool:
        """Whether a yearly figure would have its year where a caption stands: a printed form gives years to what has
        them; where offices draw their own tables, the caption's own must give some.
        """
        return self.dated and (bool(self.template.sections) or at.order // STEP in self.with_years)

    def _excluded(self, at: KeyCell) -> frozenset[str]:
        """The fields that a caption cannot name, whatever letters it shares with theirs."""
        return self.index.contradicted(printed_label(at))

    def _beyond(self, name: str, at: KeyCell, filled: Sequence[ValueCell]) -> bool:
        """Whether a figure is larger than one that it would be a part of: no cluster has more champions than firms."""
        own = [(v.period, amount.value) for v in filled if (amount := self._in_unit(at, v, name)) is not None]
        wholes = self.index.wordings.wholes(name)
        return any(x > self._wholes.get((whole, period), x) for whole in wholes for period, x in own)

    def _of_another_kind(self, k: int, a: Assigned) -> bool:
        """Whether a caption that is a wording, but not the form's own, is measured in what its indicator is not."""
        at = self.labels[k]
        own = {take_apart(a.field.label).key, take_apart(self.indicators[a.field.indicator].label).key}
        filled = filled_values(at)
        indicator = self.indicators[a.field.indicator]
        one_text = indicator.kind == "text" and indicator.period is None
        part = squeeze(at.cell.text).startswith(PART)
        if one_text and kind_of_values(filled) == "figure" and (part or len(filled) > 1):
            return True  # 其中：主导产业 | 118.4 | 106.9
        unit = unit_of(at, filled)
        told = parse_unit(unit) if unit else None
        if told is None or told.dimension in CURRENCIES or take_apart(printed_label(at)).key in own:
            return False
        return self._other_unit(a.field.key, unit, filled)

    def _other_unit(self, name: str, unit: str | None, filled: Sequence[ValueCell]) -> bool:
        canonical = self._of(name).unit
        if unit is None or canonical is None or parse_unit(unit) is None or kind_of_values(filled) != "figure":
            return False
        return conversion(unit, canonical) is None

    def _unmeasured(self, name: str, at: KeyCell, text: str, unit: str | None, filled: Sequence[ValueCell]) -> bool:
        """Whether an amount that crosses borders is said in no unit: 创汇 may be in dollars."""
        said = self.index.reader.read(self.index.canonical(take_apart(text).bare)).what
        if (
            said.isdisjoint(self.index.lexicon.abroad)
            or unit
            or at.stated
            or take_apart(text).unit
            or kind_of_values(filled) != "figure"
        ):
            return False
        canonical = parse_unit(self._of(name).unit or "")
        return canonical is not None and canonical.dimension == "money"

    def _of(self, name: str) -> Indicator:
        return self.indicators[self._indicator_of(name)]

    def _indicator_of(self, name: str) -> str:
        return name.partition("[")[0]

    def _label_of(self, name: str) -> str:
        n = self.at.get(name)
        return (self.template.fields[n].label if n is not None else "") or self._of(name).label
