"""Forms of a seed printed in ordinary ways, worn by both makers, and read once: documents whose values are known."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np
import pymupdf

from formextract import FormextractError
from formextract.model import Document
from formextract.pipeline import read
from samples import build
from samples.borders import PRINTS, printed_with
from samples.built import Built
from samples.degrade import PLAIN, WEARS, worn
from samples.office import to_pdf
from samples.second_maker import DIRTY, dirtied

STYLES = ("none", "thin", "three-line", "dashed", "open", "level-only", "dotted", "frame-only", "double", "solid")
WORN = ("plain", "dirty-photocopy", "worn", "dirty-folds", "dirty-toner", "fax", "coarse", "dirty-rollers", "faded",
        "dirty-bleed", "broken", "dirty-light", "bilevel", "dirty-fax")  # fmt: skip
UNRULED = ("none", "three-line", "level-only", "frame-only", "zebra")
DPI = 200


@dataclass(frozen=True)
class Worn:
    """A form as it was read: its print and wear, what should be read of it, and the document that it gave."""

    name: str
    gold: list[dict[str, Any]]
    document: Document


def worn_prints(
    out: Path, seed: str, count: int, augraphy: str, chosen: Sequence[tuple[str, str]] = ()
) -> Iterator[Worn]:
    """The forms of a seed, one by one; what was made and read before is taken from the folder.

    `chosen` are a print and a wear for each of the first ones, which are all that is read then.
    """
    for at, form in enumerate(drawn(out, seed, count)):
        rng = Random(f"{seed}/{at}/print")
        if chosen and at >= len(chosen):
            return
        if chosen:
            style, wear = chosen[at]
        else:
            style = STYLES[(at + rng.randrange(2)) % len(STYLES)]
            wear = WORN[(3 * at + int(seed)) % len(WORN)]
        name = f"{form.name}~{style}~{wear}"
        kept = out / f"{name}.pickle"
        if not kept.exists():
            scan = _scan(out / form.file, style, wear, name, rng, augraphy)
            try:
                kept.write_bytes(pickle.dumps(read(scan)))
            except FormextractError as e:
                print(f"{name}: {e}")
                continue
        yield Worn(name, gold_of(out, form.name), pickle.loads(kept.read_bytes()))


def unruled_prints(out: Path, seed: str, count: int) -> Iterator[Worn]:
    """The forms of a seed as LibreOffice prints them without rules or with few, read as digital pages."""
    forms = drawn(out, seed, count)
    named = {f"{form.name}~office-{UNRULED[(at + int(seed)) % len(UNRULED)]}": form for at, form in enumerate(forms)}
    todo = []
    for name, form in named.items():
        if not (out / f"{name}.pdf").exists():
            todo.append(out / f"{name}.docx")
            printed_with(out / form.file, todo[-1], PRINTS[name.rpartition("office-")[2]])
    to_pdf(todo, out)
    for name, form in named.items():
        kept = out / f"{name}.pickle"
        if not kept.exists():
            kept.write_bytes(pickle.dumps(read(out / f"{name}.pdf")))
        yield Worn(name, gold_of(out, form.name), pickle.loads(kept.read_bytes()))


def drawn(out: Path, seed: str, count: int) -> list[Built]:
    """The forms of a seed as Word files in a folder; without tracked deletions, which printers strike through."""
    out.mkdir(parents=True, exist_ok=True)
    forms = [b for b in build.zoo(seed, count, ["docx"], None, sheets=False) if "tracked" not in b.form.has]
    build.write([b for b in forms if not (out / b.file).exists()], out)
    return forms


def gold_of(folder: Path, form: str) -> list[dict[str, Any]]:
    """What should be read of a form that was written into a folder."""
    return [json.loads(x) for x in (folder / f"{form}.expected.json").read_text("utf-8").splitlines()]


def _scan(word: Path, style: str, wear: str, name: str, rng: Random, augraphy: str) -> Path:
    out = word.parent
    printed = out / f"{word.stem}~{style}.docx"
    printed_with(word, printed, PRINTS[style])
    to_pdf([printed], out)
    with pymupdf.open(printed.with_suffix(".pdf")) as pdf:
        pages = [_picture(page) for page in pdf]
    if wear.startswith(DIRTY):
        pages = dirtied(pages, wear.removeprefix(DIRTY), f"{name}.pages", augraphy)
    else:
        pages = [worn(p, PLAIN if wear == "plain" else WEARS[wear], rng) for p in pages]
    return save_scan(pages, out / f"{name}.pdf")


def _picture(page: pymupdf.Page) -> Any:
    pixmap = page.get_pixmap(dpi=DPI, alpha=False)
    rows = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)
    return np.ascontiguousarray(rows[:, :, ::-1])


def save_scan(pages: Sequence[Any], path: Path) -> Path:
    """A PDF of grey JPEG pages."""
    scan = pymupdf.open()
    for picture in pages:
        grey = picture if picture.ndim == 2 else cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_BGR2GRAY)
        data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes()
        h, w = grey.shape
        page = scan.new_page(width=w / DPI * 72, height=h / DPI * 72)
        page.insert_image(page.rect, stream=data)
    scan.save(path)
    return path
