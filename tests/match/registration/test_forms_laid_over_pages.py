"""What stands beside a form's captions is read, whatever became of the rules around it; what is lost is in doubt."""

from dataclasses import replace
from random import Random

import pytest
from made_pages import (
    CATALOGUE,
    CLEAR,
    FILE,
    HIGH,
    LABELS,
    PART_TWO,
    WANTED,
    YEARS,
    askew,
    centred,
    figures,
    loose,
    lost,
    misread,
    page,
    read,
    ruled,
    scan,
)

from formextract.assembly.second_reading import confirmed
from formextract.model import TYPED, Cell, Document, Place, Table
from formextract.model.document import Shown
from formextract.model.doubt import SURE, doubt
from formextract.pipeline import forms, records
from formextract.text import squeeze

GROWTH = "leading_output_growth_3y", "2021/2023"
"""A figure of all years, which the checks hold against the others."""


def kinds(observation):
    return {d.kind for d in observation.doubts}


def test_of_a_page_of_which_no_rule_was_found_what_stands_clear_is_sure():
    words, _ = page(PART_TWO)
    found = read(scan(*loose(words)))
    assert figures(found) == WANTED
    sure = {key for key in WANTED if found[key].confidence >= SURE}
    assert sure
    assert all("registered" in kinds(found[key]) for key in WANTED.keys() - sure)


def test_the_last_line_of_a_caption_that_the_form_does_not_have_says_the_unit_of_no_table():
    rows = dict(list(PART_TWO.items())[:3]) | {"规上企业用电量|总额（单位：万元）": ("1", "2", "3")}
    rows |= dict(list(PART_TWO.items())[3:])
    words, _ = page(rows)
    assert figures(read(scan(*loose(words)))) == WANTED


def test_of_a_page_of_which_no_rule_was_found_what_stands_between_two_captions_is_in_doubt():
    words, _ = page(PART_TWO)
    words = [
        [
            (t, (x0, y0 + HIGH / 2 * (x0 > LABELS[1]), x1, y1 + HIGH / 2 * (x0 > LABELS[1])))
            for t, (x0, y0, x1, y1) in row
        ]
        for row in words
    ]
    found = read(scan(*loose(words)))
    sure = {key for key in WANTED if key in found and found[key].confidence >= SURE}
    assert sure <= {
        ("sme_output_share", "2022")
    }  # half a line off, it is still beside one of its caption's three lines


def test_a_cell_that_nobody_ruled_says_nothing_of_a_word_beside_its_caption():
    words, _ = page(PART_TWO)
    found = read(scan(*loose(words, CLEAR.doubted(doubt("table_unruled")))))
    plain = read(scan(*loose(words)))
    assert {k: o.confidence for k, o in found.items()} == {k: o.confidence for k, o in plain.items()}
    weak = read(scan(*loose(words, CLEAR.doubted(doubt("letters_lost")))))
    assert all(weak[key].confidence < SURE for key in WANTED)


def captions(template, *, high=16.0):
    """The form's captions down the page, each cut in two lines in the middle, with a figure beside it."""
    rows = []
    for k, f in enumerate(template.fields):
        if f.label and f.shape in (None, "blanks") and not f.options:
            half = len(f.label) // 2 + 1
            y = 40 + 2.5 * high * k
            rows.append([centred(f.label[:half], *LABELS, y), centred(f.label[half:], *LABELS, y + high)])
            rows[-1].append(centred(str(10 + k), YEARS[0], YEARS[3], y + high / 2))
    return rows


def test_a_form_without_title_and_tables_is_known_by_the_captions_that_its_lines_make():
    template = CATALOGUE.templates["sme-cluster/application@2024"]
    lines = loose(captions(template))
    document = Document(FILE, "scan", tuple(lines), 1)
    (record,) = records(document)
    assert record.template in ("sme-cluster/application@2024", "sme-cluster/review@2025")
    found = {o.indicator: o for o in record.values if o.status == "reported"}
    assert found["cloud_smes"].raw == "65"
    assert len(found) > 25


def test_lines_that_are_no_captions_are_no_form():
    words = [[centred(f"第{k}条关于产业集群的若干规定", 75, 520, 40 + 20 * k)] for k in range(40)]
    assert forms().recognise(Document(FILE, "scan", tuple(loose(words)), 1)) is None


def test_the_same_askew():
    words, _ = page(PART_TWO)
    assert figures(read(scan(*loose(askew(words, 0.02))))) == WANTED


