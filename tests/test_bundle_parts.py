"""What the bundle's lists say of its parts: every distribution that we ask for states a licence."""

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import numpy as np
import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts" / "bundling"))

import parts  # noqa: E402 - found by the line before


def closure(name="formextract"):
    """What a plain installation brings, with all that those ask for."""
    seen, todo = {}, [name]
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        try:
            seen[name] = dist = distribution(name)
        except PackageNotFoundError:  # for another system
            continue
        for line in dist.requires or ():
            asked = Requirement(line)
            if asked.marker is None or asked.marker.evaluate({"extra": ""}):
                todo.append(re.sub(r"[-_.]+", "-", asked.name).lower())
    return seen


def test_every_distribution_states_its_licence():
    found = closure()
    assert len(found) > 50
    assert [name for name, dist in found.items() if not parts.licence(dist)] == []


def test_a_licence_in_a_table_of_ours_is_needed():
    found = closure()
    silent = {n for n in parts.STATED if n in found and parts.licence(found[n]) == parts.STATED[n]}
    assert silent == set(parts.STATED)


@pytest.mark.slow
def test_files_are_told_to_whom_they_belong(tmp_path):
    (tmp_path / "stranger.so").write_bytes(b"")
    listed, homeless = parts.found([Path(np.__file__), Path(re.__file__), tmp_path / "stranger.so"])
    assert {p.name for p in listed} >= {"numpy", "Python"}
    assert homeless == [str(tmp_path / "stranger.so")]
    told = parts.sbom(listed, tmp_path)
    assert told["bomFormat"] == "CycloneDX"
    assert any(c["purl"].startswith("pkg:pypi/numpy@") for c in told["components"])


def test_the_locks_pin_every_requirement_by_hash():
    for name in ("bundle", "server", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
        assert "--index-url" not in text
        assert "://" not in text
        pinned = re.findall(r"^([a-z0-9.\[\]_-]+)==\S+", text, re.MULTILINE)
        entries = re.split(r"^(?=[a-z0-9.\[\]_-]+==)", text, flags=re.MULTILINE)[1:]
        assert all("--hash=sha256:" in entry for entry in entries)
        ours = distribution("formextract").requires or ()
        asked = {Requirement(r) for r in ours}
        names = {re.sub(r"[-_.]+", "-", r.name).lower() for r in asked if r.marker is None}
        assert names <= {p.partition("[")[0] for p in pinned}
        for entry in entries:
            pin, version = re.match(r"([a-z0-9._-]+)(?:\[.*?\])?==([^\s;]+)", entry).groups()
            for r in asked:
                if re.sub(r"[-_.]+", "-", r.name).lower() == pin and r.marker is None:
                    assert r.specifier.contains(version), f"{pin} {version}: run scripts/lock"
