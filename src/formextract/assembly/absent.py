"""Fields for which nothing was placed: said to be missing, in doubt where something in the file may be them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from formextract.assembly.reading_findings import SHOWN
from formextract.assembly.second_reading import IN_DIGITS, OF_LINES
from formextract.match.accounts import Concealed, PageAccounts
from formextract.match.labels import take_apart
from formextract.model import Document, Doubt, Observation, Unread
from formextract.model.doubt import confidence_of, doubt
from formextract.model.placement import Leftover, Match, Placement
from formextract.model.template import FieldSpec, Indicator
from formextract.model.unsure import reasons
from formextract.text import is_blank, squeeze, strip_numbering, unwrapped
from formextract.text.glyphs import MARKED, OPEN

_NOT_ACCOUNTED = doubt("page_not_accounted_for", "这几页上还有没有归类的文字，可能就是这一项，请看原件")
"""Of a field that is missing where something on its page was placed nowhere."""
_NOT_READ = doubt("page_not_accounted_for", "文件里另有没有读出的页或嵌入的内容，可能就有这一项，请看原件")
"""Of a field that is missing where the file holds a part that nobody read."""
_WRITTEN = rf"[-+]?\d|[{MARKED}{OPEN}]"
"""What an applicant wrote right behind a caption: a figure, a box."""
LEAST_LETTERS, MORE_LETTERS = 5, 4
"""Letters at least of a wording that a leftover caption may hold with others between them, and at most of those."""
LIKELY_ENOUGH = 0.05
"""Probability from which a leftover may be a field: a doubt that is right less often than once in twenty is none."""


class Absent:
    """Says of a form's fields that they are missing, with what speaks against that."""

    def __init__(
        self, document: Document, match: Match, indicators: Mapping[str, Indicator], accounts: PageAccounts | None
    ) -> None:
        self.document, self.match, self.indicators, self.accounts = document, match, indicators, accounts
        self.concealed = Concealed(document)
        self._of_name: dict[str, list[Placement]] = {}
        for p in match.placements:
            self._of_name.setdefault(p.indicator, []).append(p)
        self._clauses = [(_clause(x.text), x.text) for x in match.leftovers]
        self._worded: dict[tuple[str, ...], Leftover | None] = {}
        self._said: dict[tuple[str, ...], str | None] = {}
        self._not_read = (_NOT_READ,) if any(map(_may_hold_fields, document.unread)) else ()

    def missing(self, spec: FieldSpec, name: str, period: str | None, dims: dict[str, str]) -> Observation:
        """The observation of a field, or a part of one, for which the form has no such cell."""
        indicator = self.indicators[name]
        doubts = self._doubts(spec, name, period)
        confidence = confidence_of(1.0, doubts)
        return Observation(
            indicator=name,
            label=spec.label if name == spec.indicator else indicator.label,
            period=period,
            dims=dims,
            value=None,
            unit=indicator.unit,
            precision=None,
            raw="",
            status="missing",
            confidence=confidence,
            source=None,
            doubts=reasons(confidence, doubts),
        )

    def _doubts(self, spec: FieldSpec, name: str, period: str | None) -> tuple[Doubt, ...]:
        """What says that a field may be in the file all the same: what was left over, or is hidden, and may be it."""
        placed = self._of_name.get(name, ())
        own = {p.label for p in placed}  # what else stands behind its caption
        left = next(
            (
                x
                for x in self.match.leftovers
                if (x.label and x.label in own) or _may_be(x, name) or _says_option(x, spec.options)
            ),
            None,
        )
        if left is not None:
            told = _quoted(f"{left.label}：{left.text}" if left.label else left.text)
            return (doubt("page_not_accounted_for", f"没有归类的“{told}”可能就是这一项，请看原件"),)
        undated = next(filter(_is_undated, placed), None)
        if undated is not None and period is not None:
            return (doubt("year_inferred", f"没有写明年份的“{_quoted(undated.text)}”可能就是这一年的，请看原件"),)
        labels = (spec.label, *spec.synonyms) if name == spec.indicator else (self.indicators[name].label,)
        worded = self._caption_with(labels)
        if worded is not None:
            told = _quoted(f"{worded.label}：{worded.text}")
            return (doubt("page_not_accounted_for", f"没有归类的“{told}”可能就是这一项，请看原件"),)
        said = self._clause_about(labels)
        if said is not None:
            return (doubt("page_not_accounted_for", f"没有归类的“{_quoted(said)}”里说到这一项，请看原件"),)
        if hidden := self.concealed.may_be(labels, period):
            told = _quoted(hidden)
            return (doubt("page_not_accounted_for", f"文件里隐藏的“{told}”可能就是这一项，请取消隐藏后看原件"),)
        kind = self.indicators[name].kind
        of_lines, in_digits = kind in OF_LINES, kind in IN_DIGITS
        if self.accounts is not None and self.accounts.page_is_open(spec, of_lines=of_lines, in_digits=in_digits):
            return (_NOT_ACCOUNTED,)
        return self._not_read

    def _caption_with(self, labels: tuple[str, ...]) -> Leftover | None:
        """What was left over under a caption that says all letters of one of these in their order, and few more."""
        if labels not in self._worded:
            forms = [x for x in _forms(labels) if len(x) >= LEAST_LETTERS] if self.match.leftovers else []
            captions = ((squeeze(take_apart(x.label).bare), x) for x in self.match.leftovers if x.label)
            self._worded[labels] = next((x for c, x in captions if any(_says_all(c, form) for form in forms)), None)
        return self._worded[labels]

    def _clause_about(self, labels: tuple[str, ...]) -> str | None:
        """The text, of those left over, that speaks of one of these captions; None where none does."""
        if labels not in self._said:
            forms = _forms(labels) if self._clauses else ()
            self._said[labels] = next((text for tight, text in self._clauses if _is_said(forms, tight)), None)
        return self._said[labels]