def test_a_ruled_table_is_as_sure_as_before():
    words, edges = page(PART_TWO)
    found = read(scan(ruled(words, edges)))
    sure = {key for key in WANTED if found[key].confidence >= SURE}
    assert sure >= WANTED.keys() - {GROWTH}
    assert not any("registered" in kinds(o) for o in found.values())


def test_a_caption_of_which_letters_were_misread_is_known_by_its_neighbours():
    words, _ = page(PART_TWO)
    words = misread(words, "集群企业数量", "隼群企业数置")
    assert figures(read(scan(*loose(words)))) == WANTED


def test_a_row_that_the_form_does_not_have_keeps_its_figures_to_itself():
    rows = dict(list(PART_TWO.items())[:5]) | {"规上企业用电量": ("1", "2", "3")} | dict(list(PART_TWO.items())[5:])
    words, _ = page(rows)
    assert figures(read(scan(*loose(words)))) == WANTED


def test_a_cell_whose_rules_are_unclear_is_sure_where_the_writing_beside_the_caption_says_the_same():
    words, edges = page(PART_TWO)
    unclear = CLEAR.doubted(doubt("border_lost"))
    found = read(scan(ruled(words, edges, clear=unclear)))
    assert {key for key in WANTED if found[key].confidence >= SURE} >= WANTED.keys() - {GROWTH}


def test_a_cell_whose_letters_are_unclear_is_no_surer_for_that():
    words, edges = page(PART_TWO)
    unclear = CLEAR.doubted(doubt("border_lost"), doubt("letters_lost"))
    found = read(scan(ruled(words, edges, clear=unclear)))
    assert all(found[key].confidence < SURE for key in WANTED)


def test_two_figures_in_one_place_are_never_read_as_one():
    words, _ = page(PART_TWO)
    at = next(b for row in words for t, b in row if t == "155")
    words.append([("4", (at[2] + 3, at[1] + HIGH / 4, at[2] + 9, at[3] + HIGH / 4))])
    o = read(scan(*loose(words)))["enterprises", "2021"]
    assert o.status == "unreadable" or o.raw == "155"


def slipped(clear=CLEAR):
    """The ruled form of which the reader's rows are one off in one column."""
    words, edges = page(PART_TWO)
    table = ruled(words, edges, clear=clear)
    at = next(c for c in table.cells if c.text == "155")
    below = next(c for c in table.cells if c.text == "152")
    moved = [
        c
        if c not in (at, below)
        else type(c)(**{f: getattr(c, f) for f in c.__slots__} | {"row": other.row, "text": c.text})
        for c in table.cells
        for other in (below if c is at else at,)
    ]
    return type(table)(tuple(moved), table.n_rows, table.n_cols)


def test_where_a_cell_says_otherwise_than_the_writing_beside_the_caption_it_is_in_doubt():
    found = read(scan(slipped()))
    assert "registered_otherwise" in kinds(found["enterprises", "2021"])
    assert "registered_otherwise" in kinds(found["smes", "2021"])


def test_where_one_row_is_contradicted_none_of_the_page_is_surer_for_what_the_writing_says():
    found = read(scan(slipped(CLEAR.doubted(doubt("border_lost")))))
    assert all(found[key].confidence < SURE for key in WANTED)


def test_rows_that_nobody_ruled_and_that_slipped_speak_against_nothing_but_themselves():
    found = read(scan(slipped(CLEAR.doubted(doubt("table_unruled")))))
    assert figures(found) == WANTED
    assert {key for key in WANTED if found[key].confidence < SURE} == {("enterprises", "2021"), GROWTH}


@pytest.mark.parametrize("seed", range(24))
def test_no_field_whose_figure_was_read_is_surely_missing_whatever_rules_were_lost(seed):
    rng = Random(seed)
    words, edges = page(PART_TWO)
    rows = lost(rng, len(words), rng.choice((0.15, 0.4, 0.8)))
    columns = lost(rng, len(words), rng.choice((0.0, 0.2, 0.6)))
    found = read(scan(ruled(words, edges, rows, columns)))
    for key, wanted in WANTED.items():
        o = found.get(key)
        assert o is not None
        right = o.status == "reported" and o.raw == wanted
        assert right or o.confidence < SURE, (key, o.status, o.raw)
    right = sum(found[key].raw == wanted for key, wanted in WANTED.items())
    assert right >= 0.9 * len(WANTED)


