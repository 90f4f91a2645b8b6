"""What a reviewer of a provincial paper compares: amounts that are part of others, their shares, kinds of firms."""

from pathlib import Path

import pytest
from invented_forms import figure, record

from formextract.catalogue.edits import load_edits
from formextract.checks import findings, kinds

TEMPLATES = Path(__file__).parents[2] / "templates"
PROVINCES = ["hubei-characteristic", "hubei-innovative", "hubei-strategic-emerging", "hunan-advanced-manufacturing"]


def told(program, *observations):
    return {f.check for f in findings(record(*observations), load_edits(TEMPLATES, kinds(), program))}


OUTPUT = [figure("leading_output@2023", "88.60", "亿元"), figure("gross_output@2023", "105.30", "亿元")]
REVENUE = [figure("leading_revenue@2023", "32.10", "亿元"), figure("revenue@2023", "80.25", "亿元")]
SOUND = [
    [*OUTPUT, figure("leading_output_share@2023", "84.14", "%")],
    [*OUTPUT, figure("leading_output_share@2023", "84", "%")],  # rounded as written
    [*REVENUE, figure("leading_revenue_share@2023", "40.00", "%")],
    [figure("leading_output@2023", "105.3", "亿元"), OUTPUT[1]],  # all of it
    [figure("lead_tech_enterprises@2023", "3", "个"), figure("innovation_entities", "60", "个")],
    [
        figure("tech_smes@2022", "80", "个"),
        figure("tech_smes@2023", "60", "个"),
        figure("innovation_entities", "60", "个"),
    ],
    [figure("new_species_enterprises@2023", "0", "个"), figure("enterprises@2023", "60", "个")],
]
PLANTED = [
    ("leading_output_within.2023", [figure("leading_output@2023", "188.60", "亿元"), OUTPUT[1]]),
    ("leading_output_part.2023", [*OUTPUT, figure("leading_output_share@2023", "48.14", "%")]),
    ("leading_revenue_within.2023", [figure("leading_revenue@2023", "81.00", "亿元"), REVENUE[1]]),
    ("leading_revenue_part.2023", [*REVENUE, figure("leading_revenue_share@2023", "60.00", "%")]),
    (
        "lead_tech_within_innovation_entities",
        [figure("lead_tech_enterprises@2023", "61", "个"), figure("innovation_entities", "60", "个")],
    ),
    (
        "tech_smes_within_innovation_entities",
        [figure("tech_smes@2023", "61", "个"), figure("innovation_entities", "60", "个")],
    ),
    (
        "new_species_within_enterprises.2023",
        [figure("new_species_enterprises@2023", "70", "个"), figure("enterprises@2023", "60", "个")],
    ),
]


@pytest.mark.parametrize("program", PROVINCES)
@pytest.mark.parametrize("form", SOUND)
def test_what_is_sound_is_left_alone(program, form):
    assert told(program, *form) == set()


@pytest.mark.parametrize("program", PROVINCES)
@pytest.mark.parametrize(("check", "form"), PLANTED)
def test_what_cannot_be_is_told(program, check, form):
    assert check in {c for found in told(program, *form) for c in (found, found.rsplit(".", 1)[0])}


@pytest.mark.parametrize(("check", "form"), PLANTED)
def test_half_of_a_comparison_says_nothing(check, form):
    assert told("hubei-innovative", form[0]) == set()
