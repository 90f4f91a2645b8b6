#!/usr/bin/env python3
"""docs/fields.md from the catalogue: `scripts/make_field_docs.py [--check]`.

With `--check` nothing is written; exit status 1 where the page is stale.
"""

from __future__ import annotations

import sys
from pathlib import Path

from formextract.catalogue import load_catalogue
from formextract.wording import LEVELS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "fields.md"
HEAD = """# Fields

Made from the catalogue by `scripts/make_field_docs.py`: every indicator that records, `long` and `facts` may hold, with
its label in Chinese, type and unit, how it is dated, what tells its values of one year apart, and the forms that ask
for it. A figure is in this unit whatever the form's is. Types: `number`, `integer`, `text`, `date` (ISO 8601), `bool`,
`choice:a|b`, `multichoice`, lists of names. Dated `year` there is a value a year, `span3` one for three years
(`2021/2023`), else one.

| indicator | label | type | unit | dated | dims | asked for by |
| --- | --- | --- | --- | --- | --- | --- |
"""


def page() -> str:
    """The page as it should be."""
    catalogue = load_catalogue()
    asked: dict[str, set[str]] = {}
    for template in catalogue.templates.values():
        for name in template.indicators():
            asked.setdefault(name, set()).add(template.id)
    rows = []
    for name, i in sorted(catalogue.indicators.items()):
        dims = "; ".join(f"{k}: {', '.join(_level(v) for v in vs) or 'any'}" for k, vs in i.dims.items())
        forms = sorted(asked.get(name, ()))
        told = ", ".join(forms[:3]) + (f" and {len(forms) - 3} more" if len(forms) > 3 else "")
        cells = (f"`{name}`", i.label, f"`{i.type}`", i.unit or "", i.period or "", dims, told)
        rows.append("| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |\n")
    return HEAD + "".join(rows)


def _level(value: str) -> str:
    return f"{value} {LEVELS[value]}" if value in LEVELS else value


def main() -> int:
    """Writes or checks the page; the exit status."""
    text = page()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    print("docs/fields.md is stale: run scripts/make_field_docs.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
