"""What each indicator is: its kind, its canonical unit and the digits it is written with.

Written from the public indicator list, and not read from the toolkit's own catalogue: a slip there should show here.
"""

from __future__ import annotations

from dataclasses import dataclass

LEVELS = ("national", "provincial", "other")
STANDARD_LEVELS = {"international": "国际", "national": "国家", "industry": "行业", "group": "团体"}


@dataclass(frozen=True)
class Indicator:
    """One line of the indicator list, as far as a renderer needs it."""

    id: str
    kind: str  # amount (two decimals), count, text, date, tick, multi, names, prose
    unit: str = ""
    period: str = ""  # "year", "span" or none
    levels: tuple[str, ...] = ()


def _table(rows: str) -> dict[str, Indicator]:
    found: dict[str, Indicator] = {}
    for row in rows.strip().splitlines():
        ident, kind, unit, period, levels = [*row.split(), "", "", "", ""][:5]
        level_ids = LEVELS if levels == "levels" else tuple(STANDARD_LEVELS) if levels == "standards" else ()
        found[ident] = Indicator(ident, kind, "" if unit == "-" else unit, "" if period == "-" else period, level_ids)
    return found


INDICATORS = _table("""
cluster_name text
region_province text
region_city text
region_county text
application_date date
cover_contact text
county_authority text
county_authority_contact text
county_authority_phone text
operator text
operator_contact text
operator_phone text
land_area amount 平方公里
industry_sector tick
prohibited_industry tick
major_incidents tick
serious_violations tick
energy_efficiency_met tick
water_efficiency_met tick
provincial_cluster tick
gross_output amount 亿元 year
gross_output_county_share amount % year
sme_output_share amount % year
leading_output_share amount % year
leading_output_growth_3y amount % span
enterprises count 个 year
smes count 个 year
srdi_smes count 个 year
little_giants count 个 year
champions count 个 year
hightech_enterprises count 个 year
innovative_smes count 个 year
listed_smes count 个 year
pre_listing_smes count 个 year
fdi amount 万元 year
fdi_growth amount % year
exports amount 万元 year
exports_growth amount % year
chain_summary prose
chain_actions multi
collaboration_summary prose
collaboration_actions multi
brand_summary prose
brand_actions multi
rd_intensity amount % year
rd_expenditure amount 亿元 year
sme_employees count 人 year
rd_personnel count 人 year
ip_grants count 个 year
standards_led count 项 year standards
standards_joined count 项 year standards
innovation_platforms count 个 - levels
innovation_platforms_names names - - levels
pct_applications count 个
invention_patents_growth_3y amount % span
invention_patents_per_10k amount 个
invention_patents count 个
cloud_smes count 个
cloud_share amount %
iiot_smes count 个
iiot_share amount %
digital_rd_tool_share amount %
industrial_software_rising tick
industrial_software_purchases amount 万元 year
digital_service_summary prose
digital_service_actions multi
new_model_summary prose
new_model_actions multi
pilot_projects count 个 - levels
pilot_projects_names names - - levels
carbon_monitoring tick
co2_intensity amount 吨二氧化碳/万元 year
energy_intensity amount 吨标准煤/万元 year
energy_intensity_reduction amount % span
solid_waste_utilization amount %
solid_waste_above_average tick
water_reuse amount %
water_reuse_above_average tick
green_summary prose
green_actions multi
green_manufacturing count 个 - levels
green_manufacturing_names names - - levels
cooperation_summary prose
cooperation_actions multi
overseas_branches count 个
alliances count 个
alliances_names names
environment_summary prose
governance_actions multi
service_platforms count 个 - levels
service_platforms_names names - - levels
public_services multi
plan_text plan
""")


@dataclass(frozen=True)
class Key:
    """What one observation is about."""

    indicator: str
    period: str | None = None
    level: str | None = None

    def __str__(self) -> str:
        at = f"@{self.period}" if self.period else ""
        return f"{self.indicator}{at}" + (f"[level={self.level}]" if self.level else "")


def keys_of(indicator: Indicator, years: list[str]) -> list[Key]:
    """Each observation that a form of these years asks for."""
    span = f"{years[0]}/{years[-1]}"
    periods = list(years) if indicator.period == "year" else [span] if indicator.period == "span" else [None]
    return [Key(indicator.id, period, level) for period in periods for level in indicator.levels or (None,)]
