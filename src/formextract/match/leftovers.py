"""Ink that no field claimed: listed with the caption nearest to it, without the words that the form itself prints."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from formextract.match.key_values import KeyCell, ValueCell
from formextract.match.reading_order import Stream
from formextract.model import Place
from formextract.model.placement import Leftover, Proposed
from formextract.model.template import Indicator, Template
from formextract.text import is_blank, squeeze, unwrapped

LONGEST_HEADING = 40
"""Letters; a heading fits on a line."""
SHORTEST_INSTRUCTION = 10
"""Letters; an instruction cut short is still longer."""

_SOMETHING = re.compile(r"[^\s年月日_:：。]")
_ONLY_NUMBER = re.compile(r"\s*[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．]\s*")
_HEADING = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|附件\d*$|\d{1,2}[.、]|\(?(?:金额|计量)?单位[:：])")
_FIGURE = re.compile(r"(?<![\d(])(?!20\d\d年?)\d+(?![\d字])")
"""A figure in a heading, years and lengths of texts apart."""


class Leftovers:
    """What is left over of a document, gathered in any order and given in reading order."""

    def __init__(self, printed: frozenset[str]) -> None:
        """`printed`: squeezed words of the blank form."""
        self._printed = printed
        self._longest_first = sorted((p for p in printed if len(p) > 3), key=len, reverse=True)  # noqa: PLR2004
        self.claimed: Collection[Place] = ()
        """Places of which nothing is left over, since a field of its own reads them whole."""
        self._found: list[tuple[int, Leftover]] = []
        self.proposed: dict[int, tuple[Proposed, ...]] = {}
        """What the values of a caption may be, by the caption's order in the document."""
        self.at_levels: tuple[Proposed, ...] = ()
        """What figures in rows of levels (国际, 国家, 行业, 团体) may be, whatever caption stands before them."""

    def all(self) -> tuple[Leftover, ...]:
        """Everything gathered so far, in reading order."""
        return tuple(x for _, x in sorted(self._found, key=lambda f: f[0]))

    def add(self, label: str, text: str, place: Place, order: int, proposals: tuple[Proposed, ...] = ()) -> None:
        """Lists what an applicant wrote in a text; nothing where it is blank or printed."""
        text = unwrapped(text)
        if is_blank(text) or place in self.claimed:
            return
        written = self._written(text)
        if _SOMETHING.search(written) and not _ONLY_NUMBER.fullmatch(written):
            self._found.append((order, Leftover(label, written, place, proposals)))

    def taken(self, fits: Callable[[Leftover], bool]) -> Leftover | None:
        """Takes out the one that fits; None where there is none, or more than one."""
        found = [x for x in self._found if fits(x[1])]
        if len(found) != 1:
            return None
        self._found.remove(found[0])
        return found[0][1]

    def drop(self, places: Collection[Place]) -> None:
        """Takes out what stands where a field reads it after all."""
        self._found = [f for f in self._found if f[1].place not in places]

    def values(self, at: KeyCell, values: Sequence[ValueCell]) -> None:
        """Lists values that their caption's field did not take; what compares the years is no value of any field."""
        label = printed_label(at)
        for v in values:
            if v.compares:
                self.add(f"{label}（{v.compares}）", v.text, v.cell.place, v.order)
            elif v.kind != "blank":
                at_level = self.at_levels if v.level is not None and v.kind in ("figure", "none") else ()
                self.add(label, v.text, v.cell.place, v.order, self.proposed.get(at.order, at_level))

    def label(self, at: KeyCell) -> None:
        """Lists the values of a caption that names no field, or the caption itself where words stand alone."""
        filled = [v for v in at.values if v.kind != "blank"]
        if filled:
            self.values(at, filled)
        elif at.cell_kind.kind == "text":
            self.add("", at.cell.text, at.cell.place, at.order)

    def lines(self, stream: Stream, template: Template) -> None:
        """Lists the lines outside the narrative that are neither printed on the form nor headings."""
        narrative = {f.section for f in template.fields if f.shape == "narrative"}
        titles = tuple(map(squeeze, (template.title, *template.recognise.titles)))
        for order, section, line in stream.lines:
            text = squeeze(line.text)
            if section in narrative or section.startswith("#") or text in self._printed or _is_heading(text, titles):
                continue
            if len(text) > SHORTEST_INSTRUCTION and any(text in p for p in self._printed):
                continue
            self.add("", line.text, line.place, order)

    def _written(self, text: str) -> str:
        """What the applicant wrote in a cell that also holds printed words."""
        tight = squeeze(text)
        if tight in self._printed:
            return ""
        rest = tight
        for printed in self._longest_first:
            rest = rest.replace(printed, "")
        return text.strip() if rest == tight else rest


def at_levels(template: Template, indicators: Mapping[str, Indicator]) -> tuple[Proposed, ...]:
    """What figures in rows of levels may be on a form: those of its fields that have such rows, each as likely."""
    specs = [f for f in template.fields if f.shape == "standards"]
    names = [name for f in specs for name in (f.indicator, f.joined) if name is not None]
    return tuple(Proposed(name, indicators[name].label, None, round(1 / len(names), 3)) for name in names)


_WRAPPED = re.compile(r"\s*\n\s*")


def printed_label(at: KeyCell) -> str:
    """The caption as printed, without a value that shares its cell."""
    text = at.cell.text
    if at.cell_kind.rest and text.rstrip().endswith(at.cell_kind.rest.rstrip()):
        text = text.rstrip()[: -len(at.cell_kind.rest.rstrip())]
    text = unwrapped(text)
    return (_WRAPPED.sub("", text) if "\n" in text else text).strip().rstrip("：:").strip()


def _is_heading(text: str, titles: Sequence[str]) -> bool:
    if len(text) > LONGEST_HEADING:
        return False
    numbered = _HEADING.match(text)
    bare = numbered is not None and _FIGURE.search(text, numbered.end()) is None  # 3.集群企业数量155家 is no heading
    return bare or any(t in text for t in titles)
