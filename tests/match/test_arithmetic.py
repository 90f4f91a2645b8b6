"""Whether figures are what the form's others come to: shares, figures per head, growth, as far as rounding tells."""

import pytest

from formextract.match.arithmetic import Amount, Arithmetic
from formextract.model.edits import parse_ref
from formextract.model.relations import Relation
from formextract.rules import relations

SUMS = Arithmetic(
    [
        Relation(parse_ref("cloud_share"), parse_ref("cloud_smes"), parse_ref("smes@last")),
        Relation(parse_ref("exports_growth@year"), parse_ref("exports@year"), None),
        Relation(parse_ref("per_10k"), parse_ref("patents"), parse_ref("staff@last"), 10000.0),
    ]
)


def whole(x):
    return Amount(x, 0.5)


def hundredths(x):
    return Amount(x, 0.005)


SMES = {("smes", "2023"): whole(180), ("smes", "2024"): whole(200)}


@pytest.mark.parametrize(("share", "holds"), [(65.0, True), (65.2, True), (71.5, False)])
def test_a_share_holds_for_the_part_that_it_is_of(share, holds):
    known = {**SMES, ("cloud_share", None): hundredths(share)}
    assert SUMS.holds("cloud_smes", {None: whole(130)}, known) is holds


def test_a_share_may_be_what_is_asked_about_as_well_as_its_part_and_its_whole():
    known = {**SMES, ("cloud_smes", None): whole(130)}
    assert SUMS.holds("cloud_share", {None: hundredths(65.0)}, known) is True
    both = {("cloud_smes", None): whole(130), ("cloud_share", None): hundredths(65.0)}
    assert SUMS.holds("smes", {"2023": whole(180), "2024": whole(200)}, both) is True
    assert SUMS.holds("smes", {"2023": whole(200), "2024": whole(300)}, both) is False


def test_growth_is_reckoned_from_the_year_before():
    rates = {("exports_growth", "2024"): Amount(10.1, 0.05)}
    assert SUMS.holds("exports", {"2023": hundredths(54404.5), "2024": hundredths(59917.86)}, rates) is True
    assert SUMS.holds("exports", {"2023": hundredths(54404.5), "2024": hundredths(54404.5)}, rates) is False
    assert SUMS.holds("exports", {"2024": hundredths(59917.86)}, rates) is None


def test_a_figure_in_no_sum_whose_others_are_known_says_nothing():
    assert SUMS.holds("cloud_smes", {None: whole(130)}, {}) is None
    assert SUMS.holds("fdi", {"2024": whole(130)}, SMES) is None


def test_figures_per_head_count_so_many_of_them():
    known = {("staff", "2024"): whole(12000), ("per_10k", None): hundredths(250.0)}
    assert SUMS.holds("patents", {None: whole(300)}, known) is True
    assert SUMS.holds("patents", {None: whole(120)}, known) is False


def test_the_shipped_edits_give_the_relations():
    told = {r.rate.indicator: r for r in relations()}
    assert told["cloud_share"].part.indicator == "cloud_smes"
    assert told["invention_patents_per_10k"].times == 10000
    assert told["fdi_growth"].whole is None
