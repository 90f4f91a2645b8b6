"""What speaks for a pair of figures as part and whole of a rate, as terms from 0 to 1."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache

from formextract.drafting.figures import Figure
from formextract.drafting.frames import ONLY_THEN, REACHED, named
from formextract.drafting.narrower import noun
from formextract.drafting.rate_words import MEASURED_BY, Rate

PAID = re.compile("拨付|支付|支出|使用|发放|执行")
"""What is done with money that has come: its rate is of that, not of what was once planned."""
GRANTED = re.compile("到位|下达|下拨|拨款|收入|已拨")
_WHILE = re.compile("新|毕业|退|离|减")
"""What came or went in a while, of which no mean is unless it is so called."""
FAR = 8.0
"""Margin to the next pair from which more makes no difference."""
MOST = 0.7
"""Share of some words that a total's label must have to be what they call."""
TAIL = 2
"""Letters at the end of a rate's name that say what was done: 完成 of 招募完成率."""


@lru_cache(maxsize=8192)
def run(a: str, b: str) -> int:
    """How many letters in a row two texts share at most."""
    lengths = range(min(len(a), len(b)), 0, -1)
    return next((n for n in lengths if any(a[k : k + n] in b for k in range(len(a) - n + 1))), 0)


def terms(rate: Rate, part: Figure, whole: Figure) -> dict[str, float]:
    """What speaks for a pair, each from 0 to 1."""
    return {
        "mean": float(not rate.share),
        **_in_units(rate, part, whole),
        **_of_part(rate, part, whole),
        **_of_whole(rate, whole),
        **_of_name(rate, part, whole),
        **_where(rate, part, whole),
        **_what(rate, part, whole),
    }


def _in_units(rate: Rate, part: Figure, whole: Figure) -> dict[str, float]:
    """Whether both are counted in the very words of a mean's unit: 台/人 is of 台 and of 人, though both are counts."""
    above, _, below = rate.unit.partition("/")
    if rate.share:
        return {"unsaid": float(not part.unit or not whole.unit)}
    below = below or MEASURED_BY.get(rate.said[2], rate.said[2])
    return {
        "above_same": float(part.unit == above),
        "below_same": float(bool(below) and (whole.unit == below or below in whole.plain)),
    }


def _of_part(rate: Rate, part: Figure, whole: Figure) -> dict[str, float]:
    """How far the words that the rate has for its part are the part's."""
    words = rate.said[0]
    if not words:
        return {}
    return {
        "part_run": run(words, part.plain) / len(words),
        "part_named": named(words, part.plain),
        "part_more": _more(part.plain, words),
        "part_in_whole": float(words in whole.plain),
        "part_exact": float(part.plain == words),
        "part_has": float(words in part.plain),
    }


def _of_whole(rate: Rate, whole: Figure) -> dict[str, float]:
    """How far the words and the counting word that the rate has for its whole are the whole's."""
    _, words, counter = rate.said
    out = {}
    if words:
        out = {
            "whole_run": run(words, whole.plain) / len(words),
            "whole_named": named(words, whole.plain),
            "whole_exact": float(whole.plain == words),
            "whole_has": float(words in whole.plain),
            "whole_more": _more(whole.plain, words),
        }
    if counter:
        out["counter_unit"] = float(whole.unit.endswith(MEASURED_BY.get(counter, counter)))
        out["counter_tail"] = float(counter in whole.plain)
    return out


def _of_name(rate: Rate, part: Figure, whole: Figure) -> dict[str, float]:
    """How far a share's name, which says not which of its words are whose, is made of both; whether it is of all."""
    said_part, said_whole, _ = rate.said
    if not rate.share or said_part:
        return {}
    name, p, w = rate.name, part.plain, whole.plain
    verb, first = name[-TAIL:], name[:-TAIL]
    called = bool(said_whole) and (
        named(said_whole, whole.of) > MOST or re.search("总|合计|全", said_whole) is not None
    )
    return {
        "name_part": run(name, p) / max(1, len(name)),
        "name_named": named(name, p),
        "name_whole": run(first, w) / len(first) if first else 0.0,
        "verb": float(verb in p),
        "verb_in_whole": float(verb in w),
        "both": len(set(name) & set(p + w)) / max(1, len(set(name))),
        "all_of_it": float(whole.cell and bool(part.head) and (rate.bare or called)),
        "whole_aim_reached": float(whole.aim and REACHED.search(name) is not None),
        "paid_of_granted": float(PAID.search(verb) is not None and GRANTED.search(w) is not None),
    }


