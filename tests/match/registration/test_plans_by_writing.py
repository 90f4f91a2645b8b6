"""Planning tables that nobody ruled: each row has its own two values, and the direction beside which it stands."""

import pytest
from made_pages import HIGH, loose, page, scan
from made_pages import PART_TWO as ROWS

from formextract.model import TYPED
from formextract.pipeline import records

AT = (80.0, 150.0, 300.0, 420.0)
"""Where the four columns begin."""
PLAN = (
    ("主导产业", ("集群年产值", "12.70%", "13.20%"), ("配套企业数量", "59家", "71家")),
    ("创新", ("研发投入", "6.70亿元", "9.37亿元"), ("有效专利数", "372件", "577件")),
    ("开放合作", ("定性描述", "出口31国", "出口40国")),
    ("治理", ("定性描述", "建立专班", "服务全覆盖")),
)


def left(text, x, y):
    wide = sum(6.0 if c.isascii() else 12.0 for c in text)
    return text, (x, y + 3, x + wide, y + 15)


def plan(top, step=1.2 * HIGH):
    """The words of a planning table: directions in the middle of their rows."""
    rows = [[left(t, x, top) for t, x in zip(("方向", "指标", "2023年基准值", "2026年目标值"), AT, strict=True)]]
    y = top
    for direction, *own in PLAN:
        rows.append([left(direction, AT[0], y + step * (len(own) + 1) / 2)])
        for row in own:
            y += step
            rows.append([left(t, x, y) for t, x in zip(row, AT[1:], strict=True)])
    return rows


def planned(words):
    """What a scanned form without rules says of its plan, by the row's name: baseline and target as written."""
    document = scan(*loose([*page(ROWS)[0], *words], TYPED))
    (record,) = records(document)
    found = {(v.indicator, v.dims["target"]): v for v in record.values if "target" in v.dims}
    assert all(v.confidence < 0.9 for v in found.values())
    names = {name for _, name in found}
    return {name: tuple(found[i, name].raw for i in ("plan_baseline", "plan_target")) for name in names}


WANTED = {
    "集群年产值": ("12.70%", "13.20%"),
    "配套企业数量": ("59家", "71家"),
    "研发投入": ("6.70亿元", "9.37亿元"),
    "有效专利数": ("372件", "577件"),
    "开放合作·定性描述": ("出口31国", "出口40国"),
    "治理·定性描述": ("建立专班", "服务全覆盖"),
}


@pytest.mark.parametrize("step", [1.0, 1.2, 2.0])
def test_each_row_has_its_own_values(step):
    assert planned(plan(500.0, step * HIGH)) == WANTED


def test_a_name_and_its_value_that_were_read_as_one_are_parted_where_the_column_begins():
    words = plan(500.0)
    at, row = next((n, r) for n, r in enumerate(words) if r[0][0] == "集群年产值")
    (name, (x0, y0, _, y1)), (value, (_, _, x1, _)), goal = row
    long = "集群年产值总量及其增速率"
    assert name in long
    assert 0 < AT[2] - left(long, x0, 0.0)[1][2] < 0.6 * HIGH  # the name reaches as far as the value begins
    words[at] = [(long + value, (x0, y0, x1, y1)), goal]
    assert planned(words)[long] == (value, "13.20%")


def test_what_follows_the_table_is_no_row_of_it():
    words = [*plan(500.0), [left("2.阶段性目标", 80.0, 500.0 + 8 * 1.2 * HIGH)]]
    assert planned(words) == WANTED


def test_a_name_longer_than_those_centred_below_it_is_whole():
    def mid(text, k, y):
        x = (90.0, 230.0, 350.0, 460.0)[k]
        wide = sum(6.0 if c.isascii() else 12.0 for c in text)
        return text, (x - wide / 2, y + 3, x + wide / 2, y + 15)

    rows = [("方向", "指标", "2023年基准值", "2026年目标值"), ("主导", "近三年年均增速", "11.08%", "11.58%")]
    rows += [("创新", name, "44家", "52家") for name in ("企业数量", "专利数量", "平台数量")]
    words = [[mid(t, k, 500.0 + 1.2 * HIGH * n) for k, t in enumerate(row)] for n, row in enumerate(rows)]
    assert planned(words)["近三年年均增速"] == ("11.08%", "11.58%")
