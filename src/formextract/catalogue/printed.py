"""What the forms of a catalogue have printed on them: wording that readers of paper may expect."""

from __future__ import annotations

from formextract.catalogue.catalogue import Catalogue
from formextract.text.expected import bare

LEAST = 2
"""Letters: shorter wordings tell nothing."""


def printed_wordings(catalogue: Catalogue) -> str:
    """The labels, their other wordings, options, headings and printed words of all templates, sorted, a line each.

    They stand without signs and white space; one that stands within a longer one is found there.
    """
    found: list[str] = []
    for indicator in catalogue.indicators.values():
        found += [indicator.label, *indicator.synonyms]
    for template in catalogue.templates.values():
        found += [template.title, *template.recognise.titles, *template.printed]
        found += [s.heading for s in template.sections]
        for field in template.fields:
            found += [field.label, *field.synonyms, *field.options]
    unique = sorted({text for text in map(bare, found) if len(text) >= LEAST})
    whole = "\n".join(unique)
    return "\n".join(text for text in unique if whole.count(text) == 1)
