"""Discs that lay in one drive, one after the other: what is in a folder of one is in no folder of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from formextract.model.submission import UPLOADED


def apart(met: Iterable[tuple[str, str, str]], loaded: Mapping[str, Iterable[str]]) -> set[str]:
    """The names of the discs that lay where another disc lay, where `met` are all paths with content and disc, and
    `loaded` says which discs were loaded from each place.

    Two discs were in one drive where both were loaded from one place, or hold other files under one path. Where half of
    the smaller one is on the other too, it is the same disc or folder, loaded under two names.
    """
    files: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for path, sha256, disc in met:
        if not path.startswith(f"{UPLOADED}/"):  # uploaded folders have names of their own
            files[disc].add((path, sha256))
    if len(files) < 2:  # noqa: PLR2004 - one disc
        return set()
    discs: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for disc, there in files.items():
        for path, sha256 in there:
            discs[path][sha256].add(disc)
    pairs = {
        pair
        for contents in discs.values()
        if len(contents) > 1
        for pair in combinations(sorted(set().union(*contents.values())), 2)
    }
    pairs |= {pair for names in loaded.values() for pair in combinations(sorted(set(names) & files.keys()), 2)}
    return {
        disc
        for one, other in pairs
        if 2 * len(files[one] & files[other]) < min(len(files[one]), len(files[other]))
        for disc in (one, other)
    }
