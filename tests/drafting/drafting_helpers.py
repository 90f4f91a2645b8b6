"""Drafts of small blank forms, and the rules proposed for them."""

from pathlib import Path
from typing import Any

import yaml

from formextract import intake, readers
from formextract.catalogue import load_catalogue
from formextract.drafting import draft_of
from formextract.drafting.draft import Draft
from formextract.drafting.writing import rules_of
from samples.strangers import Form, Rows, written

CATALOGUE = load_catalogue()


def drafted(tmp_path: Path, *blocks: str | Rows) -> Draft:
    """The draft of a form of these blocks, by way of a Word file."""
    document = readers.read(intake.source_file(written(Form(blocks, ()), tmp_path / "blank.docx")))
    return draft_of(document, CATALOGUE.indicators, CATALOGUE.lexicon)


def edits(draft: Draft) -> list[dict[str, Any]]:
    return [yaml.safe_load(line) for line in rules_of(draft)]


def rules(draft: Draft) -> list[tuple[str, ...]]:
    """Kind and labels of the figures of each rule, the one that is said of first."""
    names = {f.indicator: f.found.label for f in draft.fields} | {n: n for f in draft.fields for n, _ in f.more}
    out = []
    for edit in edits(draft):
        told = [edit.get(k) for k in ("total", "rate", "whole", "part")]
        told += [*edit.get("parts", []), *edit.get("order", []), *edit.get("indicators", [])]
        bare = [str(x).partition("@")[0].partition("[")[0] for x in told if x]
        out.append((edit["kind"], *(names.get(b, b) for b in bare)))
    return out
