"""Digital forms to stamped scans and photographs with known answers: every wear that paper and scanners add.

    scripts/samples/degrade.py DIR OUT [--wears clean,worn,...] [--seed 1] [--limit N] [--augraphy PYTHON]

DIR holds `<name>.pdf` with `<name>.expected.json` beside it, as `make_samples.py --zoo DIR --formats pdf,drawn` writes
them; OUT gets `<name>-<wear>.pdf` (`.tif` for those in TIFF) with the same answers, for `scripts/accuracy.py OUT`.
Beside the wears of paper there are the disguises of `disguise.py`: PDF files that are not what their text layer says;
`dirty-NAME` is a wear of the second maker (`augraphed.py`; its Python is named by `--augraphy`).
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np
import pymupdf
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a script, it finds its package
from samples.camera import CAMERAS, Camera, photographed
from samples.disguise import DISGUISES, FIGURE, runs
from samples.second_maker import DIRTY, dirtied

Picture = NDArray[np.uint8]
FONTS = Path("/usr/share/fonts")
SEAL_FONTS = ("truetype/arphic-gbsn00lp/gbsn00lp.ttf", "truetype/wqy/wqy-zenhei.ttc")
SEAL_TEXT = "某某县经济和信息化局专用章"
Spot = tuple[int, int]
"""A point of a page's picture."""


@dataclass(frozen=True)
class Wear:
    """How a page is worn. Angles in degrees, noise in levels of 255; `(low, high)` is drawn anew for each page."""

    name: str
    dpi: tuple[int, ...] = (200,)
    skew: float = 0.4
    noise: tuple[float, float] = (0.0, 3.0)
    blur: tuple[float, float] = (0.0, 0.4)
    shadow: float = 0.0
    dust: int = 0
    fade: float = 0.0
    jpeg: tuple[int, int] = (80, 92)
    seals: int = 0
    on_figures: bool = False
    grey: bool = False
    bilevel: bool = False
    turns: tuple[int, ...] = (0,)
    perspective: float = 0.0
    curl: float = 0.0
    spine: float = 0.0
    roll: float = 0.0
    crease: float = 0.0
    broken: float = 0.0
    faint: float = 0.0
    tiff: bool = False
    mark: tuple[int, int] = (255, 255)
    """Tone of a watermark over or below the letters, 255 for none."""
    camera: Camera | None = None
    """By what the page is photographed after all else."""
    page_dpi: int | None = None
    """Dots an inch that the file says, where that is not what the page was drawn with."""


WEARS = {
    w.name: w
    for w in (
        Wear("clean", dpi=(200, 300)),
        Wear("coarse", dpi=(150,), skew=1.0, jpeg=(60, 80)),
        Wear("worn", dpi=(150, 200, 300), skew=3.0, noise=(6, 14), blur=(0.3, 0.9), shadow=0.3, dust=60, jpeg=(40, 65)),
        Wear("faded", skew=1.5, noise=(3, 8), fade=0.55, jpeg=(60, 80), dust=20),
        Wear("sealed", skew=1.5, noise=(0, 6), shadow=0.15, seals=2),
        Wear("grey-seal", skew=1.5, noise=(0, 6), seals=2, grey=True),
        Wear("bilevel", dpi=(200, 300), skew=1.0, noise=(0, 8), bilevel=True),
        Wear("turned", skew=2.0, noise=(0, 5), turns=(0, 1, 2, 3)),
        Wear("photo", dpi=(220,), skew=4.0, noise=(2, 7), blur=(0.3, 0.9), shadow=0.5, perspective=0.07, jpeg=(70, 88)),
        Wear("tiff", dpi=(200,), skew=1.0, grey=True, tiff=True),
        Wear("over-figures", dpi=(150, 200, 300), skew=1.5, noise=(0, 8), seals=3, on_figures=True, jpeg=(50, 85)),
        Wear("bilevel-seal", dpi=(200, 300), skew=1.0, noise=(0, 8), seals=2, on_figures=True, bilevel=True),
        Wear("broken", dpi=(150, 200), skew=1.0, noise=(2, 8), broken=0.06),
        Wear("faint", skew=1.0, noise=(2, 6), faint=0.75, jpeg=(60, 85)),
        Wear("curled", dpi=(220,), skew=3.0, noise=(2, 6), shadow=0.4, perspective=0.05, curl=0.012, jpeg=(70, 88)),
        Wear("bound", dpi=(220,), skew=3.0, noise=(2, 6), shadow=0.4, perspective=0.05, spine=0.02, jpeg=(70, 88)),
        Wear("rolled", dpi=(220,), skew=3.0, noise=(2, 6), shadow=0.4, perspective=0.05, roll=0.012, jpeg=(70, 88)),
        Wear("folded", dpi=(220,), skew=3.0, noise=(2, 6), shadow=0.3, perspective=0.05, crease=0.012, jpeg=(70, 88)),
        Wear("marked", dpi=(150, 200, 300), skew=1.0, noise=(0, 6), jpeg=(60, 90), mark=(130, 225)),
        Wear("snapshot", dpi=(200, 250), skew=0.0, jpeg=(60, 90), camera=CAMERAS["snapshot"]),
        Wear("desk", dpi=(200,), skew=0.0, jpeg=(60, 90), camera=CAMERAS["desk"]),
        Wear("lowphoto", dpi=(130, 150), skew=0.0, jpeg=(40, 70), camera=CAMERAS["lowphoto"]),
        Wear(
            "phone", dpi=(300, 330), skew=0.0, jpeg=(60, 80), camera=CAMERAS["phone"], page_dpi=96, turns=(0, 0, 1, 3)
        ),
        Wear("fax", dpi=(150, 200), skew=1.0, noise=(0, 10), bilevel=True, dust=40, tiff=True),
    )
}


