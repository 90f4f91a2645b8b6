"""Worn pages for the tests of scans: pages of the committed samples, in each wear that there is and in foreign ones.

    scripts/samples/worn_pages.py FOLDER [NAME ...]

writes `<name>.jpg` (`.png` where the wear knows black and white alone). A row of PAGES is a page; its picture depends
on what the row says and on the libraries' versions. Wears called `augraphy-…` are those of another library, so that the
net is not made by our own idea of wear alone: `pip install augraphy`, into an environment of its own, as it brings a
second OpenCV. It is needed for drawing these pages, not for the tests.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np
import pymupdf
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a script, it finds its package
from samples.degrade import FIGURE, WEARS, Picture, _middle, worn
from samples.disguise import runs

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
MOST_BYTES = 100_000
"""A picture is compressed until it is no larger, or as far as scanners go."""
LEAST_QUALITY = 25
FOREIGN = "augraphy-"
Part = tuple[float, float]
"""From which to which share of the page's height."""
WHOLE: Part = (0.0, 1.0)


@dataclass(frozen=True)
class WornPage:
    """A page of a sample, what it suffers, and which part of it is kept before it does."""

    wear: str
    sample: str
    page: int
    part: Part = WHOLE
    dpi: int = 150
    seed: int = 1

    @property
    def name(self) -> str:
        """What its files are called."""
        again = f"-{self.seed}" if self.seed > 1 else ""
        return f"{self.wear}-{self.sample}-{self.page}{again}"


UPPER, LOWER = (0.0, 0.55), (0.45, 1.0)
OFFICE, DRAWN, HUNAN, HUBEI = "national-office", "national-drawn", "hunan-advanced-manufacturing", "hubei-innovative"
PAGES = (
    WornPage("clean", OFFICE, 4, UPPER),
    WornPage("coarse", DRAWN, 4, UPPER),
    WornPage("worn", OFFICE, 6, LOWER, 200),
    WornPage("faded", DRAWN, 7, UPPER),
    WornPage("sealed", OFFICE, 5),
    WornPage("grey-seal", DRAWN, 6, UPPER),
    WornPage("bilevel", OFFICE, 8, dpi=200),
    WornPage("turned", HUNAN, 1, seed=3),
    WornPage("photo", OFFICE, 3),
    WornPage("tiff", DRAWN, 8, LOWER),
    WornPage("over-figures", OFFICE, 4, LOWER),
    WornPage("bilevel-seal", DRAWN, 3, dpi=200),
    WornPage("broken", OFFICE, 7, UPPER),
    WornPage("faint", HUBEI, 1),
    WornPage("curled", DRAWN, 10),
    WornPage("bound", OFFICE, 9),
    WornPage("rolled", DRAWN, 11),
    WornPage("folded", OFFICE, 10),
    WornPage("marked", DRAWN, 4, LOWER),
    WornPage("snapshot", OFFICE, 5),
    WornPage("desk", DRAWN, 8),
    WornPage("lowphoto", OFFICE, 4),
    WornPage("phone", HUNAN, 1, dpi=140, seed=2),
    WornPage("fax", DRAWN, 6, LOWER, 200),
    WornPage("augraphy-bleedthrough", OFFICE, 4, UPPER),
    WornPage("augraphy-dirtydrum", DRAWN, 7, UPPER),
    WornPage("augraphy-dirtyrollers", OFFICE, 6, UPPER),
    WornPage("augraphy-badphotocopy", DRAWN, 4, UPPER),
    WornPage("augraphy-lowinkperiodic", OFFICE, 8, UPPER),
    WornPage("augraphy-lowinkrandom", DRAWN, 8, UPPER),
    WornPage("augraphy-letterpress", OFFICE, 5, LOWER),
    WornPage("augraphy-inkbleed", HUBEI, 1),
    WornPage("augraphy-folding", OFFICE, 7),
    WornPage("augraphy-faxify", DRAWN, 10, UPPER, 200),
    WornPage("augraphy-texture", OFFICE, 9, UPPER),
    WornPage("augraphy-lighting", HUNAN, 1),
    WornPage("augraphy-shadow", DRAWN, 3),
    WornPage("augraphy-pageborder", OFFICE, 10),
    WornPage("augraphy-binding", DRAWN, 6),
    WornPage("augraphy-dithering", OFFICE, 3, UPPER, 200),
)


