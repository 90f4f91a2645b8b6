"""Whether what was read is what was written, one observation at a time."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

SURE = 0.9
ALIKE, ALIKE_ON_PAPER = 0.98, 0.95
"""Share of a long text that must be right: in digital files, on paper."""
NAMES_ON_PAPER = 0.9
"""Share of each name of a list that must be right on paper."""
REGIONS = {"region_province", "region_city", "region_county"}


def plain(words: object) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(words)))


def key_of(observation: dict) -> tuple[str, str | None, str]:
    dims = observation.get("dims") or {}
    return observation["indicator"], observation.get("period"), dims.get("level") or plain(dims.get("target") or "")


def alike(a: object, b: object, least: float) -> bool:
    """Whether two texts are the same, or so much of them (0 to 1)."""
    want, got = plain(a), plain(b)
    return want == got or (least < 1 and SequenceMatcher(None, want, got, autojunk=False).ratio() >= least)


def same(gold: dict, ours: object, *, scanned: bool = False) -> bool:
    """Whether a reported value is the right one; on paper a letter of a long text or of a name in a list may differ."""
    value, indicator = gold["value"], gold["indicator"]
    if ours is None:
        return False
    if isinstance(value, bool) or isinstance(ours, bool):
        return value is ours
    if isinstance(value, int | float):
        return isinstance(ours, int | float) and abs(value - ours) <= 1e-9 * max(1.0, abs(value))
    if isinstance(value, list):
        return (
            isinstance(ours, list)
            and len(value) == len(ours)
            and all(alike(a, b, NAMES_ON_PAPER if scanned else 1.0) for a, b in zip(value, ours, strict=True))
        )
    want, got = plain(value), plain(ours)
    if indicator == "plan_text":
        whole = sum(plain(part) in got for part in str(value).split("\n"))
        return whole == len(str(value).split("\n"))
    if indicator.endswith("_summary") or indicator == "profile":
        return alike(value, ours, ALIKE_ON_PAPER if scanned else ALIKE)
    if indicator in REGIONS:
        return want.rstrip("省市县区") == got.rstrip("省市县区")
    return want == got


@dataclass(frozen=True)
class Verdict:
    """What became of one observation."""

    key: tuple[str, str | None, str]
    gold: dict | None
    ours: dict | None
    exact: bool
    status: bool
    silent: bool
    spurious: bool
    precision: bool | None = None  # None where it does not apply

    @property
    def absent(self) -> bool:
        """Whether what stands on the form is surely said to be missing or blank."""
        if self.gold is None or self.ours is None or self.gold["status"] != "reported":
            return False
        return self.ours["status"] in ("missing", "blank") and self.ours.get("confidence", 1.0) >= SURE


def judge(gold: list[dict], ours: list[dict], *, scanned: bool = False) -> list[Verdict]:
    """A verdict for each expected observation, then for each one that nobody expected."""
    said: dict[tuple[str, str | None, str], dict] = {}
    for observation in ours:
        # Figures from running text stand beside the form's own, and do not replace them.
        prose = (observation.get("source") or {}).get("reader") == "prose"
        if not prose or key_of(observation) not in said:
            said[key_of(observation)] = observation if not prose else {**observation, "_prose": True}
    found = []
    for want in gold:
        key = key_of(want)
        got = said.pop(key, None)
        if got is not None and got.get("_prose") and not (want.get("optional") or want.get("prose")):
            got = None
        if got is None and want.get("optional"):
            continue
        found.append(_verdict(key, want, got, scanned=scanned))
    for key, got in said.items():
        if got["status"] == "reported" and not got.get("_prose"):
            sure = got.get("confidence", 1.0) >= SURE
            found.append(Verdict(key, None, got, exact=False, status=False, silent=sure, spurious=True))
    return found


def _verdict(key: tuple[str, str | None, str], want: dict, got: dict | None, *, scanned: bool) -> Verdict:
    reported = got is not None and got["status"] == "reported"
    expected = want["status"] == "reported"
    exact = same(want, got["value"], scanned=scanned) if reported and expected and got else reported == expected
    precision = None
    if exact and expected and got and want.get("precision") is not None:
        precision = got.get("precision") == want["precision"]
    return Verdict(
        key,
        want,
        got,
        exact=exact,
        status=got is not None and got["status"] == want["status"],
        silent=reported and not exact and got is not None and got.get("confidence", 1.0) >= SURE,
        spurious=reported and want["status"] == "missing",
        precision=precision,
    )


def kept(texts: list[str], record: dict) -> list[str]:
    """Those of the texts that the record lists as unmatched."""
    listed = " ".join(plain(item.get("text", "")) for item in record.get("unmatched") or [])
    return [text for text in texts if plain(text) in listed]