PLAIN = Wear("plain", skew=0.0, noise=(0, 0), blur=(0, 0))
"""A page as it was drawn."""


def worn(page: Picture, wear: Wear, rng: Random, figures: Sequence[Spot] = ()) -> Picture:
    """A page (BGR, white paper) as it comes out of the scanner or the camera; `figures` are where figures stand."""
    noise = np.random.default_rng(rng.randrange(1 << 30))
    picture = page
    if wear.broken or wear.faint:
        picture = _ruled_badly(picture, wear, noise)
    if wear.mark != (255, 255):
        picture = _watermarked(picture, rng.randint(*wear.mark), rng)
    for _ in range(wear.seals):
        picture = _stamped(picture, rng, rng.choice(figures) if wear.on_figures and figures else None)
    if wear.fade:
        picture = cv2.addWeighted(picture, wear.fade, np.full_like(picture, 255), 1 - wear.fade, 0)
    if wear.dust:
        _dust(picture := picture.copy(), wear.dust, rng)
    if wear.camera is not None:
        picture = photographed(picture, wear.camera, rng)
        return np.ascontiguousarray(np.rot90(picture, rng.choice(wear.turns)))
    picture = _turned(picture, rng.uniform(-wear.skew, wear.skew))
    if wear.curl:
        picture = _curled(picture, wear.curl, rng)
    if wear.spine:
        picture = _bound(picture, wear.spine, rng)
    if wear.roll:
        picture = _bent(picture, lambda t: np.sin(np.pi * t), wear.roll, rng, level=False)
    if wear.crease:
        at = rng.uniform(0.3, 0.7)
        picture = _bent(picture, lambda t: 1 - np.abs(t - at) / 0.5, wear.crease, rng, level=rng.random() < 0.5)
    if wear.perspective:
        picture = _photographed(picture, wear.perspective, rng)
    sigma = rng.uniform(*wear.blur)
    if sigma > 0.2:
        picture = cv2.GaussianBlur(picture, (0, 0), sigma)
    if wear.shadow:
        picture = _shaded(picture, wear.shadow, rng)
    level = rng.uniform(*wear.noise)
    if level > 0.5:
        grain = noise.normal(0, level, picture.shape[:2])[..., None].astype(np.float32)
        picture = np.clip(picture.astype(np.float32) * 0.97 + 4 + grain, 0, 255).astype(np.uint8)
    if wear.grey or wear.bilevel:
        picture = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    if wear.bilevel:
        picture = np.where(picture < 165, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.rot90(picture, rng.choice(wear.turns)))


def _turned(picture: Picture, degrees: float) -> Picture:
    h, w = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((w / 2, h / 2), degrees, 1.0)
    return cv2.warpAffine(picture, turn, (w, h), flags=cv2.INTER_CUBIC, borderValue=(250, 250, 250))


