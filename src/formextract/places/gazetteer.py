"""China's provinces, prefectures and counties by every name that they are called by (`divisions.txt`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

SUFFIX = r"(?:自治县|自治旗|自治州|自治区|特别行政区|地区|林区|特区|省|市|县|区|旗|州|盟)"
"""The last word of a division's name."""
SHORTEST_STEM = 2
"""Letters that a name has without its last word: 宁县 is never called 宁."""
_NOWHERE = "-"


@dataclass(frozen=True, slots=True)
class Division:
    """A prefecture (without `county`) or a county with all that it lies in; `prefecture` is '' where there is none."""

    province: str
    prefecture: str
    county: str

    @property
    def name(self) -> str:
        """Its own name."""
        return self.county or self.prefecture


class Gazetteer:
    """Divisions found by name."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.all: list[Division] = []
        self._named: dict[str, list[Division]] = {}
        self._short: dict[str, list[Division]] = {}
        self.stems: dict[str, str] = {}
        """Each division's name without its last word and its peoples: 恩施土家族苗族自治州, 恩施."""
        self.provinces: dict[str, str] = {}
        """Each way to write a province, and how it is called for short."""
        for line in lines:
            if line and not line.startswith("#"):
                self._add(*line.lstrip("+").split("\t"))
        self.longest = max(map(len, [*self._named, *self.provinces]))

    def _add(self, province: str, prefecture: str, counties: str) -> None:
        full, short = _spelt(province)
        self.provinces |= {full: short, short: short}
        above, stem = ("", "") if prefecture == _NOWHERE else _spelt(prefecture)
        if above:
            self._call(Division(full, above, ""), stem)
        for county in counties.split():
            name, stem = _spelt(county.lstrip("+"))
            self._call(Division(full, above, name), stem)

    def _call(self, division: Division, stem: str) -> None:
        self.all.append(division)
        self.stems[division.name] = stem
        names = {division.name}
        if "自治" in division.name:  # 恩施州, 长阳县
            names.add(stem + division.name[-1])
        for name in names:
            self._named.setdefault(name, []).append(division)
        if len(stem) >= SHORTEST_STEM:
            self._short.setdefault(stem, []).append(division)

    def named(self, name: str) -> list[Division]:
        """The divisions of a name in full (or without what peoples it is called after)."""
        return self._named.get(name, [])

    def short(self, stem: str) -> list[Division]:
        """The divisions that are called so without their last word."""
        return self._short.get(stem, [])


def _spelt(name: str) -> tuple[str, str]:
    """A name of the file with its short form."""
    full, _, short = name.partition("=")
    return full, short or stem_of(full)


def stem_of(name: str) -> str:
    """A division's name without its last word, where enough is left."""
    for suffix in ("自治县", "自治旗", "自治州", "自治区", "特别行政区", "地区", "林区", "特区", *"省市县区旗州盟"):
        if name.endswith(suffix) and len(name) - len(suffix) >= SHORTEST_STEM:
            return name.removesuffix(suffix)
    return name


def short_name(name: str) -> str:
    """A division's name without its last word, and without the peoples that it is called after."""
    return divisions().stems.get(name) or stem_of(name)


@lru_cache(maxsize=1)
def divisions() -> Gazetteer:
    """China's divisions."""
    return Gazetteer(files(__package__).joinpath("divisions.txt").read_text(encoding="utf-8").splitlines())
