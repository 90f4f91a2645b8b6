"""`templates check`: whether a file of a templates' folder is sound, whichever of them it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

import yaml

from formextract.catalogue.catalogue import (
    PROGRAMME_FILE,
    TABLES_FILE,
    check_like,
    load_indicators,
    load_table_words,
    load_template,
)
from formextract.catalogue.criteria import CRITERIA_FILE, load_criteria
from formextract.catalogue.edits import EDITS_FILE, Kinds, load_edits_file
from formextract.catalogue.folders import default_folder
from formextract.catalogue.prose import PROSE_FILE, load_prose
from formextract.catalogue.yamlfile import YamlFile, fail
from formextract.errors import TemplateError
from formextract.model.edits import Ref, refs_of
from formextract.model.proofs import Proofs
from formextract.model.template import Indicator, Lexicon, Programme

INDICATORS_FILE = "indicators.yaml"
LEXICON_FILE = "lexicon.yaml"
EVIDENCE_FILE = "evidence.yaml"
TEMPLATE_FILES = "*@*.yaml"
PATTERNS = (
    INDICATORS_FILE,
    LEXICON_FILE,
    TABLES_FILE,
    PROSE_FILE,
    EVIDENCE_FILE,
    EDITS_FILE,
    PROGRAMME_FILE,
    CRITERIA_FILE,
    TEMPLATE_FILES,
)
"""Files of a templates' folder, in the order in which a mistake in one makes others follow."""
ANY_LEVEL = "*"
ALL_ROWS = "all"
BY_YEAR = ("year", "prev", "first", "last", "every")


def check_file(path: Path, kinds: Kinds) -> None:
    """Nothing where a file is sound; TemplateError with file, line and mend for the first mistake.

    `kinds` are the kinds of edits that may be declared.
    """
    check = partial(_check_edits, kinds=kinds) if path.name == EDITS_FILE else _CHECKS.get(path.name, _check_template)
    if not path.is_file():
        raise fail(path, None, "打不开：没有这个文件")
    check(path)


def _check_indicators(path: Path) -> None:
    load_indicators(path.parent)


def _check_programme(path: Path) -> None:
    YamlFile(path).parse(Programme)


def _check_lexicon(path: Path) -> None:
    YamlFile(path).parse(Lexicon)


def _check_tables(path: Path) -> None:
    load_table_words(path.parent)


def _check_edits(path: Path, kinds: Kinds) -> None:
    indicators = _known(_root(path))
    edits = load_edits_file(path, kinds, indicators)
    file = YamlFile(path)
    for i, edit in enumerate(edits.edits):
        for ref in refs_of(edit):
            mistake = _misreferred(ref, indicators)
            if ref.at == "every" and ref not in getattr(edit, "parts", ()):
                mistake = "@every 是各年之和，只能写在 sum 的 parts 里"
            if mistake is not None:
                raise file.error(("edits", i), f"规则 {edit.id}：{mistake}")


def _check_criteria(path: Path) -> None:
    load_criteria(path.parent.parent, path.parent.name, _known(_root(path)))


def _check_prose(path: Path) -> None:
    load_prose(path.parent, _known(_root(path)))


def _check_evidence(path: Path) -> None:
    indicators = _known(_root(path))
    file = YamlFile(path)
    proofs = file.parse(Proofs)
    for i, proof in enumerate(proofs.proofs):
        told = [Ref(name) for name in proof.by.get("indicator", {}).values()]
        for ref in (*proof.count, *told):
            _known_or_fail(ref.indicator, indicators, file, ("proofs", i))
            mistake = _misreferred(ref, indicators)
            if mistake is not None:
                raise file.error(("proofs", i, "count"), f"清单 {proof.id}：{mistake}")
    for i, mention in enumerate(proofs.mentions):
        _known_or_fail(mention.indicator, indicators, file, ("mentions", i, "indicator"))


def _check_template(path: Path) -> None:
    root = _root(path)
    template = load_template(path, load_indicators(root))
    if template.like is not None:
        check_like(template, {p.stem for p in path.parent.glob(TEMPLATE_FILES)})


_CHECKS: Mapping[str, Callable[[Path], None]] = {
    INDICATORS_FILE: _check_indicators,
    LEXICON_FILE: _check_lexicon,
    TABLES_FILE: _check_tables,
    PROGRAMME_FILE: _check_programme,
    CRITERIA_FILE: _check_criteria,
    PROSE_FILE: _check_prose,
    EVIDENCE_FILE: _check_evidence,
}


def _root(path: Path) -> Path:
    """The templates' folder that a file belongs to: its own, the one above, or the shipped one."""
    here = path.resolve().parent
    for folder in (here, here.parent):
        if (folder / INDICATORS_FILE).is_file():
            return folder
    return default_folder()


def _known(root: Path) -> dict[str, Indicator]:
    """The indicators of a folder with those that its templates bring along; a mistake in a template is its own."""
    out = load_indicators(root)
    for path in sorted(root.glob(f"*/{TEMPLATE_FILES}")):
        try:
            out |= load_template(path, out).own
        except (TemplateError, yaml.YAMLError):
            continue
    return out


def _known_or_fail(name: str, known: Iterable[str], file: YamlFile, loc: tuple[str | int, ...]) -> None:
    if name not in known:
        raise file.error(loc, f"指标目录里没有“{name}”，请检查拼写，或先写入 indicators.yaml")


def _misreferred(ref: Ref, indicators: Mapping[str, Indicator]) -> str | None:
    """What is wrong with a reference to a known indicator: a period or a level that it does not have."""
    indicator = indicators.get(ref.indicator)
    if indicator is None:
        return None
    if ref.at in BY_YEAR and indicator.period != "year":
        return f"“{ref.indicator}”不是按年填写的，不能写 @{ref.at}"
    if ref.at == "span" and indicator.period != "span3":
        return f"“{ref.indicator}”不是三年合填一个数的，不能写 @span"
    for dim, value in ref.dims:
        if dim == "target" or (dim, value) == ("row", ALL_ROWS):
            continue
        if dim == "measures":
            if value not in indicators:
                return f"measures 所指的“{value}”不在指标目录中"
            continue
        allowed = indicator.dims.get(dim)
        if allowed is None:
            return f"“{ref.indicator}”没有 {dim} 这个维度"
        if value != ANY_LEVEL and value not in allowed:
            return f"“{ref.indicator}”没有 {dim}={value} 这一项，应为 {'、'.join(allowed)} 之一，或 *"
    return None