def _ruled_badly(picture: Picture, wear: Wear, noise: np.random.Generator) -> Picture:
    """The page with its rules faint, or broken into pieces."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    ink = (grey < 160).astype(np.uint8)
    long = max(20, grey.shape[1] // 25)
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8))
    rules = cv2.dilate(level | upright, np.ones((3, 3), np.uint8)) > 0
    out = picture.copy()
    if wear.faint:
        lighter = cv2.addWeighted(picture, 1 - wear.faint, np.full_like(picture, 255), wear.faint, 0)
        out[rules] = lighter[rules]
    if wear.broken:
        small = noise.random((grey.shape[0] // 8, grey.shape[1] // 8)).astype(np.float32)
        patches = cv2.resize(small, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST)
        out[rules & (patches < wear.broken)] = 255
    return out


def _watermarked(picture: Picture, tone: int, rng: Random) -> Picture:
    """The page with slanted words of one tone: one line across it or many small ones, mostly below the letters."""
    h, w = picture.shape[:2]
    many = rng.random() < 0.5
    size = round(w * (rng.uniform(0.03, 0.045) if many else rng.uniform(0.06, 0.1)))
    file = next((FONTS / f for f in reversed(SEAL_FONTS) if (FONTS / f).exists()), None)
    if file is None:
        return picture
    font = ImageFont.truetype(str(file), size)
    words = rng.choice(("仅供申报审核使用", "内部资料 注意保存", "样本"))
    side = round(math.hypot(w, h))
    image = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(image)
    wide = draw.textlength(words, font=font)
    if many:
        for k, y in enumerate(range(0, side, size * 6)):
            for x in np.arange(-(k % 2) * wide, side, wide + size * 3):
                draw.text((float(x), y), words, fill=255, font=font)
    else:
        draw.text(((side - wide) / 2, (side - size) / 2), words, fill=255, font=font)
    turned = np.asarray(image.rotate(rng.uniform(20, 50))).astype(np.float32)
    top, left = (side - h) // 2, (side - w) // 2
    strength = (turned[top : top + h, left : left + w] / 255)[..., None]
    layer = tone if rng.random() < 0.25 else picture.astype(np.float32) * tone / 255
    return np.clip(picture * (1 - strength) + layer * strength, 0, 255).astype(np.uint8)


def _curled(picture: Picture, depth: float, rng: Random) -> Picture:
    """The page as a sheet that bulges: level lines run in a shallow arc."""
    h, w = picture.shape[:2]
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    arc = depth * h * rng.uniform(0.4, 1.0) * rng.choice([-1, 1])
    return cv2.remap(
        picture,
        xs,
        ys + arc * np.sin(np.pi * xs / w),
        cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(250, 250, 250),
    )


def _bound(picture: Picture, depth: float, rng: Random) -> Picture:
    """The page of a bound volume: it sinks towards the spine at its left or right side, and letters crowd there."""
    reach = rng.uniform(0.12, 0.3)
    right = rng.random() < 0.5
    return _bent(picture, lambda t: np.exp(-(1 - t if right else t) / reach), depth, rng, crowd=1 if right else -1)


def _bent(
    picture: Picture,
    rise: Callable[[NDArray[np.float32]], NDArray[np.float32]],
    depth: float,
    rng: Random,
    *,
    level: bool = True,
    crowd: int = 0,
) -> Picture:
    """The page on a surface that rises across (`level` lines bend) or down the page, seen aslant and from near by.

    `depth` is the largest shift as a share of the height; `crowd` moves what rises to the right (1) or left (-1).
    """
    h, w = picture.shape[:2]
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    height = rise(xs / w if level else ys / h).astype(np.float32)
    aslant = depth * h * rng.uniform(0.4, 1.0) * rng.choice([-1, 1])
    near = depth * rng.uniform(0.3, 1.0)
    across, middle = (ys, h / 2) if level else (xs, w / 2)
    shift = height * (aslant + near * (across - middle))
    along = crowd * depth * w * height
    x, y = (xs + along, ys + shift) if level else (xs + shift, ys + along)
    return cv2.remap(picture, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(250, 250, 250))


def _photographed(picture: Picture, depth: float, rng: Random) -> Picture:
    """The sheet on a dark desk, seen at an angle."""
    h, w = picture.shape[:2]
    edge = round(0.06 * max(h, w))
    out_h, out_w = h + 2 * edge, w + 2 * edge
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    moved = corners + edge
    for corner in moved:
        corner[0] += rng.uniform(-depth, depth) * w * 0.6
        corner[1] += rng.uniform(-depth, depth) * h * 0.6
    moved[:, 0] = np.clip(moved[:, 0], 4, out_w - 4)
    moved[:, 1] = np.clip(moved[:, 1], 4, out_h - 4)
    desk = tuple(rng.randrange(40, 120) for _ in range(3))
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    return cv2.warpPerspective(picture, matrix, (out_w, out_h), flags=cv2.INTER_CUBIC, borderValue=desk)


def _shaded(picture: Picture, depth: float, rng: Random) -> Picture:
    h, w = picture.shape[:2]
    angle = rng.uniform(0, 2 * math.pi)
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    along = (np.cos(angle) * (xs / w - 0.5) + np.sin(angle) * (ys / h - 0.5)) + 0.5
    light = 1 - depth * np.clip(along, 0, 1) ** 2 * rng.uniform(0.5, 1.0)
    return np.clip(picture * light[..., None], 0, 255).astype(np.uint8)


def _dust(picture: Picture, count: int, rng: Random) -> None:
    h, w = picture.shape[:2]
    for _ in range(count):
        x, y = rng.randrange(w), rng.randrange(h)
        cv2.circle(picture, (x, y), rng.choice([0, 1, 1, 2]), (rng.randrange(120),) * 3, -1)


def _stamped(picture: Picture, rng: Random, over: Spot | None = None) -> Picture:
    """A round red seal somewhere on the page or over a point of it, ink over ink."""
    h, w = picture.shape[:2]
    side = round(min(h, w) * rng.uniform(0.17, 0.22))
    x, y = rng.randrange(round(w * 0.25), w - side - 10), rng.randrange(round(h * 0.1), h - side - 10)
    if over is not None:
        x, y = (
            min(max(0, v - round(side * rng.uniform(0.1, 0.9))), most - side)
            for v, most in zip(over, (w, h), strict=True)
        )
    mark = _seal(side, rng)
    part = picture[y : y + side, x : x + side].astype(np.float32)
    strength = (mark.astype(np.float32) / 255 * rng.uniform(0.65, 0.95))[..., None]
    ink = np.array([rng.randrange(40, 80), rng.randrange(30, 60), rng.randrange(190, 230)], np.float32) / 255
    out = picture.copy()
    out[y : y + side, x : x + side] = np.clip(part * (1 - strength + strength * ink), 0, 255)
    return out


def _seal(side: int, rng: Random) -> Picture:
    """How much ink a seal leaves (0 to 255)."""
    big = side * 2
    image = Image.new("L", (big, big), 0)
    draw = ImageDraw.Draw(image)
    draw.ellipse((4, 4, big - 4, big - 4), outline=255, width=round(big * 0.03))
    centre, reach = big / 2, big * 0.14
    star = []
    for k in range(10):
        r = reach if k % 2 == 0 else reach * 0.4
        a = -math.pi / 2 + k * math.pi / 5
        star.append((centre + r * math.cos(a), centre + r * math.sin(a)))
    draw.polygon(star, fill=255)
    file = next((FONTS / f for f in SEAL_FONTS if (FONTS / f).exists()), None)
    if file is not None:
        font = ImageFont.truetype(str(file), round(big * 0.11))
        for k, char in enumerate(SEAL_TEXT):
            degrees = -120 + 240 * k / (len(SEAL_TEXT) - 1)
            tile = Image.new("L", (round(big * 0.14),) * 2, 0)
            ImageDraw.Draw(tile).text((0, 0), char, fill=255, font=font)
            tile = tile.rotate(-degrees, expand=True)
            a = math.radians(degrees - 90)
            at = (centre + big * 0.38 * math.cos(a), centre + big * 0.38 * math.sin(a))
            image.paste(255, (round(at[0] - tile.width / 2), round(at[1] - tile.height / 2)), tile)
    image = image.rotate(rng.uniform(-15, 15)).resize((side, side), Image.Resampling.LANCZOS)
    mark = np.asarray(image).astype(np.float32)
    patchy = cv2.GaussianBlur(
        np.random.default_rng(rng.randrange(1 << 30)).random((side, side)).astype(np.float32), (0, 0), 2
    )
    patchy = (patchy - patchy.min()) / (patchy.max() - patchy.min())
    return np.clip(mark * (0.6 + 0.6 * patchy), 0, 255).astype(np.uint8)


def pages_of(pdf: Any, wear: Wear, rng: Random) -> list[tuple[Picture, int]]:
    """The worn pages with their dots an inch."""
    out = []
    for page in pdf:
        dpi = rng.choice(wear.dpi)
        pixmap = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csRGB, alpha=False)
        shape = (pixmap.height, pixmap.width, 3)
        picture = np.ascontiguousarray(np.frombuffer(pixmap.samples, np.uint8).reshape(shape)[:, :, ::-1])
        spots = [_middle(run.box, dpi) for run in runs(page) if FIGURE.fullmatch(run.text.strip())]
        out.append((worn(picture, wear, rng, spots), wear.page_dpi or dpi))
    return out


def _middle(box: Any, dpi: int) -> Spot:
    return round((box.x0 + box.x1) / 2 * dpi / 72), round((box.y0 + box.y1) / 2 * dpi / 72)


def save_pdf(pages: list[tuple[Picture, int]], wear: Wear, rng: Random, path: Path) -> None:
    """A PDF of pictures, as scanners write them."""
    out = pymupdf.open()
    for picture, dpi in pages:
        if wear.bilevel:
            data = cv2.imencode(".png", picture)[1].tobytes()
        else:
            data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(*wear.jpeg)])[1].tobytes()
        h, w = picture.shape[:2]
        page = out.new_page(width=w / dpi * 72, height=h / dpi * 72)
        page.insert_image(page.rect, stream=data)
    out.save(path)


def save_tiff(pages: list[tuple[Picture, int]], path: Path) -> None:
    """A TIFF of several pages."""
    images = [Image.fromarray(p if p.ndim == 2 else p[:, :, ::-1]) for p, _ in pages]
    images[0].save(path, save_all=True, append_images=images[1:], compression="tiff_lzw", dpi=(200, 200))


def pages_of_second_maker(pdf: Any, pipeline: str, name: str, python: str) -> list[tuple[Picture, int]]:
    """The pages at 200 dpi as the second maker wears them."""
    drawn = [picture for picture, _ in pages_of(pdf, PLAIN, Random(name))]
    return [(picture, PLAIN.dpi[0]) for picture in dirtied(drawn, pipeline, name, python)]


def degrade(
    source: Path,
    folder: Path,
    name: str,
    seed: str,
    say: Callable[[str], None] = print,
    *,
    augraphy: str = sys.executable,
) -> None:
    """One form in one wear or disguise, with its expected records; `augraphy` is the second maker's Python."""
    rng = Random(f"{seed}/{source.stem}/{name}")
    wear = WEARS.get(name)
    target = folder / f"{source.stem}-{name}.{'tif' if wear and wear.tiff else 'pdf'}"
    with pymupdf.open(source) as pdf:
        count = pdf.page_count
        if name.startswith(DIRTY):
            pages = pages_of_second_maker(pdf, name.removeprefix(DIRTY), f"{seed}-{source.stem}", augraphy)
            save_pdf(pages, PLAIN, rng, target)
        elif wear is None:
            DISGUISES[name](pdf, rng).ez_save(target)
        elif wear.tiff:
            save_tiff(pages_of(pdf, wear, rng), target)
        else:
            save_pdf(pages_of(pdf, wear, rng), wear, rng, target)
    expected = source.with_name(f"{source.stem}.expected.json")
    lines = []
    for line in expected.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        record["files"] = [target.name]
        record["format"] = "image" if wear and wear.tiff else "pdf-scan"
        record["kinds"] = [*record.get("kinds", []), f"wear:{name}"]
        lines.append(json.dumps(record, ensure_ascii=False))
    target.with_suffix(".expected.json").write_text("\n".join(lines) + "\n", encoding="utf-8")
    say(f"{target.name}: {count} pages")


