"""`--program` and `--form`: what papers are that do not say it themselves, for one command."""

from __future__ import annotations

import os

from formextract.errors import UsageError
from formextract.match.hints import HINT


def choose_hint(program: str, form: str) -> None:
    """Has the command read what leaves it open as these; each is the catalogue's name, or staff's words for it.

    UsageError for what no template is of.
    """
    if not program and not form:
        return
    from formextract.catalogue import load_catalogue
    from formextract.match.naming import Naming

    catalogue = load_catalogue()
    naming = Naming(catalogue.programmes, catalogue.lexicon)
    known = {t.program: "" for t in catalogue.templates.values()}
    known |= {name: p.title for name, p in catalogue.programmes.items() if name in known}
    said = naming.of(program)
    meant = program if program in known else next((n for n, title in known.items() if title == program), "")
    meant = meant or (said.program if said is not None else "")
    if program and not meant:
        raise UsageError(
            f"--program 的值“{program}”不是已有的项目，可写：{'、'.join(t or n for n, t in known.items())}"
        )
    forms = {t.form: t.title for t in catalogue.templates.values() if meant in ("", t.program)}
    kind = form if form in forms else naming.kind(form) if form else ""
    if form and kind not in forms:
        raise UsageError(f"--form 的值“{form}”不是这个项目的材料，可写：{'、'.join(forms.values())}")
    os.environ[HINT] = f"{meant}/{kind}"