def _may_hold_fields(unread: Unread) -> bool:
    """Whether fields may stand in what was not read: a page, a part set into the text. Files within bear names."""
    there = unread.place
    return unread.what in ("page", "object", "text-box") and there.cell is None and not unread.name


def _may_be(left: Leftover, name: str) -> bool:
    return any(p.indicator == name and p.score >= LIKELY_ENOUGH for p in left.proposals)


def _says_option(left: Leftover, options: Iterable[str]) -> bool:
    """Whether what is left over says one of the words to be ticked, by itself: 竞赛类别：初赛, …（培育对象）申请表."""
    words = [re.escape(squeeze(o)) for o in options if len(o) > 1]
    said = "|".join(words)
    return bool(words) and re.search(rf"(?:^|[:(、,])(?:{said})(?:$|[):、,])", squeeze(left.text)) is not None


def _says_all(caption: str, form: str) -> bool:
    """Whether a caption holds the letters of a wording in their order: 授权有效的发明专利, 有效发明专利."""
    if not len(form) <= len(caption) <= len(form) + MORE_LETTERS:
        return False
    letters = iter(caption)
    return all(letter in letters for letter in form)


def _clause(text: str) -> str:
    return strip_numbering(squeeze(unwrapped(text)))


def _forms(labels: Iterable[str]) -> frozenset[str]:
    """How a clause may say captions: whole, or without what stands beside the name."""
    return frozenset({form for x in labels if x for form in (squeeze(x), squeeze(take_apart(x).bare))} - {""})


def _is_said(forms: Iterable[str], tight: str) -> bool:
    """Whether a clause begins with a caption, but for a year or a word, and goes on: 集群联系人为章敏."""
    before = r"(?:^|[,。;(、])(?:20\d\d年)?[一-鿿]{0,4}"
    return any(
        re.search(rf"{before}{re.escape(x)}(?:(?:为|是|[:。])\S|{_WRITTEN})", tight) for x in forms if x in tight
    )


def _is_undated(p: Placement) -> bool:
    return any(d.kind == "year_inferred" for d in p.doubts) and not is_blank(p.text)


def _quoted(text: str) -> str:
    told = "".join(unwrapped(text).split())
    return told if len(told) <= SHOWN else told[:SHOWN] + "…"