def _shows_no_ticks(source: Path) -> bool:
    """Whether a form's ticks are letters of a symbol font, which the program that drew it may not have had.

    Its text layer says which is which, and its paper does not say what the record says.
    """
    record = json.loads(source.with_name(f"{source.stem}.expected.json").read_text("utf-8").splitlines()[0])
    return "ticks:symbol" in record.get("kinds", ())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--wears", default=",".join([*WEARS, *DISGUISES]))
    parser.add_argument("--seed", default="1")
    parser.add_argument("--all", action="store_true", help="each form in every wear, not one wear a form in turn")
    parser.add_argument("--augraphy", metavar="PYTHON", default=sys.executable, help="the second maker's Python")
    parser.add_argument("--limit", type=int, default=None, metavar="N", help="only the first N forms")
    given = parser.parse_args()
    wears = given.wears.split(",")
    unknown = sorted(w for w in {*wears} - {*WEARS, *DISGUISES} if not w.startswith(DIRTY))
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}")
    given.out.mkdir(parents=True, exist_ok=True)
    sources = [p for p in sorted(given.folder.glob("*.pdf")) if p.with_name(f"{p.stem}.expected.json").exists()]
    blind = [p for p in sources if _shows_no_ticks(p)]
    for source in blind:
        print(f"{source.name}: left out, its font shows ticked and empty boxes alike", flush=True)
    sources = [p for p in sources if p not in blind]
    for i, source in enumerate(sources[: given.limit]):
        for wear in wears if given.all or len(sources) == 1 else [wears[i % len(wears)]]:
            degrade(source, given.out, wear, given.seed, augraphy=given.augraphy)


if __name__ == "__main__":
    main()
