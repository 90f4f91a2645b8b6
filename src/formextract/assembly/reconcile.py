"""What tables gave held against what stands beside the form's captions: confirmed, replaced, or in doubt."""

from __future__ import annotations

from collections.abc import Mapping

from formextract.assembly.observations import Found, Key, PlacementReader, key_of, page_of
from formextract.assembly.second_reading import (
    OF_LINES,
    confirmed,
    contradicts,
    is_of_no_rules,
    leaves_more,
    says_same,
    settled,
)
from formextract.match.accounts import PageAccounts
from formextract.model import Observation, Place
from formextract.model.doubt import SURE
from formextract.model.placement import Match
from formextract.model.template import Indicator


def reconciled(
    found: Found,
    match: Match,
    indicators: Mapping[str, Indicator],
    reader: PlacementReader,
    accounts: PageAccounts | None,
) -> list[Observation]:
    """Settles in `found` what two readings say of a field; gives what was taken from beside captions instead.

    Where that leaves something of a table's cell over, its page is open in the `accounts`.
    """
    return _Reconciliation(match, indicators, reader, accounts).settle(found)


class _Reconciliation:
    def __init__(
        self,
        match: Match,
        indicators: Mapping[str, Indicator],
        reader: PlacementReader,
        accounts: PageAccounts | None,
    ) -> None:
        self.match, self.indicators, self.reader, self.accounts = match, indicators, reader, accounts

    def settle(self, found: Found) -> list[Observation]:
        registered: list[Observation] = []
        clear = self._clear()
        readings, _ = self.reader.read(self.match.registered, self._whole())
        astray = {
            page_of(o)
            for key, o in found.items()
            if key in readings and contradicts(o, readings[key]) and not (key in clear and is_of_no_rules(o))
        }
        for key, told in readings.items():
            old = found.get(key)
            new: Observation | None
            if old is not None and says_same(old, told):
                new = old if page_of(old) in astray else self._confirmed(old, clear=key in clear)
            else:
                new = settled(old, told, clear=key in clear and page_of(told) not in astray)
            if new is not None and new is not old:
                found[key] = new
                if self.accounts is not None and old is not None and leaves_more(old, new):
                    self.accounts.leave_open(page_of(old))
                if new.raw == told.raw:
                    registered.append(new)
        return registered

    def _whole(self) -> frozenset[Key]:
        """The fields in the middle of whose captions all that stands beside them stands."""
        return frozenset(key_of(p) for p in self.match.registered if p.place in self.match.whole)

    def _clear(self) -> frozenset[Key]:
        """The fields beside whose captions figures or ticks stand that can be no other field's, or whole texts.

        Of lists none: where one name ends and the next begins is not told by where they stand.
        """
        places = {"list": frozenset[Place](), **dict.fromkeys(OF_LINES - {"list"}, self.match.whole)}
        return frozenset(
            key_of(p)
            for p in self.match.registered
            if p.place in places.get(self.indicators[p.indicator].kind, self.match.clear)
        )

    def _confirmed(self, o: Observation, *, clear: bool) -> Observation:
        """A value that the writing says as well, without the doubts whether it stands in its own cell."""
        if o.confidence >= SURE:
            return o
        key = o.indicator, o.period, tuple(sorted(o.dims.items()))
        own = next((p for p in self.match.placements if key_of(p) == key), None)
        if own is None:
            return o
        counts = [
            p for p in self.match.placements if own.part == "names" and p.part == "count" and p.field == own.field
        ]
        own = confirmed(own, self.indicators[o.indicator].kind, clear=clear)
        found, _ = self.reader.read([*counts, own], self._whole() & {key})
        return found[key]
