"""Makes docs/coverage.md: every field, instruction and clause of the shipped forms, and what holds each.

The tables come from the templates, edits and criteria themselves, so that they cannot say what these do not. `--check`
says whether the page is stale.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "coverage.md"
sys.path.insert(0, str(ROOT / "src"))

from formextract.catalogue import load_catalogue  # noqa: E402
from formextract.catalogue.criteria import load_criteria, load_set_aside  # noqa: E402
from formextract.catalogue.edits import load_edits  # noqa: E402
from formextract.checks import kinds  # noqa: E402
from formextract.model.edits import Criterion, refs_of  # noqa: E402
from formextract.model.template import Duty, Template  # noqa: E402

HEAD = """# Coverage

What the shipped forms ask, and what of it is read, compared and judged. `scripts/make_coverage.py` makes this page of
the templates (a test holds it to them); [checks.md](checks.md) and [rules-engine.md](rules-engine.md) say what the
words mean. A field is *read* where a template names it; the last column says by which edits and clauses its value is
held against something. Every edit is held by its kind's tests (`tests/checks/`), every clause by
`tests/checks/test_judging.py`, every form by its sample (`tests/samples/`).
"""


def page() -> str:
    """The page as it should be."""
    catalogue = load_catalogue()
    out = [HEAD]
    for program in sorted(catalogue.programmes):
        criteria = load_criteria(catalogue.folder, program)
        edits = load_edits(catalogue.folder, kinds(), program)
        holders: dict[str, list[str]] = {}
        for edit in edits.edits:
            for ref in refs_of(edit):
                holders.setdefault(ref.indicator, []).append(edit.id)
        for clause in criteria:
            for name in clause.uses:
                holders.setdefault(name, []).append(f"{clause.clause} `{clause.id}`")
        out.append(f"\n## {catalogue.title_of(program)}\n")
        for template in catalogue.templates.values():
            if template.program == program:
                out += _fields(template, holders)
        own = [e for e in edits.edits if any(t.program == program for t in catalogue.templates.values())]
        out += ["\n### Comparisons\n", "| edit | kind | rests on |", "| --- | --- | --- |"]
        asked = {n for t in catalogue.templates.values() if t.program == program for n in t.indicators()}
        for edit in own:
            if any(ref.indicator in asked for ref in refs_of(edit)) or not list(refs_of(edit)):
                out.append(f"| `{edit.id}` | {edit.kind} | {_plain(edit.clause)} |")
        out += ["\n### Clauses\n", "| clause | says | judged |", "| --- | --- | --- |"]
        out += [f"| {_plain(c.clause)} `{c.id}` | {_plain(c.text)} | {_how(c)} |" for c in criteria]
        duties = catalogue.programmes[program].duties
        if duties:
            out += ["\n### Calendar\n", "| clause | who | owes | by |", "| --- | --- | --- | --- |"]
            out += [f"| {_plain(d.clause)} | {d.who} | {d.what} | {_by(d)} |" for d in duties]
        aside = load_set_aside(catalogue.folder, program)
        if aside:
            out += ["\n### Clauses that no paper of a cluster shows\n", "| clause | says | why it is not judged |"]
            out += [
                "| --- | --- | --- |",
                *(f"| {_plain(c.clause)} | {_plain(c.says)} | {_plain(c.why)} |" for c in aside),
            ]
    return "\n".join(out) + "\n"


def _fields(template: Template, holders: dict[str, list[str]]) -> list[str]:
    out = [
        f"\n### {template.title} (`{template.id}`)\n",
        "| part | caption | indicator | held by |",
        "| --- | --- | --- | --- |",
    ]
    for field in template.fields:
        names = [
            n
            for n in (field.indicator, field.names, field.joined, field.target, field.cover, *field.parts.values())
            if n
        ]
        for name in dict.fromkeys(names):
            dims = ",".join(f"{k}={v}" for k, v in field.dims.items())
            held = list(dict.fromkeys(holders.get(name, [])))
            told = "; ".join(held[:6]) + (f" and {len(held) - 6} more" if len(held) > 6 else "")
            shown = f"`{name}[{dims}]`" if dims else f"`{name}`"
            out.append(f"| {field.section} | {_plain(field.label)} | {shown} | {told or 'read'} |")
    return out


def _by(duty: Duty) -> str:
    if duty.years is not None:
        return f"every {duty.years} years from recognition"
    return duty.by or "as a yearly notice says"


def _how(c: Criterion) -> str:
    if c.manual:
        return "by a person, with passages" if c.quote else "by a person"
    how = f"over the store, at most {c.cap.most}" if c.cap is not None else _plain(c.threshold)
    return how + (f"; leaves room: {'、'.join(c.soft)}" if c.soft else "")


def _plain(text: str) -> str:
    return text.replace("|", "∣").replace("\n", " ")


if __name__ == "__main__":
    made = page()
    if "--check" in sys.argv:
        sys.exit(0 if PAGE.read_text(encoding="utf-8") == made else "docs/coverage.md is stale: run this script")
    PAGE.write_text(made, encoding="utf-8")
