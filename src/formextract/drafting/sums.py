"""Which rows and places of a form add up to another one, as lines of `edits.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile

from formextract.drafting.asked import Asked
from formextract.drafting.asked_figures import AskedFigures
from formextract.drafting.flows import balanced, flow_in
from formextract.drafting.frames import REACHED
from formextract.drafting.narrower import moment_of, per_one
from formextract.drafting.newly import is_score
from formextract.drafting.rule_lines import line_of
from formextract.drafting.totals import CLOSES, LEFT, coded_below, denies, level_of, parts_of, uppermost

LEAST_PARTS = 2
FLOW = 5
"""Figures before the one that is there when something came and went, at most."""
_LEVEL = re.compile("中央|国家|省|市|区|县|地方")
_LOCAL = re.compile("市?县|区|地方|市")
_BALANCE = re.compile("(.)(?!余)(.)(?:相抵)?(?:结余|余额|差额?|结转结余)")
"""What is left of two totals, called by a letter of each."""
_ALL = re.compile("总[数额量计人]|合计")


def total_below(form: AskedFigures, i: int) -> list[str]:
    """合计 of the rows before it with the same unit, back to the part's or the last sum's row; else behind it.

    Of numbered rows only the uppermost count: 一、… and 二、…, not the 1. and 2. that make these up.
    """
    a = form.asked[i]
    for others in (reversed(form.asked[:i]), iter(form.asked[i + 1 :])):
        parts: list[Asked] = []
        for other in (o for o in others if o.column == a.column):
            if other.section != a.section or other.total or not form.same_kind(other, a):
                break
            if not other.which:
                parts.append(other)
        parts = uppermost(parts)
        if len(parts) > 1:
            return _lines(form, a, sorted(parts, key=form.asked.index))
    return []


def flow_line(form: AskedFigures, i: int) -> list[str]:
    """What is there after something came and went, right before it: 年末结余 of 上年结转, 收入, 支出."""
    a = form.asked[i]
    if a.heads or a.column or a.which:
        return []
    before = [o for o in form.asked[:i] if (o.block, o.section) == (a.block, a.section) and not o.which]
    near = [*before[-FLOW:], a]
    flow = flow_in([x.plain for x in near])
    if flow is None or near[flow.closing] is not a or not all(form.measured_alike(near[n], a) for n in flow.members):
        return []
    refs = [form.at(x, a, every=True) for x in near]
    return [line_of(f"{a.name}_flow", "sum", a.label, **balanced(flow, refs))]


def balance_line(form: AskedFigures, i: int) -> list[str]:
    """What is left of two totals that its label calls by a letter each: 收支结余 of 收入合计 and 支出合计."""
    a = form.asked[i]
    called = _BALANCE.fullmatch(a.plain)
    if called is None or a.column or a.which:
        return []
    near = [o for o in form.asked[:i] if o.block == a.block and form.said.ends_in_total(o.plain)]
    near = [o for o in near if form.same_kind(o, a)]
    both = [[o for o in near if o.plain.startswith(letter)] for letter in called.groups()]
    if any(len(few) != 1 for few in both):
        return []
    came, went = both[0][0], both[1][0]
    if _added(form, a, [came, went]) is not None:
        return []
    total, parts, less = (form.at(x, a, every=True) for x in (a, came, went))
    return [line_of(f"{a.name}_balance", "sum", a.label, total=total, parts=f"[{parts}]", less=f"[{less}]")]


def made_of(form: AskedFigures, i: int) -> list[str]:
    """The sums of a figure that is no 合计: what its 其中, its numbered or indented rows, its row make up."""
    a = form.asked[i]
    closed = _closed(form, i)
    made_up = _made_up(form, i) or _coded(form, i) or _denied(form, i)
    out = [*flow_line(form, i), *balance_line(form, i)]
    for parts in (closed, spent(form, i), made_up):
        out += _lines(form, a, parts) if len(parts) >= LEAST_PARTS else []
    if closed or made_up:
        return out
    for n, parts in enumerate(parts_of(form.asked, i, form.same_kind, form.said)):
        if len({moment_of(p) for p in parts} - {""}) <= 1:  # 年初存货 and 年末存货 make up nothing
            out += _lines(form, a, parts, n)
    return out


def _closed(form: AskedFigures, i: int) -> list[Asked]:
    """The 其中 below a figure, where they are all there is: one of them is 其他 or 自筹; or two fill its row that are
    built alike (其中：在岗, 离岗).
    """
    a = form.asked[i]
    parts: list[Asked] = []
    for other in form.asked[i + 1 :]:
        if other.column != a.column:
            continue
        if a.which or not other.which or not form.same_kind(other, a):
            break
        parts.append(other)
    if len(parts) > 1 and (any(CLOSES.search(p.plain) for p in parts) or _by_level(parts) or _halves(a, parts)):
        return parts
    return []


def _by_level(parts: Sequence[Asked]) -> bool:
    """Whether parts are those of the levels of government down to the local one: 省级, 市级, 区级."""
    return all(_LEVEL.match(p.plain) for p in parts) and _LOCAL.match(parts[-1].plain) is not None


def _halves(a: Asked, parts: Sequence[Asked]) -> bool:
    """Whether parts are the two of which a figure is made: in its row, of which only the first is said to be 其中, of
    as many letters, the last of them the same (固定就业, 灵活就业); 井下作业人员 and 持证人员 are no halves.
    """
    if len(parts) != LEAST_PARTS or a.heads or any((p.block, p.row) != (a.block, a.row) or p.row < 0 for p in parts):
        return False
    one, other = (p.plain for p in parts)
    return len(one) == len(other) > 1 and one[-1] == other[-1] and one != other and "其中" not in parts[1].label


def spent(form: AskedFigures, i: int) -> list[Asked]:
    """What was done of a figure, and what is left of it, behind it: 申请补贴总额, 已拨付补贴, 待拨付补贴; 到账资金,
    已使用资金 with its 其中, 剩余资金. Rates may stand between them.
    """
    a = form.asked[i]
    if a.heads or a.column or a.which or LEFT.search(a.plain):
        return []
    behind = [o for o in form.asked[i + 1 :] if o.block == a.block and not o.which]
    behind = [o for o in behind if form.unit(o) != "%"]
    all_before = [o for o in form.asked[:i] if o.block == a.block and not o.which and form.said.names_total(o.plain)]
    if not form.said.names_total(a.plain):
        if any(form.same_kind(o, a) for o in all_before):
            return []  # 已支出 and 结余 are of 资金总额, not of the 社会捐赠 in it
    else:
        behind = list(dropwhile(lambda o: form.same_kind(o, a) and not REACHED.search(o.plain), behind))
    behind = behind[:LEAST_PARTS]
    if len(behind) < LEAST_PARTS or not all(form.same_kind(o, a) for o in behind):
        return []
    done, left = (b.plain for b in behind)
    verb = done[1 : 1 + LEAST_PARTS]  # 已整改问题数, 尚未整改数
    same = done.startswith("已") and re.match(f"(?:尚?未|待){verb}", left) is not None
    rest = REACHED.search(done) and LEFT.search(left) and not LEFT.search(done) and not done.startswith("本次")
    return behind if same or rest else []


def _made_up(form: AskedFigures, i: int) -> list[Asked]:
    """一、直接费用 of the 1., 2. and 3. below it; 在校生总数 of the rows below it that stand back."""
    a = form.asked[i]
    level, parts = level_of(a.label), list[Asked]()
    for other in form.asked[i + 1 :] if _ALL.search(a.plain) and not level else ():
        if other.column != a.column:
            continue
        if other.indent <= a.indent or other.which or not form.same_kind(other, a):
            break
        parts.append(other)
    if len(parts) > 1:
        return parts
    parts = []
    for other in (o for o in form.asked[i + 1 :] if level and o.column == a.column):
        below = level_of(other.label)
        if other.section != a.section or not form.same_kind(other, a) or (below and below <= level) or other.total:
            break
        if not other.which and below == (level_of(parts[0].label) if parts else below):
            parts.append(other)
    return parts if len(parts) > 1 and all(level_of(p.label) for p in parts) else []


def _coded(form: AskedFigures, i: int) -> list[Asked]:
    """The rows behind a row whose codes go on from its own: 501 of 50101 and 50102; none where one is only 其中."""
    a = form.asked[i]
    behind = [o for o in form.asked[i + 1 :] if o.column == a.column]
    below = list(takewhile(lambda o: coded_below(a, o), behind))
    if a.column or any(o.which or not form.same_kind(o, a) for o in below):
        return []
    return [o for o in below if len(o.code) == min(len(x.code) for x in below)]


def _denied(form: AskedFigures, i: int) -> list[Asked]:
    """What a figure's row divides it into, where one part denies another: 抽查案卷 of 优秀, 合格 and 不合格."""
    a = form.asked[i]
    if a.row < 0 or a.heads or a.column or any(o.row == a.row and o.block == a.block for o in form.asked[:i]):
        return []
    parts = list(
        takewhile(
            lambda o: (o.block, o.row) == (a.block, a.row) and not o.which and form.same_kind(o, a), form.asked[i + 1 :]
        )
    )
    last = next((n for n, p in enumerate(parts) if any(denies(p.plain, o.plain) for o in parts[:n])), 0)
    return parts[: last + 1] if last else []


