"""A telephone behind a person's name goes to the field that asks for it."""

import pytest
from made_documents import document, key, matched, table

TITLE = "湖南省先进制造业集群培育对象申报书"


def told(*rows):
    _, (match,) = matched(document(TITLE, table(["集群名称", "长浏市工程机械先进制造业集群"], *rows)))
    placed = {key(p): p.text for p in match.placements if p.text}
    return placed.get("operator_contact"), placed.get("operator_phone"), [x.text for x in match.leftovers]


@pytest.mark.parametrize(
    ("cell", "name", "number"),
    [
        ("谭芳 0731-88889999 / 13700003333", "谭芳", "0731-88889999 / 13700003333"),
        ("谭芳，联系电话：13700003333", "谭芳", "13700003333"),
        ("谭芳（13700003333）", "谭芳", "13700003333"),
        ("13700003333 谭芳", "谭芳", "13700003333"),
        ("谭芳", "谭芳", None),
        ("谭芳 13700003333，李强 13700004444", "谭芳 13700003333，李强 13700004444", None),
    ],
)
def test_name_and_number_part(cell, name, number):
    assert told(["联系人", cell])[:2] == (name, number)


def test_the_numbers_own_cell_comes_first():
    contact, phone, left = told(["联系人", "谭芳 13700003333"], ["联系电话", "0731-88889999"])
    assert (contact, phone) == ("谭芳", "0731-88889999")
    assert "13700003333" in left


def test_the_same_number_twice_is_said_once():
    contact, phone, left = told(["联系人", "谭芳 13700003333"], ["联系电话", "13700003333"])
    assert (contact, phone, left) == ("谭芳", "13700003333", left)
    assert "13700003333" not in left


@pytest.mark.parametrize(
    "row",
    [
        ["联系人/电话", "邱实 18671000023"],
        ["联系人及联系电话", "邱实 18671000023"],
        ["联系人", "邱实", "18671000023"],
    ],
)
def test_a_number_in_a_cell_behind_a_name_or_under_one_caption_with_it(row):
    assert told([*row, ""][:3]) == ("邱实", "18671000023", [])


@pytest.mark.parametrize(
    ("cell", "sure"),
    [
        ("13700003333", True),
        ("0731-88889999 / 13700003333", True),
        ("0731-88889999（办公室）", True),
        ("0731-88889999转8012", True),
        ("13700003333 2025年3月5日", False),
        ("13700003333，12家", False),
    ],
)
def test_a_number_with_other_figures_beside_it_is_in_doubt(cell, sure):
    rows = table(["集群名称", "长浏市工程机械先进制造业集群"], ["联系人", "谭芳"], ["联系电话", cell])
    _, (match,) = matched(document(TITLE, rows))
    (phone,) = (p for p in match.placements if p.indicator == "operator_phone")
    assert (not any(d.kind == "several_values" for d in phone.doubts)) is sure
