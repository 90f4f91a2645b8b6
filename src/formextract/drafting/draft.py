"""A blank form's places with the indicator that each likely is: known ones by their wordings, new ones described."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from formextract import wording
from formextract.drafting import words
from formextract.drafting.asked import Asked
from formextract.drafting.lines import LabelledPlace, Layout
from formextract.drafting.newly import beside, described, fresh_id, measured_alike, of_gap
from formextract.drafting.places import layout_of
from formextract.match.labels import LEAST, LabelIndex
from formextract.model import Document
from formextract.model.template import Indicator, Lexicon
from formextract.tables import words_of
from formextract.text import conversion, squeeze

Dims = tuple[tuple[str, str], ...]
_COUNTED_UP = re.compile("共|合计|累计|总计?")
_DONE = re.compile("已|现|实际")
"""共____个，已完工____个: some of all."""

_LEVELS = {called.removesuffix("级"): level for level, called in wording.LEVELS.items()} | {"其它": "other"}
"""How captions call levels, 国家 before 国家标准."""
SHORT = 14
"""Letters up to which a label may lean on the one before it: 联系人, 是否高于行业平均水平."""
LEAST_COLUMNS = 4
"""Columns of a list from which a form with nothing else is one record a row."""
CLOSE = 0.03
"""What a place in a table is worth over a cover's line of the same words."""
BY_KIND = 0.7
"""Score of an indicator proposed by the kind of place only."""


@dataclass(frozen=True)
class DraftField:
    """A place with the indicator proposed for it, its score, and the next best.

    `new` describes an indicator that the catalogue lacks; `repeats` says that an earlier place asks the same; `more`
    are the indicators of the further values of a place with several.
    """

    found: LabelledPlace
    indicator: str
    score: float
    others: tuple[tuple[str, float], ...] = ()
    dims: Dims = ()
    after: str | None = None
    new: Indicator | None = None
    repeats: bool = False
    more: tuple[tuple[str, Indicator], ...] = ()

    @property
    def all_new(self) -> tuple[tuple[str, Indicator], ...]:
        """The new indicators of this place, by id."""
        return (*(((self.indicator, self.new),) if self.new is not None else ()), *self.more)

    @property
    def asked(self) -> tuple[Asked, ...]:
        """What the rules ask of this place: its figure, or each of the figures between its printed words."""
        found = self.found
        which = found.which or squeeze(found.label).startswith("其中")
        if found.shape == "rows":
            return ()
        place: dict[str, Any] = {
            "block": found.block,
            "row": found.row,
            "group": found.group,
            "heads": tuple(head for head, told in found.columns if told is not None),
            "code": found.code,
        }
        if found.gaps is None:
            one = Asked(
                self.indicator, found.label, found.section, found.most, which, found.total, "", found.indent, **place
            )
            heads = zip(self.more, found.beside, strict=False)
            return (
                one,
                *(
                    Asked(
                        n,
                        f"{found.label}{words.bare(head)}",
                        found.section,
                        None,
                        which,
                        found.total,
                        head,
                        found.indent,
                        **place,
                    )
                    for (n, _), (head, _) in heads
                ),
            )
        names = [self.indicator, *(name for name, _ in self.more)]
        first = found.gaps.gaps[0]
        counted = _COUNTED_UP.match(first.before) is not None
        return tuple(
            Asked(
                name,
                found.label + gap.before,
                found.section,
                None,
                which
                or gap.before.startswith("其中")
                or (counted and gap.unit == first.unit and _DONE.match(gap.before) is not None),
            )
            for name, gap in zip(names, found.gaps.gaps, strict=True)
        )


@dataclass(frozen=True)
class Draft:
    """A template in the making. `columns`: one record a row. `known` are the catalogue's indicators."""

    layout: Layout
    fields: tuple[DraftField, ...]
    known: Mapping[str, Indicator]
    columns: bool = False

    @property
    def indicators(self) -> dict[str, Indicator]:
        """The catalogue with the new indicators of this form."""
        return {**self.known, **{name: new for f in self.fields for name, new in f.all_new}}


