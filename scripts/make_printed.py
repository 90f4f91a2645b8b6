#!/usr/bin/env python3
"""Writes src/formextract/ocr/printed.txt from the templates: what known forms have printed on them, a wording a line.

With --check it only says whether the file is up to date.
"""

import sys
from pathlib import Path

from formextract.catalogue import load_catalogue
from formextract.ocr.printed import bare

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "src" / "formextract" / "ocr" / "printed.txt"
LEAST = 2
"""Letters: shorter wordings tell nothing."""


def wordings() -> list[str]:
    """The labels, their other wordings, options, headings and printed words of all templates, bare and sorted."""
    catalogue = load_catalogue(None)
    found: list[str] = []
    for indicator in catalogue.indicators.values():
        found += [indicator.label, *indicator.synonyms]
    for template in catalogue.templates.values():
        found += [
            template.title,
            *template.recognise.titles,
            *template.printed,
            *(s.heading for s in template.sections),
        ]
        for field in template.fields:
            found += [field.label, *field.synonyms, *field.options]
    unique = sorted({bare(text) for text in found if len(bare(text)) >= LEAST})
    whole = "\n".join(unique)
    return [text for text in unique if whole.count(text) == 1]  # those within a longer one are found there


def main() -> None:
    text = "\n".join(wordings()) + "\n"
    if "--check" in sys.argv[1:]:
        if FILE.read_text(encoding="utf-8") != text:
            sys.exit(f"{FILE.relative_to(ROOT)} is out of date; run scripts/make_printed.py")
        return
    FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
