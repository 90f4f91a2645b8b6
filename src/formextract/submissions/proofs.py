"""`templates/evidence.yaml`, once a process."""

from __future__ import annotations

from pathlib import Path

from formextract.catalogue import default_folder
from formextract.catalogue.kept import kept
from formextract.catalogue.yamlfile import YamlFile
from formextract.model.proofs import Proofs

EVIDENCE_FILE = "evidence.yaml"


@kept
def load_proofs(templates: Path | None = None) -> Proofs:
    """`evidence.yaml` of a folder of templates (the shipped one); TemplateError for a mistake in it."""
    return YamlFile((templates or default_folder()) / EVIDENCE_FILE).parse(Proofs)
