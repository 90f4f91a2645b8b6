"""`templates/prose.yaml` as the rules by which figures are found in sentences, and their fitted weights."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from formextract.catalogue.yamlfile import YamlFile
from formextract.model.prose import ProseRules, ProseWeights
from formextract.model.template import Concepts, Lexicon

PROSE_FILE = "prose.yaml"
CONCEPTS_FILE = "concepts.yaml"
LEXICON_FILE = "lexicon.yaml"
REFERENCE = "="
WEIGHTS_FILE = "prose-weights.yaml"


def load_prose(root: Path, indicators: Collection[str] | None = None) -> ProseRules | None:
    """The rules of a templates' folder; None where it has none. With `indicators`, an unknown one is refused."""
    path = root / PROSE_FILE
    if not path.is_file():
        return None
    file = YamlFile(path)
    rules = _with_words(root, file.parse(ProseRules), file)
    concepts = {*rules.heads, *rules.sides, *rules.neutral}
    for key, said in (("places", rules.places), ("themes", rules.themes)):
        for concept in said:
            if concept not in concepts:
                raise file.error((key,), f"没有“{concept}”这个概念，请检查拼写，或先写入 heads、sides")
    for i, frame in enumerate(rules.frames):
        for name in frame.names():
            if indicators is not None and name not in indicators:
                raise file.error(("frames", i), f"指标目录里没有“{name}”，请检查拼写，或先写入 indicators.yaml")
        for concept in (*frame.means, *frame.may, *(c for of in frame.of for c in of)):
            if concept not in concepts:
                raise file.error(("frames", i), f"没有“{concept}”这个概念，请检查拼写，或先写入 heads、sides")
    named = {"sums": [s.indicator for s in rules.sums], "statements": [s.indicator for s in rules.statements]}
    named["sections"] = list(rules.sections)
    named["section_nouns"] = list(rules.section_nouns)
    for key, names in named.items():
        for i, name in enumerate(names):
            if indicators is not None and name not in indicators:
                raise file.error((key, i, "indicator"), f"指标目录里没有“{name}”，请检查拼写，或先写入 indicators.yaml")
    rules = rules.model_copy(update={"foreign": (*rules.foreign, *_of_concepts(root, rules, file))})
    weights = root / WEIGHTS_FILE
    return rules.model_copy(update={"weights": YamlFile(weights).parse(ProseWeights)}) if weights.is_file() else rules


def _with_words(root: Path, rules: ProseRules, file: YamlFile) -> ProseRules:
    """The rules with the words of the concepts by which labels are read in place of their names (`=what.output`)."""
    path = root / CONCEPTS_FILE
    known = YamlFile(path).parse(Concepts) if path.is_file() else None
    same = _same(root)
    told: dict[str, dict[str, tuple[str, ...]]] = {}
    for group, named in (("heads", rules.heads), ("sides", rules.sides)):
        told[group] = {}
        for name, words in named.items():
            own: list[str] = []
            for word in words:
                if not word.startswith(REFERENCE):
                    own.append(word)
                    continue
                slot, _, concept = word.removeprefix(REFERENCE).partition(".")
                of_slot: dict[str, tuple[str, ...]] = getattr(known, slot, {})
                if concept not in of_slot:
                    raise file.error((group, name), f"concepts.yaml 里没有“{word}”这个概念，请检查拼写")
                own += of_slot[concept]
            told[group][name] = tuple(dict.fromkeys(w for word in own for w in (word, *_otherwise(word, same))))
    return rules.model_copy(update=told)


def _same(root: Path) -> dict[str, tuple[str, ...]]:
    """The wordings that are read as one word before labels are compared."""
    path = root / LEXICON_FILE
    return YamlFile(path).parse(Lexicon).same if path.is_file() else {}


def _otherwise(word: str, same: Mapping[str, tuple[str, ...]]) -> list[str]:
    """How else a word is said, by what labels call the same: 研发经费投入强度 and 研发费用投入强度."""
    return [word.replace(one, other) for one, others in same.items() if one in word for other in others]


def _of_concepts(root: Path, rules: ProseRules, file: YamlFile) -> list[tuple[str, ...]]:
    """The words of concepts that labels are read by, too, and that are no indicator's."""
    path = root / CONCEPTS_FILE
    if not rules.foreign_concepts or not path.is_file():
        return []
    measured = YamlFile(path).parse(Concepts).what
    for i, name in enumerate(rules.foreign_concepts):
        if name not in measured:
            raise file.error(("foreign_concepts", i), f"concepts.yaml 里没有“{name}”这个概念，请检查拼写")
    return [tuple(measured[name]) for name in rules.foreign_concepts]
