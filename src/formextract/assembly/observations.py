"""Placements to observations: values read, status and confidence said, doubts named, misreadings kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from formextract import values
from formextract.assembly.reading_findings import unread_finding
from formextract.match.accounts import PageAccounts
from formextract.model import AlsoRead, Doubt, Finding, Observation, Place, Source
from formextract.model.doubt import confidence_of, doubt
from formextract.model.placement import Match, Placement
from formextract.model.template import Indicator
from formextract.model.unsure import lowered, reasons
from formextract.text import unwrapped
from formextract.values import Reading

SCAN = "scan"
"""The reader's name at places that were read from a picture."""
TICKS = frozenset({"bool", "choice", "multichoice"})
_BLIND = doubt("ticks_all_alike", "各选项的方框看起来都一样，看不出勾了哪一个", 0.5)
"""Of ticks on a scan whose boxes look all alike."""
_TORN = doubt("page_not_accounted_for", "这一行的上下还有没有归类的文字，可能也是这一项的，请看原件")
"""Of a value, or of none, in a loose line of a scan beside lines that no field took."""

Key = tuple[str, str | None, tuple[tuple[str, str], ...]]
"""What an observation is of: its indicator, period and dims."""
Found = dict[Key, Observation]


def key_of(p: Placement) -> Key:
    """What a placement will be the observation of."""
    return p.indicator, p.period, tuple(sorted(p.dims))


def page_of(o: Observation) -> int | None:
    """The page on which an observation stands; None where it stands nowhere."""
    return None if o.source is None else o.source.page


def is_scanned(o: Observation) -> bool:
    """Whether an observation was read from a picture."""
    return o.source is not None and o.source.reader == SCAN


class PlacementReader:
    """Reads the placements of a match. `source` says where a place stands, as records say it."""

    def __init__(
        self,
        match: Match,
        indicators: Mapping[str, Indicator],
        source: Callable[[Place], Source],
        accounts: PageAccounts | None,
    ) -> None:
        self.match, self.indicators, self.source, self.accounts = match, indicators, source, accounts

    def read(self, placements: Sequence[Placement], alone: frozenset[Key] = frozenset()) -> tuple[Found, list[Finding]]:
        """The observations of placements, and a finding for each whose ink gives no value.

        `alone` are those beside which nothing stands that may be theirs, whatever tables were found.
        """
        found: Found = {}
        unread: list[Finding] = []
        counts: dict[tuple[str, tuple[tuple[str, str], ...]], int] = {}
        context = self._context()
        for p in sorted(placements, key=lambda p: p.part == "names"):  # counts before the lists they count
            count = counts.get((p.field.indicator, p.dims)) if p.part == "names" else None
            reading = values.read(p, self.indicators[p.indicator], context, count)
            if p.legibility.scanned:
                reading = values.mended(reading, p, self.indicators[p.indicator], context, count)
                reading = values.held(reading, self.indicators[p.indicator], count, p.text)
            if p.part == "count" and isinstance(reading.value, Decimal) and not isinstance(reading.value, bool):
                counts[p.field.indicator, p.dims] = int(reading.value)
            observed = found.setdefault((p.indicator, p.period, p.dims), self._observation(p, reading, alone))
            if reading.why and observed.status == "unreadable":
                unread.append(unread_finding(observed, reading.why))
        return found, unread

    def without_blind_ticks(self, found: Found) -> Found:
        """The observations, ticks of a scan in doubt where its boxes look all alike."""
        kinds = {name: self.indicators[name].kind for name, _, _ in found}
        scanned = [p for p in self.match.placements if p.legibility.scanned]
        if not values.boxes_say_nothing([p.text for p in scanned if kinds.get(p.indicator) in ("bool", "choice")]):
            return found
        return {key: lowered(o, _BLIND) if kinds[key[0]] in TICKS and is_scanned(o) else o for key, o in found.items()}

    def _observation(self, p: Placement, reading: Reading, alone: frozenset[Key]) -> Observation:
        indicator = self.indicators[p.indicator]
        unit = reading.unit if p.part in ("baseline", "target") else indicator.unit
        torn = (_TORN,) if key_of(p) not in alone and self._may_be_torn(p, reading) else ()
        doubts = (*p.legibility.reasons, *p.doubts, *_meant(reading), *torn)
        confidence = round(confidence_of(p.legibility.letters, doubts), 4)
        return Observation(
            indicator=p.indicator,
            label=unwrapped(p.label),
            period=p.period,
            dims=dict(p.dims),
            value=reading.value,
            unit=unit,
            precision=reading.precision if isinstance(reading.value, Decimal) else None,
            raw=unwrapped(p.text).strip(),
            status=reading.status,
            confidence=confidence,
            source=self.source(p.place),
            doubts=reasons(confidence, doubts),
            also_read=self._also_read(p, reading),
            measures=p.measures,
        )

    def _may_be_torn(self, p: Placement, reading: Reading) -> bool:
        """Whether a part of what was written in a place, or all of it, may stand beside it."""
        if self.accounts is None:
            return False
        empty = reading.status == "blank" and self.accounts.is_beside_loose(p.place)
        return empty or self.accounts.is_torn(p.place)

    def _also_read(self, p: Placement, reading: Reading) -> tuple[AlsoRead, ...]:
        """What else the recogniser made of a figure's ink, as the figure that it would have been."""
        if not p.legibility.rivals or not isinstance(reading.value, Decimal):
            return ()
        out: dict[Decimal, AlsoRead] = {}
        for text, probability in p.legibility.rivals:
            other = values.read(replace(p, text=text), self.indicators[p.indicator]).value
            if isinstance(other, Decimal) and other != reading.value:
                out.setdefault(other, AlsoRead(other, text, probability))
        return tuple(out.values())

    def _context(self) -> str:
        """Texts in which the county's full name is likely to stand."""
        wanted = ("cluster_name", "county_authority", "operator")
        return "\n".join(p.text for p in self.match.placements if p.indicator in wanted)


def _meant(reading: Reading) -> tuple[Doubt, ...]:
    """The doubts about what is meant; of ink without a value, why it has none."""
    if reading.status == "unreadable" and reading.why:
        return (doubt("no_value", reading.why),)
    return reading.doubts
