from formextract.catalogue import load_catalogue
from formextract.model import TYPED, Cell, Document, Line, Place, SourceFile, Table
from formextract.submissions import exhibit_of
from formextract.tables import words_of

WORDS = words_of(load_catalogue().lexicon.tables)


def table(rows):
    cells = tuple(
        Cell(r, c, 1, 1, text, Place(), legibility=TYPED)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if text is not None
    )
    return Table(cells, len(rows), max(map(len, rows)))


def shown(*blocks):
    return exhibit_of(Document(SourceFile("清单.docx", "0" * 64, "docx", 1), "docx", blocks, 2), WORDS)


HEAD = ["序号", "平台名称", "级别"]


def test_rows_are_counted_below_the_captions():
    rows = [
        ["创新平台清单", None, None],
        HEAD,
        ["1", "甲", "国家级"],
        ["2", "乙", "省级"],
        ["", "", ""],
        ["合计", "2", ""],
    ]
    exhibit = shown(table(rows))
    (listing,) = exhibit.listings
    assert (listing.title, listing.heads, listing.rows) == ("创新平台清单", tuple(HEAD), 2)
    assert (exhibit.format, exhibit.pages, exhibit.text[:6]) == ("docx", 2, "创新平台清单")


def test_a_list_goes_on_in_the_next_table():
    first, second = table([HEAD, ["1", "甲", "省级"]]), table([HEAD, ["2", "乙", "省级"], ["3", "丙", "其他"]])
    (listing,) = shown(Line("清单", Place(), legibility=TYPED), first, second).listings
    assert (listing.title, listing.rows) == ("清单", 3)
    (listing,) = shown(first, table([["2", "乙", "省级"]])).listings
    assert listing.rows == 2


def test_a_list_of_nothing_and_a_page_of_text():
    (listing,) = shown(table([HEAD, ["1", "无", "无"]])).listings
    assert listing.rows == 0
    assert shown(Line("批复", Place(), legibility=TYPED)).listings == ()
