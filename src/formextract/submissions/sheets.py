"""Files that are pages of one form (photographed or scanned one by one), and their order.

Within a folder the scans are looked at by name, figures in it as figures (`2.jpg` before `10.jpg`). A page that shows
labels or headings of a form belongs to one; a page between two of them too, where its name goes on from theirs (the
pages of a narrative show nothing). A page that shows again what the form has had already begins another form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import PurePosixPath

from formextract.model.submission import NOBODY, Item, Leaf

AGAIN = 0.5
"""Share of marks in common with an earlier page from which a page shows what the form has had already."""
RETAKE = 0.7
"""Share of marks in common from which two pages that follow each other are one page taken twice."""
STRAY = 0.1
"""Share of the form by which a page may show labels of before the page before it: rows are not always in order."""
DISORDER = 0.12
"""Share of pairs of pages that may stand against the form's order before the names are given up; one page that shows
labels of another place makes up less, a cover that comes last by its name makes up more."""
FEW_MARKS = 3
"""Marks below which a page cannot be told to be another's double."""

_RUN = re.compile(r"\d+|[〇零一二三四五六七八九十百]+")
_TAIL = re.compile(r"[\d〇零一二三四五六七八九十百\s._()（）第页-]+$")


def forms_in_pages(items: Iterable[Item]) -> list[tuple[Item, ...]]:
    """The files that make one form together, two or more each, in the order of the form."""
    by_folder: dict[tuple[tuple[str, ...], str], list[Item]] = {}
    for item in items:
        if item.exhibit is not None and item.exhibit.leaves and item.status != "failed" and item.pinned != NOBODY:
            by_folder.setdefault((item.drives[:1], str(PurePosixPath(item.path).parent)), []).append(item)
    out: list[tuple[Item, ...]] = []
    for folder in sorted(by_folder):
        seen: dict[str, Item] = {}
        for item in by_folder[folder]:
            seen.setdefault(item.sha256, item)
        runs = _runs(sorted(seen.values(), key=lambda i: name_key(i.path)))
        out += [tuple(_in_order(run)) for run in runs if len(run) > 1]
    return out


def name_key(path: str) -> tuple[tuple[int, int | str], ...]:
    """A file's name for sorting: figures as figures, 第十页 behind 第二页, everything else as letters."""
    from formextract.values.numerals import chinese_number  # not imported where no pages are put in order

    stem = PurePosixPath(path).stem
    out: list[tuple[int, int | str]] = []
    at = 0
    for m in _RUN.finditer(stem):
        figure = int(m.group()) if m.group().isdecimal() else chinese_number(m.group())
        if figure is None:
            continue
        out += [(1, stem[at : m.start()])] if m.start() > at else []
        out.append((0, int(figure)))
        at = m.end()
    return (*out, (1, stem[at:]))


def _runs(items: Sequence[Item]) -> list[list[Item]]:
    """Runs of files that show one form, in the order of their names."""
    runs: list[list[Item]] = []
    waiting: list[Item] = []  # pages that show nothing: the form's where it goes on behind them
    for item in items:
        if not _known(item):
            if runs and _goes_on(runs[-1][-1] if not waiting else waiting[-1], item):
                waiting.append(item)
            else:
                waiting = []
            continue
        if runs and _is_retake(runs[-1][-1], item):
            runs[-1][-1] = max(runs[-1][-1], item, key=_sureness)
            continue
        if not runs or _had(item, runs[-1]):
            runs.append([])
        elif waiting and _goes_on(waiting[-1], item):
            runs[-1] += waiting
        waiting = []
        runs[-1].append(item)
    return runs


def _leaves(item: Item) -> tuple[Leaf, ...]:
    return item.exhibit.leaves if item.exhibit is not None else ()


def _marks(item: Item) -> set[str]:
    return {m for leaf in _leaves(item) for m in leaf.marks}


def _known(item: Item) -> bool:
    return any(leaf.known for leaf in _leaves(item))


def _sureness(item: Item) -> float:
    return max((leaf.sure for leaf in _leaves(item)), default=0.0)


def _had(item: Item, run: Sequence[Item]) -> bool:
    """Whether a file shows what the form has had: its title, or most of what one of its pages shows."""
    from formextract.match import TITLE  # most submissions are no pages photographed one by one

    marks = _marks(item)
    for other in map(_marks, run):
        common = marks & other
        if TITLE in common or (len(common) >= FEW_MARKS and len(common) >= AGAIN * max(len(marks), len(other))):
            return True
    return False


def _is_retake(before: Item, item: Item) -> bool:
    a, b = _marks(before), _marks(item)
    single = len(_leaves(before)) == len(_leaves(item)) == 1
    return single and len(a & b) >= FEW_MARKS and len(a & b) >= RETAKE * max(len(a), len(b))


def _goes_on(before: Item, item: Item) -> bool:
    """Whether two names differ in their figures only: `IMG_0007`, `IMG_0008`."""
    stems = [PurePosixPath(i.path).stem for i in (before, item)]
    a, b = (_TAIL.sub("", s) for s in stems)
    return a == b


def _in_order(run: Sequence[Item]) -> list[Item]:
    """The run by its names, or by what its pages show where the names say nothing of the order."""
    places = [p for item in run if (p := _place(item)) is not None]
    pairs = list(combinations(places, 2))
    against = sum(a > b + STRAY for a, b in pairs)
    if against <= DISORDER * len(pairs):
        return list(run)
    last = max((p for p in places if p < 1.0), default=1.0)
    return sorted(run, key=lambda i: (last if (p := _place(i)) is None else p, _place(i) is None))


def _place(item: Item) -> float | None:
    """Where in the form a file begins."""
    return next((leaf.place for leaf in _leaves(item) if leaf.place is not None), None)
