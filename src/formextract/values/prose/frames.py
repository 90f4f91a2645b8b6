"""Which indicator a phrase speaks of: the frame whose concepts it holds, and none that contradicts it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from formextract.model.prose import Frame, ProseRules
from formextract.model.template import Indicator
from formextract.text import conversion
from formextract.values.currencies import foreign

Form = Literal["amount", "share", "growth", "average", "rate"]

_LEVELS = {"national": "national", "provincial": "provincial", "other": "other"}
_STANDARDS = {
    "international": "international", "national": "national", "industry_level": "industry", "group_level": "group",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """A frame in one of its forms: the indicator that it then is."""

    frame: Frame
    form: Form
    indicator: str
    dims: tuple[tuple[str, str], ...] = ()


class Frames:
    """The rules' frames, the more particular ones first."""

    def __init__(self, rules: ProseRules, indicators: Mapping[str, Indicator]) -> None:
        self.indicators = indicators
        self.neutral = frozenset(rules.neutral)
        self.places = frozenset(rules.places)
        self.themes = frozenset(rules.themes)
        self.levels = frozenset([*_LEVELS, *_STANDARDS, "above_provincial"])
        self._frames = sorted(
            ((frozenset(f.means), frozenset(f.may) | self.neutral, f) for f in rules.frames), key=lambda x: -len(x[0])
        )
        self._sums = [(s.indicator, [frozenset(part) for part in s.of]) for s in rules.sums]

    def of(self, tags: frozenset[str], asked: Collection[str]) -> list[Frame]:
        """The frames that a phrase's concepts fill, the most particular ones only."""
        found: list[tuple[int, Frame]] = []
        for means, may, frame in self._frames:
            if not means <= tags or (frame.only_asked and frame.indicator not in asked):
                continue
            rest = tags - means - may
            if frame.level is not None:
                rest -= self.levels
            if frame.level == "place":
                rest -= self.themes
            if not rest:
                told = sum(len(tags & set(kinds)) == 1 for kinds in frame.parts)  # 参与: a part of 标准
                found.append((len(means) + told, frame))
        most = max((n for n, _ in found), default=0)
        return [f for n, f in found if n == most]

    def amount(self, tags: frozenset[str], unit: str, asked: Collection[str]) -> Meaning | None:
        """What a figure in `unit` is, said of a phrase."""
        for frame in self.of(tags, asked):
            if frame.rate or frame.only_percent or not self.measures(frame, unit):
                continue
            dims = self._dims(frame, tags)
            if dims is not None:
                return Meaning(frame, "amount", frame.indicator, dims)
        return None

    def measures(self, frame: Frame, unit: str) -> bool:
        """Whether a figure's unit is one that the frame is counted or measured in; of money, in any currency."""
        if frame.counted and not any(unit.endswith(c) for c in frame.counted):
            return False
        canonical = self.indicators[frame.indicator].unit or ""
        written = unit + "元" if unit.endswith(("亿", "万")) and canonical.endswith("元") else unit
        return conversion(written, canonical) is not None or foreign(canonical, written)

    def _dims(self, frame: Frame, tags: frozenset[str]) -> tuple[tuple[str, str], ...] | None:
        """The phrase's level; None where the frame cannot do without and the phrase says none, or more than one."""
        if frame.dims:
            return tuple(frame.dims.items())
        if frame.level is None:
            return ()
        known = _LEVELS if frame.level == "place" else _STANDARDS
        said = [known[t] for t in known if t in tags]
        if len(said) == 1 and "above_provincial" not in tags:
            return (("level", said[0]),)
        return None if frame.needs_level or len(said) > 1 else ()

    def percent(
        self, tags: frozenset[str], form: Form, whole: frozenset[str] | None, asked: Collection[str]
    ) -> Meaning | None:
        """What a percentage is: of a phrase, in a form; `whole` is what the share is of, None where nothing is said."""
        for frame in self.of(tags, asked):
            if form == "rate" and frame.rate:
                return Meaning(frame, "rate", frame.indicator)
            name = {"growth": frame.growth, "average": frame.average, "share": frame.share}.get(form)
            if name is None or (form == "share" and not self._shares(frame, whole)):
                continue
            return Meaning(frame, form, name)
        return None

    def _shares(self, frame: Frame, whole: frozenset[str] | None) -> bool:
        if whole is None:
            return frame.alone
        content = whole - self.neutral or whole
        for of in frame.of:
            if of and frozenset(of) in (content, content - frozenset(frame.may)):
                return True  # of 营业收入, and of 中小企业营业收入 where they are SMEs' all
            if "home" in of and "home" in whole and whole - self.neutral <= {"output"}:
                return True
        return frame.alone and not whole

    def together(self, parts: list[frozenset[str]]) -> str | None:
        """The indicator that counts all of these things together."""
        for name, of in self._sums:
            if len(of) == len(parts) and all(any(o <= p for p in parts) for o in of):
                return name
        return None
