"""A cluster whose figures agree: exact amounts are drawn, and shares, growth and averages follow from them.

Nothing is rounded here. Rounding is what the pen does when it writes a figure into a cell, as an applicant would,
so that the written figures contradict each other only by rounding.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from samples import vocabulary
from samples.catalogue import INDICATORS, LEVELS, STANDARD_LEVELS, Key
from samples.national import OPTIONS

if TYPE_CHECKING:
    from random import Random

SIX = Decimal("0.000001")


@dataclass
class Cluster:
    """Everything an applicant could write down."""

    place: vocabulary.Place
    years: list[str]
    facts: dict[Key, object] = field(default_factory=dict)

    def __getitem__(self, key: Key) -> object:
        return self.facts[key]

    def of(self, indicator: str, year: int = -1) -> Decimal:
        """The exact figure of the last year, or of the year at that position."""
        key = Key(indicator, self.years[year]) if INDICATORS[indicator].period == "year" else Key(indicator)
        return Decimal(str(self.facts[key]))

    @property
    def span(self) -> str:
        return f"{self.years[0]}/{self.years[-1]}"


def draw(rng: Random, edition: int) -> Cluster:
    """A cluster that applies in `edition`, with the three years before it."""
    cluster = Cluster(vocabulary.invent_place(rng), [str(edition - back) for back in (3, 2, 1)])
    _cover(rng, cluster, edition)
    _money(rng, cluster)
    _counts(rng, cluster)
    _innovation(rng, cluster)
    _digital_and_green(rng, cluster)
    _ticks(rng, cluster)
    return cluster


def _exact(rng: Random, low: float, high: float) -> Decimal:
    """A drawn amount, kept to six decimals so that two decimals are really a rounding."""
    return Decimal(str(rng.uniform(low, high))).quantize(SIX)


def _path(rng: Random, start: Decimal, low: float, high: float, steps: int = 3) -> list[Decimal]:
    """Yearly amounts, each grown from the one before by a rate between `low` and `high`."""
    found = [start]
    for _ in range(steps):
        found.append((found[-1] * (1 + _exact(rng, low, high))).quantize(SIX))
    return found


def _compound(first: Decimal, last: Decimal) -> Decimal:
    """The yearly rate that takes `first` to `last` in two years, in per cent."""
    return ((last / first).sqrt() - 1) * 100


def _cover(rng: Random, cluster: Cluster, edition: int) -> None:
    place, put = cluster.place, cluster.facts
    month, day = rng.randrange(4, 7), rng.randrange(1, 29)
    who, whom = vocabulary.person(rng), vocabulary.person(rng)
    while whom == who:
        whom = vocabulary.person(rng)
    put |= {
        Key("cluster_name"): place.cluster,
        Key("region_province"): place.province,
        Key("region_city"): place.city,
        Key("region_county"): place.county,
        Key("application_date"): (edition, month, day),
        Key("cover_contact"): f"{who} {vocabulary.mobile(rng)}",
        Key("county_authority"): vocabulary.authority(rng, place),
        Key("county_authority_contact"): who,
        Key("county_authority_phone"): vocabulary.landline(rng, place.province),
        Key("operator"): vocabulary.operator(rng, place),
        Key("operator_contact"): whom,
        Key("operator_phone"): vocabulary.mobile(rng),
        Key("land_area"): _exact(rng, 6, 90),
    }


def _money(rng: Random, cluster: Cluster) -> None:
    put, years = cluster.facts, cluster.years
    gross = _path(rng, _exact(rng, 41, 260), 0.06, 0.2)[1:]
    county = [amount / _exact(rng, 0.18, 0.5) for amount in gross]
    sme_share, leading_share = rng.uniform(0.68, 0.92), rng.uniform(0.68, 0.93)
    sme = [(amount * _exact(rng, sme_share - 0.01, sme_share + 0.01)).quantize(SIX) for amount in gross]
    leading = [(amount * _exact(rng, leading_share - 0.01, leading_share + 0.01)).quantize(SIX) for amount in gross]
    fdi = _path(rng, _exact(rng, 500, 16000), -0.2, 0.4)
    exports = _path(rng, _exact(rng, 8000, 150000), -0.12, 0.3)
    research = _path(rng, sme[0] * _exact(rng, 0.025, 0.06), 0.08, 0.2)[1:]
    software = _path(rng, _exact(rng, 120, 2600), 0.05, 0.35)[1:]
    for at, year in enumerate(years):
        put |= {
            Key("gross_output", year): gross[at],
            Key("gross_output_county_share", year): gross[at] / county[at] * 100,
            Key("sme_output_share", year): sme[at] / gross[at] * 100,
            Key("leading_output_share", year): leading[at] / gross[at] * 100,
            Key("fdi", year): fdi[at + 1],
            Key("fdi_growth", year): (fdi[at + 1] / fdi[at] - 1) * 100,
            Key("exports", year): exports[at + 1],
            Key("exports_growth", year): (exports[at + 1] / exports[at] - 1) * 100,
            Key("rd_expenditure", year): research[at],
            Key("rd_intensity", year): research[at] / sme[at] * 100,
            Key("industrial_software_purchases", year): software[at],
        }
    put[Key("leading_output_growth_3y", cluster.span)] = _compound(leading[0], leading[-1])


def _counts(rng: Random, cluster: Cluster) -> None:
    put = cluster.facts
    start = {
        "smes": (90, 460),
        "srdi_smes": (8, 60),
        "little_giants": (1, 9),
        "champions": (0, 3),
        "hightech_enterprises": (12, 70),
        "innovative_smes": (10, 60),
        "listed_smes": (0, 3),
        "pre_listing_smes": (0, 3),
        "sme_employees": (3200, 26000),
        "ip_grants": (90, 520),
    }
    for indicator, (low, high) in start.items():
        count = rng.randint(low, high)
        for year in cluster.years:
            put[Key(indicator, year)] = count
            count += rng.randint(0, max(1, count // 9))
    for year in cluster.years:
        put[Key("enterprises", year)] = put[Key("smes", year)] + rng.randint(2, 9)
        put[Key("rd_personnel", year)] = round(put[Key("sme_employees", year)] * rng.uniform(0.08, 0.14))


def _innovation(rng: Random, cluster: Cluster) -> None:
    put, place, last = cluster.facts, cluster.place, cluster.years[-1]
    for year in cluster.years:
        for level in STANDARD_LEVELS:
            put[Key("standards_led", year, level)] = rng.randint(0, 2 if level == "international" else 9)
            put[Key("standards_joined", year, level)] = rng.randint(0, 5 if level == "international" else 12)
    for kind in ("innovation_platforms", "pilot_projects", "green_manufacturing", "service_platforms"):
        for level in LEVELS:
            count = rng.choice([0, 1, 1, 2, 2, 3, 4] if level == "national" else [1, 1, 2, 2, 3, 4])
            put[Key(kind, None, level)] = count
            put[Key(f"{kind}_names", None, level)] = vocabulary.names(rng, place, kind, level, count)
    put[Key("alliances")] = count = rng.randint(1, 3)
    put[Key("alliances_names")] = vocabulary.names(rng, place, "alliances", "other", count)
    put[Key("overseas_branches")] = rng.randint(0, 12)
    put[Key("pct_applications")] = rng.randint(0, 40)
    patents = rng.randint(60, 420)
    before = round(patents / rng.uniform(1.2, 1.7))
    put[Key("invention_patents")] = patents
    put[Key("invention_patents_growth_3y", cluster.span)] = _compound(Decimal(before), Decimal(patents))
    put[Key("invention_patents_per_10k")] = Decimal(patents) / Decimal(put[Key("sme_employees", last)]) * 10000


def _digital_and_green(rng: Random, cluster: Cluster) -> None:
    put, smes = cluster.facts, cluster.facts[Key("smes", cluster.years[-1])]
    for count, share, low, high in (("cloud_smes", "cloud_share", 0.4, 0.9), ("iiot_smes", "iiot_share", 0.12, 0.5)):
        put[Key(count)] = number = round(smes * rng.uniform(low, high))
        put[Key(share)] = Decimal(number) / Decimal(smes) * 100
    put[Key("digital_rd_tool_share")] = _exact(rng, 38, 85)
    put[Key("solid_waste_utilization")] = _exact(rng, 72, 99)
    put[Key("water_reuse")] = _exact(rng, 68, 97)
    carbon, energy = (
        _path(rng, _exact(rng, 0.6, 2.6), -0.09, -0.02, 2),
        _path(rng, _exact(rng, 0.2, 0.9), -0.09, -0.03, 2),
    )
    for at, year in enumerate(cluster.years):
        put[Key("co2_intensity", year)] = carbon[at]
        put[Key("energy_intensity", year)] = energy[at]
    put[Key("energy_intensity_reduction", cluster.span)] = (energy[0] - energy[-1]) / energy[0] * 100


def _ticks(rng: Random, cluster: Cluster) -> None:
    put = cluster.facts
    for indicator in INDICATORS.values():
        options = OPTIONS.get(indicator.id, ())
        if indicator.kind == "multi":
            put[Key(indicator.id)] = [text for text in options if rng.random() < 0.6] or [options[0]]
        elif indicator.kind == "tick":
            put[Key(indicator.id)] = rng.choice([value for value, _ in options])
    put[Key("industry_sector")] = rng.choice(["secondary", "secondary", "secondary", "primary", "tertiary"])
    for indicator in ("prohibited_industry", "major_incidents", "serious_violations"):
        put[Key(indicator)] = rng.random() < 0.1
