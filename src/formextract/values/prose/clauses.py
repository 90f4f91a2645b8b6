"""A sentence's clauses, and what stands around a figure within its own: the words before it, and those behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from formextract.values.prose.tokens import Token

_ENDS = ",，;；。!！?？\n()（）"
_LIST = ("、", "和", "及", "与", "以及")
_VERBS = frozenset(["~have", "~gather"])


@dataclass(frozen=True, slots=True)
class Clause:
    """The tokens from `first` to `end`, the text from `start` to `stop`, and the marks that stand in it."""

    first: int
    end: int
    start: int
    stop: int
    tokens: Sequence[Token]
    marks: frozenset[str]
    behind_semicolon: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """A sentence with its tokens."""

    text: str
    tokens: Sequence[Token]

    def clauses(self) -> list[Clause]:
        """The clauses in order, brackets as clauses of their own."""
        out: list[Clause] = []
        first = 0
        for k, token in enumerate(self.tokens):
            if token.kind == "break" and token.text in _ENDS:
                out.append(self._clause(first, k + 1))
                first = k + 1
        if first < len(self.tokens):
            out.append(self._clause(first, len(self.tokens)))
        return out

    def _clause(self, first: int, end: int) -> Clause:
        tokens = self.tokens[first:end]
        ends = tokens[-1].kind == "break" and tokens[-1].text in _ENDS
        before = self.tokens[first - 1] if first else None
        marks = frozenset(t[1:] for token in tokens for t in token.tags if t[0] == "~")
        return Clause(
            first,
            end,
            before.end if before is not None else 0,
            tokens[-1].start if ends else len(self.text),
            tokens,
            marks,
            before is not None and before.text in ";；",
        )

    def item(self, k: int, clause: Clause) -> tuple[list[Token], int]:
        """The tokens between a figure and the break or figure before it in its clause, and where they begin."""
        for j in range(k - 1, clause.first - 1, -1):
            token = self.tokens[j]
            if token.kind == "figure" and token.unit:
                lo, begin = self._own_words(j + 1, k, token.end)
                own = tells(self.tokens[lo:k]) or (lo > j + 1 and self._told_behind(k))
                return (list(self.tokens[lo:k]), begin) if own else (list(self.tokens[j + 1 : k]), token.end)
            if token.kind in ("break", "figure"):
                return list(self.tokens[j + 1 : k]), token.end
        return list(self.tokens[clause.first : k]), clause.start

    def _own_words(self, lo: int, k: int, begin: int) -> tuple[int, int]:
        """Where a figure's own words begin behind another figure's: 156家国家高新区拥有5.2万家."""
        for j in range(lo, k):
            token = self.tokens[j]
            verb = token.tags & _VERBS and "filler" not in token.tags
            if verb or (token.text == "的" and j > lo):
                return j + 1, token.end
        return lo, begin

    def _told_behind(self, k: int) -> bool:
        behind, _, to_figure = self.behind(k)
        return not to_figure and tells(behind)

    def behind(self, k: int) -> tuple[list[Token], int, bool]:
        """The tokens behind a figure to the next break or figure, their end, and whether a figure it is."""
        out: list[Token] = []
        for j in range(k + 1, len(self.tokens)):
            token = self.tokens[j]
            if token.kind == "break":
                return out, token.start, False
            if token.kind == "figure":
                return out, token.start, bool(token.unit)
            out.append(token)
        return out, len(self.text), False

    def since(self, k: int, clause: Clause, through: str = "") -> tuple[list[Token], int]:
        """The tokens between a figure and the figure before it, or a break that is none of `through`, in its clause."""
        lo, begin = clause.first, clause.start
        for j in range(k - 1, clause.first - 1, -1):
            token = self.tokens[j]
            if token.kind == "figure" or (token.kind == "break" and token.text not in through):
                lo, begin = j + 1, token.end
                break
        return [t for t in self.tokens[lo:k] if t.kind != "break"], begin

    def unit_before(self, k: int, clause: Clause) -> str:
        """The unit of the figure before a figure, with no break between the two; empty where there is none."""
        for token in reversed(self.tokens[clause.first : k]):
            if token.kind in ("break", "figure"):
                return token.unit
        return ""

    def listed(self, k: int) -> list[Token]:
        """The words behind the last figure of the list that a figure stands in, if it is not the last itself."""
        out: list[Token] = []
        while True:
            j = k + 1
            while j < len(self.tokens) and self.tokens[j].kind == "word":
                j += 1
            if j + 1 >= len(self.tokens) or self.tokens[j].text not in _LIST:
                return out
            while j < len(self.tokens) and self.tokens[j].kind != "figure":
                if self.tokens[j].kind == "break" and self.tokens[j].text not in _LIST:
                    return out
                j += 1
            if j == len(self.tokens):
                return out
            k, out = j, self.behind(j)[0]

    def of_these(self, k: int) -> bool:
        """Whether 其中, or a clause like 集群总产值中, stands before a token in its part of the sentence; or the token
        in brackets that begin with 含.
        """
        closed = False
        for j in range(k - 1, -1, -1):
            token = self.tokens[j]
            closed = closed or token.text in (")", "）")
            if token.text in ("(", "（") and not closed and self.text.startswith("含", token.end):
                return True  # 单项冠军2家（含产品1个）
            if token.text in (";", "；"):
                return False
            within = token.text in (",", "，") and self.text.endswith(("中", "里"), 0, token.start)
            if "~of_these" in token.tags or within:
                return True
        return False

    def more_than_added(self, k: int) -> bool:
        """Whether a figure is more than what is said before it to have been added, so that it is no part of that."""
        added = next((j for j in range(k - 1, -1, -1) if "~added" in self.tokens[j].tags), None)
        if added is None:
            return False
        by = next((t for t in self.tokens[added + 1 : k] if t.kind == "figure" and t.unit == self.tokens[k].unit), None)
        return by is not None and Decimal(self.tokens[k].number.replace(",", "")) > Decimal(by.number.replace(",", ""))

    def span(self, k: int) -> str | None:
        """The three years that the sentence has spoken of before a figure; None where it spoke of others."""
        years = sorted({int(y) for t in self.tokens[:k] if t.period is not None for y in t.period.years})
        return f"{years[0]}/{years[-1]}" if years and years[-1] - years[0] == 2 else None  # noqa: PLR2004 - three


def tells(tokens: Sequence[Token]) -> bool:
    """Whether a concept stands among the tokens."""
    return any(t[0] != "~" and t != "filler" for token in tokens for t in token.tags)
