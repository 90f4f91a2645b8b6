"""Labels: what a caption says without its numbering, unit and remarks, and which indicators it may name.

Close labels are told apart by their qualifiers (中小, 省级, 增长率, 占…比例 …): these decide as words, and the plain
similarity of the rest only ranks what they leave.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz

from formextract.match.frames import PLAN, SLOTS, FrameReader, telling
from formextract.match.speech import speech
from formextract.model.template import Indicator, Lexicon
from formextract.tables import CellKind, Hit, words_of
from formextract.text import parse_unit, per_what, squeeze, strip_numbering

if TYPE_CHECKING:  # the numbers, and what calculates with them, are for captions that are no known wording
    from formextract.match.likeness import Numbers, Wordings

LONGEST = 110
"""Letters; the longest printed label of these forms has some 80."""
LEAST = 0.66
"""Score below which a wording is not taken for an indicator's."""
EXACT = 1.0
SAME_WORDS = 0.97
"""Score of what says the same in other words, or in another form's."""
REMARKED = 0.9
"""Score of a wording behind which something stands in brackets that nobody knows: 集群总产值（海关口径）."""
CLUSTER = "cluster"
"""Of whom every figure of these forms is, whether it is said or not."""
SHORTEST = 0.6
"""Share of a wording's length that a caption must have: 情况说明 alone names nothing."""

_PARENS = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_LAST = re.compile(r"^(.*?)\(([^()]*(?:\([^()]*\)[^()]*)*)\)[:。]?$", re.DOTALL)
_REMARK = re.compile(
    r"字以内|需提供|提供清单|佐证|^注[:：]?|^包括|盖章|公章|签[字章]|可多选|勾选|[必选]填|填写|截[至止]|^如|^含|^请|^即|说明|"
    r"^\d+分$|^20\d\d|排名|个以内|不超过|分数|^单选|^多选|^按|保留"
)
_QUOTES = str.maketrans("", "", "\"'《》<>·*※★")
_UNIT_TAIL = re.compile(r"^(.*?)[,/:]([^,/:()]{1,8}(?:/[^,/:()]{1,6})?)$")
_CAPTION_TAIL = re.compile(r"^(.*?)[,;(]?(?:计量|金额)?单位[:为]?(.{1,10}?)\)?$")
_AND_PHONE = re.compile(r"(?P<person>[一-鿿]{2,8}?)(?:[/、,和及与]|及其)(?:联系)?(?:电话|手机|方式)(?:号码?)?")
_ITS_ANSWER = re.compile("(?P<what>[一-鿿]{2,12}?)的?(?:姓名|名称|全称)")
_EXAMPLES = re.compile(r"^[^等]*[、,/][^等]*等(?=[^等]{3,})")
_BUT = re.compile("不含|不包括|不计|除|扣除|剔除|剔|非")
"""How a remark begins that says what is left out."""
_WHICH = re.compile(r"^(?:其中[:,]?|#)")
_WHEN = re.compile(
    r"^(?:截[至止]到?)?20[0-4]\d年(?:年?[末底]|度|全年)?+(?=[一-鿿])(?!以[来后前]|[起前后至到和及与以间])"
)
"""The year before what a caption names, said like one in brackets behind it: 2024年总产值, 总产值（2024年）."""


@dataclass(frozen=True, slots=True)
class LabelText:
    """A caption taken apart. `key` compares; `bare` also lacks what stands in brackets, which is `said`; `unit` is what
    it says, if any.
    """

    key: str
    bare: str
    unit: str | None
    said: str = ""


@lru_cache(maxsize=20_000)
def take_apart(text: str) -> LabelText:
    """A caption without numbering, quotes, unit, year, and remarks such as （200字以内）."""
    core = _WHEN.sub("", squeeze(strip_numbering(text.strip())).upper().translate(_QUOTES).rstrip(":。;,_"))
    unit: str | None = None
    kept: list[str] = []
    for _ in range(4):
        match = _LAST.match(core)
        if match is None:
            break
        inner = match.group(2).removeprefix("单位:").removeprefix("单位").strip(":,")
        if parse_unit(inner) is not None:
            unit = unit or inner
        elif not _REMARK.search(inner):
            kept.insert(0, inner)
        core = match.group(1).rstrip(":")
    for pattern in (_CAPTION_TAIL, _UNIT_TAIL):
        match = pattern.match(core)
        if match is not None and match.group(1) and parse_unit(match.group(2)) is not None and unit is None:
            core, unit = match.group(1), match.group(2)
    bare = _WHICH.sub("", _PARENS.sub("", core))
    within = [x for x in _PARENS.findall(core) if parse_unit(x) is None and not _REMARK.search(x)]
    said = "".join([*within, *kept]) if bare else ""
    unit = per_what(unit, bare) if unit else None
    return LabelText(_WHICH.sub("", core) + "".join(kept), bare or core, unit, said)


