"""Pages as cameras take them: what each wear promises to readers that are measured on it."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np
import pytest

from formextract.imaging.geometry.page_boundary import find_page_boundary
from samples.camera import CAMERAS, Camera, photographed
from samples.degrade import WEARS, worn


def page() -> np.ndarray:
    out = np.full((700, 500, 3), 255, np.uint8)
    for y in range(120, 600, 40):
        cv2.line(out, (60, y), (440, y), (0, 0, 0), 2)
    return out


@pytest.mark.parametrize("name", CAMERAS)
def test_a_camera_takes_the_same_picture_of_the_same_page_again(name: str) -> None:
    first, second = (photographed(page(), CAMERAS[name], Random("one")) for _ in range(2))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, photographed(page(), CAMERAS[name], Random("two")))


@pytest.mark.parametrize("name", CAMERAS)
def test_the_sheet_lies_whole_in_the_picture(name: str) -> None:
    picture = photographed(page(), CAMERAS[name], Random("three"))
    assert picture.shape[0] > 700
    assert picture.shape[1] > 500
    assert picture.std() > 20


def test_another_sheet_shows_from_below() -> None:
    plain = Camera(under=0.0, dim=(0.0, 0.0), vignette=(0.0, 0.0), grain=(0.0, 0.0))
    alone = photographed(page(), plain, Random("four"))
    two = photographed(page(), Camera(**{**plain.__dict__, "under": 1.0}), Random("four"))
    assert float((two > 200).mean()) > float((alone > 200).mean())


def test_lamplight_is_red_and_shade_is_blue() -> None:
    warm = [
        np.median(photographed(page(), Camera(warmth=0.2), Random(str(k))).reshape(-1, 3), axis=0) for k in range(6)
    ]
    assert max(p[2] - p[0] for p in warm) > 10
    assert min(p[2] - p[0] for p in warm) < -10


def test_a_lens_bends_straight_lines() -> None:
    def sag(barrel: float) -> float:
        camera = Camera(("dark",), 0.0, 0.0, (0.05, 0.05), barrel=(barrel, barrel), dim=(0, 0), vignette=(0, 0))
        picture = photographed(page(), camera, Random("five"))
        sheet = find_page_boundary(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))
        assert sheet is not None
        tops = sheet.mask.argmax(axis=0)[sheet.mask.any(axis=0)]
        return float(tops[len(tops) // 20] - tops[len(tops) // 2])

    assert sag(0.05) > sag(0.0) + 2


@pytest.mark.parametrize("name", ["snapshot", "desk", "lowphoto", "phone"])
def test_wears_of_cameras_are_photographs(name: str) -> None:
    wear = WEARS[name]
    assert wear.camera is CAMERAS[name]
    assert worn(page(), wear, Random("six")).shape[2] == 3
