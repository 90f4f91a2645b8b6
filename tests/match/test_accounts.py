"""That a field is missing is sure only where nothing stands unplaced where it should be."""

from types import SimpleNamespace

import pytest

from formextract.assembly import assemble
from formextract.catalogue import load_catalogue
from formextract.match.accounts import Concealed, PageAccounts
from formextract.match.units import cut_out, units_of
from formextract.model import TYPED, Cell, Document, Legibility, Line, Place, SourceFile, Table
from formextract.model.doubt import SURE
from formextract.model.ink import aside_line
from formextract.model.placement import Leftover, Match, Proposed

SOURCE = SourceFile("form.pdf", "0" * 64, "pdf", 1)
FIELDS = [
    SimpleNamespace(key=f"f{n}", label=label, synonyms=())
    for n, label in enumerate(("集群名称", "集群总产值", "从业人员数量"))
]
HEADINGS = (SimpleNamespace(heading="二、主导产业情况"),)
TEMPLATE = SimpleNamespace(fields=FIELDS, title="中小企业特色产业集群申报表", sections=HEADINGS)


def at(page, y=100.0):
    return Place(page, (50.0, y, 100.0, y + 12.0))


def placed_at(field, place, legibility=TYPED):
    return SimpleNamespace(field=field, place=place, legibility=legibility)


def placement(n, page, legibility=TYPED):
    return placed_at(FIELDS[n], at(page), legibility)


def is_open(leftovers, blocks=(), pages=(1, 3)):
    document = Document(SOURCE, "pdf-text", tuple(blocks), 3)
    match = Match((placement(0, pages[0]), placement(2, pages[1])), tuple(leftovers), ())
    return PageAccounts(document, match, TEMPLATE).page_is_open(FIELDS[1])


@pytest.mark.parametrize(("said", "may_be"), [("集群总产|值（亿元）", True), ("年末土地面积", False)])
def test_a_figure_of_which_no_caption_speaks_is_not_on_a_digital_form(said, may_be):
    blocks = [Line(t, at(2), legibility=TYPED) for t in said.split("|")]
    left = (Leftover("", "12.5", at(2)),)
    match = Match((placement(0, 1), placement(2, 3)), left, ())
    told = PageAccounts(Document(SOURCE, "pdf-text", tuple(blocks), 3), match, TEMPLATE)
    assert told.page_is_open(FIELDS[1])
    assert told.page_is_open(FIELDS[1], of_lines=False) is may_be


@pytest.mark.parametrize("sure", [0.2, 0.99])
def test_beside_a_value_that_was_hardly_read_a_field_may_be_unread(sure):
    match = Match((placement(0, 1, Legibility(sure, (), scanned=True)), placement(2, 1)), (), ())
    assert PageAccounts(Document(SOURCE, "scan", (), 1), match, TEMPLATE).page_is_open(FIELDS[1]) is (sure < SURE)


@pytest.mark.parametrize(
    ("said", "words", "figure"),
    [
        ("一是加强组织领导的若干措施", True, True),  # 一 at its head may be a figure
        ("由县长任组长的工作专班", True, False),
        ("由县长任组长，工作专班共有五人", True, False),  # its words say what its figures are
        ("建成基站69座，大脑接入设备32百台，", True, False),
        ("集群的总产值达到97.6亿元，比上年增长", True, True),  # the field's own
        ("工作专班5人，", True, True),
        ("全社会研发投入12.5", True, True),
        ("集群总产直（亿元", True, True),  # what is left of the field's own caption
        ("国家级", True, True),  # a row of any table of levels
        ("联系电话：0713-7292", False, False),  # a caption of its own with its value behind it
        ("2023年", True, False),  # a heading of years is no value of anything
        ("湖北省中小企业特色,产业集群申请表", False, False),  # the form's title, misread
        ("2024年湖北省中小企业特色.产业集群申报表", False, False),  # a year before it
        ("主导产业精况", False, False),
        ("主导产业为泵阀装备", True, False),
        ("主导产业情况3", True, True),
    ],
)
def test_a_loose_line_of_words_is_no_figure(said, words, figure):
    read = Legibility(0.95, (), scanned=True)
    told = loose_line(said, read)
    assert told.page_is_open(FIELDS[1]) is words
    assert told.page_is_open(FIELDS[1], in_digits=True) is figure


def test_a_line_that_was_hardly_read_may_be_a_figure():
    told = loose_line("由县长任组长的工作专班", Legibility(0.3, (), scanned=True))
    assert told.page_is_open(FIELDS[1], in_digits=True)


def test_what_a_later_look_took_up_is_loose_no_more():
    told = loose_line("107.27", Legibility(0.95, (), scanned=True))
    told.leave_out(lambda text, page: (text, page) == ("107.27", 3))
    assert told.page_is_open(FIELDS[1])
    told.leave_out(lambda text, page: (text, page) == ("107.27", 2))
    assert not told.page_is_open(FIELDS[1])


