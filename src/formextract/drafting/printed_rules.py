"""Rules that a form prints itself, by the codes of its rows, `审核关系：01=02+05；06≥07`, or by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from formextract.text import strip_numbering

_RELATION = re.compile(r"(?<![\d.])(\d{1,4})行?(=|≥|≤|>=|<=|>|<)(\d{1,4}行?(?:[+-]\d{1,4}行?)*)(?![\d.×÷*/(%+栏列-])")
"""Of rows: 栏 and 列 number columns."""
_QUOTIENT = re.compile(r"(?<![\d.])(\d{1,4})=(\d{1,4})[÷/](\d{1,4})(?:[×*](\d{1,6}))?(?!%?[\d.×÷*/+-])")
"""A row that is the quotient of two others, perhaps times something: 09=07÷06×1000."""
_TERM = re.compile(r"([+-]?)(\d{1,4})")
_FLAT = str.maketrans("＝＋﹢－−＞＜≧≦", "=++--><≥≤")


def relations(texts: Sequence[str], codes: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str | list[str]], str]]:
    """Kind and parts of each rule that printed texts say, with its words; `codes` are what the rows' codes refer to.

    A relation of codes that no row has is left out: it is about columns, or another form.
    """
    known = {_code(code): name for code, name in codes.items()}
    for text in texts:
        for found in _RELATION.finditer(re.sub(r"\s", "", text.translate(_FLAT))):
            left, sign, right = found.groups()
            terms = [(s == "-", known.get(_code(c))) for s, c in _TERM.findall(right)]
            whole = known.get(_code(left))
            if whole is None or any(name is None for _, name in terms):
                continue
            added = [name for taken, name in terms if name is not None and not taken]
            taken = [name for less, name in terms if name is not None and less]
            made = _made(whole, sign, added, taken)
            if made is not None:
                yield (*made, found.group())
        for found in _QUOTIENT.finditer(re.sub(r"\s", "", text.translate(_FLAT))):
            rate, part, whole = (known.get(_code(c)) for c in found.groups()[:3])
            if rate is not None and part is not None and whole is not None:
                parts: dict[str, str | list[str]] = {"part": part, "whole": whole, "rate": rate}
                times = found.group(4) or "1"
                kind = "share" if times == "100" else "per_capita"
                yield kind, parts if kind == "share" else {**parts, "times": times}, found.group()


_SENTENCE = re.compile("[；;。，,：:\\n]")
_SIGN = re.compile("([+÷/-])")
_TIMES_100 = re.compile("[×*xX]100%?$")


def named_relations(
    texts: Sequence[str], names: Mapping[str, str]
) -> Iterator[tuple[str, dict[str, str | list[str]], str]]:
    """The same of figures that a text calls by their labels: 本年滚存结余=上年滚存结余+本年收支结余.

    A relation with a name that no figure has is left out; `names` are what the labels refer to.
    """
    for sentence in (x for text in texts for x in _SENTENCE.split(re.sub(r"\s", "", text.translate(_FLAT)))):
        said = strip_numbering(sentence)
        left, sign, right = said.partition("=")
        whole = names.get(left)
        terms = _SIGN.split(_TIMES_100.sub("", right.replace("(", "").replace(")", "")))
        known = [names.get(term) for term in terms[::2]]
        found = [name for name in known if name is not None]
        if not sign or whole is None or len(found) < len(known) or len({whole, *found}) < len(found) + 1:
            continue
        signs = terms[1::2]
        if len(signs) == 1 and signs[0] in "÷/":
            yield "share" if "100" in right else "per_capita", _quotient(whole, found), said
        elif signs and set(signs) <= {"+", "-"}:
            taken = [name for name, one in zip(found[1:], signs, strict=True) if one == "-"]
            added = [name for name in found if name not in taken]
            if (made := _made(whole, "=", added, taken)) is not None:
                yield (*made, said)


def _quotient(rate: str, found: Sequence[str]) -> dict[str, str | list[str]]:
    return {"part": found[0], "whole": found[1], "rate": rate}


def _made(whole: str, sign: str, added: list[str], taken: list[str]) -> tuple[str, dict[str, str | list[str]]] | None:
    """A rule of `whole`, a sign and what is added and taken away on its other side; None where it says nothing new."""
    if taken:
        same = sign == "=" and len(added) == 1
        return ("sum", {"total": added[0], "parts": [whole, *taken]}) if same else None
    if sign == "=":
        return ("sum", {"total": whole, "parts": added}) if len(added) > 1 else None
    least = sign in ("≥", ">=", ">")
    if len(added) > 1:
        return "sum", {"total": whole, "parts": added, "total_is": "at_least" if least else "at_most"}
    return "subset", {"part": added[0], "whole": whole} if least else {"part": whole, "whole": added[0]}


def _code(text: str) -> str:
    return text.lstrip("0") or "0"