def _where(rate: Rate, part: Figure, whole: Figure) -> dict[str, float]:
    """Where both stand: in the rate's row, in its table, before it, in the row of the total, in another table."""
    elsewhere = whole.cell and not part.head
    return {
        "part_row": float(part.block == rate.block and part.row == rate.row >= 0),
        "whole_row": float(whole.block == rate.block and whole.row == rate.row >= 0),
        "part_table": float(part.block == rate.block),
        "whole_table": float(whole.block == rate.block),
        "part_before": float(part.order < rate.order),
        "whole_before": float(whole.order < part.order),
        "part_next": float(part.order == rate.order - 1),
        "whole_next": float(whole.order == part.order - 1),
        "total_row": float(whole.cell and bool(part.head)),
        "part_last": float(part.last),
        "elsewhere": float(elsewhere),
        "elsewhere_named": named(rate.said[1], whole.plain) if elsewhere and rate.said[1] else 0.0,
    }


def _what(rate: Rate, part: Figure, whole: Figure) -> dict[str, float]:
    """What both are by themselves and to each other: done, planned, left, all there is, of one time, alike."""
    p, w = part.plain, whole.plain
    letters = set(rate.plain)
    counted = noun(w)
    within = float(len(counted) >= TAIL and counted not in ("", p) and named(counted, p) == 1 and len(counted) < len(p))
    rest_p, rest_w = set(p) - letters, set(w) - letters
    reached = rate.share and not rate.said[0] and REACHED.search(rate.name) is not None
    return {
        "one_unit": float(part.unit == whole.unit),
        "part_done": float(part.done),
        "part_aim": float(part.aim),
        "whole_aim": float(whole.aim and not reached),
        "whole_done": float(whole.done and not whole.aim),
        "part_left": float(part.left),
        "whole_left": float(whole.left),
        "part_all": float(part.whole),
        "whole_all": float(whole.whole),
        "of_it": float(part.above == whole.ref),
        "part_which": float(part.which),
        "whole_which": float(whole.which),
        "alike": len(set(p) & set(w)) / max(1, len(set(p) | set(w))),
        "alike_rest": len(rest_p & rest_w) / max(1, len(rest_p | rest_w)),
        "within": within,
        "within_by": within * len(counted) / max(1, len(p)),
        "tail": float(p[-TAIL:] == w[-TAIL:]),
        "other_time": float(part.before != whole.before),
        "part_past": float(part.before),
        "part_this": float(part.this_year is True),
        "part_so_far": float("累计" in p or "实际" in p),
        "owner": float(len(counted) >= TAIL and p.startswith(counted)),
        "mean_all": float(not rate.share and whole.whole),
        "mean_then": float(not rate.share and _WHILE.search(w) is not None),
        "part_then": float(ONLY_THEN.search(p) is not None),
    }


def _more(label: str, words: str) -> float:
    """How much of a label is none of some words."""
    return len(set(label) - set(words)) / max(1, len(set(label)))


def standing(told: dict[str, float], score: float, others: Sequence[float]) -> dict[str, float]:
    """How the likeliest pair stands: its score, how far it is from the next one, its share of all."""
    margin = min(FAR, score - max(others, default=score - FAR))
    share = 1 / (1 + sum(math.exp(s - score) for s in others))
    words = {k: told.get(k, 0.0) for k in ("both", "part_named", "whole_named", "verb", "whole_run")}
    return {"one": 1.0, "score": score / 10, "margin": margin / FAR, "p": share, **words}
