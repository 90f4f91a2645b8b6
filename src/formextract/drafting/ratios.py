"""The two figures that a rate is of, where its name says one and leaves the other to the form: 绿地率, 留用率."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formextract.drafting.asked import Asked

AIM = re.compile("预算|计划|目标|任务|应|批复|概算|下达|核定")
DONE = re.compile("实际|已|完成|到位|执行|决算")
LEAST = 2
"""Letters in a row of a rate's name that a figure's label must have."""
HALF = 0.5
"""Share of a rate's name, 率 apart, that the label of its part must have."""


def parts_of_rate(
    rate: Asked,
    figures: Sequence[Asked],
    whole_of: Callable[[Asked], Asked | None],
    comparable: Callable[[Asked, Asked], bool],
) -> tuple[Asked, Asked] | None:
    """Part and whole of a rate by the words of its name; None where two pairs fit alike.

    The part has the name's words (绿地面积), the whole is what it is a 其中 of, or has most of the part's own words
    (总用地面积); of a plan (计划完成率) the whole is what was planned and the part what was reached of it. `figures`
    are those that can be divided by each other, `whole_of` the one of which a 其中 is.
    """
    name = re.sub("率$", "", rate.plain)
    if name == rate.plain or len(name) < LEAST:
        return None
    if (aim := AIM.search(name)) is not None:
        planned = [f for f in figures if aim.group() in f.plain]
        pairs = [(p, w) for w in planned for p in figures if DONE.search(p.plain) and aim.group() not in p.plain]
        return _best([((_shared(p.plain, w.plain), _near(rate, p)), p, w) for p, w in pairs if comparable(p, w)])
    ranked: list[tuple[tuple[int, ...], Asked, Asked]] = []
    for part in figures:
        held = _held(name, part.plain)
        if held < max(LEAST, HALF * len(name)) or (held < len(name) and not _near(rate, part)):
            continue
        above = whole_of(part)
        if above is not None:
            ranked.append(((held, _near(rate, part), LEAST * held), part, above))
            continue
        wholes = [f for f in figures if f is not part and name[:held] not in f.plain and not f.which]
        for whole in (w for w in wholes if comparable(part, w)):
            alike = _shared(part.plain, whole.plain) + ("总" in whole.plain)
            if alike >= LEAST:
                beside = _near(rate, whole) + int(_near(rate, whole) and rate.row == whole.row)
                ranked.append(((held, _near(rate, part), alike + beside), part, whole))
    return _best(ranked)


def called_by_both(
    rate: Asked, figures: Sequence[Asked], comparable: Callable[[Asked, Asked], bool]
) -> tuple[Asked, Asked] | None:
    """Part and whole of a rate that is called by both, the whole first, perhaps for short: 资产负债率, of 负债总额 and
    资产总额; 一般固废综合利用率, of 综合利用量 and 一般工业固体废物产生量.
    """
    name = re.sub("率$", "", rate.plain)
    if name == rate.plain:
        return None
    ends = [(f.plain, f) for f in figures]
    for at in range(LEAST + 1, len(name) - 1):  # 营业收入利润率, of 营业利润
        whole = [f for label, f in ends if label == name[:at]]
        part = [f for label, f in ends if label.endswith(name[at:]) and label != name[:at] and _near(rate, f)]
        if len(whole) == len(part) == 1 and comparable(part[0], whole[0]):
            return part[0], whole[0]
    for shortened in (False, True):
        for at in range(LEAST, len(name) - 1):
            first = next((f for f in figures if _begins(f.plain, name[:at], shortened)), None)
            second = next((f for f in figures if f.plain.startswith(name[at:]) and f is not first), None)
            if second is not None and first is not None and comparable(second, first):
                return second, first
    return None


def called_by_verb(
    rate: Asked, figures: Sequence[Asked], comparable: Callable[[Asked, Asked], bool]
) -> tuple[Asked, Asked] | None:
    """Part and whole of a rate whose last word says what was done (整改率), where its table has one figure of that and,
    right before it, how many there were (发现隐患, 已整改隐患); or one that the rate's first words call.
    """
    name = re.sub("率$", "", rate.plain)
    done = [f for f in figures if _near(rate, f) and name[-LEAST:] in f.plain and f.row <= rate.row]
    if name == rate.plain or len(name) < LEAST or len(done) != 1 or AIM.search(done[0].plain):
        return None
    part = done[0]
    before = [f for f in figures[: figures.index(part)] if _near(rate, f) and comparable(f, part)]
    before = [f for f in before if part.row - f.row <= 1 and not AIM.search(f.plain)]
    called = [f for f in before if name[:-LEAST] and name[:-LEAST] in f.plain]
    meant = called[-1:] or [f for f in before[-1:] if f.row == part.row]
    return (part, meant[0]) if meant else None


def _begins(label: str, words: str, shortened: bool) -> bool:
    """Whether a label begins with words; or, where they may be short for it, has at their first two letters and the
    others later on, in this order.
    """
    if not shortened:
        return label.startswith(words)
    letters = iter(label)
    return label[:LEAST] == words[:LEAST] and len(words) > LEAST and all(w in letters for w in words)


def _best(ranked: Sequence[tuple[tuple[int, ...], Asked, Asked]]) -> tuple[Asked, Asked] | None:
    """The pair with the highest score; None where another has the same."""
    order = sorted(ranked, key=lambda r: r[0], reverse=True)
    if not order or (len(order) > 1 and order[1][0] == order[0][0]):
        return None
    return order[0][1:]


def _held(name: str, label: str) -> int:
    """How many letters of a rate's name, from its first, a label has in a row."""
    return next((n for n in range(len(name), 0, -1) if name[:n] in label), 0)


def _shared(one: str, other: str) -> int:
    """How many letters two labels share."""
    return len(set(one) & set(other))


def _near(rate: Asked, figure: Asked) -> int:
    """1 for a figure of the rate's own table, 0 for one of another."""
    return int(figure.block == rate.block)