def loose_line(said, read):
    match = Match((placement(0, 2), placement(2, 2)), (Leftover("", said, at(2)),), ())
    return PageAccounts(Document(SOURCE, "scan", (Line(said, at(2), legibility=read),), 3), match, TEMPLATE)


def ruled(label, text, *, unruled=False):
    cell = Cell(0, 0, 1, 1, text, at(2), unruled=unruled, legibility=TYPED)
    return [Leftover(label, text, at(2))], [Table((cell,), 1, 1)]


def test_a_page_of_which_all_was_placed_is_closed():
    assert not is_open([])


def test_a_loose_figure_between_the_neighbours_of_a_field_opens_its_page():
    assert is_open([Leftover("", "107.27 120.22", at(2))], [Line("107.27 120.22", at(2), legibility=TYPED)])


def test_one_on_another_page_does_not():
    assert not is_open([Leftover("", "107.27", at(3))], pages=(1, 1))


def test_a_ruled_cell_with_a_caption_of_its_own_is_that_captions():
    assert not is_open(*ruled("亩均税收（万元）", "1442.85"))


@pytest.mark.parametrize("label", ["集群总产直（亿元）", ""])
def test_one_whose_caption_is_like_the_fields_or_lost_is_not(label):
    assert is_open(*ruled(label, "1442.85"))


def test_neither_is_one_that_nobody_ruled():
    assert is_open(*ruled("亩均税收（万元）", "1442.85", unruled=True))


def test_dust_opens_nothing():
    read = Legibility(0.3, (), scanned=True)
    for text, opens in (("一", False), ("石材机械", True)):
        assert is_open([Leftover("", text, at(2))], [Line(text, at(2), legibility=read)]) is opens


def torn(below, *, scanned=True, page=1):
    """Whether a caption's line is torn with this line below it, which no field took."""
    read = Legibility(0.99, (), scanned=True) if scanned else TYPED
    blocks = (
        Line("数字化服务总体情况 款，发放服务券7.8百万元。", at(1), legibility=read),
        Line(below, at(page, 120.0), legibility=read),
    )
    match = Match((placement(0, 1),), (Leftover("", below, at(page, 120.0)),), ())
    return PageAccounts(Document(SOURCE, "scan", blocks, 3), match, TEMPLATE).is_torn(at(1))


def test_a_scanned_line_beside_one_that_no_field_took_may_be_a_part_only():
    assert torn("建成5G基站37座，汽车座椅产业大脑接入设")


def test_dust_a_digital_line_and_another_page_tear_nothing():
    assert not torn("一")
    assert not torn("建成5G基站37座", scanned=False)
    assert not torn("建成5G基站37座", page=2)


def test_a_scanned_page_of_which_nothing_was_placed_may_hold_any_field():
    read = Legibility(0.95, (), scanned=True)
    lines = [Line("107.27", at(4), legibility=read)]
    assert is_open([Leftover("", "107.27", at(4))], lines, pages=(1, 1))
    assert not is_open([Leftover("", "107.27", at(4))], [Line("107.27", at(4), legibility=TYPED)], pages=(1, 1))


def test_what_a_level_or_role_heads_is_no_caption_of_its_own():
    assert is_open(*ruled("国家", "8"))


def test_a_piece_of_the_fields_own_caption_opens_it_wherever_it_stands():
    assert is_open([Leftover("", "（集群总产值", at(1))], pages=(3, 3))


def test_fields_of_a_form_in_another_order_are_looked_for_between_more_neighbours():
    fields = [SimpleNamespace(key=f"f{n}", label=f"第{n}栏的名称", synonyms=()) for n in range(7)]
    placed = [placed_at(fields[n], at(2 if n in (1, 5) else 1)) for n in range(7) if n != 3]
    match = Match(tuple(placed), (Leftover("", "107.27", at(2)),), ())
    told = PageAccounts(
        Document(SOURCE, "pdf-text", (), 3), match, SimpleNamespace(fields=fields, title="", sections=())
    )
    assert told.page_is_open(fields[3])


@pytest.mark.parametrize(
    ("page", "y", "beside"),
    [(1, 140.0, True), (1, 60.0, True), (1, 104.0, True), (2, 40.0, True), (1, 400.0, False), (3, 40.0, False)],
)
def test_an_empty_cell_beside_loose_writing_may_be_cut_off_from_it(page, y, beside):
    others = [placed_at(FIELDS[0], at(1, y)) for y in (30.0, 300.0)] if (page, y) != (2, 40.0) else []
    placed = (*others, placed_at(FIELDS[1], at(1, 100.0)))
    match = Match(placed, (Leftover("", "☑运用了数字化手段", at(page, y)),), ())
    told = PageAccounts(Document(SOURCE, "pdf-text", (), 3), match, TEMPLATE)
    assert told.is_beside_loose(at(1, 100.0)) is beside