@lru_cache(maxsize=20_000)
def _keys_of(texts: tuple[str, ...]) -> tuple[str, ...]:
    """How wordings are compared, whole and bare; all templates ask it of the catalogue's indicators."""
    taken = map(take_apart, texts)
    return tuple(dict.fromkeys(key for t in taken for key in (t.key, t.bare)))


KEPT = 50_000
"""Answers that are kept in one place: a bound for a long run, not a tuning."""


def make_room(kept: dict[Any, Any]) -> None:
    """Forgets the answers kept where there are too many."""
    if len(kept) > KEPT:
        kept.clear()


class LabelIndex:
    """All wordings of a catalogue, to be asked which indicators a caption may name."""

    def __init__(
        self,
        indicators: Mapping[str, Indicator],
        lexicon: Lexicon,
        extra: Iterable[tuple[str, str]] = (),
        accepted: frozenset[str] | None = None,
        headed: frozenset[str] = frozenset(),
        unsettled: frozenset[tuple[str, str]] = frozenset(),
        elsewhere: Iterable[tuple[str, str]] = (),
    ) -> None:
        """`extra` adds (target, printed label) pairs of a template, `elsewhere` those of other forms, which hold where
        this one says nothing else.

        `accepted` are the targets of its form, `headed` those whose text stands below the label in one cell;
        `unsettled` those pairs that are not sure yet.
        """
        self._unsettled = frozenset((name, take_apart(text).key) for name, text in unsettled)
        self.headed = headed
        extra = list(extra)
        self._asked = accepted or frozenset()
        self.accepted = accepted if accepted is not None else frozenset([*indicators, *(name for name, _ in extra)])
        said = speech(lexicon)
        self._canonical, self._found, self._words = said.canonical, said.qualifiers, said.words
        self.lexicon = lexicon
        self._foreign = lexicon.foreign
        self._allowed = lexicon.allowed
        self._indicators = indicators
        self._keys: dict[str, dict[str, None]] = {}
        """The keys of each target's wordings, in their order."""
        self._exact: dict[str, dict[str, float]] = {}
        for name, i in indicators.items():
            keys = _keys_of((i.label, *i.synonyms))
            self._keys[name] = dict.fromkeys(keys)
            for key in keys:
                self._exact.setdefault(key, {})[name] = EXACT
        for name, text in extra:
            for key in _keys_of((text,)):
                self._exact.setdefault(key, {})[name] = EXACT
                self._keys.setdefault(name, {})[key] = None
        self._elsewhere = {take_apart(text).key: name for name, text in elsewhere}
        self._worded = frozenset(name for name, i in indicators.items() if i.kind in ("text", "date"))
        self.table_words = words_of(lexicon.tables)
        self._reader, self._soft = frame_reader(lexicon), frozenset(lexicon.soft)
        self._idle = (self._soft & lexicon.concepts.get("what", {}).keys()) | {CLUSTER}
        self._cache: dict[str, tuple[Hit, ...]] = {}
        self._named: dict[str, tuple[str, ...]] = {}
        self.kinds: dict[tuple[str, frozenset[str]], CellKind] = {}
        """What texts were found to be, by those that the form has printed: kept by `cell_kinds.kind_of`."""

    @property
    def reader(self) -> FrameReader:
        """The reader of frames of the catalogue's concepts."""
        return self._reader

    def canonical(self, text: str) -> str:
        """A caption's words with what means the same replaced by one word."""
        return self._canonical(text)

    @property
    def frames(self) -> bool:
        """Whether the catalogue says of which concepts labels are made."""
        return bool(self._reader)

    # What follows is made when a caption asks that is none of the wordings: most forms are asked for exact ones only.

    @cached_property
    def _others(self) -> tuple[str, ...]:
        """The words by which a caption is some other figure, but for those of what this form asks for: 龙头企业 is
        foreign to forms that do not count these.
        """
        asked = {self._mostly_told_of(name) for name in self._asked if name in self._wordings}
        return tuple(w for w in self._foreign if self._told_by(w) not in asked)

    def _mostly_told_of(self, name: str) -> frozenset[tuple[str, str]]:
        """What most wordings of a target are about."""
        texts = self._wordings[name]
        counted = Counter(c for text in texts for c in telling(self._reader.read(text), self._soft))
        return frozenset(c for c, n in counted.items() if 2 * n > len(texts))

    def _told_by(self, word: str) -> frozenset[tuple[str, str]] | None:
        """What a word is about; None where it says nothing that is measured."""
        frame = self._reader.read(self._canonical(word))
        return frozenset(telling(frame, self._soft)) or None if frame.what else None

    @cached_property
    def _wordings(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(map(self._canonical, keys)) for name, keys in self._keys.items()}

    @cached_property
    def _required(self) -> dict[str, frozenset[str]]:
        return {name: frozenset.intersection(*map(self._found, texts)) for name, texts in self._wordings.items()}

    @cached_property
    def _permitted(self) -> dict[str, frozenset[str]]:
        return {name: frozenset.union(*map(self._found, texts)) for name, texts in self._wordings.items()}

    @cached_property
    def _canon(self) -> dict[str, set[str]]:
        out: dict[str, set[str]] = {}
        for name, texts in self._wordings.items():
            for text in texts:
                out.setdefault(text, set()).add(name)
        return out

    @cached_property
    def _figures(self) -> frozenset[str]:
        """The targets that are figures in a unit."""
        return frozenset(name for name, unit in self._units.items() if unit is not None)

    @cached_property
    def _units(self) -> dict[str, str | None]:
        known = self._indicators
        return {name: known[base].unit for name in self._keys if (base := name.partition("[")[0]) in known}

    @cached_property
    def wordings(self) -> Wordings:
        """All wordings as rows of numbers, made when the first caption asks that is none of them."""
        from formextract.match.likeness import Wordings

        return Wordings(self._reader, self._wordings, self._units, self._soft)

    def compared(self, text: str, unit: str | None = None) -> tuple[frozenset[str], Numbers] | None:
        """A caption's canonical forms, and its features beside each wording; None where it is too short or too long."""
        taken = take_apart(text)
        if len(taken.key) < 2 or len(taken.key) > LONGEST:  # noqa: PLR2004 - one letter is no label
            return None
        forms = frozenset(self._canonical(form) for form in (taken.key, taken.bare))
        full, *others = self._orders(taken)
        features = self._features(full, taken.unit or unit)
        if others:
            import numpy as np

            from formextract.match.likeness import weights

            for words in others:
                told = self._features(words, taken.unit or unit)
                better = told @ weights().wording > features @ weights().wording
                features = np.where(better[:, None], told, features)
        return forms, features

    def _orders(self, taken: LabelText) -> list[str]:
        """A caption's words; then those in brackets before the others, and all without examples, where it has such."""
        full = self._full(taken)
        first = taken.said + taken.bare if full != taken.bare else full
        return list(dict.fromkeys((full, first, self._without_examples(taken))))

    def _features(self, words: str, unit: str | None) -> Numbers:
        """The features of a caption's words beside each wording."""
        import numpy as np

        canonical = self._canonical(words)
        found = self._found(canonical)
        names = self.wordings.names
        missing = np.array([len(self._required[n] - found) for n in names], dtype=np.float32)
        extra = np.array([len(found - self._permitted[n]) for n in names], dtype=np.float32)
        foreign = self._is_foreign(words, canonical)
        return self.wordings.features(canonical, unit, foreign=foreign, missing=missing, extra=extra)

    def contradicted(self, text: str) -> frozenset[str]:
        """The targets that a caption cannot name, whatever letters it shares with theirs."""
        taken = take_apart(text)
        full, plain = self._full(taken), self._without_examples(taken)
        out = self.wordings.contradicted(self._canonical(full))
        out = out if plain == full else out & self.wordings.contradicted(self._canonical(plain))
        return out | self._figures if self._reader.read(full).planned_by_another else out

    def _full(self, taken: LabelText) -> str:
        """A caption's words with those in its brackets, where these say of what it is: 营业收入（主导产业）."""
        return taken.bare + taken.said if self._tells(taken) else taken.bare

    def _without_examples(self, taken: LabelText) -> str:
        """A caption without the examples before what it names: 瞪羚、独角兽等新物种企业."""
        return _EXAMPLES.sub("", self._full(taken))

    def _tells(self, taken: LabelText) -> bool:
        """Whether words in brackets say of what a figure is, and nothing that nobody knows; not those that only say
        once more what stands before them: 研究与试验发展（R&D）经费.
        """
        said = self._canonical(taken.said)
        if not said or _BUT.match(taken.said) or said in self._canonical(taken.bare):
            return False
        frame = self._reader.read(said)
        return not frame.strange and any(frame.slot(slot) for slot in SLOTS)

    def _as_remarked(self, names: Mapping[str, float], taken: LabelText) -> dict[str, float]:
        """Of the targets with a wording, those that it still names with what stands in its brackets.

        单项冠军（省级） are no national ones, 产值（主导产业） is no cluster's.
        """
        if not taken.said or not self.frames:
            return dict(names)
        if not self._tells(taken):
            known = _BUT.match(taken.said) is None and not self._reader.read(self._canonical(taken.said)).strange
            return {n: score if known else min(score, REMARKED) for n, score in names.items()}
        said = self._reader.read(self._canonical(taken.said))
        kept = {}
        for name, score in names.items():
            own = [self._reader.read(w) for w in self._wordings.get(name, ())]
            told = all(said.slot(s) - self._idle <= frozenset().union(*(f.slot(s) for f in own)) for s in SLOTS)
            if name not in self._figures or (told and not self._is_another(taken, name)):
                kept[name] = score
        return kept

    def _is_another(self, taken: LabelText, name: str) -> bool:
        """Whether what stands in brackets excludes a target that the words before them name."""
        return name in self.wordings.contradicted(self._canonical(taken.bare + taken.said))

    def planned_itself(self, text: str) -> bool:
        """Whether a caption of a plan says no more and no less than a wording of what the form asks for: 规划面积."""
        frame = self._reader.read(take_apart(text).bare)
        if PLAN not in frame.what or frame.whose:
            return False
        said = telling(frame, self._soft)
        own = [w for name in self.accepted & self._figures for w in self._wordings.get(name, ())]
        return any(telling(self._reader.read(wording), self._soft) == said for wording in own)

    def asks_words(self, target: str) -> bool:
        """Whether what a target asks for is a text or a date, so that a year may be its value."""
        return target.partition("[")[0] in self._worded

    def contradicts(self, text: str, target: str) -> bool:
        """Whether a caption says by some qualifier (省级, 增长率) that it is not this target's, however it is spelt."""
        return bool(self._found(self._canonical(take_apart(text).bare)) - self._permitted.get(target, frozenset()))

    def unsettled(self, text: str, target: str) -> bool:
        """Whether a caption is only known to mean a target from one file on which somebody has said so."""
        return bool(self._unsettled) and (target, take_apart(text).key) in self._unsettled

    def said(self, target: str) -> tuple[str, ...]:
        """The wordings of a target, as captions are compared."""
        return tuple(self._keys.get(target, ()))

    def exact(self, text: str) -> tuple[str, ...]:
        """The indicators with this very wording."""
        named = self._named.get(text)
        if named is None:
            taken = take_apart(text)
            found = self._exact.get(taken.key) or self._as_remarked(self._exact.get(taken.bare, {}), taken)
            make_room(self._named)
            named = self._named[text] = tuple(name for name, score in found.items() if score >= EXACT)
        return named

    def wanted(self, text: str) -> tuple[Hit, ...]:
        """The hits of a caption whose best reading is something that this form asks for."""
        hits = self.hits(text)
        if not hits:
            return ()
        best = hits[0].score
        return hits if any(h.score >= best and h.indicator in self.accepted for h in hits) else ()

    def hits(self, text: str) -> tuple[Hit, ...]:
        """The indicators that a caption may name, best first; none where it names something else."""
        found = self._cache.get(text)
        if found is None:
            make_room(self._cache)
            found = self._cache[text] = self._hits(text)
        return found

    def containing(self, text: str) -> tuple[str, ...]:
        """The indicators one of whose wordings holds the caption, those of which it is the larger part first."""
        part = self._canonical(take_apart(text).bare)
        if len(part) < 4:  # noqa: PLR2004 - 产值 alone is part of everything
            return ()
        found = {name: min((len(t) for t in texts if part in t), default=0) for name, texts in self._wordings.items()}
        return tuple(sorted((n for n, length in found.items() if length), key=lambda n: (found[n], n)))

    def _hits(self, text: str) -> tuple[Hit, ...]:
        if len(text) > 2 * LONGEST:
            return ()
        taken = take_apart(text)
        exact = self._exact.get(taken.key) or self._as_remarked(self._exact.get(taken.bare, {}), taken)
        if not (exact and self.accepted & exact.keys()):
            exact = self._with_telephone(taken.key) or self._with_its_answer(taken.key) or exact
        if exact and len(taken.key) <= LONGEST:
            return tuple(Hit(name, score) for name, score in exact.items())
        if len(taken.key) < 2 or len(taken.key) > LONGEST:  # noqa: PLR2004 - one letter is no label that nobody wrote
            return ()
        other = self._elsewhere.get(taken.key)
        if other in self._figures and self._required[other] <= self._found(self._canonical(taken.key)):
            return (Hit(other, SAME_WORDS),)
        scores: dict[str, float] = {}
        others = self._figures if self._reader.read(taken.bare).planned_by_another else frozenset()
        told = taken.said if self._tells(taken) else ""
        for form in {taken.key, taken.bare + told, told + taken.bare}:
            canonical = self._canonical(form)
            if self._is_foreign(form, canonical):
                return ()
            if canonical in self._canon:
                for name in self._canon[canonical] - others:
                    scores[name] = max(scores.get(name, 0.0), SAME_WORDS)
                continue
            found, words = self._found(canonical), self._words(canonical)
            for name, texts in self._wordings.items():
                if name in others or not self._required[name] <= found <= self._permitted[name]:
                    continue
                best = max((self._similar(canonical, words, t) for t in texts), default=0.0)
                if best >= LEAST:
                    scores[name] = max(scores.get(name, 0.0), 0.95 * best)
        return tuple(sorted((Hit(n, s) for n, s in scores.items()), key=lambda h: (-h.score, h.indicator)))

    def _with_telephone(self, key: str) -> dict[str, float]:
        """The person whom a caption asks for together with the telephone: 联系人/电话."""
        asked = _AND_PHONE.fullmatch(key)
        if asked is None:
            return {}
        same = self._canon.get(self._canonical(asked["person"]), ())
        return self._exact.get(asked["person"]) or dict.fromkeys(same, SAME_WORDS)

    def _with_its_answer(self, key: str) -> dict[str, float]:
        """What a caption asks for that adds what its answer is: 联系人姓名, 运营管理机构全称."""
        asked = _ITS_ANSWER.fullmatch(key)
        names = self._exact.get(asked["what"], {}) if asked is not None else {}
        return {name: SAME_WORDS for name in names if name.partition("[")[0] in self._worded}

    def _similar(self, text: str, words: frozenset[str], wording: str) -> float:
        if len(text) < SHORTEST * len(wording):
            return 0.0
        other = self._words(wording)
        dice = 2 * len(words & other) / max(1, len(words) + len(other))
        return 0.5 * fuzz.ratio(text, wording) / 100 + 0.5 * dice

    def _is_foreign(self, key: str, canonical: str) -> bool:
        for allowed in self._allowed:
            key, canonical = key.replace(allowed, ""), canonical.replace(allowed, "")
        return any(f in key for f in self._others)


@lru_cache(maxsize=8)
def _frame_reader(
    concepts: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...],
    plain: tuple[str, ...],
    firms: tuple[str, ...],
) -> FrameReader:
    return FrameReader({**{slot: dict(names) for slot, names in concepts}, "plain": plain}, firms)


def frame_reader(lexicon: Lexicon) -> FrameReader:
    """The reader of frames of a catalogue's concepts, one for all templates."""
    concepts = tuple((slot, tuple(names.items())) for slot, names in lexicon.concepts.items())
    return _frame_reader(concepts, lexicon.plain, lexicon.firms)