def drawn(page: WornPage) -> Picture:
    """The worn picture (BGR or grey)."""
    rng = Random(f"{page.name}/{page.dpi}")
    with pymupdf.open(SAMPLES / f"{page.sample}.pdf") as pdf:
        sheet = pdf[page.page - 1]
        pixmap = sheet.get_pixmap(dpi=page.dpi, colorspace=pymupdf.csRGB, alpha=False)
        spots = [_middle(run.box, page.dpi) for run in runs(sheet) if FIGURE.fullmatch(run.text.strip())]
    shape = (pixmap.height, pixmap.width, 3)
    picture = np.frombuffer(pixmap.samples, np.uint8).reshape(shape)[:, :, ::-1]
    top, bottom = (round(share * pixmap.height) for share in page.part)
    picture = np.ascontiguousarray(picture[top:bottom])
    spots = [(x, y - top) for x, y in spots if top < y < bottom]
    if page.wear.startswith(FOREIGN):
        return _foreign(picture, page.wear.removeprefix(FOREIGN), rng)
    return worn(picture, replace(WEARS[page.wear], dpi=(page.dpi,)), rng, spots)


def is_bilevel(page: WornPage) -> bool:
    """Whether its wear knows black and white alone."""
    return page.wear in WEARS and WEARS[page.wear].bilevel


def save(page: WornPage, folder: Path) -> Path:
    """Writes the picture as a scanner or a camera would, with its dots an inch."""
    picture = drawn(page)
    image = Image.fromarray(picture if picture.ndim == 2 else np.ascontiguousarray(picture[:, :, ::-1]))
    path = folder / f"{page.name}.{'png' if is_bilevel(page) else 'jpg'}"
    if is_bilevel(page):
        image.convert("1", dither=Image.Dither.NONE).save(path, dpi=(page.dpi, page.dpi), optimize=True)
        return path
    for quality in range(75, LEAST_QUALITY - 1, -5):
        image.save(path, quality=quality, dpi=(page.dpi, page.dpi), optimize=True)
        if path.stat().st_size <= MOST_BYTES:
            break
    return path


def _foreign(picture: Picture, kind: str, rng: Random) -> Picture:
    """The page as Augraphy wears it."""
    import augraphy as a

    made: dict[str, Any] = {
        "bleedthrough": lambda: a.BleedThrough(intensity_range=(0.2, 0.3), alpha=0.3, p=1),
        "dirtydrum": lambda: a.DirtyDrum(line_width_range=(1, 3), line_concentration=0.06, noise_intensity=0.6, p=1),
        "dirtyrollers": lambda: a.DirtyRollers(line_width_range=(8, 12), p=1),
        "badphotocopy": lambda: a.BadPhotoCopy(noise_type=1, noise_side="left", noise_iteration=(1, 1), p=1),
        "lowinkperiodic": lambda: a.LowInkPeriodicLines(count_range=(2, 4), period_range=(30, 50), p=1),
        "lowinkrandom": lambda: a.LowInkRandomLines(count_range=(8, 14), p=1),
        "letterpress": lambda: a.Letterpress(n_samples=(150, 300), n_clusters=(300, 500), p=1),
        "inkbleed": lambda: a.InkBleed(intensity_range=(0.4, 0.6), kernel_size=(3, 3), severity=(0.3, 0.4), p=1),
        "folding": lambda: a.Folding(fold_count=2, fold_noise=0.05, gradient_width=(0.1, 0.15), p=1),
        "faxify": lambda: a.Faxify(scale_range=(1.0, 1.25), monochrome=1, halftone=0, p=1),
        "texture": lambda: a.NoiseTexturize(sigma_range=(3, 8), turbulence_range=(2, 4), p=1),
        "lighting": lambda: a.LightingGradient(max_brightness=235, min_brightness=90, mode="gaussian", p=1),
        "shadow": lambda: a.ShadowCast(shadow_opacity_range=(0.3, 0.5), p=1),
        "pageborder": lambda: a.PageBorder(page_numbers=6, same_page_border=1, p=1),
        "binding": lambda: a.BookBinding(p=1),
        "dithering": lambda: a.Dithering(dither="floyd", p=1),
    }
    seed = rng.randrange(1 << 30)
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - Augraphy draws from the global generators
    cv2.setRNGSeed(seed)
    out = np.asarray(made[kind]()(picture.copy()), np.uint8)
    return np.ascontiguousarray(out[..., :3] if out.ndim == 3 else out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these pages")
    given = parser.parse_args()
    known = {page.name: page for page in PAGES}
    unknown = sorted(set(given.names) - set(known))
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}")
    given.folder.mkdir(parents=True, exist_ok=True)
    for page in [known[name] for name in given.names] or PAGES:
        path = save(page, given.folder)
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB", flush=True)


if __name__ == "__main__":
    main()
