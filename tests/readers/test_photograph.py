"""Picture files of every kind, laid on white paper with dark letters."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from formextract.intake import source_file
from formextract.readers.photograph import TooLargeError, photograph

SIZE = (600, 800)


def page(mode: str = "RGB", paper: Any = (255, 255, 255), ink: Any = (0, 0, 0)) -> Image.Image:
    """A page with a few rows of short strokes, as letters are."""
    picture = Image.new(mode, SIZE, paper)
    draw = ImageDraw.Draw(picture)
    for y in range(60, 760, 40):
        for x in range(60, 540, 14):
            draw.line((x, y, x + 7, y + 10), fill=ink, width=2)
    return picture


def written(picture: Image.Image, kind: str, **how: Any) -> np.ndarray:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return np.frombuffer(out.getvalue(), np.uint8)


@pytest.mark.parametrize(
    ("data", "pages"),
    [
        (written(page("RGBA", (255, 255, 255, 0), (0, 0, 0, 255)), "PNG"), 1),
        (written(page("RGBA", (0, 0, 0, 0), (0, 0, 0, 255)), "PNG"), 1),
        (written(page("RGBA", (0, 0, 0, 0), (250, 250, 250, 255)), "PNG"), 1),
        (written(page("LA", (0, 0), (0, 255)), "PNG"), 1),
        (written(page("RGBA", (0, 0, 0, 0), (0, 0, 0, 255)), "WEBP", lossless=True), 1),
        (written(page("RGBA", (0, 0, 0, 0), (0, 0, 0, 255)), "TIFF"), 1),
        (written(page("RGBA", (0, 0, 0, 0), (0, 0, 0, 255)), "GIF"), 1),
        (written(page("RGB", (0, 0, 0), (255, 255, 255)), "PNG"), 1),
        (written(page("RGB", (20, 20, 20), (230, 230, 230)), "JPEG"), 1),
        (written(page("CMYK", (0, 0, 0, 0), (0, 0, 0, 255)), "JPEG"), 1),
        (written(page(), "WEBP"), 1),
        (written(page(), "HEIF"), 1),
        (written(page(), "AVIF"), 1),
        (written(page(), "JPEG2000"), 1),
        (written(page(), "BMP"), 1),
        (written(page("L", 255, 0), "TIFF", save_all=True, append_images=[page("L", 255, 0)] * 2), 3),
        (written(page("L", 255, 0), "GIF", save_all=True, append_images=[page("L", 250, 80)]), 2),
        (written(page(), "WEBP", save_all=True, append_images=[page(ink=(90, 0, 0))], lossless=True), 2),
    ],
)  # fmt: skip
def test_letters_are_dark_on_light_paper(data: np.ndarray, pages: int) -> None:
    found = photograph(data)
    assert found is not None
    assert (len(found.pages), found.torn) == (pages, False)
    for pixels in found.pages:
        assert pixels.shape == (SIZE[1], SIZE[0], 3)
        assert float(np.median(pixels)) > 220
        assert pixels[60:75, 60:70].min() < 120


def test_a_sheet_on_a_dark_desk_is_no_negative() -> None:
    desk = Image.new("RGB", (900, 1200), (25, 20, 18))
    desk.paste(page().resize((300, 400)), (300, 400))
    found = photograph(written(desk, "PNG"))
    assert found is not None
    assert found.pages[0][5, 5].max() < 40


def test_what_is_no_picture_is_none_and_a_map_is_too_large() -> None:
    assert photograph(np.frombuffer(b"RIFF\x10\x00\x00\x00WEBPVP8 nothing", np.uint8)) is None
    with pytest.raises(TooLargeError):
        photograph(written(Image.new("1", (20_000, 20_000)), "PNG"))


@pytest.mark.parametrize(
    ("kind", "ending"), [("WEBP", "webp"), ("HEIF", "heic"), ("AVIF", "avif"), ("JPEG2000", "jp2")]
)
def test_the_format_is_told_by_the_bytes(tmp_path: Path, kind: str, ending: str) -> None:
    (tmp_path / f"a.{ending}").write_bytes(written(page(), kind).tobytes())
    (tmp_path / "a.jpg").write_bytes(written(page(), kind).tobytes())
    assert source_file(tmp_path / f"a.{ending}").format == source_file(tmp_path / "a.jpg").format == "image"


@pytest.mark.parametrize(
    ("kind", "dots", "shape"),
    [
        ("TIFF", (204, 98), (1665, 600)),
        ("TIFF", (98, 204), (800, 1249)),
        ("TIFF", (204, 196), (800, 600)),
        ("PNG", (200, 100), (1600, 600)),
        ("PNG", (900, 100), (800, 600)),
    ],
)
def test_a_fax_of_long_dots_looks_as_on_paper(kind: str, dots: tuple[int, int], shape: tuple[int, int]) -> None:
    found = photograph(written(page("L", 255, 0), kind, dpi=dots))
    assert found is not None
    assert found.pages[0].shape[:2] == shape


def test_each_page_of_a_fax_has_dots_of_its_own() -> None:
    out = io.BytesIO()
    fine, coarse = page("1", 1, 0), page("1", 1, 0)
    fine.info["dpi"], coarse.info["dpi"] = (200, 200), (200, 100)
    fine.encoderinfo, coarse.encoderinfo = {"dpi": (200, 200)}, {"dpi": (200, 100)}
    fine.save(out, "TIFF", save_all=True, append_images=[coarse], compression="group4")
    found = photograph(np.frombuffer(out.getvalue(), np.uint8))
    assert found is not None
    assert [p.shape[:2] for p in found.pages] == [(800, 600), (1600, 600)]
