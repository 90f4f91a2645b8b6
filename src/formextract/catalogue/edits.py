"""`templates/edits.yaml` as edits, and a form's own beside them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from formextract.catalogue.yamlfile import YamlFile
from formextract.model.edits import Edits, refs_of

EDITS_FILE = "edits.yaml"


def load_edits(root: Path, program: str | None = None, indicators: Collection[str] | None = None) -> Edits:
    """The edits that hold on any form, then those of `<program>/edits.yaml` where there is one.

    `root` is the folder of templates. With `indicators`, an edit that names an unknown one is refused.
    """
    edits = load_edits_file(root / EDITS_FILE, indicators)
    own = None if program is None else root / program / EDITS_FILE
    return edits if own is None or not own.is_file() else edits + load_edits_file(own, indicators)


def load_edits_file(path: Path, indicators: Collection[str] | None) -> Edits:
    """The edits of one file; TemplateError for a mistake, an edit written twice, an unknown indicator."""
    file = YamlFile(path)
    file.unique_ids("edits", "规则")
    edits = file.parse(Edits)
    for i, edit in enumerate(edits.edits):
        for ref in refs_of(edit):
            if indicators is not None and ref.indicator not in indicators:
                raise file.error(("edits", i), f"规则 {edit.id} 用到的指标“{ref.indicator}”不在指标目录中，请检查拼写")
    return edits
