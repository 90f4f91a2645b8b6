"""Checks that a form's labels imply: a part of a whole, a share, a growth rate, a figure a head."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from formextract.model.template import Indicator
from formextract.text import squeeze, strip_numbering

_AVERAGE = re.compile(r"(?:近三年|三年)?(.+?)(?:年均|年平均|三年平均)(?:增速|增长率|增长|增幅)")
_FALL = re.compile(r"(?:近三年)?(.+?)(?:降低|下降)(?:率|幅度)")
_GROWTH = re.compile(r"(.+?)(?:同比)?(?:增长率|增速|增幅|增长)")
_SHARE = re.compile(r"(.+?)(?:占(.+?)的?(?:比例|比重|百分比)|占比|比例|普及率)")
_HEAD = re.compile(r"(.*?)每(?:万|千|百)?(?:名|个)?人(.+)")


def proposed_checks(asked: Sequence[tuple[str, str]], indicators: Mapping[str, Indicator]) -> list[str]:
    """Lines of `edits.yaml` for the (indicator, label) pairs of a form, in form order."""
    out: list[str] = []
    plain = [(name, _plain(label)) for name, label in asked]
    for i, (name, label) in enumerate(plain):
        unit = indicators[name].unit
        if unit == "%":
            out += _rates(i, plain, indicators, asked[i][1])
        elif (match := _HEAD.match(label)) is not None:
            part = _alike(match.group(2), plain, indicators, name)
            whole = next((n for n, _ in plain if indicators[n].unit == "人" and n in _people(plain)), None)
            if part and whole:
                out.append(
                    _line(
                        f"{name}_check",
                        "per_capita",
                        part=part,
                        whole=_at(whole, indicators),
                        rate=name,
                        times="10000",
                        clause=asked[i][1],
                    )
                )
        elif f"{name}_names" in indicators and name not in [n for n, _ in plain[:i]]:
            every = "[level=*]" if indicators[name].dims else ""
            count, names = f'"{name}{every}"', f'"{name}_names{every}"'
            out.append(_line(f"{name}_count", "count", count=count, names=names, clause=asked[i][1]))
        elif unit in ("个", "人"):
            whole = _whole(i, plain, indicators)
            if whole is not None:
                at = f"{whole}@year" if indicators[name].period == "year" else _at(whole, indicators)
                part = f"{name}@year" if indicators[name].period == "year" else name
                out.append(_line(f"{name}_part", "subset", part=part, whole=at, clause=asked[i][1]))
    return out


def _people(plain: Sequence[tuple[str, str]]) -> set[str]:
    """The indicators whose label counts those who work there."""
    return {n for n, label in plain if "从业人员" in label and "每" not in label}


def _plain(label: str) -> str:
    return re.sub(
        r"[（(][^（）()]*[)）]", "", squeeze(strip_numbering(label)).replace("(", "（").replace(")", "）")
    ).removeprefix("其中:")


def _rates(i: int, plain: Sequence[tuple[str, str]], indicators: Mapping[str, Indicator], clause: str) -> list[str]:
    name, label = plain[i]
    if indicators[name].period == "span3":
        match = _AVERAGE.search(label)
        amount = match and _alike(match.group(1), plain, indicators, name)
        if match is None and (falls := _FALL.search(label)) is not None:
            amount = _alike(falls.group(1), plain, indicators, name)
        if amount and indicators[amount].period == "year":
            falling = {"falling": "true"} if match is None else {}
            amounts = f"[{amount}@year]"
            return [
                _line(
                    f"{name}_check",
                    "average_growth",
                    amounts=amounts,
                    rate=f"{name}@span",
                    readings="[compound, mean, compound_unseen, mean_unseen]",
                    **falling,
                    clause=clause,
                )
            ]
        return []
    match = _SHARE.search(label)
    if match is not None:
        whole = _alike(match.group(2), plain, indicators, name) if match.group(2) else _count(plain, indicators, label)
        part = _alike(match.group(1), plain, indicators, name, whole)
        if part and whole and indicators[part].unit == indicators[whole].unit:
            at = _at(part, indicators), _at(whole, indicators)
            return [_line(f"{name}_check", "share", part=at[0], whole=at[1], rate=_at(name, indicators), clause=clause)]
        return []
    match = _GROWTH.search(label)
    amount = match and _alike(match.group(1), plain, indicators, name)
    if amount and indicators[amount].period == "year":
        return [_line(f"{name}_check", "growth", amount=f"{amount}@year", rate=f"{name}@year", clause=clause)]
    return []


def _alike(
    text: str, plain: Sequence[tuple[str, str]], indicators: Mapping[str, Indicator], *but: str | None
) -> str | None:
    """The amount or count whose label shares most of its letters with some words of another label."""
    best: tuple[float, str] | None = None
    words = {text[k : k + 2] for k in range(len(text) - 1)}
    for name, label in plain:
        if name in but or indicators[name].unit in (None, "%") or indicators[name].kind not in ("number", "integer"):
            continue
        other = {label[k : k + 2] for k in range(len(label) - 1)}
        share = 2 * len(words & other) / max(1, len(words) + len(other))
        if share >= 0.5 and (best is None or share > best[0]):  # noqa: PLR2004 - half of the pairs of letters
            best = (share, name)
    return best[1] if best else None


def _count(plain: Sequence[tuple[str, str]], indicators: Mapping[str, Indicator], label: str) -> str | None:
    """The whole that a 比例 without 占 is of: the count of enterprises, of the small ones where the label says so."""
    names = [n for n, _ in plain]
    wanted = ("smes", "enterprises") if "中小" in label else ("enterprises", "smes")
    return next((n for n in wanted if n in names and n in indicators), None)


def _whole(i: int, plain: Sequence[tuple[str, str]], indicators: Mapping[str, Indicator]) -> str | None:
    """The count that a narrower count before or behind it is part of: of enterprises, or of those who work there."""
    name, label = plain[i]
    names = [n for n, _ in plain]
    if indicators[name].unit == "人":
        people = _people(plain)
        return next((n for n in names if n in people), None) if "人员" in label and name not in people else None
    if not re.search(r"企业(?:数量|户数|总?数)?$", label) or name == "enterprises":
        return None
    wanted = ("smes", "enterprises") if "中小" in label and name != "smes" else ("enterprises",)
    return next((n for n in wanted if n in names), None)


def _at(name: str, indicators: Mapping[str, Indicator]) -> str:
    return f"{name}@last" if indicators[name].period == "year" else name


def _line(name: str, kind: str, **parts: str) -> str:
    inner = ", ".join(f"{k}: {v}" for k, v in parts.items() if k != "clause")
    return f"{{id: {name}, kind: {kind}, {inner}, clause: {json.dumps(squeeze(parts['clause']), ensure_ascii=False)}}}"
