"""`templates/prose.yaml` as the rules by which figures are found in sentences."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from formextract.catalogue.yamlfile import YamlFile
from formextract.model.template import ProseRules

PROSE_FILE = "prose.yaml"


def load_prose(root: Path, indicators: Collection[str] | None = None) -> ProseRules | None:
    """The rules of a templates' folder; None where it has none. With `indicators`, an unknown one is refused."""
    path = root / PROSE_FILE
    if not path.is_file():
        return None
    file = YamlFile(path)
    rules = file.parse(ProseRules)
    for i, noun in enumerate(rules.nouns):
        for key in ("indicator", "growth", "average", "share"):
            name = getattr(noun, key)
            if name is not None and indicators is not None and name not in indicators:
                raise file.error(("nouns", i, key), f"指标目录里没有“{name}”，请检查拼写，或先写入 indicators.yaml")
    for i, total in enumerate(rules.sums):
        if indicators is not None and total.indicator not in indicators:
            raise file.error(
                ("sums", i, "indicator"), f"指标目录里没有“{total.indicator}”，请检查拼写，或先写入 indicators.yaml"
            )
    return rules
