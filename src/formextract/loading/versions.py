"""What a file's reading depends on: a newer reader or template has just those files read again that it affects.

A reader's version is a number in its row in `formats`, raised by whoever makes it read the same bytes otherwise; behind
it stands `formats.VERSION`, for matching and values. A template's version is its content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from formextract.catalogue import default_folder
from formextract.formats import VERSION, format_name, formats
from formextract.match.hints import Hint, hint_now
from formextract.text.rates import rates_now

RULES = frozenset({"edits.yaml", "criteria.yaml", "evidence.yaml"})
"""Files of the templates' folder that say how records are checked, not how files are read."""


@dataclass(frozen=True, slots=True)
class ProgramVersions:
    """The versions of one program: of each format's reader, of what all templates share, of each programme's templates.

    `rules` is the digest of what records are checked by, `rates` what amounts in another currency are converted by,
    `hint` what is said of papers that do not say it themselves.
    """

    readers: Mapping[str, str]
    shared: str
    programs: Mapping[str, str]
    rules: str
    rates: str = ""
    hint: str = ""

    def reader(self, kind: str) -> str:
        """The version of the reader of a format (or of an ending), '' where nobody reads it."""
        kind = format_name(kind)
        return f"{kind}/{self.readers[kind]}" if kind in self.readers else ""

    def templates(self, programs: Collection[str]) -> str:
        """A digest of the templates of these programmes (of all where there are none: any might claim the file), and of
        the rates; of the hint too where none has claimed it, so that such files are read again with another one.
        """
        wanted = sorted(set(programs) or self.programs)
        rates = [f"rates={self.rates}"] if self.rates else []
        hint = [f"hint={self.hint}"] if self.hint and not programs else []
        return _digest([self.shared, *(f"{p}={self.programs.get(p, '')}" for p in wanted), *rates, *hint])


def versions(templates: Path | None = None) -> ProgramVersions:
    """The versions of this program with a folder of templates (the shipped one)."""
    folder = templates or default_folder()
    own = {p.name: _contents(p) for p in sorted(folder.iterdir()) if p.is_dir()}
    known = [(f.name, f.version) for f in formats().values()]
    rules = [p for p in sorted(folder.rglob("*")) if p.name in RULES]
    return ProgramVersions(
        readers={kind: f"{number}.{VERSION}" for kind, number in known},
        shared=_contents(folder),
        programs=own,
        rules=_digest([f"{p.relative_to(folder)}={p.read_text(encoding='utf-8')}" for p in rules]),
        rates=rates_now(),
        hint=_said(hint_now()),
    )


def _said(hint: Hint) -> str:
    return f"{hint.program}/{hint.form}" if hint else ""


def _contents(folder: Path) -> str:
    """A digest of the files in a folder that say how forms are read."""
    files = [p for p in sorted(folder.iterdir()) if p.is_file() and p.name not in RULES and not p.name.startswith(".")]
    return _digest([f"{p.name}={p.read_text(encoding='utf-8', errors='replace')}" for p in files])


def _digest(parts: list[str]) -> str:
    h = hashlib.sha256()
    for part in parts:
        h.update(part.encode() + b"\0")
    return h.hexdigest()[:32]
