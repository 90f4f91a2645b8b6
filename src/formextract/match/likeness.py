"""How likely a caption names an indicator: its frame held against the frames of all wordings, by fitted weights.

The weights are made by `scripts/fit_labels.py`; how sure they are is told in docs/accuracy.md.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from formextract.match.frames import SLOTS, FrameReader, WordingFrame, telling
from formextract.text import conversion, parse_unit

if TYPE_CHECKING:  # a tenth of a second; forms all of whose captions are known wordings need no numbers
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

MEAN = "平均"
"""A mean of amounts is another figure, a mean of shares is the share."""
FIRM = "enterprise"
QUESTION = ("form", "which")
NEUTRAL = "cluster"
"""Of whom every figure of these forms is, whether it is said or not."""
FEATURES = (
    "bias",
    *(f"{slot} {what}" for slot in SLOTS for what in ("same", "extra", "missing")),
    "cluster extra",
    "cluster missing",
    "nothing measured",
    "frames alike",
    "unexplained",
    "unexplained letters",
    "letters",
    "part of letters",
    "longer",
    "shorter",
    "unit alike",
    "unit of another kind",
    "foreign word",
    "qualifiers missing",
    "qualifiers too many",
)


PLACE = (
    "kind fits",
    "kind contradicts",
    "size contradicts",
    "years fit",
    "years contradict",
    "year not said",
    "in its part",
    "in another part",
    "between its neighbours",
    "out of order",
    "behind its neighbour",
    "taken",
    "in a gap",
    "sums hold",
    "sums fail",
)
"""What a form says of a caption and a field beside the caption's words."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted weights: of a wording's features, and of what a form says beside the wording."""

    wording: Numbers
    place: Numbers


@cache
def weights() -> Weights:
    """The shipped weights."""
    import numpy as np

    raw = json.loads(files(__package__).joinpath("label_weights.json").read_text(encoding="utf-8"))
    return Weights(
        np.array([raw["wording"][name] for name in FEATURES], dtype=np.float32),
        np.array([raw["place"][name] for name in PLACE], dtype=np.float32),
    )


class Wordings:
    """All wordings of a catalogue as rows of numbers, to be compared with a caption at once."""

    def __init__(
        self,
        reader: FrameReader,
        wordings: Mapping[str, Collection[str]],
        units: Mapping[str, str | None],
        soft: Collection[str] = (),
    ) -> None:
        """`wordings` are canonical, by indicator; `units` the indicators' own; `soft` concepts tell nothing apart."""
        import numpy as np

        self.names = list(wordings)
        self._reader = reader
        rows = [(n, text) for n, name in enumerate(self.names) for text in sorted(wordings[name])]
        self.texts = [text for _, text in rows]
        self.owner = np.array([n for n, _ in rows], dtype=np.int64)
        self._units = [units.get(name) for name in self.names]
        frames = [frame_of(reader, text) for text in self.texts]
        self._may = {name: set[tuple[str, str]]() for name in self.names}
        self._must: dict[str, set[tuple[str, str]]] = {}
        self._strange: dict[str, set[str]] = {}
        for n, f in zip(self.owner.tolist(), frames, strict=True):
            self._strange.setdefault(self.names[n], set()).update(f.strange)
        self._levels: dict[str, frozenset[str]] = {name: frozenset() for name in self.names}
        self._with: dict[str, dict[tuple[str, str], frozenset[str]]] = {name: {} for name in self.names}
        for n, f in zip(self.owner.tolist(), frames, strict=True):
            self._levels[self.names[n]] |= f.level
            beside = self._with[self.names[n]]
            for said_of in telling(f, soft):
                if said_of[0] == "what":
                    beside[said_of] = beside.get(said_of, f.who - {NEUTRAL}) & (f.who - {NEUTRAL})
        whose: dict[str, list[frozenset[str]]] = {}
        firms: dict[str, bool] = {}
        for n, f in zip(self.owner.tolist(), frames, strict=True):
            said = telling(f, soft)
            self._may[self.names[n]] |= said
            self._must[self.names[n]] = self._must.get(self.names[n], said) & said
            name = self.names[n]
            counts = bool(f.who & reader.firms) and f.what <= {FIRM, "industry"} and not f.form - {"valid"}
            firms[name] = firms.get(name, True) and counts
            whose.setdefault(self.names[n], []).append(f.who - {NEUTRAL})
        for said in self._must.values():
            said.discard(QUESTION)  # that it is one is said by the answer as well: 安全、质量、环境事故 | 无
        for name, subjects in whose.items():
            if len(subjects) > 1:  # 从业人员 are all of them, where every wording says 中小企业
                self._must[name] |= {("who", c) for c in frozenset.intersection(*subjects)}
        self._unit_of = dict(zip(self.names, self._units, strict=True))
        self._some_firms = frozenset(name for name, some in firms.items() if some)
        self._all_firms = tuple(n for n in self.names if n not in self._some_firms and self._counts_all(frames, n))
        self._known = set().union(*self._may.values()) if self._may else set()
        self._soft = soft
        concepts = sorted({(slot, c) for f in frames for slot in SLOTS for c in f.slot(slot)})
        self._at = {key: i for i, key in enumerate(concepts)}
        self._matrix = np.zeros((len(rows), len(concepts)), dtype=np.float32)
        for r, f in enumerate(frames):
            for slot in SLOTS:
                for c in f.slot(slot):
                    self._matrix[r, self._at[slot, c]] = 1
        self._slots = {
            s: np.array([i for k, i in self._at.items() if k[0] == s and k != ("who", NEUTRAL)]) for s in SLOTS
        }
        self._sums = {
            s: self._matrix[:, cols].sum(axis=1) if len(cols) else np.zeros(len(rows))
            for s, cols in self._slots.items()
        }
        neutral = self._at.get(("who", NEUTRAL))
        self._neutral = self._matrix[:, neutral] if neutral is not None else np.zeros(len(rows), dtype=np.float32)
        self._lengths = np.array([max(1, len(t)) for t in self.texts], dtype=np.float32)
        self._letters = [frozenset(t) for t in self.texts]
        starts = np.flatnonzero(np.r_[True, self.owner[1:] != self.owner[:-1]])
        self._starts = starts

    def features(self, text: str, unit: str | None, *, foreign: bool, missing: Numbers, extra: Numbers) -> Numbers:
        """A row of features for each wording. `missing` and `extra` count the qualifiers of each indicator."""
        import numpy as np

        frame = frame_of(self._reader, text)
        n = len(self.texts)
        out = np.zeros((n, len(FEATURES)), dtype=np.float32)
        out[:, 0] = 1
        k = 1
        alike = np.ones(n, dtype=bool)
        measured = np.zeros(n, dtype=bool)
        for slot in SLOTS:
            own = {c for c in frame.slot(slot) if (slot, c) != ("who", NEUTRAL)}
            cols = [self._at[slot, c] for c in own if (slot, c) in self._at]
            same = self._matrix[:, cols].sum(axis=1) if cols else np.zeros(n, dtype=np.float32)
            extra_here, missing_here = len(own) - same, self._sums[slot] - same
            out[:, k], out[:, k + 1], out[:, k + 2] = same, np.minimum(extra_here, 2), np.minimum(missing_here, 2)
            alike &= (extra_here == 0) & (missing_here == 0)
            if slot == "what":
                measured = (len(own) > 0) | (self._sums[slot] > 0)
            k += 3
        said = float(NEUTRAL in frame.who)
        out[:, k] = said * (1 - self._neutral)
        out[:, k + 1] = (1 - said) * self._neutral
        out[:, k + 2] = ~measured
        out[:, k + 3] = alike & measured
        out[:, k + 4] = len(frame.rest) / max(1, len(text))
        rest = frame.rest
        if rest:
            out[:, k + 5] = [sum(c not in letters for c in rest) / len(text) for letters in self._letters]
        out[:, k + 6] = cdist([text], self.texts, scorer=fuzz.ratio, dtype=np.float32)[0] / 100
        out[:, k + 7] = cdist([text], self.texts, scorer=fuzz.partial_ratio, dtype=np.float32)[0] / 100
        ratio = np.log(max(1, len(text)) / self._lengths)
        out[:, k + 8], out[:, k + 9] = np.maximum(ratio, 0), np.maximum(-ratio, 0)
        kinds = np.array([_unit_says(unit, own_unit) for own_unit in self._units], dtype=np.float32)[self.owner]
        out[:, k + 10], out[:, k + 11] = kinds > 0, kinds < 0
        out[:, k + 12] = foreign
        # 实到外资 says 外商 by its concept
        spelt_otherwise = ~(alike & measured) if not rest else np.ones(n, dtype=bool)
        out[:, k + 13] = np.minimum(missing, 2)[self.owner] * spelt_otherwise
        out[:, k + 14] = np.minimum(extra, 2)[self.owner] * spelt_otherwise
        return out

    def contradicted(self, text: str) -> frozenset[str]:
        """The indicators that a caption cannot name: it says what no wording of theirs does, or lacks what all say."""
        frame = frame_of(self._reader, text)
        said = telling(frame, self._soft)
        if said - self._known:
            return frozenset(self.names)
        own = said | {("who", c) for c in frame.who}
        return frozenset(
            n
            for n in self.names
            if not self._must[n] <= own
            or not said <= self._may[n]
            or self._is_strange(frame, n)
            or self._of_another_level(frame, n)
            or not self._in_company(frame, said, n)
        )

    def _of_another_level(self, frame: WordingFrame, name: str) -> bool:
        """Whether a caption is of a level that an indicator with levels has not: 市级专精特新 are no 省级专精特新."""
        known = self._levels[name]
        return bool(known and frame.level) and not frame.level & known

    def _in_company(self, frame: WordingFrame, said: set[tuple[str, str]], name: str) -> bool:
        """Whether what a caption measures stands beside whom it always stands: 出口交货值 is 主导产品's."""
        beside = self._with[name]
        return all(beside.get(concept, frozenset()) <= frame.who for concept in said if concept[0] == "what")

    def _is_strange(self, frame: WordingFrame, name: str) -> bool:
        """Whether a wording says of a figure what no wording of it explains."""
        unit = self._unit_of[name]
        if unit is None:
            return False  # 后续应对措施: texts go by more words than a lexicon holds
        own = self._strange[name]
        return any(all(s not in known for known in own) for s in frame.strange if unit != "%" or s != MEAN)

    def _counts_all(self, frames: Sequence[WordingFrame], name: str) -> bool:
        """Whether an indicator is the number of all firms: its wordings count firms, one of them of no kind."""
        own = [f for f, n in zip(frames, self.owner.tolist(), strict=True) if self.names[n] == name]
        plain = [f for f in own if f.what == {FIRM} and not f.form and not f.who - {NEUTRAL}]
        return bool(plain) and all(f.what <= {FIRM, "industry"} and not f.form for f in own)

    def wholes(self, name: str) -> tuple[str, ...]:
        """The numbers of firms of which one counts some (高新技术企业数量 of 企业数量)."""
        return self._all_firms if name in self._some_firms else ()

    def best(self, logits: Numbers) -> Numbers:
        """The best logit of each indicator's wordings."""
        import numpy as np

        return np.maximum.reduceat(logits, self._starts)


@lru_cache(maxsize=20_000)
def frame_of(reader: FrameReader, text: str) -> WordingFrame:
    """The frame of a canonical wording."""
    return reader.read(text)


@lru_cache(maxsize=20_000)
def _unit_says(written: str | None, canonical: str | None) -> int:
    """1 where a caption's unit measures what the indicator's does, -1 where it measures something else."""
    if written is None or parse_unit(written) is None:
        return 0
    if canonical is None:
        return -1
    return 1 if canonical == "as written" or conversion(written, canonical) is not None else -1


def chances(logits: Sequence[float]) -> list[float]:
    """Logits of readings that exclude each other as probabilities; what is left to one is that none is meant."""
    top = max([0.0, *logits])
    powers = [math.exp(x - top) for x in logits]
    whole = math.exp(-top) + sum(powers)
    return [x / whole for x in powers]