def draft_of(document: Document, indicators: Mapping[str, Indicator], lexicon: Lexicon) -> Draft:
    """The draft of a blank form, from its own words and the catalogue of indicators; it knows no template."""
    index = LabelIndex(indicators, lexicon)
    layout = layout_of(document, lexicon, index)
    layout.found[:] = measured_alike(layout.found, layout.said)
    places = layout.found
    listed = [f for f in places if f.listed]
    columns = len(listed) >= LEAST_COLUMNS and len(listed) > len([f for f in places if f.shape != "line"]) / 2
    if columns:
        # a record a row has no place for what the sheet asks once, which a person is told of
        layout.open += [f"“{f.label}” {f.where}".strip() for f in places if not f.listed]
        places = [replace(f, shape="column", years=False, table="", group="") for f in listed]
    return Draft(
        layout, tuple(_Drafter(places, index, indicators, lexicon, layout.titles).fields()), indicators, columns
    )


class _Drafter:
    def __init__(
        self,
        places: Sequence[LabelledPlace],
        index: LabelIndex,
        indicators: Mapping[str, Indicator],
        lexicon: Lexicon,
        titles: Sequence[str],
    ) -> None:
        self.places, self.index, self.known, self.lexicon = places, index, indicators, lexicon
        self.count = Counter(squeeze(words.bare(f.label)) for f in places if f.shape not in ("line", "rows"))
        self.chosen: dict[int, tuple[str, float, Dims]] = {}
        self.ours = self._of_subject(titles)
        self.said = words_of(lexicon.tables)

    def _of_subject(self, titles: Sequence[str]) -> bool:
        """Whether the form asks of what the catalogue's indicators are about: a firm's revenue is no cluster's."""
        texts = "".join([*titles, *(f.label for f in self.places)])
        return not self.lexicon.subjects or any(s in texts for s in self.lexicon.subjects)

    def fields(self) -> list[DraftField]:
        """All places in form order, each indicator given to the place that it fits best."""
        may: list[list[tuple[str, float]]] = []
        for i, found in enumerate(self.places):
            may.append(self._hits(found, self.places[i - 1] if i else None))
        self._assign(may)
        out: list[DraftField] = []
        names: set[str] = set(self.known)
        previous: str | None = None
        used = [self.known[name] for name, _, _ in self.chosen.values()]
        wordings = {squeeze(w) for i in used for w in (i.label, *i.synonyms)}
        whole: tuple[LabelledPlace, Indicator] | None = None
        for i, found in enumerate(self.places):
            after = (
                previous
                if self.count[squeeze(words.bare(found.label))] > 1 and found.shape not in ("line", "rows")
                else None
            )
            if i in self.chosen:
                name, score, dims = self.chosen[i]
                others = tuple(h for h in may[i] if h[0] != name)[:2]
                made = DraftField(found, name, score, others, dims, after)
            else:
                taken = bool(may[i]) and found.section == "0" and any(f.section != "0" for f in self.places)
                name = may[i][0][0] if taken else fresh_id(found, names, self.lexicon.english)
                new = None if taken else described(found, self._full(found), wordings)
                if (
                    new is not None
                    and whole is not None
                    and (_leans(found, new, whole[0]) or self._adds_up(found, new, whole[0]))
                ):
                    new = new.model_copy(update={"type": whole[1].type, "unit": whole[1].unit})
                names.add(name)
                if new is not None:
                    wordings.add(squeeze(new.label))
                more = self._further(found, name, names, wordings) if new is not None else ()
                if more and new is not None and found.gaps is not None:
                    new = of_gap(found, found.gaps.gaps[0], wordings - {squeeze(new.label)})
                made = DraftField(found, name, 0.0, tuple(may[i][:2]), (), after, new, taken, more)
            figure = made.new if made.new is not None else self.known.get(made.indicator)
            if figure is not None and figure.kind in ("number", "integer") and not _is_part(found):
                whole = found, figure
            if not made.repeats and found.shape != "rows":
                previous = made.indicator
            out.append(made)
        return out

    def _adds_up(self, found: LabelledPlace, new: Indicator, before: LabelledPlace) -> bool:
        """Whether a 合计 that says no unit stands behind figures of its row, and is measured as they are."""
        told = self.said.ends_in_total(squeeze(words.bare(found.label)))
        same = (found.block, found.row, found.section) == (before.block, before.row, before.section)
        return told and new.kind == "text" and found.shape is None and found.row >= 0 and same

    def _further(
        self, found: LabelledPlace, name: str, names: set[str], wordings: set[str]
    ) -> tuple[tuple[str, Indicator], ...]:
        """Indicators for the second and further gaps of a place, and for its columns of another kind."""
        out = []
        for head, unit in found.beside:
            made = beside(found, head, unit, wordings)
            own = fresh_id(
                LabelledPlace(found.label + words.bare(head), None, found.section), names, self.lexicon.english
            )
            names.add(own)
            wordings.add(squeeze(made.label))
            out.append((own, made))
        for n, gap in enumerate(found.gaps.gaps[1:] if found.gaps is not None else (), 2):
            said = LabelledPlace(found.label + gap.before, None, found.section) if gap.before else None
            own = fresh_id(said, names, self.lexicon.english) if said is not None else f"{name}_{n}"
            own = own if own not in names else f"{name}_{n}"
            new = of_gap(found, gap, wordings)
            names.add(own)
            wordings.add(squeeze(new.label))
            out.append((own, new))
        return tuple(out)

    def _full(self, found: LabelledPlace) -> str:
        """A label that says by itself what it is: with its group's where it stands several times."""
        bare = words.bare(found.label) or found.label
        return f"{found.group}{bare}" if found.group and self.count[squeeze(bare)] > 1 else bare

    def _assign(self, may: list[list[tuple[str, float]]]) -> None:
        taken: set[tuple[str, Dims]] = set()
        offers = []
        for i, hits in enumerate(may):
            found = self.places[i]
            for rank, (name, score) in enumerate(hits):
                close = 0.0 if found.section == "0" else CLOSE if found.shape == "line" else 2 * CLOSE
                offers.append((-(score + close), i, rank, name, score))
        for _, i, _, name, score in sorted(offers):
            dims = self._dims(self.places[i], self.known[name])
            if i not in self.chosen and (name, dims) not in taken:
                self.chosen[i] = (name, score, dims)
                taken.add((name, dims))

    def propose(self, label: str) -> list[tuple[str, float]]:
        """The indicators that a label may be, best first, with scores from 0 to 1."""
        return [(h.indicator, round(h.score, 2)) for h in self.index.hits(label) if h.score >= LEAST]

    def _hits(self, found: LabelledPlace, before: LabelledPlace | None) -> list[tuple[str, float]]:
        """The indicators that a place may be, best first."""
        special = self._by_kind(found)
        if special:
            return special
        if found.shape in ("gaps", "rows") or any(isinstance(told, str) for _, told in found.columns):
            return []  # what is asked for several times, by row or by column, is no figure of the catalogue's
        scores: dict[str, float] = {}
        bare = words.bare(found.label)
        texts = [(found.label, 1.0)]
        if not self.ours:
            return []
        if len(squeeze(bare)) <= SHORT:
            owner = self._owner(before)
            leaning = [w for w in (found.group, owner) if w]
            # a label that stands several times is what stands before it says, not what it is by itself
            own = 0.8 if self.count[squeeze(bare)] > 1 else 1.0
            texts = [(found.label, own), *((words.bare(w) + bare, 1.0) for w in leaning)]
        elif found.group:
            texts.append((found.group + bare, 0.9))
        for text, weight in texts:
            for name, score in self.propose(text):
                if self._fits(found, self.known[name]):
                    counted = self._counted(name, found)
                    scores[counted] = max(scores.get(counted, 0.0), round(score * weight, 2))
        if found.shape == "blanks" and not scores:
            scores = dict(self._by_words(found))
            if not scores and before is not None and before.shape == "blanks":
                scores = {name: BY_KIND for name, _ in self._hits(before, None)}  # 其他平台 behind 省级平台
        return sorted(scores.items(), key=lambda x: (-x[1], x[0]))

    def _owner(self, before: LabelledPlace | None) -> str:
        """The label that a short one leans on: the last one that is no short one itself."""
        if before is None:
            return ""
        at = self.places.index(before)
        for found in reversed(self.places[: at + 1]):
            if len(squeeze(words.bare(found.label))) > 3 and self.count[squeeze(words.bare(found.label))] == 1:  # noqa: PLR2004
                return found.label
        return ""

    def _by_kind(self, found: LabelledPlace) -> list[tuple[str, float]]:
        if found.shape == "narrative" and "规划" in found.label and "plan_text" in self.known:
            return [("plan_text", 0.9)]
        if found.shape == "targets" and "plan_baseline" in self.known:
            return [("plan_baseline", 0.9)]
        if found.shape == "region" and "region_province" in self.known:
            return [("region_province", 0.9)]
        if found.shape == "standards" and "standards_led" in self.known:
            return [("standards_led", BY_KIND)]
        return []

    def _fits(self, found: LabelledPlace, indicator: Indicator) -> bool:
        """Whether a place of this kind can hold the indicator."""
        ticked = indicator.kind in ("bool", "choice", "multichoice")
        if found.shape == "ticks":
            if indicator.kind == "multichoice":
                return "是" not in found.options
            return ticked
        if found.shape == "blanks":
            return indicator.kind in ("integer", "list")
        if found.shape == "narrative":
            return indicator.kind == "text"
        if ticked:
            return False
        if found.years:
            return indicator.kind in ("number", "integer")
        if found.unit is not None and indicator.unit is not None:
            return conversion(found.unit, indicator.unit) == 1  # 万元 under 亿元 would be shown and checked as 亿元
        return not (found.limit is not None and indicator.kind != "text")

    def _counted(self, name: str, found: LabelledPlace) -> str:
        """The count beside a list of names, where a place asks for both."""
        count = name.removesuffix("_names")
        return count if found.shape == "blanks" and count in self.known else name

    def _by_words(self, found: LabelledPlace) -> list[tuple[str, float]]:
        """Indicators of counts with names, by the words that they share with label and group."""
        out = []
        text = found.group + found.label
        for name, indicator in self.known.items():
            if f"{name}_names" in self.known:
                stem = re.sub(r"数量|中小企业", "", indicator.label)
                shared = sum(stem[i : i + 2] in text for i in range(len(stem) - 1)) / max(1, len(stem) - 1)
                if shared >= 0.4:  # noqa: PLR2004 - two of five pairs of letters
                    out.append((name, round(0.6 + 0.3 * shared, 2)))
        return out

    def _dims(self, found: LabelledPlace, indicator: Indicator) -> Dims:
        if found.shape not in ("blanks", None, "cell") or "level" not in indicator.dims:
            return ()
        for word, level in _LEVELS.items():
            if word in found.label and level in indicator.dims["level"]:
                return (("level", level),)
        return ()


def _is_part(found: LabelledPlace) -> bool:
    return found.which or squeeze(found.label).startswith("其中")


def _leans(found: LabelledPlace, new: Indicator, whole: LabelledPlace) -> bool:
    """Whether a 其中 without a unit of its own is measured as the figure before it: 其中：失业青年, of 接收人数."""
    place = found.shape is None and found.unit is None and found.limit is None
    told = new.kind == "text" or (new.kind in ("number", "integer") and bool(found.columns))
    same = (found.block, found.section, found.columns) == (whole.block, whole.section, whole.columns)
    return _is_part(found) and place and told and same
