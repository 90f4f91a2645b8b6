"""A figure asked for as it stands now, in a table with years: the last is it, those before have theirs."""

import pytest
from made_documents import document, matched, table

TITLE = "湖北省特色产业集群申报书"
NAME = ["集群名称", "江陵县家纺特色产业集群"]


def patents(heads, *figures):
    rows = [["指标", *heads], [*NAME, *[""] * (len(heads) - 1)], ["有效发明专利（件）", *figures]]
    _, (match,) = matched(document(TITLE, table(*rows)))
    return {p.period: (p.text, p.confidence >= 0.9) for p in match.placements if p.indicator == "invention_patents"}


@pytest.mark.parametrize(
    ("heads", "figures", "said"),
    [
        (("2023年", "2024年"), ("96", "112"), {None: ("112", True), "2023": ("96", True)}),
        (("2024年", "2023年"), ("112", "96"), {None: ("112", True), "2023": ("96", True)}),
        # what 本年 and 上年 are no one says: the years are in doubt, and a name of a column is no period
        (("上年", "本年"), ("96", "112"), {None: ("112", True), "2023": ("96", False)}),
        # the last year was not filled in: the one before is not how things stand now, for sure
        (("2023年", "2024年"), ("96", ""), {None: ("96", False)}),
    ],
)
def test_the_last_year_is_now_and_the_others_are_their_years(heads, figures, said):
    assert patents(heads, *figures) == said


def test_what_is_expected_is_no_figure_of_a_year():
    found = patents(("2024年", "2025年（预计）"), "96", "150")
    assert "2025" not in found
    assert found[None][0] == "96"
