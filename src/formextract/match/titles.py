"""Lines that are a form's title and nothing else, and whose title it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from formextract.match.labels import make_room
from formextract.match.naming import Naming
from formextract.match.recognise import HALF_TITLE, Prepared
from formextract.text import squeeze, strip_numbering

BEFORE = 12
"""Letters that may stand before a title on its line: 附件2, 2025年度, 湖北省; more is a sentence."""
BEHIND = 3
"""Letters that may stand behind it, brackets apart, where a template gives its beginning only: 申报表, 申报材料."""
_BRACKETS = re.compile(r"\([^()]*\)$")
_ATTACHED = re.compile(r"附件?表?[\d一二三四五六七八九十]*[:：]?|20\d\d年度?")
"""What stands alone on the line above a title."""


class Titles:
    """The titles of all templates, the longest first: one may contain another's."""

    def __init__(self, templates: Sequence[Prepared], naming: Naming) -> None:
        self._naming = naming
        self._forms = {(p.template.program, p.template.form): p.template.id for p in templates}
        owners: dict[str, set[str]] = {}
        self._refused = {p.template.id: [squeeze(t) for t in p.template.recognise.not_titles] for p in templates}
        for p in templates:
            for title in p.template.recognise.titles:
                owners.setdefault(squeeze(title), set()).add(p.template.id)
        self._owners = sorted(owners.items(), key=lambda x: len(x[0]), reverse=True)
        self._begins: dict[str, list[int]] = {}
        """The places of titles in that order by their first two letters: a line is asked for few of them."""
        for n, (title, _) in enumerate(self._owners):
            self._begins.setdefault(title[:2], []).append(n)
        self._found: dict[tuple[str, str], Collection[str]] = {}
        self._longest = max(map(len, owners), default=0) + BEFORE + BEHIND

    def of(self, text: str, below: str = "") -> Collection[str]:
        """The templates of which a line is the title, alone or with the line below it; none for any other line."""
        line = squeeze(text)
        if not line or len(line) > self._longest or strip_numbering(text) != text:
            return ()
        found = self._found.get((text, below))
        if found is None:
            make_room(self._found)
            found = self._found[text, below] = self._of(text, line, below)
        return found

    def _of(self, text: str, line: str, below: str) -> Collection[str]:
        whole = line + squeeze(below) if below and len(line) <= HALF_TITLE else line
        begun = (self._begins.get(whole[at : at + 2], ()) for at in range(len(line)))
        for title, owners in (self._owners[n] for n in sorted({n for found in begun for n in found})):
            for words in (line, whole):
                # of two lines a title begins on the first, else it is the second one's own
                if 0 <= words.find(title) < len(line) and _alone(title, words):
                    return {name for name in owners if not any(t in words for t in self._refused[name])}
        told = self._naming.is_title(text, below)
        named = None if told is None else self._forms.get((told.program, told.form))
        return () if named is None else (named,)


def _alone(title: str, words: str) -> bool:
    """Whether hardly anything stands beside a title."""
    before, _, behind = words.partition(title)
    return len(before) <= BEFORE and len(_BRACKETS.sub("", behind)) <= BEHIND


def belongs_to_title(text: str) -> bool:
    """Whether a line above a title goes with it: 附件2, 2025年度."""
    return _ATTACHED.fullmatch(squeeze(text)) is not None
