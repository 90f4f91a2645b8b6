"""Proposed rules as lines of `edits.yaml`."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from formextract.text import squeeze


def line_of(name: str, kind: str, told: str, **parts: str) -> str:
    """A line of `edits.yaml`; `told` is the label that the rule rests on."""
    inner = ", ".join(f"{k}: {v}" for k, v in parts.items())
    return f"{{id: {name}, kind: {kind}, {inner}, clause: {json.dumps(squeeze(told), ensure_ascii=False)}}}"


def named(lines: Sequence[str]) -> list[str]:
    """The rules with ids of Latin letters, each once: of an indicator that is called in Chinese, and of a second one
    with the same id, it is the kind with a number.
    """
    out: list[str] = []
    taken: set[str] = set()
    for number, line in enumerate(lines, 1):
        found = re.match(r"\{id: (\w+), kind: (\w+)", line)
        name = found.group(1) if found is not None else ""
        if found is not None and (not name.isascii() or name in taken):
            name = f"{found.group(2)}_{number}"
            line = f"{{id: {name}{line[found.end(1) :]}"  # noqa: PLW2901 - the same rule
        taken.add(name)
        out.append(line)
    return out