@pytest.mark.parametrize(("likely", "surely"), [(0.6, False), (0.04, True)])
def test_a_field_that_a_leftover_may_be_is_not_surely_missing(likely, surely):
    """`T业软件采购额` was listed with the right proposal, and the field was missing beyond doubt: in any format."""
    catalogue = load_catalogue()
    name = "industrial_software_purchases"
    left = Leftover("T业软件采购额", "2168.67", at(1), (Proposed(name, "工业软件采购金额", None, likely),))
    document = Document(SourceFile("form.docx", "0" * 64, "docx", 1), "docx", (), 1)
    template = next(t for t in catalogue.templates.values() if any(f.indicator == name for f in t.fields))
    record = assemble(document, template, Match((), (left,), (2023,)), catalogue.indicators)
    missing = next(o for o in record.values if o.indicator == name)
    assert missing.status == "missing"
    assert (missing.confidence >= 0.9) is surely
    assert ["T业软件采购额：2168.67" in d.because for d in missing.doubts] == ([] if surely else [True])
    assert all(o.confidence == 1 for o in record.values if o.indicator != name)


@pytest.mark.parametrize(
    ("hidden", "label", "period", "told"),
    [
        ("集群总产值（亿元）", "集群总产值（万元）", None, "集群总产值（亿元）"),
        ("集群总产值：107.27亿元", "集群总产值", "2023", "集群总产值：107.27亿元"),
        ("2022年", "集群总产值", "2022", "2022年"),
        ("2022年", "集群总产值", "2021/2022", "2022年"),
        ("2022年", "集群总产值", "2023", ""),
        ("邮编", "邮编", None, "邮编"),
        ("邮编齐全的单位", "邮编", None, ""),
        ("武汉市", "集群总产值", "2023", ""),
        ("中小企业", "集群内中小企业从业人员数量", None, ""),
    ],
)
def test_what_the_file_hides_may_be_the_field_that_is_missing(hidden, label, period, told):
    for line in (Line(hidden, at(1), legibility=TYPED), aside_line(hidden, at(1))):
        document = Document(SOURCE, "xlsx", (), 1, hidden=(Line("107.27", at(1), legibility=TYPED), line))
        assert Concealed(document).may_be([label], period) == told


def test_what_a_file_hides_may_be_missing_in_any_of_its_forms():
    hidden = tuple(Line(t, at(1), legibility=TYPED) for t in ("集群企业数量", "155"))
    lines = tuple(Line(t, Place(line=n), legibility=TYPED) for n, t in enumerate(("一", "二", "三"), 1))
    whole = Document(SOURCE, "xlsx", lines, 1, hidden=hidden)
    first, second = (cut_out(whole, units_of(whole), *part) for part in ((0, 1), (1, 3)))
    assert (first.hidden, second.hidden) == (hidden, ())
    assert [Concealed(part).may_be(["集群企业数量"], None) for part in (first, second)] == ["集群企业数量"] * 2


def test_of_hidden_captions_the_fields_own_is_told():
    lines = tuple(Line(t, at(1), legibility=TYPED) for t in ("集群企业数量增长率", "集群企业数量"))
    assert Concealed(Document(SOURCE, "xlsx", (), 1, hidden=lines)).may_be(["集群企业数量"], None) == "集群企业数量"


def test_a_field_whose_caption_the_file_hides_is_not_surely_missing():
    catalogue = load_catalogue()
    name = "industrial_software_purchases"
    template = next(t for t in catalogue.templates.values() if any(f.indicator == name for f in t.fields))
    label = next(f.label for f in template.fields if f.indicator == name)
    source = SourceFile("form.xlsx", "0" * 64, "xlsx", 1)
    hidden = tuple(Line(text, Place(cell="表!A1"), legibility=TYPED) for text in (label, "2168.67"))
    record = assemble(
        Document(source, "xlsx", (), 1, hidden=hidden), template, Match((), (), (2023,)), catalogue.indicators
    )
    missing = [o for o in record.values if o.indicator == name]
    assert missing
    assert all(o.status == "missing" and o.confidence < SURE for o in missing)
    assert all("隐藏" in d.because for o in missing for d in o.doubts)
    assert sum(o.confidence == 1 for o in record.values) > len(record.values) / 2


def test_an_answer_is_given_anew_where_what_it_rests_on_has_changed():
    left = (Leftover("", "12.5", at(2)),)
    told = PageAccounts(
        Document(SOURCE, "pdf-text", (), 3), Match((placement(0, 1), placement(2, 3)), left, ()), TEMPLATE
    )
    assert told.page_is_open(FIELDS[1])
    told.leave_out(lambda text, page: text == "12.5")
    assert not told.page_is_open(FIELDS[1])
    told.leave_open(2)
    assert told.page_is_open(FIELDS[1])
