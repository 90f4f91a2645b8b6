"""A filled cell that reaches down beside the next caption: that one is not surely empty."""

from made_documents import BASICS, document, key, matched

from formextract.model import TYPED, Cell, Place, Table


def placed(*cells):
    made = tuple(
        Cell(row, col, rowspan, 1, text, Place(cell=f"T2R{row + 1}C{col + 1}"), legibility=TYPED)
        for row, col, rowspan, text in cells
    )
    table = Table(made, 2, 2)
    _, (match,) = matched(document("中小企业特色产业集群申报表", BASICS, table))
    return {key(p): (p.text, p.confidence >= 0.9) for p in match.placements}, set(match.shared)


LABELS = ("集群中小企业有效发明专利数量（件）", "集群中小企业PCT国际专利申请量（件）")


def test_two_lines_in_one_cell_beside_two_captions():
    found, shared = placed((0, 0, 1, LABELS[0]), (0, 1, 2, "140\n392"), (1, 0, 1, LABELS[1]))
    assert shared == {"pct_applications"}
    assert not any(sure for name, (text, sure) in found.items() if name.startswith("pct_applications") and not text)


def test_an_empty_cell_over_two_rows_hides_nothing():
    _, shared = placed((0, 0, 1, LABELS[0]), (0, 1, 2, ""), (1, 0, 1, LABELS[1]))
    assert shared == set()


def test_a_caption_with_a_cell_of_its_own_shares_none():
    _, shared = placed((0, 0, 1, LABELS[0]), (0, 1, 1, "140"), (1, 0, 1, LABELS[1]), (1, 1, 1, "392"))
    assert shared == set()
