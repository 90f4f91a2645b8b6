"""Further templates beside the shipped ones: of several folders one, in which every reference is looked up."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import yaml

from formextract.catalogue.catalogue import PROGRAMME_FILE, load_catalogue, load_indicators
from formextract.catalogue.checking import INDICATORS_FILE, TEMPLATE_FILES, check_file
from formextract.catalogue.criteria import CRITERIA_FILE
from formextract.catalogue.edits import EDITS_FILE, Kinds
from formextract.catalogue.folders import IN_USE, shipped_folder
from formextract.catalogue.kept import forget_templates
from formextract.catalogue.yamlfile import YamlFile
from formextract.errors import TemplateError, UsageError

_OF_PROGRAMME = (TEMPLATE_FILES, EDITS_FILE, CRITERIA_FILE, PROGRAMME_FILE)


def programmes_in(folder: Path) -> dict[str, Path]:
    """The programmes' folders in a folder of templates, by name: it is one itself, or holds them.

    UsageError where there is none.
    """
    if not folder.is_dir():
        raise UsageError(f"找不到模板文件夹 {folder}，请检查路径")
    if any(folder.glob(TEMPLATE_FILES)):
        return {folder.resolve().name: folder}
    found = {p.name: p for p in sorted(folder.iterdir()) if p.is_dir() and any(p.glob(TEMPLATE_FILES))}
    if not found:
        raise UsageError(f"{folder} 里没有模板。模板文件应为 项目/表@年份.yaml，如 county-brief/half-year@2025.yaml")
    return found


def gathered(folders: Sequence[Path], into: Path) -> dict[Path, Path]:
    """Copies the further templates of all folders into one, a later folder's before an earlier one's.

    What is the same as in the shipped folder is left out. Gives each copy with the file that it was made of.
    """
    made: dict[Path, Path] = {}
    shipped = shipped_folder()
    for folder in folders:
        for name, own in programmes_in(folder).items():
            files = [p for pattern in _OF_PROGRAMME for p in sorted(own.glob(pattern))]
            if all(_same(p, shipped / name / p.name) for p in files):
                continue
            (into / name).mkdir(parents=True, exist_ok=True)
            for path in files:
                shutil.copyfile(path, into / name / path.name)
                made[into / name / path.name] = path
        indicators = folder / INDICATORS_FILE
        if indicators.is_file() and not _same(indicators, shipped / INDICATORS_FILE):
            into.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(indicators, into / INDICATORS_FILE)
            made[into / INDICATORS_FILE] = indicators
    return made


def put_together(further: Path, into: Path) -> None:
    """Makes a whole folder of templates: the shipped ones and those that were gathered."""
    shipped = shipped_folder()
    shutil.copytree(shipped, into, dirs_exist_ok=True)
    for own in sorted(p for p in further.iterdir() if p.is_dir()):
        shutil.copytree(own, into / own.name, dirs_exist_ok=True)
    indicators = further / INDICATORS_FILE
    if indicators.is_file():
        _add_indicators(indicators, into / INDICATORS_FILE)


def checked(whole: Path, made: dict[Path, Path], further: Path, kinds: Kinds) -> None:
    """TemplateError for the first mistake in further templates, told by the file that a person has written."""
    for copy, original in made.items():
        inside = whole / copy.relative_to(further)
        try:
            if inside.name != INDICATORS_FILE:
                check_file(inside, kinds)
        except TemplateError as e:
            e.args = (str(e).replace(str(inside), str(original)),)
            raise
    try:
        load_catalogue(whole)
    except TemplateError as e:
        for copy, original in made.items():
            e.args = (str(e).replace(str(whole / copy.relative_to(further)), str(original)),)
        raise


def use(whole: Path) -> None:
    """Has this process, and those that it starts, take a folder for the shipped one."""
    os.environ[IN_USE] = str(whole)
    forget_templates()


def digest_of(folder: Path) -> str:
    """A digest of all files of a folder of templates."""
    return digest((str(p.relative_to(folder)), p.read_bytes()) for p in sorted(folder.rglob("*")) if p.is_file())


def digest(files: Iterable[tuple[str, bytes]]) -> str:
    """A digest of files' names and bytes."""
    h = hashlib.sha256()
    for name, data in files:
        h.update(name.encode() + b"\0" + data + b"\0")
    return h.hexdigest()[:16]


def _same(path: Path, other: Path) -> bool:
    return other.is_file() and path.read_bytes() == other.read_bytes()


def _add_indicators(own: Path, known: Path) -> None:
    """Writes the indicators that a further folder has beside the shipped ones behind these."""
    old, new = load_indicators(known.parent), load_indicators(own.parent)
    lines = []
    for name, indicator in new.items():
        if name not in old:
            lines.append(f"  {name}: {json.dumps(indicator.model_dump(exclude_defaults=True), ensure_ascii=False)}\n")
        elif old[name] != indicator:
            raise YamlFile(own).error(["indicators", name], f"“{name}”与自带的指标写法不同。请换一个编号，或删去这一行")
    text = known.read_text(encoding="utf-8").rstrip("\n") + "\n" + "".join(lines)
    yaml.safe_load("".join(lines) or "{}")
    known.write_text(text, encoding="utf-8")