def _lines(form: AskedFigures, a: Asked, parts: Sequence[Asked], number: int = 0) -> list[str]:
    return list(_sum(form, a, parts, number)) if parts else []


def _sum(form: AskedFigures, a: Asked, parts: Sequence[Asked], number: int) -> Iterator[str]:
    heads = _added(form, a, parts) if not a.column else None
    name = f"{a.name}_sum{number or ''}"
    if heads is None:
        listed = ", ".join(form.at(p, a, every=True) for p in parts)
        yield line_of(name, "sum", a.label, total=form.at(a, a, every=True), parts=f"[{listed}]")
        return
    for k, h in enumerate(heads):
        listed = ", ".join(f'"{p.name}[column={h}]"' for p in parts)
        total = f'"{a.name}[column={h}]"'
        yield line_of(f"{name}{k or ''}", "sum", a.label, total=total, parts=f"[{listed}]")


def _added(form: AskedFigures, a: Asked, parts: Sequence[Asked]) -> list[str] | None:
    """The headings below which rows add up, where those of a table differ; None where all of them do.

    Points are added up, and not what was aimed at; no means and no prices are.
    """
    if "column" not in form.indicators[a.name].dims:
        return None
    scores = [h for h in a.heads if is_score(h)]
    added = scores or [h for h in a.heads if not per_one(h)]
    dims = [form.indicators[x.name].dims.get("column") for x in (a, *parts)]
    if any(d != dims[0] for d in dims):
        return [h for h in added if all(h in (d or ()) for d in dims)]
    return None if len(added) == len(a.heads) else added
