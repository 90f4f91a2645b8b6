#!/usr/bin/env python3
"""What a bundle is made of: `parts.py CONTENTS BUNDLE` writes sbom.cdx.json (CycloneDX 1.5) and 第三方组件许可.txt.

CONTENTS is what PyInstaller took, a list of files. Each belongs to a distribution of this environment, to Python, to a
package of Debian, or to the system's own C library. The texts of the licences, as the distributions carry them, go
into the folder `licences`. Exit status 1 where a part states no licence or a file belongs to nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

STATED = {
    "zen-engine": "MIT",  # its wheel says nothing; LICENSE of github.com/gorules/zen
}
"""The licence of a distribution that states none in its metadata, and where it was found."""
OURS = "formextract"
CLASSIFIER = "License :: "
TEXTS = re.compile(r"(^|/)(licen[cs]es?|copying|notice|authors)[^/]*", re.IGNORECASE)


@dataclass
class Part:
    """A component of the bundle."""

    name: str
    version: str
    licence: str
    purl: str
    texts: list[Path] = field(default_factory=list)
    files: int = 0


def main() -> int:
    """Writes both lists; the exit status."""
    contents, bundle = json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2])
    parts, homeless = found([Path(p) for p in contents])
    parts.append(of_distribution(distribution("PyInstaller")))  # its starter is in every bundle
    for part in parts:
        kept = bundle / "licences" / f"{part.name}-{part.version}"
        for n, text in enumerate(part.texts):
            kept.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(text, kept / (text.name if not (kept / text.name).exists() else f"{n}-{text.name}"))
    (bundle / "sbom.cdx.json").write_text(json.dumps(sbom(parts, bundle), ensure_ascii=False, indent=1), "utf-8")
    (bundle / "第三方组件许可.txt").write_text(listed(parts), "utf-8")
    silent = [p.name for p in parts if not p.licence]
    print(f"parts: {len(parts)}, licence texts: {sum(len(p.texts) for p in parts)}")
    for what, names in (("states no licence", silent), ("belongs to nothing", homeless)):
        for name in names:
            print(f"  {what}: {name}")
    return int(bool(silent or homeless))


def found(contents: Iterable[Path]) -> tuple[list[Part], list[str]]:
    """The parts to which these files belong, by name, and the files that belong to none."""
    owners: dict[str, str] = {}
    for dist in distributions():
        root = Path(str(dist.locate_file(""))).absolute()
        owners |= {f"{root}/{file}": dist.metadata["Name"] for file in dist.files or ()}
    ours = Path(__file__).resolve().parents[2]
    standard = Path(sysconfig.get_path("stdlib")).resolve()
    parts: dict[str, Part] = {}
    homeless = []
    for path in sorted({p.absolute() for p in contents}):
        name = owners.get(str(path), "")
        if name:
            part = parts.get(name) or parts.setdefault(name, of_distribution(distribution(name)))
        elif path.name == "base_library.zip":  # what Python needs to start, which PyInstaller packs
            part = parts.setdefault("Python", python())
        elif path.is_relative_to(ours):  # the project's own, as files or through its tree
            part = parts.get("formextract") or parts.setdefault(
                "formextract", of_distribution(distribution("formextract"))
            )
        elif path.resolve().is_relative_to(standard) or path.name.startswith("libpython"):
            part = parts.setdefault("Python", python())
        else:
            package = debian_package(path)
            if package is None:
                homeless.append(str(path))
                continue
            part = parts.get(package) or parts.setdefault(package, of_debian(package))
        part.files += 1
    return sorted(parts.values(), key=lambda p: p.name.lower()), homeless


def of_distribution(dist: Distribution) -> Part:
    """A distribution as a part."""
    name = dist.metadata["Name"]
    texts = [Path(dist.locate_file(f)) for f in dist.files or () if ".dist-info/" in str(f) and TEXTS.search(str(f))]
    named = re.sub(r"[-_.]+", "-", name).lower()
    version = dist.version
    return Part(name, version, licence(dist), f"pkg:pypi/{named}@{version}", [t for t in texts if t.is_file()])


def licence(dist: Distribution) -> str:
    """What a distribution says of its licence: an expression, its classifiers, or its free text; "" for nothing."""
    said = dist.metadata
    if said.get("License-Expression"):
        return str(said["License-Expression"])
    classes = [c.rpartition("::")[2].strip() for c in said.get_all("Classifier") or () if c.startswith(CLASSIFIER)]
    classes = [c for c in classes if c != "OSI Approved"]
    text = str(said.get("License") or "").strip()
    short = text if text and "\n" not in text and len(text) < 80 and text.upper() != "UNKNOWN" else ""
    return (
        "; ".join(classes) or short or (text.splitlines()[0][:80] if text else "") or STATED.get(dist.name.lower(), "")
    )


def python() -> Part:
    """The interpreter."""
    version = ".".join(str(n) for n in sys.version_info[:3])
    text = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    return Part("Python", version, "PSF-2.0", f"pkg:generic/python@{version}", [text] if text.is_file() else [])


def debian_package(path: Path) -> str | None:
    """The package of the system that a file belongs to."""
    for name in (str(path), str(path.resolve()), str(path).removeprefix("/usr")):
        done = subprocess.run(["dpkg", "-S", name], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return done.stdout.split(":", 1)[0]
    return None


def of_debian(package: str) -> Part:
    """A package of the system as a part, with the licences that its copyright file names."""
    shown = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=True
    )
    text = Path("/usr/share/doc") / package / "copyright"
    body = text.read_text("utf-8", "replace") if text.is_file() else ""
    names = sorted(set(re.findall(r"^License: *(\S.*)$", body, re.MULTILINE)))
    stated = "; ".join(names) or ("see the copyright file" if body else "")
    version = shown.stdout.strip().split()[0]
    return Part(package, version, stated, f"pkg:deb/debian/{package}@{version}", [text] if body else [])


def sbom(parts: list[Part], bundle: Path) -> dict[str, object]:
    """The parts in the shape of CycloneDX, and the recognition models with their digests."""
    models = [
        {
            "type": "machine-learning-model",
            "bom-ref": f"model:{path.name}",
            "name": path.name,
            "group": path.relative_to(bundle / "_internal").parts[0],
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}],
        }
        for path in sorted(bundle.rglob("*.onnx"))
    ]
    components = [
        {
            "type": "library",
            "bom-ref": p.purl,
            "name": p.name,
            "version": p.version,
            "purl": p.purl,
            "licenses": [{"license": {"name": p.licence}}],
        }
        for p in parts
        if p.name != "formextract"
    ]
    ours = distribution("formextract")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "formextract",
                "name": "formextract",
                "version": ours.version,
                "licenses": [{"license": {"id": "AGPL-3.0-or-later"}}],
            }
        },
        "components": [*components, *models],
        "dependencies": [{"ref": "formextract", "dependsOn": [c["bom-ref"] for c in (*components, *models)]}],
    }


def listed(parts: list[Part]) -> str:
    """The parts as people read them."""
    lines = ["本程序由下列组件构成。各组件的许可文本在 licences 文件夹中；程序本身按 AGPL-3.0-or-later 提供。", ""]
    lines += [f"{p.name} {p.version}：{p.licence}" for p in parts]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
