"""`templates/edits.yaml` as edits, and a form's own beside them."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from pathlib import Path

from formextract.catalogue.yamlfile import YamlFile
from formextract.model.edits import Edit, Edits, refs_of, written_with

EDITS_FILE = "edits.yaml"
Kinds = tuple[type[Edit], ...]

_model = cache(written_with)


def load_edits(
    root: Path, kinds: Kinds, program: str | None = None, indicators: Collection[str] | None = None
) -> Edits:
    """The edits that hold on any form, then those of `<program>/edits.yaml` where there is one.

    `root` is the folder of templates, `kinds` are the kinds of edits that may stand there (`checks.kinds()`). With
    `indicators`, an edit that names an unknown one is refused.
    """
    edits = load_edits_file(root / EDITS_FILE, kinds, indicators)
    if program is not None:
        edits = Edits(edits=tuple(e for e in edits.edits if not e.programs or program in e.programs))
    own = None if program is None else root / program / EDITS_FILE
    return edits if own is None or not own.is_file() else edits + load_edits_file(own, kinds, indicators)


def load_edits_file(path: Path, kinds: Kinds, indicators: Collection[str] | None) -> Edits:
    """The edits of one file; TemplateError for a mistake, an edit written twice, an unknown indicator."""
    file = YamlFile(path)
    file.unique_ids("edits", "规则")
    edits = Edits(edits=file.parse(_model(kinds)).edits)
    for i, edit in enumerate(edits.edits):
        for ref in refs_of(edit):
            if indicators is not None and ref.indicator not in indicators:
                raise file.error(("edits", i), f"规则 {edit.id} 用到的指标“{ref.indicator}”不在指标目录中，请检查拼写")
    return edits