def test_a_text_in_a_table_that_nobody_ruled_is_in_doubt_though_both_readings_agree():
    words, _ = page(
        {"集群总产值（亿元）": ("107.27", "120.22", "139.33"), "集群产业链强链补链情况": ("引进补链项目22个。",)}
    )
    document = scan(*loose(words))
    beside = {p.indicator: p for p in forms().match(document)[0].matches[0].registered}
    for name, sure in (("gross_output", True), ("chain_summary", False)):
        p = beside[name]
        unruled = replace(p, legibility=p.legibility.doubted(doubt("table_unruled")))
        kept = confirmed(unruled, CATALOGUE.indicators[name].kind).legibility.doubts
        assert (not kept) == sure


def test_bare_years_side_by_side_head_columns():
    words, _ = page(PART_TWO)
    assert figures(read(scan(*loose(misread(words, " 年", ""))))) == WANTED


def test_a_caption_further_down_that_reaches_over_the_values_makes_them_no_captions():
    words, edges = page(PART_TWO)
    low = edges[-1] + HIGH
    words.append([("近三年集群单位产值能耗降低率", (81.0, low + 3, 420.0, low + 15)), centred("8.59", 430, 520, low)])
    assert figures(read(scan(*loose(words)))) == WANTED


def digital(words, *, unruled):
    """The same page as a PDF without rules gives it: typed, and in cells that nobody drew."""
    sure = TYPED.doubted(doubt("table_unruled")) if unruled else TYPED
    rows = [
        Cell(k, n, 1, 1, t, Place(1, b), shown=Shown(b, ((t, b),), (TYPED,)), unruled=unruled, legibility=sure)
        for k, row in enumerate(words)
        for n, (t, b) in enumerate(sorted(row, key=lambda w: w[1]))
    ]
    heads = loose([[centred("中小企业特色产业集群申报表", 75, 520, 40)]], TYPED)
    heads += loose([[("二、主导产业情况", (80.0, 90.0, 180.0, 104.0))]], TYPED)
    blocks = (*heads, Table(tuple(rows), len(words), 5))
    return Document(replace(FILE, format="pdf"), "pdf-text", blocks, 1)


def test_a_digital_page_without_rules_is_laid_over_and_one_with_rules_is_not():
    words, _ = page(PART_TWO)
    (ruled_form,) = forms().match(digital(words, unruled=False))
    (unruled_form,) = forms().match(digital(words, unruled=True))
    beside = {(p.indicator, p.period): squeeze(p.text) for p in unruled_form.matches[0].registered}
    assert {key: beside[key] for key in WANTED} == WANTED
    assert not ruled_form.matches[0].registered


def test_a_unit_above_the_heads_of_a_page_without_rules_is_the_figures_own():
    words, _ = page(PART_TWO)
    unit = [("单位：万元", (455.0, 106.0, 515.0, 118.0))]
    found = read(scan(*loose([unit, *misread(words, "（亿元）", "")])))
    assert str(found["gross_output", "2021"].value) == "0.010727"
    assert found["enterprises", "2021"].value == 155


def aligned(words, edges):
    """A digital page whose table was told from how its writing stands."""
    table = ruled(words, edges, clear=TYPED)
    sure = TYPED.doubted(doubt("table_unruled"))
    table = replace(table, cells=tuple(replace(c, unruled=True, legibility=sure) for c in table.cells))
    return replace(scan(table), source=replace(FILE, format="pdf"), reader="pdf-text")


def test_a_figure_of_a_digital_page_without_rules_is_sure_where_it_can_be_no_other_rows_or_columns():
    found = read(aligned(*page(PART_TWO)))
    assert figures(found) == WANTED
    # right below its head, and level with a caption that is no other's
    assert all(found[key].confidence >= SURE for key in WANTED if key != GROWTH)


@pytest.mark.parametrize("off", [(0.0, 0.5 * HIGH), (40.0, 0.0)], ids=["between two rows", "between two columns"])
def test_one_that_stands_between_two_is_in_doubt(off):
    words, edges = page(PART_TWO)
    row = next(r for r in words if r[0][0] == "集群企业数量")
    text, (x0, y0, x1, y1) = row[2]
    assert text == "163"
    row[2] = text, (x0 + off[0], y0 + off[1], x1 + off[0], y1 + off[1])
    found = read(aligned(words, edges))
    assert found["enterprises", "2022"].confidence < SURE
    assert found["little_giants", "2022"].confidence >= SURE


