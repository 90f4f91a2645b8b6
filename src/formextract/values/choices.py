"""Choices: 是/否/不适用 groups, one of several, any of several."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from formextract.model.doubt import doubt
from formextract.text import is_blank, is_none, squeeze
from formextract.values.answers import yes_or_no
from formextract.values.reading import BLANK, UNREADABLE, Reading
from formextract.values.ticks import Options, option_key, read_options

LONGEST_OPTION = 12
"""Letters of an option where a text is asked for; longer ones are sentences with a box in them."""
ALIKE = 80.0
"""Similarity (0 to 100) from which an option counts as a printed one."""
_CUT = doubt("options_unsure", "表上印的选项没有全部读到，可能漏了勾选", 0.7)
"""Of ticks in a list of which printed options are not there."""
_BOX_IN_OPTION = doubt("options_unsure", "选项文字里有“口”，可能是一个勾选框", 0.7)
_NO_OPTION = doubt("options_unsure", "勾选的不是表上印的选项", 0.7)
_WORDS_UNTICKED = doubt("options_unsure", "“其他”后面写了字，却没有打勾", 0.7)
_TYPED = doubt("options_unsure", "没有打勾，而是写了字", 0.95)
"""Of an answer typed as a word where a tick was asked for."""
_IN_WORDS = doubt("options_unsure", "没有打勾，写的话里只有一个选项的字样", 0.85)
_DENIED = re.compile("[不未非无]|没有|或")
"""What makes an option within other words another answer."""


def read_choice(text: str, options: Mapping[str, str], question: str = "") -> Reading:
    """The token of the one ticked option. None or several ticked, or marks that contradict: unreadable.

    A `question` that has only 是 and 否 may be answered in its own words; 无 is no to it.
    """
    if is_blank(text):
        return BLANK
    keys = {option_key(o): token for o, token in options.items()}
    found = read_options(text)
    if found is None:
        token = keys.get(option_key(text)) or _short(squeeze(text), keys)
        if token is None and (within := _within(option_key(text), keys)) is not None:
            return Reading("reported", within, doubts=(_IN_WORDS,))
        if token is None and set(keys.values()) == {"yes", "no"}:
            token = yes_or_no(text, question)
        if token is not None:
            return Reading("reported", token, doubts=(_TYPED,))
        return Reading("none") if is_none(text) else UNREADABLE
    if not found.clear:
        return UNREADABLE
    tokens: list[str] = []
    for option in found.chosen:
        token = _token(option, keys, after=found.after)
        if token is None and set(keys.values()) == {"yes", "no"}:
            token = yes_or_no(option, question)  # ☐有 ☑无
        if token is None:
            return UNREADABLE
        tokens.append(token)
    if len(tokens) != 1:
        return UNREADABLE
    return Reading("reported", tokens[0])


def _short(text: str, keys: Mapping[str, str]) -> str | None:
    """`二产` or `不适用` typed out: words that only one option holds."""
    matches = {token for key, token in keys.items() if text in key}
    return matches.pop() if len(text) > 1 and len(matches) == 1 else None


def _token(option: str, keys: Mapping[str, str], *, after: bool) -> str | None:
    key = option_key(option)
    if key in keys:
        return keys[key]
    # `√是  否`, `是  否√`: where unticked boxes were left out, the words of several options run on
    run = _run_on(key, list(keys), after=after)
    if run is not None:
        return keys[run]
    if "不适用" in key and "not_applicable" in keys.values():
        return "not_applicable"
    best = max(keys, key=lambda k: fuzz.ratio(k, key), default=None)
    if best is not None and len(key) > 1 and fuzz.ratio(best, key) >= ALIKE:
        return keys[best]
    return None


def _within(key: str, keys: Mapping[str, str]) -> str | None:
    """The token of the one option whose words stand within an answer: 直接申报认定."""
    found = {token for option, token in keys.items() if len(option) > 1 and option in key}
    return found.pop() if len(found) == 1 and _DENIED.search(key) is None else None


def read_chosen(text: str) -> Reading | None:
    """What is ticked of options that a form prints where a text is asked for (□新材料 ☑生物医药), in words; None for a
    text that is no list of such options, or of which the marks do not tell.
    """
    options = read_options(text)
    if options is None or len(options.texts) < 2 or not options.clear:  # noqa: PLR2004 - a box alone is any text's
        return None
    if any(not 0 < len(squeeze(t)) <= LONGEST_OPTION for t in options.texts):
        return None
    return Reading("reported", "、".join(map(squeeze, options.chosen))) if options.chosen else BLANK


def read_multichoice(text: str, options: Sequence[str]) -> Reading:
    """The ticked options' texts in form order, in the form's printed wording where it has one; () where none is."""
    if is_blank(text):
        return BLANK
    found = read_options(_mouths_as_boxes(text, options))
    if found is None:
        return Reading("none", ()) if is_none(text) else UNREADABLE
    if not found.clear:
        return UNREADABLE
    printed = {option_key(o): o for o in options}
    chosen: list[str] = []
    whole = option_key(text)
    if printed and _two_manners(text, found, printed):
        return UNREADABLE
    # options that the form prints and the cell does not hold: the list may have been cut
    doubts = () if all(key in whole for key in printed) or not _known(found.texts, printed) else (_CUT,)
    for option in found.chosen:
        key = option_key(option)
        key = _run_on(key, list(printed), after=found.after) or key
        if key in printed:
            chosen.append(printed[key])
            continue
        best = max(printed, key=lambda k: fuzz.ratio(k, key), default=None)
        if best is not None and fuzz.ratio(best, key) >= ALIKE:
            chosen.append(printed[best])
        else:
            chosen.append(option)
            doubts = (*doubts, _BOX_IN_OPTION) if printed and "口" in option else doubts
            if printed and not ("其他" in option and _added(option, printed)):
                doubts = (*doubts, _NO_OPTION)
    if any(_added(o, printed) for o, on in zip(found.texts, found.ticked, strict=True) if not on):
        doubts = (*doubts, _WORDS_UNTICKED)  # ☐其他：冷链, with words and without a tick
    return Reading("reported", tuple(chosen), doubts=doubts)


def _two_manners(text: str, found: Options, printed: Mapping[str, str]) -> bool:
    """Whether printed options stand in a text behind a letter that may be the box of another manner: £大数据, R区块链.

    Where a symbol font is gone, its boxes are letters, and nobody can tell an empty one from a ticked one for sure.
    """
    seen = {option_key(o) for o in found.texts}
    return any(
        re.search(rf"[A-Za-z£¤¨þý§]\s*{re.escape(option)}", text) is not None
        for key, option in printed.items()
        if key not in seen
    )


def _added(option: str, printed: Mapping[str, str]) -> str:
    """The words behind a printed option that asks for some (其他：____)."""
    key = option_key(option).replace("_", "")
    if key in printed:
        return ""
    return next((key[len(p) :] for p in sorted(printed, key=len, reverse=True) if p and key.startswith(p)), "")


def _mouths_as_boxes(text: str, options: Sequence[str]) -> str:
    """口 right behind the whole of a printed option is a box, whatever word it would make (`联合攻关口`)."""
    for option in options:
        if text.count("口") and option:
            wording = r"\s*".join(map(re.escape, option))
            text = re.sub(rf"({wording})\s*口", r"\1□", text)
    return text


def _known(options: Sequence[str], printed: Mapping[str, str]) -> bool:
    """Whether the options are the form's own, rather than another edition's."""
    keys = [option_key(o) for o in options]
    return any(k in printed or any(k.startswith(p) or p.startswith(k) for p in printed) for k in keys)


def _run_on(key: str, printed: Sequence[str], *, after: bool) -> str | None:
    """The ticked one of several printed options run together: the first, or the last where marks stand behind."""
    for option in sorted(printed, key=len, reverse=True):
        rest = key.removesuffix(option) if after else key.removeprefix(option)
        if rest == key:
            continue
        if not rest or any(rest.endswith(p) if after else rest.startswith(p) for p in printed):
            return option
    return None
