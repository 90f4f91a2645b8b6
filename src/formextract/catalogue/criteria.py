"""A programme's `criteria.yaml` as criteria."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from formextract.catalogue.yamlfile import YamlFile
from formextract.model.edits import Criteria, Criterion, SetAside

CRITERIA_FILE = "criteria.yaml"


def load_criteria(root: Path, program: str, indicators: Collection[str] | None = None) -> tuple[Criterion, ...]:
    """The clauses of a programme's standard, in its order; none where the programme has no such file.

    `root` is the folder of templates. With `indicators`, a criterion that uses an unknown one is refused.
    """
    path = root / program / CRITERIA_FILE
    if not path.is_file():
        return ()
    file = YamlFile(path)
    file.unique_ids("criteria", "条款")
    criteria = file.parse(Criteria).criteria
    for i, criterion in enumerate(criteria):
        for field in ("met", "not_met", "soft_if"):
            mistake = _mistake(getattr(criterion, field))
            if mistake is not None:
                raise file.error(("criteria", i, field), f"条款 {criterion.id} 的 {field} 不是 ZEN 表达式：{mistake}")
        for indicator in criterion.uses:
            if indicators is not None and indicator not in indicators:
                raise file.error(
                    ("criteria", i, "uses"), f"条款 {criterion.id} 用到的指标“{indicator}”不在指标目录中，请检查拼写"
                )
        for indicator in () if criterion.cap is None else criterion.cap.same:
            if indicators is not None and indicator not in indicators:
                raise file.error(
                    ("criteria", i, "cap"),
                    f"条款 {criterion.id} 的 cap：指标“{indicator}”不在指标目录中，请检查拼写",
                )
    return criteria


def load_set_aside(root: Path, program: str) -> tuple[SetAside, ...]:
    """The clauses of a programme that are no criteria, with the reason."""
    path = root / program / CRITERIA_FILE
    return YamlFile(path).parse(Criteria).set_aside if path.is_file() else ()


@lru_cache(maxsize=1024)
def _mistake(expression: str | None) -> str | None:
    """What the rules engine does not understand of an expression; None where it does."""
    import zen

    found = None if expression is None else zen.validate_expression(expression)
    return None if found is None else str(found.get("source", found))