LEVELS = ("国际", "国家", "行业", "团体")
STANDARDS = {("2021", 0): "1745", ("2021", 1): "2856", ("2022", 0): "3412", ("2022", 1): "4367", ("2023", 0): "5093"}
STANDARDS["2023", 1] = "8126"
"""Figures of the four levels, a digit each, by year and role."""


def standards(high=12.0):
    """A table by levels within a row, three columns below each year, whose heads stand flush left above the first."""
    xs = [215.0 + 35.0 * k for k in range(9)]
    years = [(f"{2021 + k}年", (xs[3 * k], 123.0, xs[3 * k] + 30, 135.0)) for k in range(3)]
    words = [[centred("年度", 75.0, 200.0, 120.0), *years]]
    label = ("近三年集群中小企业主", "持（起草单位排名前三", "位）或参与制修订标准", "数量情况")
    words += [[(t, (75.0, 150.0 + 16 * k, 75.0 + high * len(t), 162.0 + 16 * k))] for k, t in enumerate(label)]
    words.append([(t, (x, 143.0, x + 22, 153.0)) for x, t in zip(xs, ("类别", "主持数", "参与数") * 3, strict=True)])
    for n, level in enumerate(LEVELS):
        y = 163.0 + 16 * n
        row = [(level, (xs[3 * k], y, xs[3 * k] + 22, y + 12)) for k in range(3)]
        for (year, role), figures_of in STANDARDS.items():
            x = xs[3 * (int(year) - 2021) + 1 + role]
            row.append((figures_of[n], (x, y, x + 6, y + 12)))
        words.append(row)
    return words


def test_years_flush_left_above_a_table_by_levels_head_its_columns_three_by_three():
    heads = loose([[centred("中小企业特色产业集群申报表", 75, 520, 40)]], TYPED)
    heads += loose([[("三、创新能力情况", (80.0, 90.0, 180.0, 104.0))]], TYPED)
    more = [
        [(f"集群中小企业{t}", (75.0, 300.0 + 20 * k, 190.0, 312.0 + 20 * k))]
        for k, t in enumerate(("从业人员数量", "研发人员数量", "知识产权授权量", "研发投入强度"))
    ]
    (record,) = records(Document(FILE, "scan", (*heads, *loose(standards()), *loose(more)), 1))
    names = {("standards_led", 0), ("standards_joined", 1)}
    found = {
        (v.period, role): "".join(o.raw for o in record.values if (o.indicator, o.period) == (name, v.period))
        for name, role in names
        for v in record.values
        if v.indicator == name
    }
    assert {k: found[k] for k in STANDARDS} == STANDARDS


TEXT = ["引进补链项目二十二个，培育“链主”", "企业七家，组织供需对接四十七场，", "协作配套率八成。"]


def told_beside(lines, first):
    """What is said of a text of these lines, from the height of the first one, beside a caption in a line at 638."""
    words = [[("三、产业链协作", (80.0, 580.0, 180.0, 594.0))]]
    words += [[centred("集群产业链强链补链情况", *LABELS, 638.0)]]
    words += [[(t, (290.0, y + 3, 290.0 + 12 * len(t), y + 15))] for y, t in zip(first, lines, strict=True)]
    words += [[centred("集群产业链资源协同协作情况", *LABELS, 680.0), centred("无", 290.0, 302.0, 680.0)]]
    (told,) = (
        p
        for p in forms().match(scan(*loose([*page(PART_TWO)[0], *words])))[0].matches[0].registered
        if p.indicator == "chain_summary"
    )
    return told, read(scan(*loose([*page(PART_TWO)[0], *words])))["chain_summary", None]


def test_a_text_centred_beside_its_caption_is_whole_and_sure():
    told, found = told_beside(TEXT, (620.0, 638.0, 656.0))
    assert squeeze(told.text) == squeeze("".join(TEXT))
    assert squeeze(found.raw) == squeeze("".join(TEXT))
    assert found.confidence >= SURE


@pytest.mark.parametrize("kept", [(0, 1), (1, 2), (0, 2)])
def test_a_text_of_which_a_line_was_lost_is_in_doubt(kept):
    _, found = told_beside([TEXT[k] for k in kept], [(620.0, 638.0, 656.0)[k] for k in kept])
    assert found.raw
    assert found.confidence < SURE
