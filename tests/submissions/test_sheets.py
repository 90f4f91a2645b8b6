import pytest
from made import beside

from formextract.match import TITLE
from formextract.model.submission import Exhibit, Leaf
from formextract.submissions.sheets import forms_in_pages, name_key

COVER = (TITLE, "region_province", "application_date", "cover_contact")
PARTS = {n: tuple(f"{n}{k}" for k in "甲乙丙丁") for n in range(1, 10)}


def page(path, marks=(), place=None, sure=0.9):
    leaf = Leaf(tuple(marks), place, bool(marks), sure)
    return beside(path, Exhibit("image", 1, "", leaves=(leaf,)))


def form(pattern, first=0, parts=9):
    """A cover and parts one to nine, part eight of two pages of which the second shows nothing."""
    pages = [page(pattern % first, COVER, 0.0)]
    for n in range(1, parts + 1):
        pages.append(page(pattern % (first + len(pages)), PARTS[n], n / 10))
        if n == 8:
            pages.append(page(pattern % (first + len(pages))))
    return pages


def told(items):
    return [[i.path for i in run] for run in forms_in_pages(items)]


@pytest.mark.parametrize(
    "pattern", ["a/%d.jpg", "a/IMG_%04d.jpg", "a/扫描%04d.jpg", "a/申报表（%d）.png", "a/第%d页.tif"]
)
def test_pages_are_one_form_in_the_order_of_the_figures_in_their_names(pattern):
    pages = form(pattern, 1)
    assert told(reversed(pages)) == [[pattern % n for n in range(1, 12)]]


def test_names_sort_as_people_count():
    names = ["第十页.jpg", "第二页.jpg", "第十二页.jpg", "第一页.jpg"]
    assert sorted(names, key=name_key) == ["第一页.jpg", "第二页.jpg", "第十页.jpg", "第十二页.jpg"]
    assert sorted(["a10.jpg", "a9.jpg", "a09b.jpg"], key=name_key) == ["a9.jpg", "a09b.jpg", "a10.jpg"]


def test_what_shows_nothing_belongs_to_the_form_only_between_its_pages():
    pages = [*form("a/%d.jpg", 1), page("a/12.jpg"), page("a/营业执照.jpg"), page("a/0.jpg")]
    assert told(pages) == [[f"a/{n}.jpg" for n in range(1, 12)]]
    narrative_of_another_name = [*form("a/表%d.jpg")[:9], page("a/证书.jpg"), page("a/表10.jpg", PARTS[9], 0.9)]
    assert told(narrative_of_another_name) == [[f"a/表{n}.jpg" for n in (*range(9), 10)]]


def test_two_forms_in_one_folder_are_two():
    assert told([*form("a/IMG_%03d.jpg", 1), *form("a/IMG_%03d.jpg", 12)]) == [
        [f"a/IMG_{n:03}.jpg" for n in range(1, 12)],
        [f"a/IMG_{n:03}.jpg" for n in range(12, 23)],
    ]
    assert len(told([*form("a/甲%d.jpg"), *form("a/乙%d.jpg")])) == 2
    assert len(told([*form("a/%d.jpg"), *form("b/%d.jpg")])) == 2


def test_a_page_taken_twice_counts_once_and_the_sharper_picture_stays():
    pages = form("a/%d.jpg")
    again = page("a/3 (2).jpg", pages[3].exhibit.leaves[0].marks, 0.3, sure=0.97)
    assert told([*pages, again]) == [[f"a/{n}.jpg" if n != 3 else "a/3 (2).jpg" for n in range(11)]]


def test_names_that_say_nothing_of_the_order_give_way_to_what_the_pages_show():
    names = ["封面", "基本情况", "主导产业", "创新能力", "数字化", "绿色化", "开放合作", "治理", "规划", "声明"]
    marks = [COVER, *(PARTS[n] for n in range(1, 10))]
    pages = [page(f"a/{name}.jpg", m, k / 10) for k, (name, m) in enumerate(zip(names, marks, strict=True))]
    assert told(pages) == [[f"a/{name}.jpg" for name in names]]


def test_a_page_that_repeats_labels_of_other_parts_stays_where_its_name_puts_it():
    pages = form("a/%d.jpg")
    plan = page("a/9.jpg", (*PARTS[1][:1], *PARTS[3][:1], *PARTS[4][:1], "规划"), 0.4)
    assert told([*pages[:9], plan, pages[10]]) == [[f"a/{n}.jpg" for n in range(11)]]


def test_one_scan_alone_is_no_form_in_pages_and_two_whole_ones_are_none_either():
    whole = [m for marks in (COVER, *PARTS.values()) for m in marks]
    assert told([page("a/甲（盖章）.pdf", whole, 0.5)]) == []
    assert told([page("a/甲（盖章）.pdf", whole, 0.5), page("a/乙（盖章）.pdf", whole, 0.5)]) == []
    assert told([page("a/1.jpg", COVER, 0.0), beside("a/2.xlsx", Exhibit("xlsx", 1, ""))]) == []
